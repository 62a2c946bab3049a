"""Market engagement for other programs: the register with its answers, and the suppliers."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from ftc.organisation.enums import Permission
from ftc.organisation.models import Service
from ftc.periods import FinancialYear
from ftc.programme.models import Activity
from ftc.records.envelope import (
    AsAt,
    ListQuery,
    Page,
    check_known,
    check_names,
    choice,
    credit_of,
    part_of,
    word,
)
from ftc.records.working_date import working_date
from reviews.enums import (
    EngagementKind,
    EngagementState,
    ResponseState,
    SupplierSector,
    SupplierSize,
)
from reviews.models import EngagementNote, Supplier
from reviews.queries import engagement as queries
from reviews.queries import when

router = Router(tags=["Market engagement"])
YES_NO = ("yes", "no", "unknown")


class EngagementQuery(ListQuery):
    """What narrows the register."""

    kind: str = Field("", description=", ".join(word(value) for value in EngagementKind.values))
    activity: str = Field("", description="code of a review or of a phase")
    state: str = Field("", description=", ".join(word(value) for value in EngagementState.values))
    service: str = Field("", description="code of a service the engagement is about")
    year: str = Field("", description="financial year it began in, such as 2013/14")


class EngagementItem(Schema):
    """An engagement; the counts are of suppliers, as far as the caller may read of them."""

    code: str
    url: str
    title: str
    kind: str
    activity: str
    state: str
    starts_on: date | None
    ends_on: date | None
    cancelled_on: date | None
    reference: str
    council: str
    services: list[str]
    invited: int
    responded: int
    declined: int
    classification: str
    paper: str
    paragraph: str


class ResponseItem(Schema):
    """What is recorded of a supplier in an engagement."""

    supplier: str
    state: str
    invited_on: date | None
    responded_on: date | None
    services: list[str]
    summary: str
    classification: str


class NoteItem(Schema):
    """A note that the caller may read."""

    noted_on: date
    supplier: str
    text: str
    classification: str
    exempt_paragraph: int | None
    exempt_reason: str


class EngagementDetail(EngagementItem):
    """An engagement with its suppliers and notes, as far as the caller may read them."""

    summary: str
    responses: list[ResponseItem]
    notes: list[NoteItem]


class SupplierQuery(ListQuery):
    """What narrows the suppliers."""

    q: str = Field("", description="words in the name or the business, or the code")
    size: str = Field("", description=", ".join(word(value) for value in SupplierSize.values))
    sector: str = Field("", description=", ".join(word(value) for value in SupplierSector.values))
    sme: str = Field("", description="small or medium-sized: yes, no or unknown")
    vcse: str = Field("", description="voluntary, community or social enterprise: yes, no, unknown")


class SupplierItem(Schema):
    """A supplier; ``sme`` and ``vcse`` are null where that is not known."""

    code: str
    url: str
    name: str
    size: str
    sector: str
    sme: bool | None
    vcse: bool | None
    business: str
    engagements: int
    responses: int


@router.get("engagements", response=Page[EngagementItem], summary="Market engagement")
def engagement_list(request: HttpRequest, asked: Query[EngagementQuery]) -> Any:
    """The engagements that the caller may read, the latest first.

    On a past day it is those that had begun by it, with what they had brought by then.
    """
    check_names(request, EngagementQuery)
    _check_may_read(request)
    rows = queries.engagements(user=request.user, as_at=asked.as_at, today=working_date())
    part, count = part_of(queries.filtered(rows, _filters(asked)), asked)
    return {"items": [_item(row) for row in part], "count": count}


@router.get("engagements/{code}", response=EngagementDetail, summary="One engagement")
def engagement_detail(request: HttpRequest, code: str, asked: Query[AsAt]) -> Any:
    """An engagement with the suppliers in it and its notes, as far as the caller may read."""
    check_names(request, AsAt)
    _check_may_read(request)
    rows = queries.engagements(user=request.user, as_at=asked.as_at, today=working_date())
    row = rows.filter(code=code).first() if "\0" not in code else None
    if row is None:
        on = f" {when(asked.as_at)}" if asked.as_at else ""
        raise HttpError(404, f"There is no market engagement called {code} that you may read{on}.")
    return {
        **_item(row),
        "summary": row.summary,
        "responses": [
            _response(each, asked.as_at)
            for each in queries.responses_known(request.user, asked.as_at)
            .filter(engagement=row)
            .select_related("supplier")
            .prefetch_related("services")
            .order_by("supplier__name")
        ],
        "notes": _notes(row, user=request.user, as_at=asked.as_at),
    }


@router.get("suppliers", response=Page[SupplierItem], summary="Suppliers")
def supplier_list(request: HttpRequest, asked: Query[SupplierQuery]) -> Any:
    """The suppliers by name, with the engagements of each that the caller may read of."""
    check_names(request, SupplierQuery)
    _check_may_read(request)
    for name in ("sme", "vcse"):
        given = getattr(asked, name)
        if given and given not in YES_NO:
            words = ", ".join(YES_NO)
            raise HttpError(422, f"{name}={given} was not understood: it must be one of {words}.")
    filters = queries.SupplierFilters(
        q=asked.q.replace("\0", ""),
        size=choice(asked.size, SupplierSize, "size"),
        sector=choice(asked.sector, SupplierSector, "sector"),
        sme=asked.sme,
        vcse=asked.vcse,
    )
    rows = queries.suppliers(user=request.user, as_at=asked.as_at)
    part, count = part_of(queries.filtered_suppliers(rows, filters), asked)
    return {"items": [_supplier(row) for row in part], "count": count}


def _check_may_read(request: HttpRequest) -> None:
    if not request.user.may(Permission.REVIEW_READ):  # type: ignore[union-attr]
        raise HttpError(403, "Your role does not allow you to read reviews.")


def _filters(asked: EngagementQuery) -> queries.EngagementFilters:
    check_known(
        asked.activity,
        Activity.objects.filter(code=asked.activity),
        "activity",
        "review or phase",
    )
    check_known(asked.service, Service.objects.filter(code=asked.service), "service", "service")
    year = None
    if asked.year:
        try:
            year = FinancialYear.parse(asked.year)
        except ValueError as wrong:
            raise HttpError(422, f"year={asked.year} was not understood: {wrong}") from wrong
    return queries.EngagementFilters(
        kind=choice(asked.kind, EngagementKind, "kind"),
        activity=asked.activity,
        state=choice(asked.state, EngagementState, "state"),
        service=asked.service,
        year=year,
    )


def _item(row: Any) -> dict[str, Any]:
    return {
        "code": row.code,
        "url": row.get_absolute_url(),
        "title": row.title,
        "kind": word(row.kind),
        "activity": row.activity.code,
        "state": word(row.state_then),
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "cancelled_on": row.cancelled_on,
        "reference": row.reference,
        "council": row.council,
        "services": [service.code for service in row.services.all()],
        "invited": row.invited,
        "responded": row.responded,
        "declined": row.declined,
        "classification": word(row.classification),
        **credit_of(row),
    }


def _response(row: Any, as_at: date | None) -> dict[str, Any]:
    """A supplier in an engagement; an answer that came later is not told yet."""
    is_told = as_at is None or (row.responded_on is not None and row.responded_on <= as_at)
    return {
        "supplier": row.supplier.code,
        "state": word(row.state if is_told else ResponseState.INVITED),
        "invited_on": row.invited_on,
        "responded_on": row.responded_on if is_told else None,
        "services": [service.code for service in row.services.all()] if is_told else [],
        "summary": row.summary if is_told else "",
        "classification": word(row.classification),
    }


def _notes(engagement: Any, *, user: Any, as_at: date | None) -> list[dict[str, Any]]:
    notes = EngagementNote.objects.visible_to(user).filter(engagement=engagement)
    if as_at is not None:
        notes = notes.filter(noted_on__lte=as_at)
    return [
        {
            "noted_on": note.noted_on,
            "supplier": note.supplier.code if note.supplier else "",
            "text": note.text,
            "classification": word(note.classification),
            "exempt_paragraph": note.exempt_paragraph,
            "exempt_reason": note.exempt_reason,
        }
        for note in notes.select_related("supplier").order_by("noted_on", "pk")
    ]


def _supplier(row: Any) -> dict[str, Any]:
    supplier: Supplier = row
    return {
        "code": supplier.code,
        "url": supplier.get_absolute_url(),
        "name": supplier.name,
        "size": word(supplier.size),
        "sector": word(supplier.sector),
        "sme": supplier.is_sme,
        "vcse": supplier.is_vcse,
        "business": supplier.business,
        "engagements": row.engagements,
        "responses": row.answered,
    }
