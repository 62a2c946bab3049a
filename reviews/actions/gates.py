"""Starting a review and moving it through its gates."""

from datetime import date, datetime

from django.db import transaction

from ftc.errors import StaleVersion
from ftc.organisation.models import User
from ftc.records import history
from reviews import permissions, policies
from reviews.actions.database import told_as_refusals
from reviews.enums import GateOutcome
from reviews.errors import GateRefused
from reviews.models import GatePassage, Review, Stage


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
            to_stage=policies.next_stage(locked),
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

    Writes the passage with the resolution that opened the gate, from which the database sets the
    stage, and the review's version. It counts from ``today``, the working date, or from the day
    the last criterion was met where that is later; an earlier ``effective_on`` needs a permission
    and a reason. Raises NotPermitted, StaleVersion, DateRefused, or GateRefused with what is
    missing. Source: County Council, 15 May 2014, item 12, paragraph 2.5.
    """
    with history.recording(action="reviews.move_to_stage", by=by, at=now, reason=reason):
        locked = _locked_at_its_stage(review, expected_version)
        permissions.check_can_move(by, locked)
        gate = policies.check_can_pass(locked, effective_on)
        last = policies.last_passage(locked)
        if effective_on is None:
            counts_from = policies.passage_takes_effect_on(last, gate.statuses, today=today)
        else:
            counts_from = effective_on
            _check_chosen(counts_from, by=by, now=now, today=today, reason=reason)
        policies.check_follows(last, counts_from)
        met_by = [status.criterion.resolution for status in gate.statuses]
        return _record_passage(
            review=locked,
            last=last,
            to_stage=gate.leads_to,
            outcome=GateOutcome.PASSED,
            effective_on=counts_from,
            by=by,
            reason=reason,
            resolution=next((key for key in met_by if key), None),
        )


def _locked_at_its_stage(review: Review, expected_version: int) -> Review:
    """The review, locked; whoever comes second at a gate is told where the review is now."""
    try:
        return Review.objects.locked(pk=review.pk, expected_version=expected_version)
    except StaleVersion:
        latest = policies.last_passage(review)
        if latest is None or latest.to_stage_id == review.stage_id:
            raise
        raise GateRefused(
            f"{latest.by or 'Somebody else'} has moved this review to {latest.to_stage} "
            "since you opened the page."
        ) from None


def _check_chosen(effective_on: date, *, by: User, now: datetime, today: date, reason: str) -> None:
    permissions.check_can_backdate(by, effective_on=effective_on, today=today)
    policies.check_effective_on(effective_on, today=today, now=now, reason=reason)


def _record_passage(
    *,
    review: Review,
    last: GatePassage | None,
    to_stage: Stage | None,
    outcome: GateOutcome,
    effective_on: date,
    by: User,
    reason: str,
    resolution: int | None = None,
) -> GatePassage:
    """Write the passage and count the version; nothing stays when the database refuses it."""
    if to_stage is None:
        raise GateRefused("The methodology of this review has no stage to go to.")
    with told_as_refusals():
        passage = GatePassage.objects.create(
            review=review,
            sequence=last.sequence + 1 if last else 1,
            from_stage=review.stage,
            to_stage=to_stage,
            outcome=outcome,
            reason=reason,
            resolution_id=resolution,
            by=by,
            effective_on=effective_on,
        )
        Review.objects.count_edit(review)
    return passage
