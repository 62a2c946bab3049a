"""Charts: geometry, words, tables, and that nothing in them is inline or unescaped."""

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from ftc.ui import charts
from ftc.ui.charts.lines import nice_ticks, tick_words
from ftc.ui.charts.values import written
from ftc.ui.components import Column
from ftc.ui.gallery_charts import CHARTS

SVG = "{http://www.w3.org/2000/svg}"


def _widths(svg, fill):
    root = ElementTree.fromstring(svg)
    return [float(r.get("width")) for r in root.iter(f"{SVG}rect") if r.get("fill") == fill]


@pytest.mark.parametrize("named", CHARTS, ids=lambda named: named.name)
def test_every_chart_is_named_well_formed_and_small(named):
    svg = named.chart.svg
    root = ElementTree.fromstring(svg)

    title = root.find(f"{SVG}title")
    assert (root.get("role"), root.get("aria-labelledby"), title.text) == (
        "img",
        title.get("id"),
        named.chart.title,
    )
    assert re.findall(r" style=| class=|<script| on[a-z]+=|href", svg) == []
    assert len(svg) < 5000
    assert root.get("viewBox").startswith("0 0 420 ")


@pytest.mark.parametrize("named", CHARTS, ids=lambda named: named.name)
def test_every_row_of_a_chart_table_has_a_cell_for_each_column(named):
    assert {len(row) for row in named.chart.rows} == {len(named.chart.columns)}


def test_bars_are_as_long_as_their_values():
    chart = charts.BarChart(
        title="T", bars=[charts.Bar("A", 10), charts.Bar("B", 5), charts.Bar("C", None)]
    )

    long, short = _widths(chart.svg, "#12436d")

    assert long == pytest.approx(2 * short, abs=0.2)
    assert "not known" in chart.svg
    assert chart.rows == [["A", 10], ["B", 5], ["C", None]]


def test_a_negative_bar_reaches_left_of_zero():
    chart = charts.BarChart(title="T", bars=[charts.Bar("A", 10), charts.Bar("B", -10)])

    assert len(set(_widths(chart.svg, "#12436d"))) == 1
    assert re.findall(r'width="-', chart.svg) == []


def test_labels_are_escaped():
    chart = charts.BarChart(title="<b>&", bars=[charts.Bar("<script>", 1)])

    assert "<script>" not in chart.svg
    assert "<b>" not in chart.svg


def test_waterfall_ends_in_the_gap():
    chart = charts.WaterfallChart(
        title="T",
        requirement=charts.Bar("Needed", Decimal(88_000_000)),
        steps=[charts.Bar("Found", Decimal(45_000_000)), charts.Bar("Hoped for", None)],
    )

    assert chart.gap == 43_000_000
    assert chart.rows[-1] == ["Gap", Decimal(43_000_000)]
    assert chart.columns == [Column("Step"), Column("Amount", kind="money", unit="£")]
    assert re.findall(r">([−£\d.m]+|not known)</text>", chart.svg) == [
        "£88.0m",
        "−£45.0m",
        "not known",
        "£43.0m",
    ]


def test_stacked_bars_refuse_more_than_four_series_and_negative_values():
    five = [charts.Series(str(number), [1]) for number in range(5)]

    with pytest.raises(ValueError, match="one to 4 series, not 5"):
        charts.StackedBarChart(title="T", categories=["A"], series=five).svg  # noqa: B018
    with pytest.raises(ValueError, match="negative"):
        charts.StackedBarChart(title="T", categories=["A"], series=[charts.Series("S", [-1])]).svg  # noqa: B018


def test_a_value_that_is_not_known_leaves_a_hole_in_the_line():
    chart = charts.LineChart(
        title="T", periods=["1", "2", "3", "4"], series=[charts.Series("S", [1, None, 2, 3])]
    )

    paths = re.findall(r'd="(M[^"]*)" fill="none"', chart.svg)

    assert [letter for letter in paths[0] if letter in "ML"] == ["M", "M", "L"]
    assert len(ElementTree.fromstring(chart.svg).findall(f"{SVG}circle")) == 4


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 60, [0, 20, 40, 60]),
        (0, 9, [0, 2.5, 5, 7.5, 10]),
        (-5, 5, [-5, -2.5, 0, 2.5, 5]),
        (0, 0, [0, 0.25]),
    ],
)
def test_nice_ticks_are_round_and_cover_the_values(low, high, ticks):
    assert nice_ticks(low, high) == ticks


@pytest.mark.parametrize(
    ("tick", "unit", "words"),
    [
        (20e6, "pounds", "£20m"),
        (250e3, "pounds", "£250k"),
        (-500, "pounds", "-£500"),
        (0, "pounds", "£0"),
        (0, "number", "0"),
        (1200, "number", "1,200"),
        (40, "percent", "40%"),
    ],
)
def test_tick_words(tick, unit, words):
    assert tick_words(tick, unit) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (Decimal(45_000_000), "pounds", "£45.0m"),
        (Decimal(45_000), "pounds", "£45k"),
        (Decimal(0), "pounds", "£0"),
        (None, "pounds", "not known"),
        (1200, "number", "1,200"),
        (40, "percent", "40%"),
    ],
)
def test_values_are_written_in_their_unit(value, unit, words):
    assert written(value, unit) == words


@pytest.mark.parametrize(
    ("mark", "slip"),
    [
        (charts.MilestoneMark("M", date(2014, 5, 1), forecast_on=date(2014, 5, 2)), "1 day late"),
        (charts.MilestoneMark("M", date(2014, 5, 4), achieved_on=date(2014, 5, 1)), "3 days early"),
        (charts.MilestoneMark("M", date(2014, 5, 1), achieved_on=date(2014, 5, 1)), "on time"),
        (charts.MilestoneMark("M", date(2014, 5, 1)), ""),
        (charts.MilestoneMark("M"), ""),
    ],
)
def test_a_milestone_says_how_it_stands_against_its_plan(mark, slip):
    assert mark.slip == slip


def test_milestones_show_a_date_that_is_not_known_and_need_one_that_is():
    unknown = charts.MilestoneMark("Contract starts")
    planned = charts.MilestoneMark("Decision", baseline_on=date(2014, 5, 15))

    assert "Date not known" in charts.MilestoneChart("T", [unknown, planned]).svg
    with pytest.raises(ValueError, match="at least one date"):
        charts.MilestoneChart("T", [unknown]).svg  # noqa: B018
