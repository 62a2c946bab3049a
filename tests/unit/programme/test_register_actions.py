"""Owners of risks and milestones, costs of risks, benefits with their baselines."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from ftc.errors import NotPermitted, StaleVersion
from ftc.organisation.enums import Role
from ftc.programme import actions
from ftc.programme.errors import RegisterRefused
from ftc.programme.models import Risk
from tests.factories.mending import make_benefit
from tests.factories.organisation import make_user
from tests.factories.programme import make_activity, make_milestone, make_risk
from tests.factories.reviews import make_assignment

pytestmark = pytest.mark.django_db

NOW = datetime(2014, 6, 2, 10, 0, tzinfo=UTC)
DAY = date(2014, 4, 10)


@pytest.fixture
def lead():
    return make_user(Role.OFFICER)


@pytest.fixture
def activity(lead):
    activity = make_activity()
    make_assignment(activity, lead)
    return activity


def _assess(risk, by, **fields):
    values = {"owner": None, "cost_gbp": None, "expected_version": risk.version} | fields
    return actions.assess_risk(risk=risk, by=by, now=NOW, **values)


def test_a_risk_gets_an_owner_and_a_cost(activity, lead):
    risk = make_risk(activity)
    _assess(risk, lead, owner=lead, cost_gbp=Decimal("125000.00"))

    risk.refresh_from_db()
    assert (risk.owner, risk.cost_gbp, risk.version) == (lead, Decimal("125000.00"), 2)


def test_who_does_not_lead_assesses_nothing(activity):
    with pytest.raises(NotPermitted, match="may change its risks, benefits and owners"):
        _assess(make_risk(activity), make_user(Role.OFFICER))


def test_the_portfolio_office_assesses_any_risk(activity):
    office = make_user(Role.PORTFOLIO_OFFICE)

    assert _assess(make_risk(activity), office, owner=office).owner == office


def test_a_risk_edited_since_is_stale(activity, lead):
    with pytest.raises(StaleVersion):
        _assess(make_risk(activity), lead, expected_version=7)


def test_a_cost_below_nothing_is_refused_here_and_by_the_database(activity, lead):
    risk = make_risk(activity)
    with pytest.raises(RegisterRefused, match="costs nothing or more"):
        _assess(risk, lead, cost_gbp=Decimal("-0.01"))
    with pytest.raises(IntegrityError, match="costs_nothing_or_more"), transaction.atomic():
        Risk.objects.filter(pk=risk.pk).update(cost_gbp=Decimal("-0.01"))


def test_a_closed_account_owns_nothing_anew_but_keeps_what_it_has(activity, lead):
    gone = make_user(Role.OFFICER, is_active=False)
    with pytest.raises(RegisterRefused, match="is closed"):
        _assess(make_risk(activity), lead, owner=gone)

    held = make_risk(activity, owner=gone)
    assert _assess(held, lead, owner=gone, cost_gbp=Decimal(1)).owner == gone


def test_a_milestone_gets_an_owner(activity, lead):
    milestone = make_milestone(activity)
    actions.name_milestone_owner(
        milestone=milestone, expected_version=1, owner=lead, by=lead, now=NOW
    )

    milestone.refresh_from_db()
    assert (milestone.owner, milestone.version) == (lead, 2)


def _benefit(**fields):
    return {
        "title": "Calls answered sooner",
        "unit": "minutes",
        "baseline_value": Decimal("4.50"),
        "baseline_on": DAY,
        "target_value": Decimal("2"),
        "target_on": None,
        "owner": None,
    } | fields


def test_benefits_of_an_activity_are_numbered(activity, lead):
    first, second = (
        actions.create_benefit(activity=activity, by=lead, now=NOW, **_benefit()) for _ in range(2)
    )

    assert (first.code, second.code) == (f"{activity.code}-B01", f"{activity.code}-B02")
    assert (first.baseline_value, first.baseline_on, first.unit) == (
        Decimal("4.50"),
        DAY,
        "minutes",
    )


def test_a_benefit_is_edited(activity, lead):
    benefit = make_benefit(activity)
    actions.edit_benefit(
        benefit=benefit, expected_version=1, by=lead, now=NOW, **_benefit(owner=lead)
    )

    benefit.refresh_from_db()
    assert (benefit.title, benefit.owner, benefit.version) == ("Calls answered sooner", lead, 2)


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"title": " "}, "Say what the benefit is"),
        ({"baseline_on": None}, "Give the baseline and the day it was measured, or neither"),
        ({"baseline_value": None}, "Give the baseline and the day it was measured, or neither"),
        ({"unit": ""}, "Say in what the benefit is measured"),
    ],
)
def test_a_benefit_that_says_too_little_is_refused(activity, lead, fields, sentence):
    with pytest.raises(RegisterRefused, match=sentence):
        actions.create_benefit(activity=activity, by=lead, now=NOW, **_benefit(**fields))
