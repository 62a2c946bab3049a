"""Deferring a review and resuming it."""

from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.records import history
from reviews import permissions, policies
from reviews.actions.database import told_as_refusals
from reviews.enums import ReviewState
from reviews.errors import StateRefused
from reviews.models import Review, ReviewStateChange


@transaction.atomic
def defer_review(
    *, review: Review, expected_version: int, by: User, now: datetime, today: date, reason: str
) -> Review:
    """Defer a review: until it is resumed it passes no gate and takes no evidence.

    Writes the change, from which the database sets the state, and the review's version.
    Raises NotPermitted, StaleVersion or StateRefused.
    Source: County Council, 15 May 2014, item 12, paragraph 1.3.
    """
    with history.recording(action="reviews.defer", by=by, at=now, reason=reason):
        return _change(
            review, ReviewState.DEFERRED, version=expected_version, by=by, on=today, reason=reason
        )


@transaction.atomic
def resume_review(
    *, review: Review, expected_version: int, by: User, now: datetime, today: date, reason: str
) -> Review:
    """Resume a deferred review at the stage where it stood.

    Writes the change, from which the database sets the state, and the review's version.
    Raises NotPermitted, StaleVersion or StateRefused.
    """
    with history.recording(action="reviews.resume", by=by, at=now, reason=reason):
        return _change(
            review, ReviewState.ACTIVE, version=expected_version, by=by, on=today, reason=reason
        )


def _change(
    review: Review, to: ReviewState, *, version: int, by: User, on: date, reason: str
) -> Review:
    locked = Review.objects.locked(pk=review.pk, expected_version=version)
    permissions.check_can_change_state(by, locked)
    policies.check_can_change_state(locked, to)
    if not reason.strip():
        raise StateRefused("Give the reason.")
    latest = locked.state_changes.latest_first().first()
    with told_as_refusals():
        ReviewStateChange.objects.create(
            review=locked,
            state=to,
            reason=reason.strip(),
            by=by,
            # A change read from a later paper would otherwise still stand over this one.
            effective_on=max(on, latest.effective_on) if latest else on,
        )
        Review.objects.count_edit(locked)
    return Review.objects.with_stage().get(pk=locked.pk)
