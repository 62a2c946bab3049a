"""A record's history as sentences: who did what, when and why, and what changed from what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from ftc.records.history.parts import DatedRows, Part, parts_of, rows_of
from ftc.records.history.recording import ACTIONS
from ftc.records.history.values import Change, RawChange, in_words, told_fields
from ftc.records.models import SourcePaper

LOADED = "demo.load"
DIRECTLY = "changed in the database, outside the pages of FTC"


@dataclass(frozen=True)
class Sentence:
    """One act: ``who`` did ``text``; ``credit`` names the paper a row was read from instead."""

    at: datetime
    who: str
    text: str
    changes: tuple[Change, ...] = ()
    reason: str = ""
    credit: str = ""
    url: str = ""

    @property
    def when(self) -> datetime:
        return self.at

    @property
    def by(self) -> str:
        """Who has the credit: a person, else a paper."""
        return self.who or self.credit

    @property
    def sentence(self) -> str:
        """What was done and what it changed, from a capital to a full stop."""
        changed = "; ".join(str(change) for change in self.changes)
        text = f"{self.text[:1].upper()}{self.text[1:]}"
        return f"{text}. {changed}." if changed else f"{text}."


@dataclass
class _Act:
    """The events of one context, newest act first when sorted by ``key``."""

    key: tuple[datetime, int]
    context: dict[str, Any]
    changes: list[RawChange] = field(default_factory=list)
    added: list[Change] = field(default_factory=list)
    source_id: int | None = None
    source_ref: str = ""


def sentences(obj: models.Model, user: Any, limit: int = 50) -> list[Sentence]:
    """The newest acts on a record and on what belongs to it that ``user`` may read.

    The events of one action are one sentence. The number of queries depends on the kinds of
    records and fields that changed, not on how many did. Nobody reads it without signing in.
    """
    if user is None or not user.is_authenticated:
        return []
    acts: dict[Any, _Act] = {}
    for model in _own_models(type(obj)):
        _read(acts, model, {obj.pk: ""}, limit)
    for part in _registered(type(obj), parts_of):
        rows = {row.pk: f"{part.model._meta.verbose_name} “{row}”" for row in part.of(obj, user)}
        _read(acts, part.model, rows, limit)
    loose = list(_dated(obj, user, acts))
    newest = sorted(acts.values(), key=lambda act: act.key, reverse=True)[:limit]
    told = [*_told(newest), *loose]
    return sorted(told, key=lambda sentence: sentence.at, reverse=True)[:limit]


def _read(
    acts: dict[Any, _Act], model: type[models.Model], names: dict[Any, str], limit: int
) -> None:
    """Add the events of some records of one model to the acts they belong to: one query."""
    event_model = _event_model(model)
    if event_model is None or not names:
        return
    # One more than is told of each, so that the oldest told has something to be compared with.
    events = list(
        event_model._default_manager.filter(pgh_obj_id__in=names)
        .select_related("pgh_context")
        .order_by("-pgh_id")[: (limit + 1) * max(1, len(names))]
    )
    older: dict[Any, Any] = {}
    for event in reversed(events):
        before = older.get(event.pgh_obj_id)
        older[event.pgh_obj_id] = event
        act = _act(acts, event)
        named = names[event.pgh_obj_id]
        if event.pgh_label == "insert":
            if named:
                act.added.append(Change(_capital(named), "", "added"))
            act.source_id = act.source_id or getattr(event, "source_id", None)
            act.source_ref = act.source_ref or getattr(event, "source_ref", "")
        elif before is not None:
            act.changes += _differences(model, before, event, named)


def _act(acts: dict[Any, _Act], event: Any) -> _Act:
    """The act of an event's context; an event without one is an act of its own."""
    key = event.pgh_context_id or (type(event), event.pgh_id)
    if key not in acts:
        metadata = event.pgh_context.metadata if event.pgh_context_id else {}
        acts[key] = _Act((event.pgh_created_at, event.pgh_id), metadata)
    act = acts[key]
    act.key = max(act.key, (event.pgh_created_at, event.pgh_id))
    return act


def _differences(
    model: type[models.Model], before: Any, event: Any, named: str
) -> Iterator[RawChange]:
    for told in told_fields(model, event):
        old, new = getattr(before, told.attname), getattr(event, told.attname)
        if old != new:
            yield RawChange(told, old, new, of=_capital(named))


def _dated(obj: models.Model, user: Any, acts: dict[Any, _Act]) -> Iterator[Sentence]:
    """Dated rows: joined to the act of the same transaction, else sentences of their own."""
    by_moment = {
        act.key[0]: act for act in acts.values() if act.context.get("action") not in (None, LOADED)
    }
    for dated in _registered(type(obj), rows_of):
        for row in dated.of(obj, user):
            change = Change(dated.told(row)[0], "", dated.told(row)[1])
            act = by_moment.get(row.recorded_at)
            if act is not None:
                act.added.append(change)
            else:
                yield _of_row(row, change)


def _of_row(row: Any, change: Change) -> Sentence:
    """A dated row without an act: of the person who wrote it, else of its paper."""
    paper = getattr(row, "source", None)
    return Sentence(
        at=_moment_of(paper) if paper else row.recorded_at,
        who="" if paper else str(getattr(row, "by", None) or ""),
        text=str(change),
        reason=getattr(row, "reason", ""),
        credit=row.credit if paper else "",
        url=paper.get_absolute_url() if paper else "",
    )


def _told(acts: list[_Act]) -> Iterator[Sentence]:
    """The acts in words; changes and papers are read for all of them together."""
    told = iter(in_words([change for act in acts for change in act.changes]))
    papers = SourcePaper.objects.in_bulk([act.source_id for act in acts if act.source_id])
    for act in acts:
        changes = (*(next(told) for _ in act.changes), *act.added)
        paper = papers.get(act.source_id) if act.source_id else None
        action = act.context.get("action", "")
        if action == LOADED or (not action and paper is not None):
            if paper is None:
                continue
            yield Sentence(
                at=_moment_of(paper),
                who="",
                text="recorded from the paper",
                credit=f"{paper.title}, {act.source_ref}" if act.source_ref else paper.title,
                url=paper.get_absolute_url(),
            )
            continue
        at = act.context.get("at")
        yield Sentence(
            at=datetime.fromisoformat(at) if at else act.key[0],
            who=act.context.get("user_name", ""),
            text=ACTIONS.get(action, "changed the record" if action else DIRECTLY),
            changes=changes,
            reason=act.context.get("reason", ""),
        )


def _moment_of(paper: SourcePaper) -> datetime:
    """A paper's rows stand in time where the paper does."""
    return timezone.make_aware(datetime.combine(paper.known_on, time.min))


def _registered(model: type[models.Model], read: Any) -> list[Part] | list[DatedRows]:
    return [entry for own in _own_models(model) for entry in read(own)]


@cache
def _own_models(model: type[models.Model]) -> tuple[type[models.Model], ...]:
    """A model and those it inherits a table from: a review is an activity too."""
    concrete = model._meta.concrete_model or model
    return (concrete, *concrete._meta.get_parent_list())


@cache
def _event_model(model: type[models.Model]) -> type[models.Model] | None:
    return next(
        (m for m in apps.get_models() if getattr(m, "pgh_tracked_model", None) is model), None
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
