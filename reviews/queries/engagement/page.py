"""The page of one engagement: what it is, who answered, and what was noted."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from ftc.periods import long_date
from ftc.records.enums import Classification
from ftc.ui.components import Cell, Column, SummaryRow
from reviews.enums import EngagementKind, EngagementState, ResponseState
from reviews.models import EngagementNote, EngagementResponse, MarketEngagement
from reviews.queries.engagement.listing import (
    STATE_COLOURS,
    engagements,
    responses_known,
)
from reviews.queries.page_tables import Table

RESPONSE_COLOURS = {
    ResponseState.INVITED: "blue",
    ResponseState.RESPONDED: "green",
    ResponseState.DECLINED: "grey",
}
NOTICES = (EngagementKind.PRIOR_INFORMATION_NOTICE, EngagementKind.PRELIMINARY_NOTICE)


@dataclass(frozen=True)
class NoteLine:
    """A note that this person may read; ``number`` counts all notes of the engagement, from 1."""

    number: int
    note: EngagementNote
    file_url: str


@dataclass(frozen=True)
class EngagementPage:
    """Everything the page prints, apart from what the person may do."""

    engagement: MarketEngagement
    state: EngagementState
    colour: str
    facts: tuple[SummaryRow, ...]
    responses: Table
    notes: tuple[NoteLine, ...]
    hidden_responses: int
    hidden_notes: int


def engagement_page(
    code: str, *, user: Any, as_at: date | None, today: date, may_edit: bool = False
) -> EngagementPage | None:
    """One engagement as it stood on a day; None when there was none that this person may read.

    ``may_edit`` adds a link to each supplier by which what is recorded of it is changed. The
    number of queries does not depend on how many answers and notes there are.
    """
    found: Any = engagements(user=user, as_at=as_at, today=today).filter(code=code).first()
    if found is None:
        return None
    state = EngagementState(found.state_then)
    every = EngagementResponse.objects.filter(engagement=found)
    seen = list(
        responses_known(user, as_at)
        .filter(engagement=found)
        .select_related("supplier")
        .prefetch_related("services")
        .order_by("supplier__name")
    )
    notes, hidden = _notes(found, user=user, as_at=as_at)
    shown = every.exclude(pk__in=EngagementResponse.objects.visible_to(user).values("pk"))
    return EngagementPage(
        engagement=found,
        state=state,
        colour=STATE_COLOURS[state],
        facts=_facts(found),
        responses=_responses(found, seen, as_at=as_at, may_edit=may_edit),
        notes=notes,
        hidden_responses=shown.count(),
        hidden_notes=hidden,
    )


def note_number(note: EngagementNote) -> int:
    """The number of a note in its engagement, in the order of entry; it never changes."""
    return EngagementNote.objects.filter(engagement=note.engagement_id, pk__lte=note.pk).count()


def _facts(engagement: Any) -> tuple[SummaryRow, ...]:
    activity = engagement.activity
    notice = engagement.kind in NOTICES
    named = [service.name for service in engagement.services.all()]
    rows = [
        SummaryRow("Review or phase", activity.title, url=activity.get_absolute_url()),
        SummaryRow("Kind", engagement.get_kind_display()),
        SummaryRow("Council visited", engagement.council),
        SummaryRow("Number of the notice", engagement.reference),
        SummaryRow(
            "Published" if notice else "Began",
            long_date(engagement.starts_on) if engagement.starts_on else "Not yet dated",
        ),
        SummaryRow(
            "Answers wanted by" if notice else "Ended",
            long_date(engagement.ends_on) if engagement.ends_on else "",
        ),
        SummaryRow(
            "Cancelled", long_date(engagement.cancelled_on) if engagement.cancelled_on else ""
        ),
        SummaryRow("Services", "; ".join(named) or "None named"),
        SummaryRow("What it was for", engagement.summary),
        SummaryRow(
            "Suppliers",
            f"{engagement.invited} invited, {engagement.responded} responded, "
            f"{engagement.declined} declined",
        ),
        SummaryRow("Who may read it", secrecy(engagement)),
        SummaryRow(
            "Source",
            engagement.credit,
            url=engagement.source.get_absolute_url() if engagement.source else "",
        ),
    ]
    return tuple(row for row in rows if row.value)


def secrecy(row: Any) -> str:
    """ "Internal", or "Exempt, paragraph 3 of Schedule 12A: why"."""
    words = str(Classification(row.classification).label)
    if row.exempt_paragraph:
        words += f", paragraph {row.exempt_paragraph} of Schedule 12A: {row.exempt_reason}"
    return words


def _responses(engagement: Any, rows: list[Any], *, as_at: date | None, may_edit: bool) -> Table:
    columns = [
        Column("Supplier"),
        Column("State"),
        Column("Invited", "date"),
        Column("Answered", "date"),
        Column("Services"),
        Column("What it said"),
        Column("Who may read it"),
    ]
    if may_edit:
        columns.append(Column("Change"))
    lines = []
    for row in rows:
        answered = row.responded_on if _by(row.responded_on, as_at) else None
        state = ResponseState(row.state) if answered else ResponseState.INVITED
        line: tuple[Any, ...] = (
            Cell(row.supplier.name, url=row.supplier.get_absolute_url()),
            Cell(str(state.label), tag_colour=RESPONSE_COLOURS[state]),
            row.invited_on if row.invited_on and _by(row.invited_on, as_at) else "not invited",
            answered or "not yet",
            "; ".join(service.name for service in row.services.all()) if answered else "",
            row.summary if answered else "",
            str(Classification(row.classification).label),
        )
        if may_edit:
            url = reverse("reviews:response-edit", args=[engagement.code, row.supplier.code])
            line = (*line, Cell(f"Change {row.supplier.code}", url=url))
        lines.append(line)
    return Table(
        "responses",
        "Suppliers",
        tuple(columns),
        tuple(lines),
        empty="No supplier is recorded yet.",
    )


def _by(given: date | None, as_at: date | None) -> bool:
    return given is not None and (as_at is None or given <= as_at)


def _notes(engagement: Any, *, user: Any, as_at: date | None) -> tuple[tuple[NoteLine, ...], int]:
    """The notes this person may read, the newest first, and how many more there are."""
    every = EngagementNote.objects.filter(engagement=engagement)
    numbers = {
        pk: number
        for number, pk in enumerate(every.order_by("pk").values_list("pk", flat=True), start=1)
    }
    readable = every.visible_to(user)
    seen = readable.select_related("supplier", "upload", "by").order_by("-noted_on", "-pk")
    if as_at is not None:
        seen = seen.filter(noted_on__lte=as_at)
    lines = tuple(
        NoteLine(
            number=numbers[note.pk],
            note=note,
            file_url=note.upload.get_absolute_url() if note.upload else "",
        )
        for note in seen
    )
    return lines, len(numbers) - readable.count()
