"""Every write of the programme: who leads and owns an activity, what is reported, milestones."""

from ftc.programme.actions.milestones import (
    create_milestone,
    date_milestone,
    edit_milestone,
    remove_milestone,
    take_back_milestone,
)
from ftc.programme.actions.people import assign
from ftc.programme.actions.status import report_status
from ftc.records import history

__all__ = [
    "assign",
    "create_milestone",
    "date_milestone",
    "edit_milestone",
    "remove_milestone",
    "report_status",
    "take_back_milestone",
]

history.describe_actions(
    programme_report_status="reported the status",
    programme_assign="named who leads and owns it",
    programme_create_milestone="added a milestone",
    programme_edit_milestone="edited a milestone",
    programme_date_milestone="dated a milestone",
    programme_take_back_milestone="took back what was recorded of a milestone",
    programme_remove_milestone="removed a milestone",
)
