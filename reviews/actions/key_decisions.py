"""Saying whether the proposal of a review needs a Key Decision."""

from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.records import history
from reviews import permissions, policies
from reviews.errors import GateRefused
from reviews.models import KeyDecisionTest, Review


@transaction.atomic
def say_whether_key(
    *,
    review: Review,
    expected_version: int,
    is_needed: bool,
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> KeyDecisionTest:
    """Record whether a Key Decision is needed, from ``today``, the working date, on.

    A gate that asks for an executive decision only where it is key is opened without one where
    none is needed; the Cabinet Committee's advice is asked for all the same. Writes a dated row
    and the review's version. Raises NotPermitted, StaleVersion, GateRefused or DateRefused.
    Source: County Council, 15 May 2014, item 12, paragraph 6.5.
    """
    with history.recording(action="reviews.say_whether_key", by=by, at=now, reason=reason):
        locked = Review.objects.locked(pk=review.pk, expected_version=expected_version)
        permissions.check_can_say_whether_key(by)
        if not reason.strip():
            raise GateRefused("Say why a Key Decision is needed, or why none is.")
        latest = KeyDecisionTest.objects.filter(review=locked).latest_first().first()
        if latest is not None and latest.is_needed == is_needed:
            raise GateRefused(f"{latest}: this is recorded already.")
        # A row read from a later paper would otherwise still stand over this one.
        counts_from = effective_on or (max(today, latest.effective_on) if latest else today)
        permissions.check_can_backdate(by, effective_on=counts_from, today=today)
        policies.check_effective_on(counts_from, today=today, now=now, reason=reason)
        tested = KeyDecisionTest.objects.create(
            review=locked,
            is_needed=is_needed,
            reason=reason.strip(),
            by=by,
            effective_on=counts_from,
        )
        Review.objects.count_edit(locked)
    return tested
