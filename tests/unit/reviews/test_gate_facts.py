"""Every kind of criterion, met and not met: our reading of a gate and the database's own agree."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from ftc.organisation.enums import Role
from ftc.organisation.models import ServiceBudget
from ftc.programme.enums import AssignmentRole, MilestoneDateKind
from ftc.programme.models import Activity
from governance.enums import BodyKind, DecisionState, Regime, ResolutionKind, Verb
from reviews import policies
from reviews.enums import (
    CriterionKind,
    Doer,
    EvidenceState,
    GateOutcome,
    OptionStateKind,
    ReviewFact,
)
from reviews.models import Evidence, OptionState, Review
from tests.factories.gates import (
    AT_THE_GATE_ON,
    make_decision,
    make_gate_methodology,
    make_review_at_gate,
    record_passage,
    say_key_decision,
    send_back_and_forth,
    sign,
    unsaved_passage,
)
from tests.factories.organisation import make_user
from tests.factories.programme import make_portfolio
from tests.factories.reviews import (
    NOON,
    date_milestone,
    make_assignment,
    make_body,
    make_evidence,
    make_milestone,
    make_option,
    make_resolution,
    make_service,
)

pytestmark = pytest.mark.django_db

DAY = date(2014, 4, 10)
BEFORE = DAY - timedelta(days=1)
LATER = DAY + timedelta(days=30)


def agreed(review, on):
    """Whether the gate's criteria are all met, as we read it and as the database judges it."""
    ours = all(status.met for status in policies.check_gate(review, on))
    assert ours is (_refusal_of_the_database(review, on) == "")
    return ours


def _refusal_of_the_database(review, on):
    """Empty where it takes the passage, which is taken back; it refuses for this reason alone."""
    try:
        with transaction.atomic():
            unsaved_passage(review, "after", on=on).save()
            transaction.set_rollback(True)
    except IntegrityError as refusal:
        if "The gate is not met" not in str(refusal):
            raise
        return str(refusal)
    return ""


def met_on(review):
    return policies.check_gate(review, None)[0].met_on


EVIDENCE = {"kind": CriterionKind.EVIDENCE}
PREFERRED = {"kind": CriterionKind.PREFERRED_OPTION}
RESOLUTION = {"kind": CriterionKind.RESOLUTION, "body_kind": BodyKind.FULL_COUNCIL}
ADVICE = {"kind": CriterionKind.ADVICE, "body_kind": BodyKind.CABINET_COMMITTEE}
DECISION = {"kind": CriterionKind.DECISION, "body_kind": BodyKind.EXECUTIVE}
SIGN_OFF = {"kind": CriterionKind.SIGN_OFF}
MILESTONE = {"kind": CriterionKind.MILESTONE, "milestone_title": "Market test done"}


def _supplied(review, **fields):
    return make_evidence(
        review,
        "criterion-1",
        by=make_user(Role.OFFICER),
        supplied_on=AT_THE_GATE_ON,
        **fields,
    )


def _accepted(review, **fields):
    owner = make_user(Role.SENIOR_RESPONSIBLE_OWNER)
    return _supplied(review, accepted_by=owner, decided_on=DAY, **fields)


def test_evidence_counts_once_it_is_accepted():
    review = make_review_at_gate(EVIDENCE)
    assert agreed(review, LATER) is False

    evidence = _supplied(review)
    assert agreed(review, LATER) is False

    Evidence.objects.filter(pk=evidence.pk).update(
        state=EvidenceState.RETURNED,
        decided_by=make_user(),
        decided_at=NOON,
        decided_on=DAY,
        comment="Costs are missing.",
    )
    assert agreed(review, LATER) is False

    _accepted(review)
    assert (agreed(review, BEFORE), agreed(review, DAY)) == (False, True)
    assert met_on(review) == DAY


def test_evidence_for_another_criterion_or_review_is_none():
    review = make_review_at_gate(EVIDENCE, EVIDENCE | {"code": "other"})
    make_evidence(
        review,
        "other",
        by=make_user(),
        accepted_by=make_user(),
        decided_on=DAY,
        supplied_on=AT_THE_GATE_ON,
    )

    assert [status.met for status in policies.check_gate(review, LATER)] == [False, True]
    assert agreed(review, LATER) is False


def test_evidence_accepted_before_the_review_came_back_counts_no_more():
    review = make_review_at_gate(EVIDENCE, lead=make_user(Role.OFFICER))
    _accepted(review)
    send_back_and_forth(review, on=DAY)
    status = policies.check_gate(review, LATER)[0]

    assert agreed(review, LATER) is False
    assert (status.state, status.sentence, status.who) == (
        "Accepted before the review came back",
        "The criterion 1 was accepted before the review came back to this stage; "
        "the lead can supply it again.",
        Doer.LEAD,
    )

    _accepted(review)
    assert agreed(review, LATER) is True


def test_evidence_that_waited_while_the_review_came_back_counts_once_accepted():
    review = make_review_at_gate(EVIDENCE)
    evidence = _supplied(review)
    send_back_and_forth(review, on=DAY)

    Evidence.objects.filter(pk=evidence.pk).update(
        state=EvidenceState.ACCEPTED, decided_by=make_user(), decided_at=NOON, decided_on=DAY
    )

    assert agreed(review, LATER) is True


def test_a_return_from_a_later_stage_to_this_one_makes_its_evidence_old():
    review = make_review_at_gate(EVIDENCE)
    _accepted(review)
    record_passage(review, "after", on=DAY)
    record_passage(review, "gate", GateOutcome.RETURNED, on=DAY)

    assert agreed(review, LATER) is False


@pytest.mark.parametrize("outcome", [GateOutcome.RETURNED, GateOutcome.POSTPONED])
def test_what_stays_at_its_stage_keeps_its_evidence(outcome):
    review = make_review_at_gate(EVIDENCE)
    _accepted(review)
    record_passage(review, "gate", outcome, on=DAY)

    assert agreed(review, LATER) is True


def test_what_was_met_follows_to_another_version_of_the_methodology():
    review = make_review_at_gate(EVIDENCE, SIGN_OFF)
    _accepted(review)
    sign(review, "criterion-2", on=DAY)
    further = make_gate_methodology(EVIDENCE, SIGN_OFF, version=2)
    record_passage(review, "gate", GateOutcome.MOVED, on=DAY, methodology=further)

    assert review.methodology == further
    assert agreed(review, LATER) is True


def _field(field):
    return make_review_at_gate({"kind": CriterionKind.FIELD, "field": field})


@pytest.mark.parametrize(
    "field, role",
    [
        (ReviewFact.LEAD, AssignmentRole.LEAD),
        (ReviewFact.SENIOR_RESPONSIBLE_OWNER, AssignmentRole.SENIOR_RESPONSIBLE_OWNER),
    ],
)
def test_somebody_named_meets_the_field(field, role):
    review = _field(field)
    assert agreed(review, DAY) is False

    assignment = make_assignment(review, make_user(Role.OFFICER), role)
    assert agreed(review, DAY) is True

    assignment.ended_on = BEFORE
    assignment.save()
    assert agreed(review, DAY) is False


@pytest.mark.parametrize("field", [ReviewFact.DESCRIPTION, ReviewFact.NEXT_STEPS])
def test_words_written_meet_the_field(field):
    review = _field(field)
    assert agreed(review, DAY) is False

    rows = Activity if field == ReviewFact.DESCRIPTION else Review
    rows.objects.filter(pk=review.pk).update(**{field.lower(): "What it is about."})
    assert agreed(review, DAY) is True


def test_a_portfolio_meets_the_field():
    review = _field(ReviewFact.PORTFOLIO)
    assert agreed(review, DAY) is False

    Review.objects.filter(pk=review.pk).update(portfolio=make_portfolio())
    assert agreed(review, DAY) is True


def test_services_meet_the_field_while_they_are_under_review():
    review = _field(ReviewFact.SERVICES)
    assert agreed(review, DAY) is False

    covered = make_service(review)
    assert agreed(review, DAY) is True

    covered.ended_on = BEFORE
    covered.save()
    assert agreed(review, DAY) is False


def test_budgets_are_known_once_every_service_has_one():
    review = _field(ReviewFact.BUDGETS)
    assert agreed(review, DAY) is False

    make_service(review, on=BEFORE)
    assert (agreed(review, BEFORE), met_on(review)) == (True, BEFORE)

    without = make_service(review, gross=None)
    assert agreed(review, LATER) is False

    ServiceBudget.objects.create(
        service=without.service, gross_gbp=2, net_gbp=1, income_gbp=1, effective_on=DAY
    )
    assert (agreed(review, BEFORE), agreed(review, DAY), met_on(review)) == (False, True, DAY)


@pytest.mark.parametrize("field", list(ReviewFact))
def test_a_field_that_is_missing_is_told_with_who_can_supply_it(field):
    review = _field(field)
    status = policies.check_gate(review, None)[0]

    assert (status.met, status.state) == (False, "Not recorded")
    assert re.fullmatch(r"[A-Z].* can .*\.", status.sentence)
    assert isinstance(status.who, Doer)


def test_a_milestone_counts_once_it_is_achieved_and_known():
    review = make_review_at_gate(MILESTONE)
    assert agreed(review, LATER) is False

    milestone = make_milestone(review, title="MARKET test done", forecast=BEFORE)
    make_milestone(review, title="Another", achieved=BEFORE)
    assert agreed(review, LATER) is False

    date_milestone(milestone, MilestoneDateKind.ACHIEVED, BEFORE, known_on=DAY)
    assert (agreed(review, BEFORE), agreed(review, DAY)) == (False, True)
    assert met_on(review) == DAY


def test_a_preferred_option_counts_from_its_day_and_no_longer_than_it_stands():
    review = make_review_at_gate(PREFERRED)
    make_option(review, OptionStateKind.CONSIDERED, on=BEFORE)
    assert agreed(review, LATER) is False

    option = make_option(review, on=DAY)
    assert (agreed(review, BEFORE), agreed(review, DAY)) == (False, True)

    OptionState.objects.create(
        option=option,
        state=OptionStateKind.NOT_RECOMMENDED,
        reason="Too dear",
        effective_on=LATER,
    )
    assert (agreed(review, DAY), agreed(review, LATER)) == (True, False)


def test_an_option_preferred_before_the_review_came_back_counts_no_more():
    review = make_review_at_gate(PREFERRED, lead=make_user(Role.OFFICER))
    option = make_option(review, on=DAY)
    send_back_and_forth(review, on=DAY)
    status = policies.check_gate(review, None)[0]

    assert agreed(review, LATER) is False
    assert status.sentence == (
        "No option has been preferred since the review came back to this stage; "
        "the lead can record which one is."
    )

    OptionState.objects.create(
        option=option, state=OptionStateKind.PREFERRED, reason="Still", effective_on=LATER
    )
    assert (agreed(review, DAY), agreed(review, LATER)) == (False, True)


@pytest.mark.parametrize("verb", list(Verb))
def test_a_resolution_opens_its_gate_by_the_words_that_endorse(verb):
    review = make_review_at_gate(RESOLUTION)
    assert agreed(review, LATER) is False

    make_resolution(review, verb=verb, on=DAY)

    opens = verb in (Verb.ENDORSE, Verb.APPROVE, Verb.AGREE)
    assert (agreed(review, BEFORE), agreed(review, DAY)) == (False, opens)


def test_a_resolution_of_another_body_or_on_another_review_opens_nothing():
    review = make_review_at_gate(RESOLUTION)
    make_resolution(review, body_kind=BodyKind.CABINET_COMMITTEE, on=DAY)
    make_resolution(on=DAY)

    assert agreed(review, LATER) is False


def test_what_an_informal_body_advises_is_no_resolution():
    board = {"kind": CriterionKind.RESOLUTION, "body_kind": BodyKind.PROGRAMME_BOARD}
    review = make_review_at_gate(board)
    body = make_body(BodyKind.PROGRAMME_BOARD, regime=Regime.INFORMAL)
    make_resolution(review, body=body, kind=ResolutionKind.ADVICE, on=DAY)

    assert agreed(review, LATER) is False


def test_a_resolution_before_the_review_came_back_counts_no_more():
    review = make_review_at_gate(RESOLUTION)
    make_resolution(review, on=DAY)
    send_back_and_forth(review, on=DAY)
    assert agreed(review, LATER) is False
    assert "since the review came back" in policies.check_gate(review, None)[0].sentence

    make_resolution(review, on=LATER)
    assert agreed(review, LATER) is True


@pytest.mark.parametrize("verb", list(Verb))
def test_advice_opens_its_gate_by_the_words_that_advise(verb):
    review = make_review_at_gate(ADVICE)
    assert agreed(review, LATER) is False

    make_resolution(review, body_kind=BodyKind.CABINET_COMMITTEE, verb=verb, on=DAY)

    opens = verb in (Verb.ENDORSE, Verb.APPROVE, Verb.AGREE, Verb.RECOMMEND, Verb.NOTE)
    assert (agreed(review, BEFORE), agreed(review, DAY)) == (False, opens)


def test_advice_before_the_review_came_back_counts_no_more():
    review = make_review_at_gate(ADVICE)
    make_resolution(review, body_kind=BodyKind.CABINET_COMMITTEE, on=DAY)
    send_back_and_forth(review, on=DAY)

    assert agreed(review, LATER) is False


def test_advice_that_is_missing_is_for_democratic_services():
    make_body(BodyKind.CABINET_COMMITTEE, name="Policy and Resources Cabinet Committee")
    status = policies.check_gate(make_review_at_gate(ADVICE), None)[0]

    assert (status.state, status.sentence, status.who) == (
        "Waiting",
        "The Policy and Resources Cabinet Committee has not advised on the proposal; "
        "Democratic Services can record its advice once it is given.",
        Doer.DEMOCRATIC_SERVICES,
    )


@pytest.mark.parametrize("kind", [BodyKind.EXECUTIVE, BodyKind.EXECUTIVE_INDIVIDUAL])
def test_a_decision_opens_its_gate_once_it_is_effective(kind):
    review = make_review_at_gate(DECISION)
    assert agreed(review, LATER) is False

    make_decision(review, body_kind=kind, taken_on=BEFORE, effective_on=DAY)

    assert (agreed(review, BEFORE), agreed(review, DAY)) == (False, True)
    assert met_on(review) == DAY
    status = policies.check_gate(review, BEFORE)[0]
    assert (status.state, status.sentence) == (
        "Waiting: taken, not effective",
        "Decision 14/00001 was taken on 9 April 2014 but is not effective until 10 April 2014.",
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"state": DecisionState.PROPOSED, "taken_on": None, "effective_on": None},
        {"taken_on": BEFORE, "effective_on": None},
        {"taken_on": BEFORE, "effective_on": BEFORE, "body_kind": BodyKind.FULL_COUNCIL},
    ],
)
def test_a_decision_proposed_not_yet_effective_or_of_another_body_opens_nothing(fields):
    review = make_review_at_gate(DECISION)
    make_decision(review, **fields)

    assert agreed(review, LATER) is False


def test_a_decision_taken_before_the_review_came_back_counts_no_more():
    review = make_review_at_gate(DECISION)
    make_decision(review, taken_on=BEFORE, effective_on=LATER)
    send_back_and_forth(review, on=DAY)
    assert agreed(review, LATER) is False

    make_decision(review, taken_on=DAY, effective_on=LATER)
    assert agreed(review, LATER) is True


def test_a_decision_asked_only_where_it_is_key():
    review = make_review_at_gate(DECISION | {"only_if_key": True})
    assert agreed(review, LATER) is False
    assert policies.check_gate(review, None)[0].sentence == (
        "An Executive has not decided; Democratic Services can record the decision once it is "
        "taken, or the portfolio office can say that no Key Decision is needed."
    )

    say_key_decision(review, is_needed=False, on=DAY)
    assert (agreed(review, BEFORE), agreed(review, DAY), met_on(review)) == (False, True, DAY)

    say_key_decision(review, is_needed=True, on=LATER)
    assert (agreed(review, DAY), agreed(review, LATER)) == (True, False)


def test_a_decision_asked_in_any_case_is_not_waived():
    review = make_review_at_gate(DECISION)
    say_key_decision(review, is_needed=False, on=DAY)

    assert agreed(review, LATER) is False


def test_a_sign_off_stands_until_it_is_taken_back():
    review = make_review_at_gate(SIGN_OFF, sro=make_user(Role.SENIOR_RESPONSIBLE_OWNER))
    assert agreed(review, LATER) is False

    sign(review, on=DAY)
    assert (agreed(review, BEFORE), agreed(review, DAY), met_on(review)) == (False, True, DAY)

    by = make_user(Role.SENIOR_RESPONSIBLE_OWNER)
    sign(review, given=False, on=DAY, by=by)
    assert agreed(review, LATER) is False
    status = policies.check_gate(review, None)[0]
    assert (status.state, status.sentence, status.who) == (
        f"Refused by {by}",
        f"The criterion 1 was refused by {by}; the Senior Responsible Owner can give it.",
        Doer.SENIOR_RESPONSIBLE_OWNER,
    )


def test_a_sign_off_of_an_earlier_visit_counts_no_more():
    review = make_review_at_gate(SIGN_OFF)
    sign(review, on=DAY)
    send_back_and_forth(review, on=DAY)

    assert agreed(review, LATER) is False


def test_a_sign_off_outlives_a_postponement_but_no_return_to_the_same_stage():
    review = make_review_at_gate(SIGN_OFF)
    sign(review, on=DAY)
    record_passage(review, "gate", GateOutcome.POSTPONED, on=DAY)
    assert agreed(review, LATER) is True

    record_passage(review, "gate", GateOutcome.RETURNED, on=DAY)
    assert agreed(review, LATER) is False


def test_sign_offs_after_the_first_wait_for_it():
    review = make_review_at_gate(
        SIGN_OFF | {"title": "Owner's sign-off"},
        SIGN_OFF | {"title": "Finance sign-off", "role": Role.FINANCE},
        sro=make_user(Role.SENIOR_RESPONSIBLE_OWNER),
    )
    first, second = policies.check_gate(review, None)
    assert first.who == Doer.SENIOR_RESPONSIBLE_OWNER
    assert (second.sentence, second.who) == (
        "The finance sign-off waits for the sign-off before it.",
        None,
    )

    sign(review, on=DAY)
    assert policies.check_gate(review, None)[1].who == Doer.FINANCE
    assert agreed(review, LATER) is False

    sign(review, "criterion-2", on=DAY)
    assert agreed(review, LATER) is True


@pytest.mark.parametrize(
    "role, who, words",
    [
        (Role.FINANCE, Doer.FINANCE, "a finance partner can accept it"),
        (Role.PORTFOLIO_OFFICE, Doer.PORTFOLIO_OFFICE, "the portfolio office can accept it"),
        (Role.DEMOCRATIC_SERVICES, Doer.DEMOCRATIC_SERVICES, "Democratic Services can accept it"),
        (Role.OFFICER, Doer.LEAD, "the lead can accept it"),
        (Role.MEMBER, None, "the methodology names nobody who could accept it"),
    ],
)
def test_evidence_waits_for_the_role_its_criterion_names(role, who, words):
    review = make_review_at_gate(EVIDENCE | {"role": role}, lead=make_user(Role.OFFICER))
    _supplied(review)
    status = policies.check_gate(review, None)[0]

    assert status.who == who
    assert status.sentence == f"The criterion 1 has not been accepted; {words}."


def test_evidence_for_a_lead_waits_where_none_is_named():
    review = make_review_at_gate(EVIDENCE | {"role": Role.OFFICER})
    _supplied(review)

    assert policies.check_gate(review, None)[0].sentence == (
        "The criterion 1 has not been accepted; no Lead is named who could accept it."
    )


@pytest.mark.parametrize("count", [1, 3])
def test_gates_of_every_kind_take_one_query_however_many(count, django_assert_num_queries):
    field = {"kind": CriterionKind.FIELD, "field": ReviewFact.BUDGETS}
    kinds = [
        EVIDENCE,
        PREFERRED,
        RESOLUTION,
        ADVICE,
        DECISION | {"only_if_key": True},
        SIGN_OFF,
        MILESTONE,
        field,
    ]
    reviews = [make_review_at_gate(*kinds, phase=number) for number in range(1, count + 1)]

    with django_assert_num_queries(1):
        statuses = policies.gate_statuses(reviews, LATER)

    assert [[s.met for s in row] for row in statuses.values()] == [[False] * 8] * count
