"""What falls due: a calendar, what is overdue, and somebody's own work."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.programme.exchange import csv_file
from ftc.programme.models import Phase
from ftc.records.working_date import working_date
from ftc.ui.components import Link
from reviews import queries
from reviews.asks import asked_of
from reviews.exchange.due import DUE_HEAD, due_rows
from reviews.forms.due import DueFilterForm
from reviews.queries.due import Overdue, month_of, overdue
from reviews.queries.work import own_work, reviews_held_by

PAGE = 50
MOST_EXPORTED = 100_000


@require_permission(Permission.REVIEW_READ)
@require_safe
@vary_on_headers("HX-Request")
def overdue_list(request: Request) -> HttpResponse:
    """Milestones and conditions whose day has passed, longest overdue first."""
    form = _filters(request)
    number = form.cleaned_data.get("page") or 1 if form.is_valid() else 1
    found = _overdue(request, form, offset=(number - 1) * PAGE, limit=PAGE)
    context = {
        "form": form,
        "is_filtered": form.is_filtered,
        "found": found,
        "page": Page(found.rows, number, _Counted(found)),
        "exports": [Link("CSV", f"{reverse('reviews:overdue-export')}?{request.GET.urlencode()}")],
        "as_at": request.as_at,
        "today": request.as_at or working_date(),
    }
    template = "_overdue_table" if request.htmx else "overdue_list"
    return render(request, f"reviews/{template}.html", context)


@require_permission(Permission.EXPORT)
@require_safe
def overdue_export(request: Request) -> HttpResponse:
    """The list as filtered, as CSV."""
    found = _overdue(request, _filters(request), offset=0, limit=MOST_EXPORTED)
    return csv_file("overdue.csv", DUE_HEAD, due_rows(found.rows))


@require_permission(Permission.REVIEW_READ)
@require_safe
def calendar(request: Request) -> HttpResponse:
    """A month of what falls due; the month of the working date unless another is asked for."""
    form = _filters(request)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    today = request.as_at or working_date()
    month = month_of(
        (asked.get("month") or today).replace(day=1),
        as_at=request.as_at,
        today=today,
        user=request.user,
        mine=bool(asked.get("mine")),
        phase=asked.get("phase") or None,
    )
    context = {
        "month": month,
        "form": form,
        "is_filtered": form.is_filtered,
        "as_at": request.as_at,
    }
    return render(request, "reviews/calendar.html", context)


@require_permission(Permission.REVIEW_READ)
@require_safe
def my_work(request: Request) -> HttpResponse:
    """What is asked of the person, what of theirs is overdue, and what else they own."""
    today = working_date()
    mine = reviews_held_by(request.user)
    context = {
        "asks": asked_of(request.user, today),
        "rows": queries.rows_of(mine, as_at=None, today=today, stages=queries.stage_places()),
        "overdue": overdue(as_at=None, today=today, user=request.user, mine=True, limit=20),
        "work": own_work(request.user, today=today),
        "today": today,
    }
    return render(request, "reviews/my_work.html", context)


class _Counted(Paginator):
    """Pages of rows that were counted with them."""

    def __init__(self, found: Overdue) -> None:
        super().__init__(found.rows, PAGE)
        self.found = found

    @property
    def count(self) -> int:
        return self.found.count


def _filters(request: Request) -> DueFilterForm:
    phases = Phase.objects.order_by("number").values_list("number", "title")
    return DueFilterForm(request.GET, phases=[(str(number), title) for number, title in phases])


def _overdue(request: Request, form: DueFilterForm, *, offset: int, limit: int) -> Overdue:
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    return overdue(
        as_at=request.as_at,
        today=request.as_at or working_date(),
        user=request.user,
        mine=bool(asked.get("mine")),
        phase=asked.get("phase") or None,
        offset=offset,
        limit=limit,
    )
