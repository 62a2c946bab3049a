"""Taking reviews into the programme and changing what they cover."""

from reviews.actions.scope.creating import create_review
from reviews.actions.scope.merging import NewReview, merge_reviews, take_out_of_merge
from reviews.actions.scope.reconsidering import reconsider_review
from reviews.actions.scope.splitting import split_review

__all__ = [
    "NewReview",
    "create_review",
    "merge_reviews",
    "reconsider_review",
    "split_review",
    "take_out_of_merge",
]
