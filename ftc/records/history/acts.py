"""The acts on a record and on what belongs to it, read from the events of many tables at once."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Value

from ftc.records.history.parts import parts_of
from ftc.records.history.values import Change, RawChange, told_fields

LOADED = "demo.load"
_MANY = 40  # events that one act may have; what an act did beyond them is not told


@dataclass
class Act:
    """The events of one context: what one person did at one moment."""

    moment: datetime
    context: dict[str, Any]
    changes: list[RawChange] = field(default_factory=list)
    added: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """A model whose events are told, with the records of it that this person may read.

    ``is_own`` marks the record itself, whose changes need not say of what they are.
    """

    model: type[models.Model]
    event_model: Any
    rows: "models.QuerySet[Any]"
    is_own: bool


@dataclass(frozen=True)
class _Head:
    table: int
    event_id: int
    obj_id: Any
    label: str
    context_id: Any
    moment: datetime
    context: dict[str, Any] | None


def newest_acts(obj: models.Model, user: Any, limit: int) -> list[Act]:
    """The newest acts, newest first, with what each changed.

    One query finds the acts in all tables; then two for each table that one of them wrote. What
    was loaded from papers is left out: the rows say themselves what they are credited to.
    """
    tables = tables_of(obj, user)
    acts: dict[Any, Act] = {}
    heads: dict[int, list[_Head]] = defaultdict(list)
    for head in _heads(tables, limit):
        key = head.context_id or (head.table, head.event_id)
        if key not in acts:
            if len(acts) == limit:
                continue
            acts[key] = Act(head.moment, head.context or {})
        heads[head.table].append(head)
    for number, found in heads.items():
        _detail(tables[number], found, acts, number)
    return list(acts.values())


def tables_of(obj: models.Model, user: Any) -> list[Table]:
    """The tables whose events are told of a record: its own, its parents', and its parts'."""
    own = [(m, m._default_manager.filter(pk=obj.pk), True) for m in own_models(type(obj))]
    parts = [
        (part.model, part.of(obj, user), False)
        for model in own_models(type(obj))
        for part in parts_of(model)
    ]
    return [
        Table(model, event_model, rows, is_own)
        for model, rows, is_own in [*own, *parts]
        if (event_model := _event_model(model)) is not None
    ]


@cache
def own_models(model: type[models.Model]) -> tuple[type[models.Model], ...]:
    """A model and those it inherits a table from: a review is an activity too."""
    concrete = model._meta.concrete_model or model
    return (concrete, *concrete._meta.get_parent_list())


def _heads(tables: list[Table], limit: int) -> list[_Head]:
    found = [
        table.event_model._default_manager.filter(pgh_obj_id__in=table.rows.order_by().values("pk"))
        .exclude(pgh_context__metadata__action=LOADED)
        .annotate(
            head_table=Value(number), head_obj=F("pgh_obj_id"), head_context=F("pgh_context_id")
        )
        .values_list(
            "head_table", "pgh_id", "head_obj", "pgh_label", "head_context",
            "pgh_created_at", "pgh_context__metadata",
        )
        for number, table in enumerate(tables)
    ]  # fmt: skip
    if not found:
        return []
    together = found[0].union(*found[1:], all=True) if len(found) > 1 else found[0]
    ordered = together.order_by("-pgh_created_at", "head_table", "-pgh_id")
    return [_Head(*row) for row in ordered[: limit * _MANY]]


def _detail(table: Table, heads: list[_Head], acts: dict[Any, Act], number: int) -> None:
    """Add to the acts what changed in one table: its events, and the names of their records."""
    wanted = {head.event_id: head for head in heads}
    objects = {head.obj_id for head in heads}
    names: dict[Any, str] = {}
    if not table.is_own:
        rows = table.model._default_manager.filter(pk__in=objects)
        names = {row.pk: f"{table.model._meta.verbose_name} “{row}”" for row in rows}
    events = table.event_model._default_manager.filter(pgh_obj_id__in=objects).order_by("pgh_id")
    before: dict[Any, Any] = {}
    for event in events:
        previous = before.get(event.pgh_obj_id)
        before[event.pgh_obj_id] = event
        head = wanted.get(event.pgh_id)
        if head is None:
            continue
        act = acts[head.context_id or (number, head.event_id)]
        named = _capital(names.get(event.pgh_obj_id, ""))
        if head.label == "insert" and named:
            act.added.append(Change(named, "", "added"))
        elif previous is not None:
            act.changes += _differences(table.model, previous, event, named)


def _differences(
    model: type[models.Model], previous: Any, event: Any, named: str
) -> Iterator[RawChange]:
    for told in told_fields(model, event):
        old, new = getattr(previous, told.attname), getattr(event, told.attname)
        if old != new:
            yield RawChange(told, old, new, of=named)


@cache
def _event_model(model: type[models.Model]) -> Any:
    """The model that keeps the events of ``model``, or None where none are kept."""
    return next(
        (m for m in apps.get_models() if getattr(m, "pgh_tracked_model", None) is model), None
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
