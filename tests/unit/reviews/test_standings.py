"""The standing of each review: kept by the database, whatever is written, as it is computed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from ftc.organisation.models import ServiceBudget
from ftc.programme.enums import MilestoneDateKind, MilestoneStatus, Rag
from ftc.programme.models import Activity, Milestone, MilestoneReport, Portfolio
from reviews.models import Review
from reviews.models.standings import ReviewStanding
from reviews.standings_sql import FILL
from tests.factories.reviews import (
    change_state,
    date_milestone,
    make_milestone,
    make_paper,
    make_review,
    make_service,
    report_stage,
    report_status,
)

pytestmark = pytest.mark.django_db
MAY = date(2014, 5, 6)
JUNE = date(2014, 6, 2)
JULY = date(2014, 7, 1)


@pytest.fixture
def review(officer):
    """A review of which everything that a standing tells is known."""
    review = make_review("P1-A", title="Property", stage="stage-1")
    make_service(review, code="S1", net="800.00")
    make_milestone(review, title="Case", code="M1", baseline=JUNE)
    report_status(review, Rag.AMBER, by=officer)
    return review


def standing():
    return ReviewStanding.objects.get(code="P1-A")


def as_computed():
    """Every standing as ``FILL`` computes it anew."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reviews_reviewstanding")
        cursor.execute(FILL)
    return kept()


def kept():
    return list(ReviewStanding.objects.order_by("pk").values())


def test_a_new_review_stands_where_it_begins():
    review = make_review("P1-A", title="Property", order=3)

    assert ReviewStanding.objects.values().get() == {
        "review_id": review.pk,
        "code": "P1-A",
        "title": "Property",
        "order": 3,
        "phase_number": 1,
        "methodology_id": review.methodology_id,
        "stage_id": None,
        "state": "ACTIVE",
        "portfolio_id": None,
        "rag": "",
        "next_on": None,
        "services": 0,
        "services_with_budget": 0,
        "net_gbp": None,
        "shared": False,
    }


def test_a_standing_follows_its_review(review):
    portfolio = Portfolio.objects.create(code="CP", name="Business Capability")
    report_stage(review, "stage-2")
    change_state(review)
    Activity.objects.filter(pk=review.pk).update(title="Estates", order=9)
    Review.objects.filter(pk=review.pk).update(portfolio=portfolio)

    found = standing()

    assert (found.stage.code, found.state) == ("stage-2", "DEFERRED")
    assert (found.title, found.order, found.portfolio) == ("Estates", 9, portfolio)


def test_a_standing_follows_its_milestones(review):
    seen = [standing().next_on]
    milestone = Milestone.objects.get(code="M1")
    date_milestone(milestone, MilestoneDateKind.FORECAST, JULY)
    seen.append(standing().next_on)
    MilestoneReport.objects.create(
        milestone=milestone, status=MilestoneStatus.MET, effective_on=MAY
    )
    seen.append(standing().next_on)
    MilestoneReport.objects.all().delete()
    seen.append(standing().next_on)
    date_milestone(milestone, MilestoneDateKind.ACHIEVED, MAY)
    seen.append(standing().next_on)
    milestone.delete()
    make_milestone(review, baseline=date(2015, 1, 1))
    seen.append(standing().next_on)

    assert seen == [JUNE, JULY, None, JULY, None, date(2015, 1, 1)]


def test_a_milestone_that_moves_to_another_review_counts_there(review):
    other = make_review("P1-B")

    Milestone.objects.update(activity=other)

    assert standing().next_on is None
    assert ReviewStanding.objects.get(code="P1-B").next_on == JUNE


def test_a_standing_follows_its_services_and_their_budgets(review):
    other = make_review("P1-B")
    budget = ServiceBudget.objects.get()
    ServiceBudget.objects.create(
        service=budget.service,
        gross_gbp=Decimal(900),
        income_gbp=Decimal(0),
        net_gbp=Decimal(900),
        effective_on=MAY,
        source=make_paper("LATER"),
    )
    assert (standing().net_gbp, standing().shared) == (Decimal("900.00"), False)

    other.reviewed_services.create(service=budget.service, order=1)
    make_service(review, code="S2", gross=None)
    assert (standing().services, standing().services_with_budget) == (2, 1)
    assert standing().shared

    covered = review.reviewed_services.get(service__code="S1")
    covered.ended_on = MAY
    covered.save()
    assert (standing().services, standing().net_gbp, standing().shared) == (1, None, False)


def test_a_standing_follows_the_rating_last_reported(review, officer):
    report_status(review, Rag.RED, by=officer, on=MAY)
    report_status(review, Rag.GREEN, by=officer, on=date(2014, 1, 2))

    assert standing().rag == "RED"


def test_standings_are_kept_as_they_would_be_computed(review, officer):
    second = make_review("P2-B", phase=2, source=make_paper("MAY", meeting_on=MAY))
    make_service(second, net="-5.50", gross="0.00")
    second.reviewed_services.create(
        service=review.reviewed_services.get().service, order=2, started_on=MAY
    )
    make_milestone(second, baseline=JUNE, forecast=JULY, report=MilestoneStatus.ON_TRACK)
    make_milestone(second, baseline=MAY, achieved=MAY)
    report_status(second, Rag.RED, by=officer)

    assert kept() == as_computed()


@pytest.mark.usefixtures("loaded_programme")
def test_standings_of_the_loaded_programme_are_as_they_would_be_computed():
    assert len(kept()) == Review.objects.count()
    assert kept() == as_computed()
