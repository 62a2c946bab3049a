"""What a Member reads before the next meeting of the council, or before any other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ftc.overview.queries import before_council as queries
from ftc.overview.views.requests import as_at_of, today_of
from ftc.records.working_date import working_date
from ftc.ui.components import Cell, Column
from governance.models import Meeting

COLUMNS = [
    Column("Review"),
    Column("Stage"),
    Column("State"),
    Column("Preferred option"),
]


@require_safe
def before_council(request: HttpRequest) -> HttpResponse:
    """The page for the next County Council on or after the working date, or the chosen day."""
    meeting = queries.next_council(on=today_of(request), user=request.user, as_at=as_at_of(request))
    if meeting is None:
        return render(request, "overview/before_council_none.html")
    return _page(request, meeting)


@require_safe
def before_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """The page for any meeting, as at its publication."""
    rows = Meeting.objects.visible_to(request.user).select_related("body")
    return _page(request, get_object_or_404(rows, code=code))


def _page(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    chosen = as_at_of(request)
    page = queries.before_council(
        meeting,
        user=request.user,
        today=working_date(),
        clock=timezone.localdate(),
        chosen=chosen,
    )
    context = {
        "page": page,
        "spoken_for": queries.spoken_for(page),
        "as_at": page.date.on if chosen else None,
        "columns": COLUMNS,
        "rows": [
            [
                Cell(review.title, url=review.url),
                review.stage_title,
                Cell(review.state.label, tag_colour=review.state_colour),
                review.preferred or "None yet",
            ]
            for review in page.reviews
        ],
    }
    return render(request, "overview/before_council.html", context)
