"""The bodies list and a body's page."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ftc.organisation.requests import Request
from ftc.records.working_date import working_date
from governance import forms, queries
from governance.models import Body
from governance.tables import body_table, meeting_table

PAGE = 50


@require_safe
def body_list(request: Request) -> HttpResponse:
    """Every body with its regime and what it may do."""
    form = forms.BodyFilterForm(request.GET)
    regime = form.cleaned_data["regime"] if form.is_valid() else ""
    rows = queries.body_list(
        user=request.user,
        on=request.as_at or working_date(),
        as_at=request.as_at,
        regime=regime,
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "is_filtered": bool(regime),
        "page": page,
        "table": body_table(page.object_list),
        "as_at": request.as_at,
    }
    return render(request, "governance/body_list.html", context)


@require_safe
def body_detail(request: Request, code: str) -> HttpResponse:
    """A body: what law it meets under, what it may do, who sits on it, its meetings."""
    body = get_object_or_404(Body.objects.select_related("reports_to", "source"), code=code)
    on = request.as_at or working_date()
    page = queries.body_page(body, user=request.user, on=on, as_at=request.as_at)
    context = {
        "page": page,
        "body": body,
        "coming": meeting_table(page.coming, as_at=request.as_at, on=on),
        "past": meeting_table(page.past, as_at=request.as_at, on=on),
        "as_at": request.as_at,
    }
    return render(request, "governance/body_detail.html", context)
