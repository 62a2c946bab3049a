"""Horizontal bars: plain, stacked, and a waterfall from a requirement to what is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from ftc.ui.charts import svg
from ftc.ui.charts.values import Series, Unit, Value, column, written
from ftc.ui.components import Column

BAR = 20
GAP = 12
VALUE_ROOM = 76


@dataclass(frozen=True)
class Bar:
    """A bar with its label; a value of None is printed "not known" and has no bar."""

    label: str
    value: Value


@dataclass(frozen=True)
class BarChart:
    """One bar for each label, top to bottom. ``title`` states the message."""

    title: str
    bars: Sequence[Bar]
    unit: Unit = "number"
    head: str = "Value"
    label_head: str = "Item"
    key: str = ""

    @property
    def svg(self) -> SafeString:
        return draw_bars(self)

    @property
    def columns(self) -> list[Column]:
        return [Column(self.label_head), column(self.head, self.unit)]

    @property
    def rows(self) -> list[list[str | Value]]:
        return [[bar.label, bar.value] for bar in self.bars]


@dataclass(frozen=True)
class StackedBarChart:
    """One bar for each category, made of up to four series; values are not negative."""

    title: str
    categories: Sequence[str]
    series: Sequence[Series]
    unit: Unit = "number"
    label_head: str = "Item"
    key: str = ""

    @property
    def svg(self) -> SafeString:
        return draw_stacked_bars(self)

    @property
    def columns(self) -> list[Column]:
        heads = [column(series.name, self.unit) for series in self.series]
        return [Column(self.label_head), *heads]

    @property
    def rows(self) -> list[list[str | Value]]:
        return [
            [category, *(series.values[index] for series in self.series)]
            for index, category in enumerate(self.categories)
        ]


@dataclass(frozen=True)
class WaterfallChart:
    """What is required, what each step takes off it, and what is left (the gap)."""

    title: str
    requirement: Bar
    steps: Sequence[Bar]
    gap_label: str = "Gap"
    unit: Unit = "pounds"
    head: str = "Amount"
    label_head: str = "Step"
    key: str = ""

    @property
    def gap(self) -> Decimal | int:
        """The requirement less every step that is known."""
        return (self.requirement.value or 0) - sum(step.value or 0 for step in self.steps)

    @property
    def svg(self) -> SafeString:
        return draw_waterfall(self)

    @property
    def columns(self) -> list[Column]:
        return [Column(self.label_head), column(self.head, self.unit)]

    @property
    def rows(self) -> list[list[str | Value]]:
        bars = [self.requirement, *self.steps, Bar(self.gap_label, self.gap)]
        return [[bar.label, bar.value] for bar in bars]


def draw_bars(chart: BarChart) -> SafeString:
    """Labels above, bars below them, values at their ends."""
    scale = _Scale([bar.value for bar in chart.bars])
    parts: list[SafeString] = []
    y = 0.0
    for bar in chart.bars:
        y = _label(parts, bar.label, y)
        if bar.value is not None:
            width = scale.length(bar.value)
            parts.append(svg.rectangle(scale.zero, y, width, BAR, svg.COLOURS[0]))
        _value(parts, scale.end(bar.value), y, written(bar.value, chart.unit))
        y += BAR + GAP
    parts.append(svg.line(scale.zero, 0, scale.zero, y - GAP, svg.INK))
    return svg.picture(chart.title, y, *parts, key=chart.key)


def draw_stacked_bars(chart: StackedBarChart) -> SafeString:
    """A legend with a letter and a pattern for each series, then the bars with their totals.

    Raises ValueError for more than four series or a negative value.
    """
    svg.check_series([series.name for series in chart.series])
    values = [value for series in chart.series for value in series.values]
    if any(value is not None and value < 0 for value in values):
        raise ValueError("A stacked bar cannot show a negative value.")
    identifier = svg.identifier_of(chart.title, chart.key)
    totals = [sum(s.values[i] or 0 for s in chart.series) for i in range(len(chart.categories))]
    scale = _Scale(totals)
    parts = [svg.patterns(identifier, len(chart.series))]
    y = 0.0
    for index, series in enumerate(chart.series):
        parts.append(svg.rectangle(0, y, 34, 18, svg.fill_of(identifier, index)))
        parts.append(svg.lettered(17, y + 9, svg.LETTERS[index]))
        parts.append(svg.text(42, y + 14, series.name))
        y += 24
    y += 4
    for row, category in enumerate(chart.categories):
        y = _label(parts, category, y)
        x = scale.zero
        for index, series in enumerate(chart.series):
            width = scale.length(series.values[row] or 0)
            if width:
                fill = svg.fill_of(identifier, index)
                parts.append(svg.rectangle(x, y, width, BAR, fill, stroke="#fff"))
            if width >= 18:
                parts.append(svg.lettered(x + width / 2, y + BAR / 2, svg.LETTERS[index]))
            x += width
        _value(parts, x, y, written(totals[row], chart.unit))
        y += BAR + GAP
    return svg.picture(chart.title, y, *parts, key=chart.key)


def draw_waterfall(chart: WaterfallChart) -> SafeString:
    """The requirement, each step hanging from where the one before ended, and the gap outlined."""
    left = chart.requirement.value or 0
    levels: list[Value] = [left, chart.gap]
    for step in chart.steps:
        left -= step.value or 0
        levels.append(left)
    scale = _Scale(levels)
    identifier = svg.identifier_of(chart.title, chart.key)
    parts = [svg.patterns(identifier, 2)]
    y = _label(parts, chart.requirement.label, 0)
    at = scale.zero + scale.length(chart.requirement.value or 0)
    parts.append(svg.rectangle(scale.zero, y, at - scale.zero, BAR, svg.COLOURS[0]))
    _value(parts, at, y, written(chart.requirement.value, chart.unit))
    for step in chart.steps:
        parts.append(svg.line(at, y + BAR, at, y + BAR + GAP + svg.LINE, svg.QUIET))
        y = _label(parts, step.label, y + BAR + GAP)
        to = at - scale.length(step.value or 0)
        parts.append(svg.rectangle(at, y, to - at, BAR, svg.fill_of(identifier, 1)))
        _value(parts, max(at, to), y, _taken_off(step.value, chart.unit))
        at = to
    parts.append(svg.line(at, y + BAR, at, y + BAR + GAP + svg.LINE, svg.QUIET))
    y = _label(parts, chart.gap_label, y + BAR + GAP, bold=True)
    length = scale.length(chart.gap)
    parts.append(svg.rectangle(scale.zero, y + 1, length, BAR - 2, "#fff", stroke=svg.INK))
    _value(parts, scale.end(chart.gap), y, written(chart.gap, chart.unit), bold=True)
    y += BAR + GAP
    parts.append(svg.line(scale.zero, 0, scale.zero, y - GAP, svg.INK))
    return svg.picture(chart.title, y, *parts, key=chart.key)


class _Scale:
    """From values to units across, with room at the right for the value in words."""

    def __init__(self, values: Sequence[Value]) -> None:
        known = [float(value) for value in values if value is not None]
        low, high = min([0.0, *known]), max([0.0, *known])
        self._per_unit = (svg.WIDTH - VALUE_ROOM - 1) / ((high - low) or 1)
        self.zero = 1 - low * self._per_unit

    def length(self, value: Decimal | int) -> float:
        return float(value) * self._per_unit

    def end(self, value: Value) -> float:
        return self.zero + max(self.length(value or 0), 0)


def _label(parts: list[SafeString], words: str, y: float, *, bold: bool = False) -> float:
    """Write the label, on white so that the rules of a waterfall stay behind it."""
    for each in svg.wrapped(words, svg.WIDTH - 10):
        parts.append(svg.rectangle(3, y, svg.width_of(each) + 2, svg.LINE, "#fff"))
        parts.append(svg.text(4, y + 14, each, bold=bold))
        y += svg.LINE
    return y + 1


def _value(parts: list[SafeString], x: float, y: float, words: str, *, bold: bool = False) -> None:
    parts.append(svg.text(x + 6, y + 15, words, bold=bold))


def _taken_off(value: Value, unit: Unit) -> str:
    if value is None:
        return written(None, unit)
    return f"{'−' if value >= 0 else '+'}{written(-value if value < 0 else value, unit)}"
