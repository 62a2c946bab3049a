"""The latest budget of each service, and totals that count a service once."""

from datetime import date
from decimal import Decimal

import pytest

from reviews import queries
from reviews.models import Review
from tests.factories.organisation import make_budget
from tests.factories.reviews import STAGE_2_ON, make_review, make_service

pytestmark = pytest.mark.django_db
LATER = date(2014, 5, 6)


def test_budgets_by_service_gives_the_latest_statement_of_the_date():
    covered = make_service(make_review(), gross="1000.00", net="800.00")
    first = covered.budget
    second = make_budget(covered.service, gross=900, income=300, effective_on=LATER)
    services = [covered.service_id]

    assert queries.budgets_by_service(services, as_at=None) == {covered.service_id: second}
    assert queries.budgets_by_service(services, as_at=LATER) == {covered.service_id: second}
    assert queries.budgets_by_service(services, as_at=STAGE_2_ON) == {covered.service_id: first}
    assert queries.budgets_by_service(services, as_at=date(2013, 12, 11)) == {}


def test_budgets_by_service_lets_the_later_recorded_of_one_day_stand():
    covered = make_service(make_review())
    corrected = make_budget(covered.service, gross=900, income=300, effective_on=STAGE_2_ON)

    found = queries.budgets_by_service([covered.service_id], as_at=None)

    assert found == {covered.service_id: corrected}


def test_totals_of_counts_a_service_of_two_reviews_once():
    first, second = make_review(), make_review()
    shared = make_service(first, net="800.00")
    make_service(second, net="-100.50", gross="50.00")
    second.reviewed_services.create(service=shared.service, order=2)

    totals = queries.totals_of(Review.objects.all(), as_at=None)

    assert totals == queries.Totals(
        reviews=2, services=2, services_with_budget=2, net_gbp=Decimal("699.50")
    )


def test_totals_of_says_how_many_budgets_are_not_known():
    review = make_review()
    make_service(review, net="800.00")
    make_service(review, gross=None)

    totals = queries.totals_of(Review.objects.all(), as_at=None)

    assert totals.net_gbp == Decimal("800.00")
    assert totals.services_not_known == 1


def test_totals_of_is_not_known_before_any_budget_and_never_zero():
    make_service(make_review(), net="800.00")

    totals = queries.totals_of(Review.objects.all(), as_at=date(2013, 1, 1))

    assert totals == queries.Totals(reviews=1, services=1, services_with_budget=0, net_gbp=None)
