"""What the text of a cell means: dates as exactly as they are written, numbers and lists."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from ftc.periods import Precision
from reviews.errors import SheetRefused
from reviews.importing.cells import SheetCell

CLEARED = "-"
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_NUMBERS = {name: number for number, name in enumerate(_MONTHS, 1)} | {
    name[:3]: number for number, name in enumerate(_MONTHS, 1)
}
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_NUMBERS = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_DAY = re.compile(r"([0-9]{1,2}) ([a-z]+) ([0-9]{4})")
_WEEK = re.compile(r"(?:week beginning|week of|w/b) (.+)")
_MONTH = re.compile(
    r"(?:(?P<end>(?:by )?(?:the )?end(?: of)?) )?(?P<month>[a-z]+) (?P<year>[0-9]{4})"
)
_SEASON = re.compile(r"(?:early |late )?(?:spring|summer|autumn|winter) [0-9]{4}")
_YEAR = re.compile(r"(?:by )?((?:19|20|21)[0-9]{2})")
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)
HOW_TO_DATE = "Write it as day/month/year, such as 15/05/2014, or as 2014-05-15."
PRECISIONS = {
    "day": Precision.DAY,
    "day inferred": Precision.DAY_INFERRED,
    "week": Precision.WEEK,
    "month": Precision.MONTH,
    "month end": Precision.MONTH_END,
    "year": Precision.YEAR,
}


@dataclass(frozen=True)
class GivenDate:
    """A date as a sheet gives it; ``on`` None is one known in words only, kept in ``printed``."""

    on: date | None
    precision: Precision
    printed: str = ""


def given_date(cell: SheetCell, precision: SheetCell) -> GivenDate | None:
    """The date in a cell as exactly as it is written, or less exactly as ``precision`` says.

    None for an empty cell. Raises SheetRefused with the cell's name.
    """
    if cell.is_date:
        given = GivenDate(date.fromisoformat(cell.text), Precision.DAY)
    elif not cell.text:
        if precision.text:
            raise SheetRefused(f"{precision.name} says how exact a date is that is not given.")
        return None
    else:
        given = _written(cell)
    if given.on is not None and not _FIRST <= given.on <= _LAST:
        raise SheetRefused(f"{cell.name} holds {cell.text}. The year is not one from 1900 to 2199.")
    if not precision.text:
        return given
    said = PRECISIONS.get(_plain(precision.text))
    if said is None:
        raise SheetRefused(
            f"{precision.name} holds “{_short(precision.text)}”. "
            f"A precision is one of {', '.join(PRECISIONS)}."
        )
    if said != given.precision and given.precision != Precision.DAY:
        raise SheetRefused(
            f"{precision.name} says {_plain(precision.text)}, but {cell.name} holds "
            f"“{_short(cell.text)}”. Leave the precision empty or write the day."
        )
    return GivenDate(given.on, said)


def whole_number(cell: SheetCell, *, lowest: int = 1, highest: int = 32_767) -> int | None:
    """The number in a cell, thousands divided by commas or not; None for an empty one.

    Raises SheetRefused with the cell's name.
    """
    if not cell.text:
        return None
    text = cell.text
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+", text):
        text = text.replace(",", "")
    if not re.fullmatch(r"[0-9]{1,9}", text) or not lowest <= int(text) <= highest:
        raise SheetRefused(
            f"{cell.name} holds “{_short(cell.text)}”. "
            f"Write a whole number from {lowest} to {highest:,}."
        )
    return int(text)


def several(cell: SheetCell) -> list[str]:
    """What a cell lists, divided by semicolons or line breaks, each once."""
    parts = (part.strip() for part in re.split(r"[;\n]", cell.text))
    return list(dict.fromkeys(part for part in parts if part))


def checked_text(cell: SheetCell, *, longest: int) -> str:
    """The words in a cell. Raises SheetRefused with the cell's name when they are too many."""
    if len(cell.text) > longest:
        raise SheetRefused(
            f"{cell.name} holds {len(cell.text):,} characters. At most {longest:,} are kept."
        )
    return cell.text


def _written(cell: SheetCell) -> GivenDate:
    text = _plain(cell.text)
    exact = _exact(text)
    if exact:
        return GivenDate(exact, Precision.DAY)
    week = _WEEK.fullmatch(text)
    day = _exact(week[1]) if week else None
    if day:
        return GivenDate(day - timedelta(days=day.weekday()), Precision.WEEK)
    month = _MONTH.fullmatch(text)
    if month and month["month"] in _MONTH_NUMBERS:
        year, number = int(month["year"]), _MONTH_NUMBERS[month["month"]]
        if not _FIRST.year <= year <= _LAST.year:
            raise _no_date(cell)
        if month["end"]:
            return GivenDate(date(year, number, monthrange(year, number)[1]), Precision.MONTH_END)
        return GivenDate(date(year, number, 1), Precision.MONTH)
    year_alone = _YEAR.fullmatch(text)
    if year_alone:
        return GivenDate(date(int(year_alone[1]), 12, 31), Precision.YEAR)
    if _SEASON.fullmatch(text):
        return GivenDate(None, Precision.SEASON, cell.text)
    raise _no_date(cell)


def _exact(text: str) -> date | None:
    iso, numbers, words = _ISO.fullmatch(text), _NUMBERS.fullmatch(text), _DAY.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if numbers:
            return date(int(numbers[3]), int(numbers[2]), int(numbers[1]))
        if words and words[2] in _MONTH_NUMBERS:
            return date(int(words[3]), _MONTH_NUMBERS[words[2]], int(words[1]))
    except ValueError:
        return None
    return None


def _no_date(cell: SheetCell) -> SheetRefused:
    return SheetRefused(
        f"{cell.name} holds “{_short(cell.text)}”, which is not a date. {HOW_TO_DATE}"
    )


def _plain(text: str) -> str:
    return re.sub(r"[\s_]+", " ", text).strip().casefold()


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
