"""Every pair of stages and of states, against what the papers allow and the database keeps."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction

from ftc.organisation.enums import Role
from governance.enums import BodyKind
from reviews.enums import GateOutcome, ReviewState
from reviews.models import GatePassage
from reviews.transitions import NEXT_STATES, follows
from tests.factories.gates import make_gate_methodology, make_review_at_gate
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

# Stage to stage, by place in the order: a start, one step forward, back as far as one likes
# (County Council, 15 May 2014, item 12, paragraphs 2.5 and 6.1 to 6.6).
FORWARD = {(1, 2), (2, 3), (3, 4), (4, 5)}
STAYING = {(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)}
FROM_NOWHERE = {(None, 1), (None, 2), (None, 3), (None, 4), (None, 5)}
BACK = {
    (2, 1),
    (3, 1),
    (3, 2),
    (4, 1),
    (4, 2),
    (4, 3),
    (5, 1),
    (5, 2),
    (5, 3),
    (5, 4),
}
LEAPS = {(1, 3), (1, 4), (1, 5), (2, 4), (2, 5), (3, 5)}
PLACES = {
    GateOutcome.ENTERED: {(None, 1)},
    GateOutcome.CARRIED: FROM_NOWHERE,
    GateOutcome.REPORTED: FROM_NOWHERE | FORWARD | LEAPS,
    GateOutcome.PASSED: FORWARD,
    GateOutcome.PASSED_WITH_CONDITIONS: FORWARD,
    GateOutcome.RETURNED: STAYING | BACK,
    GateOutcome.POSTPONED: STAYING,
    GateOutcome.MOVED: STAYING | BACK,
}


def test_the_list_by_hand_has_every_pair_and_outcome():
    assert set(PLACES) == set(GateOutcome)
    assert set(product(ORDERS, ORDERS[1:])) == FORWARD | STAYING | FROM_NOWHERE | BACK | LEAPS


@pytest.mark.parametrize("outcome", list(GateOutcome))
@pytest.mark.parametrize("from_order, to_order", list(product(ORDERS, ORDERS[1:])))
def test_every_pair_of_stages(outcome, from_order, to_order):
    allowed = (from_order, to_order) in PLACES[outcome]

    assert follows(outcome, from_order=from_order, to_order=to_order) is allowed


@pytest.mark.parametrize("outcome", list(GateOutcome))
@pytest.mark.parametrize("from_order, to_order", list(product(ORDERS, ORDERS[1:])))
def test_the_same_stage_may_have_another_place_in_another_version_alone(
    outcome, from_order, to_order
):
    if outcome == GateOutcome.MOVED:
        allowed = from_order is not None
    else:
        allowed = (from_order, to_order) in PLACES[outcome]

    assert allowed is follows(outcome, from_order=from_order, to_order=to_order, is_same_stage=True)


# State to state: deferral and its end (item 12, paragraph 1.3), merging and taking out (3.6),
# handing over to a change portfolio and taking back (6.6); every end has its way back.
STATES = {
    (ReviewState.ACTIVE, ReviewState.DEFERRED),
    (ReviewState.ACTIVE, ReviewState.WITHDRAWN),
    (ReviewState.ACTIVE, ReviewState.MERGED),
    (ReviewState.ACTIVE, ReviewState.HANDED_OVER),
    (ReviewState.ACTIVE, ReviewState.CLOSED),
    (ReviewState.DEFERRED, ReviewState.ACTIVE),
    (ReviewState.DEFERRED, ReviewState.WITHDRAWN),
    (ReviewState.WITHDRAWN, ReviewState.ACTIVE),
    (ReviewState.MERGED, ReviewState.ACTIVE),
    (ReviewState.HANDED_OVER, ReviewState.ACTIVE),
    (ReviewState.HANDED_OVER, ReviewState.CLOSED),
    (ReviewState.CLOSED, ReviewState.ACTIVE),
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
        reason="It was so decided.",
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
    further = _further_version(review.methodology)
    allowed_by_database, allowed_by_table = set(), set()
    from_stage = None
    for sequence in range(1, LAST + 2):
        for index, outcome in product(range(LAST), GateOutcome):
            to_stage = (further if outcome == GateOutcome.MOVED else stages)[index]
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

    # A place is carried over only with a change of scope, which tests of that tell.
    allowed_by_table = {place for place in allowed_by_table if place[2] != GateOutcome.CARRIED}
    # No report leads past a gate that a body opens, of which stage 2 has the first.
    reports_past_a_body = {
        place for place in allowed_by_table if place[2] == GateOutcome.REPORTED and place[1] > 2
    }
    assert allowed_by_database == allowed_by_table - reports_past_a_body
    assert len(reports_past_a_body) == 12


def _further_version(methodology):
    """The stages of the next version of the methodology, the same ones in the same order."""
    codes = [stage.code for stage in methodology.stages.order_by("order")]
    return list(make_gate_methodology(version=2, stages=codes).stages.order_by("order"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to, allowed", [("first", True), ("before", False), ("gate", True), ("after", False)]
)
def test_a_stage_that_comes_later_in_another_version_is_reached_as_the_same_stage(to, allowed):
    """Or the review goes back to a stage with nothing before it that it has not passed."""
    review = make_review_at_gate()
    further = make_gate_methodology(version=2, stages=("first", "before", "gate", "after"))
    to_stage = further.stages.get(code=to)
    by = make_user(Role.PORTFOLIO_OFFICE)

    passage = _passage(review, 3, review.stage, to_stage, GateOutcome.MOVED, by)

    assert _is_taken(passage) is allowed


def _is_taken(passage):
    """Whether the database takes the passage; it is taken back either way."""
    try:
        with transaction.atomic():
            passage.save()
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True
