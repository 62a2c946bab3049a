"""Reads that cross the models of governance."""

from governance.queries.agenda import MeetingPage, VoteList, meeting_page
from governance.queries.bodies import BodyPage, body_list, body_page
from governance.queries.calendar import MonthCalendar, calendar
from governance.queries.meetings import (
    Notice,
    deadline_for_papers,
    meetings,
    meetings_known_by,
    next_meeting,
    notice_of,
    previous_meeting,
    state_on,
    upcoming,
    years_of_meetings,
)
from governance.queries.recommendations import (
    ThemeGroup,
    recommendations,
    recommendations_by_theme,
    reports_and_themes,
)

__all__ = [
    "BodyPage",
    "MeetingPage",
    "MonthCalendar",
    "Notice",
    "ThemeGroup",
    "VoteList",
    "body_list",
    "body_page",
    "calendar",
    "deadline_for_papers",
    "meeting_page",
    "meetings",
    "meetings_known_by",
    "next_meeting",
    "notice_of",
    "previous_meeting",
    "recommendations",
    "recommendations_by_theme",
    "reports_and_themes",
    "state_on",
    "upcoming",
    "years_of_meetings",
]
