"""Budgets of reviewed services: the latest statement of each, and totals that count it once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from ftc.organisation.models import ServiceBudget
from reviews.models import Review
from reviews.queries.sql import CoveredService, covered_services


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


def totals_of(reviews: "QuerySet[Review]", *, as_at: date | None) -> Totals:
    """Totals over these reviews: a service counts once, in however many reviews it is."""
    keys = list(reviews.order_by().values_list("pk", flat=True))
    return totals_over(len(keys), covered_services(keys, as_at=as_at))


def totals_over(reviews: int, services: Iterable[CoveredService]) -> Totals:
    """Totals over a number of reviews and their services, each service once."""
    once = {covered.service: covered.net_gbp for covered in services}
    known = [net for net in once.values() if net is not None]
    return Totals(
        reviews=reviews,
        services=len(once),
        services_with_budget=len(known),
        net_gbp=sum(known, Decimal(0)) if known else None,
    )
