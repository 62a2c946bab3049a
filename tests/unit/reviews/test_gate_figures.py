"""Stage counts and outstanding conditions, worked out from rows made by hand."""

from datetime import date
from decimal import Decimal

import pytest

from ftc.organisation.enums import Role
from ftc.records.figures import BadParameter, evaluate
from reviews.enums import GateOutcome
from reviews.models import GateCondition
from tests.factories.gates import (
    AT_THE_GATE_ON,
    ENTERED_ON,
    make_gate_methodology,
    make_review_at_gate,
    record_passage,
)
from tests.factories.organisation import make_user
from tests.factories.reviews import change_state, make_phase, make_review

pytestmark = pytest.mark.django_db

PASSED_ON = date(2014, 4, 1)
DUE = date(2014, 4, 30)


def _value(key, as_at=None, **params):
    return evaluate(f"reviews.{key}", params, as_at=as_at).value


def test_reviews_are_counted_at_the_stage_they_stood_at():
    review = make_review_at_gate(code="P1-A", title="Property")
    make_review("P1-B")

    assert _value("stage_count", stage="gate") == 1
    assert _value("stage_count", stage="not-started") == 1
    assert _value("stage_count", stage="before") == 0
    assert _value("stage_count", ENTERED_ON, stage="before") == 1
    assert _value("stage_count", AT_THE_GATE_ON, stage="gate", phase="1") == 1

    change_state(review, on=PASSED_ON)
    assert _value("stage_count", stage="gate") == 1
    assert _value("stage_count", stage="gate", state="active") == 0
    assert _value("stage_count", stage="gate", state="deferred") == 1


def test_a_stage_is_the_same_in_every_version_of_its_methodology():
    review = make_review_at_gate()
    further = make_gate_methodology(version=2)
    record_passage(review, "gate", GateOutcome.MOVED, on=PASSED_ON, methodology=further)

    assert _value("stage_count", stage="gate") == 1


def test_a_stage_nobody_made_is_refused():
    make_phase(1)
    with pytest.raises(BadParameter, match="There is no stage finish"):
        _value("stage_count", stage="finish")


def test_a_stage_count_leads_to_its_reviews():
    make_review_at_gate(code="P1-A", title="Property")

    lines = evaluate("reviews.stage_count", {"stage": "gate"}, as_at=None).lineage
    assert [(line.label, line.url) for line in lines] == [("Property (P1-A)", "/reviews/P1-A/")]


@pytest.fixture
def condition():
    review = make_review_at_gate(code="P1-A", title="Property")
    owner = make_user(Role.OFFICER, name="Olive Officer")
    passage = record_passage(
        review,
        "after",
        GateOutcome.PASSED_WITH_CONDITIONS,
        on=PASSED_ON,
        conditions=[("Agree the lease", owner, DUE), ("Name a manager", owner, date(2014, 9, 1))],
    )
    return passage.conditions.get(order=1)


def test_conditions_are_outstanding_from_when_they_are_set_until_they_are_met(condition):
    make_phase(2)
    assert _value("conditions_outstanding") == 2
    assert _value("conditions_outstanding", date(2014, 3, 31)) == 0
    assert _value("conditions_outstanding", PASSED_ON, phase="1") == 2
    assert _value("conditions_outstanding", phase="2") == 0
    assert _value("conditions_outstanding", review="P1-A") == 2

    GateCondition.objects.filter(pk=condition.pk).update(
        met_on=date(2014, 5, 2), met_by=make_user(), met_note="Signed."
    )
    assert _value("conditions_outstanding", date(2014, 5, 1)) == 2
    assert _value("conditions_outstanding", date(2014, 5, 2)) == 1


def test_a_condition_is_overdue_after_its_day(condition):
    assert _value("conditions_outstanding", DUE, overdue="true") == 0
    assert _value("conditions_outstanding", date(2014, 5, 1), overdue="true") == 1
    assert _value("conditions_outstanding", overdue="true") == 1


def test_a_count_of_conditions_leads_to_each(condition):
    lines = evaluate(
        "reviews.conditions_outstanding", {"overdue": "true"}, as_at=date(2014, 5, 6)
    ).lineage

    assert [(line.label, line.url, line.value) for line in lines] == [
        (
            "Property (P1-A): Agree the lease, Olive Officer, due 30 April 2014",
            "/reviews/P1-A/gate/#conditions",
            Decimal(1),
        )
    ]
