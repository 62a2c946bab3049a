"""Clear days: the working days that must pass between publishing an agenda and meeting.

How many days a council needs is its constitution's business and is passed in; so are the days
its offices are closed. Every answer keeps the days it counted, so that a page can show them.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ClearDays:
    """The clear days between a publication and a meeting.

    ``start`` is the day of publication and ``end`` the day of the meeting, neither of them
    counted; ``counted`` holds the working days between, oldest first.
    """

    start: date
    end: date
    counted: tuple[date, ...]

    @property
    def number(self) -> int:
        """How many clear working days there are."""
        return len(self.counted)

    @property
    def calendar_number(self) -> int:
        """How many clear days there are when weekends and holidays count too."""
        return max((self.end - self.start).days - 1, 0)


def count_clear_days(
    *, published_on: date, meeting_on: date, closures: Set[date] = frozenset()
) -> ClearDays:
    """Count the clear days a publication gave before a meeting, and keep the days counted.

    Neither the day of publication nor the day of the meeting counts. Of the days between, those
    that are Monday to Friday, not a bank holiday in England and Wales and not in ``closures``
    do. There are none when the meeting does not come after the publication.
    Source: Local Government Act 1972, section 100B, as read in R v Swansea City Council, ex
    parte Elitestone Ltd (Court of Appeal, 5 May 1993).
    """
    counted = working_days_between(published_on, meeting_on, closures=closures)
    return ClearDays(start=published_on, end=meeting_on, counted=counted)


def latest_publication_on(
    *, meeting_on: date, clear_days: int, closures: Set[date] = frozenset()
) -> date:
    """The last working day on which publishing still gives ``clear_days`` before the meeting.

    A working day, because the papers must lie open at the council's offices: when a Monday is
    the first day to count, the answer is the Friday before and not the Sunday.
    Raises ValueError when ``clear_days`` is negative.
    Source: Local Government Act 1972, section 100B(3) and Schedule 12, paragraph 4(1A).
    """
    if clear_days < 0:
        raise ValueError("The number of clear days cannot be negative.")
    working_days = _working_days_back_from(meeting_on, closures)
    for _ in range(clear_days):
        next(working_days)
    return next(working_days)


def working_days_between(
    after: date, before: date, *, closures: Set[date] = frozenset()
) -> tuple[date, ...]:
    """The working days later than ``after`` and earlier than ``before``, oldest first."""
    days = (after + timedelta(days=offset) for offset in range(1, (before - after).days))
    return tuple(day for day in days if is_working_day(day, closures=closures))


def is_working_day(on: date, *, closures: Set[date] = frozenset()) -> bool:
    """Is this Monday to Friday, not a bank holiday in England and Wales, and not a closure day?"""
    return on.weekday() < _SATURDAY and on not in closures and on not in _bank_holidays_in(on.year)


def working_day_after(start: date, number: int, *, closures: Set[date] = frozenset()) -> date:
    """The day ``number`` working days after ``start``, or before it when that is negative.

    Counts the working days passed, so that moving on by one from a Friday gives the Monday.
    """
    step = _ONE_DAY if number >= 0 else -_ONE_DAY
    day, left = start, abs(number)
    while left:
        day += step
        left -= is_working_day(day, closures=closures)
    return day


def _working_days_back_from(end: date, closures: Set[date]) -> Iterator[date]:
    day = end
    while True:
        day -= _ONE_DAY
        if is_working_day(day, closures=closures):
            yield day


@cache
def _bank_holidays_in(year: int) -> frozenset[date]:
    """One finished set for each year: the package's own object fills itself while it is read."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year, expand=False))
