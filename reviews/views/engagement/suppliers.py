"""The register of suppliers: its list with filters and counts, one supplier, adding, editing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from ftc.errors import DomainError, StaleVersion
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.ui.components import Cell, Column, Link, SummaryRow
from reviews import exchange_register, permissions
from reviews.actions import engagement as actions
from reviews.actions.engagement.suppliers import SupplierTerms
from reviews.enums import ResponseState
from reviews.errors import SupplierKnown
from reviews.forms.engagement import chosen_in_words, problems_of
from reviews.forms.suppliers import SupplierFilterForm, SupplierForm
from reviews.models import Supplier
from reviews.queries import engagement as queries
from reviews.queries.engagement.page import RESPONSE_COLOURS
from reviews.views.engagement.requests import (
    REFUSED,
    both_versions,
    exports_of,
    refused_in_words,
    sent_as,
    today_only,
)
from reviews.views.requests import check_present

PAGE_SIZE = 50
TYPED = ["name", "size", "sector", "business"]
COLUMNS = (
    Column("Supplier"),
    Column("Size"),
    Column("Sector"),
    Column("Deals in"),
    Column("Engagements", "number"),
    Column("Responses", "number"),
)
PART = (
    Column("Engagement"),
    Column("State"),
    Column("Invited", "date"),
    Column("Answered", "date"),
)
NOT_KNOWN = "Not known"


@require_permission(Permission.REVIEW_READ)
@require_safe
@vary_on_headers("HX-Request")
def supplier_list(request: Request) -> HttpResponse:
    """The suppliers that match, a page of them, with counts over all of those."""
    form = SupplierFilterForm(request.GET)
    problems = problems_of(form)
    rows = _found(request, form)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "problems": problems,
        "chosen": chosen_in_words(form),
        "page": page,
        "counts": queries.supplier_counts(rows),
        "columns": COLUMNS,
        "rows": [_line(row) for row in page.object_list],
        "exports": exports_of(request, "reviews:supplier-export"),
        "may_add": _may_add(request),
    }
    name = "_supplier_results" if request.htmx else "supplier_list"
    status = REFUSED if problems else 200
    return render(request, f"reviews/{name}.html", context, status=status)


@require_permission(Permission.EXPORT)
@require_safe
def supplier_export(request: Request, file_format: str) -> HttpResponse:
    """The suppliers that match, as a file; refused in words when a filter is unclear."""
    form = SupplierFilterForm(request.GET)
    if problems := problems_of(form):
        return refused_in_words(problems)
    rows = _found(request, form)
    counts = exchange_register.counts_line(queries.supplier_counts(rows))
    return sent_as(
        request,
        file_format,
        name="suppliers",
        head=exchange_register.SUPPLIER_HEAD,
        rows=exchange_register.supplier_rows(rows),
        about=[
            *exchange_register.about(as_at=request.as_at, filters=chosen_in_words(form)),
            counts,
        ],
    )


@require_permission(Permission.REVIEW_READ)
@require_safe
def supplier_detail(request: Request, code: str) -> HttpResponse:
    """One supplier, and the engagements it took part in as far as this person may read."""
    supplier = get_object_or_404(Supplier, code=code)
    rows = queries.engagements_of_supplier(supplier, user=request.user, as_at=request.as_at)
    context = {
        "supplier": supplier,
        "facts": _facts(supplier),
        "columns": PART,
        "rows": [_part(row, request.as_at) for row in rows],
        "may_edit": _may_add(request),
    }
    return render(request, "reviews/supplier_detail.html", context)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@today_only("reviews:supplier-list")
def supplier_add(request: Request) -> HttpResponse:
    """Add a supplier; one of the same name is refused, with a link to the one there is."""
    _check_may_keep(request)
    form = SupplierForm(
        request.POST or None, initial={"version": 1, "name": request.GET.get("name")}
    )
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            supplier = actions.add_supplier(terms=_terms(form), by=request.user, now=timezone.now())
        except SupplierKnown as refusal:
            form.add_error("name", str(refusal))
            context["known"] = _known(refusal)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{supplier} is in the register as {supplier.code}.")
            return redirect("reviews:supplier-detail", supplier.code)
    status = REFUSED if form.errors else 200
    return render(request, "reviews/supplier_form.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@today_only("reviews:supplier-detail")
def supplier_edit(request: Request, code: str) -> HttpResponse:
    """Edit what a supplier is; who saves second is shown both versions and loses nothing."""
    supplier = get_object_or_404(Supplier, code=code)
    _check_may_keep(request)
    form = SupplierForm(request.POST or None, initial=_as_saved(supplier))
    context: dict[str, Any] = {"form": form, "supplier": supplier}
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            actions.edit_supplier(
                supplier=supplier,
                expected_version=form.cleaned_data["version"],
                terms=_terms(form),
                by=request.user,
                now=timezone.now(),
            )
        except StaleVersion as refusal:
            form.add_error(None, str(refusal))
            saved = get_object_or_404(Supplier, code=code)
            context |= both_versions(form, saved, _as_saved(saved), TYPED)
        except SupplierKnown as refusal:
            form.add_error("name", str(refusal))
            context["known"] = _known(refusal)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your changes are saved.")
            return redirect("reviews:supplier-detail", code)
    status = REFUSED if form.errors else 200
    return render(request, "reviews/supplier_form.html", context, status=status)


def _found(request: Request, form: SupplierFilterForm) -> Any:
    rows = queries.suppliers(user=request.user, as_at=request.as_at)
    return rows.none() if form.errors else queries.filtered_suppliers(rows, form.filters)


def _may_add(request: Request) -> bool:
    return request.as_at is None and permissions.can_keep_suppliers(request.user)


def _check_may_keep(request: Request) -> None:
    if not permissions.can_keep_suppliers(request.user):
        raise PermissionDenied("Only officers and the portfolio office may change the suppliers.")


def _known(refusal: SupplierKnown) -> Link:
    return Link(refusal.name, reverse("reviews:supplier-detail", args=[refusal.code]))


def _terms(form: SupplierForm) -> SupplierTerms:
    return SupplierTerms(**{name: form.cleaned_data[name] for name in TYPED})


def _as_saved(supplier: Supplier) -> dict[str, Any]:
    return {"version": supplier.version, **{name: getattr(supplier, name) for name in TYPED}}


def _line(supplier: Any) -> tuple[Any, ...]:
    return (
        Cell(
            supplier.name,
            url=supplier.get_absolute_url(),
            hint=supplier.code,
        ),
        supplier.get_size_display() if supplier.size else NOT_KNOWN,
        supplier.get_sector_display() if supplier.sector else NOT_KNOWN,
        supplier.business,
        supplier.engagements,
        supplier.answered,
    )


def _facts(supplier: Supplier) -> list[SummaryRow]:
    said = exchange_register.SAID
    is_sme, is_vcse = said[supplier.is_sme].capitalize(), said[supplier.is_vcse].capitalize()
    return [
        SummaryRow("Size", supplier.get_size_display() if supplier.size else NOT_KNOWN),
        SummaryRow("Small or medium-sized (SME)", is_sme),
        SummaryRow("Sector", supplier.get_sector_display() if supplier.sector else NOT_KNOWN),
        SummaryRow("Voluntary, community or social enterprise (VCSE)", is_vcse),
        SummaryRow("Deals in", supplier.business or "Not said"),
    ]


def _part(row: Any, as_at: Any) -> tuple[Any, ...]:
    """A supplier in one engagement, as it stood on a day."""
    has_answered = row.responded_on and (as_at is None or row.responded_on <= as_at)
    was_invited = row.invited_on and (as_at is None or row.invited_on <= as_at)
    state = ResponseState(row.state) if has_answered else ResponseState.INVITED
    return (
        Cell(
            row.engagement.title,
            url=row.engagement.get_absolute_url(),
            hint=f"{row.engagement.activity.title}, {row.engagement.code}",
        ),
        Cell(str(state.label), tag_colour=RESPONSE_COLOURS[state]),
        row.invited_on if was_invited else "not invited",
        row.responded_on if has_answered else "not yet",
    )
