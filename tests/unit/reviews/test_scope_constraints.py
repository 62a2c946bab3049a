"""What the database keeps of states and changes of scope, whoever writes them."""

from datetime import date
from itertools import product

import pytest
from django.db import Error, IntegrityError, transaction

from ftc.organisation.enums import Role
from ftc.programme.models import Portfolio
from reviews.enums import GateOutcome, OptionStateKind, ReviewState, ScopeChangeKind
from reviews.models import GatePassage, OptionState, ReviewStateChange, ScopeChange
from reviews.transitions import NEXT_STATES
from tests.factories.organisation import make_user
from tests.factories.reviews import (
    change_state,
    make_methodology,
    make_option,
    make_paper,
    make_phase,
    make_review,
)

pytestmark = pytest.mark.django_db
ON = date(2014, 5, 6)
BEFORE = date(2014, 4, 1)


@pytest.fixture
def by():
    return make_user(Role.PORTFOLIO_OFFICE)


def _at_last_stage(code):
    """A review that papers report at the last stage of a methodology that no body opens."""
    review = make_review(code, phase=9)
    GatePassage.objects.create(
        review=review,
        sequence=1,
        to_stage=review.methodology.stages.get(order=2),
        outcome=GateOutcome.REPORTED,
        effective_on=BEFORE,
        source=make_paper(),
    )
    review.refresh_from_db()
    return review


@pytest.fixture
def short_methodology():
    """Two stages without criteria, so that a review can be reported at the last of them."""
    return make_methodology(
        make_phase(9), stages=[("stage-1", "Stage 1", []), ("stage-2", "Stage 2", [])]
    )


def _record(review, state, by, on=ON):
    return ReviewStateChange.objects.create(
        review=review, state=state, reason="So it is", by=by, effective_on=on
    )


def _merge(review, other, by, kind=ScopeChangeKind.MERGE, **fields):
    return ScopeChange.objects.create(
        review=review, other=other, kind=kind, reason="Why not", by=by, effective_on=ON, **fields
    )


def _refused(write):
    try:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    except Error:
        return True
    return False


@pytest.mark.parametrize("before, after", list(product(ReviewState, ReviewState)))
def test_the_database_keeps_the_table_for_every_pair_of_states(
    by, short_methodology, before, after
):
    review, other = _at_last_stage("P9-A"), _at_last_stage("P9-B")
    if ReviewState.MERGED in (before, after) and ReviewState.ACTIVE in (before, after):
        merge = _merge(review, other, by)
        if before == ReviewState.MERGED:
            _merge(review, other, by, ScopeChangeKind.UNMERGE, undoes=merge)
    change_state(review, before, on=BEFORE)

    refused = _refused(lambda: _record(review, after, by))

    assert refused is (after not in NEXT_STATES[before])


def test_the_first_state_a_person_records_is_active(by):
    review = make_review()

    _record(review, ReviewState.ACTIVE, by)

    assert review.state_changes.count() == 1


def test_no_state_counts_from_before_the_latest(by):
    review = make_review()
    _record(review, ReviewState.ACTIVE, by)

    with pytest.raises(IntegrityError, match="A later change of state is recorded already"):
        _record(review, ReviewState.DEFERRED, by, on=BEFORE)


@pytest.mark.parametrize("state", [ReviewState.HANDED_OVER, ReviewState.CLOSED])
def test_before_the_last_stage_nobody_hands_over_or_closes(by, state):
    review = make_review(stage="stage-2")

    with pytest.raises(IntegrityError, match="at its last stage only"):
        _record(review, state, by)


def test_nobody_says_merged_without_a_merge(by):
    review = make_review()

    with pytest.raises(IntegrityError, match="by a change of scope"):
        _record(review, ReviewState.MERGED, by)


def test_a_review_is_not_merged_with_itself_or_in_a_circle(by):
    first, second, third = (make_review() for _ in range(3))
    _merge(first, second, by)
    _record(first, ReviewState.MERGED, by)
    _merge(second, third, by)
    _record(second, ReviewState.MERGED, by)

    for review, other in ((third, third), (third, first), (third, second), (second, first)):
        assert _refused(lambda review=review, other=other: _merge(review, other, by))


def test_only_active_reviews_of_one_phase_are_merged_or_split(by):
    review, deferred, elsewhere = make_review(), make_review(), make_review(phase=2)
    change_state(deferred)

    for kind in (ScopeChangeKind.MERGE, ScopeChangeKind.SPLIT):
        for other, sentence in ((deferred, "Only active"), (elsewhere, "different phases")):
            with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
                _merge(review, other, by, kind)


def test_what_is_taken_back_is_named_and_of_the_same_reviews(by):
    first, second, third = (make_review() for _ in range(3))
    merge = _merge(first, second, by)
    portfolio = Portfolio.objects.create(code="BCP", name="Business Capability")
    given = ScopeChange.objects.create(
        review=first,
        kind=ScopeChangeKind.HAND_OVER,
        portfolio=portfolio,
        reason="Done",
        by=by,
        effective_on=ON,
    )
    unmerge = ScopeChangeKind.UNMERGE
    wrong = (
        lambda: _merge(first, second, by, unmerge),
        lambda: _merge(first, third, by, unmerge, undoes=merge),
        lambda: _merge(first, second, by, unmerge, undoes=given),
        lambda: _merge(second, third, by, undoes=merge),
    )

    for write in wrong:
        assert _refused(write)
    _merge(first, second, by, unmerge, undoes=merge)
    assert _refused(lambda: _merge(first, second, by, unmerge, undoes=merge))


def test_nobody_takes_a_later_place_than_the_reviews_they_were_made_of(by):
    part = make_review(stage="stage-1")
    joint = make_review()
    _merge(part, joint, by)

    def carry(code):
        return GatePassage.objects.create(
            review=joint,
            sequence=1,
            to_stage=joint.methodology.stages.get(code=code),
            outcome=GateOutcome.CARRIED,
            reason="Joint",
            by=by,
            effective_on=ON,
        )

    assert _refused(lambda: carry("stage-2"))
    assert carry("stage-1").to_stage.code == "stage-1"


def test_an_option_goes_to_another_review_once_and_may_come_back(by):
    option = make_option(make_review(), on=BEFORE)

    def becomes(state):
        return OptionState.objects.create(
            option=option, state=state, reason="It went", by=by, effective_on=ON
        )

    becomes(OptionStateKind.CARRIED)
    assert _refused(lambda: becomes(OptionStateKind.CARRIED))
    assert becomes(OptionStateKind.PREFERRED).pk


def test_a_change_of_scope_is_neither_edited_nor_deleted(by):
    change = _merge(make_review(), make_review(), by)

    assert _refused(lambda: ScopeChange.objects.filter(pk=change.pk).update(reason="Other"))
    assert _refused(change.delete)
