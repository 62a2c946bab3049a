"""The pages on which what a thread lacks is supplied."""

from datetime import date
from decimal import Decimal

import pytest

from ftc.organisation.enums import Role
from ftc.programme.models import Benefit
from tests.factories.mending import make_benefit
from tests.factories.organisation import make_user
from tests.factories.programme import make_activity, make_milestone, make_risk
from tests.factories.reviews import make_assignment

pytestmark = pytest.mark.django_db

BENEFIT = {
    "version": 1,
    "title": "Calls answered sooner",
    "unit": "minutes",
    "baseline_value": "4.5",
    "baseline_on_day": "10",
    "baseline_on_month": "4",
    "baseline_on_year": "2014",
    "target_value": "2",
}


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def activity(officer):
    activity = make_activity(title="Property")
    make_assignment(activity, officer)
    return activity


def test_a_risk_gets_an_owner_and_a_cost(client_of, officer, activity):
    risk = make_risk(activity, code="R1", title="Suppliers leave")
    client = client_of(officer)
    assert "/programme/risks/R1/edit/" in text_of(client.get("/programme/risks/R1/"))

    response = client.post(
        "/programme/risks/R1/edit/",
        {"version": 1, "owner": officer.username, "cost_gbp": "£125,000"},
    )

    assert (response.status_code, response["Location"]) == (302, activity.get_absolute_url())
    risk.refresh_from_db()
    assert (risk.owner, risk.cost_gbp) == (officer, Decimal("125000.00"))
    page = text_of(client.get("/programme/risks/R1/"))
    assert f'value">{officer}</dd>' in page
    assert "£125,000" in page


def test_who_saves_second_sees_both_versions_and_loses_nothing(client_of, officer, activity):
    risk = make_risk(activity, code="R1", cost_gbp=5, version=2)

    response = client_of(officer).post(
        "/programme/risks/R1/edit/", {"version": 1, "owner": "", "cost_gbp": "7"}
    )

    page = text_of(response)
    assert response.status_code == 422
    assert "Save mine over theirs" in page
    assert 'name="version" value="2"' in page
    client_of(officer).post("/programme/risks/R1/edit/", {"version": 2, "cost_gbp": "7"})
    risk.refresh_from_db()
    assert risk.cost_gbp == 7


@pytest.mark.parametrize(
    "typed, words",
    [
        ({"cost_gbp": "-1"}, "greater than or equal to 0"),
        ({"cost_gbp": "much"}, "Enter an amount in pounds"),
        ({"owner": "nobody"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(client_of, officer, activity, typed, words):
    make_risk(activity, code="R1")

    response = client_of(officer).post("/programme/risks/R1/edit/", {"version": 1} | typed)

    assert response.status_code == 422
    assert words in text_of(response)


def test_a_milestone_gets_an_owner(client_of, officer, activity):
    milestone = make_milestone(activity, code="M1")

    client_of(officer).post(
        "/programme/milestones/M1/owner/", {"version": 1, "owner": officer.username}
    )

    milestone.refresh_from_db()
    assert milestone.owner == officer


def test_a_benefit_is_added_and_edited(client_of, officer, activity):
    client = client_of(officer)
    client.post(f"/programme/activities/{activity.code}/benefits/add/", BENEFIT)
    benefit = Benefit.objects.get()
    assert (benefit.baseline_value, benefit.baseline_on) == (Decimal("4.50"), date(2014, 4, 10))

    form = text_of(client.get(f"/programme/benefits/{benefit.code}/edit/"))
    assert 'value="Calls answered sooner"' in form
    client.post(f"/programme/benefits/{benefit.code}/edit/", BENEFIT | {"title": "No calls"})
    benefit.refresh_from_db()
    assert (benefit.title, benefit.version) == ("No calls", 2)


@pytest.mark.parametrize("address", ["activities/{}/benefits/add/", "benefits/B1/edit/"])
def test_a_benefit_needs_the_day_of_its_baseline(client_of, officer, activity, address):
    make_benefit(activity, code="B1")
    typed = BENEFIT | {"baseline_on_day": "", "baseline_on_month": "", "baseline_on_year": ""}

    response = client_of(officer).post(f"/programme/{address.format(activity.code)}", typed)

    assert response.status_code == 422
    assert "Give the baseline and the day it was measured, or neither." in text_of(response)


@pytest.mark.parametrize(
    "address",
    ["risks/R1/edit/", "milestones/M1/owner/", "benefits/B1/edit/", "activities/{}/benefits/add/"],
)
def test_nobody_else_opens_them_and_nothing_is_changed_in_the_past(
    client_of, officer, activity, address
):
    make_risk(activity, code="R1")
    make_milestone(activity, code="M1")
    make_benefit(activity, code="B1")
    url = f"/programme/{address.format(activity.code)}"

    refused = client_of(make_user(Role.OFFICER)).get(url)
    assert refused.status_code == 403
    assert "Only whoever leads Property and the portfolio office may change" in text_of(refused)
    past = client_of(officer).post(f"{url}?as_at=2014-03-27", BENEFIT)
    assert (past.status_code, past["Location"]) == (302, "/programme/")
