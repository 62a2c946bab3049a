"""What is asked of the list of reviews by its address: filters, order and view; shared by views."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from ftc.organisation.requests import Request
from ftc.records.working_date import working_date
from ftc.ui.components import Link
from ftc.ui.drawing import drawn_once
from reviews import queries
from reviews.filters import TABLE, VIEWS, ReviewFilter
from reviews.models import Review
from reviews.queries import FilterChoices, Listing, StagePlace


@dataclass(frozen=True)
class Asked:
    """The filters as asked, the choices they offer, and the stages reviews may stand at."""

    filter: ReviewFilter
    choices: FilterChoices
    stages: dict[int, StagePlace]
    as_at: date | None
    today: date

    @property
    def reviews(self) -> Any:
        """The reviews that match the filters, not read yet."""
        return self.filter.qs


def asked_of(request: Request) -> Asked:
    """What the address asks: two queries."""
    stages = queries.stage_places()
    choices = queries.filter_choices(stages=stages.values(), as_at=request.as_at)
    found = ReviewFilter(
        request.GET,
        queryset=queries.review_rows(as_at=request.as_at),
        choices=choices,
        as_at=request.as_at,
        username=request.user.username,
    )
    today = request.as_at or working_date()
    return Asked(found, choices, stages, request.as_at, today)


def query_of(request: Request, **changed: str) -> QueryDict:
    """What the address asks of the filters, and nothing else of it; ``changed`` replaces it."""
    query = QueryDict(mutable=True)
    for name in ReviewFilter.base_filters:
        value = changed.get(name, request.GET.get(name))
        if value:
            query[name] = value
    return query


def number_of(request: Request, name: str) -> int:
    """A number in the address, such as the page; 1 where there is none."""
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 1


def page_of(listing: Listing, size: int) -> Page[Any]:
    """A part of a listing as the pages under it count it; its rows are read already."""
    page: Page[Any] = Paginator(range(listing.totals.reviews), size).page(listing.number)
    page.object_list = listing.rows
    return page


def view_links(request: Request, shown: str) -> list[Link]:
    """The same reviews as a table, a board and a timeline."""
    links = []
    for view, words in VIEWS.items():
        query = query_of(request, view="" if view == TABLE else view).urlencode()
        links.append(Link(words, list_url(query), view == shown))
    return links


def list_url(query: str = "") -> str:
    """The address of the list with a query."""
    address = reverse("reviews:review-list")
    return f"{address}?{query}" if query else address


def all_url(view: str) -> str:
    """The same view of every review."""
    return list_url("" if view == TABLE else urlencode({"view": view}))


@drawn_once
def panel(asked: str, choices: FilterChoices) -> SafeString:
    """The filter panel as filled in by the query ``asked``."""
    found = ReviewFilter(QueryDict(asked), queryset=Review.objects.none(), choices=choices)
    return render_to_string(
        "_components/filter_panel.html",
        {
            "form": found.form,
            "clear_url": all_url(found.shown_as),
            "is_filtered": found.problems or found.chosen,
            "hx_target": "#review-results",
        },
    )
