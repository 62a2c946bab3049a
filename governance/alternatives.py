"""What else was considered beside what a decision is about, as an app on the right tells it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Alternative:
    """An alternative that was not chosen: of what, what it is, what became of it, and why not."""

    about: str
    title: str
    state: str
    reason: str
    url: str = ""


Teller = Callable[[Collection[int], date | None, Any], list[Alternative]]
_TELLERS: list[Teller] = []


def tells_alternatives(teller: Teller) -> Teller:
    """Register a function that tells the alternatives of activities.

    It takes their keys, a date and the reader, and leaves out what the reader may not read.
    """
    _TELLERS.append(teller)
    return teller


def alternatives_of(keys: Collection[int], *, as_at: date | None, user: Any) -> list[Alternative]:
    """The alternatives to what was chosen for activities of these keys, as on ``as_at``."""
    return [row for teller in _TELLERS for row in teller(keys, as_at, user)]
