"""Bodies, meetings, and what bodies resolve and decide."""

from governance.models.bodies import Body, Constitution, Membership
from governance.models.decisions import Decision
from governance.models.meetings import AgendaItem, Attendance, Meeting, Minute, Withdrawal
from governance.models.recommendations import Recommendation, RecommendationOutcome
from governance.models.resolutions import Resolution, Vote

__all__ = [
    "AgendaItem",
    "Attendance",
    "Body",
    "Constitution",
    "Decision",
    "Meeting",
    "Membership",
    "Minute",
    "Recommendation",
    "RecommendationOutcome",
    "Resolution",
    "Vote",
    "Withdrawal",
]
