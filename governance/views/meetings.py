"""The meetings list, its calendar, and a meeting's page."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.programme.exchange import csv_file
from ftc.records.working_date import working_date
from governance import exchange, forms, policies, queries
from governance.models import Body, Meeting
from governance.permissions import may_record
from governance.tables import meeting_table

PAGE = 25


@require_safe
@vary_on_headers("HX-Request")
def meeting_list(request: Request) -> HttpResponse:
    """Meetings from the working date on, soonest first, then past ones."""
    form = _filters(request)
    rows = _filtered(request, form)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "is_filtered": bool(form.is_valid() and any(form.cleaned_data.values())),
        "page": page,
        "table": meeting_table(page.object_list, as_at=request.as_at, on=_today(request)),
        "as_at": request.as_at,
    }
    template = "governance/_meeting_table.html" if request.htmx else "governance/meeting_list.html"
    return render(request, template, context)


@require_safe
def meeting_calendar(request: Request) -> HttpResponse:
    """A month of meetings; the month of the working date unless another is asked for."""
    form = forms.MonthForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    on = _today(request)
    month = queries.calendar(
        first=(asked.get("month") or on).replace(day=1),
        user=request.user,
        on=on,
        as_at=request.as_at,
        body=asked.get("body", ""),
    )
    context = {"month": month, "as_at": request.as_at, "body": asked.get("body", "")}
    return render(request, "governance/meeting_calendar.html", context)


@login_not_required
@require_safe
def meeting_detail(request: Request, code: str) -> HttpResponse:
    """A meeting; whoever has not signed in reads what a formal body has published."""
    meetings = Meeting.objects.visible_to(request.user).select_related("body", "source")
    meeting = meetings.filter(code=code).first()
    if meeting is None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if meeting is None:
        raise Http404("There is no such meeting.")
    page = queries.meeting_page(meeting, user=request.user, as_at=request.as_at)
    may = may_record(request.user) and request.as_at is None
    context = {
        "page": page,
        "meeting": meeting,
        "as_at": request.as_at,
        "may_record": may,
        "has_met": may and policies.has_met(meeting, now=timezone.now()),
    }
    return render(request, "governance/meeting_detail.html", context)


@require_permission(Permission.EXPORT)
@require_safe
def meeting_export(request: Request) -> HttpResponse:
    """The list as filtered, as CSV."""
    rows = exchange.meeting_rows(_filtered(request, _filters(request)))
    return csv_file("meetings.csv", exchange.MEETING_HEAD, rows)


def _today(request: Request) -> date:
    """The day that divides coming from past: the one looked back to, else the working date."""
    return request.as_at or working_date()


def _filters(request: Request) -> forms.MeetingFilterForm:
    bodies = Body.objects.filter(meetings__isnull=False).distinct()
    return forms.MeetingFilterForm(
        request.GET,
        bodies=bodies.values_list("code", "name"),
        years=queries.years_of_meetings(request.user),
    )


def _filtered(request: Request, form: forms.MeetingFilterForm) -> QuerySet[Meeting]:
    chosen = form.cleaned_data if form.is_valid() else {}
    return queries.meetings(user=request.user, on=_today(request), as_at=request.as_at, **chosen)
