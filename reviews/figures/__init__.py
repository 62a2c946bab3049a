"""The living figures of reviews, each registered by name where its module is imported."""

from reviews.figures import counts, engagement

__all__ = ["counts", "engagement"]
