"""A role's sign-off at a gate: giving it, refusing it and taking it back."""

from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.records import history
from reviews import permissions, policies
from reviews.actions.database import told_as_refusals
from reviews.errors import SignOffRefused
from reviews.models import Criterion, Review, SignOff
from reviews.policies.sign_offs import check_can_sign_off


@transaction.atomic
def give_sign_off(
    *,
    review: Review,
    criterion: Criterion,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
    comment: str = "",
    effective_on: date | None = None,
) -> SignOff:
    """Sign off at the gate the review stands at, in turn.

    Writes the sign-off, which counts from ``today``, the working date, or from a day set back, and
    the review's version. Raises NotPermitted, StaleVersion, SignOffRefused or DateRefused.
    """
    with history.recording(action="reviews.give_sign_off", by=by, at=now, reason=comment):
        return _sign(
            review, criterion, expected_version, True, by, now, today, comment, effective_on
        )


@transaction.atomic
def refuse_sign_off(
    *,
    review: Review,
    criterion: Criterion,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
    comment: str,
    effective_on: date | None = None,
) -> SignOff:
    """Refuse a sign-off, or take back one given, and say why; those after it wait for it again.

    Writes a further row that stands over the one before it, and the review's version. Raises
    NotPermitted, StaleVersion, SignOffRefused or DateRefused.
    """
    with history.recording(action="reviews.refuse_sign_off", by=by, at=now, reason=comment):
        return _sign(
            review, criterion, expected_version, False, by, now, today, comment, effective_on
        )


def _sign(
    review: Review,
    criterion: Criterion,
    expected_version: int,
    given: bool,
    by: User,
    now: datetime,
    today: date,
    comment: str,
    effective_on: date | None,
) -> SignOff:
    locked = Review.objects.locked(pk=review.pk, expected_version=expected_version)
    permissions.check_can_sign_off(by, locked, criterion)
    check_can_sign_off(locked, criterion, given=given, comment=comment)
    arrival = policies.last_passage(locked)
    if arrival is None:
        raise SignOffRefused("This review has not been started, so it stands at no gate yet.")
    counts_from = effective_on or max(today, arrival.effective_on)
    permissions.check_can_backdate(by, effective_on=counts_from, today=today)
    policies.check_effective_on(counts_from, today=today, now=now, reason=comment)
    policies.check_follows(arrival, counts_from)
    with told_as_refusals():
        signed = SignOff.objects.create(
            review=locked,
            criterion=criterion,
            passage=arrival,
            given=given,
            comment=comment.strip(),
            by=by,
            effective_on=counts_from,
        )
        Review.objects.count_edit(locked)
    return signed
