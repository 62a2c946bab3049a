"""The dates of reviews on a timeline: milestones as known, stages as they were entered."""

from datetime import date

import pytest

from ftc.programme.enums import MilestoneDateKind
from reviews.queries.timeline import Event, events_of
from tests.factories.reviews import date_milestone, make_milestone, make_review, report_stage

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 6)
MARCH = date(2014, 3, 27)
JUNE = date(2014, 6, 2)
JULY = date(2014, 7, 1)
STAGE_1 = "Stage 1: Scoping"
STAGE_2 = "Stage 2: Service review and market engagement"


def test_events_of_tell_when_met_else_expected_else_planned():
    review = make_review()
    make_milestone(review, title="Met", baseline=JUNE, forecast=JULY, achieved=TODAY)
    make_milestone(review, title="Expected", baseline=JUNE, forecast=JULY)
    make_milestone(review, title="Planned", baseline=JUNE)
    make_milestone(review, title="Undated")

    assert events_of([review.pk], as_at=None) == {
        review.pk: [
            Event("met", "Met", TODAY, "6 May 2014"),
            Event("planned", "Planned", JUNE, "2 June 2014"),
            Event("expected", "Expected", JULY, "1 July 2014"),
            Event("", "Undated", None, "not dated"),
        ]
    }


def test_events_of_tell_when_stages_were_entered():
    review, other = make_review(stage="stage-1"), make_review()
    report_stage(review, "stage-2", on=TODAY)

    found = events_of([review.pk, other.pk], as_at=None)

    assert found == {
        review.pk: [
            Event("stage", STAGE_1, date(2013, 12, 12), "12 December 2013"),
            Event("stage", STAGE_2, TODAY, "6 May 2014"),
        ]
    }


def test_events_of_a_past_day_are_those_known_by_then():
    review = make_review(stage="stage-1")
    report_stage(review, "stage-2", on=TODAY)
    milestone = make_milestone(review, title="Case", baseline=JUNE)
    date_milestone(milestone, MilestoneDateKind.FORECAST, JULY, known_on=TODAY)

    (events,) = events_of([review.pk], as_at=MARCH).values()

    assert [(event.title, event.kind, event.on) for event in events] == [
        (STAGE_1, "stage", date(2013, 12, 12)),
        ("Case", "planned", JUNE),
    ]


@pytest.mark.parametrize("number", [3, 30])
def test_events_of_takes_one_query_however_many_reviews(number, django_assert_num_queries):
    reviews = [make_review(stage="stage-1") for _ in range(number)]
    for review in reviews:
        make_milestone(review, baseline=JUNE)

    with django_assert_num_queries(1):
        found = events_of([review.pk for review in reviews], as_at=TODAY)

    assert len(found) == number
