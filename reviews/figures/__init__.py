"""The living figures of reviews, each registered by name where its module is imported."""

from reviews.figures import appraisal, counts, engagement

__all__ = ["appraisal", "counts", "engagement"]
