"""Starting a review and moving it: who, when, and what stays when it is refused."""

import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from ftc.errors import NotPermitted, StaleVersion
from ftc.organisation.enums import Role
from reviews import actions, policies
from reviews.enums import GateOutcome
from reviews.errors import DateRefused, GateRefused, StateRefused
from reviews.models import GatePassage, Review
from tests.factories.organisation import make_user
from tests.factories.reviews import (
    ENDORSED_ON,
    change_state,
    make_body,
    make_evidence,
    make_option,
    make_resolution,
    make_review,
)

TODAY = date(2014, 5, 6)
NOW = datetime(2014, 6, 2, 10, 0, tzinfo=ZoneInfo("Europe/London"))


def _ready():
    """A review at Stage 2 whose gate is met, with its lead."""
    lead, owner = make_user(Role.OFFICER), make_user(Role.SENIOR_RESPONSIBLE_OWNER)
    make_body(name="County Council")
    review = make_review(stage="stage-2", lead=lead, sro=owner)
    make_evidence(review, by=lead, accepted_by=owner)
    make_option(review)
    make_resolution(review)
    return review, lead


def _move(review, by, **fields):
    return actions.move_to_next_stage(
        **(
            {
                "review": review,
                "expected_version": review.version,
                "by": by,
                "now": NOW,
                "today": TODAY,
            }
            | fields
        )
    )


@pytest.mark.django_db
def test_a_move_records_who_when_and_by_which_resolution():
    review, lead = _ready()

    passage = _move(review, lead, reason="The Council endorsed it")

    review.refresh_from_db()
    assert (review.stage.code, review.version) == ("stage-3", 2)
    assert (passage.sequence, passage.outcome, passage.by, passage.effective_on) == (
        2,
        GateOutcome.PASSED,
        lead,
        ENDORSED_ON,
    )
    assert passage.resolution == review.resolutions.get()
    assert passage.reason == "The Council endorsed it"


@pytest.mark.django_db
def test_a_review_read_as_at_the_day_before_stands_where_it_stood():
    review, lead = _ready()
    _move(review, lead)

    then = Review.objects.standing_on(date(2014, 5, 14)).get(pk=review.pk)

    assert then.stage_then == review.methodology.stages.get(code="stage-2").pk


@pytest.mark.django_db
def test_a_move_that_is_refused_leaves_nothing():
    lead = make_user(Role.OFFICER)
    make_body(name="County Council")
    review = make_review(stage="stage-2", lead=lead)

    with pytest.raises(GateRefused, match="cannot move to Stage 3") as refused:
        _move(review, lead)

    review.refresh_from_db()
    assert len(refused.value.missing) == 3
    assert (review.stage.code, review.version, review.passages.count()) == ("stage-2", 1, 1)


@pytest.mark.django_db
def test_a_deferred_review_is_not_moved():
    review, lead = _ready()
    change_state(review)

    with pytest.raises(GateRefused, match="It passes no gate until it is resumed"):
        _move(review, lead)


@pytest.mark.django_db
def test_whoever_does_not_lead_it_does_not_move_it():
    review, _ = _ready()

    with pytest.raises(NotPermitted, match="Only the lead of this review"):
        _move(review, make_user(Role.OFFICER))


@pytest.mark.django_db
def test_the_trigger_speaks_as_a_refusal_and_nothing_is_half_done(monkeypatch):
    lead = make_user(Role.OFFICER)
    review = make_review(stage="stage-2", lead=lead)
    unread = policies.OpenGate(policies.next_stage(review), [])
    monkeypatch.setattr(policies, "check_can_pass", lambda review, on: unread)

    with pytest.raises(GateRefused, match=r"^The gate is not met: Outline business case\.$"):
        _move(review, lead)

    review.refresh_from_db()
    assert (review.version, review.passages.count()) == (1, 1)


@pytest.mark.django_db
def test_an_earlier_date_is_for_the_portfolio_office_with_a_reason():
    review, lead = _met_in_april()
    office = make_user(Role.PORTFOLIO_OFFICE)
    earlier = date(2014, 5, 2)

    with pytest.raises(NotPermitted, match="Your role does not allow an earlier date"):
        _move(review, lead, effective_on=earlier)
    with pytest.raises(DateRefused, match="Give a reason for the earlier date"):
        _move(review, office, effective_on=earlier)
    passage = _move(review, office, effective_on=earlier, reason="It was agreed then")

    assert passage.effective_on == earlier


@pytest.mark.django_db
def test_a_date_before_the_gate_was_met_is_refused():
    review, _ = _met_in_april()

    with pytest.raises(GateRefused, match=r"cannot move to Stage 3.* on 4 April 2014"):
        _move(
            review,
            make_user(Role.PORTFOLIO_OFFICE),
            effective_on=date(2014, 4, 4),
            reason="Too early",
        )


def _met_in_april():
    lead, owner = make_user(Role.OFFICER), make_user(Role.SENIOR_RESPONSIBLE_OWNER)
    make_body(name="County Council")
    review = make_review(stage="stage-2", lead=lead, sro=owner)
    make_evidence(review, by=lead, accepted_by=owner)
    make_option(review, on=date(2014, 4, 10))
    make_resolution(review, on=date(2014, 4, 25))
    return review, lead


@pytest.mark.django_db
def test_a_date_in_the_future_is_refused():
    review, lead = _ready()

    with pytest.raises(DateRefused, match="3 June 2014 is in the future"):
        _move(review, lead, effective_on=date(2014, 6, 3))


@pytest.mark.django_db
def test_who_comes_second_is_told_where_the_review_is():
    review, lead = _ready()
    opened = Review.objects.with_stage().get(pk=review.pk)
    _move(review, lead)

    with pytest.raises(GateRefused, match=f"{lead} has moved this review to Stage 3"):
        _move(opened, lead)

    assert review.passages.count() == 2


@pytest.mark.django_db
def test_a_move_on_an_edited_review_is_stale():
    review, lead = _ready()

    with pytest.raises(StaleVersion):
        _move(review, lead, expected_version=7)


@pytest.mark.django_db
def test_a_review_walks_to_its_last_stage():
    review, lead = _ready()
    owner = review.assignments.exclude(user=lead).get().user
    _move(review, lead)
    make_evidence(review, "full-business-case", by=lead, accepted_by=owner)
    make_resolution(review, body_kind="CABINET_COMMITTEE")

    for stage in ("decision", "implementation"):
        review.refresh_from_db()
        _move(review, lead)
        review.refresh_from_db()
        assert review.stage.code == stage
    with pytest.raises(GateRefused, match="Implementation is the last stage"):
        _move(review, lead)


def _start(review, by, **fields):
    return actions.start_review(
        review=review,
        expected_version=review.version,
        by=by,
        now=NOW,
        today=TODAY,
        **fields,
    )


@pytest.mark.django_db
def test_a_review_is_started_at_its_first_stage():
    lead = make_user(Role.OFFICER)
    review = make_review(lead=lead)

    passage = _start(review, lead)

    review.refresh_from_db()
    assert (review.stage.code, review.version) == ("stage-1", 2)
    assert (passage.outcome, passage.effective_on) == (GateOutcome.ENTERED, TODAY)


@pytest.mark.django_db
def test_a_review_is_not_started_twice():
    lead = make_user(Role.OFFICER)
    review = make_review(lead=lead)
    _start(review, lead)
    review.refresh_from_db()

    with pytest.raises(StateRefused, match="has been started already"):
        _start(review, lead)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_moves_the_review_and_the_other_is_told():
    review, lead = _ready()
    together = threading.Barrier(2, timeout=20)
    outcomes = []

    def move():
        try:
            opened = Review.objects.with_stage().get(pk=review.pk)
            together.wait()
            outcomes.append(_move(opened, lead).outcome)
        except Exception as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=move) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    told = [o for o in outcomes if isinstance(o, Exception)]
    assert [o for o in outcomes if not isinstance(o, Exception)] == [GateOutcome.PASSED]
    assert [str(o) for o in told] == [
        f"{lead} has moved this review to Stage 3: Full Business Case since you opened the page."
    ]
    assert GatePassage.objects.filter(review=review).count() == 2
