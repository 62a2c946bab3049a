"""Writing methodologies: drafts, their stages and criteria, and which version reviews follow."""

from ftc.records import history
from reviews.actions.methodologies.criteria import (
    CriterionText,
    add_criterion,
    edit_criterion,
    move_criterion,
    remove_criterion,
)
from reviews.actions.methodologies.drafts import (
    discard_draft,
    draft_methodology,
    edit_methodology,
    put_in_force,
)
from reviews.actions.methodologies.moves import MoveOf, move_to_methodology
from reviews.actions.methodologies.stages import (
    StageText,
    add_stage,
    edit_stage,
    move_stage,
    remove_stage,
)

__all__ = [
    "CriterionText",
    "MoveOf",
    "StageText",
    "add_criterion",
    "add_stage",
    "discard_draft",
    "draft_methodology",
    "edit_criterion",
    "edit_methodology",
    "edit_stage",
    "move_criterion",
    "move_stage",
    "move_to_methodology",
    "put_in_force",
    "remove_criterion",
    "remove_stage",
]

history.describe_actions(
    reviews_draft_methodology="began a draft of the methodology",
    reviews_edit_methodology="edited the draft of the methodology",
    reviews_discard_methodology="discarded the draft of the methodology",
    reviews_put_methodology_in_force="put the methodology in force",
    reviews_move_to_methodology="moved the review to another version of the methodology",
)
