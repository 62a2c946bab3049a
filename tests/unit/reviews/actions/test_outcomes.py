"""Passing on conditions, returning and postponing; sign-offs, key decisions, conditions met."""

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from ftc.errors import NotPermitted, StaleVersion
from ftc.organisation.enums import Role
from governance.enums import Verb
from reviews import actions, policies
from reviews.enums import CriterionKind, GateOutcome, ReviewState
from reviews.errors import ConditionRefused, DateRefused, GateRefused, SignOffRefused
from reviews.models import Criterion, GateCondition, GatePassage, Review
from reviews.policies.conditions import AskedCondition
from tests.factories.gates import (
    AT_THE_GATE_ON,
    make_decision,
    make_review_at_gate,
    record_passage,
)
from tests.factories.organisation import make_user
from tests.factories.reviews import change_state, make_resolution

pytestmark = pytest.mark.django_db

TODAY = date(2014, 5, 6)
NOW = datetime(2014, 6, 2, 10, 0, tzinfo=ZoneInfo("Europe/London"))
DUE = date(2014, 6, 30)
SIGN_OFFS = (
    {"kind": CriterionKind.SIGN_OFF, "code": "owner", "title": "Owner's sign-off"},
    {
        "kind": CriterionKind.SIGN_OFF,
        "code": "finance",
        "title": "Finance sign-off",
        "role": Role.FINANCE,
    },
)


@pytest.fixture
def lead():
    return make_user(Role.OFFICER)


@pytest.fixture
def owner():
    return make_user(Role.SENIOR_RESPONSIBLE_OWNER)


@pytest.fixture
def office():
    return make_user(Role.PORTFOLIO_OFFICE)


@pytest.fixture
def review(lead, owner):
    """At a gate that asks nothing."""
    return make_review_at_gate(lead=lead, sro=owner)


def _act(action, review, by, **fields):
    """Call an action on the review as it stands now."""
    values = {
        "expected_version": Review.objects.get(pk=review.pk).version,
        "by": by,
        "now": NOW,
        "today": TODAY,
    }
    result = action(review=review, **(values | fields))
    review.refresh_from_db()
    return result


def _conditions(*owners, title="Agree the lease", due_on=DUE):
    return [AskedCondition(title, owner, due_on) for owner in owners]


def _pass_on(review, by, conditions, **fields):
    values = {"conditions": conditions, "reason": "All but the lease is ready."} | fields
    return _act(actions.pass_with_conditions, review, by, **values)


def test_a_pass_on_conditions_moves_the_review_and_keeps_them_in_order(review, lead, owner):
    conditions = [
        AskedCondition("Agree the lease", owner, DUE),
        AskedCondition(" Name a project manager ", lead, TODAY),
    ]

    passage = _pass_on(review, lead, conditions)

    assert (review.stage.code, passage.outcome) == ("after", GateOutcome.PASSED_WITH_CONDITIONS)
    assert list(passage.conditions.order_by("order").values_list("order", "title", "owner")) == [
        (1, "Agree the lease", owner.pk),
        (2, "Name a project manager", lead.pk),
    ]


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"conditions": []}, "Say at least one condition"),
        ({"title": " "}, "Condition 1: say what is to be done"),
        ({"due_on": TODAY - timedelta(days=1)}, "Condition 1: it cannot be due on 5 May 2014"),
        ({"count": 21}, "at most 20 conditions"),
        ({"closed": True}, "Condition 1: the account of .* is closed"),
    ],
)
def test_conditions_that_cannot_be_are_refused(review, lead, change, sentence):
    somebody = make_user(Role.OFFICER, is_active=not change.pop("closed", False))
    count = change.pop("count", 1)
    conditions = change.pop("conditions", None)
    if conditions is None:
        conditions = _conditions(*[somebody] * count, **change)

    with pytest.raises(ConditionRefused, match=sentence):
        _pass_on(review, lead, conditions)

    assert (review.stage.code, GateCondition.objects.count()) == ("gate", 0)


def test_conditions_stand_in_for_nothing_that_the_gate_asks(lead):
    review = make_review_at_gate(*SIGN_OFFS, lead=lead)

    with pytest.raises(GateRefused, match="cannot move to After") as refused:
        _pass_on(review, lead, _conditions(lead))

    assert len(refused.value.missing) == 2


def test_a_pass_on_conditions_says_why(review, lead):
    with pytest.raises(GateRefused, match="Give the reason"):
        _pass_on(review, lead, _conditions(lead), reason=" ")


def test_the_database_takes_no_pass_on_conditions_without_any(review):
    record_passage(review, "after", GateOutcome.PASSED_WITH_CONDITIONS, on=TODAY)

    with pytest.raises(IntegrityError, match="A passage with conditions says which"):
        _check_deferred()


def test_the_database_takes_conditions_of_no_other_passage(review, lead):
    passage = record_passage(review, "after", on=TODAY)

    with pytest.raises(IntegrityError, match="Only a passage with conditions has conditions"):
        GateCondition.objects.create(
            passage=passage, order=1, title="Agree the lease", owner=lead, due_on=DUE
        )


def _check_deferred():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_decision_and_a_resolution_that_opened_the_gate_are_kept(lead):
    review = make_review_at_gate(
        {"kind": CriterionKind.ADVICE, "body_kind": "CABINET_COMMITTEE"},
        {"kind": CriterionKind.DECISION, "body_kind": "EXECUTIVE"},
        lead=lead,
    )
    advice = make_resolution(review, body_kind="CABINET_COMMITTEE", verb=Verb.NOTE, on=TODAY)
    decision = make_decision(review, taken_on=TODAY, effective_on=TODAY)

    passage = _act(actions.move_to_next_stage, review, lead)

    assert (passage.resolution, passage.decision) == (advice, decision)


def _return(review, by, to="before", **fields):
    stage = review.methodology.stages.get(code=to)
    values = {"to_stage": stage, "reason": "Costs are missing."} | fields
    return _act(actions.return_review, review, by, **values)


@pytest.mark.parametrize("to", ["before", "gate"])
def test_a_review_is_returned_to_its_stage_or_one_before_it(review, lead, to):
    passage = _return(review, lead, to)

    assert (review.stage.code, passage.outcome, passage.reason) == (
        to,
        GateOutcome.RETURNED,
        "Costs are missing.",
    )


def test_a_review_is_not_returned_forwards(review, lead):
    with pytest.raises(GateRefused, match="After comes after Gate, so it is no way back"):
        _return(review, lead, "after")


def test_a_review_is_not_returned_to_a_stage_of_another(review, lead):
    other = make_review_at_gate(phase=2)

    with pytest.raises(GateRefused, match="Before is not a stage of this review"):
        _return(review, lead, to_stage=other.methodology.stages.get(code="before"))


def test_a_return_says_why(review, lead):
    with pytest.raises(GateRefused, match="Give the reason"):
        _return(review, lead, reason="")


def test_a_return_counts_from_no_day_before_the_review_came(review, office):
    with pytest.raises(DateRefused, match="entered Gate on 1 November 2013"):
        _return(review, office, effective_on=AT_THE_GATE_ON - timedelta(days=1))


@pytest.mark.parametrize("on", [TODAY, TODAY - timedelta(days=20)])
def test_a_return_may_be_dated_back_by_who_may(review, office, on):
    assert _return(review, office, effective_on=on).effective_on == on


def test_an_officer_dates_no_return_back(review, lead):
    with pytest.raises(NotPermitted, match="does not allow an earlier date"):
        _return(review, lead, effective_on=TODAY - timedelta(days=1))


def _postpone(review, by, until_on=DUE, **fields):
    values = {"until_on": until_on, "reason": "The market test runs on."} | fields
    return _act(actions.postpone_gate, review, by, **values)


@pytest.mark.parametrize("until_on", [DUE, None])
def test_a_gate_is_postponed_and_the_review_goes_on_at_its_stage(review, lead, until_on):
    passage = _postpone(review, lead, until_on)

    assert (review.stage.code, review.state) == ("gate", ReviewState.ACTIVE)
    assert (passage.outcome, passage.until_on) == (GateOutcome.POSTPONED, until_on)
    assert policies.can_pass(Review.objects.with_stage().get(pk=review.pk), None)


def test_a_gate_is_postponed_to_a_later_day(review, lead):
    with pytest.raises(DateRefused, match="6 May 2014 is not after 6 May 2014"):
        _postpone(review, lead, TODAY)
    with pytest.raises(IntegrityError, match="until_after_it_took_effect"), transaction.atomic():
        GatePassage.objects.create(
            review=review,
            sequence=3,
            from_stage=review.stage,
            to_stage=review.stage,
            outcome=GateOutcome.POSTPONED,
            reason="Later.",
            by=lead,
            effective_on=TODAY,
            until_on=TODAY,
        )


@pytest.mark.parametrize("act", [_return, _postpone])
def test_who_does_not_lead_it_decides_nothing(review, owner, act):
    with pytest.raises(NotPermitted, match="Only the lead of this review"):
        act(review, owner)


@pytest.mark.parametrize("act", [_return, _postpone])
def test_a_deferred_review_stands_at_no_gate(review, lead, act):
    change_state(review)

    with pytest.raises(GateRefused, match="until it is resumed"):
        act(review, lead)


@pytest.mark.parametrize("act", [_return, _postpone])
def test_the_last_stage_has_no_gate(lead, act):
    review = make_review_at_gate(lead=lead)
    record_passage(review, "after", on=TODAY)
    record_passage(review, "last", on=TODAY)

    with pytest.raises(GateRefused, match="Last is the last stage"):
        act(review, lead)


@pytest.mark.parametrize(
    "act, said",
    [
        (_return, "has returned this review to Before"),
        (_postpone, "has postponed this gate"),
    ],
)
def test_who_comes_second_is_told_what_the_other_made_of_it(review, lead, office, act, said):
    opened = Review.objects.with_stage().get(pk=review.pk)
    act(review, office)

    with pytest.raises((GateRefused, StaleVersion)) as refused:
        _act(actions.move_to_next_stage, opened, lead, expected_version=1)

    if act is _return:
        assert str(refused.value) == f"{office} {said} since you opened the page."


# Sign-offs


@pytest.fixture
def signing(lead, owner):
    """At a gate that two roles sign off in turn."""
    return make_review_at_gate(*SIGN_OFFS, lead=lead, sro=owner)


def _sign(review, by, code="owner", **fields):
    criterion = Criterion.objects.get(stage__methodology=review.methodology, code=code)
    return _act(actions.give_sign_off, review, by, criterion=criterion, **fields)


def _refuse(review, by, code="owner", comment="Costs are missing.", **fields):
    criterion = Criterion.objects.get(stage__methodology=review.methodology, code=code)
    return _act(actions.refuse_sign_off, review, by, criterion=criterion, comment=comment, **fields)


def _met(review):
    fresh = Review.objects.with_stage().get(pk=review.pk)
    return [status.met for status in policies.check_gate(fresh, None)]


def test_sign_offs_are_given_in_turn(signing, owner, lead):
    finance = make_user(Role.FINANCE)
    with pytest.raises(SignOffRefused, match="“Finance sign-off” waits for “Owner's sign-off”"):
        _sign(signing, finance, "finance")

    _sign(signing, owner)
    _sign(signing, finance, "finance")

    assert _met(signing) == [True, True]
    _act(actions.move_to_next_stage, signing, lead)
    assert signing.stage.code == "after"


def test_one_taken_back_stops_those_after_it(signing, owner):
    finance = make_user(Role.FINANCE)
    _sign(signing, owner)
    _refuse(signing, owner)

    assert _met(signing) == [False, False]
    with pytest.raises(SignOffRefused, match="waits for"):
        _sign(signing, finance, "finance")


def test_one_given_is_not_given_again(signing, owner):
    _sign(signing, owner)

    with pytest.raises(SignOffRefused, match=f"{owner} has given it already"):
        _sign(signing, owner)


@pytest.mark.parametrize("role", [r for r in Role if r != Role.FINANCE])
def test_only_the_role_signs(signing, owner, role):
    _sign(signing, owner)

    with pytest.raises(NotPermitted, match="Only a finance partner may give or refuse"):
        _sign(signing, make_user(role), "finance")


def test_an_owner_of_another_review_signs_nothing(signing):
    with pytest.raises(NotPermitted, match="Only the Senior Responsible Owner of this review"):
        _sign(signing, make_user(Role.SENIOR_RESPONSIBLE_OWNER))


def test_a_refusal_says_why(signing, owner):
    with pytest.raises(SignOffRefused, match="Say why"):
        _refuse(signing, owner, comment=" ")


def test_a_deferred_review_takes_no_sign_off(signing, owner):
    change_state(signing)

    with pytest.raises(SignOffRefused, match="Its gate takes no sign-off"):
        _sign(signing, owner)


def test_a_sign_off_is_for_the_gate_the_review_stands_at(signing, owner):
    record_passage(signing, "before", GateOutcome.RETURNED, on=TODAY)

    with pytest.raises(SignOffRefused, match="does not stand at the gate that asks"):
        _sign(signing, owner)


def test_evidence_is_not_signed_off(lead, owner):
    review = make_review_at_gate({"kind": CriterionKind.EVIDENCE, "code": "owner"}, sro=owner)

    with pytest.raises(SignOffRefused, match="is not met by a sign-off"):
        _sign(review, owner)


def test_a_sign_off_dated_back_needs_the_permission(signing, owner):
    with pytest.raises(NotPermitted, match="does not allow an earlier date"):
        _sign(signing, owner, effective_on=TODAY - timedelta(days=1))


def test_who_signs_a_review_edited_since_is_told(signing, owner):
    with pytest.raises(StaleVersion):
        _sign(signing, owner, expected_version=7)


# Whether a decision is key


def _say(review, by, is_needed=False, reason="Under the threshold.", **fields):
    return _act(actions.say_whether_key, review, by, is_needed=is_needed, reason=reason, **fields)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_say_whether_a_decision_is_key(review, role):
    by = make_user(role)
    if role in (Role.PORTFOLIO_OFFICE, Role.DEMOCRATIC_SERVICES):
        assert _say(review, by).is_needed is False
    else:
        with pytest.raises(NotPermitted, match="Only the portfolio office and Democratic"):
            _say(review, by)


def test_whether_a_decision_is_key_has_a_reason_and_is_said_once(review, office):
    with pytest.raises(GateRefused, match="Say why"):
        _say(review, office, reason="")
    _say(review, office)

    with pytest.raises(GateRefused, match="No Key Decision is needed: this is recorded already"):
        _say(review, office)
    assert _say(review, office, is_needed=True, reason="It grew.").is_needed is True


def test_what_is_said_later_stands_over_what_a_later_paper_says(review, office):
    _say(review, office, effective_on=TODAY)
    later = _say(review, office, is_needed=True)

    assert later.effective_on == TODAY


# Conditions met


@pytest.fixture
def condition(review, lead, office):
    """On the review, which the lead is to meet."""
    return _pass_on(review, office, _conditions(lead)).conditions.get()


def _meet(condition, by, note="The lease is signed.", **fields):
    values = {"expected_version": condition.version, "by": by, "now": NOW, "today": TODAY}
    return actions.meet_condition(condition=condition, note=note, **(values | fields))


def test_an_owner_says_that_what_the_lead_was_to_meet_is_met(condition, owner):
    met = _meet(condition, owner)

    assert (met.met_on, met.met_by, met.met_note, met.version) == (
        TODAY,
        owner,
        "The lease is signed.",
        2,
    )


def test_whoever_is_to_meet_it_does_not_say_so(condition, lead):
    with pytest.raises(NotPermitted, match="does not say that it is met"):
        _meet(condition, lead)
    with pytest.raises(IntegrityError, match="owner_does_not_confirm"), transaction.atomic():
        GateCondition.objects.filter(pk=condition.pk).update(
            met_on=TODAY, met_by=lead, met_note="It is."
        )


@pytest.mark.parametrize("role", [Role.OFFICER, Role.FINANCE, Role.MEMBER, Role.AUDITOR])
def test_nobody_else_says_so(condition, role):
    with pytest.raises(NotPermitted, match="Only the lead of this review, its Senior"):
        _meet(condition, make_user(role))


def test_a_condition_is_met_once(condition, owner, office):
    met = _meet(condition, owner)

    with pytest.raises(ConditionRefused, match=f"{owner} recorded on 6 May 2014"):
        _meet(met, office)


def test_how_it_was_met_is_said(condition, owner):
    with pytest.raises(ConditionRefused, match="Say how the condition was met"):
        _meet(condition, owner, note=" ")


def test_a_condition_is_not_met_before_it_was_set(condition, office):
    with pytest.raises(ConditionRefused, match="cannot have been met earlier"):
        _meet(condition, office, met_on=TODAY - timedelta(days=1))


def test_a_condition_met_by_somebody_else_meanwhile_is_stale(condition, owner):
    with pytest.raises(StaleVersion):
        _meet(condition, owner, expected_version=9)


ACTS = {"move": actions.move_to_next_stage, "return": _return, "postpone": _postpone}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "first, second", [("move", "return"), ("move", "postpone"), ("return", "postpone")]
)
def test_of_two_outcomes_at_once_one_stands_and_the_other_is_told(first, second):
    people = [make_user(Role.PORTFOLIO_OFFICE) for _ in range(2)]
    review = make_review_at_gate()
    together = threading.Barrier(2, timeout=20)
    outcomes = []

    def decide(name, by):
        try:
            opened = Review.objects.with_stage().get(pk=review.pk)
            fields = {"review": opened, "by": by, "expected_version": opened.version}
            if name == "move":
                fields |= {"now": NOW, "today": TODAY}
            elif name == "return":
                fields["to"] = "before"
            together.wait()
            outcomes.append(ACTS[name](**fields))
        except Exception as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=pair)
        for pair in zip((first, second), people, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    passages = [outcome for outcome in outcomes if isinstance(outcome, GatePassage)]
    refusals = [outcome for outcome in outcomes if not isinstance(outcome, GatePassage)]
    assert [passage.sequence for passage in passages] == [3]
    assert [type(refusal) for refusal in refusals] == [GateRefused]
    assert str(refusals[0]) == (
        f"{passages[0].by} {policies.what_became_of_it(passages[0])} since you opened the page."
    )
    assert GatePassage.objects.filter(review=review).count() == 3
