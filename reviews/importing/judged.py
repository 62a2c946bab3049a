"""What a row of a sheet would change, or what is wrong with it, worked out cell by cell."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ftc.errors import DomainError
from reviews.enums import RowOutcome
from reviews.importing.cells import SheetCell
from reviews.importing.columns import SheetKind
from reviews.importing.sheets import SheetRow

T = TypeVar("T")


@dataclass(frozen=True)
class Judged:
    """A row with its outcome: the fields it changes from ``before`` to ``after``, or why not.

    ``object_key`` and ``version`` are of the record it changes, None for a new one; values are
    those of JSON. ``messages`` are sentences that name the cell.
    """

    number: int
    outcome: RowOutcome
    code: str
    title: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    messages: tuple[str, ...] = ()
    object_key: int | None = None
    version: int | None = None


class Judging:
    """Collects what a row changes and what is wrong with it while its cells are read."""

    def __init__(self, row: SheetRow, sheet: SheetKind) -> None:
        self.row = row
        self.sheet = sheet
        self.before: dict[str, Any] = {}
        self.after: dict[str, Any] = {}
        self.messages = [cell.fault for cell in row.cells.values() if cell.fault]
        self.messages += [cell.fault or f"{cell.name} stands under no head." for cell in row.beyond]

    def cell(self, key: str) -> SheetCell:
        return self.row.cell(key)

    def ask(self, read: Callable[[], T], key: str = "") -> T | None:
        """What ``read`` gives; a refusal becomes a message that names the cell of ``key``."""
        try:
            return read()
        except DomainError as refusal:
            name = f"{self.cell(key).name}: " if key and self.cell(key).name else ""
            self.messages.append(f"{name}{refusal}")
            return None

    def wrong(self, key: str, sentence: str) -> None:
        """Say what is wrong with the cell under a head, or of a sheet without such a column."""
        name = self.cell(key).name or f"No column “{self.sheet.head_of(key)}”"
        self.messages.append(f"{name}: {sentence}")

    def change(self, key: str, before: Any, after: Any) -> None:
        """Note that a field goes from one value to another, unless they are the same."""
        if before != after:
            self.before[key] = before
            self.after[key] = after

    def is_faulty(self, key: str) -> bool:
        return bool(self.cell(key).fault)

    def judged(
        self, *, code: str, title: str, object_key: int | None, version: int | None
    ) -> Judged:
        """The row with its outcome; one with a message is wrong whatever else it says."""
        if self.messages:
            outcome = RowOutcome.WRONG
        elif object_key is None:
            outcome = RowOutcome.NEW
        else:
            outcome = RowOutcome.CHANGED if self.after else RowOutcome.UNCHANGED
        return Judged(
            number=self.row.number,
            outcome=outcome,
            code=code[:60],
            title=title[:300],
            before=self.before,
            after=self.after,
            messages=tuple(sorted(self.messages, key=_place)),
            object_key=object_key,
            version=version,
        )


def _place(message: str) -> tuple[int, str]:
    """Where the cell stands that a message begins with; one without a cell comes first."""
    named = re.match(r"([A-Z]{1,3})[0-9]+\b", message)
    return (len(named[1]), named[1]) if named else (0, "")
