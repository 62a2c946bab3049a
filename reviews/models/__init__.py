"""Methodologies, reviews, gates with their evidence, options and market engagement."""

from reviews.models.engagement import EngagementCount
from reviews.models.gates import Evidence, GateCondition, GatePassage, KeyDecisionTest, SignOff
from reviews.models.methodologies import Criterion, Methodology, Stage
from reviews.models.options import DeliveryModel, Option, OptionState, OptionVariant
from reviews.models.reviews import Review, ReviewedService, ReviewStateChange, ScopeChange

__all__ = [
    "Criterion",
    "DeliveryModel",
    "EngagementCount",
    "Evidence",
    "GateCondition",
    "GatePassage",
    "KeyDecisionTest",
    "Methodology",
    "Option",
    "OptionState",
    "OptionVariant",
    "Review",
    "ReviewStateChange",
    "ReviewedService",
    "ScopeChange",
    "SignOff",
    "Stage",
]
