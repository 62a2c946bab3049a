"""Charts as SVG drawn on the server: the same picture on a page and in a PDF.

Each chart is a frozen dataclass whose ``title`` states its message; ``svg`` is the picture,
``columns`` and ``rows`` its table. Show it with ``_components/chart.html``.
"""

from ftc.ui.charts.bars import Bar, BarChart, StackedBarChart, WaterfallChart
from ftc.ui.charts.lines import LineChart
from ftc.ui.charts.milestones import MilestoneChart, MilestoneMark
from ftc.ui.charts.quarters import QuarterChart, QuarterMark, QuarterTrack
from ftc.ui.charts.routes import RouteChart, RouteStop
from ftc.ui.charts.values import Series

__all__ = [
    "Bar",
    "BarChart",
    "LineChart",
    "MilestoneChart",
    "MilestoneMark",
    "QuarterChart",
    "QuarterMark",
    "QuarterTrack",
    "RouteChart",
    "RouteStop",
    "Series",
    "StackedBarChart",
    "WaterfallChart",
]
