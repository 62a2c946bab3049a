from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ftc.organisation.enums import Role
from ftc.records.enums import Classification
from tests.factories import governance, programme
from tests.factories.organisation import make_user
from tests.factories.overview import make_stated_figure
from tests.factories.records import make_document
from tests.integration.overview.pages import words

pytestmark = pytest.mark.django_db

LIST = reverse("overview:papers")
PAPER = "/papers/CC-12/"


@pytest.fixture
def paper():
    return programme.make_source("CC-12", title="Outturn report", known_on=date(2014, 5, 6))


def test_papers_ask_for_sign_in(client, paper):
    assert client.get(LIST).status_code == 302
    assert client.get(PAPER).status_code == 302


@pytest.mark.parametrize("role", Role)
def test_papers_open_for_every_role(role, client_of, paper):
    client = client_of(make_user(role))

    assert "Outturn report CC-12" in words(client.get(LIST))
    assert "Outturn report" in words(client.get(PAPER))


def test_papers_are_filtered_and_say_when_nothing_matches(client_of, officer, paper):
    programme.make_source("CC-13", title="Another")
    client = client_of(officer)

    assert "Another" not in words(client.get(LIST, {"q": "outturn"}))
    assert "No paper matches these filters." in words(client.get(LIST, {"q": "heron"}))


def test_papers_as_at_a_past_day_are_those_that_could_be_read(client_of, officer, paper):
    page = words(client_of(officer).get(LIST, {"as_at": "2014-01-01"}))

    assert "No paper could be read yet on 1 January 2014." in page


def test_papers_list_the_reports_made_that_this_person_may_read(client_of, officer, sro):
    make_document(title="Plain report", classification=Classification.INTERNAL)
    make_document(title="Secret report", classification=Classification.CONFIDENTIAL)

    assert "Secret report" not in words(client_of(officer).get(LIST))
    assert "Plain report" in words(client_of(officer).get(LIST))
    assert "Secret report" in words(client_of(sro).get(LIST))


def test_papers_take_the_same_queries_at_one_and_three(client_of, officer):
    client = client_of(officer)

    def count(number):
        for _ in range(number):
            programme.make_source()
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    assert [count(1), count(2)] == [7, 7]


def test_paper_shows_what_the_records_owe_to_it(client_of, officer, paper):
    governance.make_item(paper=paper, page_from=69, page_to=82, number=12)
    programme.make_risk(source=paper, title="Savings come late", source_ref="para 5.2")
    make_stated_figure("some 145", "145", key="", source=paper, measure="Licences granted")
    client = client_of(officer)

    page = words(client.get(PAPER))
    rows = words(client.get(PAPER, {"kind": "risk"}))

    assert "item 12, Business 12 pages 69 - 82" in page.replace("Business 1 ", "Business 12 ")
    assert "1 risk" in page
    assert "Licences granted: some 145" in page
    assert "Savings come late" not in page
    assert "Savings come late para 5.2" in rows


def test_paper_says_when_nothing_is_credited_to_it(client_of, officer, paper):
    assert "Nothing is credited to this paper." in words(client_of(officer).get(PAPER))


def test_paper_is_silent_before_it_could_be_read(client_of, officer, paper):
    programme.make_risk(source=paper, title="Savings come late")

    page = words(client_of(officer).get(PAPER, {"as_at": "2014-05-05", "kind": "risk"}))

    assert "This paper could not yet be read on 5 May 2014." in page
    assert "Savings come late" not in page


def test_paper_that_is_not_there_and_kind_that_is_not_known_are_not_found(
    client_of, officer, paper
):
    client = client_of(officer)

    assert client.get("/papers/CC-99/").status_code == 404
    assert client.get(PAPER, {"kind": "user"}).status_code == 404


def test_paper_of_the_outturn(loaded_programme, client_of, officer):
    page = words(client_of(officer).get("/papers/CC-2014-05-15-12/"))

    assert "50 options" in page
    assert "10 stages of reviews" in page
    assert "£98,226,400" in page
    assert "£92m" in page
