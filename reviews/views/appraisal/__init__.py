"""The pages of an appraisal of options: setting up, scoring, moderating, and what it gives."""

from reviews.views.appraisal.costs import appraisal_costs
from reviews.views.appraisal.moderation import appraisal_agree, appraisal_moderate
from reviews.views.appraisal.pages import (
    appraisal_detail,
    appraisal_export,
    appraisal_latest,
    appraisal_print,
)
from reviews.views.appraisal.scoring import appraisal_scores
from reviews.views.appraisal.setting_up import (
    appraisal_abandon,
    appraisal_criteria,
    appraisal_edit,
    appraisal_new,
    appraisal_open,
)

__all__ = [
    "appraisal_abandon",
    "appraisal_agree",
    "appraisal_costs",
    "appraisal_criteria",
    "appraisal_detail",
    "appraisal_edit",
    "appraisal_export",
    "appraisal_latest",
    "appraisal_moderate",
    "appraisal_new",
    "appraisal_open",
    "appraisal_print",
    "appraisal_scores",
]
