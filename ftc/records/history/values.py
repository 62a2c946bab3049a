"""The fields of an event as people read them: labels, choices, dates, pounds and names."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models

from ftc import money
from ftc.periods import long_date

BLANK = "blank"
LONGEST = 120
UNTOLD = {"version", "source", "source_ref", "kind", "code", "order", "file", "sha256"}


@dataclass(frozen=True)
class Change:
    """A field before and after, in words; without ``old`` something was set or added."""

    label: str
    old: str
    new: str

    def __str__(self) -> str:
        if self.old in {"", BLANK}:
            return f"{self.label}: {self.new}"
        return f"{self.label}: {self.new}, was {self.old}"


@dataclass(frozen=True)
class RawChange:
    """A field before and after as the database holds it."""

    field: "models.Field[Any, Any]"
    old: Any
    new: Any
    of: str = ""


def told_fields(model: type[models.Model], event: models.Model) -> list["models.Field[Any, Any]"]:
    """The fields of a record that its history tells.

    Not told are keys, versions, the moment of writing and the person who wrote: every sentence
    says when and who.
    """
    kept = {field.name for field in event._meta.fields}
    return [
        field
        for field in model._meta.local_concrete_fields
        if field.name in kept
        and not field.primary_key
        and field.name not in UNTOLD
        and not isinstance(field, models.DateTimeField | models.FileField)
        and not (field.is_relation and _is_user(field))
    ]


def in_words(changes: Iterable[RawChange]) -> list[Change]:
    """Changes in words; the records that foreign keys name are read once a model."""
    raw = list(changes)
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for change in raw:
        if change.field.is_relation:
            wanted[change.field.related_model] |= {change.old, change.new} - {None}  # type: ignore[index]
    names = {model: _names(model, keys) for model, keys in wanted.items()}
    return [
        Change(
            label=_label(change),
            old=_value(change.field, change.old, names),
            new=_value(change.field, change.new, names),
        )
        for change in raw
    ]


def _label(change: RawChange) -> str:
    name = str(change.field.verbose_name).removesuffix(" gbp")
    return f"{change.of}, {name}" if change.of else name[:1].upper() + name[1:]


def _names(model: type[models.Model], keys: set[Any]) -> dict[Any, str]:
    return {key: str(row) for key, row in model._default_manager.in_bulk(list(keys)).items()}


def _value(
    field: "models.Field[Any, Any]", value: Any, names: dict[type[models.Model], dict[Any, str]]
) -> str:
    if value is None or value == "":
        return BLANK
    if field.is_relation:
        return names[field.related_model].get(value, "a record that is gone")  # type: ignore[index]
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal) and field.name.endswith("_gbp"):
        return f"£{money.in_pounds(value)}"
    if isinstance(value, date) and not isinstance(value, datetime):
        return long_date(value)
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _is_user(field: "models.Field[Any, Any]") -> bool:
    related = field.related_model
    return (
        related is not None
        and not isinstance(related, str)
        and related._meta.label == settings.AUTH_USER_MODEL
    )
