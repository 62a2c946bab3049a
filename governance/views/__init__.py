"""Pages of meetings, bodies, recommendations and decisions."""

from governance.views.bodies import body_detail, body_list
from governance.views.meetings import meeting_calendar, meeting_detail, meeting_export, meeting_list
from governance.views.recommendations import (
    decision_detail,
    decision_list,
    recommendation_export,
    recommendation_list,
)
from governance.views.resolutions import resolution_record, resolution_vote, resolution_withdraw

__all__ = [
    "body_detail",
    "body_list",
    "decision_detail",
    "decision_list",
    "meeting_calendar",
    "meeting_detail",
    "meeting_export",
    "meeting_list",
    "recommendation_export",
    "recommendation_list",
    "resolution_record",
    "resolution_vote",
    "resolution_withdraw",
]
