"""The commissioning cycle with its standards, and the workstreams with their timetable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from commissioning.enums import CycleStage
from commissioning.models import CycleStandard, TimetableEntry, Workstream
from ftc.periods import long_date
from ftc.programme.queries import known_by
from ftc.ui.components import Cell, Column
from governance.enums import RecommendationStatus
from governance.queries import recommendations_by_theme
from governance.queries.recommendations import STATUS_COLOURS

SELECT_COMMITTEE = "SELC"
COLUMNS = (
    Column("Step"),
    Column("Date as printed"),
    Column("Window"),
    Column("In"),
    Column("From"),
)


@dataclass(frozen=True)
class StageStandards:
    """A stage of the cycle and what good commissioning shows there."""

    stage: CycleStage
    characteristics: list[CycleStandard]
    capabilities: list[CycleStandard]

    @property
    def name(self) -> str:
        return str(self.stage.label)

    @property
    def anchor(self) -> str:
        return f"stage-{self.stage.value.lower()}"

    @property
    def is_empty(self) -> bool:
        return not (self.characteristics or self.capabilities)


@dataclass(frozen=True)
class WorkstreamTable:
    """A workstream with its timetable as rows of ``COLUMNS``."""

    workstream: Workstream
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


def cycle(as_at: date | None) -> list[StageStandards]:
    """The four stages in their order, with the standards known by ``as_at``; one query.

    Source: County Council, 15 May 2014, item 14, paragraphs 2.6, 4.1 and 4.2.
    """
    standards = list(known_by(CycleStandard.objects.order_by("order", "pk"), as_at))
    return [
        StageStandards(
            stage,
            [s for s in standards if s.stage == stage.value and s.kind == "characteristic"],
            [s for s in standards if s.stage == stage.value and s.kind == "capability"],
        )
        for stage in CycleStage
    ]


def workstreams(as_at: date | None, today: date) -> list[WorkstreamTable]:
    """The workstreams known by ``as_at`` with the steps known by then; two queries.

    ``today`` is the working date that the days to go are counted from.
    Source: County Council, 15 May 2014, item 14, sections 6 to 8.
    """
    entries = TimetableEntry.objects.as_at(as_at).select_related("source").order_by("order", "pk")
    rows = known_by(Workstream.objects.order_by("order", "code"), as_at).prefetch_related(
        Prefetch("timetable", queryset=entries)
    )
    return [timetable(workstream, workstream.timetable.all(), today) for workstream in rows]


def timetable(
    workstream: Workstream, entries: Sequence[TimetableEntry], today: date
) -> WorkstreamTable:
    """The steps of one workstream as rows: printed date, window, how soon, doubt, credit."""
    return WorkstreamTable(
        workstream,
        COLUMNS,
        [
            [
                Cell(entry.step, hint=entry.note[:1].upper() + entry.note[1:]),
                Cell(entry.printed_date),
                Cell(window(entry)),
                Cell(how_soon(entry, today)),
                Cell(entry.source_ref),
            ]
            for entry in entries
        ],
    )


def window(entry: TimetableEntry) -> str:
    """The days the printed date stands for, or that it is not clear which."""
    if entry.due_from is None or entry.due_to is None:
        return "not clear"
    if entry.due_from == entry.due_to:
        return long_date(entry.due_from)
    return f"{long_date(entry.due_from)} to {long_date(entry.due_to)}"


def how_soon(entry: TimetableEntry, today: date) -> str:
    """Days to the window's first day; "now" inside it; "past" after it; empty when not clear."""
    if entry.due_from is None or entry.due_to is None:
        return ""
    if today > entry.due_to:
        return "past"
    if today >= entry.due_from:
        return "now"
    days = (entry.due_from - today).days
    return "1 day" if days == 1 else f"{days} days"


@dataclass(frozen=True)
class ThemeTable:
    """The select committee's recommendations under one theme, as rows of a table."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


def recommendation_tables(*, as_at: date | None, user: Any) -> list[ThemeTable]:
    """The recommendations known by ``as_at`` by theme, each with its status then; one query.

    Source: County Council, 15 May 2014, item 13, recommendations 1 to 27.
    """
    return [
        ThemeTable(
            group.theme,
            (Column("Number"), Column("Recommendation"), Column("Owner"), Column("Status")),
            [
                [
                    Cell(row.number),
                    Cell(row.summary),
                    Cell(row.owner or "not stated"),
                    _status(RecommendationStatus(row.status)),
                ]
                for row in group.recommendations
            ],
        )
        for group in recommendations_by_theme(SELECT_COMMITTEE, as_at=as_at, user=user)
    ]


def _status(status: RecommendationStatus) -> Cell:
    return Cell(str(status.label), tag_colour=STATUS_COLOURS.get(status, "green"))
