"""Taking back a report of status that was made by mistake together with others."""

from datetime import datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.programme.models import Activity, StatusReport
from ftc.programme.permissions import check_may_report_status
from ftc.records import history


@transaction.atomic
def take_back_status(*, report: StatusReport, by: User, now: datetime) -> None:
    """Remove a report of status, so that the one before it stands again.

    Only for the undoing of one whole act, which keeps what was reported. Raises NotPermitted.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=report.activity_id)
    check_may_report_status(by, activity)
    with history.recording(action="programme.take_back_status", by=by, at=now):
        report.delete()
