"""Which reviews were known on a date, and the review behind a code."""

from datetime import date

import pytest

from reviews import queries
from reviews.enums import OptionStateKind, ReviewState
from tests.factories.reviews import (
    STAGE_2_ON,
    change_state,
    make_option,
    make_paper,
    make_review,
    make_service,
    report_stage,
)

pytestmark = pytest.mark.django_db
MARCH = date(2014, 3, 27)
BEFORE = date(2013, 1, 1)


def codes(reviews):
    return [review.code for review in reviews.order_by("code")]


def test_reviews_known_on_counts_those_of_the_first_phase_at_every_date():
    make_review("P1-A", source=make_paper())

    assert codes(queries.reviews_known_on(BEFORE)) == ["P1-A"]


def test_reviews_known_on_counts_a_later_phase_from_its_paper():
    make_review("P2-A", phase=2, source=make_paper("MARCH", meeting_on=MARCH))

    assert codes(queries.reviews_known_on(date(2014, 3, 26))) == []
    assert codes(queries.reviews_known_on(MARCH)) == ["P2-A"]
    assert codes(queries.reviews_known_on(None)) == ["P2-A"]


def test_reviews_known_on_counts_a_review_without_a_paper_from_its_first_passage():
    review = make_review("P2-A", phase=2)
    report_stage(review, "stage-1", on=MARCH)
    report_stage(review, "stage-2", on=date(2014, 5, 6))

    assert codes(queries.reviews_known_on(date(2014, 3, 26))) == []
    assert codes(queries.reviews_known_on(MARCH)) == ["P2-A"]


def test_reviews_known_on_keeps_a_review_that_nothing_dates():
    make_review("P2-A", phase=2)

    assert codes(queries.reviews_known_on(BEFORE)) == ["P2-A"]


def test_reviews_known_on_tells_how_each_stood():
    review = make_review("P1-A", stage="stage-2")
    change_state(review, ReviewState.DEFERRED, on=date(2014, 5, 6))

    then = queries.reviews_known_on(MARCH).get()
    earlier = queries.reviews_known_on(BEFORE).get()
    now = queries.reviews_known_on(None).get()

    assert (then.stage_then, then.state_then) == (review.stage_id, ReviewState.ACTIVE)
    assert (earlier.stage_then, earlier.state_then) == (None, ReviewState.ACTIVE)
    assert (now.stage_then, now.state_then) == (review.stage_id, ReviewState.DEFERRED)


@pytest.mark.parametrize("code", ["P1-HIF", "P1-HR", "P1-FIN"])
def test_review_for_code_leads_from_a_service_to_the_joint_review(code):
    review = make_review("P1-HIF")
    make_service(review, code="P1-HR")
    make_service(review, code="P1-FIN")

    assert queries.review_for_code(code) == review


def test_review_for_code_prefers_a_review_to_a_service_of_the_same_code():
    review = make_review("P1-LIB")
    other = make_review("P1-X")
    make_service(other, code="P1-LIB")

    assert queries.review_for_code("P1-LIB") == review


def test_review_for_code_finds_nothing_for_an_unknown_code():
    assert queries.review_for_code("P9-X") is None


def test_preferred_options_are_those_of_the_date():
    review = make_review()
    option = make_option(review, OptionStateKind.PREFERRED, on=date(2014, 5, 6))
    make_option(review, OptionStateKind.NOT_RECOMMENDED, on=STAGE_2_ON)

    assert list(queries.preferred_options(date(2014, 5, 6))) == [option]
    assert list(queries.preferred_options(date(2014, 5, 5))) == []
