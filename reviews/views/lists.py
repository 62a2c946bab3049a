"""The list of reviews as a table, a board or a timeline, and its exports: one address for all."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.records.working_date import working_date
from ftc.ui.components import Column, Link
from ftc.ui.drawing import drawn_once
from reviews import exchange, permissions, queries
from reviews.filters import BOARD, TABLE, TIMELINE
from reviews.queries import ReviewRow
from reviews.views.board import board_context
from reviews.views.bulk import choice_of, offered_to
from reviews.views.found import (
    Asked,
    all_url,
    asked_of,
    number_of,
    page_of,
    panel,
    query_of,
    view_links,
)
from reviews.views.timeline import timeline_context

PAGE_SIZE = 50
REFUSED = 422
CSV = "csv"
XLSX = "xlsx"
# Each with what it is sorted by.
COLUMNS = (
    (Column("Review"), "title"),
    (Column("Services"), ""),
    (Column("Stage"), "stage"),
    (Column("Status"), "status"),
    (Column("Next milestone", kind="date"), "next"),
    (Column("Net budget", kind="money", unit="£ a year"), "net"),
)


@require_permission(Permission.REVIEW_READ)
@require_safe
@vary_on_headers("HX-Request")
def review_list(request: Request) -> HttpResponse:
    """The reviews that match the filters, a page of them; htmx is sent the results alone."""
    asked = asked_of(request)
    view = asked.filter.shown_as
    context = {
        "filter": asked.filter,
        "form": asked.filter.form if asked.filter.problems else None,
        "view": view,
        "views": view_links(request, view),
        "exports": _exports(request),
        "list_url": all_url(view),
        "may_add": request.as_at is None and permissions.can_change_scope(request.user),
        **SHOWN[view](request, asked),
    }
    if request.htmx:
        template = "reviews/_review_results.html"
    else:
        template = "reviews/review_list.html"
        context["may_import"] = permissions.can_import(request.user)
        context["panel"] = panel(query_of(request).urlencode(), asked.choices)
    return render(request, template, context, status=REFUSED if asked.filter.problems else 200)


def _table(request: Request, asked: Asked) -> dict[str, Any]:
    """A page of rows, and totals over all of them."""
    listing = queries.listing(
        asked.reviews,
        as_at=asked.as_at,
        today=asked.today,
        stages=asked.stages,
        sort=asked.filter.sorted_by,
        number=number_of(request, "page"),
        size=PAGE_SIZE,
    )
    return {
        "page": page_of(listing, PAGE_SIZE),
        "drawn_rows": [_row(row, choice_of(request)) for row in listing.rows],
        "bulk_offered": offered_to(request),
        "totals": listing.totals,
        "columns": _columns(request, asked.filter.sorted_by),
        "sources": [
            Link(title, reverse("overview:paper-detail", args=[code]))
            for code, title in listing.papers
        ],
    }


SHOWN: dict[str, Callable[[Request, Asked], dict[str, Any]]] = {
    TABLE: _table,
    BOARD: board_context,
    TIMELINE: timeline_context,
}


@require_permission(Permission.EXPORT)  # type: ignore[arg-type]  # sent as it is written
@require_safe
def review_export(request: Request, file_format: str) -> HttpResponseBase:
    """Every review that matches the filters, as a file; refused in words when they are unclear."""
    if file_format not in {CSV, XLSX}:
        raise Http404(f"Reviews cannot be exported as {file_format}.")
    asked = asked_of(request)
    if asked.filter.problems:
        return HttpResponse(
            "\n".join(asked.filter.problems),
            status=REFUSED,
            content_type="text/plain; charset=utf-8",
        )
    sheet = _sheet(asked)
    speaks_for = f"as-at-{request.as_at}" if request.as_at else str(working_date())
    name = f"reviews-{speaks_for}.{file_format}"
    if file_format == XLSX:
        return FileResponse(exchange.review_xlsx(sheet), as_attachment=True, filename=name)
    return StreamingHttpResponse(
        exchange.review_csv(sheet),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _sheet(asked: Asked) -> exchange.ReviewSheet:
    """What an export holds; its rows are read while it is sent."""
    return exchange.ReviewSheet(
        rows=queries.rows_in_parts(
            asked.reviews,
            as_at=asked.as_at,
            today=asked.today,
            stages=asked.stages,
            sort=asked.filter.sorted_by,
        ),
        totals=queries.totals_of_list(asked.reviews, as_at=asked.as_at),
        as_at=asked.as_at,
        filters=asked.filter.chosen,
    )


@drawn_once
def _row(row: ReviewRow, choice: str) -> SafeString:
    return render_to_string("reviews/_review_row.html", {"row": row, "choice": choice})


def _columns(request: Request, sort: str) -> list[Column]:
    """The heads; one that can be sorted links to the same list sorted by it, or turned round."""
    return [
        replace(column, url=_sorted_url(request, key, sort), sorted_by=_direction(key, sort))
        if key
        else column
        for column, key in COLUMNS
    ]


def _sorted_url(request: Request, key: str, sort: str) -> str:
    return f"?{query_of(request, sort=f'-{key}' if sort == key else key).urlencode()}"


def _direction(key: str, sort: str) -> Literal["", "ascending", "descending"]:
    if sort == key:
        return "ascending"
    return "descending" if sort == f"-{key}" else ""


def _exports(request: Request) -> list[Link]:
    query = query_of(request, view="").urlencode()
    return [
        Link(
            name,
            reverse("reviews:review-export", args=[file_format]) + (f"?{query}" if query else ""),
        )
        for name, file_format in (("CSV", CSV), ("Excel", XLSX))
    ]
