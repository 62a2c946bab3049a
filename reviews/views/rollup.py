"""How phases, themes, portfolios and directorates stand, and signing for it to stand otherwise."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ftc.errors import DomainError, NotPermitted
from ftc.organisation.enums import Permission
from ftc.organisation.models import Directorate
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.programme import actions
from ftc.programme.enums import Rag
from ftc.programme.exchange import csv_file
from ftc.programme.models import Activity, Portfolio, StatusOverride
from ftc.records.working_date import working_date
from reviews.errors import PastShown
from reviews.exchange.rollup import STATUS_HEAD, status_rows
from reviews.forms.rollup import SignOverrideForm
from reviews.queries.rollup import SCOPE_WORDS, RollUp, ScopeKind, roll_up_of, roll_ups
from reviews.views.requests import check_present

MODELS: dict[ScopeKind, type[Activity | Portfolio | Directorate]] = {
    ScopeKind.PHASE: Activity,
    ScopeKind.THEME: Activity,
    ScopeKind.PORTFOLIO: Portfolio,
    ScopeKind.DIRECTORATE: Directorate,
}


@require_permission(Permission.REVIEW_READ)
@require_safe
def status_list(request: Request) -> HttpResponse:
    """Every phase, theme, portfolio and directorate with its computed status and the spread."""
    found = roll_ups(as_at=request.as_at, today=working_date())
    context = {
        "groups": [
            (SCOPE_WORDS[kind], [_row(one) for one in found if one.kind == kind])
            for kind in ScopeKind
        ],
        "as_at": request.as_at,
    }
    return render(request, "reviews/status_list.html", context)


@require_permission(Permission.EXPORT)
@require_safe
def status_export(request: Request) -> HttpResponse:
    """The same as CSV."""
    found = roll_ups(as_at=request.as_at, today=working_date())
    return csv_file("status.csv", STATUS_HEAD, status_rows(found))


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def status_detail(request: Request, kind: str, code: str) -> HttpResponse:
    """One of them: what is computed, what was signed for, and the form to sign."""
    one = _one(request, kind, code)
    may_sign = request.as_at is None and request.user.may(Permission.STATUS_OVERRIDE)
    form = SignOverrideForm(request.POST or None, computed=one.worst)
    if request.method == "POST":
        _check_may_sign(request)
        if form.is_valid():
            try:
                check_present(request)
                _sign(request, one, form)
            except NotPermitted as refusal:
                raise PermissionDenied(str(refusal)) from refusal
            except (DomainError, PastShown) as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"You have signed for the status of {one.title}.")
                return redirect("reviews:status-detail", kind, code)
    context: dict[str, Any] = {
        **_row(one),
        "form": form if may_sign and one.worst else None,
        "may_sign": may_sign,
        "signed_before": _signed_before(one),
        "as_at": request.as_at,
    }
    status = 422 if form.errors else 200
    return render(request, "reviews/status_detail.html", context, status=status)


@require_permission(Permission.STATUS_OVERRIDE)
@require_POST
def status_withdraw(request: Request, kind: str, code: str) -> HttpResponse:
    """Show the computed status again."""
    one = _one(request, kind, code)
    try:
        check_present(request)
        if one.override is None:
            raise PastShown("Nothing is signed for here any more.")
        actions.withdraw_override(
            override=one.override,
            expected_version=_version(request.POST.get("version", "")),
            by=request.user,
            now=timezone.now(),
            today=working_date(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The computed status is shown again.")
    return redirect("reviews:status-detail", kind, code)


def _version(typed: str) -> int:
    """The version a page was made on; what is no number is of no version."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _one(request: Request, kind: str, code: str) -> RollUp:
    one = None
    if kind in {known.value for known in ScopeKind}:
        one = roll_up_of(ScopeKind(kind), code, as_at=request.as_at, today=working_date())
    if one is None:
        raise Http404("There is nothing of this kind with this code.")
    return one


def _sign(request: Request, one: RollUp, form: SignOverrideForm) -> None:
    typed = form.cleaned_data
    actions.sign_override(
        of=MODELS[one.kind].objects.get(pk=one.key),
        rag=Rag(typed["rag"]),
        computed=one.worst,
        reason=typed["reason"],
        expires_on=typed["expires_on"],
        by=request.user,
        now=timezone.now(),
        today=working_date(),
    )


def _signed_before(one: RollUp) -> list[StatusOverride]:
    """Every override of it that was signed, newest first."""
    field = {ScopeKind.PORTFOLIO: "portfolio", ScopeKind.DIRECTORATE: "directorate"}
    rows = StatusOverride.objects.filter(**{field.get(one.kind, "activity"): one.key})
    return list(rows.select_related("signed_by", "withdrawn_by").latest_first()[:20])


def _row(one: RollUp) -> dict[str, Any]:
    return {
        "one": one,
        "url": reverse("reviews:status-detail", args=[one.kind.value, one.code]),
        "reviews_url": reverse("reviews:review-list") + one.filter if one.filter else "",
    }


def _check_may_sign(request: Request) -> None:
    if not request.user.may(Permission.STATUS_OVERRIDE):
        raise PermissionDenied(
            "Only a Senior Responsible Owner and the portfolio office may sign for a status."
        )
