"""Stages one after the other with the gates between them, drawn from their rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from django.utils.safestring import SafeString

from ftc.ui.charts import svg
from ftc.ui.components import Column

GATE_ROOM = 52
PADDING = 10
DIAMOND = 10
BELOW = 40
NARROW = (2, 209.0)  # stages in a row, and the room of each
WIDE = (6, 192.0)


@dataclass(frozen=True)
class RouteStop:
    """A stage: its name, words inside its box (``mark`` beside a stripe), and what leaves it."""

    name: str
    mark: str = ""
    note: str = ""
    gate: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class RouteChart:
    """Stages left to right, going on in the next row. ``title`` states the message.

    ``svg`` fits a phone; ``wide_svg`` is the same for a wide page.
    """

    title: str
    stops: Sequence[RouteStop]
    key: str = ""

    @property
    def svg(self) -> SafeString:
        return draw_route(self, *NARROW, key=self.key)

    @property
    def wide_svg(self) -> SafeString:
        most, room = WIDE
        rows = ceil(len(self.stops) / most)
        in_a_row = ceil(len(self.stops) / rows) if rows else most
        return draw_route(self, in_a_row, room, key=f"{self.key}wide")

    @property
    def columns(self) -> list[Column]:
        return [Column("Stage"), Column("What is asked to leave it")]

    @property
    def rows(self) -> list[list[str]]:
        return [[stop.name, "; ".join(stop.gate) or "Nothing"] for stop in self.stops]


def draw_route(chart: RouteChart, in_a_row: int, room: float, *, key: str) -> SafeString:
    """Rows of boxes with a diamond, the gate, after each; what it asks stands under the box."""
    parts: list[SafeString] = []
    top = 1.0
    rows = [chart.stops[i : i + in_a_row] for i in range(0, len(chart.stops), in_a_row)]
    for number, row in enumerate(rows):
        is_last = number == len(rows) - 1
        boxes = [_lines(stop, room) for stop in row]
        height = max(len(lines) for lines in boxes) * svg.LINE + 2 * PADDING
        bottom = top + height
        for place, stop in enumerate(row):
            x = 1 + place * room
            parts += _box(x, top, height, room, stop, boxes[place])
            bottom = max(bottom, _asked(parts, x, top + height, room, stop))
            if not (is_last and place == len(row) - 1):
                parts += _gate(x + room - GATE_ROOM, top + height / 2)
                if place < len(row) - 1:
                    parts.append(_arrow(x + room - GATE_ROOM / 2 + DIAMOND, x + room, top, height))
        if not is_last:
            middle = top + height / 2
            parts.append(_turn(len(row) * room, middle, bottom, 1 + (room - GATE_ROOM) / 2))
        top = bottom + BELOW
    most = max((len(row) for row in rows), default=1)
    return svg.picture(
        chart.title, top - BELOW + 4, *parts, key=key, width=max(most * room + 2, svg.WIDTH)
    )


def _lines(stop: RouteStop, room: float) -> list[tuple[str, str]]:
    """The lines of a box: the name, bold, then the mark and the note."""
    inside = room - GATE_ROOM - 2 * PADDING
    return [
        *(("name", line) for line in svg.wrapped(stop.name, inside * 0.9)),
        *(("mark", line) for line in (svg.wrapped(stop.mark, inside) if stop.mark else [])),
        *(("note", line) for line in (svg.wrapped(stop.note, inside) if stop.note else [])),
    ]


def _box(
    x: float, y: float, height: float, room: float, stop: RouteStop, lines: list[tuple[str, str]]
) -> list[SafeString]:
    width = room - GATE_ROOM
    parts = [svg.rectangle(x, y, width, height, "#fff", stroke=svg.INK)]
    if stop.mark:
        parts.append(svg.rectangle(x, y, 6, height, svg.COLOURS[0]))
    for number, (kind, words) in enumerate(lines):
        at = y + PADDING + number * svg.LINE + 13
        fill = svg.QUIET if kind == "note" else svg.INK
        parts.append(svg.text(x + PADDING + 2, at, words, bold=kind == "name", fill=fill))
    return parts


def _asked(parts: list[SafeString], x: float, y: float, room: float, stop: RouteStop) -> float:
    """Write what the gate asks under the box, each after a small diamond; the bottom of it."""
    y += 6
    for words in stop.gate:
        for number, line in enumerate(svg.wrapped(words, room - GATE_ROOM)):
            if number == 0:
                parts.append(_diamond(x + 6, y + 9, 4))
            parts.append(svg.text(x + 16, y + 14, line))
            y += svg.LINE
        y += 4
    return y


def _gate(x: float, middle: float) -> list[SafeString]:
    """The line out of a box and the diamond it leads to."""
    centre = x + GATE_ROOM / 2
    return [
        svg.line(x, middle, centre - DIAMOND, middle, svg.INK),
        _diamond(centre, middle, DIAMOND),
    ]


def _diamond(x: float, y: float, size: float) -> SafeString:
    corners = f"M{x:.1f} {y - size:.1f}l{size} {size} {-size} {size} {-size} {-size}z"
    return svg.element("path", {"d": corners, "fill": "#fff", "stroke": svg.INK})


def _arrow(x: float, to_x: float, top: float, height: float) -> SafeString:
    middle = top + height / 2
    return _path(f"M{x:.1f} {middle:.1f}H{to_x:.1f}m-6 -4l6 4 -6 4")


def _turn(right: float, middle: float, bottom: float, to_x: float) -> SafeString:
    """From the last gate of a row down, back to the left, and into the first box below."""
    start = right - GATE_ROOM / 2 + DIAMOND + 1
    between = bottom + BELOW / 2
    down = f"M{start:.1f} {middle:.1f}H{right - 4:.1f}V{between:.1f}H{to_x:.1f}"
    return _path(f"{down}V{bottom + BELOW:.1f}m-4 -6l4 6 4 -6")


def _path(drawn: str) -> SafeString:
    return svg.element("path", {"d": drawn, "fill": "none", "stroke": svg.INK})
