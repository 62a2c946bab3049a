"""What every kind of import offers: judging the rows of a sheet, saving one, undoing one."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Protocol

from django.db import models

from ftc.organisation.models import User
from reviews.errors import ImportRefused
from reviews.importing.columns import SheetKind
from reviews.importing.judged import Judged
from reviews.importing.sheets import SheetRow

NAMED = 10


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
    """What saves and undoes the rows of one kind, for one person at one moment.

    ``today`` is the working date; ``change`` is what a bulk edit does to every row.
    """

    def __init__(
        self,
        *,
        by: User,
        now: datetime,
        today: date,
        change: Mapping[str, Any] | None = None,
    ) -> None:
        self.by = by
        self.now = now
        self.today = today
        self.change = change or {}

    @abstractmethod
    def lock(self, keys: Collection[int]) -> Mapping[int, Versioned]:
        """Lock the records of these keys in the order of their keys; gives those that remain."""

    @abstractmethod
    def save(self, row: RowToSave) -> Saved:
        """Write one row through the actions that people use. Raises DomainError."""

    @abstractmethod
    def check_removable(self, keys: Mapping[int, str]) -> None:
        """Raises ImportRefused when something rests on a record the import added.

        ``keys`` are those records with their codes.
        """

    @abstractmethod
    def undo(self, row: RowToSave) -> None:
        """Give the record of one row back what it held, or remove it. Raises DomainError."""


class SheetHandler(Handler):
    """A handler of the rows of a sheet."""

    sheet: ClassVar[SheetKind]

    @abstractmethod
    def judge(self, rows: Sequence[SheetRow]) -> list[Judged]:
        """What each row would change; the same number of queries however many rows."""


def key_of(row: RowToSave) -> int:
    """The record a row is about, once there is one."""
    if row.object_key is None:
        raise ValueError(f"Row {row.number} has no record yet.")
    return row.object_key


def check_nothing_rests_on(
    model: type[models.Model], keys: Mapping[int, str], *, own: Collection[type[models.Model]]
) -> None:
    """Raises ImportRefused naming what points at records of ``model``, but for ``own`` and history.

    A query for each table that can, however many records.
    """
    for relation in model._meta.related_objects:
        table: Any = relation.related_model
        if table._meta.proxy or table in own or _is_of_history(table):
            continue
        if getattr(relation, "parent_link", False):
            continue
        name = relation.field.name
        found = table._base_manager.filter(**{f"{name}__in": list(keys)})
        resting = set(found.values_list(name, flat=True)) & set(keys)
        if resting:
            codes = names([keys[key] for key in sorted(resting)])
            raise ImportRefused(
                f"Nothing was undone: there are {table._meta.verbose_name_plural} of {codes} now."
            )


def names(codes: Sequence[str]) -> str:
    """The first ten codes in a sentence, and how many more there are."""
    named = list(dict.fromkeys(codes))
    if len(named) > NAMED:
        return f"{', '.join(named[:NAMED])} and {len(named) - NAMED} more"
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def _is_of_history(table: type[models.Model]) -> bool:
    return hasattr(table, "pgh_tracked_model")
