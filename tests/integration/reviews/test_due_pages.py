"""My work, what is overdue, and the calendar, through the browser's requests."""

from datetime import date

import pytest

from tests.factories import reviews

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def review(officer):
    review = reviews.make_review("P1-PRO", title="Property", stage="stage-2", lead=officer)
    reviews.make_milestone(review, baseline=date(2014, 4, 30), title="Case ready")
    reviews.make_milestone(review, baseline=date(2014, 5, 15), title="Council")
    return review


def test_my_work_gathers_what_is_a_persons(client_of, officer, review):
    page = text_of(client_of(officer).get("/reviews/my-work/"))

    for words in ["Supply the outline business case", "Case ready", "Property"]:
        assert words in page


def test_nobodys_work_is_empty_and_says_so(client_of, member):
    page = text_of(client_of(member).get("/reviews/my-work/"))

    for words in ["Nothing is asked of you", "You own no milestone", "You neither lead nor own"]:
        assert words in page


def test_what_is_overdue_is_listed_and_exported(client_of, member, review):
    client = client_of(member)

    page = text_of(client.get("/reviews/overdue/"))
    assert "1 overdue on 6 May 2014" in page
    assert "Case ready" in page
    fragment = client.get("/reviews/overdue/", {"phase": "1"}, headers={"HX-Request": "true"})
    assert text_of(fragment).startswith('<div id="overdue">')
    lines = client.get("/reviews/overdue/export.csv").content.decode("utf-8-sig").splitlines()

    assert lines[1] == "P1-PRO,Property,1,Milestone,Case ready,2014-04-30,30 April 2014,"


def test_a_filter_that_is_not_understood_shows_no_trace(client_of, member, review):
    client = client_of(member)

    for query in ({"phase": "nine"}, {"page": "-1"}, {"page": "9999"}, {"month": "2014-13"}):
        assert client.get("/reviews/overdue/", query).status_code == 200
        assert client.get("/reviews/calendar/", query).status_code == 200


def test_the_calendar_opens_at_the_working_date_and_turns(client_of, member, review):
    client = client_of(member)

    page = text_of(client.get("/reviews/calendar/"))
    assert "Due in May 2014" in page
    assert "Council" in page
    assert "Nothing falls due in June 2014" in text_of(
        client.get("/reviews/calendar/", {"month": "2014-06"})
    )


def test_a_past_day_is_judged_by_itself(client_of, member, review):
    page = text_of(client_of(member).get("/reviews/overdue/", {"as_at": "2014-04-29"}))

    assert "Nothing is overdue on 29 April 2014" in page
