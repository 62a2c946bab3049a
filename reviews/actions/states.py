"""Deferring, withdrawing, handing over and closing a review, and the way back from each."""

from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.programme.models import Portfolio
from ftc.records import history
from reviews import permissions, policies
from reviews.actions.database import told_as_refusals
from reviews.enums import ReviewState, ScopeChangeKind
from reviews.errors import StateRefused
from reviews.models import Review, ReviewStateChange, ScopeChange
from reviews.policies import scope as rules


@transaction.atomic
def defer_review(
    *,
    review: Review,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> Review:
    """Defer a review: until it is resumed it passes no gate and takes no evidence.

    Writes the change, from which the database sets the state, and the review's version.
    Raises NotPermitted, StaleVersion, StateRefused or DateRefused.
    Source: County Council, 15 May 2014, item 12, paragraph 1.3.
    """
    with history.recording(action="reviews.defer", by=by, at=now, reason=reason):
        locked = _locked(review, expected_version, ReviewState.DEFERRED, by=by)
        _change(locked, ReviewState.DEFERRED, by, now, today, reason, effective_on)
        return _as_it_stands(locked)


@transaction.atomic
def resume_review(
    *,
    review: Review,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> Review:
    """Resume a deferred review at the stage where it stood.

    Writes the change, from which the database sets the state, and the review's version.
    Raises NotPermitted, StaleVersion, StateRefused or DateRefused.
    """
    with history.recording(action="reviews.resume", by=by, at=now, reason=reason):
        locked = _locked(review, expected_version, ReviewState.ACTIVE, by=by)
        _check_came_from(locked, ReviewState.DEFERRED, "resumed")
        _change(locked, ReviewState.ACTIVE, by, now, today, reason, effective_on)
        return _as_it_stands(locked)


@transaction.atomic
def withdraw_review(
    *,
    review: Review,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> Review:
    """Withdraw a review: its services are left as they are and it passes no further gate.

    Writes the change, from which the database sets the state, and the review's version.
    Raises NotPermitted, StaleVersion, StateRefused or DateRefused.
    """
    with history.recording(action="reviews.withdraw", by=by, at=now, reason=reason):
        locked = _locked(review, expected_version, ReviewState.WITHDRAWN, by=by)
        _change(locked, ReviewState.WITHDRAWN, by, now, today, reason, effective_on)
        return _as_it_stands(locked)


@transaction.atomic
def reinstate_review(
    *,
    review: Review,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> Review:
    """Reinstate a withdrawn review at the stage where it stood.

    Writes the change, from which the database sets the state, and the review's version.
    Raises NotPermitted, StaleVersion, StateRefused or DateRefused.
    """
    with history.recording(action="reviews.reinstate", by=by, at=now, reason=reason):
        locked = _locked(review, expected_version, ReviewState.ACTIVE, by=by)
        _check_came_from(locked, ReviewState.WITHDRAWN, "reinstated")
        _change(locked, ReviewState.ACTIVE, by, now, today, reason, effective_on)
        return _as_it_stands(locked)


@transaction.atomic
def close_review(
    *,
    review: Review,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> Review:
    """Close a review whose delivery model has been carried out.

    Writes the change, from which the database sets the state, and the review's version.
    Raises NotPermitted, StaleVersion, ScopeRefused before the last stage, StateRefused or
    DateRefused.
    """
    with history.recording(action="reviews.close", by=by, at=now, reason=reason):
        locked = _locked(review, expected_version, ReviewState.CLOSED, by=by)
        rules.check_can_close(locked)
        _change(locked, ReviewState.CLOSED, by, now, today, reason, effective_on)
        return _as_it_stands(locked)


@transaction.atomic
def reopen_review(
    *,
    review: Review,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> Review:
    """Open a closed review again at its last stage.

    Writes the change, from which the database sets the state, and the review's version.
    Raises NotPermitted, StaleVersion, StateRefused or DateRefused.
    """
    with history.recording(action="reviews.reopen", by=by, at=now, reason=reason):
        locked = _locked(review, expected_version, ReviewState.ACTIVE, by=by)
        _check_came_from(locked, ReviewState.CLOSED, "opened again")
        _change(locked, ReviewState.ACTIVE, by, now, today, reason, effective_on)
        return _as_it_stands(locked)


@transaction.atomic
def hand_over_review(
    *,
    review: Review,
    expected_version: int,
    portfolio: Portfolio,
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> Review:
    """Hand a review at its last stage over to the change portfolio that carries it out.

    Writes the change of scope, the state and the portfolio, under which it is listed from now on.
    Raises NotPermitted, StaleVersion, ScopeRefused, StateRefused or DateRefused.
    Source: County Council, 15 May 2014, item 12, paragraph 6.6.
    """
    with history.recording(action="reviews.hand_over", by=by, at=now, reason=reason):
        locked = _locked(review, expected_version, ReviewState.HANDED_OVER, by=by)
        rules.check_can_hand_over(locked)
        change = _change(locked, ReviewState.HANDED_OVER, by, now, today, reason, effective_on)
        ScopeChange.objects.create(
            review=locked,
            kind=ScopeChangeKind.HAND_OVER,
            portfolio=portfolio,
            reason=reason.strip(),
            by=by,
            effective_on=change.effective_on,
        )
        locked.portfolio = portfolio
        locked.save(update_fields=["portfolio"])
        return _as_it_stands(locked)


@transaction.atomic
def take_back_review(
    *,
    review: Review,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> Review:
    """Take a review back from the change portfolio it was handed over to.

    Writes the change of scope, the state and the review's version. Raises NotPermitted,
    StaleVersion, ScopeRefused, StateRefused or DateRefused.
    """
    with history.recording(action="reviews.take_back", by=by, at=now, reason=reason):
        locked = _locked(review, expected_version, ReviewState.ACTIVE, by=by)
        given = rules.check_can_take_back(locked)
        change = _change(locked, ReviewState.ACTIVE, by, now, today, reason, effective_on)
        ScopeChange.objects.create(
            review=locked,
            kind=ScopeChangeKind.TAKE_BACK,
            undoes=given,
            reason=reason.strip(),
            by=by,
            effective_on=change.effective_on,
        )
        return _as_it_stands(locked)


def _as_it_stands(review: Review) -> Review:
    return Review.objects.with_stage().get(pk=review.pk)


def _locked(review: Review, version: int, to: ReviewState, *, by: User) -> Review:
    locked = Review.objects.locked(pk=review.pk, expected_version=version)
    permissions.check_can_change_state(by, locked)
    policies.check_can_change_state(locked, to)
    return locked


def _check_came_from(review: Review, state: ReviewState, done: str) -> None:
    if review.state != state:
        raise StateRefused(
            f"{policies.what_holds_it(review)} Only a review that is {state.label.lower()} is "
            f"{done}."
        )


def _change(
    review: Review,
    to: ReviewState,
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None,
) -> ReviewStateChange:
    """Write the change of a locked review, from a day that ``rules.state_counts_from`` gives."""
    if not reason.strip():
        raise StateRefused("Give the reason.")
    on = rules.state_counts_from(review, effective_on, today=today)
    if effective_on is not None:
        permissions.check_can_backdate(by, effective_on=on, today=today)
        policies.check_effective_on(on, today=today, now=now, reason=reason)
    with told_as_refusals():
        change = ReviewStateChange.objects.create(
            review=review, state=to, reason=reason.strip(), by=by, effective_on=on
        )
        Review.objects.count_edit(review)
    return change
