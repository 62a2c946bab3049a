"""The clerk's pages: record what a meeting did, withdraw it, enter the vote by name."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ftc.errors import DomainError, StaleVersion
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.records.working_date import working_date
from ftc.ui.components import ConflictField
from governance import actions, forms, policies
from governance.enums import Verb
from governance.models import AgendaItem, Meeting, Resolution
from governance.queries.agenda import readable_resolutions
from governance.queries.recording import Recording, items_to_resolve, recording

RecordForm = forms.AdviceForm | forms.ResolutionForm


@require_permission(Permission.RESOLUTION_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def resolution_record(request: Request, code: str) -> HttpResponse:
    """Record what the meeting resolved, or advised, on one item of its agenda."""
    meeting = get_object_or_404(Meeting.objects.select_related("body"), code=code)
    items = list(items_to_resolve(meeting, request.user))
    item = _item_asked(request, items)
    if items and item is None:
        return render(
            request, "governance/resolution_choose.html", {"meeting": meeting, "items": items}
        )
    material = recording(meeting, item, as_at=None)
    form = _form(request, meeting, item, material)
    conflict: list[ConflictField] = []
    if request.method == "POST" and form.is_valid():
        try:
            _record(request, meeting, item, form)
        except StaleVersion as refusal:
            form.data = _with_version(request, meeting)
            conflict = _show_theirs(form, meeting, item)
            form.add_error(None, str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The outcome is recorded.")
            return redirect(meeting)
    context = {
        "meeting": meeting,
        "item": item,
        "form": form,
        "conflict": conflict,
        "latest": _latest(meeting) if conflict else None,
        "refusal": _said(policies.check_has_met, meeting, now=timezone.now()),
    }
    status = 422 if form.errors else 200
    return render(request, "governance/resolution_record.html", context, status=status)


@require_permission(Permission.RESOLUTION_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def resolution_withdraw(request: Request, code: str, resolution: str) -> HttpResponse:
    """Take back a resolution that was recorded by mistake."""
    found = _resolution(request, code, resolution)
    form = forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_resolution(
                resolution=found,
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{found.title}” is withdrawn.")
            return redirect(found.meeting)
    context = {"resolution": found, "meeting": found.meeting, "form": form}
    status = 422 if form.errors else 200
    return render(request, "governance/resolution_withdraw.html", context, status=status)


@require_permission(Permission.RESOLUTION_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def resolution_vote(request: Request, code: str, resolution: str) -> HttpResponse:
    """Enter how each Member present voted."""
    found = _resolution(request, code, resolution)
    form = forms.VoteForm(request.POST or None, voters=policies.voters_of(found).values())
    refusal = _said(policies.check_takes_vote, found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_vote(
                resolution=found, votes=form.votes(), by=request.user, now=timezone.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The vote is recorded.")
            return redirect(found.meeting)
    context = {"resolution": found, "meeting": found.meeting, "form": form, "refusal": refusal}
    status = 422 if form.errors else 200
    return render(request, "governance/resolution_vote.html", context, status=status)


def _resolution(request: Request, code: str, resolution: str) -> Resolution:
    readable = readable_resolutions(request.user, None)
    rows = readable.select_related("meeting__body", "source", "minute")
    found: Resolution = get_object_or_404(rows, meeting__code=code, code=resolution)
    return found


def _item_asked(request: Request, items: list[AgendaItem]) -> AgendaItem | None:
    asked = request.GET.get("item", "")
    return next((item for item in items if str(item.number) == asked), None)


def _form(
    request: Request, meeting: Meeting, item: AgendaItem | None, material: Recording
) -> RecordForm:
    kind = forms.ResolutionForm if meeting.body.is_formal else forms.AdviceForm
    return kind(
        request.POST or None,
        recording=material,
        has_item=item is not None,
        is_backdated=meeting.held_on is not None and meeting.held_on < working_date(),
        initial={"version": meeting.version},
    )


def _record(request: Request, meeting: Meeting, item: AgendaItem | None, form: RecordForm) -> None:
    given = form.cleaned_data
    common: dict[str, Any] = {
        "meeting": meeting,
        "agenda_item": item,
        "title": given.get("title", ""),
        "verb": Verb(given["verb"]),
        "text": given["text"],
        "activities": list(given["activities"]),
        "by": request.user,
        "now": timezone.now(),
        "reason": given.get("reason", ""),
        "expected_version": given["version"],
    }
    if not meeting.body.is_formal:
        actions.record_advice(**common)
        return
    actions.record_resolution(
        **common,
        recommendations=list(given.get("recommendations", [])),
        moved_by=given["moved_by"],
        seconded_by=given["seconded_by"],
    )


def _latest(meeting: Meeting) -> Resolution | None:
    rows = Resolution.objects.filter(meeting=meeting).select_related("recorded_by")
    latest: Resolution | None = rows.order_by("-recorded_at", "-pk").first()
    return latest


def _with_version(request: Request, meeting: Meeting) -> QueryDict:
    """What was typed, made on the version now saved, so that it can be sent again."""
    meeting.refresh_from_db()
    typed = request.POST.copy()
    typed["version"] = str(meeting.version)
    return typed


def _show_theirs(
    form: RecordForm, meeting: Meeting, item: AgendaItem | None
) -> list[ConflictField]:
    """Both versions side by side: the form's, and the latest that stands."""
    theirs = _latest(meeting)
    reviews = ", ".join(str(each) for each in form.cleaned_data["activities"])
    title = item.title if item else form.cleaned_data["title"]
    if theirs is None:
        return [ConflictField("Outcome", Verb(form.cleaned_data["verb"]).label, "withdrawn")]
    return [
        ConflictField("Business", title, theirs.title),
        ConflictField("Outcome", Verb(form.cleaned_data["verb"]).label, theirs.get_verb_display()),
        ConflictField("Words", form.cleaned_data["text"], theirs.text),
        ConflictField(
            "Reviews", reviews, ", ".join(str(each) for each in theirs.activities.order_by("code"))
        ),
    ]


def _said(check: Callable[..., None], *args: Any, **kwargs: Any) -> str:
    """The sentence with which a policy refuses, for beside the button; empty when it allows."""
    try:
        check(*args, **kwargs)
    except DomainError as refusal:
        return str(refusal)
    return ""
