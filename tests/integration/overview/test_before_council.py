from datetime import date

import pytest
from django.urls import reverse

from ftc.organisation.enums import Role
from governance.enums import BodyKind
from tests.factories import governance
from tests.factories.organisation import make_user
from tests.factories.programme import make_source
from tests.factories.reviews import make_option, make_review
from tests.integration.overview.pages import words

pytestmark = pytest.mark.django_db

PAGE = reverse("overview:before-council")


@pytest.fixture
def council():
    return governance.make_body(name="County Council", kind=BodyKind.FULL_COUNCIL)


@pytest.fixture
def meeting(council):
    return governance.make_published_meeting(council, code="MT-MAY")


def test_before_council_asks_for_sign_in(client):
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize("role", Role)
def test_before_council_opens_for_every_role(role, client_of, meeting):
    response = client_of(make_user(role)).get(PAGE)

    assert response.status_code == 200
    assert "County Council · Thursday 15 May 2014 · in 9 days" in words(response)


def test_before_council_says_when_none_is_recorded(client_of, member):
    assert "No further meeting of the full council is recorded." in words(
        client_of(member).get(PAGE)
    )


def test_before_council_says_when_none_was_known_yet(client_of, member, council):
    source = make_source(known_on=date(2014, 5, 6))
    governance.make_meeting(council, source=source)

    page = words(client_of(member).get(PAGE, {"as_at": "2014-05-02"}))

    assert "No further meeting of the full council was known on 2 May 2014." in page


def test_before_council_says_what_is_empty(client_of, member, meeting):
    page = words(client_of(member).get(PAGE))

    assert "No recommendation that asks for a decision is recorded for this meeting." in page
    assert "No earlier meeting of County Council is recorded to compare with." in page
    assert "No review was known at this date." in page


def test_before_council_prints_what_is_asked_escaped(client_of, member, meeting):
    item = governance.make_item(meeting, title="<script>alert(1)</script>")
    governance.make_recommendation(item=item, summary="<b>Go on</b>")

    page = client_of(member).get(PAGE).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<b>Go on" not in page


def test_before_council_as_at_a_chosen_day_shows_that_day(client_of, member, council, meeting):
    governance.make_meeting(council, on=date(2014, 3, 27), code="MT-MARCH")
    make_option(make_review(stage="stage-2"), on=date(2014, 5, 6))
    client = client_of(member)

    page = words(client.get("/before-council/MT-MAY/", {"as_at": "2014-05-02"}))

    assert "As at 2 May 2014, the date you chose" in page
    assert "The papers of this meeting were not out on 2 May 2014." in page
    assert "Phase 1 reviews with a preferred option not known" in page


def test_before_meeting_of_the_past_speaks_of_the_past(client_of, member, council, meeting):
    governance.make_constitution()
    governance.make_meeting(council, on=date(2014, 3, 27), code="MT-MARCH")

    page = words(client_of(member).get("/before-council/MT-MARCH/"))

    assert "County Council · Thursday 27 March 2014 · 40 days ago" in page
    assert "As at 19 March 2014, the last day for its papers" in page
    assert "What the meeting was asked to decide" in page


def test_before_meeting_that_is_not_there_is_not_found(client_of, member):
    assert client_of(member).get("/before-council/MT-NONE/").status_code == 404


def test_before_council_of_the_papers(loaded_programme, client_of, member):
    page = words(client_of(member).get(PAGE))

    assert "County Council · Thursday 15 May 2014 · in 9 days" in page
    assert "As at 6 May 2014, when the papers were published." in page
    assert "Worth: 9 reviews with a net budget of £91.3m a year. Item 12, pages 69 - 82" in page
    assert (
        "Property Review: Local Authority Trading Company preferred, 4 options not recommended"
        in page
    )
    assert "What changed since 27 March 2014" in page
    assert "Phase 1 reviews with a preferred option 9 of 10 Not known on 27 March 2014" in page
    assert "Net budget under review, Phase 1 £98.2m ■ No change since 27 March 2014" in page
    assert "Papers print £98,226,440 and £92m" in page
    assert "Savings required in 2015/16 £88m" in page
    assert "Savings identified for 2015/16 £45m" in page
    assert "Not yet identified for 2015/16 £43m" in page
    assert "Papers print £45m" in page
    assert "What else is on the agenda: 10 items" in page
