"""Every pair of stages and of states, against what the papers allow and the database keeps."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction

from ftc.organisation.enums import Role
from governance.enums import BodyKind
from reviews.enums import GateOutcome, ReviewState
from reviews.models import GatePassage
from reviews.transitions import NEXT_STATES, follows
from tests.factories.organisation import make_user
from tests.factories.reviews import (
    ENDORSED_ON,
    make_evidence,
    make_option,
    make_paper,
    make_resolution,
    make_review,
)

LAST = 5
ORDERS = [None, *range(1, LAST + 1)]

# Stage to stage, by place in the order: a start, one step forward, and nothing else
# (County Council, 15 May 2014, item 12, paragraphs 2.5 and 6.1 to 6.6).
PASSED = {(1, 2), (2, 3), (3, 4), (4, 5)}
ENTERED = {(None, 1)}


@pytest.mark.parametrize("from_order, to_order", list(product(ORDERS, range(1, LAST + 1))))
def test_every_pair_of_stages(from_order, to_order):
    pair = (from_order, to_order)
    start = from_order or 0
    expected = {
        GateOutcome.ENTERED: pair in ENTERED,
        GateOutcome.PASSED: pair in PASSED,
        GateOutcome.REPORTED: to_order > start,
        GateOutcome.RETURNED: from_order is not None and to_order <= start,
        GateOutcome.POSTPONED: to_order == from_order,
    }

    assert {
        outcome: follows(outcome, from_order=from_order, to_order=to_order)
        for outcome in GateOutcome
    } == expected


STATES = {
    (ReviewState.ACTIVE, ReviewState.DEFERRED),
    (ReviewState.DEFERRED, ReviewState.ACTIVE),
}


@pytest.mark.parametrize("before, after", list(product(ReviewState, ReviewState)))
def test_every_pair_of_states(before, after):
    assert (after in NEXT_STATES[before]) is ((before, after) in STATES)


def _review_that_meets_every_criterion(supplier, owner):
    review = make_review()
    for criterion in ("scoping-brief", "outline-business-case", "full-business-case"):
        make_evidence(review, criterion, by=supplier, accepted_by=owner)
    make_option(review)
    make_resolution(review)
    make_resolution(review, body_kind=BodyKind.CABINET_COMMITTEE)
    return review


def _passage(review, sequence, from_stage, to_stage, outcome, by):
    reported = outcome == GateOutcome.REPORTED
    return GatePassage(
        review=review,
        sequence=sequence,
        from_stage=from_stage,
        to_stage=to_stage,
        outcome=outcome,
        effective_on=ENDORSED_ON,
        by=None if reported else by,
        source=make_paper() if reported else None,
    )


@pytest.mark.slow
@pytest.mark.django_db
def test_the_database_keeps_the_same_table_for_every_pair_and_outcome():
    supplier, owner = make_user(Role.OFFICER), make_user(Role.SENIOR_RESPONSIBLE_OWNER)
    review = _review_that_meets_every_criterion(supplier, owner)
    stages = list(review.methodology.stages.order_by("order"))
    allowed_by_database, allowed_by_table = set(), set()
    from_stage = None
    for sequence in range(1, LAST + 2):
        for to_stage, outcome in product(stages, GateOutcome):
            place = (from_stage.order if from_stage else None, to_stage.order, outcome)
            if follows(outcome, from_order=place[0], to_order=place[1]):
                allowed_by_table.add(place)
            if _is_taken(_passage(review, sequence, from_stage, to_stage, outcome, supplier)):
                allowed_by_database.add(place)
        if sequence <= LAST:
            step = stages[sequence - 1]
            outcome = GateOutcome.PASSED if from_stage else GateOutcome.ENTERED
            _passage(review, sequence, from_stage, step, outcome, supplier).save()
            from_stage = step

    # No report leads past a gate that a body opens, of which stage 2 has the first.
    reports_past_a_body = {
        place for place in allowed_by_table if place[2] == GateOutcome.REPORTED and place[1] > 2
    }
    assert allowed_by_database == allowed_by_table - reports_past_a_body
    assert len(reports_past_a_body) == 12


def _is_taken(passage):
    """Whether the database takes the passage; it is taken back either way."""
    try:
        with transaction.atomic():
            passage.save()
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True
