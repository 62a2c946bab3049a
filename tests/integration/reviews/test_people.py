"""Naming who leads a review and who owns it."""

import re

import pytest

from ftc.organisation.enums import Role
from reviews.models import Review
from tests.factories.organisation import make_user
from tests.factories.reviews import make_review
from tests.integration.reviews.reading import text_of

pytestmark = pytest.mark.django_db
PEOPLE = "/reviews/P1-PRO/people/"


@pytest.fixture
def review(officer, sro):
    return make_review("P1-PRO", title="Property", stage="stage-2", lead=officer, sro=sro)


@pytest.fixture
def both():
    return make_user(Role.OFFICER, Role.SENIOR_RESPONSIBLE_OWNER, username="both", name="Bo Both")


def _named(review):
    held = review.assignments.filter(ended_on__isnull=True)
    return dict(held.values_list("role", "user__username"))


def _chosen(review, lead="", owner="", **fields):
    return {"version": review.version, "lead": lead, "owner": owner, **fields}


def test_the_form_offers_who_can_and_shows_who_is_named(
    client_of, portfolio_officer, officer, sro, member, review
):
    page = client_of(portfolio_officer).get(PEOPLE)

    html = page.content.decode()
    assert page.status_code == 200
    assert f'<option value="{officer.username}" selected>' in html
    assert f'<option value="{sro.username}" selected>' in html
    assert "Not named" in html
    assert member.username not in html


def test_the_portfolio_office_names_other_people(client_of, portfolio_officer, sro, review):
    make_user(Role.OFFICER, username="nia", name="Nia New")
    client = client_of(portfolio_officer)

    response = client.post(PEOPLE, _chosen(review, "nia", sro.username))

    assert (response.status_code, response["Location"]) == (302, "/reviews/P1-PRO/")
    assert _named(review) == {"LEAD": "nia", "SENIOR_RESPONSIBLE_OWNER": sro.username}
    assert Review.objects.get(pk=review.pk).version == review.version + 1
    text = text_of(client.get("/reviews/P1-PRO/"))
    assert "Lead: Nia New · Senior Responsible Owner: Sam Owner" in text
    history = text_of(client.get("/reviews/P1-PRO/history/"))
    assert "Named who leads and owns it" in history
    assert "Nia New" in history


def test_left_blank_nobody_is_named(client_of, portfolio_officer, review):
    client_of(portfolio_officer).post(PEOPLE, _chosen(review))

    assert _named(review) == {}


def test_lead_and_owner_change_places(client_of, portfolio_officer, both, review):
    other = make_user(Role.OFFICER, Role.SENIOR_RESPONSIBLE_OWNER, username="other")
    client = client_of(portfolio_officer)
    client.post(PEOPLE, _chosen(review, "both", "other"))
    review.refresh_from_db()

    client.post(PEOPLE, _chosen(review, other.username, both.username))

    assert _named(review) == {"LEAD": "other", "SENIOR_RESPONSIBLE_OWNER": "both"}


def test_a_holder_whose_role_has_ended_stays_until_changed(
    client_of, portfolio_officer, officer, sro, review
):
    officer.role_assignments.update(ended_on="2014-05-01")
    make_user(Role.SENIOR_RESPONSIBLE_OWNER, username="new-owner")

    response = client_of(portfolio_officer).post(
        PEOPLE, _chosen(review, officer.username, "new-owner")
    )

    assert response.status_code == 302
    assert _named(review) == {"LEAD": officer.username, "SENIOR_RESPONSIBLE_OWNER": "new-owner"}


def test_saving_what_stands_counts_no_edit(client_of, portfolio_officer, officer, sro, review):
    client_of(portfolio_officer).post(PEOPLE, _chosen(review, officer.username, sro.username))

    assert Review.objects.get(pk=review.pk).version == review.version
    assert review.assignments.count() == 2


def test_one_person_is_refused_as_both_and_nothing_changes(
    client_of, portfolio_officer, officer, sro, both, review
):
    response = client_of(portfolio_officer).post(PEOPLE, _chosen(review, "both", "both"))

    assert response.status_code == 422
    assert (
        "Bo Both cannot be both Lead and Senior Responsible Owner of Property. Choose two people."
    ) in text_of(response)
    assert '<option value="both" selected>' in response.content.decode()
    assert _named(review) == {"LEAD": officer.username, "SENIOR_RESPONSIBLE_OWNER": sro.username}


def test_somebody_who_cannot_lead_is_not_a_choice(client_of, portfolio_officer, member, review):
    response = client_of(portfolio_officer).post(PEOPLE, _chosen(review, member.username))

    assert response.status_code == 422
    assert "Select a valid choice" in text_of(response)


def test_who_saves_second_sees_both_versions_and_can_still_choose(
    client_of, portfolio_officer, officer, sro, both, review
):
    client = client_of(portfolio_officer)
    client.post(PEOPLE, _chosen(review, "both", sro.username))

    refused = client.post(PEOPLE, _chosen(review, officer.username))

    assert refused.status_code == 422
    text = text_of(refused)
    assert "Someone else saved this" in text
    assert "Lead Olive Officer Bo Both Differs" in text
    assert "Senior Responsible Owner not named Sam Owner Differs" in text
    version = re.search(r'name="version" value="(\d+)"', refused.content.decode())[1]

    saved = client.post(PEOPLE, _chosen(review, officer.username, version=version))

    assert (saved.status_code, _named(review)) == (302, {"LEAD": officer.username})


@pytest.mark.parametrize("who", ["officer", "sro", "clerk", "member", "auditor"])
def test_who_may_not_name_people_is_told_who_may(client_of, request, review, who):
    client = client_of(request.getfixturevalue(who))
    before = _named(review)

    opened, sent = client.get(PEOPLE), client.post(PEOPLE, _chosen(review))

    assert (opened.status_code, sent.status_code) == (403, 403)
    assert "Only the portfolio office may name the lead and the owner." in text_of(sent)
    assert _named(review) == before
    assert PEOPLE not in client.get("/reviews/P1-PRO/").content.decode()


def test_the_reviews_page_leads_the_portfolio_office_there(client_of, portfolio_officer, review):
    page = client_of(portfolio_officer).get("/reviews/P1-PRO/")

    assert f'href="{PEOPLE}"' in page.content.decode()
    assert "Name lead and owner" in text_of(page)


def test_nobody_is_named_while_looking_at_the_past(client_of, portfolio_officer, review):
    client = client_of(portfolio_officer)
    client.get("/reviews/P1-PRO/?as_at=2014-03-27")
    before = _named(review)

    opened, sent = client.get(PEOPLE), client.post(PEOPLE, _chosen(review))

    assert (opened.status_code, sent.status_code) == (302, 422)
    assert _named(review) == before
