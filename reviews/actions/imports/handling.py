"""What every kind of import offers: judging the rows of a sheet, saving one, undoing one."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Protocol

from ftc.organisation.models import User
from reviews.importing.columns import SheetKind
from reviews.importing.judged import Judged
from reviews.importing.sheets import SheetRow


class Versioned(Protocol):
    """A record that counts its edits."""

    pk: int
    version: int


@dataclass(frozen=True)
class Saved:
    """The record a row was saved to, its version then, and what undoing it needs to know."""

    object_key: int
    version: int
    undo: dict[str, Any] = field(default_factory=dict)


class RowToSave(Protocol):
    """The part of an import's row that saving and undoing read."""

    number: int
    code: str
    before: dict[str, Any]
    after: dict[str, Any]
    object_key: int | None
    version: int | None
    undo: dict[str, Any]


class Handler(ABC):
    """One kind of import, for one person at one moment; ``today`` is the working date."""

    sheet: ClassVar[SheetKind]

    def __init__(self, *, by: User, now: datetime, today: date) -> None:
        self.by = by
        self.now = now
        self.today = today

    @abstractmethod
    def judge(self, rows: Sequence[SheetRow]) -> list[Judged]:
        """What each row would change; the same number of queries however many rows."""

    @abstractmethod
    def lock(self, keys: Collection[int]) -> Mapping[int, Versioned]:
        """Lock the records of these keys in the order of their keys; gives those that remain."""

    @abstractmethod
    def save(self, row: RowToSave) -> Saved:
        """Write one row through the actions that people use. Raises DomainError."""

    @abstractmethod
    def undo(self, row: RowToSave) -> None:
        """Give the record of one row back what it held, or remove it. Raises DomainError."""
