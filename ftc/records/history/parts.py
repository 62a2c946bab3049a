"""What belongs to a record's history besides its own events: the records an app hangs on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Part:
    """Tracked records that belong to a record: evidence to a review.

    ``of(record, user)`` gives those this person may read, and nothing else of them is told.
    """

    model: type[models.Model]
    of: Callable[[Any, Any], "models.QuerySet[Any]"]


@dataclass(frozen=True)
class DatedRows:
    """Rows that are added and never changed, so they are their own history: an option's states.

    ``of(record, user)`` gives rows with ``recorded_at`` and, where they have them, ``by``,
    ``reason`` and ``source``, selected with those; ``told(row)`` gives what changed and to what.
    """

    of: Callable[[Any, Any], "models.QuerySet[Any]"]
    told: Callable[[Any], tuple[str, str]]


_PARTS: dict[type[models.Model], list[Part]] = {}
_ROWS: dict[type[models.Model], list[DatedRows]] = {}


def register_parts(
    model: type[models.Model], *, parts: tuple[Part, ...] = (), rows: tuple[DatedRows, ...] = ()
) -> None:
    """Add to the history of every record of ``model`` what belongs to it."""
    _PARTS.setdefault(model, []).extend(parts)
    _ROWS.setdefault(model, []).extend(rows)


def parts_of(model: type[models.Model]) -> list[Part]:
    return _PARTS.get(model, [])


def rows_of(model: type[models.Model]) -> list[DatedRows]:
    return _ROWS.get(model, [])
