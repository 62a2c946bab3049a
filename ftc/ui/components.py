"""What components are given: small frozen values that views and queries build.

A component reads names only, so a dict with the same keys does as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True)
class Link:
    """Words and where they lead; without an address they are words only."""

    text: str
    url: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Column:
    """Head of a table's column. ``unit`` is printed under the head: "£", "working days".

    ``url`` sorts by the column; ``sorted_by`` says how it is sorted now.
    """

    head: str
    kind: Literal["text", "number", "money", "date"] = "text"
    unit: str = ""
    url: str = ""
    sorted_by: Literal["", "ascending", "descending"] = ""

    @property
    def is_numeric(self) -> bool:
        return self.kind in {"number", "money"}


@dataclass(frozen=True)
class Cell:
    """A cell that is more than a plain value: a link, a tag, a rating, a hint under it.

    ``rating`` is drawn as by the component rag, with ``value`` for its word. A value that is a
    SafeString is printed as it is.
    """

    value: str | int | Decimal | date | None = ""
    url: str = ""
    tag_colour: str = ""
    rating: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Stage:
    """A step of a stage bar. ``state``: done, now, next or skipped."""

    name: str
    state: Literal["done", "now", "next", "skipped"] = "next"
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class Task:
    """A line of a task list; ``colour`` empty prints the status without a tag (done)."""

    title: str
    status: str
    url: str = ""
    hint: str = ""
    colour: str = ""


@dataclass(frozen=True)
class SummaryRow:
    """A line of a summary list; ``colour`` makes a tag of the value."""

    key: str
    value: str
    url: str = ""
    colour: str = ""
    actions: Sequence["SummaryAction"] = ()


@dataclass(frozen=True)
class SummaryAction:
    """A link at the end of a summary row; ``about`` is read out after its text."""

    text: str
    url: str
    about: str = ""


@dataclass(frozen=True)
class HistoryItem:
    """One sentence of history; ``when`` is when it was recorded or took effect."""

    when: date | datetime
    sentence: str
    by: str = ""
    reason: str = ""
    url: str = ""


@dataclass(frozen=True)
class StatedValue:
    """What a paper printed, already formatted, with the difference from what we compute.

    ``is_compared`` is False when we compute nothing to compare it with.
    """

    value: str
    paper: str
    paragraph: str = ""
    url: str = ""
    difference: str = ""
    is_compared: bool = True


@dataclass(frozen=True)
class Figure:
    """A living figure, already formatted, with what it means and where it comes from."""

    value: str
    meaning: str = ""
    as_at: date | None = None
    lineage: Sequence[Link] = ()
    stated: Sequence[StatedValue] = ()
    is_frozen: bool = False

    @property
    def differs(self) -> bool:
        return any(stated.difference for stated in self.stated)


@dataclass(frozen=True)
class ConflictField:
    """One field of two versions of a record."""

    label: str
    yours: str
    theirs: str
    differs: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "differs", self.yours != self.theirs)
