from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftc.clear_days import (
    ClearDays,
    count_clear_days,
    is_working_day,
    latest_publication_on,
    working_day_after,
    working_days_between,
)

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 12, 31))
offsets = st.integers(min_value=-10, max_value=60)


@pytest.mark.parametrize(
    ("published_on", "meeting_on", "number", "calendar_number"),
    [
        pytest.param(date(1990, 4, 26), date(1990, 5, 1), 2, 4, id="Elitestone, three needed"),
        pytest.param(date(2019, 12, 10), date(2019, 12, 18), 5, 7, id="Bristol agenda"),
        pytest.param(date(2019, 12, 12), date(2019, 12, 18), 3, 5, id="Bristol questions"),
        pytest.param(date(2019, 11, 22), date(2019, 12, 2), 5, 9, id="Kent Cabinet agenda"),
        pytest.param(date(2013, 7, 10), date(2013, 7, 18), 5, 7, id="Meeting of 18 July 2013"),
    ],
)
def test_count_clear_days_agrees_with_published_cases(
    published_on, meeting_on, number, calendar_number
):
    clear_days = count_clear_days(published_on=published_on, meeting_on=meeting_on)

    assert (clear_days.number, clear_days.calendar_number) == (number, calendar_number)


def test_count_clear_days_keeps_the_days_it_counted():
    clear_days = count_clear_days(
        published_on=date(2014, 5, 6), meeting_on=date(2014, 5, 15), closures=frozenset()
    )

    assert clear_days == ClearDays(
        start=date(2014, 5, 6),
        end=date(2014, 5, 15),
        counted=tuple(date(2014, 5, day) for day in (7, 8, 9, 12, 13, 14)),
    )


def test_count_clear_days_leaves_out_the_councils_closure_days():
    clear_days = count_clear_days(
        published_on=date(2014, 12, 23),
        meeting_on=date(2015, 1, 5),
        closures=frozenset({date(2014, 12, 29), date(2014, 12, 30), date(2014, 12, 31)}),
    )

    assert clear_days.counted == (date(2014, 12, 24), date(2015, 1, 2))


@pytest.mark.parametrize("meeting_on", [date(2014, 5, 5), date(2014, 5, 6), date(2014, 5, 7)])
def test_count_clear_days_finds_none_without_a_day_between(meeting_on):
    clear_days = count_clear_days(published_on=date(2014, 5, 6), meeting_on=meeting_on)

    assert (clear_days.number, clear_days.calendar_number) == (0, 0)


@given(days, offsets)
def test_count_clear_days_counts_only_working_days_strictly_between(published_on, offset):
    meeting_on = published_on + timedelta(days=offset)

    clear_days = count_clear_days(published_on=published_on, meeting_on=meeting_on)

    assert all(published_on < day < meeting_on for day in clear_days.counted)
    assert all(day.weekday() < 5 for day in clear_days.counted)
    assert clear_days.counted == tuple(sorted(set(clear_days.counted)))
    assert clear_days.number <= clear_days.calendar_number


@pytest.mark.parametrize(
    ("meeting_on", "clear_days", "expected"),
    [
        (date(2013, 7, 18), 5, date(2013, 7, 10)),
        (date(2014, 5, 15), 5, date(2014, 5, 7)),
        (date(2014, 5, 15), 3, date(2014, 5, 9)),
        (date(2014, 5, 19), 5, date(2014, 5, 9)),
        (date(2014, 5, 13), 5, date(2014, 5, 2)),
        (date(2014, 5, 6), 0, date(2014, 5, 2)),
    ],
)
def test_latest_publication_on_is_the_last_working_day_in_time(meeting_on, clear_days, expected):
    assert latest_publication_on(meeting_on=meeting_on, clear_days=clear_days) == expected


def test_latest_publication_on_is_earlier_when_the_offices_close():
    latest = latest_publication_on(
        meeting_on=date(2014, 5, 15), clear_days=5, closures=frozenset({date(2014, 5, 12)})
    )

    assert latest == date(2014, 5, 6)


def test_latest_publication_on_refuses_a_negative_number():
    with pytest.raises(ValueError, match="The number of clear days cannot be negative"):
        latest_publication_on(meeting_on=date(2014, 5, 15), clear_days=-1)


@given(days, st.integers(min_value=0, max_value=30), st.frozensets(days, max_size=5))
def test_latest_publication_on_gives_exactly_the_days_needed(meeting_on, needed, closures):
    latest = latest_publication_on(meeting_on=meeting_on, clear_days=needed, closures=closures)

    counted = count_clear_days(published_on=latest, meeting_on=meeting_on, closures=closures)
    assert counted.number == needed
    assert is_working_day(latest, closures=closures)


def test_working_days_between_leaves_out_both_ends_weekends_and_holidays():
    between = working_days_between(date(2014, 4, 16), date(2014, 4, 23))

    assert between == (date(2014, 4, 17), date(2014, 4, 22))


def test_working_days_between_leaves_out_closure_days():
    closures = frozenset({date(2014, 4, 22)})

    between = working_days_between(date(2014, 4, 16), date(2014, 4, 23), closures=closures)

    assert between == (date(2014, 4, 17),)


@pytest.mark.parametrize(
    "on",
    [
        pytest.param(date(1990, 5, 7), id="early May"),
        pytest.param(date(2011, 4, 29), id="royal wedding"),
        pytest.param(date(2012, 6, 5), id="Diamond Jubilee"),
        pytest.param(date(2014, 5, 5), id="early May 2014"),
        pytest.param(date(2020, 5, 8), id="early May moved to VE Day"),
        pytest.param(date(2022, 1, 3), id="New Year in lieu"),
        pytest.param(date(2022, 9, 19), id="State Funeral"),
        pytest.param(date(2023, 5, 8), id="Coronation"),
    ],
)
def test_is_working_day_is_false_on_bank_holidays(on):
    assert not is_working_day(on)


@pytest.mark.parametrize(
    "on",
    [
        pytest.param(date(2014, 3, 17), id="holiday in Northern Ireland"),
        pytest.param(date(2014, 1, 2), id="holiday in Scotland"),
        pytest.param(date(2020, 5, 4), id="early May moved away"),
    ],
)
def test_is_working_day_is_true_on_days_kept_elsewhere(on):
    assert is_working_day(on)


@pytest.mark.parametrize(
    "start, number, day",
    [
        (date(2014, 5, 2), 1, date(2014, 5, 6)),  # the early May bank holiday is the Monday
        (date(2014, 5, 6), -1, date(2014, 5, 2)),
        (date(2014, 5, 3), 0, date(2014, 5, 3)),
        (date(2014, 5, 3), 1, date(2014, 5, 6)),
        (date(2014, 5, 6), 20, date(2014, 6, 4)),
    ],
)
def test_working_day_after_counts_the_working_days_passed(start, number, day):
    assert working_day_after(start, number) == day
