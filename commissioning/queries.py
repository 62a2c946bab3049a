"""The commissioning cycle with its standards, and the workstreams with their timetable."""

from collections import Counter
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
from governance.queries import ThemeGroup, recommendations_by_theme
from governance.queries.recommendations import STATUS_COLOURS

SELECT_COMMITTEE = "SELC"
STEP_COLUMNS = (
    Column("Step"),
    Column("Date as printed"),
    Column("Window"),
    Column("In"),
    Column("From"),
)
NO_STEP = [Cell("not known")]


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


def workstream_rows(as_at: date | None, today: date) -> list[list[Cell]]:
    """A row for each step of each workstream known by ``as_at``; two queries.

    The workstream with its owner, then the step as in ``step_row``; a workstream without a step
    has a row of its own. ``today`` is the day that the days to go are counted from.
    Source: County Council, 15 May 2014, item 14, sections 6 to 8.
    """
    entries = TimetableEntry.objects.as_at(as_at).order_by("order", "pk")
    known = known_by(Workstream.objects.order_by("order", "code"), as_at).prefetch_related(
        Prefetch("timetable", queryset=entries)
    )
    return [
        [_workstream_cell(workstream), *cells]
        for workstream in known
        for cells in [step_row(e, today) for e in workstream.timetable.all()] or [NO_STEP]
    ]


def is_known(workstream: Workstream, as_at: date | None) -> bool:
    """Whether the paper that sets a workstream out could be read on ``as_at``."""
    return as_at is None or workstream.source is None or workstream.source.known_on <= as_at


def step_row(entry: TimetableEntry, today: date) -> list[Cell]:
    """A step with any doubt about it, its printed date, its window, how soon, and its credit."""
    return [
        Cell(entry.step, hint=entry.note[:1].upper() + entry.note[1:]),
        Cell(entry.printed_date),
        Cell(window(entry)),
        Cell(how_soon(entry, today)),
        Cell(entry.source_ref),
    ]


def _workstream_cell(workstream: Workstream) -> Cell:
    url = workstream.get_absolute_url()
    return Cell(workstream.title, url=url, hint=workstream.owner)


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
    """The recommendations of a report under one theme, as rows of a table."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class ReportTables:
    """The recommendations of a report by theme; how many stand at each status.

    ``owner`` is what the report says of who owns them when it says the same of all.
    """

    themes: Sequence[ThemeTable]
    count: int
    statuses: Sequence[tuple[int, str]]
    owner: str


def select_committee(*, as_at: date | None, user: Any) -> ReportTables:
    """The recommendations known by ``as_at`` by theme, each with its status then; one query.

    Source: County Council, 15 May 2014, item 13, recommendations 1 to 27.
    """
    groups = recommendations_by_theme(SELECT_COMMITTEE, as_at=as_at, user=user)
    rows: list[Any] = [row for group in groups for row in group.recommendations]
    owners = {row.owner for row in rows}
    shared = owners.pop() if len(owners) == 1 else ""
    statuses = Counter(RecommendationStatus(row.status) for row in rows)
    return ReportTables(
        themes=[_theme_table(group, shows_owner=not shared) for group in groups],
        count=len(rows),
        statuses=[(number, str(status.label)) for status, number in statuses.most_common()],
        owner=shared,
    )


def _theme_table(group: ThemeGroup, *, shows_owner: bool) -> ThemeTable:
    owner = [Column("Owner")] if shows_owner else []
    rows: Sequence[Any] = group.recommendations  # annotated with their status
    return ThemeTable(
        caption=f"{group.theme}: {group.numbers}",
        columns=[Column("Number"), Column("Recommendation"), *owner, Column("Status")],
        rows=[
            [
                Cell(row.number),
                Cell(row.summary),
                *([Cell(row.owner or "not stated")] if shows_owner else []),
                _status(RecommendationStatus(row.status)),
            ]
            for row in rows
        ],
    )


def _status(status: RecommendationStatus) -> Cell:
    return Cell(str(status.label), tag_colour=STATUS_COLOURS.get(status, "green"))
