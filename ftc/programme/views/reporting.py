"""Reporting how an activity stands: the form with what was reported before, and its draft."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from ftc.errors import DomainError, NotPermitted, StaleVersion
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.programme import actions, forms, permissions, queries
from ftc.programme.enums import Rag
from ftc.programme.hints import hints_of
from ftc.programme.models import Activity, StatusDraft, StatusReport
from ftc.records.working_date import working_date
from ftc.ui.components import ConflictField

# What a draft keeps: never who is signed in, nor what protects the form.
NOT_KEPT = {"csrfmiddlewaretoken", "save_draft", "discard_draft", "seen"}


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def status_report_add(request: Request, code: str) -> HttpResponse:
    """Report how an activity stands; earlier reports are listed beneath."""
    activity = get_object_or_404(Activity, code=code)
    if request.method == "POST":
        _check_may_report(request, activity)
    reports = queries.status_reports(activity, as_at=request.as_at)
    latest = reports.first()
    may_report = request.as_at is None and permissions.may_report_status(request.user, activity)
    draft = _draft(request, activity) if may_report else None
    form = _form(request, activity, latest, draft)
    theirs: list[ConflictField] = []
    if request.method == "POST" and form.is_valid():
        try:
            _report(request, activity, form)
        except StaleVersion as stale:
            form.add_error(None, str(stale))
            theirs = _both(form, latest)
            form.see(latest.pk if latest else 0)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The status is reported.")
            return redirect(activity)
    today = working_date()
    context = {
        "activity": activity,
        "form": form,
        "draft": draft if request.method != "POST" else None,
        "theirs": theirs,
        "latest": latest,
        "hint": hints_of([activity.pk], as_at=request.as_at, today=today)[activity.pk],
        "may_report": may_report,
        "reports": reports[:20],
        "as_at": request.as_at,
    }
    status = 422 if form.errors else 200
    return render(request, "programme/status_report_add.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_POST
@vary_on_headers("HX-Request")
def status_draft(request: Request, code: str) -> HttpResponse:
    """Keep or drop what was typed so far; typing alone keeps it, a button does without JavaScript.

    An answer to typing is the line that says when it was kept.
    """
    activity = get_object_or_404(Activity, code=code)
    _check_may_report(request, activity)
    if "discard_draft" in request.POST:
        actions.discard_status_draft(activity=activity, by=request.user)
        messages.success(request, "The draft is discarded.")
        return redirect("programme:status-report-add", code)
    typed = {
        _storable(name): _storable(text)
        for name, text in request.POST.items()
        if name not in NOT_KEPT
    }
    draft = actions.save_status_draft(
        activity=activity, typed=typed, by=request.user, now=timezone.now()
    )
    if request.htmx:
        return render(request, "programme/_status_draft.html", {"draft": draft})
    messages.success(request, "The draft is kept. Only you see it.")
    return redirect("programme:status-report-add", code)


def _storable(text: object) -> str:
    """As typed, without the one character that the database does not store."""
    return str(text).replace("\0", "")


def _form(
    request: Request, activity: Activity, latest: StatusReport | None, draft: StatusDraft | None
) -> forms.StatusReportForm:
    lines = queries.milestones_to_come(activity, as_at=request.as_at)
    options: dict[str, Any] = {
        "lines": lines,
        "may_backdate": request.user.may(Permission.BACKDATE),
    }
    seen = latest.pk if latest else 0
    if request.method == "POST":
        return forms.StatusReportForm(request.POST, **options)
    form = forms.StatusReportForm(initial={"seen": seen}, **options)
    if draft:
        form.restore(draft.typed)
    return form


def _report(request: Request, activity: Activity, form: forms.StatusReportForm) -> None:
    typed = form.cleaned_data
    effective_on: date | None = typed.get("effective_on")
    actions.report_status(
        activity=activity,
        rag=Rag(typed["rag"]),
        narrative=typed["narrative"],
        next_steps=typed["next_steps"],
        rag_reason=typed["rag_reason"],
        against_hint=typed["against_hint"],
        forecasts=[
            actions.Forecast(line.milestone, version, on, typed["reason"])
            for line, version, on in form.new_forecasts()
        ],
        seen=typed["seen"],
        effective_on=effective_on,
        reason=typed["reason"],
        by=request.user,
        now=timezone.now(),
    )


def _both(form: forms.StatusReportForm, saved: StatusReport | None) -> list[ConflictField]:
    """What was typed beside what somebody else reported meanwhile."""
    if saved is None:
        return []
    typed = form.cleaned_data
    return [
        ConflictField("How it stands", Rag(typed["rag"]).label, saved.get_rag_display()),
        ConflictField("Why", typed["rag_reason"], saved.rag_reason),
        ConflictField("What there is to say", typed["narrative"], saved.narrative),
        ConflictField("Next steps", typed["next_steps"], saved.next_steps),
    ]


def _draft(request: Request, activity: Activity) -> StatusDraft | None:
    return StatusDraft.objects.filter(activity=activity, user=request.user).first()


def _check_may_report(request: Request, activity: Activity) -> None:
    try:
        permissions.check_may_report_status(request.user, activity)
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    if request.as_at is not None:
        raise PermissionDenied("You are looking at a past day. Go back to today to report.")
