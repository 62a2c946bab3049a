"""A meeting's page, bodies, recommendations: as one person sees them, as at a date."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from ftc.organisation.enums import PersonKind, Role
from ftc.programme.enums import ActivityKind
from governance import queries
from governance.enums import (
    AttendanceStatus,
    BodyKind,
    MeetingState,
    RecommendationStatus,
    Regime,
    VoteChoice,
)
from governance.queries.bodies import power_of
from governance.queries.recording import items_to_resolve, recording
from tests.factories import reviews
from tests.factories.governance import (
    COUNCIL_ON,
    PUBLISHED_ON,
    make_attendance,
    make_body,
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
from tests.factories.organisation import make_person, make_user
from tests.factories.programme import make_activity, make_source

pytestmark = pytest.mark.django_db

BEFORE = date(2014, 5, 5)


@pytest.fixture
def reader():
    return make_user(Role.OFFICER)


def page_of(meeting, user, as_at=None):
    return queries.meeting_page(meeting, user=user, as_at=as_at)


def test_meeting_page_lists_items_with_recommendations_and_outcomes(reader):
    item = make_item(page_from=69, page_to=82)
    recommendation = make_recommendation(item=item)
    resolution = make_resolution(item.meeting, agenda_item=item)

    [line] = page_of(item.meeting, reader).agenda

    assert (line.item, line.recommendations, line.resolutions) == (
        item,
        [recommendation],
        [resolution],
    )
    assert line.item.page_range == "Pages 69 - 82"


@pytest.mark.parametrize(
    "role, titles",
    [
        (Role.OFFICER, ["Business 1"]),
        (Role.MEMBER, ["Business 1", "Prices of the bidders"]),
        (Role.DEMOCRATIC_SERVICES, ["Business 1", "Prices of the bidders"]),
        (None, ["Business 1"]),
    ],
)
def test_meeting_page_shows_exempt_items_to_whoever_may_read_them(role, titles):
    meeting = make_published_meeting()
    make_item(meeting)
    exempt = make_exempt_item(meeting)
    make_resolution(meeting, agenda_item=exempt, title="Prices of the bidders")
    user = make_user(role) if role else AnonymousUser()

    page = page_of(meeting, user)

    assert [line.item.title for line in page.agenda] == titles
    assert len(page.other_resolutions) == len(titles) - 1


def test_meeting_page_before_publication_has_no_agenda(reader):
    item = make_item()

    page = page_of(item.meeting, reader, BEFORE)

    assert (page.agenda_is_out, page.agenda, page.notice) == (False, [], None)
    assert page.state == MeetingState.PLANNED


def test_meeting_page_before_the_minutes_knows_neither_attendance_nor_votes(reader):
    meeting = make_meeting(
        on=date(2014, 3, 27),
        state=MeetingState.MINUTES_DRAFTED,
        minutes_published_on=PUBLISHED_ON,
    )
    minute = make_minute(meeting)
    person = make_attendance(meeting).person
    resolution = make_resolution(
        meeting, minute=minute, has_recorded_vote=True, votes_for=1, votes_abstain=0,
        votes_against=0,
    )  # fmt: skip
    make_vote(resolution, person)

    page = page_of(meeting, reader, BEFORE)

    assert (page.minutes, page.present, page.minutes_known) == ([], [], False)
    [line] = page.other_resolutions
    assert (line.resolution, line.votes) == (resolution, [])


def test_meeting_page_lists_every_vote_by_surname_once(reader):
    meeting = make_meeting(state=MeetingState.HELD)
    resolution = make_resolution(
        meeting, minute=make_minute(meeting), has_recorded_vote=True, votes_for=2,
        votes_abstain=0, votes_against=1,
    )  # fmt: skip
    for order, (surname, choice) in enumerate(
        [("Latchford", "FOR"), ("Allen", "FOR"), ("McKenna", "AGAINST")], start=1
    ):
        person = make_person(surname=surname)
        make_attendance(meeting, person)
        make_vote(
            resolution, person, VoteChoice(choice), printed_name=f"Mr {surname}", order=10 - order
        )

    [line] = page_of(meeting, reader).minutes[0].resolutions

    assert [(group.choice, group.count, group.names) for group in line.votes] == [
        (VoteChoice.FOR, 2, ["Mr Allen", "Mr Latchford"]),
        (VoteChoice.ABSTAIN, 0, []),
        (VoteChoice.AGAINST, 1, ["Mr McKenna"]),
    ]


def test_meeting_page_sorts_attendance_and_names_who_left(reader):
    meeting = make_meeting(state=MeetingState.HELD)
    minute = make_minute(meeting, 73)
    present = make_attendance(meeting)
    apologies = make_attendance(meeting, status=AttendanceStatus.APOLOGIES)
    officer = make_attendance(meeting, status=AttendanceStatus.IN_ATTENDANCE)
    make_withdrawal(present, minute)

    page = page_of(meeting, reader)

    assert (page.present, page.apologies, page.in_attendance) == ([present], [apologies], [officer])
    assert page.minutes[0].withdrawn == [present.person]


def test_meeting_page_shows_decisions_known_by_the_date(reader):
    meeting = make_meeting()
    decision = make_decision(considered_at=meeting, source=make_source(known_on=PUBLISHED_ON))

    assert page_of(meeting, reader).decisions == [decision]
    assert page_of(meeting, reader, BEFORE).decisions == []


@pytest.mark.parametrize(
    "regime, may_decide, words",
    [
        (Regime.LOCAL_GOVERNMENT_ACT_1972, True, "May decide"),
        (Regime.LOCAL_GOVERNMENT_ACT_1972, False, "Advises only"),
        (Regime.INFORMAL, False, "Advises only, informally"),
    ],
)
def test_power_of_a_body_is_said_in_words(regime, may_decide, words):
    assert power_of(make_body(regime=regime, may_decide=may_decide)) == words


def test_body_list_gives_the_next_meeting(reader):
    body = make_body(name="Cabinet")
    make_meeting(body, on=date(2014, 4, 28))
    coming = make_meeting(body)
    make_informal_body(name="Board")

    board, cabinet = queries.body_list(user=reader, on=PUBLISHED_ON, as_at=None)

    assert (cabinet.next_on, cabinet.next_code) == (COUNCIL_ON, coming.code)
    assert board.next_on is None


def test_body_list_is_filtered_by_regime(reader):
    board = make_informal_body()
    make_body()

    rows = queries.body_list(user=reader, on=PUBLISHED_ON, as_at=None, regime=Regime.INFORMAL)

    assert list(rows) == [board]


def test_body_page_splits_meetings_and_dates_the_seats(reader):
    body = make_body()
    past = make_meeting(body, on=date(2014, 3, 27))
    coming = make_meeting(body)
    stays = make_membership(body)
    left = make_membership(body, started_on=date(2013, 5, 2), ended_on=date(2014, 4, 1))
    below = make_body(reports_to=body)

    now = queries.body_page(body, user=reader, on=PUBLISHED_ON, as_at=None)
    then = queries.body_page(body, user=reader, on=PUBLISHED_ON, as_at=date(2014, 3, 1))

    assert (now.coming, now.past, now.memberships) == ([coming], [past], [stays])
    assert set(then.memberships) == {stays, left}
    assert now.receives_from == [below]


def test_recommendations_carry_their_status_as_at_a_date(reader):
    recommendation = make_recommendation()
    make_outcome(recommendation, RecommendationStatus.ENDORSED, basis="minute 71")

    [now] = queries.recommendations(user=reader, as_at=None)
    [then] = queries.recommendations(user=reader, as_at=BEFORE)

    assert (now.status, now.status_basis) == (RecommendationStatus.ENDORSED, "minute 71")
    assert (then.status, then.status_basis) == (RecommendationStatus.OPEN, None)


def test_recommendations_are_filtered(reader):
    body = make_body(code="CAB")
    wanted = make_recommendation(body, report_code="SELC", theme="Social Value")
    make_recommendation(report_code="LGA", theme="Peer challenge")

    def found(**filters):
        return list(queries.recommendations(user=reader, as_at=None, **filters))

    assert found(report="SELC") == found(theme="Social Value") == found(body="CAB") == [wanted]
    assert len(found(status=RecommendationStatus.OPEN)) == 2
    assert found(status=RecommendationStatus.NOTED) == []


def test_recommendations_not_published_yet_are_not_known(reader):
    make_recommendation(source=make_source(known_on=PUBLISHED_ON))

    assert not queries.recommendations(user=reader, as_at=BEFORE).exists()
    assert queries.recommendations(user=reader, as_at=PUBLISHED_ON).exists()


def test_recommendations_of_exempt_items_need_the_permission(reader, member):
    make_recommendation(item=make_exempt_item())

    assert not queries.recommendations(user=reader, as_at=None).exists()
    assert queries.recommendations(user=member, as_at=None).exists()


def test_recommendations_by_theme_keep_the_reports_order():
    for number, theme in [("1", "Landscape"), ("2", "Excellence"), ("3", "Excellence")]:
        make_recommendation(report_code="SELC", theme=theme, number=number, order=int(number))
    make_recommendation(report_code="LGA", theme="Peer challenge")

    groups = queries.recommendations_by_theme("SELC", as_at=None)

    assert [(group.theme, group.numbers) for group in groups] == [
        ("Landscape", "1"),
        ("Excellence", "2 to 3"),
    ]


def test_reports_and_themes_are_listed_once(reader):
    make_recommendation(report_code="SELC", report_title="Commissioning", theme="Social Value")
    make_recommendation(report_code="SELC", report_title="Commissioning", theme="")

    assert queries.reports_and_themes(reader) == ([("SELC", "Commissioning")], ["Social Value"])


def test_recording_ticks_the_reviews_named_and_not_the_deferred():
    going_on, deferred = reviews.make_review("P1-PRO"), reviews.make_review("P1-RES")
    reviews.make_review("P1-LEG")
    reviews.change_state(deferred)
    item = make_item()
    recommendation = make_recommendation(item=item)
    recommendation.activities.set([going_on, deferred])

    material = recording(item.meeting, item, as_at=None)

    assert [review.code for review in material.reviews] == ["P1-LEG", "P1-PRO", "P1-RES"]
    assert [review.code for review in material.named] == ["P1-PRO"]
    assert material.standing == {"P1-RES": "Deferred"}
    assert list(material.recommendations) == [recommendation]


def test_recording_without_an_item_ticks_nothing():
    make_activity(ActivityKind.REVIEW)
    make_activity(ActivityKind.PROJECT)
    make_recommendation()

    material = recording(make_meeting(), None, as_at=None)

    assert (len(material.reviews), material.named, list(material.recommendations)) == (1, [], [])


def test_recording_offers_members_present_else_seated_else_all():
    officer = make_person(kind=PersonKind.OFFICER)
    anybody, seated, present = make_person(), make_person(), make_person()
    meeting = make_meeting()
    assert set(recording(meeting, None, as_at=None).members) == {anybody, seated, present}

    make_membership(meeting.body, seated)
    make_membership(meeting.body, officer)
    assert list(recording(meeting, None, as_at=None).members) == [seated]

    make_attendance(meeting, present)
    assert list(recording(meeting, None, as_at=None).members) == [present]


def test_items_to_resolve_leaves_out_what_the_clerk_may_not_read(officer, clerk):
    item = make_exempt_item()

    assert list(items_to_resolve(item.meeting, clerk)) == [item]
    assert list(items_to_resolve(item.meeting, officer)) == []


def test_bodies_of_every_kind_have_a_regime_in_words(reader):
    for regime in Regime:
        body = make_body(regime=regime, may_decide=False, kind=BodyKind.BOARD)
        assert queries.body_page(body, user=reader, on=PUBLISHED_ON, as_at=None).regime
