"""Naming who leads and owns an activity."""

from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.programme import policies
from ftc.programme.enums import AssignmentRole
from ftc.programme.models import Activity, Assignment
from ftc.programme.permissions import check_may_assign
from ftc.records import history


@transaction.atomic
def assign(
    *,
    activity: Activity,
    user: User | None,
    role: AssignmentRole,
    by: User,
    now: datetime,
    today: date,
    reason: str = "",
) -> Assignment | None:
    """Name who leads or owns an activity from ``today``, the working date; None names nobody.

    Whoever held the part until then stays on record with the day it ended. Naming the holder again
    changes nothing. Raises NotPermitted or AssignmentRefused.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    check_may_assign(by)
    held = activity.assignments.filter(role=role, ended_on__isnull=True).first()
    if held is not None and user is not None and held.user_id == user.pk:
        return held
    if user is not None:
        policies.check_does_not_do_both(user, role, activity)
        policies.check_can_hold(user, role)
    with history.recording(action="programme.assign", by=by, at=now, reason=reason.strip()):
        if held is not None:
            held.ended_on = max(today, held.started_on)
            held.save(update_fields=["ended_on"])
        if user is None:
            return None
        return Assignment.objects.create(
            activity=activity,
            user=user,
            role=role,
            is_demonstration=user.is_demonstration,
            started_on=today,
        )
