"""The meetings list, its calendar, a meeting's page and bodies, through every kind of reader."""

from datetime import date

import pytest
from django.urls import reverse

from governance.enums import MeetingState, VoteChoice
from tests.factories.governance import (
    PUBLISHED_ON,
    make_attendance,
    make_body,
    make_constitution,
    make_exempt_item,
    make_informal_body,
    make_item,
    make_meeting,
    make_membership,
    make_minute,
    make_published_meeting,
    make_recommendation,
    make_resolution,
    make_vote,
    make_withdrawal,
)
from tests.factories.organisation import make_person
from tests.factories.programme import make_source

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


def test_meeting_list_shows_coming_meetings_with_the_days_to_go(client_of, officer):
    meeting = make_published_meeting(make_body(name="County Council"))

    page = text_of(client_of(officer).get("/meetings/"))

    assert meeting.get_absolute_url() in page
    assert "County Council" in page
    assert "in 9 days" in page
    assert "Agenda published" in page


def test_meeting_list_says_what_is_today(client_of, officer):
    make_meeting(on=date(2014, 5, 6))

    assert "today</span>" in text_of(client_of(officer).get("/meetings/"))


def test_meeting_list_filters_and_keeps_the_filter_in_the_export(client_of, officer):
    wanted = make_meeting(make_body(code="CC"))
    other = make_meeting(make_body(code="CAB"))

    page = text_of(client_of(officer).get("/meetings/", {"body": "CC"}))

    assert wanted.get_absolute_url() in page
    assert other.get_absolute_url() not in page
    assert "/meetings/export.csv?body=CC" in page


def test_meeting_list_answers_htmx_with_the_table_alone(client_of, officer):
    response = client_of(officer).get("/meetings/", headers={"HX-Request": "true"})

    assert response.templates[0].name == "governance/_meeting_table.html"
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_meeting_list_says_when_nothing_matches(client_of, officer):
    make_meeting(make_body(code="CC"))

    assert "No meeting is recorded yet" not in text_of(client_of(officer).get("/meetings/"))
    page = text_of(client_of(officer).get("/meetings/", {"body": "CC", "period": "past"}))
    assert "No meeting matches these filters." in page


def test_meeting_list_is_paged(client_of, officer):
    body = make_body()
    for _ in range(26):
        make_meeting(body)

    assert "26 meetings" in text_of(client_of(officer).get("/meetings/"))
    assert "?page=2" in text_of(client_of(officer).get("/meetings/"))


def test_meeting_list_needs_sign_in(client):
    assert client.get("/meetings/").status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_list_reads_as_often_for_one_as_for_three(
    client_of, officer, django_assert_num_queries, count
):
    for _ in range(count):
        make_published_meeting()
    client = client_of(officer)

    with django_assert_num_queries(7):
        client.get("/meetings/")


def test_meeting_export_writes_the_rows(client_of, officer):
    make_meeting(make_body(name="=County Council"), code="MT-2014-05-15-CC")

    response = client_of(officer).get("/meetings/export.csv")

    rows = response.content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Code,Body,Date,Kind,State,Agenda published,Business"
    assert rows[1] == "MT-2014-05-15-CC,'=County Council,15 May 2014,meeting,Planned,,"


def test_meeting_calendar_shows_the_month_asked_for(client_of, officer):
    meeting = make_meeting(on=date(2014, 7, 17))
    client = client_of(officer)

    assert "Meetings in May 2014" in text_of(client.get("/meetings/calendar/"))
    july = text_of(client.get("/meetings/calendar/", {"month": "2014-07"}))
    assert "Meetings in July 2014" in july
    assert meeting.get_absolute_url() in july
    assert "No meeting is recorded in August 2014" in text_of(
        client.get("/meetings/calendar/", {"month": "2014-08"})
    )


def test_meeting_calendar_takes_a_wrong_month_for_this_one(client_of, officer):
    page = text_of(client_of(officer).get("/meetings/calendar/", {"month": "2014-13"}))

    assert "Meetings in May 2014" in page


def test_meeting_detail_counts_the_clear_days_and_cites_the_act(client_of, officer):
    make_constitution()
    meeting = make_published_meeting()
    make_item(meeting, page_from=5, page_to=12)

    page = text_of(client_of(officer).get(meeting.get_absolute_url()))

    assert "Published 6 May 2014, <strong>6 clear days before</strong>: 5 are needed." in page
    assert "<li>Wednesday 7 May 2014</li>" in page
    assert "Rule: Local Government Act 1972, s.100B(3) and (4)." in page
    assert "(Pages 5 - 12)" in page


def test_meeting_detail_is_public_for_formal_bodies_once_published(client):
    meeting = make_published_meeting()
    make_item(meeting, title="Outturn report")
    make_exempt_item(meeting, title="Prices of the bidders")

    response = client.get(meeting.get_absolute_url())

    assert response.status_code == 200
    assert "Outturn report" in response.content.decode()
    assert "Prices of the bidders" not in response.content.decode()


@pytest.mark.parametrize(
    "make", [make_meeting, lambda: make_published_meeting(make_informal_body())]
)
def test_meeting_detail_sends_a_stranger_to_sign_in(client, make):
    meeting = make()

    response = client.get(meeting.get_absolute_url())

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_meeting_detail_shows_exempt_items_to_whoever_may_read_them(client_of, officer, member):
    item = make_exempt_item()
    url = item.meeting.get_absolute_url()

    assert item.title not in text_of(client_of(officer).get(url))
    page = text_of(client_of(member).get(url))
    assert item.title in page
    assert "paragraph 3 of Schedule 12A" in page


def test_meeting_detail_is_not_found_when_there_is_none(client_of, officer):
    assert client_of(officer).get("/meetings/MT-1999-01-01-CC/").status_code == 404


def minuted_meeting():
    meeting = make_meeting(
        on=date(2014, 3, 27),
        state=MeetingState.MINUTES_DRAFTED,
        minutes_published_on=PUBLISHED_ON,
    )
    resolution = make_resolution(
        meeting, minute=make_minute(meeting, 71), has_recorded_vote=True, votes_for=1,
        votes_abstain=0, votes_against=1,
    )  # fmt: skip
    for surname, choice in [("Allen", "FOR"), ("Bond", "AGAINST")]:
        person = make_person(surname=surname)
        attendance = make_attendance(meeting, person)
        make_vote(resolution, person, VoteChoice(choice), printed_name=f"Mr {surname}")
    make_withdrawal(attendance, make_minute(meeting, 73))
    return meeting


def test_meeting_detail_lists_minutes_votes_and_who_left(client_of, officer):
    page = text_of(client_of(officer).get(minuted_meeting().get_absolute_url()))

    assert page.index("71. Minute 71") < page.index("73. Minute 73")
    assert "For (1)" in page
    assert "<li>Mr Allen</li>" in page
    assert "Against (1)" in page
    assert "Abstain (0)" in page
    assert "Left for an interest (1): Mr A Bond." in page
    assert "2 present, 0 apologies, 0 in attendance." in page


def test_meeting_detail_as_at_a_past_date_does_not_know_the_minutes(client_of, officer):
    meeting = minuted_meeting()

    page = text_of(client_of(officer).get(meeting.get_absolute_url(), {"as_at": "2014-05-05"}))

    assert "The minutes had not been published by 5 May 2014." in page
    assert "Mr Allen" not in page


def test_meeting_detail_does_not_tell_what_no_paper_had_told(client_of, officer):
    meeting = make_meeting(business="Phase 1 outturn", source=make_source(known_on=PUBLISHED_ON))
    client = client_of(officer)

    assert "Phase 1 outturn" in text_of(client.get(meeting.get_absolute_url()))
    past = client.get(meeting.get_absolute_url(), {"as_at": "2014-05-05"})
    assert "Phase 1 outturn" not in text_of(past)


def test_meeting_detail_offers_the_clerk_to_record_once_it_has_met(client_of, clerk, officer):
    meeting = make_published_meeting()
    ahead = make_meeting(on=date(2999, 1, 1))
    url = reverse("governance:resolution-record", args=[meeting.code])

    assert url in text_of(client_of(clerk).get(meeting.get_absolute_url()))
    assert url not in text_of(client_of(officer).get(meeting.get_absolute_url()))
    assert "resolutions/record/" not in text_of(client_of(clerk).get(ahead.get_absolute_url()))
    past = client_of(clerk).get(meeting.get_absolute_url(), {"as_at": "2014-05-06"})
    assert url not in text_of(past)


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_detail_reads_as_often_for_one_item_as_for_three(
    client_of, officer, django_assert_num_queries, count
):
    meeting = make_published_meeting(state=MeetingState.HELD)
    for number in range(count):
        item = make_item(meeting)
        make_recommendation(item=item)
        resolution = make_resolution(meeting, agenda_item=item)
        resolution.recommendations.set(item.recommendations.all())
        make_minute(meeting, 70 + number)
        make_attendance(meeting)
    client = client_of(officer)

    with django_assert_num_queries(22):
        client.get(meeting.get_absolute_url())


def test_body_list_says_what_each_may_do(client_of, officer):
    make_body(name="Cabinet")
    make_informal_body(name="Transformation Board")

    page = text_of(client_of(officer).get("/bodies/"))

    assert "May decide" in page
    assert "Advises only, informally" in page
    assert "2 bodies" in page


def test_body_list_filters_by_regime(client_of, officer):
    make_body(name="Cabinet")
    make_informal_body(name="Transformation Board")

    page = text_of(client_of(officer).get("/bodies/", {"regime": "INFORMAL"}))

    assert "Transformation Board" in page
    assert "Cabinet" not in page


def test_body_list_writes_the_next_meeting_no_more_exactly_than_it_is_known(client_of, officer):
    make_meeting(on=date(2014, 12, 1), precision="month")

    page = text_of(client_of(officer).get("/bodies/"))

    assert "December 2014" in page
    assert "1 December 2014" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_body_list_reads_as_often_for_one_as_for_three(
    client_of, officer, django_assert_num_queries, count
):
    for _ in range(count):
        make_meeting()
    client = client_of(officer)

    with django_assert_num_queries(5):
        client.get("/bodies/")


def test_body_detail_says_regime_power_and_members(client_of, officer):
    body = make_informal_body(code="TAG", chair="Leader", frequency="Weekly")
    seat = make_membership(body, role="Chairman")
    meeting = make_meeting(body)

    page = text_of(client_of(officer).get("/bodies/TAG/"))

    assert "None: no statute governs its meetings, and nothing it says is a decision." in page
    assert "Weekly" in page
    assert f"{seat.person} (Chairman)" in page
    assert meeting.get_absolute_url() in page
    assert "No past meeting is known." in page


@pytest.mark.parametrize("count", [1, 3])
def test_body_detail_reads_as_often_for_one_meeting_as_for_three(
    client_of, officer, django_assert_num_queries, count
):
    body = make_body()
    for _ in range(count):
        make_meeting(body)
        make_membership(body)
    client = client_of(officer)

    with django_assert_num_queries(8):
        client.get(body.get_absolute_url())


def test_body_detail_is_not_found_when_there_is_none(client_of, officer):
    assert client_of(officer).get("/bodies/NONE/").status_code == 404
