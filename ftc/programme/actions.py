"""Every write of the programme: who leads and owns an activity, and what is reported of it."""

from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.programme import policies
from ftc.programme.enums import AssignmentRole, Rag
from ftc.programme.errors import ReportIncomplete
from ftc.programme.models import Activity, Assignment, StatusReport
from ftc.programme.permissions import (
    check_may_assign,
    check_may_date,
    check_may_report_status,
)
from ftc.records import history
from ftc.records.working_date import working_date

history.describe_actions(
    programme_report_status="reported the status",
    programme_assign="named who leads and owns it",
)


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


@transaction.atomic
def report_status(
    *,
    activity: Activity,
    rag: Rag,
    narrative: str,
    next_steps: str,
    by: User,
    now: datetime,
    effective_on: date | None = None,
    reason: str = "",
) -> StatusReport:
    """Add what the lead says of an activity; earlier reports stay as they are.

    ``effective_on`` is the working date unless given; an earlier one needs the permission to
    backdate and a reason. Raises NotPermitted or ReportIncomplete.
    """
    check_may_report_status(by, activity)
    today = working_date()
    effective_on = effective_on or today
    check_may_date(by, effective_on=effective_on, working_on=today, reason=reason)
    if not narrative.strip():
        raise ReportIncomplete("Say in a sentence how it stands.")
    if rag != Rag.GREEN and not next_steps.strip():
        raise ReportIncomplete("Say what is being done about it: it is not on track.")
    with history.recording(action="programme.report_status", by=by, at=now, reason=reason.strip()):
        return StatusReport.objects.create(
            activity=activity,
            rag=rag,
            narrative=narrative.strip(),
            next_steps=next_steps.strip(),
            reported_by=by,
            effective_on=effective_on,
        )
