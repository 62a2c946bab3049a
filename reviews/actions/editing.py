"""Editing what a review says of itself."""

from datetime import datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.programme.models import Portfolio
from ftc.records import history
from reviews import permissions
from reviews.models import Review


@transaction.atomic
def edit_review(
    *,
    review: Review,
    expected_version: int,
    title: str,
    description: str,
    next_steps: str,
    portfolio: Portfolio | None,
    by: User,
    now: datetime,
) -> Review:
    """Write a review's title, description, next steps and portfolio.

    Raises NotPermitted, or StaleVersion when somebody saved after ``expected_version`` was read.
    """
    with history.recording(action="reviews.edit", by=by, at=now):
        locked: Review = Review.objects.locked(pk=review.pk, expected_version=expected_version)
        permissions.check_can_edit(by, locked)
        locked.title = title
        locked.description = description
        locked.next_steps = next_steps
        locked.portfolio = portfolio
        locked.version += 1
        locked.save(update_fields=["title", "description", "next_steps", "portfolio", "version"])
    return locked
