"""Starting a review, and what becomes of it at a gate: passed, returned or postponed."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from ftc.errors import StaleVersion
from ftc.organisation.models import User
from ftc.periods import long_date
from ftc.records import history
from reviews import permissions, policies
from reviews.actions.database import told_as_refusals
from reviews.enums import GateOutcome
from reviews.errors import DateRefused, GateRefused
from reviews.models import GateCondition, GatePassage, Review, Stage
from reviews.policies.conditions import AskedCondition, check_conditions
from reviews.transitions import follows


@transaction.atomic
def start_review(
    *,
    review: Review,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
    effective_on: date | None = None,
    reason: str = "",
) -> GatePassage:
    """Enter the first stage of the review's methodology.

    Writes the passage, from which the database sets the stage, and the review's version.
    ``today`` is the working date, from which it counts unless ``effective_on`` is given.
    Raises NotPermitted, StaleVersion, StateRefused, DateRefused or GateRefused.
    """
    with history.recording(action="reviews.start", by=by, at=now, reason=reason):
        locked = Review.objects.locked(pk=review.pk, expected_version=expected_version)
        permissions.check_can_move(by, locked)
        policies.check_can_start(locked)
        counts_from = effective_on or today
        _check_chosen(counts_from, by=by, now=now, today=today, reason=reason)
        return _record_passage(
            review=locked,
            last=None,
            to_stage=locked.methodology.stages.get(order=1),
            outcome=GateOutcome.ENTERED,
            effective_on=counts_from,
            by=by,
            reason=reason,
        )


@transaction.atomic
def move_to_next_stage(
    *,
    review: Review,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
    effective_on: date | None = None,
    reason: str = "",
) -> GatePassage:
    """Move a review through the gate it stands at to the stage after it.

    Writes the passage with the resolution and decision that opened the gate, from which the
    database sets the stage, and the review's version. It counts from ``today``, the working date,
    or from the day the last criterion was met where that is later; an earlier ``effective_on``
    needs a permission and a reason. Raises NotPermitted, StaleVersion, DateRefused, or GateRefused
    with what is missing. Source: County Council, 15 May 2014, item 12, paragraph 2.5.
    """
    with history.recording(action="reviews.move_to_stage", by=by, at=now, reason=reason):
        return _pass(
            review=review,
            expected_version=expected_version,
            conditions=None,
            by=by,
            now=now,
            today=today,
            effective_on=effective_on,
            reason=reason,
        )


@transaction.atomic
def pass_with_conditions(
    *,
    review: Review,
    expected_version: int,
    conditions: Sequence[AskedCondition],
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> GatePassage:
    """Let a review through its gate on conditions that are chased until they are met.

    Everything the gate asks is met all the same; the conditions come on top of it. Writes what
    ``move_to_next_stage`` writes, and the conditions in order. Raises what that raises, and
    ConditionRefused.
    """
    with history.recording(action="reviews.pass_with_conditions", by=by, at=now, reason=reason):
        return _pass(
            review=review,
            expected_version=expected_version,
            conditions=conditions,
            by=by,
            now=now,
            today=today,
            effective_on=effective_on,
            reason=_said(reason),
        )


@transaction.atomic
def return_review(
    *,
    review: Review,
    to_stage: Stage,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> GatePassage:
    """Return a review from its gate, to work on this stage or to an earlier one.

    Writes the passage, from which the database sets the stage, and the review's version. After it
    went back to an earlier stage, what was accepted, preferred, signed, resolved or decided before
    counts no more for the gates it comes to again. Raises NotPermitted, StaleVersion, GateRefused
    or DateRefused.
    """
    with history.recording(action="reviews.return", by=by, at=now, reason=reason):
        locked, here, last = _at_a_gate(review, expected_version, by=by)
        said = _said(reason)
        if to_stage.methodology_id != locked.methodology_id:
            raise GateRefused(f"{to_stage} is not a stage of this review.")
        if not follows(GateOutcome.RETURNED, from_order=here.order, to_order=to_stage.order):
            raise GateRefused(f"{to_stage} comes after {here}, so it is no way back.")
        return _record_passage(
            review=locked,
            last=last,
            to_stage=to_stage,
            outcome=GateOutcome.RETURNED,
            effective_on=_counts_from(last, effective_on, by, now, today, said),
            by=by,
            reason=said,
        )


@transaction.atomic
def postpone_gate(
    *,
    review: Review,
    expected_version: int,
    until_on: date | None,
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> GatePassage:
    """Put the gate off, to be looked at again on ``until_on``; the review goes on at its stage.

    A review that is deferred is another thing: nothing is done on it. Writes the passage and the
    review's version. Raises NotPermitted, StaleVersion, GateRefused or DateRefused.
    """
    with history.recording(action="reviews.postpone", by=by, at=now, reason=reason):
        locked, here, last = _at_a_gate(review, expected_version, by=by)
        said = _said(reason)
        counts_from = _counts_from(last, effective_on, by, now, today, said)
        if until_on is not None and until_on <= counts_from:
            raise DateRefused(
                f"{long_date(until_on)} is not after {long_date(counts_from)}, from when the gate "
                "is postponed."
            )
        return _record_passage(
            review=locked,
            last=last,
            to_stage=here,
            outcome=GateOutcome.POSTPONED,
            effective_on=counts_from,
            by=by,
            reason=said,
            until_on=until_on,
        )


def _pass(
    *,
    review: Review,
    expected_version: int,
    conditions: Sequence[AskedCondition] | None,
    by: User,
    now: datetime,
    today: date,
    effective_on: date | None,
    reason: str,
) -> GatePassage:
    """Pass the gate, on ``conditions`` where they are given."""
    locked, last = _locked_at_its_stage(review, expected_version)
    permissions.check_can_move(by, locked)
    if effective_on is not None:
        policies.check_follows(last, effective_on)
    gate = policies.check_can_pass(locked, effective_on)
    if effective_on is None:
        counts_from = policies.passage_takes_effect_on(last, gate.statuses, today=today)
    else:
        counts_from = effective_on
        _check_chosen(counts_from, by=by, now=now, today=today, reason=reason)
    if conditions is not None:
        check_conditions(conditions, effective_on=counts_from)
    facts = [status.criterion for status in gate.statuses]
    return _record_passage(
        review=locked,
        last=last,
        to_stage=gate.leads_to,
        outcome=GateOutcome.PASSED if conditions is None else GateOutcome.PASSED_WITH_CONDITIONS,
        effective_on=counts_from,
        by=by,
        reason=reason,
        resolution=next((fact.resolution for fact in facts if fact.resolution), None),
        decision=next((fact.decision for fact in facts if fact.is_effective), None),
        conditions=conditions or (),
    )


def _at_a_gate(
    review: Review, expected_version: int, *, by: User
) -> tuple[Review, Stage, GatePassage | None]:
    """The review, locked, that ``by`` may move; the stage whose gate it is at; its last passage."""
    locked, last = _locked_at_its_stage(review, expected_version)
    permissions.check_can_move(by, locked)
    policies.check_stands_at_a_gate(locked)
    stage = locked.methodology.stages.get(pk=locked.stage_id)  # type: ignore[misc]
    return locked, stage, last


def _locked_at_its_stage(
    review: Review, expected_version: int
) -> tuple[Review, GatePassage | None]:
    """The review, locked, and its last passage; who comes second is told what the other did.

    A passage counts the version, so the one read before the lock is still the last after it.
    """
    before = policies.last_passage(review)
    try:
        return Review.objects.locked(pk=review.pk, expected_version=expected_version), before
    except StaleVersion:
        latest = policies.last_passage(review)
        if latest is None or (latest == before and latest.to_stage_id == review.stage_id):
            raise
        raise GateRefused(
            f"{latest.by or 'Somebody else'} {policies.what_became_of_it(latest)} "
            "since you opened the page."
        ) from None


def _said(reason: str) -> str:
    if not reason.strip():
        raise GateRefused("Give the reason. It is kept in the review's history.")
    return reason.strip()


def _counts_from(
    last: GatePassage | None,
    chosen: date | None,
    by: User,
    now: datetime,
    today: date,
    reason: str,
) -> date:
    """The day chosen, else the working date or, where later, the day the stage was entered."""
    if chosen is None:
        return max(today, last.effective_on) if last else today
    _check_chosen(chosen, by=by, now=now, today=today, reason=reason)
    policies.check_follows(last, chosen)
    return chosen


def _check_chosen(effective_on: date, *, by: User, now: datetime, today: date, reason: str) -> None:
    permissions.check_can_backdate(by, effective_on=effective_on, today=today)
    policies.check_effective_on(effective_on, today=today, now=now, reason=reason)


def _record_passage(
    *,
    review: Review,
    last: GatePassage | None,
    to_stage: Stage,
    outcome: GateOutcome,
    effective_on: date,
    by: User,
    reason: str,
    resolution: int | None = None,
    decision: int | None = None,
    until_on: date | None = None,
    conditions: Sequence[AskedCondition] = (),
) -> GatePassage:
    """Write the passage, its conditions and the version; nothing stays when it is refused."""
    with told_as_refusals():
        passage = GatePassage.objects.create(
            review=review,
            sequence=last.sequence + 1 if last else 1,
            from_stage=review.stage,
            to_stage=to_stage,
            outcome=outcome,
            reason=reason,
            resolution_id=resolution,
            decision_id=decision,
            until_on=until_on,
            by=by,
            effective_on=effective_on,
        )
        for order, condition in enumerate(conditions, start=1):
            GateCondition.objects.create(
                passage=passage,
                order=order,
                title=condition.title.strip(),
                owner=condition.owner,
                due_on=condition.due_on,
            )
        Review.objects.count_edit(review)
    return passage
