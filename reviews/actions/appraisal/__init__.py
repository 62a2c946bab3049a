"""Everything that writes an appraisal of options."""

from ftc.records import history
from reviews.actions.appraisal.costs import set_option_years
from reviews.actions.appraisal.moderation import agree_appraisal, means_of, moderate_scores
from reviews.actions.appraisal.scoring import hand_in_scores, places, save_scores
from reviews.actions.appraisal.setting_up import (
    AppraisalPlan,
    abandon_appraisal,
    edit_appraisal,
    make_appraisal,
    open_scoring,
    set_criteria,
)

__all__ = [
    "AppraisalPlan",
    "abandon_appraisal",
    "agree_appraisal",
    "edit_appraisal",
    "hand_in_scores",
    "make_appraisal",
    "means_of",
    "moderate_scores",
    "open_scoring",
    "places",
    "save_scores",
    "set_criteria",
    "set_option_years",
]

history.describe_actions(
    reviews_make_appraisal="made an appraisal of the options",
    reviews_edit_appraisal="edited an appraisal",
    reviews_set_criteria="set the criteria of an appraisal and their weights",
    reviews_open_scoring="opened an appraisal for scoring",
    reviews_save_scores="kept scores as a draft",
    reviews_hand_in_scores="handed in scores",
    reviews_moderate_scores="moderated the scores of an appraisal",
    reviews_set_option_years="entered costs and benefits of options",
    reviews_agree_appraisal="agreed an appraisal",
    reviews_abandon_appraisal="abandoned an appraisal",
)
