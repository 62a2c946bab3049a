"""Importing from a sheet: the list, templates, the preview, and what is done with it."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ftc.errors import DomainError
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.records.working_date import working_date
from ftc.ui.components import Cell, Column, Link
from reviews import permissions
from reviews.actions import imports as actions
from reviews.enums import ImportKind, ImportState, RowOutcome
from reviews.errors import PastShown
from reviews.forms.imports import ConfirmImportForm, ImportForm
from reviews.importing.templates import template_csv, template_xlsx
from reviews.models import Import
from reviews.queries import imports as queries
from reviews.views.requests import check_present, forbidden

PAGE_SIZE = 25
PREVIEW_SIZE = 50
REFUSED = 422
UNFINISHED = (ImportState.READING, ImportState.SAVING, ImportState.UNDOING)
COLUMNS = (
    Column("Import"),
    Column("File"),
    Column("State"),
    Column("Rows", "number"),
    Column("By"),
    Column("When", "date"),
)
TEMPLATE_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
View = Callable[..., HttpResponse]


def of_today(view: View) -> View:
    """Send whoever opens the page while looking at a past day to the list, and say why."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            check_present(request)
        except PastShown as refusal:
            messages.error(request, str(refusal))
            return redirect("reviews:review-list")
        return view(request, *args, **kwargs)

    return checked


@require_permission(Permission.REVIEW_EDIT_ANY)
@require_http_methods(["GET", "POST"])
@of_today
def import_list(request: Request) -> HttpResponse:
    """Bring a sheet to import, or look at one that was brought."""
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        initial={"kind": request.GET.get("kind", "").upper(), "end": ImportForm.WHOLE},
    )
    if request.method == "POST" and form.is_valid():
        try:
            held = actions.bring_import(
                kind=ImportKind(form.cleaned_data["kind"]),
                file=form.cleaned_data["file"],
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("reviews:import-detail", held.pk)
    page = Paginator(queries.all_imports(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "columns": COLUMNS,
        "rows": [_listed(held) for held in page],
        "templates": _templates(),
    }
    return render(
        request, "reviews/import_list.html", context, status=REFUSED if form.errors else 200
    )


@require_permission(Permission.REVIEW_EDIT_ANY)
@require_safe
def import_template(request: Request, kind: str, file_format: str) -> HttpResponse:
    """The template of one kind, with the header that is taken and the values allowed."""
    sheet = queries.SHEETS.get(kind.upper())
    if sheet is None or file_format not in TEMPLATE_TYPES:
        raise Http404("There is no such template.")
    if file_format == "csv":
        content = template_csv(sheet)
    else:
        content = template_xlsx(sheet, queries.allowed_values(kind.upper()))
    return HttpResponse(
        content,
        content_type=TEMPLATE_TYPES[file_format],
        headers={"Content-Disposition": f'attachment; filename="{kind}.{file_format}"'},
    )


@require_permission(Permission.REVIEW_READ)
@require_safe
@never_cache
@vary_on_headers("HX-Request")
def import_detail(request: Request, number: int) -> HttpResponse:
    """How far an import is, then every row of it before and after it is saved."""
    held = _handled(request, number)
    template = "reviews/_import_state.html" if request.htmx else "reviews/import_detail.html"
    return render(request, template, _context(request, held))


@require_permission(Permission.REVIEW_READ)
@require_POST
def import_confirm(request: Request, number: int) -> HttpResponse:
    """Confirm the preview: every row that is new or changed is saved, or none."""
    held = _handled(request, number)
    counts = queries.outcome_counts(held)
    form = ConfirmImportForm(request.POST, has_wrong=_asks_about_wrong(held, counts))
    if form.is_valid():
        typed = form.cleaned_data
        return _act(
            request,
            held,
            lambda now: actions.confirm_import(
                held=held,
                expected_version=typed["version"],
                leave_out_wrong=typed.get("leave_out_wrong", held.kind == ImportKind.BULK_EDIT),
                by=request.user,
                now=now,
            ),
        )
    context = _context(request, held) | {"confirm": form}
    return render(request, "reviews/import_detail.html", context, status=REFUSED)


@require_permission(Permission.REVIEW_READ)
@require_POST
def import_discard(request: Request, number: int) -> HttpResponse:
    """Put an import aside that was not confirmed."""
    held = _handled(request, number)
    return _act(
        request,
        held,
        lambda now: actions.discard_import(held=held, by=request.user, now=now),
    )


@require_permission(Permission.REVIEW_READ)
@require_POST
def import_again(request: Request, number: int) -> HttpResponse:
    """Have the preview made again from the same sheet."""
    held = _handled(request, number)
    return _act(
        request,
        held,
        lambda now: actions.read_again(held=held, by=request.user, now=now, today=working_date()),
    )


@require_permission(Permission.REVIEW_READ)
@require_POST
def import_undo(request: Request, number: int) -> HttpResponse:
    """Undo a saved import within the hour."""
    held = _handled(request, number)
    return _act(
        request, held, lambda now: actions.request_undo(held=held, by=request.user, now=now)
    )


def _handled(request: Request, number: int) -> Import:
    rows = Import.objects.select_related("made_by", "upload", "confirmed_by", "undone_by")
    held: Import = get_object_or_404(rows, pk=number)
    with forbidden():
        permissions.check_can_handle(request.user, held)
    return held


def _act(request: Request, held: Import, act: Callable[[datetime], Import]) -> HttpResponse:
    """Take an act and show the import; a refusal is told on its own page."""
    try:
        check_present(request)
        act(timezone.now())
    except DomainError as refusal:
        fresh = _handled(request, held.pk)
        context = _context(request, fresh) | {"refusals": [Link(str(refusal))]}
        return render(request, "reviews/import_detail.html", context, status=REFUSED)
    return redirect("reviews:import-detail", held.pk)


def _context(request: Request, held: Import) -> dict[str, Any]:
    counts = queries.outcome_counts(held)
    chosen = _chosen(request)
    is_unfinished = held.state in UNFINISHED
    rows = held.rows.none() if is_unfinished else queries.preview_rows(held, chosen)
    page = Paginator(rows, PREVIEW_SIZE).get_page(request.GET.get("page"))
    to_save = counts[RowOutcome.NEW] + counts[RowOutcome.CHANGED]
    return {
        "held": held,
        "title": _title(held),
        "state_colour": queries.STATE_COLOURS[ImportState(held.state)],
        "is_unfinished": is_unfinished,
        "rows_total": held.rows_total if held.state == ImportState.READING else to_save,
        "page": page,
        "lines": queries.preview_lines(held, page),
        "filters": _filters(held, counts, chosen),
        "to_save": to_save,
        "wrong": counts[RowOutcome.WRONG],
        "confirm": ConfirmImportForm(
            initial={"version": held.version}, has_wrong=_asks_about_wrong(held, counts)
        ),
        "may_undo": actions.can_undo(held, timezone.now()),
        "undo_until": held.saved_at + actions.UNDO_WITHIN if held.saved_at else None,
        "may_read_again": held.state in (ImportState.PREVIEWED, ImportState.REFUSED),
        "templates": [t for t in _templates() if t[0] == held.get_kind_display()],
    }


def _asks_about_wrong(held: Import, counts: dict[RowOutcome, int]) -> bool:
    """A sheet with wrong rows is put right, or they are left out knowingly; refused rows of a
    bulk edit are left out anyway.
    """
    return bool(counts[RowOutcome.WRONG]) and held.kind != ImportKind.BULK_EDIT


def _chosen(request: Request) -> RowOutcome | None:
    asked = request.GET.get("outcome", "")
    return RowOutcome(asked) if asked in RowOutcome.values else None


def _filters(held: Import, counts: dict[RowOutcome, int], chosen: RowOutcome | None) -> list[Link]:
    """A link for each outcome that some row has, with how many, and one for all rows."""
    url = reverse("reviews:import-detail", args=[held.pk])
    links = [Link(f"All ({sum(counts.values()):,})", url, is_current=chosen is None)]
    for outcome, number in counts.items():
        if number:
            words = f"{queries.outcome_in_words(held, outcome)} ({number:,})"
            links.append(Link(words, f"{url}?outcome={outcome}", is_current=chosen == outcome))
    return links


def _title(held: Import) -> str:
    if held.kind == ImportKind.BULK_EDIT:
        return "Bulk edit of reviews"
    return f"Import of {held.get_kind_display().lower()}"


def _listed(held: Import) -> list[Any]:
    return [
        Cell(_title(held), url=reverse("reviews:import-detail", args=[held.pk])),
        held.upload.name if held.upload else "",
        Cell(
            held.get_state_display(),
            tag_colour=queries.STATE_COLOURS[ImportState(held.state)],
        ),
        held.rows_total,
        str(held.made_by),
        timezone.localdate(held.made_at),
    ]


def _templates() -> list[tuple[str, list[Link]]]:
    return [
        (
            ImportKind(kind).label,
            [
                Link(words, reverse("reviews:import-template", args=[kind.lower(), ending]))
                for words, ending in (("Excel", "xlsx"), ("CSV", "csv"))
            ],
        )
        for kind in queries.SHEETS
    ]
