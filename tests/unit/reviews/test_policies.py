"""What stands between a review and its next stage, in words, and what else the facts allow."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ftc.organisation.enums import Role
from governance.enums import Verb
from reviews import policies
from reviews.enums import Doer, EvidenceState, OptionStateKind, ReviewState
from reviews.errors import DateRefused, EvidenceRefused, GateRefused, StateRefused
from reviews.models import Criterion, Evidence, Review
from tests.factories.organisation import make_user
from tests.factories.reviews import (
    ACCEPTED_ON,
    ENDORSED_ON,
    NOON,
    PREFERRED_ON,
    change_state,
    make_body,
    make_evidence,
    make_option,
    make_resolution,
    make_review,
)

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 6)


@pytest.fixture
def people():
    return make_user(Role.OFFICER), make_user(Role.SENIOR_RESPONSIBLE_OWNER)


@pytest.fixture
def review(people):
    make_body(name="County Council")
    return make_review("P1-PRO", stage="stage-2", lead=people[0], sro=people[1])


def _told(review, on=None):
    return [
        (s.criterion.code, s.met, s.met_on, s.state, s.sentence, s.who)
        for s in policies.check_gate(review, on)
    ]


def test_a_gate_with_nothing_done_says_what_is_missing_and_who_can_supply_it(review):
    assert _told(review) == [
        (
            "outline-business-case",
            False,
            None,
            "Not supplied",
            "The outline business case has not been supplied; the lead can supply it.",
            Doer.LEAD,
        ),
        (
            "preferred-option",
            False,
            None,
            "Not chosen",
            "No option is preferred; the lead can record which one is.",
            Doer.LEAD,
        ),
        (
            "council-endorsement",
            False,
            None,
            "Waiting",
            "The County Council has not endorsed the options; Democratic Services can record its "
            "resolution once it is made.",
            Doer.DEMOCRATIC_SERVICES,
        ),
    ]


def test_a_gate_that_is_met_says_since_when(review, people):
    make_evidence(review, by=people[0], accepted_by=people[1])
    make_option(review, title="Local Authority Trading Company")
    make_resolution(review)

    assert _told(review) == [
        ("outline-business-case", True, ACCEPTED_ON, "Accepted · 4 April 2014", "", None),
        (
            "preferred-option",
            True,
            PREFERRED_ON,
            "Chosen: Local Authority Trading Company",
            "",
            None,
        ),
        ("council-endorsement", True, ENDORSED_ON, "Endorsed · 15 May 2014", "", None),
    ]


def test_a_gate_is_read_as_at_a_date(review, people):
    make_evidence(review, by=people[0], accepted_by=people[1])
    make_option(review)
    make_resolution(review)

    assert [(s.met, s.state) for s in policies.check_gate(review, date(2014, 4, 3))] == [
        (False, "Waiting to be accepted"),
        (False, "Not chosen"),
        (False, "Waiting"),
    ]
    assert [s.state for s in policies.check_gate(review, date(2014, 3, 27))] == [
        "Not supplied",
        "Not chosen",
        "Waiting",
    ]


def test_evidence_waiting_is_for_the_owner(review, people):
    make_evidence(review, by=people[0])

    status = policies.check_gate(review, None)[0]

    assert (status.state, status.sentence, status.who) == (
        "Waiting to be accepted",
        "The outline business case has not been accepted; the Senior Responsible Owner can accept "
        "it.",
        Doer.SENIOR_RESPONSIBLE_OWNER,
    )


def test_evidence_returned_is_for_the_lead_again(review, people):
    evidence = make_evidence(review, by=people[0])
    Evidence.objects.filter(pk=evidence.pk).update(
        state=EvidenceState.RETURNED,
        decided_by=people[1],
        decided_at=NOON,
        decided_on=PREFERRED_ON,
        comment="Costs are missing.",
    )

    status = policies.check_gate(review, None)[0]

    assert (status.state, status.sentence, status.who) == (
        "Returned",
        "The outline business case was returned; the lead can supply it again.",
        Doer.LEAD,
    )


def test_where_nobody_is_named_the_sentence_says_so(people):
    make_body(name="County Council")
    review = make_review(stage="stage-2")
    make_evidence(review, by=people[0])

    sentences = [s.sentence for s in policies.check_gate(review, None)[:2]]

    assert sentences == [
        "The outline business case has not been accepted; no Senior Responsible Owner is named "
        "who could accept it.",
        "No option is preferred; no lead is named, so the portfolio office can record which one "
        "is.",
    ]


def test_names_keep_their_capitals_and_any_body_of_a_kind_may_do(people):
    make_body("CABINET_COMMITTEE", code="PRCC")
    make_body("CABINET_COMMITTEE", code="CSCH")
    review = make_review(lead=people[0], sro=people[1])
    stage = review.methodology.stages.get(code="stage-3")
    review.stage_then = stage.pk

    assert [s.sentence for s in policies.check_gate(review, None)] == [
        "The Full Business Case has not been supplied; the lead can supply it.",
        "A Cabinet committee has not endorsed the proposal; Democratic Services can record its "
        "resolution once it is made.",
    ]


@pytest.mark.parametrize("verb", [Verb.NOTE, Verb.REJECT, Verb.DEFER])
def test_a_resolution_that_does_not_endorse_leaves_the_gate_shut(review, verb):
    make_resolution(review, verb=verb)

    assert policies.check_gate(review, None)[2].met is False


def test_an_option_that_is_no_longer_preferred_meets_nothing(review):
    from reviews.models import OptionState

    option = make_option(review)
    OptionState.objects.create(
        option=option,
        state=OptionStateKind.NOT_RECOMMENDED,
        reason="Too dear",
        effective_on=date(2014, 5, 10),
    )

    assert policies.check_gate(review, None)[1].met is False
    assert policies.check_gate(review, date(2014, 5, 9))[1].met is True


@pytest.mark.parametrize("count", [1, 3])
def test_gates_of_many_reviews_take_the_same_queries(count, people, django_assert_num_queries):
    make_body(name="County Council")
    for _ in range(count):
        review = make_review(stage="stage-2", lead=people[0])
        make_evidence(review, by=people[0], accepted_by=people[1])
        make_option(review)
        make_resolution(review)
    reviews = list(Review.objects.all())

    with django_assert_num_queries(1):
        statuses = policies.gate_statuses(reviews, None)

    assert [[s.met for s in row] for row in statuses.values()] == [[True] * 3] * count


def test_a_gate_that_is_met_may_be_passed(review, people):
    make_evidence(review, by=people[0], accepted_by=people[1])
    make_option(review)
    make_resolution(review)

    assert policies.can_pass(review, None) is True
    assert policies.can_pass(review, date(2014, 5, 14)) is False


def test_a_gate_that_is_not_met_lists_what_is_missing(review):
    make_option(review)

    with pytest.raises(GateRefused) as refused:
        policies.check_can_pass(review, None)

    assert str(refused.value) == "This review cannot move to Stage 3: Full Business Case."
    assert refused.value.missing == [
        "The outline business case has not been supplied; the lead can supply it.",
        "The County Council has not endorsed the options; Democratic Services can record its "
        "resolution once it is made.",
    ]


def test_a_deferred_review_passes_no_gate_and_says_why(review):
    change_state(review, reason="The decision waits for the Accommodation Strategy")

    with pytest.raises(GateRefused) as refused:
        policies.check_can_pass(review, None)

    assert str(refused.value) == (
        "This review is deferred: The decision waits for the Accommodation Strategy. "
        "It passes no gate until it is resumed."
    )


def test_a_review_not_started_stands_at_no_gate():
    with pytest.raises(GateRefused, match="has not been started"):
        policies.check_can_pass(make_review(), None)


def test_after_the_last_stage_there_is_no_gate(review):
    review.stage = review.methodology.stages.get(code="implementation")

    with pytest.raises(GateRefused, match="Implementation is the last stage"):
        policies.check_can_pass(review, None)


def test_a_passage_counts_from_the_day_the_gate_was_met(review, people):
    make_evidence(review, by=people[0], accepted_by=people[1])
    make_option(review)
    make_resolution(review)
    statuses = policies.check_gate(review, None)
    last = policies.last_passage(review)

    assert policies.passage_takes_effect_on(last, statuses, today=TODAY) == ENDORSED_ON
    later = date(2014, 6, 1)
    assert policies.passage_takes_effect_on(last, statuses, today=later) == later


def test_a_passage_of_a_review_not_started_counts_from_today():
    last = policies.last_passage(make_review())

    assert policies.passage_takes_effect_on(last, [], today=TODAY) == TODAY


def test_the_first_stage_comes_before_all_others(review):
    assert policies.next_stage(make_review()).code == "stage-1"
    assert policies.next_stage(review).code == "stage-3"


def test_a_review_is_started_once(review):
    with pytest.raises(StateRefused, match="has been started already: it is at Stage 2"):
        policies.check_can_start(review)


def test_a_deferred_review_is_not_started():
    review = make_review()
    change_state(review)

    with pytest.raises(StateRefused, match="It cannot be started"):
        policies.check_can_start(review)


CLOCK = datetime(2014, 5, 20, 23, 30, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    "on, reason, sentence",
    [
        (date(2014, 5, 21), "", "21 May 2014 is in the future"),
        (date(2014, 5, 5), " ", "Give a reason for the earlier date"),
    ],
)
def test_a_date_that_cannot_be_is_refused(on, reason, sentence):
    with pytest.raises(DateRefused, match=sentence):
        policies.check_effective_on(on, today=TODAY, now=CLOCK, reason=reason)


@pytest.mark.parametrize(
    "on, reason", [(TODAY, ""), (date(2014, 5, 20), ""), (date(2014, 5, 5), "It was then")]
)
def test_a_date_that_can_be_is_taken(on, reason):
    policies.check_effective_on(on, today=TODAY, now=CLOCK, reason=reason)


def test_a_review_leaves_no_stage_before_it_entered_it(review):
    last = policies.last_passage(review)
    policies.check_follows(last, date(2013, 12, 12))
    policies.check_follows(policies.last_passage(make_review()), date(2001, 1, 1))

    with pytest.raises(DateRefused, match=r"entered Stage 2.* on 12 December 2013"):
        policies.check_follows(last, date(2013, 12, 11))


def _criterion(review, code):
    return Criterion.objects.get(stage__methodology=review.methodology, code=code)


@pytest.mark.parametrize("code", ["outline-business-case", "full-business-case"])
def test_evidence_is_taken_for_this_stage_and_those_to_come(review, code):
    policies.check_can_take_evidence(review, _criterion(review, code))


@pytest.mark.parametrize(
    "code, sentence",
    [
        ("scoping-brief", "has left Stage 1: Scoping"),
        ("preferred-option", "is not met by evidence"),
    ],
)
def test_evidence_of_no_use_is_refused(review, code, sentence):
    with pytest.raises(EvidenceRefused, match=sentence):
        policies.check_can_take_evidence(review, _criterion(review, code))


def test_evidence_for_a_criterion_of_another_methodology_is_refused(review):
    other = make_review(phase=2)

    with pytest.raises(EvidenceRefused, match="is not asked of this review"):
        policies.check_can_take_evidence(review, _criterion(other, "outline-business-case"))


@pytest.mark.parametrize("state", [s for s in ReviewState if s != ReviewState.ACTIVE])
def test_the_gate_of_a_review_that_stands_still_takes_no_evidence(review, state):
    change_state(review, state)

    with pytest.raises(EvidenceRefused, match=f"This review is {state.label.lower()}: It waits"):
        policies.check_can_take_evidence(review, _criterion(review, "outline-business-case"))


def test_evidence_is_decided_once(review, people):
    evidence = make_evidence(review, by=people[0], accepted_by=people[1])

    with pytest.raises(EvidenceRefused, match="accepted this evidence before you"):
        policies.check_can_be_decided(evidence)


def test_a_state_outside_the_table_is_refused(review):
    with pytest.raises(StateRefused, match="This review is active already"):
        policies.check_can_change_state(review, ReviewState.ACTIVE)
    change_state(review, ReviewState.CLOSED)
    with pytest.raises(StateRefused, match="A review that is closed cannot become deferred"):
        policies.check_can_change_state(review, ReviewState.DEFERRED)
