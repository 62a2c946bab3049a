"""What the database itself refuses about reviews, whoever asks."""

from datetime import date

import pytest
from django.db import IntegrityError, InternalError

from ftc.organisation.enums import Role
from governance.enums import ResolutionKind, Verb
from reviews.enums import EvidenceKind, EvidenceState, GateOutcome, ReviewState
from reviews.models import Evidence, GatePassage, OptionState, Review, ReviewStateChange
from tests.factories.organisation import make_user
from tests.factories.reviews import (
    ENDORSED_ON,
    NOON,
    PREFERRED_ON,
    change_state,
    make_evidence,
    make_option,
    make_resolution,
    make_review,
    report_stage,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_user(Role.OFFICER), make_user(Role.SENIOR_RESPONSIBLE_OWNER)


@pytest.fixture
def ready(people):
    """A review at Stage 2 whose gate is met from 15 May 2014."""
    supplier, owner = people
    review = make_review(stage="stage-2")
    make_evidence(review, by=supplier, accepted_by=owner)
    make_option(review)
    make_resolution(review)
    return review


def _pass(review, by, *, to="stage-3", on=ENDORSED_ON, outcome=GateOutcome.PASSED):
    review.refresh_from_db()
    return GatePassage.objects.create(
        review=review,
        sequence=review.passages.count() + 1,
        from_stage=review.stage,
        to_stage=review.methodology.stages.get(code=to),
        outcome=outcome,
        effective_on=on,
        by=by,
    )


def test_a_gate_that_is_met_moves_the_review(ready, people):
    _pass(ready, people[0])

    ready.refresh_from_db()
    assert ready.stage.code == "stage-3"


def test_a_deferred_review_passes_no_gate(ready, people):
    change_state(ready)

    with pytest.raises(IntegrityError, match="A review that is deferred passes no gate"):
        _pass(ready, people[0])


@pytest.mark.parametrize("to", ["stage-1", "stage-2", "decision", "implementation"])
def test_a_stage_outside_the_order_is_refused(ready, people, to):
    with pytest.raises(IntegrityError, match="does not follow from the one the review is at"):
        _pass(ready, people[0], to=to)


def test_a_stage_of_another_methodology_is_refused(ready, people):
    from tests.factories.reviews import make_methodology, make_phase

    elsewhere = make_methodology(make_phase(2)).stages.get(code="stage-3")

    with pytest.raises(IntegrityError, match="not in the methodology of this review"):
        GatePassage.objects.create(
            review=ready,
            sequence=2,
            from_stage=ready.stage,
            to_stage=elsewhere,
            outcome=GateOutcome.PASSED,
            effective_on=ENDORSED_ON,
            by=people[0],
        )


def test_a_passage_from_a_stage_already_left_is_refused(ready, people):
    with pytest.raises(IntegrityError, match="no longer at the stage this passage leaves"):
        GatePassage.objects.create(
            review=ready,
            sequence=2,
            from_stage=ready.methodology.stages.get(code="stage-1"),
            to_stage=ready.stage,
            outcome=GateOutcome.PASSED,
            effective_on=ENDORSED_ON,
            by=people[0],
        )


def test_without_accepted_evidence_the_gate_is_closed(people):
    review = make_review(stage="stage-2")
    make_evidence(review, by=people[0])
    make_option(review)
    make_resolution(review)

    with pytest.raises(IntegrityError, match="The gate is not met: Outline business case"):
        _pass(review, people[0])


def test_without_a_preferred_option_the_gate_is_closed(people):
    review = make_review(stage="stage-2")
    make_evidence(review, by=people[0], accepted_by=people[1])
    make_option(review, "NOT_RECOMMENDED")
    make_resolution(review)

    with pytest.raises(IntegrityError, match="The gate is not met: Preferred option"):
        _pass(review, people[0])


@pytest.mark.parametrize(
    "resolution",
    [
        {"verb": Verb.NOTE},
        {"verb": Verb.REJECT},
        {"kind": ResolutionKind.ADVICE},
        {"body_kind": "CABINET_COMMITTEE"},
        {"on": date(2014, 5, 16)},
    ],
)
def test_only_an_endorsement_of_the_council_in_effect_opens_the_gate(people, resolution):
    review = make_review(stage="stage-2")
    make_evidence(review, by=people[0], accepted_by=people[1])
    make_option(review)
    make_resolution(review, **resolution)

    with pytest.raises(IntegrityError, match="The gate is not met: County Council endorsement"):
        _pass(review, people[0])


def test_a_resolution_on_another_review_opens_nothing(people):
    review = make_review(stage="stage-2")
    make_evidence(review, by=people[0], accepted_by=people[1])
    make_option(review)
    make_resolution(make_review(stage="stage-2"))

    with pytest.raises(IntegrityError, match="The gate is not met: County Council endorsement"):
        _pass(review, people[0])


def test_the_gate_is_closed_the_day_before_it_is_met(ready, people):
    with pytest.raises(IntegrityError, match="The gate is not met"):
        _pass(ready, people[0], on=date(2014, 5, 14))


def test_no_paper_reports_a_review_past_a_gate_that_a_body_opens(ready):
    with pytest.raises(IntegrityError, match="No report brings a review past a gate"):
        report_stage(ready, "stage-3", on=ENDORSED_ON)


@pytest.mark.parametrize("change", ["stage", "state"])
def test_nobody_sets_stage_or_state_directly(ready, change):
    values = {
        "stage": {"stage": ready.methodology.stages.get(code="decision")},
        "state": {"state": ReviewState.CLOSED},
    }[change]

    with pytest.raises(IntegrityError, match="only by a recorded passage or change"):
        Review.objects.filter(pk=ready.pk).update(**values)


def test_a_new_review_has_no_stage(ready):
    with pytest.raises(IntegrityError, match="has no stage until a passage is recorded"):
        make_review("P1-NEW", state=ReviewState.DEFERRED)


@pytest.mark.parametrize("model", [GatePassage, OptionState, ReviewStateChange])
def test_what_happened_is_never_changed(ready, model):
    change_state(ready)

    with pytest.raises(InternalError, match="Cannot update or delete"):
        model.objects.filter(pk=model.objects.first().pk).update(reason="Otherwise")


@pytest.mark.parametrize("model", [GatePassage, OptionState, ReviewStateChange])
def test_what_happened_is_never_deleted(ready, model):
    change_state(ready)

    with pytest.raises(InternalError, match="Cannot update or delete"):
        model.objects.filter(pk=model.objects.first().pk).delete()


def test_a_passage_is_of_a_person_or_of_a_paper(ready):
    with pytest.raises(IntegrityError, match="by_a_person_or_a_paper"):
        _pass(ready, None)


def test_two_passages_never_have_the_same_number(ready, people):
    first = _pass(ready, people[0])

    with pytest.raises(IntegrityError):
        GatePassage.objects.create(
            review=ready,
            sequence=first.sequence,
            from_stage=first.to_stage,
            to_stage=first.to_stage,
            outcome=GateOutcome.POSTPONED,
            effective_on=ENDORSED_ON,
            by=people[0],
        )


def test_nobody_accepts_what_they_supplied(people):
    with pytest.raises(IntegrityError, match="supplier_does_not_decide"):
        make_evidence(make_review(stage="stage-2"), by=people[0], accepted_by=people[0])


@pytest.mark.parametrize(
    "fields, constraint",
    [
        ({"state": EvidenceState.ACCEPTED}, "decided_by_at_and_on_together"),
        ({"decided_on": PREFERRED_ON}, "decided_by_at_and_on_together"),
        ({"kind": EvidenceKind.LINK}, "is_what_its_kind_says"),
        ({"kind": EvidenceKind.FILE}, "is_what_its_kind_says"),
        ({"note": ""}, "is_what_its_kind_says"),
        ({"classification": "EXEMPT"}, "exempt_has_paragraph_and_reason"),
        ({"exempt_paragraph": 3}, "exempt_has_paragraph_and_reason"),
        ({"state": "LOST"}, "state_is_known|decided_by_at_and_on_together"),
        ({"kind": "TAPE"}, "kind_is_known|is_what_its_kind_says"),
    ],
)
def test_evidence_is_whole(people, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make_evidence(make_review(stage="stage-2"), by=people[0], **fields)


def test_evidence_is_not_accepted_before_it_was_supplied(people):
    with pytest.raises(IntegrityError, match="decided_by_at_and_on_together"):
        make_evidence(
            make_review(stage="stage-2"),
            by=people[0],
            accepted_by=people[1],
            supplied_on=date(2014, 4, 5),
            decided_on=date(2014, 4, 4),
        )


def test_evidence_is_returned_with_a_comment(people):
    evidence = make_evidence(make_review(stage="stage-2"), by=people[0])

    with pytest.raises(IntegrityError, match="returned_with_a_comment"):
        Evidence.objects.filter(pk=evidence.pk).update(
            state=EvidenceState.RETURNED,
            decided_by=people[1],
            decided_at=NOON,
            decided_on=PREFERRED_ON,
        )


def test_a_change_of_state_has_a_reason():
    with pytest.raises(IntegrityError, match="has_a_reason"):
        change_state(make_review(), reason="")
