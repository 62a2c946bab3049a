"""Where a review stands among the stages of its methodology."""

from datetime import date

import pytest

from ftc.ui.components import Stage
from reviews import queries
from reviews.enums import GateOutcome
from reviews.models import GatePassage
from reviews.queries.page_sql import stages_of, steps_of
from tests.factories.reviews import make_methodology, make_phase, make_review, report_stage

pytestmark = pytest.mark.django_db
STAGES = [("one", "Stage one", []), ("two", "Stage two", []), ("three", "Stage three", [])]
DECEMBER = date(2013, 12, 12)
MAY = date(2014, 5, 6)


@pytest.fixture
def review():
    make_methodology(make_phase(1), stages=STAGES)
    return make_review()


def bar(review, as_at=None):
    return queries.stage_bar(stages_of(review), steps_of(review, as_at=as_at))


def test_stage_bar_of_a_review_not_started(review):
    assert bar(review) == [
        Stage("Stage one", "next"),
        Stage("Stage two", "next"),
        Stage("Stage three", "next"),
    ]


def test_stage_bar_tells_what_papers_reported(review):
    report_stage(review, "one", on=DECEMBER)
    report_stage(review, "two", on=MAY)

    assert bar(review) == [
        Stage("Stage one", "done", "reported 6 May 2014"),
        Stage("Stage two", "now", "reported 6 May 2014"),
        Stage("Stage three", "next"),
    ]


def test_stage_bar_shows_the_date_asked_for(review):
    report_stage(review, "one", on=DECEMBER)
    report_stage(review, "two", on=MAY)

    assert bar(review, date(2014, 3, 27)) == [
        Stage("Stage one", "now", "reported 12 December 2013"),
        Stage("Stage two", "next"),
        Stage("Stage three", "next"),
    ]


def record(review, outcome, before, after, on, by):
    stages = {stage.code: stage for stage in review.methodology.stages.all()}
    GatePassage.objects.create(
        review=review,
        sequence=review.passages.count() + 1,
        from_stage=stages.get(before),
        to_stage=stages[after],
        outcome=outcome,
        reason="As it was found",
        effective_on=on,
        by=by,
    )


def test_stage_bar_tells_since_when_a_review_that_people_moved_is_at_its_stage(review, officer):
    record(review, GateOutcome.ENTERED, None, "one", DECEMBER, officer)
    record(review, GateOutcome.PASSED, "one", "two", MAY, officer)

    assert bar(review) == [
        Stage("Stage one", "done", "6 May 2014"),
        Stage("Stage two", "now", "since 6 May 2014"),
        Stage("Stage three", "next"),
    ]


def test_stage_bar_tells_that_a_review_was_returned(review, officer):
    record(review, GateOutcome.ENTERED, None, "one", DECEMBER, officer)
    record(review, GateOutcome.PASSED, "one", "two", date(2014, 3, 27), officer)
    record(review, GateOutcome.RETURNED, "two", "one", MAY, officer)

    assert bar(review) == [
        Stage("Stage one", "now", "returned 6 May 2014"),
        Stage("Stage two", "next"),
        Stage("Stage three", "next"),
    ]


def test_stage_places_numbers_the_stages_of_each_methodology():
    make_methodology(make_phase(2), stages=STAGES[:2])
    make_methodology(make_phase(1), stages=STAGES)

    places = [(p.phase, p.code, p.order, p.count) for p in queries.stage_places().values()]

    assert places == [
        (1, "one", 1, 3),
        (1, "two", 2, 3),
        (1, "three", 3, 3),
        (2, "one", 1, 2),
        (2, "two", 2, 2),
    ]


def test_stage_place_gives_the_states_of_all_its_stages():
    place = queries.StagePlace(code="two", title="Stage two", order=2, count=4, phase=1)

    assert place.states == ["done", "now", "next", "next"]
