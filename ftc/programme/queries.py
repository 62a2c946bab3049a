"""Reads of the programme: what was known by a date, milestones with their status, portfolios."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Model, OuterRef, Prefetch, Q, QuerySet, Subquery

from ftc.periods import Precision, display_date
from ftc.programme.enums import REACHED, ActivityKind, MilestoneDateKind, MilestoneStatus
from ftc.programme.models import (
    Activity,
    Lesson,
    Milestone,
    MilestoneDate,
    MilestoneReport,
    Phase,
    Portfolio,
    PortfolioOwner,
    Programme,
    Risk,
    StatusReport,
    Theme,
)
from ftc.ui.charts import MilestoneChart, MilestoneMark

Row = TypeVar("Row", bound=Model)


def known_by(rows: QuerySet[Row], as_at: date | None) -> QuerySet[Row]:
    """Rows credited to a paper that could be read on ``as_at``, and rows without a paper."""
    if as_at is None:
        return rows
    return rows.filter(Q(source__isnull=True) | Q(source__known_on__lte=as_at))


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone as a table prints it: its dates in words and what was last reported."""

    milestone: Milestone
    planned: MilestoneDate | None
    expected: MilestoneDate | None
    achieved: MilestoneDate | None
    report: MilestoneReport | None

    @property
    def activity(self) -> Activity:
        return self.milestone.activity

    @property
    def status(self) -> str:
        return self.report.get_status_display() if self.report else "Not reported"

    @property
    def colour(self) -> str:
        return STATUS_COLOURS[MilestoneStatus(self.report.status)] if self.report else "grey"

    @property
    def due_on(self) -> date | None:
        """The day it is expected, else planned, for a calendar or a chart."""
        due = self.expected or self.planned
        return due.on if due else None

    @property
    def due(self) -> str:
        """The expected date in words, else the planned one, never more exact than its source."""
        return words_of(self.expected or self.planned)

    @property
    def printed(self) -> str:
        """What the paper prints, where our words for the date differ from it."""
        due = self.expected or self.planned
        return due.printed if due and due.printed and due.printed != words_of(due) else ""

    @property
    def mark(self) -> MilestoneMark:
        return MilestoneMark(
            label=self.milestone.title,
            baseline_on=self.planned.on if self.planned else None,
            forecast_on=self.expected.on if self.expected else None,
            achieved_on=self.achieved.on if self.achieved else None,
            dated=self._dated,
        )

    @property
    def _dated(self) -> str:
        if self.achieved:
            return f"Met: {words_of(self.achieved)}"
        return f"{'Expected' if self.expected else 'Planned'}: {self.due}"


STATUS_COLOURS = {
    MilestoneStatus.MET: "green",
    MilestoneStatus.MET_WITH_EXCEPTION: "green",
    MilestoneStatus.ON_TRACK: "green",
    MilestoneStatus.READY: "green",
    MilestoneStatus.PARTLY_MET: "yellow",
    MilestoneStatus.IN_PROGRESS: "blue",
    MilestoneStatus.PLANNED: "grey",
    MilestoneStatus.PROPOSED: "grey",
    MilestoneStatus.DEFERRED: "orange",
    MilestoneStatus.EXTERNAL_DEPENDENCY: "orange",
    MilestoneStatus.SUPERSEDED: "grey",
}


def words_of(dated: MilestoneDate | None) -> str:
    """A milestone's date no more exact than its source; "not dated" where there is none."""
    if dated is None:
        return display_date(None, Precision.NONE, "")
    return display_date(dated.on, Precision(dated.precision), dated.printed)


def milestones(*, as_at: date | None, activity: str = "", status: str = "") -> QuerySet[Milestone]:
    """Milestones known by ``as_at``, by due date, undated last; dates and reports prefetched.

    ``activity`` is a code, ``status`` one of MilestoneStatus by its last report.
    """
    reports = MilestoneReport.objects.filter(milestone=OuterRef("pk"))
    dates = MilestoneDate.objects.filter(
        milestone=OuterRef("pk"),
        kind__in=[MilestoneDateKind.BASELINE, MilestoneDateKind.FORECAST],
    )
    rows = (
        known_by(Milestone.objects.with_dates(), as_at)
        .select_related("activity", "source")
        .annotate(
            reported_status=Subquery(reports.as_at(as_at).latest_first().values("status")[:1]),
            due_on=Subquery(
                dates.as_at(as_at).order_by("-kind", "-effective_on", "-pk").values("on")[:1]
            ),
        )
        .order_by("due_on", "activity__code", "order", "code")
    )
    if activity:
        rows = rows.filter(activity__code=activity)
    if status:
        rows = rows.filter(reported_status=status)
    return rows


def milestone_lines(rows: Iterable[Milestone], as_at: date | None) -> list[MilestoneLine]:
    """Each milestone with its dates and report as at a date; reads prefetched rows only."""
    return [
        MilestoneLine(
            milestone=row,
            planned=row.date_of(MilestoneDateKind.BASELINE, as_at),
            expected=row.date_of(MilestoneDateKind.FORECAST, as_at),
            achieved=row.date_of(MilestoneDateKind.ACHIEVED, as_at),
            report=row.report_on(as_at),
        )
        for row in rows
    ]


def milestones_to_come(activity: Activity, *, as_at: date | None) -> list[MilestoneLine]:
    """The activity's milestones neither achieved nor reported reached, by due date."""
    rows = milestones(as_at=as_at).filter(activity=activity)
    return [
        line
        for line in milestone_lines(rows, as_at)
        if not line.achieved and not (line.report and line.report.status in REACHED)
    ]


def timeline(lines: Iterable[MilestoneLine], *, title: str, today: date) -> MilestoneChart | None:
    """The dated milestones on a line of time, or None when none has a date."""
    marks = [line.mark for line in lines if line.due_on or line.mark.achieved_on]
    if not marks:
        return None
    return MilestoneChart(title=title, milestones=marks, today=today)


@dataclass(frozen=True)
class PortfolioLine:
    """A portfolio with its owners and programmes as at a date."""

    portfolio: Portfolio
    owners: list[PortfolioOwner]
    programmes: list[Programme]

    @property
    def in_table(self) -> list[Programme]:
        return [programme for programme in self.programmes if programme.in_portfolio_table]


def portfolios(*, as_at: date | None, code: str = "") -> list[PortfolioLine]:
    """Portfolios in order, each with owners and programmes known by ``as_at``: three queries."""
    rows = known_by(Portfolio.objects.select_related("source"), as_at)
    if code:
        rows = rows.filter(code=code)
    owners = PortfolioOwner.objects.as_at(as_at).select_related("person", "source")
    programmes = known_by(
        Programme.objects.select_related("source").order_by("order", "code"), as_at
    )
    rows = rows.prefetch_related(
        Prefetch("owners", queryset=owners), Prefetch("programmes", queryset=programmes)
    )
    return [PortfolioLine(p, list(p.owners.all()), list(p.programmes.all())) for p in rows]


@dataclass(frozen=True)
class ThemeLine:
    """A theme with its milestones as at a date."""

    theme: Theme
    milestones: list[MilestoneLine]


def themes(*, as_at: date | None) -> list[ThemeLine]:
    """The themes in order, each with its milestones known by ``as_at``."""
    rows = list(known_by(Theme.objects.order_by("order", "code"), as_at))
    lines = milestone_lines(
        milestones(as_at=as_at).filter(activity__kind=ActivityKind.THEME), as_at
    )
    return [
        ThemeLine(theme, [line for line in lines if line.milestone.activity_id == theme.pk])
        for theme in rows
    ]


def phases(*, as_at: date | None) -> QuerySet[Phase]:
    """Phases by number, with the paper that gives the window."""
    return known_by(Phase.objects.select_related("source").order_by("number"), as_at)


def risks(*, as_at: date | None, activity: str = "", register: str = "") -> QuerySet[Risk]:
    """Risks known by ``as_at``; ``register`` is "yes", "no" or "unknown"."""
    rows = known_by(Risk.objects.select_related("activity", "source", "owner"), as_at).order_by(
        "code"
    )
    if activity:
        rows = rows.filter(activity__code=activity)
    if register:
        wanted = {"yes": Q(in_register=True), "no": Q(in_register=False)}
        rows = rows.filter(wanted.get(register, Q(in_register__isnull=True)))
    return rows


def lessons(*, as_at: date | None, report: str = "") -> QuerySet[Lesson]:
    """Lessons known by ``as_at``; ``report`` is the title of the report that tells them."""
    rows = known_by(Lesson.objects.select_related("activity", "source"), as_at).order_by("code")
    return rows.filter(report_title=report) if report else rows


def activities_with(related: str) -> QuerySet[Activity]:
    """Activities that have rows of ``related`` (milestones, risks), for a filter."""
    return Activity.objects.filter(**{f"{related}__isnull": False}).distinct().order_by("title")


def other_activities(*, as_at: date | None) -> QuerySet[Activity]:
    """Programmes outside the portfolios, projects and workstreams known by ``as_at``, by kind."""
    rows = Activity.objects.filter(
        kind__in=[ActivityKind.PROGRAMME, ActivityKind.PROJECT, ActivityKind.WORKSTREAM],
        programme__portfolio__isnull=True,
    )
    return known_by(rows.select_related("source"), as_at).order_by("kind", "order", "code")


def status_reports(activity: Activity, *, as_at: date | None) -> QuerySet[StatusReport]:
    """What the lead reported by ``as_at``, newest first."""
    rows = StatusReport.objects.filter(activity=activity).as_at(as_at).latest_first()
    return rows.select_related("reported_by")
