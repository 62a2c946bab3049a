"""How many days are left until a meeting, in words."""

from datetime import date

import pytest

from governance.models import Meeting
from governance.tables import days_to_go


@pytest.mark.parametrize(
    "held_on, precision, words",
    [
        (date(2014, 5, 15), "day", "in 9 days"),
        (date(2014, 5, 7), "day", "in 1 day"),
        (date(2014, 5, 6), "day", "today"),
        (date(2014, 5, 5), "day", ""),
        (date(2014, 7, 1), "month", ""),
        (None, "none", ""),
    ],
)
def test_days_to_go_are_told_where_the_day_is_known(held_on, precision, words):
    meeting = Meeting(held_on=held_on, precision=precision)

    assert days_to_go(meeting, date(2014, 5, 6)) == words
