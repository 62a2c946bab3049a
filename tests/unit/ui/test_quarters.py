"""Dates by quarter of the financial year: which quarter, what is drawn, and the same as a table."""

from datetime import date

import pytest

from ftc.ui.charts import QuarterChart, QuarterMark, QuarterTrack
from ftc.ui.charts.quarters import quarter_of
from ftc.ui.components import Cell

CHART = QuarterChart(
    "Milestones",
    (
        QuarterTrack(
            "Property",
            (
                QuarterMark(date(2013, 3, 31), "met", "Too early", "31 March 2013"),
                QuarterMark(date(2014, 6, 30), "planned", "Case", "end of June 2014"),
                QuarterMark(date(2016, 3, 31), "expected", "Contract", "31 March 2016"),
                QuarterMark(date(2016, 4, 1), "planned", "Too late", "1 April 2016"),
            ),
            "/reviews/P1-PRO/",
        ),
        QuarterTrack("A <b>", (QuarterMark(date(2013, 4, 1), "stage", "Stage 1", "1 April 2013"),)),
    ),
    first=2013,
    today=date(2014, 5, 6),
)


@pytest.mark.parametrize(
    ("on", "quarter"),
    [
        (date(2014, 4, 1), "Q1 2014/15"),
        (date(2014, 6, 30), "Q1 2014/15"),
        (date(2014, 7, 1), "Q2 2014/15"),
        (date(2014, 12, 31), "Q3 2014/15"),
        (date(2015, 1, 1), "Q4 2014/15"),
        (date(2015, 3, 31), "Q4 2014/15"),
    ],
)
def test_quarter_of_is_that_of_the_financial_year(on, quarter):
    assert quarter_of(on) == quarter


def test_the_table_tells_what_lies_in_the_years_in_the_order_of_the_days():
    property_ = Cell("Property", url="/reviews/P1-PRO/")

    assert CHART.rows == [
        ["Q1 2013/14", Cell("A <b>"), "Stage 1", "1 April 2013", "Stage entered"],
        ["Q1 2014/15", property_, "Case", "end of June 2014", "Planned"],
        ["Q4 2015/16", property_, "Contract", "31 March 2016", "Expected"],
    ]


def test_the_picture_shows_years_quarters_and_each_mark_with_its_words():
    drawn = str(CHART.svg)

    for year in ("2013/14", "2014/15", "2015/16"):
        assert f">{year}</text>" in drawn
    assert drawn.count(">Q4</text>") == 3
    assert "<title>Case: planned end of June 2014</title>" in drawn
    assert "Too early" not in drawn
    assert "Too late" not in drawn
    assert "A &lt;b&gt;" in drawn


def test_a_day_outside_the_years_is_not_drawn_as_today():
    later = QuarterChart("Milestones", CHART.tracks, first=2020, today=date(2014, 5, 6))

    assert "stroke-dasharray" in str(CHART.svg)
    assert "stroke-dasharray" not in str(later.svg)
