"""What is asked of a lead and of an owner, and that it costs the same for many reviews."""

from datetime import date

import pytest

from ftc.organisation.enums import Role
from ftc.periods import Precision
from ftc.programme.enums import MilestoneDateKind
from ftc.programme.models import Milestone, MilestoneDate
from reviews.asks import Ask, asked_of
from reviews.enums import EvidenceState
from reviews.models import Evidence
from tests.factories.organisation import make_user
from tests.factories.reviews import (
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
STAGE_3 = "cannot reach Stage 3: Full Business Case without it"


@pytest.fixture
def people():
    make_body(name="County Council")
    return make_user(Role.OFFICER), make_user(Role.SENIOR_RESPONSIBLE_OWNER)


@pytest.fixture
def review(people):
    return make_review("P1-PRO", title="Property", stage="stage-2", lead=people[0], sro=people[1])


def _due(review, on):
    milestone = Milestone.objects.create(
        code=f"M-{review.code}", activity=review, title="Shadow company"
    )
    MilestoneDate.objects.create(
        milestone=milestone,
        kind=MilestoneDateKind.BASELINE,
        on=on,
        precision=Precision.DAY,
        effective_on=date(2013, 12, 12),
    )


def test_a_lead_is_asked_for_evidence_and_a_choice(people, review):
    _due(review, date(2014, 9, 1))

    assert asked_of(people[0], TODAY) == [
        Ask(
            "Supply the outline business case for Property",
            "/reviews/P1-PRO/evidence/add/?criterion=outline-business-case",
            "P1-PRO",
            date(2014, 9, 1),
            f"Property {STAGE_3}",
        ),
        Ask(
            "Record which option of Property is preferred",
            "/reviews/P1-PRO/#options",
            "P1-PRO",
            date(2014, 9, 1),
            f"Property {STAGE_3}",
        ),
    ]


def test_an_owner_is_asked_to_accept_what_they_did_not_supply(people, review):
    make_evidence(review, by=people[1])
    make_evidence(review, by=people[0])

    assert asked_of(people[1], TODAY) == [
        Ask(
            "Accept or return the outline business case for Property",
            "/reviews/P1-PRO/evidence/2/",
            "P1-PRO",
            None,
            f"Property {STAGE_3}",
        )
    ]
    assert [ask.text for ask in asked_of(people[0], TODAY)] == [
        "Record which option of Property is preferred"
    ]


def test_evidence_returned_is_asked_for_again(people, review):
    evidence = make_evidence(review, by=people[0])
    Evidence.objects.filter(pk=evidence.pk).update(
        state=EvidenceState.RETURNED,
        decided_by=people[1],
        decided_at=NOON,
        decided_on=PREFERRED_ON,
        comment="Costs are missing.",
    )

    assert asked_of(people[0], TODAY)[0].text == (
        "Supply the outline business case again for Property"
    )
    assert asked_of(people[1], TODAY) == []


def test_a_lead_is_asked_to_move_what_is_ready(people, review):
    make_evidence(review, by=people[0], accepted_by=people[1])
    make_option(review)
    make_resolution(review)

    assert [(ask.text, ask.url, ask.blocks) for ask in asked_of(people[0], TODAY)] == [
        (
            "Move Property to Stage 3: Full Business Case",
            "/reviews/P1-PRO/move/",
            "Everything asked before it is met",
        )
    ]


def test_what_waits_for_the_council_is_asked_of_nobody_here(people, review):
    make_evidence(review, by=people[0], accepted_by=people[1])
    make_option(review)

    assert asked_of(people[0], TODAY) == []


def test_a_lead_is_asked_to_start_a_review(people):
    make_review("P1-NEW", title="Libraries", lead=people[0])

    assert [(ask.text, ask.url) for ask in asked_of(people[0], TODAY)] == [
        ("Start Libraries", "/reviews/P1-NEW/move/")
    ]


def test_nothing_is_asked_of_a_deferred_review(people, review):
    change_state(review)

    assert asked_of(people[0], TODAY) == []


def test_after_the_last_stage_nothing_is_asked(people):
    from reviews import actions
    from tests.factories.reviews import make_methodology, make_phase

    make_methodology(make_phase(3), stages=[("only", "Only stage", [])])
    review = make_review(phase=3, lead=people[0])
    actions.start_review(review=review, expected_version=1, by=people[0], now=NOON, today=TODAY)

    assert asked_of(people[0], TODAY) == []


def test_the_soonest_due_comes_first_and_the_undated_last(people):
    later, undated, sooner = (
        make_review(title=title, lead=people[0]) for title in ("Later", "Undated", "Sooner")
    )
    _due(later, date(2014, 9, 1))
    _due(sooner, date(2014, 4, 1))

    assert [ask.text for ask in asked_of(people[0], TODAY)] == [
        "Start Sooner",
        "Start Later",
        "Start Undated",
    ]
    assert undated.code


def test_exempt_evidence_is_not_asked_of_who_may_not_read_it(people, review):
    exempt = {"classification": "EXEMPT", "exempt_paragraph": 3, "exempt_reason": "Prices"}
    make_evidence(review, by=people[0], **exempt)

    assert len(asked_of(people[1], TODAY)) == 1


@pytest.mark.parametrize("role", [Role.MEMBER, Role.AUDITOR, Role.PORTFOLIO_OFFICE])
def test_who_leads_and_owns_nothing_is_asked_nothing(role, review):
    assert asked_of(make_user(role), TODAY) == []


def test_a_lead_without_the_permissions_is_only_asked_to_choose(review):
    review.assignments.all().delete()
    from tests.factories.reviews import make_assignment

    member = make_user(Role.MEMBER)
    make_assignment(review, member)

    assert [ask.text for ask in asked_of(member, TODAY)] == [
        "Record which option of Property is preferred"
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_asked_takes_the_same_queries(people, count, django_assert_num_queries):
    for _ in range(count):
        review = make_review(stage="stage-2", lead=people[0], sro=people[1])
        make_evidence(review, by=people[0])
        make_option(review)
        make_resolution(review)

    with django_assert_num_queries(8):
        asks = asked_of(people[1], TODAY)

    assert len(asks) == count


def test_an_owner_is_asked_for_evidence_of_a_review_not_started(people):
    review = make_review("P1-NEW", title="Libraries", sro=people[1])
    make_evidence(review, "scoping-brief", by=people[0])

    assert [ask.text for ask in asked_of(people[1], TODAY)] == [
        "Accept or return the scoping brief for Libraries"
    ]


def test_a_milestone_that_was_reached_is_due_no_more(people):
    review = make_review(lead=people[0])
    _due(review, date(2014, 4, 1))
    MilestoneDate.objects.create(
        milestone=review.milestones.get(),
        kind=MilestoneDateKind.ACHIEVED,
        on=date(2014, 4, 1),
        precision=Precision.DAY,
        effective_on=date(2014, 4, 1),
    )

    assert asked_of(people[0], TODAY)[0].due is None
