"""Meetings in order, what was known when, notice and deadlines."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from ftc.organisation.enums import Role
from governance import queries
from governance.enums import MeetingState, Regime
from tests.factories.governance import (
    COUNCIL_ON,
    PUBLISHED_ON,
    make_body,
    make_constitution,
    make_informal_body,
    make_meeting,
    make_published_meeting,
)
from tests.factories.organisation import make_user
from tests.factories.programme import make_source

pytestmark = pytest.mark.django_db

TODAY = date(2014, 5, 6)


@pytest.fixture
def reader():
    return make_user(Role.OFFICER)


def listed(user, **changes):
    values = {"user": user, "on": TODAY, "as_at": None} | changes
    return list(queries.meetings(**values))


def test_meetings_come_soonest_first_then_past_newest_first(reader):
    december = make_meeting(on=date(2013, 12, 12))
    july = make_meeting(on=date(2014, 7, 1), precision="month")
    may = make_meeting(on=date(2014, 5, 15))
    march = make_meeting(on=date(2014, 3, 27))
    undated = make_meeting(on=None, precision="none")

    assert listed(reader) == [may, july, march, december, undated]


def test_meetings_dated_by_month_are_coming_until_it_is_over(reader):
    may = make_meeting(on=date(2014, 5, 1), precision="month")

    assert listed(reader, period="upcoming") == [may]
    assert listed(reader, period="upcoming", on=date(2014, 6, 1)) == []


def test_meetings_are_filtered_by_body_and_period(reader):
    council = make_body(code="CC")
    march = make_meeting(council, on=date(2014, 3, 27))
    may = make_meeting(council)
    make_meeting(on=date(2013, 7, 18))

    assert listed(reader, body="CC") == [may, march]
    assert listed(reader, body="CC", period="past") == [march]
    assert listed(reader, period="2014") == [may, march]


def test_meetings_not_told_of_yet_are_left_out(reader):
    planned = make_meeting(on=date(2014, 7, 17), source=make_source(known_on=PUBLISHED_ON))
    held = make_meeting(on=date(2014, 3, 27), source=make_source(known_on=PUBLISHED_ON))
    ours = make_meeting()

    assert listed(reader, as_at=date(2014, 3, 27)) == [ours, held]
    assert listed(reader, as_at=PUBLISHED_ON) == [ours, planned, held]


def test_meetings_of_formal_bodies_are_public_once_published():
    published = make_published_meeting()
    make_meeting()
    make_published_meeting(make_informal_body())

    assert listed(AnonymousUser()) == [published]


def test_next_and_previous_meeting_of_a_body_skip_the_day_itself():
    council = make_body(code="CC")
    march = make_meeting(council, on=date(2014, 3, 27))
    may = make_meeting(council)
    july = make_meeting(council, on=date(2014, 7, 17))
    make_meeting(council, on=date(2014, 6, 1), precision="month")
    make_meeting(on=date(2014, 5, 8))

    assert queries.next_meeting("CC", TODAY) == may
    assert queries.next_meeting("CC", COUNCIL_ON) == july
    assert queries.previous_meeting("CC", COUNCIL_ON) == march
    assert queries.next_meeting("CC", date(2014, 7, 17)) is None
    assert queries.previous_meeting("XX", TODAY) is None


def test_next_meeting_is_one_this_person_may_see():
    body = make_body(code="CC")
    make_meeting(body)

    assert queries.next_meeting("CC", TODAY, user=AnonymousUser()) is None


def test_upcoming_is_limited(reader):
    first = make_meeting(on=date(2014, 5, 15))
    make_meeting(on=date(2014, 7, 17))

    assert queries.upcoming(TODAY, 1, user=reader) == [first]


def test_years_of_meetings_are_newest_first(reader):
    make_meeting(on=date(2013, 7, 18))
    make_meeting()
    make_meeting()

    assert queries.years_of_meetings(reader) == [2014, 2013]


def test_notice_of_15_may_gave_six_clear_days():
    make_constitution()

    notice = queries.notice_of(make_published_meeting())

    assert [day.isoformat() for day in notice.clear.counted] == [
        "2014-05-07",
        "2014-05-08",
        "2014-05-09",
        "2014-05-12",
        "2014-05-13",
        "2014-05-14",
    ]
    assert (notice.required, notice.is_enough) == (5, True)
    assert notice.rule == "Local Government Act 1972, s.100B(3) and (4)"


def test_notice_over_the_may_bank_holiday_can_be_too_short():
    make_constitution()
    meeting = make_published_meeting(on=date(2014, 5, 9), published_on=date(2014, 5, 2))

    notice = queries.notice_of(meeting)

    assert (notice.clear.number, notice.is_enough) == (3, False)


def test_notice_without_a_recorded_rule_is_counted_and_not_judged():
    notice = queries.notice_of(make_published_meeting())

    assert (notice.clear.number, notice.required, notice.is_enough) == (6, None, None)


def test_notice_takes_the_rule_in_force_on_the_day():
    make_constitution(effective_on=date(2000, 1, 1), agenda_clear_days=3)
    make_constitution()

    assert queries.notice_of(make_published_meeting()).required == 5


def test_notice_of_an_executive_body_cites_its_own_rule():
    body = make_body(regime=Regime.EXECUTIVE_2012)

    assert queries.notice_of(make_published_meeting(body)).rule == "SI 2012/2089, reg. 6 and 7"


def test_notice_is_not_given_for_informal_or_unpublished_meetings():
    assert queries.notice_of(make_published_meeting(make_informal_body())) is None
    assert queries.notice_of(make_meeting()) is None
    assert queries.notice_of(make_published_meeting(), date(2014, 5, 5)) is None


def test_deadline_for_papers_of_15_may_is_wednesday_7_may():
    make_constitution()

    deadline = queries.deadline_for_papers(make_meeting())

    assert (deadline.on, deadline.clear_days) == (date(2014, 5, 7), 5)


def test_deadline_takes_the_rules_handed_in():
    rules = make_constitution(agenda_clear_days=3)

    assert queries.deadline_for_papers(make_meeting(), rules).on == date(2014, 5, 9)


def test_deadline_is_none_without_rule_or_day():
    assert queries.deadline_for_papers(make_meeting()) is None
    make_constitution()
    assert queries.deadline_for_papers(make_meeting(make_informal_body())) is None
    assert queries.deadline_for_papers(make_meeting(on=None, precision="none")) is None
    assert queries.deadline_for_papers(make_meeting(precision="month")) is None


@pytest.mark.parametrize(
    "as_at, state",
    [
        (None, MeetingState.MINUTES_DRAFTED),
        (date(2014, 4, 30), MeetingState.PLANNED),
        (date(2014, 5, 6), MeetingState.PUBLISHED),
        (date(2014, 5, 15), MeetingState.HELD),
        (date(2014, 7, 8), MeetingState.MINUTES_DRAFTED),
    ],
)
def test_state_on_a_date_is_how_far_it_had_got(as_at, state):
    meeting = make_published_meeting(
        state=MeetingState.MINUTES_DRAFTED, minutes_published_on=date(2014, 7, 8)
    )

    assert queries.state_on(meeting, as_at) == state


def test_state_on_a_date_keeps_a_summons_and_an_undated_meeting():
    summoned = make_meeting(state=MeetingState.SUMMONED)
    undated = make_meeting(on=None, precision="none")

    assert queries.state_on(summoned, TODAY) == MeetingState.SUMMONED
    assert queries.state_on(undated, TODAY) == MeetingState.PLANNED


def test_calendar_puts_meetings_on_their_days(reader):
    may = make_meeting()
    june = make_meeting(on=date(2014, 6, 1))
    some_day = make_meeting(on=date(2014, 5, 1), precision="month")
    make_meeting(on=date(2014, 6, 1), precision="month")

    month = queries.calendar(first=date(2014, 5, 1), user=reader, on=TODAY, as_at=None)

    days = {day.on: day for week in month.weeks for day in week}
    assert days[date(2014, 5, 15)].meetings == [may]
    assert days[date(2014, 6, 1)].meetings == [june]
    assert not days[date(2014, 6, 1)].is_in_month
    assert days[TODAY].is_today
    assert month.without_a_day == [some_day]
    assert (month.previous, month.following, month.count) == ("2014-04", "2014-06", 2)


def test_calendar_weeks_start_on_monday(reader):
    month = queries.calendar(first=date(2014, 5, 1), user=reader, on=TODAY, as_at=None)

    assert (month.weeks[0][0].on, month.weeks[-1][-1].on) == (date(2014, 4, 28), date(2014, 6, 1))
    assert month.count == 0
