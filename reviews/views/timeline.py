"""The reviews of a list by quarter of the financial year, as a picture and as its table."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ftc.organisation.requests import Request
from ftc.periods import FinancialYear
from ftc.ui.charts import QuarterChart, QuarterMark, QuarterTrack
from ftc.ui.charts.quarters import YEARS, MarkKind
from ftc.ui.drawing import drawn_once
from reviews import queries
from reviews.queries.timeline import Event, events_of
from reviews.views.found import Asked, number_of, page_of, query_of

PAGE_SIZE = 20
FROM = "from"


@dataclass(frozen=True)
class Window:
    """The years shown, with the way to earlier and later ones, and what lies outside them."""

    first: FinancialYear
    last: FinancialYear
    earlier: int
    later: int
    undated: int
    earlier_url: str
    later_url: str


def timeline_context(request: Request, asked: Asked) -> dict[str, Any]:
    """A page of reviews with their milestones and stages over three financial years."""
    listing = queries.listing(
        asked.reviews,
        as_at=asked.as_at,
        today=asked.today,
        stages=asked.stages,
        sort=asked.filter.sorted_by,
        number=number_of(request, "page"),
        size=PAGE_SIZE,
    )
    events = events_of([row.key for row in listing.rows], as_at=asked.as_at)
    first = _first_year(request, asked.today)
    tracks = tuple(
        QuarterTrack(row.title, _marks(events.get(row.key, ())), row.url) for row in listing.rows
    )
    last = FinancialYear(first.start + YEARS - 1)
    chart = QuarterChart(
        f"Milestones and stages, {first} to {last}", tracks, first.start, asked.today
    )
    return {
        "drawn_chart": _chart(chart),
        "window": _window(request, chart, events),
        "totals": listing.totals,
        "page": page_of(listing, PAGE_SIZE),
    }


def _first_year(request: Request, today: date) -> FinancialYear:
    """The year asked for by the number it starts in, else the one before this year."""
    given = request.GET.get(FROM, "")
    if given.isascii() and given.isdigit() and 1900 <= int(given[:9]) <= 2200:
        return FinancialYear(int(given))
    return FinancialYear(FinancialYear.containing(today).start - 1)


def _marks(events: Any) -> tuple[QuarterMark, ...]:
    return tuple(
        QuarterMark(event.on, cast(MarkKind, event.kind), event.title, event.dated)
        for event in events
        if event.on is not None
    )


def _window(request: Request, chart: QuarterChart, events: dict[int, list[Event]]) -> Window:
    days = [event.on for several in events.values() for event in several]
    dated = [day for day in days if day is not None]
    return Window(
        first=FinancialYear(chart.first),
        last=FinancialYear(chart.first + YEARS - 1),
        earlier=sum(day < chart.starts_on for day in dated),
        later=sum(day > chart.ends_on for day in dated),
        undated=len(days) - len(dated),
        earlier_url=_year_url(request, chart.first - YEARS),
        later_url=_year_url(request, chart.first + YEARS),
    )


def _year_url(request: Request, first: int) -> str:
    query = query_of(request)
    query[FROM] = str(first)
    if request.GET.get("page"):
        query["page"] = request.GET["page"]
    return f"?{query.urlencode()}"


@drawn_once
def _chart(chart: QuarterChart) -> SafeString:
    return render_to_string("_components/chart.html", {"chart": chart})
