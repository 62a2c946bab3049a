"""What people type to edit a review, supply and decide evidence, and move it."""

from reviews.forms.appraisal import (
    MOST_CRITERIA,
    AbandonAppraisalForm,
    AgreeAppraisalForm,
    AppraisalForm,
    CostsForm,
    CriteriaFormSet,
    ModerationForm,
    ScoresForm,
)
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
from reviews.forms.options import DeliveryModelForm, OptionForm, OptionStateForm

__all__ = [
    "CLASSIFICATIONS",
    "EXEMPT_PARAGRAPHS",
    "MOST_CRITERIA",
    "REASON_LENGTH",
    "AbandonAppraisalForm",
    "AgreeAppraisalForm",
    "AppraisalForm",
    "BackdatedForm",
    "ChangeStateForm",
    "CostsForm",
    "CriteriaFormSet",
    "DecideEvidenceForm",
    "DeliveryModelForm",
    "EditReviewForm",
    "EvidenceForm",
    "ModerationForm",
    "MoveForm",
    "OptionForm",
    "OptionStateForm",
    "PeopleForm",
    "PersonField",
    "ScoresForm",
    "VersionedForm",
]
