"""Meetings and recommendations out as rows of a CSV file."""

from collections.abc import Iterable, Sequence
from typing import Any

from ftc.programme.exchange import Cell
from governance.enums import RecommendationStatus
from governance.models import Meeting

MEETING_HEAD = ["Code", "Body", "Date", "Kind", "State", "Agenda published", "Business"]
RECOMMENDATION_HEAD = [
    "Code",
    "Report",
    "Reported on",
    "To",
    "Number",
    "Theme",
    "Verb",
    "Recommendation",
    "Status",
    "Basis",
    "Response",
]


def meeting_rows(meetings: Iterable[Meeting]) -> Iterable[Sequence[Cell]]:
    """One row a meeting, in the order of the list."""
    for meeting in meetings:
        yield [
            meeting.code,
            meeting.body.name,
            meeting.date_text,
            meeting.kind.replace("_", " "),
            meeting.get_state_display(),
            meeting.published_on,
            meeting.business,
        ]


def recommendation_rows(recommendations: Iterable[Any]) -> Iterable[Sequence[Cell]]:
    """One row a recommendation, annotated as ``queries.recommendations`` gives it."""
    for each in recommendations:
        yield [
            each.code,
            each.report_title,
            each.report_date,
            each.body.name,
            each.number,
            each.theme,
            each.verb,
            each.summary,
            RecommendationStatus(each.status).label,
            each.status_basis,
            each.response,
        ]
