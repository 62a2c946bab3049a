"""The timeline of reviews: the picture, its table, its years and its pages."""

from datetime import date

import pytest

from tests.factories.reviews import make_milestone, make_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(officer, client_of):
    return client_of(officer)


@pytest.fixture
def review():
    """A review with a stage entered and three milestones, one of them in 2018/19."""
    review = make_review("P1-A", title="Property", stage="stage-1")
    make_milestone(review, title="Business case", baseline=date(2014, 6, 30))
    make_milestone(review, title="Contract ends", baseline=date(2018, 6, 30))
    make_milestone(review, title="Some day")
    return review


def test_timeline_tells_milestones_and_stages_by_quarter(client, review):
    page = client.get("/reviews/?view=timeline").content.decode()

    assert "Milestones and stages, 2013/14 to 2015/16" in page
    assert "Q1 2014/15" in page
    assert "Business case" in page
    assert "30 June 2014" in page
    assert "Stage 1: Scoping" in page
    assert "Contract ends" not in page
    assert "(1 date)" in page
    assert "1 milestone of these reviews without a day" in page


def test_timeline_leads_to_later_years_and_keeps_the_filters(client, review):
    window = client.get("/reviews/?view=timeline&phase=1").context["window"]
    later = client.get(f"/reviews/{window.later_url}").content.decode()

    assert window.later_url == "?phase=1&view=timeline&from=2016"
    assert "Contract ends" in later
    assert "Business case" not in later


@pytest.mark.parametrize("year", ["x", "-1", "99999999999", "1", "²"])
def test_timeline_minds_no_nonsense_in_its_address(client, review, year):
    window = client.get("/reviews/", {"view": "timeline", "from": year}).context["window"]

    assert str(window.first) == "2013/14"


def test_timeline_of_a_past_day_shows_what_was_known_then(client, review):
    page = client.get("/reviews/?view=timeline&as_at=2013-12-01").content.decode()

    assert "Property" in page
    assert "Business case" not in page


def test_timeline_pages_by_twenty(client):
    for order in range(21):
        make_review(f"P1-{order:02d}", order=order)

    second = client.get("/reviews/?view=timeline&page=2")

    assert [row.code for row in second.context["page"]] == ["P1-20"]
    assert second.context["totals"].reviews == 21


@pytest.mark.parametrize("number", [3, 30])
def test_timeline_takes_the_same_queries_however_many_reviews(
    client, number, django_assert_num_queries
):
    for _ in range(number):
        make_milestone(make_review(stage="stage-1"), baseline=date(2014, 6, 2))
    client.get("/reviews/?view=timeline")

    with django_assert_num_queries(10):
        response = client.get("/reviews/?view=timeline")

    assert response.context["totals"].reviews == number
