"""The list of reviews and its exports: the same filters, read from the same address."""

from dataclasses import replace
from datetime import date
from typing import Literal

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
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
from reviews import exchange, queries
from reviews.filters import ReviewFilter
from reviews.models import Review
from reviews.queries import FilterChoices, Listing, ReviewRow

PAGE_SIZE = 25
REFUSED = 422
FORMATS = {
    "csv": ("text/csv; charset=utf-8", exchange.review_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        exchange.review_xlsx,
    ),
}
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
    found, choices, listing = _found(request)
    page = Paginator(listing.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "form": found.form if found.problems else None,
        "page": page,
        "drawn_rows": [_row(row) for row in page],
        "totals": listing.totals,
        "columns": _columns(request, found.sorted_by),
        "exports": _exports(request),
        "sources": [
            Link(title, reverse("overview:paper-detail", args=[code]))
            for code, title in listing.papers
        ],
        "list_url": reverse("reviews:review-list"),
    }
    if request.htmx:
        template = "reviews/_review_results.html"
    else:
        template = "reviews/review_list.html"
        context["panel"] = _panel(_asked(request), choices)
    return render(request, template, context, status=REFUSED if found.problems else 200)


@require_permission(Permission.EXPORT)
@require_safe
def review_export(request: Request, file_format: str) -> HttpResponse:
    """Every review that matches the filters, as a file; refused in words when they are unclear."""
    if file_format not in FORMATS:
        raise Http404(f"Reviews cannot be exported as {file_format}.")
    found, _, listing = _found(request)
    if found.problems:
        return HttpResponse(
            "\n".join(found.problems), status=REFUSED, content_type="text/plain; charset=utf-8"
        )
    content_type, draw = FORMATS[file_format]
    sheet = exchange.ReviewSheet(
        rows=listing.rows, totals=listing.totals, as_at=request.as_at, filters=found.chosen
    )
    speaks_for = f"as-at-{request.as_at}" if request.as_at else str(working_date())
    return HttpResponse(
        draw(sheet),
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="reviews-{speaks_for}.{file_format}"'
        },
    )


def _found(request: Request) -> tuple[ReviewFilter, FilterChoices, Listing]:
    """The filters, the choices they offer, and what they found in the order asked for."""
    stages = queries.stage_places()
    choices = queries.filter_choices(stages=stages.values(), as_at=request.as_at)
    found = ReviewFilter(
        request.GET,
        queryset=queries.review_rows(as_at=request.as_at),
        choices=choices,
        as_at=request.as_at,
        username=request.user.username,
    )
    listing = queries.listing(found.qs, as_at=request.as_at, today=_today(request), stages=stages)
    rows = queries.sorted_rows(listing.rows, found.sorted_by)
    return found, choices, replace(listing, rows=rows)


@drawn_once
def _row(row: ReviewRow) -> SafeString:
    return render_to_string("reviews/_review_row.html", {"row": row})


@drawn_once
def _panel(asked: str, choices: FilterChoices) -> SafeString:
    """The filter panel as filled in by the query ``asked``."""
    found = ReviewFilter(QueryDict(asked), queryset=Review.objects.none(), choices=choices)
    return render_to_string(
        "_components/filter_panel.html",
        {
            "form": found.form,
            "clear_url": reverse("reviews:review-list"),
            "is_filtered": found.problems or found.chosen,
            "hx_target": "#review-results",
        },
    )


def _asked(request: Request) -> str:
    """What the address asks of the filters, and nothing else of it."""
    query = QueryDict(mutable=True)
    for name in ReviewFilter.base_filters:
        if request.GET.get(name):
            query[name] = request.GET[name]
    return query.urlencode()


def _today(request: Request) -> date:
    return request.as_at or working_date()


def _columns(request: Request, sort: str) -> list[Column]:
    """The heads; one that can be sorted links to the same list sorted by it, or turned round."""
    return [
        replace(column, url=_sorted_url(request, key, sort), sorted_by=_direction(key, sort))
        if key
        else column
        for column, key in COLUMNS
    ]


def _sorted_url(request: Request, key: str, sort: str) -> str:
    query = QueryDict(_asked(request), mutable=True)
    query["sort"] = f"-{key}" if sort == key else key
    return f"?{query.urlencode()}"


def _direction(key: str, sort: str) -> Literal["", "ascending", "descending"]:
    if sort == key:
        return "ascending"
    return "descending" if sort == f"-{key}" else ""


def _exports(request: Request) -> list[Link]:
    asked = _asked(request)
    query = f"?{asked}" if asked else ""
    return [
        Link(name, reverse("reviews:review-export", args=[file_format]) + query)
        for name, file_format in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
