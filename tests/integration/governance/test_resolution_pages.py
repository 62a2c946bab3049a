"""The clerk's pages: recording, withdrawing, and the vote by name."""

from datetime import date

import pytest
from django.urls import reverse

from governance.enums import MeetingState, ResolutionKind, Verb
from governance.models import Meeting, Resolution
from tests.factories import reviews
from tests.factories.governance import (
    make_attendance,
    make_informal_body,
    make_item,
    make_meeting,
    make_published_meeting,
    make_recommendation,
    make_resolution,
)
from tests.factories.organisation import make_person

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


def record_url(meeting, item=None):
    url = reverse("governance:resolution-record", args=[meeting.code])
    return f"{url}?item={item.number}" if item else url


def page_for(resolution, page):
    return reverse(f"governance:resolution-{page}", args=[resolution.meeting.code, resolution.code])


@pytest.fixture
def outturn():
    """An item whose first recommendations name two reviews, one of them deferred."""
    item = make_item(title="Outturn report")
    recommendation = make_recommendation(item=item, verb="endorse")
    make_recommendation(item=item, verb="note", code="REC-NOTE")
    going_on, deferred = reviews.make_review("P1-PRO"), reviews.make_review("P1-RES")
    reviews.change_state(deferred)
    recommendation.activities.set([going_on, deferred])
    item.first = recommendation
    return item


def filled(item, **changes):
    return {
        "version": "1",
        "verb": "ENDORSE",
        "text": "That the options be endorsed.",
        "activities": ["P1-PRO"],
        "recommendations": [item.first.code],
        "moved_by": "",
        "seconded_by": "",
    } | changes


def test_resolution_record_asks_which_item_first(client_of, clerk, outturn):
    page = text_of(client_of(clerk).get(record_url(outturn.meeting)))

    assert 'href="?item=1"' in page
    assert "Outturn report" in page


def test_resolution_record_ticks_reviews_and_marks_the_deferred(client_of, clerk, outturn):
    response = client_of(clerk).get(record_url(outturn.meeting, outturn))
    page = text_of(response)

    form = response.context["form"]
    assert [review.code for review in form.initial["activities"]] == ["P1-PRO"]
    assert form.initial["recommendations"] == [outturn.first]
    assert 'item-hint" class="govuk-hint govuk-checkboxes__hint">Deferred</div>' in page


def test_resolution_record_writes_and_goes_back_to_the_meeting(client_of, clerk, outturn):
    mover = make_person()
    client = client_of(clerk)

    response = client.post(
        record_url(outturn.meeting, outturn), filled(outturn, moved_by=mover.code)
    )

    assert (response.status_code, response["Location"]) == (
        302,
        outturn.meeting.get_absolute_url(),
    )
    resolution = Resolution.objects.get()
    assert (resolution.verb, resolution.moved_by) == (Verb.ENDORSE, mover)
    assert [each.code for each in resolution.activities.all()] == ["P1-PRO"]
    page = text_of(client.get(outturn.meeting.get_absolute_url()))
    assert "The outcome is recorded." in page
    assert "Recorded by Chris Clerk." in page
    assert "Recorded a resolution" in page


def test_resolution_record_keeps_what_was_typed_when_refused(client_of, clerk, outturn):
    response = client_of(clerk).post(
        record_url(outturn.meeting, outturn), filled(outturn, verb="", text="My own words")
    )

    assert response.status_code == 422
    assert "My own words" in text_of(response)
    assert "Select outcome" in text_of(response)
    assert not Resolution.objects.exists()


def test_resolution_record_refuses_the_same_item_and_verb(client_of, clerk, outturn):
    client = client_of(clerk)
    client.post(record_url(outturn.meeting, outturn), filled(outturn))

    response = client.post(record_url(outturn.meeting, outturn), filled(outturn, version="2"))

    assert response.status_code == 422
    assert "“Endorsed” is already recorded by Chris Clerk for item 1" in text_of(response)


def test_resolution_record_tells_the_second_of_two_clerks(client_of, clerk, outturn):
    client = client_of(clerk)
    client.post(record_url(outturn.meeting, outturn), filled(outturn, text="Theirs"))

    response = client.post(
        record_url(outturn.meeting, outturn), filled(outturn, verb="NOTE", text="Mine")
    )
    page = text_of(response)

    assert response.status_code == 422
    assert "Someone else saved this while you were working on it." in page
    assert "Your version and the one saved by Chris Clerk" in page
    assert "Theirs" in page
    assert "Mine" in page
    assert '<input type="hidden" name="version" value="2"' in page
    again = client.post(
        record_url(outturn.meeting, outturn),
        filled(outturn, verb="NOTE", text="Mine", version="2"),
    )
    assert again.status_code == 302


def test_resolution_record_tells_of_a_withdrawal_meanwhile(client_of, clerk, outturn):
    Meeting.objects.filter(pk=outturn.meeting.pk).update(version=2)

    response = client_of(clerk).post(record_url(outturn.meeting, outturn), filled(outturn))

    assert response.status_code == 422
    assert "withdrawn" in text_of(response)


def test_resolution_record_refuses_a_meeting_that_lies_ahead(client_of, clerk):
    meeting = make_meeting(on=date(2999, 1, 1))
    client = client_of(clerk)

    assert "This meeting is on 1 January 2999." in text_of(client.get(record_url(meeting)))
    response = client.post(
        record_url(meeting), {"version": "1", "verb": "NOTE", "title": "Budget", "text": ""}
    )
    assert response.status_code == 422
    assert not Resolution.objects.exists()


def test_resolution_record_asks_for_a_reason_before_the_working_date(client_of, clerk):
    meeting = make_meeting(on=date(2014, 3, 27))
    client = client_of(clerk)
    given = {"version": "1", "verb": "NOTE", "title": "Treasury", "text": ""}

    refused = client.post(record_url(meeting), given)
    assert refused.status_code == 422
    assert "Enter: Why is it recorded now?" in text_of(refused)

    accepted = client.post(record_url(meeting), given | {"reason": "The minutes came late."})
    assert accepted.status_code == 302
    assert Resolution.objects.get().title == "Treasury"


def test_resolution_record_records_advice_of_an_informal_body(client_of, clerk):
    meeting = make_meeting(make_informal_body())
    client = client_of(clerk)

    page = text_of(client.get(record_url(meeting)))
    assert "Record advice" in page
    assert "Moved by" not in page
    response = client.post(
        record_url(meeting), {"version": "1", "verb": "AGREE", "title": "Overheads", "text": ""}
    )
    assert response.status_code == 302
    assert Resolution.objects.get().kind == ResolutionKind.ADVICE


@pytest.mark.parametrize("page", ["record", "withdraw", "vote"])
def test_clerks_pages_are_refused_to_others(client_of, officer, member, page):
    resolution = make_resolution()
    url = record_url(resolution.meeting) if page == "record" else page_for(resolution, page)

    assert client_of(officer).get(url).status_code == 403
    assert client_of(member).post(url).status_code == 403


def test_resolution_withdraw_asks_why_and_takes_it_back(client_of, clerk):
    resolution = make_resolution()
    client = client_of(clerk)
    url = page_for(resolution, "withdraw")

    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 422
    response = client.post(url, {"reason": "Wrong item."})

    assert response["Location"] == resolution.meeting.get_absolute_url()
    assert not Resolution.objects.exists()
    page = text_of(client.get(resolution.meeting.get_absolute_url()))
    assert "Wrong item." in page


def test_resolution_withdraw_says_why_it_stands(client_of, clerk):
    resolution = make_resolution(source=reviews.make_paper())

    response = client_of(clerk).post(page_for(resolution, "withdraw"), {"reason": "No."})

    assert response.status_code == 422
    assert "cannot be withdrawn here" in text_of(response)


def test_resolution_vote_records_one_choice_a_member(client_of, clerk):
    meeting = make_published_meeting(state=MeetingState.HELD)
    allen = make_attendance(meeting, make_person(surname="Allen", code="allen")).person
    make_attendance(meeting, make_person(surname="Bird", code="bird"))
    resolution = make_resolution(meeting)
    client = client_of(clerk)
    url = page_for(resolution, "vote")

    page = text_of(client.get(url))
    assert page.count('type="radio"') == 6
    missing = client.post(url, {"vote-allen": "FOR"})
    assert missing.status_code == 422
    assert "Choose how Mr A Bird voted" in text_of(missing)

    response = client.post(url, {"vote-allen": "FOR", "vote-bird": "ABSTAIN"})
    assert response.status_code == 302
    resolution.refresh_from_db()
    assert (resolution.votes_for, resolution.votes_abstain) == (1, 1)
    assert resolution.votes.get(choice="FOR").person == allen


def test_resolution_vote_says_why_none_can_be_entered(client_of, clerk):
    resolution = make_resolution()
    client = client_of(clerk)

    assert "Nobody is listed as present yet." in text_of(client.get(page_for(resolution, "vote")))
    assert client.post(page_for(resolution, "vote"), {"any": "thing"}).status_code == 422
