"""Lines over periods, up to four, each with its own mark and dashes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from django.utils.safestring import SafeString

from ftc.ui.charts import svg
from ftc.ui.charts.values import Series, Unit, Value, column
from ftc.ui.components import Column

LEFT, TOP, HEIGHT = 62, 10, 190
RIGHT = svg.WIDTH - 24


@dataclass(frozen=True)
class LineChart:
    """Values of each series at each period, left to right; a value of None leaves a hole."""

    title: str
    periods: Sequence[str]
    series: Sequence[Series]
    unit: Unit = "number"
    label_head: str = "Period"
    key: str = ""

    @property
    def svg(self) -> SafeString:
        return draw_lines(self)

    @property
    def columns(self) -> list[Column]:
        heads = [column(series.name, self.unit) for series in self.series]
        return [Column(self.label_head), *heads]

    @property
    def rows(self) -> list[list[str | Value]]:
        return [
            [period, *(series.values[index] for series in self.series)]
            for index, period in enumerate(self.periods)
        ]


def draw_lines(chart: LineChart) -> SafeString:
    """Axis, lines with their marks, and a legend that repeats mark and dashes beneath.

    Raises ValueError for more than four series.
    """
    svg.check_series([series.name for series in chart.series])
    known = [float(v) for series in chart.series for v in series.values if v is not None]
    ticks = nice_ticks(min([0.0, *known]), max([0.0, *known]))
    low, high = ticks[0], ticks[-1]

    def across(index: int) -> float:
        return LEFT + (RIGHT - LEFT) * index / max(len(chart.periods) - 1, 1)

    def down(value: float) -> float:
        return TOP + HEIGHT * (high - value) / (high - low)

    parts: list[SafeString] = []
    for tick in ticks:
        parts.append(svg.line(LEFT - 4, down(tick), RIGHT, down(tick)))
        parts.append(
            svg.text(
                LEFT - 8, down(tick) + 5, tick_words(tick, chart.unit), anchor="end", fill=svg.QUIET
            )
        )
    every = ceil(len(chart.periods) / 5)
    for index, period in enumerate(chart.periods):
        if index % every == 0:
            parts.append(
                svg.text(across(index), TOP + HEIGHT + 20, period, anchor="middle", fill=svg.QUIET)
            )
    for number, series in enumerate(chart.series):
        points = [
            None if value is None else (across(index), down(float(value)))
            for index, value in enumerate(series.values)
        ]
        parts.append(_path(number, points))
        parts.extend(svg.marker(number, *point) for point in points if point)
    y = float(TOP + HEIGHT + 34)
    for number, series in enumerate(chart.series):
        parts.append(_path(number, [(0.0, y + 9), (38.0, y + 9)]))
        parts.append(svg.marker(number, 19, y + 9))
        parts.append(svg.text(46, y + 14, series.name))
        y += 22
    return svg.picture(chart.title, y, *parts, key=chart.key)


def nice_ticks(low: float, high: float) -> list[float]:
    """Four to six round numbers from at or below ``low`` to at or above ``high``."""
    span = (high - low) or 1.0
    rough = span / 4
    power = 10.0 ** floor(log10(rough))
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough)
    first, last = floor(low / step), ceil(high / step)
    return [index * step for index in range(first, max(last, first + 1) + 1)]


def tick_words(tick: float, unit: Unit) -> str:
    """A round number on the axis: £20m, £250k, 40%, 12."""
    if unit == "percent":
        return f"{tick:,g}%"
    if unit == "number" or not tick:
        return f"{tick:,g}" if unit == "number" else "£0"
    sign, pounds = "-" if tick < 0 else "", abs(tick)
    if pounds >= 1_000_000:
        return f"{sign}£{pounds / 1_000_000:,g}m"
    return f"{sign}£{pounds / 1_000:,g}k" if pounds >= 1_000 else f"{sign}£{pounds:,g}"


def _path(number: int, points: Sequence[tuple[float, float] | None]) -> SafeString:
    moves = []
    pen_down = False
    for point in points:
        if point:
            moves.append(f"{'L' if pen_down else 'M'}{point[0]:.1f} {point[1]:.1f}")
        pen_down = point is not None
    return svg.element(
        "path",
        {
            "d": "".join(moves),
            "fill": "none",
            "stroke": svg.COLOURS[number],
            "stroke-width": 2.5,
            "stroke-dasharray": svg.DASHES[number],
        },
    )
