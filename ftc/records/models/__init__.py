"""Credit, classification, two times, documents and stated figures."""

from ftc.records.models.bases import (
    AsAtQuerySet,
    ClassifiedModel,
    ClassifiedQuerySet,
    CreditedModel,
    EffectiveModel,
    VersionedModel,
    choice_constraint,
)
from ftc.records.models.documents import Document, Heartbeat, Upload
from ftc.records.models.figures import FrozenFigure, StatedFigure
from ftc.records.models.papers import SourcePaper

__all__ = [
    "AsAtQuerySet",
    "ClassifiedModel",
    "ClassifiedQuerySet",
    "CreditedModel",
    "Document",
    "EffectiveModel",
    "FrozenFigure",
    "Heartbeat",
    "SourcePaper",
    "StatedFigure",
    "Upload",
    "VersionedModel",
    "choice_constraint",
]
