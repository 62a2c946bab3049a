"""Saying that a condition, on which a gate was passed, is met."""

from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.programme.models import Activity
from ftc.records import history
from reviews import permissions, policies
from reviews.models import GateCondition
from reviews.policies.conditions import check_can_be_met


@transaction.atomic
def meet_condition(
    *,
    condition: GateCondition,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
    note: str,
    met_on: date | None = None,
) -> GateCondition:
    """Record that a condition is met, from ``today``, the working date, on, and how.

    Writes who says so, when and how. ``met_on`` is a day set back. Raises NotPermitted,
    StaleVersion, ConditionRefused or DateRefused.
    """
    with history.recording(action="reviews.meet_condition", by=by, at=now, reason=note):
        Activity.objects.select_for_update(of=("self",)).get(pk=condition.passage.review_id)
        locked: GateCondition = GateCondition.objects.locked(
            pk=condition.pk, expected_version=expected_version
        )
        permissions.check_can_meet(by, locked, locked.passage.review)
        on = met_on or max(today, locked.passage.effective_on)
        check_can_be_met(locked, met_on=on, note=note)
        permissions.check_can_backdate(by, effective_on=on, today=today)
        policies.check_effective_on(on, today=today, now=now, reason=note)
        locked.met_on = on
        locked.met_by = by
        locked.met_note = note.strip()
        locked.version += 1
        locked.save(update_fields=["met_on", "met_by", "met_note", "version"])
    return locked
