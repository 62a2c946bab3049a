"""SVG for charts: elements, text that wraps, patterns and markers; presentation attributes only.

A chart is drawn 420 units wide, so that its 14-unit text is still 12 px tall on a phone of 390 px.
"""

import hashlib
import textwrap
from collections.abc import Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 420
TEXT = 14
LINE = 18
LETTER = TEXT * 0.53
INK = "#0b0c0c"
QUIET = "#505a5f"
RULE = "#b1b4b6"
COLOURS = ("#12436d", "#28a197", "#801650", "#6f5aa8")
MOST_SERIES = 4
LETTERS = "ABCD"
DASHES = (None, "8 4", "2 4", "10 4 2 4")

Attribute = str | int | float | None


def element(name: str, attributes: Mapping[str, Attribute], *children: str) -> SafeString:
    """One element; attributes of None are left out, numbers keep one decimal."""
    written = format_html_join(
        "",
        ' {}="{}"',
        ((key, _number(value)) for key, value in attributes.items() if value is not None),
    )
    if not children:
        return format_html("<{}{}/>", SafeString(name), written)
    inner = format_html_join("", "{}", ((child,) for child in children))
    return format_html("<{}{}>{}</{}>", SafeString(name), written, inner, SafeString(name))


def picture(
    title: str, height: float, *children: SafeString, key: str = "", width: float = WIDTH
) -> SafeString:
    """The whole drawing, named by its title; ``key`` sets apart two charts of the same title."""
    identifier = f"{identifier_of(title, key)}-title"
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_number(width)} {_number(height)}",
            "width": width,
            "height": height,
            "role": "img",
            "aria-labelledby": identifier,
            "font-family": "Arial, Helvetica, Liberation Sans, DejaVu Sans, sans-serif",
            "font-size": TEXT,
        },
        element("title", {"id": identifier}, title),
        *children,
    )


def identifier_of(title: str, key: str = "") -> str:
    """A short id that is the same each time the same chart is drawn."""
    return "chart-" + hashlib.sha256(f"{title}|{key}".encode()).hexdigest()[:8]


def text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str | None = None,
    bold: bool = False,
    fill: str = INK,
    size: int | None = None,
) -> SafeString:
    """One line of text, ``y`` at its baseline."""
    attributes: dict[str, Attribute] = {
        "x": x,
        "y": y,
        "text-anchor": anchor,
        "font-weight": "bold" if bold else None,
        "font-size": size,
        "fill": fill,
    }
    return element("text", attributes, words)


def wrapped(words: str, width: float) -> list[str]:
    """Lines that fit ``width`` units, by the average width of a letter."""
    return textwrap.wrap(words, max(int(width / LETTER), 8)) or [""]


def width_of(words: str) -> float:
    """About how wide a line of text is."""
    return len(words) * LETTER


def rectangle(
    x: float, y: float, width: float, height: float, fill: str, stroke: str | None = None
) -> SafeString:
    """A bar; a negative width reaches to the left."""
    if width < 0:
        x, width = x + width, -width
    return element(
        "rect",
        {"x": x, "y": y, "width": width, "height": height, "fill": fill, "stroke": stroke},
    )


def line(x: float, y: float, to_x: float, to_y: float, stroke: str = RULE) -> SafeString:
    """A thin rule."""
    return element("path", {"d": f"M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}", "stroke": stroke})


def patterns(identifier: str, count: int) -> SafeString:
    """Fills of the series: solid, diagonal stripes, dots, upright stripes."""
    strokes: tuple[Mapping[str, Attribute], ...] = (
        {},
        {"d": "M0 8L8 0M-2 2L2 -2M6 10L10 6", "stroke": "#fff", "stroke-width": 1.6},
        {"d": "M2 2h2v2h-2zM6 6h2v2h-2z", "fill": "#fff"},
        {"d": "M4 0V8", "stroke": "#fff", "stroke-width": 2},
    )
    drawn = []
    for index in range(1, count):
        drawn.append(
            element(
                "pattern",
                {
                    "id": f"{identifier}-{index}",
                    "width": 8,
                    "height": 8,
                    "patternUnits": "userSpaceOnUse",
                },
                element("rect", {"width": 8, "height": 8, "fill": COLOURS[index]}),
                element("path", strokes[index]),
            )
        )
    return element("defs", {}, *drawn) if drawn else SafeString("")


def fill_of(identifier: str, index: int) -> str:
    """What fills the bars of a series."""
    return COLOURS[0] if index == 0 else f"url(#{identifier}-{index})"


def marker(index: int, x: float, y: float, size: float = 5) -> SafeString:
    """The mark of a line's points: circle, square, triangle, diamond."""
    colour = COLOURS[index]
    if index == 0:
        return element("circle", {"cx": x, "cy": y, "r": size, "fill": colour})
    shapes = {
        1: f"M{x - size:.1f} {y - size:.1f}h{2 * size:.1f}v{2 * size:.1f}h{-2 * size:.1f}z",
        2: f"M{x:.1f} {y - size:.1f}L{x + size:.1f} {y + size:.1f}H{x - size:.1f}z",
        3: f"M{x:.1f} {y - size:.1f}L{x + size:.1f} {y:.1f} {x:.1f} {y + size:.1f} "
        f"{x - size:.1f} {y:.1f}z",
    }
    return element("path", {"d": shapes[index], "fill": colour})


def lettered(x: float, y: float, letter: str) -> SafeString:
    """The letter of a series on white, readable over any pattern; ``y`` is the bar's middle."""
    return element(
        "g",
        {},
        rectangle(x - 7, y - 8, 14, 16, "#fff"),
        text(x, y + 5, letter, anchor="middle", bold=True),
    )


def check_series(names: Sequence[str]) -> None:
    """Raise ValueError for more series than a reader can tell apart."""
    if not 1 <= len(names) <= MOST_SERIES:
        raise ValueError(f"A chart has one to {MOST_SERIES} series, not {len(names)}.")


def _number(value: Attribute) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value)
