"""The register of suppliers: searched, filtered, counted, with what each took part in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from reviews.enums import ResponseState, SupplierSector
from reviews.models import Supplier
from reviews.models.engagement import SME_SIZES
from reviews.queries.engagement.listing import answers, responses_known

YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True)
class SupplierFilters:
    """What narrows the suppliers; ``sme`` and ``vcse`` are yes, no, unknown or empty."""

    q: str = ""
    size: str = ""
    sector: str = ""
    sme: str = ""
    vcse: str = ""


@dataclass(frozen=True)
class SupplierCounts:
    """How many suppliers there are, and of which kind."""

    suppliers: int
    sme: int
    vcse: int
    size_unknown: int


def suppliers(*, user: Any, as_at: date | None) -> "QuerySet[Supplier]":
    """The suppliers by name, with ``engagements`` and ``responses`` this person may read of."""
    known = responses_known(user, as_at)
    return Supplier.objects.annotate(
        engagements=_count(known),
        answered=_count(answers(user, as_at, ResponseState.RESPONDED)),
    ).order_by("name", "code")


def filtered_suppliers(rows: Any, filters: SupplierFilters) -> Any:
    """The suppliers that match; words are looked for in name, code and business."""
    if filters.q.strip():
        words = filters.q.strip()
        rows = rows.filter(
            Q(name__icontains=words) | Q(business__icontains=words) | Q(code__iexact=words)
        )
    if filters.size:
        rows = rows.filter(size=filters.size)
    if filters.sector:
        rows = rows.filter(sector=filters.sector)
    rows = _answered(rows, filters.sme, Q(size__in=SME_SIZES), Q(size=""))
    return _answered(rows, filters.vcse, Q(sector=SupplierSector.VOLUNTARY), Q(sector=""))


def supplier_counts(rows: Any) -> SupplierCounts:
    """Of these suppliers: one query."""
    found = rows.order_by().aggregate(
        suppliers=Count("pk"),
        sme=Count("pk", filter=Q(size__in=SME_SIZES)),
        vcse=Count("pk", filter=Q(sector=SupplierSector.VOLUNTARY)),
        size_unknown=Count("pk", filter=Q(size="")),
    )
    return SupplierCounts(**found)


def engagements_of_supplier(supplier: Supplier, *, user: Any, as_at: date | None) -> Any:
    """What this person may read of one supplier in engagements, the latest first."""
    rows = responses_known(user, as_at).filter(supplier=supplier)
    return rows.select_related("engagement__activity").order_by(
        "-engagement__starts_on", "engagement__code"
    )


def _answered(rows: Any, asked: str, yes: Q, unknown: Q) -> Any:
    match asked:
        case "yes":
            return rows.filter(yes)
        case "no":
            return rows.exclude(yes).exclude(unknown)
        case "unknown":
            return rows.filter(unknown)
        case _:
            return rows


def _count(rows: Any) -> Coalesce:
    number = (
        rows.filter(supplier=OuterRef("pk"))
        .order_by()
        .values("supplier")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)
