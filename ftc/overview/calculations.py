"""Pure functions of the overview: reading a printed number's precision, counting, wording."""

import re
from datetime import date
from decimal import Decimal

from ftc import money

_PRINTED = re.compile(r"£?(?P<whole>\d[\d,]*)(?:\.(?P<part>\d+))?(?P<unit>m|k|:1)?")
_UNITS = {"m": 6, "k": 3}
NOT_A_DECISION = frozenset(
    {"note", "notes", "thank", "receive", "consider", "comment", "discuss", "welcome"}
)


def printed_places(text: str) -> int | None:
    """The decimal places of pounds, or of a ratio, that a printed number was rounded to.

    "£59.9m" gives -5, "3.2:1" gives 1, "£98,226,440" gives 0. None for anything with more words,
    such as "around £20m", because nobody can say how it was rounded.
    """
    printed = _PRINTED.fullmatch(text.strip())
    if printed is None:
        return None
    return len(printed["part"] or "") - _UNITS.get(printed["unit"] or "", 0)


def is_only_rounding(
    value: Decimal | None, low: Decimal | None, high: Decimal | None, text: str
) -> bool:
    """Whether the records' ``value``, rounded as the paper rounds, is what the paper printed."""
    places = printed_places(text)
    if value is None or low is None or low != high or places is None or value == low:
        return False
    return money.round_half_up(value, places) == low


def is_for_decision(verb: str) -> bool:
    """Whether a recommendation asks for more than noting, thanking or commenting."""
    words = set(re.findall(r"[a-z]+", verb.lower())) - {"and", "or", "the"}
    return bool(words - NOT_A_DECISION)


def in_days(on: date, today: date) -> str:
    """How far off a day is: "today", "tomorrow", "in 9 days", "yesterday", "40 days ago"."""
    days = (on - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 review", "9 reviews"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: list[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def short_pounds(value: Decimal | None) -> str:
    """Pounds in a sentence: "£88m", "£98.2m", "not known"."""
    if value is None:
        return money.NOT_KNOWN
    if not value:
        return "£0"
    return money.in_millions(value, 0 if value % 1_000_000 == 0 else 1)
