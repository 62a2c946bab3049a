"""What reviews say of themselves to pages of other apps that list activities."""

from collections.abc import Collection
from datetime import date

from ftc.programme.enums import ActivityKind
from ftc.programme.standing import describes
from reviews.enums import ReviewState
from reviews.models import Review


@describes(ActivityKind.REVIEW)
def reviews_standing_still(keys: Collection[int], as_at: date | None) -> dict[int, str]:
    """By key, "Deferred" or another state for each review that does not go on: one query."""
    rows = Review.objects.filter(pk__in=keys).standing_on(as_at)
    return {
        row.pk: ReviewState(row.state_then).label
        for row in rows
        if row.state_then and row.state_then != ReviewState.ACTIVE
    }
