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


def test_listing_counts_a_service_of_two_reviews_once_in_its_totals():
    first, second = make_review(), make_review()
    shared = make_service(first, net="800.00")
    make_service(second, net="-100.50", gross="50.00")
    second.reviewed_services.create(service=shared.service, order=2)

    found = queries.listing(
        queries.review_rows(as_at=None), as_at=None, today=TODAY, stages=queries.stage_places()
    )

    assert [r.net_gbp for r in found.rows] == [Decimal("800.00"), Decimal("699.50")]
    assert found.totals == queries.Totals(
        reviews=2, services=2, services_with_budget=2, net_gbp=Decimal("699.50")
    )
    assert found.papers == [("CC-2013-12-12-FTC", "Paper CC-2013-12-12-FTC")]


def test_listing_of_no_reviews_is_empty():
    found = queries.listing(
        queries.review_rows(as_at=None), as_at=None, today=TODAY, stages=queries.stage_places()
    )

    assert found == queries.Listing(rows=[], totals=queries.Totals(0, 0, 0, None), papers=[])


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("code", ["P1-B", "P1-C", "P1-A"]),
        ("-code", ["P1-A", "P1-C", "P1-B"]),
        ("title", ["P1-A", "P1-B", "P1-C"]),
        ("-title", ["P1-C", "P1-B", "P1-A"]),
        ("stage", ["P1-C", "P1-A", "P1-B"]),
        ("-stage", ["P1-A", "P1-C", "P1-B"]),
        ("next", ["P1-B", "P1-C", "P1-A"]),
        ("-next", ["P1-B", "P1-C", "P1-A"]),
        ("net", ["P1-A", "P1-B", "P1-C"]),
        ("-net", ["P1-B", "P1-A", "P1-C"]),
        ("status", ["P1-B", "P1-A", "P1-C"]),
        ("-status", ["P1-C", "P1-A", "P1-B"]),
    ],
)
def test_sorted_rows_keeps_what_is_not_known_last(sort, order, officer):
    a = make_review("P1-A", order=3, title="a", stage="stage-2")
    b = make_review("P1-B", order=1, title="B")
    c = make_review("P1-C", order=2, title="C", stage="stage-1")
    make_service(a, net="-100.00", gross="0.00")
    make_service(b, net="200.00")
    make_milestone(b, baseline=JUNE)
    report_status(b, Rag.AMBER, by=officer)
    report_status(a, Rag.GREEN, by=officer)
    change_state(c)

    assert [r.code for r in queries.sorted_rows(rows(), sort)] == order


@pytest.mark.parametrize("number", [1, 3])
def test_listing_takes_the_same_queries_however_many_rows(number, django_assert_num_queries):
    for _ in range(number):
        review = make_review(stage="stage-1")
        make_service(review)
        make_milestone(review, baseline=JUNE)
    stages = queries.stage_places()

    with django_assert_num_queries(3):
        found = queries.review_rows(as_at=MARCH)
        assert len(queries.rows_of(found, as_at=MARCH, today=TODAY, stages=stages)) == number
