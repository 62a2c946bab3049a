"""Discrepancies between papers and records, their export, and explaining one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ftc.errors import DomainError, StaleVersion
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.overview import exchange
from ftc.overview.forms import DiscrepancyFilterForm, ExplainForm
from ftc.overview.queries import discrepancies as queries
from ftc.overview.views.requests import as_at_of
from ftc.records.discrepancies import explain_discrepancy
from ftc.records.models import StatedFigure
from ftc.ui.components import Cell, Column, ConflictField, Link

PAGE_SIZE = 20
NOT_COMPARABLE = [
    Column("What it measures"),
    Column("Printed"),
    Column("Period"),
    Column("Paper and paragraph"),
    Column("Note"),
]


@require_safe
def discrepancy_list(request: HttpRequest) -> HttpResponse:
    """Every printed figure that differs from the records, with both sources."""
    as_at = as_at_of(request)
    form = _filter_form(request)
    chosen = _chosen(form)
    compared = queries.comparison(as_at=as_at, user=request.user, **chosen)
    others = queries.not_comparable(as_at=as_at, paper=chosen["paper"])
    page = Paginator(others, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "compared": compared,
        "filter_form": form,
        "is_filtered": any(chosen.values()),
        "may_explain": request.user.may(Permission.DISCREPANCY_EXPLAIN),  # type: ignore[union-attr]
        "exports": [Link("CSV", _export_url(request))],
        "page": page,
        "columns": NOT_COMPARABLE,
        "rows": [_not_comparable_row(row) for row in page],
    }
    return render(request, "overview/discrepancy_list.html", context)


@require_permission(Permission.EXPORT)
@require_safe
def discrepancy_export(request: HttpRequest) -> HttpResponse:
    """The same rows, those that agree as well, as CSV."""
    as_at = as_at_of(request)
    chosen = _chosen(_filter_form(request))
    compared = queries.comparison(as_at=as_at, user=request.user, **chosen)
    content = exchange.discrepancy_csv(compared.printed, as_at=as_at)
    headers = {"Content-Disposition": 'attachment; filename="discrepancies.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_permission(Permission.DISCREPANCY_EXPLAIN)
@require_http_methods(["GET", "POST"])
def discrepancy_explain(request: HttpRequest, code: str) -> HttpResponse:
    """Say why one printed figure differs from the records."""
    row = get_object_or_404(StatedFigure.objects.comparable().select_related("source"), code=code)
    initial = {"explanation": row.explanation, "version": row.version}
    form = ExplainForm(request.POST or None, initial=initial)
    conflict: list[ConflictField] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["explanation"]
        try:
            explain_discrepancy(
                stated_figure=row,
                explanation=said,
                expected_version=form.cleaned_data["version"],
                by=request.user,
                now=timezone.now(),
            )
        except StaleVersion as refusal:
            row.refresh_from_db()
            conflict = [ConflictField("Explanation", said, row.explanation or "None")]
            form = ExplainForm({"explanation": said, "version": row.version})
            form.add_error(None, str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The difference is marked as explained.")
            return redirect("overview:discrepancies")
    context = {
        "row": row,
        "printed": queries.beside_records(row, as_at=as_at_of(request), user=request.user),
        "form": form,
        "conflict": conflict,
    }
    status = 422 if form.errors else 200
    return render(request, "overview/discrepancy_explain.html", context, status=status)


def _filter_form(request: HttpRequest) -> DiscrepancyFilterForm:
    papers = list(queries.papers_that_print(as_at_of(request)))
    return DiscrepancyFilterForm(request.GET, papers=papers)


def _chosen(form: DiscrepancyFilterForm) -> dict[str, str]:
    """The filters that were understood; one that was not filters nothing."""
    form.is_valid()
    return {name: form.cleaned_data.get(name, "") for name in ("paper", "explained")}


def _export_url(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    url = reverse("overview:discrepancy-export")
    return f"{url}?{query.urlencode()}" if query else url


def _not_comparable_row(row: StatedFigure) -> list[Cell | str]:
    paper = row.source
    where = Cell(paper.title, paper.get_absolute_url(), hint=row.source_ref) if paper else ""
    return [row.measure, row.printed_text, row.period, where, row.note]
