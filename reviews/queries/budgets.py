"""Budgets of reviewed services: the latest statement of each, and totals that count it once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, DecimalField, OuterRef, QuerySet, Subquery, Sum

from ftc.organisation.models import Service, ServiceBudget
from reviews.models import Review, ReviewedService


@dataclass(frozen=True)
class Totals:
    """Totals of a set of reviews; pounds a year. ``net_gbp`` is None when no budget is known."""

    reviews: int
    services: int
    services_with_budget: int
    net_gbp: Decimal | None

    @property
    def services_not_known(self) -> int:
        """How many of the services have no known budget."""
        return self.services - self.services_with_budget


def budgets_by_service(services: Iterable[int], *, as_at: date | None) -> dict[int, ServiceBudget]:
    """Each service's latest budget in effect on ``as_at``, by the service's key.

    A service without one is left out. Of two statements on one day the later recorded stands.
    """
    latest = (
        ServiceBudget.objects.as_at(as_at)
        .filter(service__in=services)
        .select_related("source")
        .order_by("service_id", "-effective_on", "-recorded_at", "-pk")
        .distinct("service_id")
    )
    return {budget.service_id: budget for budget in latest}


def net_of_service(as_at: date | None, *, service: str) -> Subquery:
    """The latest net budget of the service that the outer query names as ``service``."""
    budgets = ServiceBudget.objects.as_at(as_at).filter(service=OuterRef(service))
    return Subquery(budgets.latest_first().values("net_gbp")[:1], output_field=_POUNDS)


def net_of_review(as_at: date | None) -> Subquery:
    """The net budget of an outer review's services, summed; null when none is known."""
    per_review = (
        ReviewedService.objects.filter(review=OuterRef("pk"))
        .order_by()
        .annotate(net_then=net_of_service(as_at, service="service"))
        .values("review")
        .annotate(net=Sum("net_then"))
        .values("net")
    )
    return Subquery(per_review, output_field=_POUNDS)


def totals_of(reviews: "QuerySet[Review]", *, as_at: date | None) -> Totals:
    """Totals over these reviews: a service counts once, in however many reviews it is."""
    covered = ReviewedService.objects.filter(review__in=reviews.order_by().values("pk"))
    sums = (
        Service.objects.filter(pk__in=covered.order_by().values("service"))
        .annotate(net_then=net_of_service(as_at, service="pk"))
        .aggregate(services=Count("pk"), known=Count("net_then"), net=Sum("net_then"))
    )
    return Totals(
        reviews=reviews.order_by().count(),
        services=sums["services"],
        services_with_budget=sums["known"],
        net_gbp=sums["net"],
    )


_POUNDS: DecimalField = DecimalField(max_digits=14, decimal_places=2)
