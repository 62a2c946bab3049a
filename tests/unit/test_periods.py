from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftc.periods import (
    FinancialYear,
    Precision,
    display_date,
    long_date,
    range_inclusive,
    weekday_date,
)

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))
years = st.integers(min_value=1, max_value=9998).map(FinancialYear)


@pytest.mark.parametrize(
    ("start", "printed"), [(2015, "2015/16"), (1999, "1999/00"), (2009, "2009/10")]
)
def test_financial_year_prints_as_papers_do(start, printed):
    assert str(FinancialYear(start)) == printed


@given(years)
def test_financial_year_parse_reads_back_what_was_printed(year):
    assert FinancialYear.parse(str(year)) == year


@pytest.mark.parametrize(
    "text", ["", "2015", "2015-16", "2015/2016", "15/16", "2015/16 ", "next year", "٢٠١٥/١٦"]
)
def test_financial_year_parse_refuses_other_text(text):
    with pytest.raises(ValueError, match=f"^“{text}” is not a financial year. Write it like"):
        FinancialYear.parse(text)


@pytest.mark.parametrize("text", ["2015/17", "2015/15", "2015/14"])
def test_financial_year_parse_refuses_years_that_do_not_follow(text):
    with pytest.raises(
        ValueError,
        match=f"^“{text}” is not a financial year. The year that starts in 2015 is 2015/16.$",
    ):
        FinancialYear.parse(text)


@pytest.mark.parametrize("start", [-1, 0, 9999])
def test_financial_year_refuses_a_year_outside_the_calendar(start):
    with pytest.raises(ValueError, match=f"No financial year starts in the year {start}"):
        FinancialYear(start)


@pytest.mark.parametrize(
    ("on", "printed"),
    [
        (date(2015, 3, 31), "2014/15"),
        (date(2015, 4, 1), "2015/16"),
        (date(2015, 12, 31), "2015/16"),
        (date(2016, 1, 1), "2015/16"),
    ],
)
def test_financial_year_containing_turns_on_1_april(on, printed):
    assert str(FinancialYear.containing(on)) == printed


@given(days)
def test_financial_year_containing_a_day_starts_before_it_and_ends_after(on):
    year = FinancialYear.containing(on)

    assert year.starts_on <= on <= year.ends_on


@given(st.integers(min_value=1, max_value=9997).map(FinancialYear))
def test_next_financial_year_starts_the_day_after_this_one_ends(year):
    assert year.next().starts_on == year.ends_on + timedelta(days=1)
    assert year < year.next()


def test_range_inclusive_gives_both_ends_oldest_first():
    years = range_inclusive(FinancialYear(2014), FinancialYear(2016))

    assert [str(year) for year in years] == ["2014/15", "2015/16", "2016/17"]


def test_range_inclusive_of_one_year_is_that_year():
    assert range_inclusive(FinancialYear(2014), FinancialYear(2014)) == [FinancialYear(2014)]


def test_range_inclusive_refuses_to_run_backwards():
    with pytest.raises(ValueError, match="cannot run from 2016/17 back to 2014/15"):
        range_inclusive(FinancialYear(2016), FinancialYear(2014))


@pytest.mark.parametrize(
    ("on", "precision", "printed", "shown"),
    [
        (date(2014, 5, 15), Precision.DAY, "15 May", "15 May 2014"),
        (date(2015, 4, 1), Precision.DAY_INFERRED, "start of 2015/16", "1 April 2015 (inferred)"),
        (date(2015, 2, 13), Precision.WEEK, "second week", "week beginning 9 February 2015"),
        (date(2014, 5, 1), Precision.MONTH, "May", "May 2014"),
        (date(2014, 4, 30), Precision.MONTH_END, "by end April", "end of April 2014"),
        (date(2020, 12, 31), Precision.YEAR, "by 2020", "2020"),
        (date(2013, 11, 14), Precision.RANGE, "October/November 2013", "October/November 2013"),
        (date(2014, 9, 1), Precision.SEASON, "autumn 2014", "autumn 2014"),
        (date(2014, 6, 30), Precision.QUARTER_AMBIGUOUS, "end of Q2 2014", "end of Q2 2014"),
        (date(2014, 6, 30), Precision.NONE, "", "not dated"),
    ],
)
def test_display_date_is_no_more_exact_than_its_source(on, precision, printed, shown):
    assert display_date(on, precision, printed) == shown


@pytest.mark.parametrize("precision", list(Precision))
def test_display_date_gives_the_printed_text_when_there_is_no_date(precision):
    assert display_date(None, precision, "over the summer") == "over the summer"
    assert display_date(None, precision, "") == "not dated"


def test_precision_has_the_values_of_the_data_tables():
    assert [str(precision) for precision in Precision] == [
        "day",
        "day_inferred",
        "week",
        "month",
        "month_end",
        "season",
        "quarter_ambiguous",
        "year",
        "range",
        "none",
    ]


def test_long_date_has_no_leading_zero():
    assert long_date(date(2014, 5, 6)) == "6 May 2014"


def test_weekday_date_names_the_day():
    assert weekday_date(date(2014, 5, 15)) == "Thursday 15 May 2014"


@given(days)
def test_weekday_date_names_the_same_day_as_the_calendar(on):
    assert weekday_date(on) == f"{on:%A} {on.day} {on:%B %Y}"
