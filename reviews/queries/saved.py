"""Who saved a review last, and when."""

from datetime import datetime
from typing import Any

from ftc.programme.models import Activity
from reviews.models import Review


def last_saved(review: Review) -> tuple[str, datetime | None]:
    """Who saved the review last, by name, and when; blank when nobody is on record."""
    return last_event(Activity.objects.get(pk=review.pk))


def last_event(row: Any) -> tuple[str, datetime | None]:
    """Who wrote a tracked row last, by name, and when; blank when nobody is on record."""
    event = row.events.select_related("pgh_context").order_by("-pgh_id").first()
    if event is None:
        return "", None
    told = event.pgh_context.metadata if event.pgh_context else {}
    return told.get("user_name", ""), event.pgh_created_at
