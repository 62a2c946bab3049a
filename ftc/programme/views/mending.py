"""The pages on which what a thread lacks is supplied: owners, costs, benefits with baselines."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ftc.errors import DomainError, StaleVersion
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.periods import long_date
from ftc.programme import actions, forms, permissions
from ftc.programme.models import Activity, Benefit, Milestone, Risk
from ftc.ui.components import ConflictField

TEMPLATE = "programme/register_form.html"
BENEFIT = ("title", "unit", "baseline_value", "baseline_on", "target_value", "target_on", "owner")


def _opened_today(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse to change anything while a past day is shown."""

    @wraps(view)
    def checked(request: Request, code: str) -> HttpResponse:
        if request.as_at is not None:
            messages.error(
                request,
                f"You are looking at {long_date(request.as_at)}. Go back to today to make changes.",
            )
            return redirect("programme:index")
        return view(request, code)

    return checked


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@_opened_today
def risk_edit(request: Request, code: str) -> HttpResponse:
    """Say who owns a risk and what it would cost."""
    risk = get_object_or_404(Risk.objects.select_related("activity", "owner"), code=code)
    form = forms.RiskForm(
        request.POST or None, initial=_initial(risk, "cost_gbp"), holder=risk.owner
    )
    return _handle(request, risk, form, act=_assess, names=("owner", "cost_gbp"))


def _assess(request: Request, risk: Risk, typed: dict[str, Any]) -> None:
    actions.assess_risk(
        risk=risk,
        expected_version=typed["version"],
        owner=typed["owner"],
        cost_gbp=typed["cost_gbp"],
        by=request.user,
        now=timezone.now(),
    )


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@_opened_today
def milestone_owner(request: Request, code: str) -> HttpResponse:
    """Say who owns a milestone."""
    rows = Milestone.objects.select_related("activity", "owner")
    milestone = get_object_or_404(rows, code=code)
    form = forms.MilestoneOwnerForm(
        request.POST or None, initial=_initial(milestone), holder=milestone.owner
    )
    return _handle(request, milestone, form, act=_own, names=("owner",))


def _own(request: Request, milestone: Milestone, typed: dict[str, Any]) -> None:
    actions.name_milestone_owner(
        milestone=milestone,
        expected_version=typed["version"],
        owner=typed["owner"],
        by=request.user,
        now=timezone.now(),
    )


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@_opened_today
def benefit_edit(request: Request, code: str) -> HttpResponse:
    """Edit a benefit with its baseline and target."""
    benefit = get_object_or_404(Benefit.objects.select_related("activity", "owner"), code=code)
    form = forms.BenefitForm(
        request.POST or None, initial=_initial(benefit, *BENEFIT[:-1]), holder=benefit.owner
    )
    return _handle(request, benefit, form, act=_edit_benefit, names=BENEFIT)


def _edit_benefit(request: Request, benefit: Benefit, typed: dict[str, Any]) -> None:
    actions.edit_benefit(
        benefit=benefit,
        expected_version=typed["version"],
        **{name: typed[name] for name in BENEFIT},
        by=request.user,
        now=timezone.now(),
    )


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@_opened_today
def benefit_add(request: Request, code: str) -> HttpResponse:
    """Add a benefit to an activity."""
    activity = get_object_or_404(Activity, code=code)
    _check_may_keep(request, activity)
    form = forms.BenefitForm(request.POST or None, initial={"version": 0}, holder=None)
    if request.method == "POST" and form.is_valid():
        try:
            benefit = actions.create_benefit(
                activity=activity,
                **{name: form.cleaned_data[name] for name in BENEFIT},
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The benefit “{benefit.title}” is added.")
            return redirect(activity)
    context = {"activity": activity, "title": f"Add a benefit to {activity.title}", "form": form}
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


def _handle(
    request: Request,
    row: Any,
    form: forms.RegisterForm,
    *,
    act: Callable[[Request, Any, dict[str, Any]], None],
    names: tuple[str, ...],
) -> HttpResponse:
    """Show the form of a row or save it; who saves second sees both versions, nothing lost."""
    _check_may_keep(request, row.activity)
    context = {"activity": row.activity, "title": str(row), "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            act(request, row, form.cleaned_data)
        except StaleVersion as refusal:
            form.add_error(None, str(refusal))
            context |= _both_versions(form, row, names)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{row}” is saved.")
            return redirect(row.activity)
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


def _check_may_keep(request: Request, activity: Activity) -> None:
    if not permissions.may_keep_registers(request.user, activity):
        raise PermissionDenied(
            f"Only whoever leads {activity.title} and the portfolio office may change its risks, "
            "benefits and owners."
        )


def _initial(row: Any, *names: str) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in names}
    return values | {"version": row.version, "owner": row.owner.username if row.owner else ""}


def _both_versions(
    form: forms.RegisterForm, row: Any, names: tuple[str, ...]
) -> dict[str, list[ConflictField]]:
    """The two versions field by field; the form goes on from the newer one."""
    saved = type(row).objects.select_related("owner").get(pk=row.pk)
    form.carry_version(saved.version)
    return {
        "conflict": [
            ConflictField(
                label=str(form.fields[name].label),
                yours=_words(form.cleaned_data[name]),
                theirs=_words(getattr(saved, name)),
            )
            for name in names
        ]
    }


def _words(value: Any) -> str:
    return "nothing" if value in (None, "") else str(value)
