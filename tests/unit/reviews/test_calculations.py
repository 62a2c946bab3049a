"""Slips in working days, and dates that have passed."""

from datetime import date

import pytest

from ftc.periods import Precision
from reviews.calculations import has_passed, slip_in_working_days

MONDAY = date(2014, 9, 1)


@pytest.mark.parametrize(
    ("baseline", "forecast", "slip"),
    [
        (MONDAY, MONDAY, 0),
        (MONDAY, date(2014, 9, 2), 1),
        (date(2014, 9, 5), date(2014, 9, 8), 1),  # over a weekend
        (date(2014, 4, 17), date(2014, 4, 22), 1),  # over Easter
        (MONDAY, date(2014, 8, 28), -2),
        (MONDAY, date(2014, 9, 15), 10),
    ],
)
def test_slip_in_working_days_leaves_out_weekends_and_holidays(baseline, forecast, slip):
    assert slip_in_working_days(baseline, forecast) == slip


@pytest.mark.parametrize(("baseline", "forecast"), [(None, MONDAY), (MONDAY, None), (None, None)])
def test_slip_in_working_days_is_not_known_without_both_dates(baseline, forecast):
    assert slip_in_working_days(baseline, forecast) is None


@pytest.mark.parametrize(
    ("on", "precision", "today", "passed"),
    [
        (MONDAY, Precision.DAY, MONDAY, False),
        (MONDAY, Precision.DAY, date(2014, 9, 2), True),
        (MONDAY, Precision.MONTH, date(2014, 9, 30), False),
        (MONDAY, Precision.MONTH, date(2014, 10, 1), True),
        (MONDAY, Precision.WEEK, date(2014, 9, 7), False),
        (MONDAY, Precision.WEEK, date(2014, 9, 8), True),
        (date(2014, 1, 1), Precision.YEAR, date(2014, 12, 31), False),
        (date(2014, 1, 1), Precision.YEAR, date(2015, 1, 1), True),
        (date(2014, 4, 30), Precision.MONTH_END, date(2014, 5, 1), True),
        (None, Precision.NONE, MONDAY, False),
    ],
)
def test_has_passed_waits_for_the_end_of_what_is_known_less_exactly(on, precision, today, passed):
    assert has_passed(on, precision, today) is passed
