"""The conditions on which gates were passed: their list, its export, and saying one is met."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from ftc.errors import DomainError
from ftc.organisation.enums import Permission
from ftc.organisation.models import User
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.programme.exchange import csv_file
from ftc.programme.models import Phase
from ftc.records.working_date import working_date
from ftc.ui.components import Link
from reviews import actions, permissions
from reviews.exchange.conditions import CONDITION_HEAD, condition_rows
from reviews.forms import gate as forms
from reviews.models import GateCondition
from reviews.queries.gate_conditions import OPEN, ConditionLine, condition_lines
from reviews.views.requests import check_present, forbidden, opened_today, review_or_404

PAGE = 50


@require_permission(Permission.REVIEW_READ)
@require_safe
@vary_on_headers("HX-Request")
def condition_list(request: Request) -> HttpResponse:
    """Conditions of all reviews, soonest due first; those not met unless asked otherwise."""
    form = _filters(request)
    page = Paginator(_lines(request, form), PAGE).get_page(request.GET.get("page"))
    query = request.GET.urlencode()
    context = {
        "form": form,
        "is_filtered": form.is_valid() and any(form.cleaned_data.values()),
        "page": page,
        "as_at": request.as_at,
        "exports": [Link("CSV", f"{reverse('reviews:condition-export')}?{query}")],
    }
    template = "_condition_table" if request.htmx else "condition_list"
    return render(request, f"reviews/{template}.html", context)


@require_permission(Permission.EXPORT)
@require_safe
def condition_export(request: Request) -> HttpResponse:
    """The list as filtered, as CSV."""
    lines = _lines(request, _filters(request))
    return csv_file("conditions.csv", CONDITION_HEAD, condition_rows(lines))


def _filters(request: Request) -> forms.ConditionFilterForm:
    owners = User.objects.filter(gate_conditions__isnull=False).distinct().order_by("name")
    phases = Phase.objects.order_by("number")
    return forms.ConditionFilterForm(
        request.GET,
        phases=[(str(phase.number), phase.title) for phase in phases],
        people=[(owner.username, str(owner)) for owner in owners],
    )


def _lines(request: Request, form: forms.ConditionFilterForm) -> list[ConditionLine]:
    chosen: dict[str, Any] = dict(form.cleaned_data) if form.is_valid() else {}
    chosen["state"] = chosen.get("state") or OPEN
    return condition_lines(as_at=request.as_at, today=working_date(), user=request.user, **chosen)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "HEAD", "POST"])
@opened_today
def condition_meet(request: Request, code: str, sequence: int, order: int) -> HttpResponse:
    """Say that a condition is met, and how."""
    review = review_or_404(code)
    rows = GateCondition.objects.select_related("owner", "met_by", "passage__to_stage")
    condition = get_object_or_404(
        rows, passage__review=review, passage__sequence=sequence, order=order
    )
    with forbidden():
        permissions.check_can_meet(request.user, condition, review)
    form = forms.MeetConditionForm(
        request.POST or None,
        initial={"version": condition.version},
        may_backdate=request.user.may(Permission.BACKDATE),
    )
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            actions.meet_condition(
                condition=condition,
                expected_version=form.cleaned_data["version"],
                note=form.cleaned_data["reason"],
                met_on=form.cleaned_data.get("effective_on"),
                by=request.user,
                now=timezone.now(),
                today=working_date(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            condition.refresh_from_db()
            form.carry_version(condition.version)
        else:
            messages.success(request, f"“{condition}” is met.")
            return redirect("reviews:condition-list")
    context = {"review": review, "condition": condition, "form": form}
    status = 422 if form.errors else 200
    return render(request, "reviews/condition_meet.html", context, status=status)
