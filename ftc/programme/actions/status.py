"""Reporting how an activity stands."""

from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.programme.enums import Rag
from ftc.programme.errors import ReportIncomplete
from ftc.programme.models import Activity, StatusReport
from ftc.programme.permissions import check_may_date, check_may_report_status
from ftc.records import history
from ftc.records.working_date import working_date


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
