"""Gates with criteria of any kind, and what meets each."""

from datetime import date

from ftc.organisation.enums import Role
from governance.enums import DecisionState, Regime
from governance.models import Decision
from reviews.enums import CriterionKind, GateOutcome, MethodologyState
from reviews.models import (
    Criterion,
    GateCondition,
    GatePassage,
    KeyDecisionTest,
    Methodology,
    SignOff,
    Stage,
)
from tests.factories.organisation import make_user
from tests.factories.reviews import STARTED_ON, make_body, make_phase, make_review

ENTERED_ON = date(2013, 10, 1)
AT_THE_GATE_ON = date(2013, 11, 1)
STAGES = ("before", "gate", "after", "last")


def make_gate_methodology(*criteria, phase=1, version=1, stages=STAGES, at="gate"):
    """A methodology whose stage ``at`` is left by the criteria (dicts of fields), in force."""
    methodology = Methodology.objects.create(
        phase=make_phase(phase), version=version, title=f"Version {version}"
    )
    for order, code in enumerate(stages, start=1):
        stage = Stage.objects.create(
            methodology=methodology, order=order, code=code, title=code.capitalize()
        )
        for position, fields in enumerate(criteria if code == at else (), start=1):
            make_criterion(stage, position, **fields)
    methodology.state = MethodologyState.IN_FORCE
    methodology.in_force_on = STARTED_ON
    methodology.save(update_fields=["state", "in_force_on"])
    return methodology


def make_criterion(stage, order, *, kind, code=None, title=None, role=None, **fields):
    """A criterion of the kind; evidence and sign-offs are for the Senior Responsible Owner."""
    if role is None:
        role_kinds = (CriterionKind.EVIDENCE, CriterionKind.SIGN_OFF)
        role = Role.SENIOR_RESPONSIBLE_OWNER if kind in role_kinds else ""
    return Criterion.objects.create(
        stage=stage,
        order=order,
        code=code or f"criterion-{order}",
        title=title or f"Criterion {order}",
        kind=kind,
        role=role,
        **fields,
    )


def make_review_at_gate(*criteria, phase=1, lead=None, sro=None, **fields):
    """A review at the stage "gate" of a methodology that asks the criteria for leaving it."""
    make_gate_methodology(*criteria, phase=phase)
    review = make_review(phase=phase, lead=lead, sro=sro, **fields)
    record_passage(review, "before", GateOutcome.ENTERED, on=ENTERED_ON)
    record_passage(review, "gate", on=AT_THE_GATE_ON)
    return review


def record_passage(
    review, to, outcome=GateOutcome.PASSED, *, on, by=None, conditions=(), methodology=None
):
    """A passage written as a row, judged by the database alone; ``to`` is a stage's code."""
    passage = unsaved_passage(review, to, outcome, on=on, by=by, methodology=methodology)
    passage.save()
    for order, (title, owner, due_on) in enumerate(conditions, start=1):
        GateCondition.objects.create(
            passage=passage, order=order, title=title, owner=owner, due_on=due_on
        )
    review.refresh_from_db()
    return passage


def unsaved_passage(review, to, outcome=GateOutcome.PASSED, *, on, by=None, methodology=None):
    review.refresh_from_db()
    last = review.passages.order_by("-sequence").first()
    says_why = outcome not in (GateOutcome.ENTERED, GateOutcome.PASSED)
    return GatePassage(
        review=review,
        sequence=last.sequence + 1 if last else 1,
        from_stage=review.stage,
        to_stage=(methodology or review.methodology).stages.get(code=to),
        outcome=outcome,
        reason="It was so decided." if says_why else "",
        by=by or make_user(Role.PORTFOLIO_OFFICE),
        effective_on=on,
    )


def send_back_and_forth(review, *, on):
    """Return the review from its gate to the stage before, and bring it to the gate again."""
    record_passage(review, "before", GateOutcome.RETURNED, on=on)
    return record_passage(review, "gate", on=on)


def sign(review, criterion="criterion-1", *, given=True, by=None, on, passage=None):
    """A sign-off as a row, for the passage that led the review to where it is."""
    return SignOff.objects.create(
        review=review,
        criterion=Criterion.objects.get(stage=review.stage, code=criterion),
        passage=passage or review.passages.order_by("-sequence").first(),
        given=given,
        comment="" if given else "Costs are missing.",
        by=by or make_user(Role.SENIOR_RESPONSIBLE_OWNER),
        effective_on=on,
    )


def make_decision(
    *reviews, body_kind="EXECUTIVE", state=DecisionState.TAKEN, taken_on, effective_on, **fields
):
    """A decision of a body of the kind that covers the reviews."""
    number = f"14/{Decision.objects.count() + 1:05d}"
    body = make_body(body_kind, regime=Regime.EXECUTIVE_2012, may_decide=True)
    decision = Decision.objects.create(
        **(
            {
                "code": number.replace("/", "-"),
                "number": number,
                "title": "Delivery model",
                "maker": body,
                "state": state,
                "taken_on": taken_on,
                "effective_on": effective_on,
            }
            | fields
        )
    )
    decision.activities.set(reviews)
    return decision


def say_key_decision(review, *, is_needed, on, by=None):
    """Whether the proposal needs a Key Decision, from a day on."""
    return KeyDecisionTest.objects.create(
        review=review,
        is_needed=is_needed,
        reason="Under the threshold." if not is_needed else "Over the threshold.",
        by=by or make_user(Role.PORTFOLIO_OFFICE),
        effective_on=on,
    )
