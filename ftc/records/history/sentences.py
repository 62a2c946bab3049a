"""A record's history as sentences: who did what, when and why, and what changed from what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from ftc.records.enums import Classification
from ftc.records.history.acts import Act, newest_acts, own_models
from ftc.records.history.parts import rows_of
from ftc.records.history.recording import ACTIONS
from ftc.records.history.values import Change, in_words
from ftc.records.models import CreditedModel, SourcePaper
from ftc.records.models.bases import readable_classifications

DIRECTLY = "changed in the database, outside the pages of FTC"
LONGEST_ACT = timedelta(minutes=1)


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
        return " ".join(
            part if part.endswith(".") else f"{part}." for part in (text, changed) if part
        )


def sentences(obj: models.Model, user: Any, limit: int = 50) -> list[Sentence]:
    """The newest acts on a record and on what belongs to it that ``user`` may read, newest first.

    The events of one action are one sentence. The number of queries depends on the kinds of
    records and fields that changed, not on how many did. Nobody reads it without signing in.
    """
    if user is None or not user.is_authenticated:
        return []
    acts = newest_acts(obj, user, limit)
    loose = list(_dated(obj, user, acts))
    told = [*_told(acts, user), *loose, *_beginning(obj)]
    return sorted(told, key=lambda sentence: sentence.at, reverse=True)[:limit]


def _told(acts: list[Act], user: Any) -> Iterator[Sentence]:
    """The acts in words; the records that changed fields name are read for all together."""
    told = iter(in_words(change for act in acts for change in act.changes))
    for act in acts:
        action = act.context.get("action", "")
        at = act.context.get("at")
        reason = act.context.get("reason", "") if _may_be_told(act, user) else ""
        changes = [*(next(told) for _ in act.changes), *act.added]
        yield Sentence(
            at=datetime.fromisoformat(at) if at else act.moment,
            who=act.context.get("user_name", ""),
            text=ACTIONS.get(action, "changed the record" if action else DIRECTLY),
            # A comment or reason kept in a field as well is told once.
            changes=tuple(change for change in changes if change.new != reason),
            reason=reason,
        )


def _may_be_told(act: Act, user: Any) -> bool:
    """Whether the reason of an act is about material that this person may read."""
    about = act.context.get("classification", Classification.PUBLIC)
    return about == Classification.PUBLIC or about in readable_classifications(user)


def _dated(obj: models.Model, user: Any, acts: list[Act]) -> Iterator[Sentence]:
    """Dated rows: told with the act that wrote them, else sentences of their own."""
    for model in own_models(type(obj)):
        for dated in rows_of(model):
            for row in dated.of(obj, user):
                label, value = dated.told(row)
                act = _act_of(row, acts)
                if act is not None:
                    act.added.append(Change(label, "", value))
                else:
                    yield _of_row(row, Change(label, "", value))


def _act_of(row: Any, acts: list[Act]) -> Act | None:
    """The act that wrote a dated row: the last of its writer that had begun, and not long ago.

    A row is recorded while the transaction of its act, whose start the events carry, still runs.
    """
    writer = getattr(row, "by_id", None)
    for act in acts if writer is not None else []:
        since = row.recorded_at - act.moment
        if act.context.get("user") == writer and timedelta(0) <= since < LONGEST_ACT:
            return act
    return None


def _of_row(row: Any, change: Change) -> Sentence:
    """A dated row without an act: of its paper, else of the person who wrote it."""
    paper = getattr(row, "source", None)
    return Sentence(
        at=_moment_of(paper) if paper else row.recorded_at,
        who="" if paper else str(getattr(row, "by", None) or ""),
        text=str(change),
        reason=getattr(row, "reason", ""),
        credit=row.credit if paper else "",
        url=paper.get_absolute_url() if paper else "",
    )


def _beginning(obj: models.Model) -> Iterator[Sentence]:
    """That a record was read from a paper, which has the credit."""
    if isinstance(obj, CreditedModel) and obj.source is not None:
        yield Sentence(
            at=_moment_of(obj.source),
            who="",
            text="recorded from the paper",
            credit=obj.credit,
            url=obj.source.get_absolute_url(),
        )


def _moment_of(paper: SourcePaper) -> datetime:
    """A paper's rows stand in time where the paper does."""
    return timezone.make_aware(datetime.combine(paper.known_on, time.min))
