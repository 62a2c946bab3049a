"""Reviews as rows of a list: what each shows as at a date, in the same number of queries."""

from datetime import date
from decimal import Decimal

import pytest

from ftc.programme.enums import MilestoneDateKind, MilestoneStatus, Rag
from ftc.programme.models import Portfolio
from reviews import queries
from reviews.enums import ReviewState
from tests.factories.reviews import (
    change_state,
    date_milestone,
    make_milestone,
    make_review,
    make_service,
    report_stage,
    report_status,
)

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 6)
MARCH = date(2014, 3, 27)
JUNE = date(2014, 6, 2)
JULY = date(2014, 7, 1)


def rows(as_at=None, today=TODAY):
    found = queries.review_rows(as_at=as_at)
    return queries.rows_of(found, as_at=as_at, today=today, stages=queries.stage_places())


def row(as_at=None, today=TODAY):
    (only,) = rows(as_at, today)
    return only


def test_rows_of_reads_a_whole_row(officer):
    portfolio = Portfolio.objects.create(code="CP-BUS", name="Business Capability")
    review = make_review("P1-HIF", title="Joint review", lead=officer, portfolio=portfolio)
    report_stage(review, "stage-2")
    change_state(review, ReviewState.DEFERRED)
    make_service(review, code="P1-HR", net="800.00")
    make_service(review, code="P1-ICT", net="-50.25", gross="10.00")
    report_status(review, Rag.AMBER, by=officer)
    make_milestone(review, title="Business case", baseline=JUNE, forecast=date(2014, 6, 4))

    found = row()

    assert found == queries.ReviewRow(
        code="P1-HIF",
        title="Joint review",
        url="/reviews/P1-HIF/",
        phase=1,
        services=("Service P1-HR", "Service P1-ICT"),
        stage=queries.stage_places()[review.stage_id],
        state=ReviewState.DEFERRED,
        rag="AMBER",
        milestone=queries.NextMilestone(
            title="Business case",
            on=date(2014, 6, 4),
            text="4 June 2014",
            slip=2,
            is_exact=True,
            is_overdue=False,
        ),
        net_gbp=Decimal("749.75"),
        portfolio="Business Capability",
        lead="Olive Officer",
        key=review.pk,
        version=1,
        lead_key=officer.pk,
        papers=(("CC-2013-12-12-FTC", "Paper CC-2013-12-12-FTC"),) * 2,
    )
    assert found.services_text == "Service P1-HR; Service P1-ICT"
    assert found.state_colour == "grey"
    assert found.rag_text == "At risk"
    assert found.milestone.slip_text == "2 working days late"


def test_rows_of_says_what_is_not_known():
    make_review("P1-A")

    found = row()

    assert (found.stage, found.rag, found.rag_text, found.milestone) == (None, "", "", None)
    assert (found.net_gbp, found.portfolio, found.lead) == (None, "", "")
    assert found.services_text == "None named"


def test_rows_of_tells_each_review_as_it_stood(officer):
    review = make_review("P1-A", stage="stage-1")
    report_stage(review, "stage-2", on=TODAY)
    change_state(review, ReviewState.DEFERRED, on=TODAY)
    report_status(review, Rag.GREEN, by=officer, on=date(2014, 1, 10))
    report_status(review, Rag.RED, by=officer, on=TODAY)
    make_service(review, net="700.00", on=TODAY)
    milestone = make_milestone(review, baseline=JUNE)
    date_milestone(milestone, MilestoneDateKind.FORECAST, JULY, known_on=TODAY)

    then, now = row(MARCH), row()

    assert (then.stage.code, now.stage.code) == ("stage-1", "stage-2")
    assert (then.state, now.state) == (ReviewState.ACTIVE, ReviewState.DEFERRED)
    assert (then.rag, now.rag) == ("GREEN", "RED")
    assert (then.net_gbp, now.net_gbp) == (None, Decimal("700.00"))
    assert (then.milestone.on, now.milestone.on) == (JUNE, JULY)
    assert (then.milestone.slip, now.milestone.slip) == (None, 21)


def test_next_milestone_is_the_soonest_neither_achieved_nor_reported_reached():
    review = make_review()
    make_milestone(review, baseline=date(2014, 5, 7), achieved=date(2014, 5, 1))
    make_milestone(review, baseline=date(2014, 5, 8), report=MilestoneStatus.MET)
    make_milestone(review, baseline=date(2014, 5, 9), report=MilestoneStatus.SUPERSEDED)
    make_milestone(review, baseline=JULY, title="Later")
    make_milestone(review, baseline=JUNE, title="Next", report=MilestoneStatus.ON_TRACK)

    assert row().milestone.title == "Next"


def test_next_milestone_reads_the_forecast_before_the_baseline():
    review = make_review()
    make_milestone(review, baseline=date(2014, 5, 12), forecast=date(2014, 8, 1), title="Slipped")
    make_milestone(review, baseline=JULY, title="Next")

    assert row().milestone.title == "Next"


def test_next_milestone_without_a_date_comes_last():
    review = make_review()
    make_milestone(review, title="Waits on others", order=1)
    make_milestone(review, baseline=JUNE, title="Dated", order=2)

    assert row().milestone.title == "Dated"


def test_next_milestone_without_a_date_is_not_dated():
    make_milestone(make_review(), title="Waits on others")

    assert row().milestone == queries.NextMilestone(
        "Waits on others", None, "not dated", None, False, False
    )


def test_next_milestone_is_dated_as_printed_where_the_paper_gives_no_date():
    milestone = make_milestone(make_review())
    date_milestone(
        milestone, MilestoneDateKind.BASELINE, None, precision="season", printed="autumn 2014"
    )

    assert row().milestone.text == "autumn 2014"


def test_next_milestone_in_the_past_is_overdue():
    make_milestone(make_review(), baseline=date(2014, 5, 1))

    assert row().milestone.is_overdue
    assert not row(today=date(2014, 5, 1)).milestone.is_overdue


@pytest.mark.parametrize(
    ("slip", "is_exact", "words"),
    [
        (None, True, ""),
        (0, True, ""),
        (1, True, "1 working day late"),
        (-3, True, "3 working days early"),
        (12, False, "about 12 working days late"),
    ],
)
def test_slip_text_says_days_and_direction(slip, is_exact, words):
    milestone = queries.NextMilestone("M", JUNE, "2 June 2014", slip, is_exact, False)

    assert milestone.slip_text == words


def test_a_slip_between_months_is_only_about_so_long():
    milestone = make_milestone(make_review(), baseline=JUNE)
    date_milestone(milestone, MilestoneDateKind.FORECAST, JULY, precision="month")

    found = row().milestone

    assert (found.text, found.slip_text) == ("July 2014", "about 21 working days late")


@pytest.mark.parametrize("number", [1, 3])
def test_rows_of_takes_the_same_queries_however_many_rows(number, django_assert_num_queries):
    for _ in range(number):
        review = make_review(stage="stage-1")
        make_service(review)
        make_milestone(review, baseline=JUNE)
    stages = queries.stage_places()

    for as_at in (None, MARCH):
        with django_assert_num_queries(3):
            found = queries.review_rows(as_at=as_at)
            assert len(queries.rows_of(found, as_at=as_at, today=TODAY, stages=stages)) == number
