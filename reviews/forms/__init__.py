"""What people type to edit a review, supply and decide evidence, and move it."""

from reviews.forms.base import (
    CLASSIFICATIONS,
    EXEMPT_PARAGRAPHS,
    REASON_LENGTH,
    BackdatedForm,
    VersionedForm,
)
from reviews.forms.editing import EditReviewForm, PeopleForm, PersonField
from reviews.forms.evidence import DecideEvidenceForm, EvidenceForm
from reviews.forms.moves import ChangeStateForm, MoveForm
from reviews.forms.options import OptionStateForm

__all__ = [
    "CLASSIFICATIONS",
    "EXEMPT_PARAGRAPHS",
    "REASON_LENGTH",
    "BackdatedForm",
    "ChangeStateForm",
    "DecideEvidenceForm",
    "EditReviewForm",
    "EvidenceForm",
    "MoveForm",
    "OptionStateForm",
    "PeopleForm",
    "PersonField",
    "VersionedForm",
]
