"""Threads that break: each kind found, mended, read as at a date, and in as many queries."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ftc.organisation.enums import Role
from ftc.programme.breaks import Break, breaks_of, finds_breaks
from ftc.programme.enums import MilestoneDateKind, MilestoneStatus
from governance.enums import DecisionState
from tests.factories.finance import make_entry, make_saving
from tests.factories.gates import make_decision
from tests.factories.mending import make_benefit
from tests.factories.organisation import make_user
from tests.factories.programme import (
    make_activity,
    make_milestone,
    make_milestone_date,
    make_milestone_report,
    make_risk,
    make_source,
)

pytestmark = pytest.mark.django_db

DAY = date(2014, 4, 10)
TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def activity():
    return make_activity()


def _breaks(activity, as_at=None):
    return [
        (broken.what, broken.url) for broken in breaks_of([activity.pk], as_at=as_at)[activity.pk]
    ]


def test_an_activity_of_which_nothing_is_recorded_breaks_nowhere(activity):
    assert _breaks(activity) == []
    assert breaks_of([], as_at=None) == {}


@pytest.mark.parametrize(
    "fields, lacks",
    [
        ({}, "no owner and no cost"),
        ({"cost_gbp": Decimal("5000.00")}, "no owner"),
        ({"printed_owner": "Corporate Director"}, "no cost"),
    ],
)
def test_a_risk_without_owner_or_cost(activity, fields, lacks):
    make_risk(activity, code="R1", title="Suppliers leave", **fields)

    assert _breaks(activity) == [
        (f"Risk R1, Suppliers leave: {lacks}.", "/programme/risks/R1/edit/")
    ]


def test_a_risk_with_owner_and_cost_is_whole(activity):
    make_risk(activity, owner=make_user(Role.OFFICER), cost_gbp=0)

    assert _breaks(activity) == []


def test_a_risk_breaks_nothing_before_it_is_known(activity):
    make_risk(activity, source=make_source(known_on=DAY))

    assert _breaks(activity, DAY - timedelta(days=1)) == []
    assert len(_breaks(activity, DAY)) == 1


def test_a_benefit_without_baseline(activity):
    make_benefit(activity, code="P1-B01", title="Calls answered sooner")

    assert _breaks(activity) == [
        ("Benefit Calls answered sooner: no baseline.", "/programme/benefits/P1-B01/edit/")
    ]


def test_a_benefit_has_its_baseline_from_the_day_it_was_measured(activity):
    make_benefit(activity, baseline_value=Decimal("4.50"), baseline_on=TOMORROW)

    assert _breaks(activity) == []
    assert len(_breaks(activity, DAY)) == 1


def test_a_milestone_without_owner(activity):
    make_milestone(activity, code="M1", title="Go live")

    assert _breaks(activity) == [
        ("Milestone Go live: no owner.", "/programme/milestones/M1/owner/")
    ]


def test_a_milestone_that_is_owned_or_reached_is_whole(activity):
    make_milestone(activity, owner=make_user(Role.OFFICER))
    make_milestone_report(make_milestone(activity), MilestoneStatus.MET)
    make_milestone_date(
        make_milestone(activity), MilestoneDateKind.ACHIEVED, on=DAY, effective_on=DAY
    )

    assert _breaks(activity) == []
    assert len(_breaks(activity, DAY - timedelta(days=1))) == 1


def test_a_decision_not_yet_effective(activity):
    make_decision(activity, taken_on=DAY, effective_on=TOMORROW)
    make_decision(activity, taken_on=DAY, effective_on=None)
    make_decision(activity, state=DecisionState.PROPOSED, taken_on=None, effective_on=None)

    assert _breaks(activity, DAY - timedelta(days=1)) == []
    assert _breaks(activity, DAY) == [
        (
            "Decision 14/00001: taken on 10 April 2014, not effective until 11 April 2014.",
            "/decisions/14-00001/",
        ),
        (
            "Decision 14/00002: taken on 10 April 2014, not effective yet.",
            "/decisions/14-00002/",
        ),
    ]
    assert [what for what, _ in _breaks(activity, TOMORROW)] == [
        "Decision 14/00002: taken on 10 April 2014, not effective yet."
    ]


def test_a_saving_without_a_plan(activity):
    make_saving("SAV-X", activity=activity, title="Fewer offices")
    planned = make_saving(activity=activity)
    make_entry(planned, effective_on=DAY)

    assert _breaks(activity) == [
        ("Saving SAV-X, Fewer offices: no plan.", "/savings/SAV-X/entries/add/")
    ]
    assert len(_breaks(activity, DAY - timedelta(days=1))) == 2


def test_each_activity_has_its_own(activity):
    other = make_activity()
    make_benefit(activity)
    make_benefit(other)

    found = breaks_of([activity.pk, other.pk], as_at=None)

    assert {key: len(broken) for key, broken in found.items()} == {activity.pk: 1, other.pk: 1}
    assert isinstance(found[other.pk][0], Break)


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_are_the_same_however_much_breaks(count, django_assert_num_queries):
    activities = [make_activity() for _ in range(count)]
    for activity in activities:
        make_risk(activity)
        make_benefit(activity)
        make_milestone(activity)
        make_saving(activity=activity)
        make_decision(activity, taken_on=DAY, effective_on=None)

    with django_assert_num_queries(5):
        found = breaks_of([activity.pk for activity in activities], as_at=DAY)

    assert [len(broken) for broken in found.values()] == [5] * count


def test_no_break_is_registered_twice():
    with pytest.raises(RuntimeError, match="benefit without baseline is registered twice"):
        finds_breaks("benefit without baseline")(lambda keys, as_at: [])
