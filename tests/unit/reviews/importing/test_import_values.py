"""What the text of a cell means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftc.periods import Precision, long_date
from reviews.errors import SheetRefused
from reviews.importing.cells import SheetCell
from reviews.importing.values import GivenDate, checked_text, given_date, several, whole_number

NONE = SheetCell("")
MAY_15 = date(2014, 5, 15)


def date_in(text, precision="", *, is_date=False):
    said = SheetCell("E7", precision)
    return given_date(SheetCell("D7", text, is_date), said)


@pytest.mark.parametrize(
    "text",
    [
        "2014-05-15", "2014-5-15", "15/05/2014", "15/5/2014", "15.05.2014", "15-5-2014",
        "15 May 2014", "15  may 2014",
    ],
)  # fmt: skip
def test_day_is_read_however_it_is_written(text):
    assert date_in(text) == GivenDate(MAY_15, Precision.DAY)


@pytest.mark.parametrize(
    "text, on, precision, printed",
    [
        ("May 2014", date(2014, 5, 1), Precision.MONTH, ""),
        ("Sep 2014", date(2014, 9, 1), Precision.MONTH, ""),
        ("end of February 2016", date(2016, 2, 29), Precision.MONTH_END, ""),
        ("by end April 2014", date(2014, 4, 30), Precision.MONTH_END, ""),
        ("by the end of April 2014", date(2014, 4, 30), Precision.MONTH_END, ""),
        ("week beginning 15 May 2014", date(2014, 5, 12), Precision.WEEK, ""),
        ("w/b 12/05/2014", date(2014, 5, 12), Precision.WEEK, ""),
        ("2014", date(2014, 12, 31), Precision.YEAR, ""),
        ("by 2020", date(2020, 12, 31), Precision.YEAR, ""),
        ("Autumn 2014", None, Precision.SEASON, "Autumn 2014"),
    ],
)
def test_date_known_less_exactly_is_no_more_exact_than_it_is_written(text, on, precision, printed):
    assert date_in(text) == GivenDate(on, precision, printed)


@pytest.mark.parametrize(
    "text",
    [
        "5/15/2014", "31/04/2014", "15/5/14", "2014-13-01", "41774", "soon", "29 February 2014",
        "15 Mai 2014", "month 2014", "end 2014", "week beginning soon", "0000-01-01", "May 0001",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_the_cell_and_how_to_write_it(text):
    with pytest.raises(SheetRefused) as refusal:
        date_in(text)

    assert str(refusal.value) == (
        f"D7 holds “{text}”, which is not a date. "
        "Write it as day/month/year, such as 15/05/2014, or as 2014-05-15."
    )


def test_year_outside_ours_is_refused():
    with pytest.raises(SheetRefused, match=r"D7 holds 1802-05-15\. The year is not one from 1900"):
        date_in("1802-05-15", is_date=True)


def test_empty_cell_is_no_date():
    assert given_date(SheetCell("D7"), NONE) is None


def test_precision_makes_a_day_less_exact_and_nothing_more_exact():
    assert date_in("2014-05-15", "Month end", is_date=True).precision == Precision.MONTH_END
    assert date_in("15/5/2014", "day_inferred").precision == Precision.DAY_INFERRED
    assert date_in("May 2014", "month").precision == Precision.MONTH
    for text, precision, sentence in (
        ("May 2014", "day", "E7 says day, but D7 holds “May 2014”"),
        ("15/5/2014", "roughly", "E7 holds “roughly”. A precision is one of day, day inferred,"),
        ("", "day", "E7 says how exact a date is that is not given"),
    ):
        with pytest.raises(SheetRefused, match=sentence):
            date_in(text, precision)


@given(on=st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_comes_back_from_each_way_of_writing_it(on):
    ways = (on.isoformat(), f"{on.day}/{on.month}/{on.year}", long_date(on))

    assert [date_in(way) for way in ways] == [GivenDate(on, Precision.DAY)] * 3


@pytest.mark.parametrize("text, number", [("", None), ("7", 7), ("1,234", 1234)])
def test_whole_number_is_read_with_its_commas(text, number):
    assert whole_number(SheetCell("C7", text)) == number


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "1,23", "x", "99999", "²"])
def test_whole_number_refuses_anything_else(text):
    with pytest.raises(SheetRefused, match=f"C7 holds “{text}”. Write a whole number from 1 to"):
        whole_number(SheetCell("C7", text))


def test_several_are_divided_by_semicolons_and_lines_and_named_once():
    assert several(SheetCell("C7", " A; B;\nA ;; C, D")) == ["A", "B", "C, D"]
    assert several(NONE) == []


def test_words_that_are_too_many_are_refused():
    assert checked_text(SheetCell("C7", "short"), longest=5) == "short"
    with pytest.raises(SheetRefused, match=r"C7 holds 6 characters\. At most 5 are kept"):
        checked_text(SheetCell("C7", "longer"), longest=5)
