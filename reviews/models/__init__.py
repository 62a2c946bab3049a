"""Methodologies, reviews, gates with their evidence, options and market engagement."""

from reviews.models.engagement import MarketEngagement
from reviews.models.gates import Evidence, GatePassage
from reviews.models.methodologies import Criterion, Methodology, Stage
from reviews.models.options import DeliveryModel, Option, OptionState, OptionVariant
from reviews.models.reviews import Review, ReviewedService, ReviewStateChange

__all__ = [
    "Criterion",
    "DeliveryModel",
    "Evidence",
    "GatePassage",
    "MarketEngagement",
    "Methodology",
    "Option",
    "OptionState",
    "OptionVariant",
    "Review",
    "ReviewStateChange",
    "ReviewedService",
    "Stage",
]
