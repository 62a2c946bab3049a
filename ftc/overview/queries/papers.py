"""The register of papers, and everything the records owe to one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ftc.overview.queries.credited import CreditedCount, credited_counts
from ftc.overview.queries.discrepancies import Printed, beside_records
from ftc.records.models import Document, SourcePaper, StatedFigure
from governance.models import AgendaItem, Body, Meeting
from governance.queries import recommendations


@dataclass(frozen=True)
class PaperPage:
    """A paper with what the records hold from it, as at a date, for one reader."""

    paper: SourcePaper
    is_known: bool
    body: Body | None
    meeting: Meeting | None
    agenda_items: list[AgendaItem]
    recommendations: list[Any]
    compared: list[Printed]
    not_comparable: list[StatedFigure]
    credited: list[CreditedCount]


def papers(*, as_at: date | None, body: str = "", words: str = "") -> "QuerySet[Any]":
    """Papers that could be read on ``as_at``, newest meeting first, annotated ``body_name``.

    ``body`` is a code; every one of ``words`` is in the title or the code.
    """
    names = Body.objects.filter(code=OuterRef("body_code")).values("name")[:1]
    rows = SourcePaper.objects.known_by(as_at).annotate(
        body_name=Coalesce(Subquery(names), "body_code")
    )
    if body:
        rows = rows.filter(body_code=body)
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(code__icontains=word))
    return rows.order_by("-meeting_on", "code")


def bodies_with_papers(as_at: date | None) -> list[tuple[str, str]]:
    """Code and name of every body that a paper went to, by name."""
    codes = SourcePaper.objects.known_by(as_at).values("body_code")
    return list(Body.objects.filter(code__in=codes).order_by("name").values_list("code", "name"))


def documents_made(user: Any) -> QuerySet[Document]:
    """Papers that FTC itself drew and this person may read, newest first."""
    return Document.objects.visible_to(user).order_by("-requested_at", "-pk")


def paper_page(paper: SourcePaper, *, user: Any, as_at: date | None) -> PaperPage:
    """Everything a paper's page shows; nothing of it before the paper could be read."""
    body = Body.objects.filter(code=paper.body_code).first()
    meeting = (
        Meeting.objects.visible_to(user)
        .filter(body__code=paper.body_code, held_on=paper.meeting_on)
        .select_related("body")
        .first()
    )
    is_known = as_at is None or paper.known_on <= as_at
    if not is_known:
        return PaperPage(paper, False, body, meeting, [], [], [], [], [])
    items = AgendaItem.objects.visible_to(user).filter(paper=paper, page_from__isnull=False)
    stated = list(
        StatedFigure.objects.filter(source=paper)
        .select_related("source", "explained_by")
        .order_by("code")
    )
    compared = [beside_records(row, as_at=as_at, user=user) for row in stated if row.figure_key]
    put = recommendations(user=user, as_at=as_at).filter(
        Q(agenda_item__paper=paper) | Q(source=paper)
    )
    return PaperPage(
        paper=paper,
        is_known=True,
        body=body,
        meeting=meeting,
        agenda_items=list(items.select_related("meeting__body").order_by("meeting", "number")),
        recommendations=list(put),
        compared=[row for row in compared if row is not None],
        not_comparable=[row for row in stated if not row.figure_key],
        credited=credited_counts(paper, user=user, as_at=as_at),
    )
