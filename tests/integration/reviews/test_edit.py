"""Editing a review, and two people at once."""

import re

import pytest

from ftc.programme.models import Portfolio
from reviews.models import Review
from tests.factories.reviews import make_review
from tests.integration.reviews.reading import text_of

pytestmark = pytest.mark.django_db
EDIT = "/reviews/P1-PRO/edit/"


@pytest.fixture
def review(officer, sro):
    return make_review("P1-PRO", title="Property", stage="stage-2", lead=officer, sro=sro)


def _typed(**fields):
    return {
        "version": 1,
        "title": "Property",
        "description": "The estate",
        "next_steps": "A shadow company",
        "portfolio": "",
        **fields,
    }


def test_the_form_shows_what_is_saved(client_of, officer, review):
    response = client_of(officer).get(EDIT)

    assert response.status_code == 200
    assert 'value="Property"' in response.content.decode()


def test_a_lead_edits_the_review(client_of, officer, review):
    Portfolio.objects.create(code="BCAP", name="Business Capability")

    response = client_of(officer).post(EDIT, _typed(portfolio="BCAP"))

    saved = Review.objects.get(pk=review.pk)
    assert (response.status_code, response["Location"]) == (302, "/reviews/P1-PRO/")
    assert (saved.description, saved.next_steps, saved.portfolio.code, saved.version) == (
        "The estate",
        "A shadow company",
        "BCAP",
        2,
    )


def test_a_title_is_needed_and_the_rest_is_kept(client_of, officer, review):
    response = client_of(officer).post(EDIT, _typed(title=""))

    assert response.status_code == 422
    assert "Enter title" in text_of(response)
    assert "A shadow company" in response.content.decode()


def test_who_saves_second_sees_both_versions_and_can_still_choose(
    client_of, officer, portfolio_officer, review
):
    client_of(portfolio_officer).post(EDIT, _typed(title="Property and estates", description=""))

    refused = client_of(officer).post(EDIT, _typed(title="Property company"))

    text = text_of(refused)
    assert refused.status_code == 422
    assert "Your version and the one saved by Pat Portfolio" in text
    assert "Title Property company Property and estates Differs" in text
    assert "Description The estate nothing Differs" in text
    assert "Next steps A shadow company A shadow company Same" in text
    assert Review.objects.get(pk=review.pk).title == "Property and estates"

    version = re.search(r'name="version" value="(\d+)"', refused.content.decode())[1]
    saved = client_of(officer).post(EDIT, _typed(title="Property company", version=version))

    assert (version, saved.status_code) == ("2", 302)
    assert Review.objects.get(pk=review.pk).title == "Property company"


@pytest.mark.parametrize("who", ["sro", "clerk", "member", "auditor", "finance_partner"])
def test_who_may_not_edit_is_told_who_may(client_of, request, review, who):
    response = client_of(request.getfixturevalue(who)).post(EDIT, _typed())

    assert response.status_code == 403
    assert "Only the lead of this review and the portfolio office may edit it." in text_of(response)


def test_nothing_is_edited_while_looking_at_the_past(client_of, officer, review):
    client = client_of(officer)
    client.get("/reviews/P1-PRO/?as_at=2014-03-27")

    opened, sent = client.get(EDIT), client.post(EDIT, _typed())

    assert (opened.status_code, opened["Location"]) == (302, "/reviews/P1-PRO/")
    assert sent.status_code == 422
    assert "A shadow company" in sent.content.decode()
