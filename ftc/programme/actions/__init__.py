"""Every write of the programme: who leads and owns an activity, what is reported, milestones."""

from ftc.programme.actions.milestones import (
    create_milestone,
    date_milestone,
    edit_milestone,
    remove_milestone,
    take_back_milestone,
)
from ftc.programme.actions.overrides import sign_override, withdraw_override
from ftc.programme.actions.people import assign
from ftc.programme.actions.registers import (
    assess_risk,
    create_benefit,
    edit_benefit,
    name_milestone_owner,
)
from ftc.programme.actions.status import (
    Forecast,
    discard_status_draft,
    report_status,
    save_status_draft,
)
from ftc.programme.actions.undoing import take_back_status
from ftc.records import history

__all__ = [
    "Forecast",
    "assess_risk",
    "assign",
    "create_benefit",
    "create_milestone",
    "date_milestone",
    "discard_status_draft",
    "edit_benefit",
    "edit_milestone",
    "name_milestone_owner",
    "remove_milestone",
    "report_status",
    "save_status_draft",
    "sign_override",
    "take_back_milestone",
    "take_back_status",
    "withdraw_override",
]

history.describe_actions(
    programme_report_status="reported the status",
    programme_sign_override="signed for another rating than the computed one",
    programme_withdraw_override="withdrew a rating signed for",
    programme_assign="named who leads and owns it",
    programme_assess_risk="said who owns a risk and what it would cost",
    programme_name_milestone_owner="named who owns a milestone",
    programme_create_benefit="added a benefit",
    programme_edit_benefit="edited a benefit",
    programme_create_milestone="added a milestone",
    programme_edit_milestone="edited a milestone",
    programme_date_milestone="dated a milestone",
    programme_take_back_milestone="took back what was recorded of a milestone",
    programme_take_back_status="took back a report of status",
    programme_remove_milestone="removed a milestone",
)
