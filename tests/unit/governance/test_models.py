"""What the database refuses of bodies, meetings and recommendations, and short words of each."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from governance.enums import (
    BodyKind,
    DecisionState,
    MeetingState,
    RecommendationStatus,
    VoteChoice,
)
from governance.models import Body, Meeting
from tests.factories.governance import (
    make_attendance,
    make_body,
    make_constitution,
    make_decision,
    make_exempt_item,
    make_informal_body,
    make_item,
    make_meeting,
    make_membership,
    make_minute,
    make_outcome,
    make_published_meeting,
    make_recommendation,
    make_resolution,
    make_vote,
    make_withdrawal,
)
from tests.factories.organisation import make_person

pytestmark = pytest.mark.django_db


def two_current_seats():
    seat = make_membership(make_body())
    make_membership(seat.body, seat.person)


def two_rules_of_a_day():
    make_constitution()
    make_constitution()


def two_items_of_a_number():
    item = make_item()
    make_item(item.meeting, number=item.number)


def two_entries_of_a_person():
    attendance = make_attendance(make_meeting())
    make_attendance(attendance.meeting, attendance.person)


def two_minutes_of_a_number():
    minute = make_minute(make_meeting())
    make_minute(minute.meeting, minute.number)


def leaving_twice():
    attendance = make_attendance(make_meeting())
    minute = make_minute(attendance.meeting)
    make_withdrawal(attendance, minute)
    make_withdrawal(attendance, minute)


def two_recommendations_of_a_number():
    first = make_recommendation()
    make_recommendation(report_code=first.report_code, number=first.number)


def a_vote_of_another_kind():
    attendance = make_attendance(make_meeting())
    make_vote(make_resolution(attendance.meeting), attendance.person, "PERHAPS")


@pytest.mark.parametrize(
    "constraint, attempt",
    [
        ("body_kind_is_known", lambda: make_body(kind="CLUB")),
        ("body_regime_is_known", lambda: make_body(regime="NONE")),
        ("membership_one_current_seat", two_current_seats),
        (
            "membership_ends_after_it_starts",
            lambda: make_membership(
                make_body(), started_on=date(2014, 5, 2), ended_on=date(2014, 5, 1)
            ),
        ),
        ("constitution_one_a_day", two_rules_of_a_day),
        ("meeting_state_is_known", lambda: make_meeting(state="LOST")),
        (
            "meeting_published_before_it_is_held",
            lambda: make_meeting(published_on=date(2014, 5, 16)),
        ),
        ("agendaitem_numbered_once", two_items_of_a_number),
        (
            "agendaitem_pages_in_order_and_together",
            lambda: make_item(page_from=12, page_to=5),
        ),
        ("agendaitem_pages_in_order_and_together", lambda: make_item(page_to=5)),
        (
            "agendaitem_exempt_has_paragraph_and_reason",
            lambda: make_exempt_item(exempt_paragraph=8),
        ),
        ("agendaitem_exempt_has_paragraph_and_reason", lambda: make_exempt_item(exempt_reason="")),
        ("agendaitem_exempt_has_paragraph_and_reason", lambda: make_item(exempt_paragraph=3)),
        (
            "attendance_status_is_known",
            lambda: make_attendance(make_meeting(), status="ASLEEP"),
        ),
        ("attendance_listed_once", two_entries_of_a_person),
        ("minute_numbered_once", two_minutes_of_a_number),
        ("withdrawal_once_an_item", leaving_twice),
        ("recommendation_numbered_once", two_recommendations_of_a_number),
        (
            "recommendationoutcome_status_is_known",
            lambda: make_outcome(make_recommendation(), "LOST"),
        ),
        ("resolution_kind_is_known", lambda: make_resolution(kind="RUMOUR")),
        ("resolution_verb_is_known", lambda: make_resolution(verb="SHRUG")),
        ("vote_choice_is_known", a_vote_of_another_kind),
        ("decision_state_is_known", lambda: make_decision(state="LOST")),
        ("decision_taken_has_its_date", lambda: make_decision(state=DecisionState.TAKEN)),
        ("decision_taken_has_its_date", lambda: make_decision(taken_on=date(2014, 5, 1))),
    ],
)
def test_database_refuses(constraint, attempt):
    with pytest.raises(IntegrityError, match=f"governance_{constraint}"), transaction.atomic():
        attempt()


def test_bodies_formal_leaves_out_informal_ones():
    formal = make_body()
    informal = make_informal_body()

    assert list(Body.objects.formal()) == [formal]
    assert (formal.is_formal, informal.is_formal) == (True, False)


def test_meetings_after_and_before_a_day():
    march, may = make_meeting(on=date(2014, 3, 27)), make_meeting()

    assert list(Meeting.objects.after(date(2014, 5, 15))) == [may]
    assert list(Meeting.objects.before(date(2014, 5, 15))) == [march]


def test_constitution_in_force_is_the_latest_by_the_date():
    make_constitution(effective_on=date(2000, 1, 1), agenda_clear_days=3)
    now = make_constitution()

    assert type(now).objects.in_force(date(2014, 5, 15)) == now
    assert type(now).objects.in_force(date(2005, 1, 1)).agenda_clear_days == 3
    assert type(now).objects.in_force(date(1990, 1, 1)) is None


def test_rows_say_what_they_are():
    meeting = make_meeting(make_body(name="County Council", kind=BodyKind.FULL_COUNCIL))
    person = make_person(title="Mr", forenames="A", surname="Allen")
    attendance = make_attendance(meeting, person)
    minute = make_minute(meeting, 71, title="Europe")
    resolution = make_resolution(meeting, title="Europe")
    recommendation = make_recommendation(report_code="SELC", number="6")

    assert str(meeting) == "County Council, 15 May 2014"
    assert str(make_membership(meeting.body, person)) == "Mr A Allen on County Council"
    assert str(attendance) == "Mr A Allen: Present"
    assert str(minute) == "71. Europe"
    assert str(make_withdrawal(attendance, minute)) == "Mr A Allen left for 71. Europe"
    assert str(resolution) == "Europe"
    assert str(recommendation) == "SELC (6)"
    assert str(make_outcome(recommendation, RecommendationStatus.NOTED)) == "Noted"
    assert str(make_item(make_published_meeting(), title="Outturn")) == "1. Outturn"
    assert str(make_constitution()) == "Rules from 2012-09-10"
    assert make_item(make_published_meeting()).page_range == ""
    assert MeetingState.PUBLISHED.label == "Agenda published"
    assert str(make_decision(number="14/00138", title="Partner")) == "14/00138 Partner"


def test_vote_says_who_and_how():
    meeting = make_meeting()
    person = make_attendance(meeting, make_person(surname="Allen")).person
    resolution = make_resolution(
        meeting, has_recorded_vote=True, votes_for=0, votes_abstain=1, votes_against=0
    )

    assert str(make_vote(resolution, person, VoteChoice.ABSTAIN)) == "Mr A Allen: Abstain"
