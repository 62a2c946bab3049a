"""Financial years, and dates as precise as their source gives them; no clock."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

NOT_DATED = "not dated"

# Our own names, because the standard library's follow the server's locale.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PRINTED_YEAR = re.compile(r"([0-9]{4})/([0-9]{2})")


@dataclass(frozen=True, order=True)
class FinancialYear:
    """A council's financial year, 1 April to 31 March, known by the year it starts in.

    Prints as "2015/16"; stored as the integer ``start``. Earlier years sort first.
    """

    start: int

    def __post_init__(self) -> None:
        if not date.min.year <= self.start < date.max.year:
            raise ValueError(f"No financial year starts in the year {self.start}.")

    def __str__(self) -> str:
        return f"{self.start:04d}/{(self.start + 1) % 100:02d}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a financial year as the papers print it, "2015/16".

        Raises ValueError, in words fit for the user, for anything else.
        """
        printed = _PRINTED_YEAR.fullmatch(text)
        if printed is None:
            raise ValueError(f"“{text}” is not a financial year. Write it like 2015/16.")
        year = cls(int(printed[1]))
        if text != str(year):
            raise ValueError(
                f"“{text}” is not a financial year. The year that starts in {printed[1]} is {year}."
            )
        return year

    @classmethod
    def containing(cls, on: date) -> Self:
        """The financial year a date falls in: 31 March 2015 is in 2014/15."""
        return cls(on.year if on.month >= 4 else on.year - 1)

    @property
    def starts_on(self) -> date:
        return date(self.start, 4, 1)

    @property
    def ends_on(self) -> date:
        return date(self.start + 1, 3, 31)

    def next(self) -> Self:
        """The financial year that follows."""
        return type(self)(self.start + 1)


def range_inclusive(first: FinancialYear, last: FinancialYear) -> list[FinancialYear]:
    """Every financial year from ``first`` to ``last``, both included, oldest first.

    Raises ValueError when ``last`` comes before ``first``.
    """
    if last < first:
        raise ValueError(f"The years cannot run from {first} back to {last}.")
    return [FinancialYear(start) for start in range(first.start, last.start + 1)]


class Precision(StrEnum):
    """How exactly a source dates a thing; the values are those of the data tables."""

    DAY = "day"
    DAY_INFERRED = "day_inferred"
    WEEK = "week"
    MONTH = "month"
    MONTH_END = "month_end"
    SEASON = "season"
    QUARTER_AMBIGUOUS = "quarter_ambiguous"
    YEAR = "year"
    RANGE = "range"
    NONE = "none"


def display_date(on: date | None, precision: Precision, printed: str) -> str:
    """Write a date no more exactly than its source gave it.

    A day is "15 May 2014", a day we worked out "1 April 2015 (inferred)", a week "week beginning
    9 February 2015", a month "May 2014", a month's end "end of April 2014", a year "2020". A
    season, a range, an ambiguous quarter and anything without a date are given as printed in the
    source, or as "not dated" when nothing was printed.
    """
    if on is None:
        return printed or NOT_DATED
    match precision:
        case Precision.DAY:
            return long_date(on)
        case Precision.DAY_INFERRED:
            return f"{long_date(on)} (inferred)"
        case Precision.WEEK:
            return f"week beginning {long_date(on - timedelta(days=on.weekday()))}"
        case Precision.MONTH:
            return _month_and_year(on)
        case Precision.MONTH_END:
            return f"end of {_month_and_year(on)}"
        case Precision.YEAR:
            return str(on.year)
        case _:
            return printed or NOT_DATED


def long_date(on: date) -> str:
    """Write a date as papers do: "15 May 2014"."""
    return f"{on.day} {_month_and_year(on)}"


def weekday_date(on: date) -> str:
    """Write a date with its weekday, as a summons does: "Thursday 15 May 2014"."""
    return f"{_WEEKDAYS[on.weekday()]} {long_date(on)}"


def _month_and_year(on: date) -> str:
    return f"{_MONTHS[on.month - 1]} {on.year}"
