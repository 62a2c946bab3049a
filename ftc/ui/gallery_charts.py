"""Charts that the gallery shows; their figures are illustrations only."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ftc.ui import charts

Chart = (
    charts.BarChart
    | charts.StackedBarChart
    | charts.WaterfallChart
    | charts.LineChart
    | charts.MilestoneChart
    | charts.RouteChart
    | charts.QuarterChart
)


@dataclass(frozen=True)
class NamedChart:
    """A chart and what the gallery calls it."""

    name: str
    chart: Chart


def _millions(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) * 1_000_000 for amount in amounts]


CHARTS = [
    NamedChart(
        "Bars",
        charts.BarChart(
            title="Nine of ten reviews have reached the full business case",
            bars=[
                charts.Bar("Service review and market engagement", 1),
                charts.Bar("Full business case", 6),
                charts.Bar("Decision", 3),
            ],
            label_head="Stage",
            head="Reviews",
        ),
    ),
    NamedChart(
        "Stacked bars",
        charts.StackedBarChart(
            title="Two thirds of the savings of 2014/15 are achieved",
            categories=["Adult social care", "Business capability", "Children's services"],
            series=[
                charts.Series("Achieved", _millions("12.4", "6.1", "3.5")),
                charts.Series("On track", _millions("4.2", "1", "2.2")),
                charts.Series("At risk", _millions("1.8", "0", "0.9")),
                charts.Series("Not deliverable", _millions("0.6", "0.2", "0")),
            ],
            unit="pounds",
            label_head="Portfolio",
        ),
    ),
    NamedChart(
        "Waterfall",
        charts.WaterfallChart(
            title="£88m is needed in 2015/16; £43m is not yet identified",
            requirement=charts.Bar("Needed in 2015/16", *_millions("88")),
            steps=[
                charts.Bar("Transformation savings", *_millions("27")),
                charts.Bar("Income generation", *_millions("8.5")),
                charts.Bar("Efficiency and policy savings", *_millions("9.5")),
            ],
            gap_label="Not yet identified",
            head="Pounds",
        ),
    ),
    NamedChart(
        "Lines",
        charts.LineChart(
            title="Forecast savings fell behind the plan in March",
            periods=["Dec 2013", "Jan", "Feb", "Mar", "Apr", "May 2014"],
            series=[
                charts.Series("Plan", _millions("10", "20", "30", "40", "50", "60")),
                charts.Series("Forecast", [*_millions("10", "19", "31", "36", "41"), None]),
                charts.Series("Achieved", [*_millions("4", "9", "15", "22"), None, None]),
            ],
            unit="pounds",
            label_head="Month",
        ),
    ),
    NamedChart(
        "Milestones",
        charts.MilestoneChart(
            title="The business case is expected 45 days late",
            milestones=[
                charts.MilestoneMark(
                    "Options appraisal",
                    baseline_on=date(2013, 12, 31),
                    achieved_on=date(2014, 1, 17),
                ),
                charts.MilestoneMark(
                    "Full business case",
                    baseline_on=date(2014, 5, 31),
                    forecast_on=date(2014, 7, 15),
                ),
                charts.MilestoneMark("Contract starts", forecast_on=date(2014, 10, 1)),
            ],
            today=date(2014, 5, 6),
        ),
    ),
    NamedChart(
        "Route",
        charts.RouteChart(
            title="A review passes two gates before it is decided",
            stops=[
                charts.RouteStop("Service review", note="3 reviews", gate=["Scoping brief"]),
                charts.RouteStop(
                    "Market engagement and options",
                    mark="The market is engaged",
                    note="6 reviews",
                    gate=["Outline business case", "Endorsement by the County Council"],
                ),
                charts.RouteStop("Decision", note="No review"),
            ],
        ),
    ),
    NamedChart(
        "Quarters",
        charts.QuarterChart(
            title="Two business cases fall in the first quarter of 2014/15",
            tracks=(
                charts.QuarterTrack(
                    "Property",
                    (
                        charts.QuarterMark(date(2013, 12, 12), "stage", "Stage 1", "12 Dec 2013"),
                        charts.QuarterMark(date(2014, 1, 17), "met", "Options", "17 January 2014"),
                        charts.QuarterMark(date(2014, 6, 30), "expected", "Case", "June 2014"),
                    ),
                ),
                charts.QuarterTrack(
                    "Libraries",
                    (charts.QuarterMark(date(2014, 5, 31), "planned", "Case", "end of May 2014"),),
                ),
            ),
            first=2013,
            today=date(2014, 5, 6),
        ),
    ),
]
