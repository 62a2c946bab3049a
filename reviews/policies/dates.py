"""On which day something may take effect."""

from datetime import date, datetime

from django.utils import timezone

from ftc.periods import long_date
from reviews.errors import DateRefused
from reviews.models import GatePassage


def check_effective_on(effective_on: date, *, today: date, now: datetime, reason: str) -> None:
    """Raises DateRefused for a date set back without a reason, or one in the future by the clock.

    ``today`` is the working date.
    """
    if effective_on > max(timezone.localdate(now), today):
        raise DateRefused(f"{long_date(effective_on)} is in the future.")
    if effective_on < today and not reason.strip():
        raise DateRefused("Give a reason for the earlier date.")


def check_follows(last: GatePassage | None, effective_on: date) -> None:
    """Raises DateRefused when a passage would count from before ``last``, the one before it."""
    if last and effective_on < last.effective_on:
        raise DateRefused(
            f"The review entered {last.to_stage} on {long_date(last.effective_on)}. "
            "It cannot leave it earlier than that."
        )
