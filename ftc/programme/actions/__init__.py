"""Every write of the programme: who leads and owns an activity, what is reported, milestones."""

from ftc.programme.actions.people import assign
from ftc.programme.actions.status import report_status
from ftc.records import history

__all__ = ["assign", "report_status"]

history.describe_actions(
    programme_report_status="reported the status",
    programme_assign="named who leads and owns it",
)
