"""Whether a review may be started, or change its state, and what holds one that stands still."""

from reviews.enums import ReviewState
from reviews.errors import StateRefused
from reviews.models import Review, ReviewStateChange
from reviews.transitions import NEXT_STATES


def what_holds_it(review: Review) -> str:
    """Why a review that is not active stands still, as a sentence."""
    change = ReviewStateChange.objects.filter(review=review).latest_first().first()
    why = f": {change.reason.rstrip('.')}" if change and change.state == review.state else ""
    return f"This review is {ReviewState(review.state).label.lower()}{why}."


def check_can_start(review: Review) -> None:
    """Raises StateRefused when the review has been started already or is not active."""
    if review.stage_id is not None:
        raise StateRefused(f"This review has been started already: it is at {review.stage}.")
    if review.state != ReviewState.ACTIVE:
        raise StateRefused(f"{what_holds_it(review)} It cannot be started.")


def check_can_change_state(review: Review, to: ReviewState) -> None:
    """Raises StateRefused when the table of states does not allow the change."""
    if to not in NEXT_STATES[ReviewState(review.state)]:
        if to == review.state:
            raise StateRefused(f"This review is {to.label.lower()} already.")
        raise StateRefused(
            f"A review that is {ReviewState(review.state).label.lower()} cannot become "
            f"{to.label.lower()}."
        )
