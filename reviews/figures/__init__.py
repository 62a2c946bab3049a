"""The living figures of reviews, each registered by name where its module is imported."""

from reviews.figures import appraisal, business_cases, counts, engagement, gates, status

__all__ = ["appraisal", "business_cases", "counts", "engagement", "gates", "status"]
