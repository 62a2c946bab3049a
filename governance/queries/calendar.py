"""A month of meetings as a grid of weeks."""

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ftc.periods import Precision
from governance.models import Meeting
from governance.queries.meetings import meetings

_MONDAY_FIRST = Calendar(firstweekday=0)


@dataclass(frozen=True)
class CalendarDay:
    """A day of the grid; days of the neighbouring months fill the first and the last week."""

    on: date
    is_in_month: bool
    is_today: bool
    meetings: list[Meeting] = field(default_factory=list)


@dataclass(frozen=True)
class MonthCalendar:
    """The weeks of a month, Monday first, and meetings of the month whose day is not known."""

    first: date
    weeks: list[list[CalendarDay]]
    without_a_day: list[Meeting]

    @property
    def previous(self) -> str:
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def following(self) -> str:
        return f"{(self.first + timedelta(days=31)):%Y-%m}"

    @property
    def count(self) -> int:
        held = sum(len(day.meetings) for week in self.weeks for day in week if day.is_in_month)
        return held + len(self.without_a_day)


def calendar(
    *, first: date, user: Any, on: date, as_at: date | None, body: str = ""
) -> MonthCalendar:
    """The month that starts on ``first``, with the meetings this person may see: one query."""
    weeks = _MONDAY_FIRST.monthdatescalendar(first.year, first.month)
    rows = meetings(user=user, on=on, as_at=as_at, body=body).filter(
        held_on__range=(weeks[0][0], weeks[-1][-1])
    )
    by_day: dict[date, list[Meeting]] = {}
    without_a_day: list[Meeting] = []
    for meeting in rows.order_by("held_on", "body__name", "code"):
        assert meeting.held_on is not None  # within the range
        if meeting.precision in {Precision.DAY, Precision.DAY_INFERRED, Precision.RANGE}:
            by_day.setdefault(meeting.held_on, []).append(meeting)
        elif (meeting.held_on.year, meeting.held_on.month) == (first.year, first.month):
            without_a_day.append(meeting)
    grid = [
        [CalendarDay(day, day.month == first.month, day == on, by_day.get(day, [])) for day in week]
        for week in weeks
    ]
    return MonthCalendar(first=first, weeks=grid, without_a_day=without_a_day)
