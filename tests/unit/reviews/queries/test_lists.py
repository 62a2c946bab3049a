"""A page of a list of reviews: its order, its totals and its parts, now and on a past day."""

from datetime import date
from decimal import Decimal

import pytest

from ftc.programme.enums import Rag
from reviews import queries
from tests.factories.reviews import (
    change_state,
    make_milestone,
    make_review,
    make_service,
    report_status,
)

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 6)
JUNE = date(2014, 6, 2)
BY_NOW = [None, TODAY]  # the same, kept and computed


def listed(as_at=None, **asked):
    return queries.listing(
        asked.pop("reviews", queries.review_rows(as_at=as_at)),
        as_at=as_at,
        today=TODAY,
        stages=queries.stage_places(),
        **asked,
    )


def codes(listing):
    return [row.code for row in listing.rows]


@pytest.fixture
def three(officer):
    """Three reviews that differ in all that is sorted by."""
    a = make_review("P1-A", order=3, title="a", stage="stage-2")
    b = make_review("P1-B", order=1, title="B")
    c = make_review("P1-C", order=2, title="C", stage="stage-1")
    make_service(a, net="-100.00", gross="0.00")
    make_service(b, net="200.00")
    make_milestone(b, baseline=JUNE)
    report_status(b, Rag.AMBER, by=officer)
    report_status(a, Rag.GREEN, by=officer)
    change_state(c)
    return a, b, c


@pytest.mark.parametrize("as_at", BY_NOW)
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
def test_listing_keeps_what_is_not_known_last(three, as_at, sort, order):
    assert codes(listed(as_at, sort=sort)) == order


@pytest.mark.parametrize("as_at", BY_NOW)
def test_listing_puts_off_track_before_on_track(officer, as_at):
    for code, rag in (("P1-A", Rag.GREEN), ("P1-B", Rag.RED), ("P1-C", Rag.AMBER)):
        report_status(make_review(code, title=code), rag, by=officer)

    assert codes(listed(as_at, sort="status")) == ["P1-B", "P1-C", "P1-A"]
    assert codes(listed(as_at, sort="-status")) == ["P1-A", "P1-C", "P1-B"]


@pytest.mark.parametrize("as_at", BY_NOW)
def test_listing_counts_a_service_of_several_reviews_once_in_its_totals(as_at):
    first, second, third = make_review(), make_review(), make_review()
    shared = make_service(first, net="800.00")
    make_service(second, net="-100.50", gross="50.00")
    make_service(third, gross=None)
    for review in (second, third):
        review.reviewed_services.create(service=shared.service, order=2)

    found = listed(as_at)

    assert [row.net_gbp for row in found.rows] == [
        Decimal("800.00"),
        Decimal("699.50"),
        Decimal("800.00"),
    ]
    assert found.totals == queries.Totals(
        reviews=3, services=3, services_with_budget=2, net_gbp=Decimal("699.50")
    )
    assert found.papers == [("CC-2013-12-12-FTC", "Paper CC-2013-12-12-FTC")]


@pytest.mark.parametrize("as_at", BY_NOW)
def test_listing_takes_off_only_what_is_shared_among_the_reviews_found(as_at):
    first, second = make_review("P1-A"), make_review("P1-B")
    shared = make_service(first, net="800.00")
    second.reviewed_services.create(service=shared.service, order=1)

    found = listed(as_at, reviews=queries.review_rows(as_at=as_at).filter(code="P1-B"))

    assert found.totals == queries.Totals(1, 1, 1, Decimal("800.00"))


def test_listing_leaves_out_a_service_that_went_to_another_review():
    first, second = make_review("P1-A"), make_review("P1-B")
    went = make_service(first, net="800.00", on=date(2013, 12, 12))
    went.ended_on = TODAY
    went.save()
    second.reviewed_services.create(service=went.service, order=1, started_on=TODAY)

    now, then = listed(), listed(date(2014, 3, 27))

    assert [row.services_text for row in now.rows] == ["None named", went.service.name]
    assert [row.services_text for row in then.rows] == [went.service.name, "None named"]
    assert now.totals == then.totals == queries.Totals(2, 1, 1, Decimal("800.00"))


@pytest.mark.parametrize("as_at", BY_NOW)
def test_listing_of_no_reviews_is_empty(as_at):
    nothing = queries.Listing(rows=[], totals=queries.Totals(0, 0, 0, None), papers=[])

    assert listed(as_at) == nothing
    assert listed(as_at, reviews=queries.review_rows(as_at=as_at).none()) == nothing


@pytest.mark.parametrize(
    ("number", "found"), [(0, ["P1-0", "P1-1"]), (2, ["P1-2", "P1-3"]), (9, ["P1-4"])]
)
def test_listing_gives_the_nearest_part_that_exists(number, found):
    for order in range(5):
        make_service(make_review(f"P1-{order}", order=order), net="1.00")

    part = listed(number=number, size=2)

    assert (codes(part), part.parts) == (found, 3)
    assert part.totals.net_gbp == Decimal("5.00")


@pytest.mark.parametrize("sort", ["code", "-net"])
def test_rows_in_parts_gives_every_row_in_order(monkeypatch, sort):
    monkeypatch.setattr("reviews.queries.lists.PART", 2)
    for order in range(5):
        make_service(make_review(f"P1-{order}", order=order), net=f"{order % 3}.00")

    rows = queries.rows_in_parts(
        queries.review_rows(as_at=None),
        as_at=None,
        today=TODAY,
        stages=queries.stage_places(),
        sort=sort,
    )

    assert [row.code for row in rows] == codes(listed(sort=sort))


@pytest.mark.parametrize("number", [3, 30])
@pytest.mark.parametrize("as_at", BY_NOW)
def test_listing_takes_the_same_queries_however_many_rows(number, as_at, django_assert_num_queries):
    for _ in range(number):
        review = make_review(stage="stage-1")
        make_service(review)
        make_milestone(review, baseline=JUNE)
    stages = queries.stage_places()

    with django_assert_num_queries(4):
        found = queries.listing(
            queries.review_rows(as_at=as_at), as_at=as_at, today=TODAY, stages=stages, size=20
        )

    assert len(found.rows) == min(number, 20)
