"""What falls in which quarter of the financial year, a track for each thing that has dates."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.safestring import SafeString

from ftc.periods import FinancialYear
from ftc.ui.charts import svg
from ftc.ui.components import Cell, Column

LEFT, RIGHT = 10, svg.WIDTH - 10
YEARS = 3
MARKS = {"planned": "Planned", "expected": "Expected", "met": "Met", "stage": "Stage entered"}
MarkKind = Literal["planned", "expected", "met", "stage"]


@dataclass(frozen=True)
class QuarterMark:
    """Something on a day; ``dated`` says the day as exactly as its source gives it."""

    on: date
    kind: MarkKind
    what: str
    dated: str


@dataclass(frozen=True)
class QuarterTrack:
    """What is marked on one line, oldest first; ``url`` leads to the thing it is about."""

    label: str
    marks: tuple[QuarterMark, ...]
    url: str = ""


@dataclass(frozen=True)
class QuarterChart:
    """Tracks over the twelve quarters of three financial years, from the year ``first`` starts.

    ``today`` is the working date, drawn as an upright line. Marks outside these years are left out.
    """

    title: str
    tracks: tuple[QuarterTrack, ...]
    first: int
    today: date | None = None
    key: str = ""

    @property
    def svg(self) -> SafeString:
        return draw_quarters(self)

    @property
    def starts_on(self) -> date:
        return FinancialYear(self.first).starts_on

    @property
    def ends_on(self) -> date:
        return FinancialYear(self.first + YEARS - 1).ends_on

    def shown(self, track: QuarterTrack) -> list[QuarterMark]:
        """The marks of a track that lie in these years."""
        return [mark for mark in track.marks if self.starts_on <= mark.on <= self.ends_on]

    @property
    def columns(self) -> list[Column]:
        heads = [Column(head) for head in ("Quarter", "Review", "What")]
        return [*heads, Column("Date", kind="date"), Column("Which date")]

    @property
    def rows(self) -> list[list[str | Cell]]:
        """Every mark in these years by its day, in words."""
        marked = [(mark, track) for track in self.tracks for mark in self.shown(track)]
        marked.sort(key=lambda pair: pair[0].on)
        return [
            [
                quarter_of(mark.on),
                Cell(track.label, url=track.url),
                mark.what,
                mark.dated,
                MARKS[mark.kind],
            ]
            for mark, track in marked
        ]


def quarter_of(on: date) -> str:
    """ "Q1 2014/15" for April to June 2014."""
    return f"Q{(on.month - 4) % 12 // 3 + 1} {FinancialYear.containing(on)}"


def draw_quarters(chart: QuarterChart) -> SafeString:
    """A scale of years and quarters, then for each track its name and its marks on a line."""
    days = (chart.ends_on - chart.starts_on).days

    def across(day: date) -> float:
        return LEFT + (RIGHT - LEFT) * (day - chart.starts_on).days / days

    parts = _legend()
    y = 30.0
    parts.extend(_scale(chart, y))
    y += 44
    for track in chart.tracks:
        for each in svg.wrapped(track.label, svg.WIDTH - 20):
            parts.append(svg.text(LEFT, y + 14, each, bold=True))
            y += svg.LINE
        y += 14
        parts.append(svg.line(LEFT, y, RIGHT, y))
        parts.extend(_borders(y))
        if chart.today and chart.starts_on <= chart.today <= chart.ends_on:
            parts.append(_upright(across(chart.today), y - 12, 24, svg.INK, "4 2"))
        parts.extend(_mark(mark, across(mark.on), y) for mark in chart.shown(track))
        y += 20
    return svg.picture(chart.title, y, *parts, key=chart.key)


def _scale(chart: QuarterChart, y: float) -> list[SafeString]:
    """The financial years, and under each its quarters."""
    drawn = []
    width = (RIGHT - LEFT) / (YEARS * 4)
    for place in range(YEARS * 4):
        x = LEFT + place * width
        if place % 4 == 0:
            year = FinancialYear(chart.first + place // 4)
            drawn.append(svg.text(x + 2, y + 14, str(year), bold=True))
        drawn.append(svg.text(x + width / 2, y + 34, f"Q{place % 4 + 1}", anchor="middle"))
    return drawn


def _borders(y: float) -> list[SafeString]:
    """Where each quarter begins, on one track; a year's begins with a longer stroke."""
    width = (RIGHT - LEFT) / (YEARS * 4)
    return [
        _upright(
            LEFT + place * width,
            y - (9 if place % 4 == 0 else 5),
            18 if place % 4 == 0 else 10,
            svg.RULE,
        )
        for place in range(YEARS * 4 + 1)
    ]


def _upright(x: float, y: float, height: float, stroke: str, dashes: str = "") -> SafeString:
    return svg.element(
        "path",
        {
            "d": f"M{x:.1f} {y:.1f}v{height:.1f}",
            "stroke": stroke,
            "stroke-width": 2 if dashes else None,
            "stroke-dasharray": dashes or None,
        },
    )


def _mark(mark: QuarterMark, x: float, y: float) -> SafeString:
    """Hollow diamond planned, full circle expected, square met, triangle a stage entered."""
    shape = {
        "planned": lambda: _diamond(x, y),
        "expected": lambda: svg.marker(0, x, y, 6),
        "met": lambda: svg.rectangle(x - 5, y - 5, 10, 10, svg.INK),
        "stage": lambda: svg.marker(2, x, y, 7),
    }[mark.kind]()
    told = f"{mark.what}: {MARKS[mark.kind].lower()} {mark.dated}"
    return svg.element("g", {}, svg.element("title", {}, told), shape)


def _diamond(x: float, y: float) -> SafeString:
    return svg.element(
        "path",
        {
            "d": f"M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7 -7z",
            "fill": "#fff",
            "stroke": svg.COLOURS[0],
            "stroke-width": 2,
        },
    )


def _legend() -> list[SafeString]:
    return [
        _diamond(16, 12),
        svg.text(28, 17, "Planned"),
        svg.marker(0, 104, 12, 6),
        svg.text(114, 17, "Expected"),
        svg.rectangle(194, 7, 10, 10, svg.INK),
        svg.text(209, 17, "Met"),
        svg.marker(2, 256, 12, 7),
        svg.text(268, 17, "Stage entered"),
    ]
