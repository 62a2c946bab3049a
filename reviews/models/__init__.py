"""Methodologies, reviews, gates with their evidence, options, market engagement, business cases."""

from reviews.models.appraisal import (
    Appraisal,
    AppraisalCriterion,
    AppraisedOption,
    Assessor,
    ModeratedScore,
    OptionYear,
    Score,
)
from reviews.models.business_cases import (
    BusinessCase,
    BusinessCaseOption,
    BusinessCaseSection,
    BusinessCaseText,
    BusinessCaseVersion,
)
from reviews.models.engagement import (
    EngagementCount,
    EngagementNote,
    EngagementResponse,
    MarketEngagement,
    Supplier,
)
from reviews.models.gates import Evidence, GateCondition, GatePassage, KeyDecisionTest, SignOff
from reviews.models.imports import Import, ImportRow
from reviews.models.methodologies import Criterion, Methodology, Stage
from reviews.models.options import DeliveryModel, Option, OptionState, OptionVariant
from reviews.models.reviews import Review, ReviewedService, ReviewStateChange, ScopeChange
from reviews.models.standings import ReviewStanding

__all__ = [
    "Appraisal",
    "AppraisalCriterion",
    "AppraisedOption",
    "Assessor",
    "BusinessCase",
    "BusinessCaseOption",
    "BusinessCaseSection",
    "BusinessCaseText",
    "BusinessCaseVersion",
    "Criterion",
    "DeliveryModel",
    "EngagementCount",
    "EngagementNote",
    "EngagementResponse",
    "Evidence",
    "GateCondition",
    "GatePassage",
    "Import",
    "ImportRow",
    "KeyDecisionTest",
    "MarketEngagement",
    "Methodology",
    "ModeratedScore",
    "Option",
    "OptionState",
    "OptionVariant",
    "OptionYear",
    "Review",
    "ReviewStanding",
    "ReviewStateChange",
    "ReviewedService",
    "ScopeChange",
    "Score",
    "SignOff",
    "Stage",
    "Supplier",
]
