"""Milestones on a line of time: where they were planned, are expected, were met."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from ftc import money
from ftc.ui.charts import svg
from ftc.ui.components import Column

LEFT, RIGHT = 10, svg.WIDTH - 10


@dataclass(frozen=True)
class MilestoneMark:
    """A milestone with the dates that are known; ``dated`` says the one it is at in words.

    Give ``dated`` ("Planned for the end of April 2014") where a day would be too exact.
    """

    label: str
    baseline_on: date | None = None
    forecast_on: date | None = None
    achieved_on: date | None = None
    dated: str = ""

    @property
    def slip(self) -> str:
        """In words: "on time", "12 days late", "3 days early"; empty when there is no telling."""
        reached = self.achieved_on or self.forecast_on
        if not (self.baseline_on and reached):
            return ""
        days = (reached - self.baseline_on).days
        if days == 0:
            return "on time"
        plural = "" if abs(days) == 1 else "s"
        return f"{abs(days)} day{plural} {'late' if days > 0 else 'early'}"


@dataclass(frozen=True)
class MilestoneChart:
    """A row for each milestone; ``today`` is the working date, drawn as an upright line."""

    title: str
    milestones: Sequence[MilestoneMark]
    today: date | None = None
    key: str = ""

    @property
    def svg(self) -> SafeString:
        return draw_milestones(self)

    @property
    def columns(self) -> list[Column]:
        if any(mark.dated for mark in self.milestones):
            return [Column("Milestone"), Column("Date")]
        dates = [Column(head, kind="date") for head in ("Planned", "Expected", "Met")]
        return [Column("Milestone"), *dates, Column("Against plan")]

    @property
    def rows(self) -> list[list[str | date | None]]:
        if any(mark.dated for mark in self.milestones):
            return [[mark.label, mark.dated or _said(mark)] for mark in self.milestones]
        return [
            [mark.label, mark.baseline_on, mark.forecast_on, mark.achieved_on or "", mark.slip]
            for mark in self.milestones
        ]


def draw_milestones(chart: MilestoneChart) -> SafeString:
    """Name and slip, then a track: hollow diamond planned, full circle expected, square met.

    Raises ValueError when no milestone has a date.
    """
    dates = [
        day
        for mark in chart.milestones
        for day in (mark.baseline_on, mark.forecast_on, mark.achieved_on)
        if day
    ]
    if not dates:
        raise ValueError("A milestone chart needs at least one date.")
    first = min([*dates, chart.today] if chart.today else dates)
    last = max([*dates, chart.today] if chart.today else dates)
    days = (last - first).days or 1

    def across(day: date) -> float:
        return LEFT + 8 + (RIGHT - LEFT - 16) * (day - first).days / days

    parts: list[SafeString] = _legend()
    y = 34.0
    for mark in chart.milestones:
        for each in svg.wrapped(mark.label, svg.WIDTH - 20):
            parts.append(svg.text(LEFT, y + 14, each, bold=True))
            y += svg.LINE
        parts.append(svg.text(LEFT, y + 14, _said(mark), fill=svg.QUIET))
        y += 32
        parts.append(svg.line(LEFT, y, RIGHT, y))
        if chart.today:
            parts.append(_today(across(chart.today), y))
        parts.extend(_marks(mark, across, y))
        y += 20
    if chart.today:
        x = across(chart.today)
        anchor = "start" if x < svg.WIDTH / 4 else "end" if x > svg.WIDTH * 3 / 4 else "middle"
        parts.append(svg.text(x, y + 10, f"Today, {_day(chart.today)}", anchor=anchor))
        y += 18
    return svg.picture(chart.title, y, *parts, key=chart.key)


def _marks(mark: MilestoneMark, across: Callable[[date], float], y: float) -> list[SafeString]:
    drawn = []
    reached = mark.achieved_on or mark.forecast_on
    if mark.baseline_on and reached:
        drawn.append(
            svg.element(
                "path",
                {
                    "d": f"M{across(mark.baseline_on):.1f} {y:.1f}H{across(reached):.1f}",
                    "stroke": svg.COLOURS[0],
                    "stroke-width": 3,
                },
            )
        )
    if mark.baseline_on:
        drawn.append(_diamond(across(mark.baseline_on), y))
    if mark.achieved_on:
        drawn.append(svg.rectangle(across(mark.achieved_on) - 6, y - 6, 12, 12, svg.INK))
    elif mark.forecast_on:
        drawn.append(svg.marker(0, across(mark.forecast_on), y, 6))
    return drawn


def _today(x: float, y: float) -> SafeString:
    """A dashed stroke through one track, so that no line runs through the words."""
    return svg.element(
        "path",
        {
            "d": f"M{x:.1f} {y - 13:.1f}v28",
            "stroke": svg.INK,
            "stroke-width": 2,
            "stroke-dasharray": "4 2",
        },
    )


def _legend() -> list[SafeString]:
    return [
        _diamond(16, 12),
        svg.text(30, 17, "Planned"),
        svg.marker(0, 118, 12, 6),
        svg.text(130, 17, "Expected"),
        svg.rectangle(222, 6, 12, 12, svg.INK),
        svg.text(240, 17, "Met"),
    ]


def _diamond(x: float, y: float) -> SafeString:
    return svg.element(
        "path",
        {
            "d": f"M{x:.1f} {y - 8:.1f}l8 8-8 8-8-8z",
            "fill": "#fff",
            "stroke": svg.INK,
            "stroke-width": 2,
        },
    )


def _said(mark: MilestoneMark) -> str:
    if mark.dated:
        words = mark.dated
    elif mark.achieved_on:
        words = f"Met {_day(mark.achieved_on)}"
    elif mark.forecast_on:
        words = f"Expected {_day(mark.forecast_on)}"
    elif mark.baseline_on:
        words = f"Planned {_day(mark.baseline_on)}"
    else:
        words = f"Date {money.NOT_KNOWN}"
    return f"{words}, {mark.slip}" if mark.slip else words


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
