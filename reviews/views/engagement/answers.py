"""Suppliers in an engagement, and notes on it: inviting, recording, noting, and correcting."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ftc.errors import DomainError, StaleVersion
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.records.errors import UploadRefused
from ftc.records.working_date import working_date
from reviews.actions import engagement as actions
from reviews.actions.engagement.notes import NoteTerms
from reviews.actions.engagement.responses import ResponseTerms
from reviews.enums import ResponseState
from reviews.forms.engagement import InviteForm, NoteForm, ResponseForm
from reviews.models import EngagementNote, EngagementResponse, MarketEngagement, Supplier
from reviews.queries.engagement.choices import services_offered, suppliers_offered
from reviews.queries.engagement.page import note_number
from reviews.views.engagement.requests import (
    REFUSED,
    both_versions,
    classified_of,
    kept_or_403,
    secrecy_of,
    today_only,
)
from reviews.views.requests import check_present

DETAIL = "reviews:engagement-detail"
ANSWERED = ["state", "invited_on", "responded_on", "summary"]
NOTED = ["noted_on", "text"]
SECRECY = ["classification", "exempt_paragraph", "exempt_reason"]
NOT_YOURS = "It is exempt, and your role does not read exempt material."


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@today_only(DETAIL)
def engagement_invite(request: Request, code: str) -> HttpResponse:
    """Record which suppliers were invited, a line each."""
    engagement = kept_or_403(request, code)
    form = InviteForm(request.POST or None, initial={"invited_on": working_date()})
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            invited = actions.invite_suppliers(
                engagement=engagement,
                suppliers=form.cleaned_data["suppliers"],
                invited_on=form.cleaned_data["invited_on"],
                by=request.user,
                now=timezone.now(),
                today=working_date(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            number = len(invited)
            said = "1 supplier is" if number == 1 else f"{number} suppliers are"
            messages.success(request, f"{said} recorded as invited.")
            return redirect(DETAIL, code)
    context = {"form": form, "engagement": engagement}
    status = REFUSED if form.errors else 200
    return render(request, "reviews/engagement_invite.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@today_only(DETAIL)
def response_add(request: Request, code: str) -> HttpResponse:
    """Record what a supplier answered that was not invited before."""
    engagement = kept_or_403(request, code)
    form = ResponseForm(
        request.POST or None,
        services=services_offered(engagement.activity_id, engagement),
        suppliers=suppliers_offered(engagement, request.user),
        initial={
            "state": ResponseState.RESPONDED,
            "responded_on": working_date(),
            **secrecy_of(engagement),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            response = actions.record_response(
                engagement=engagement,
                supplier=form.cleaned_data["supplier"],
                terms=_answer(form),
                by=request.user,
                now=timezone.now(),
                today=working_date(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _recorded(request, response, f"{response.supplier} is recorded.")
    context = {"form": form, "engagement": engagement}
    status = REFUSED if form.errors else 200
    return render(request, "reviews/engagement_response.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@today_only(DETAIL)
def response_edit(request: Request, code: str, supplier: str) -> HttpResponse:
    """Record that an invited supplier answered, or correct it; two people at once lose nothing."""
    engagement = kept_or_403(request, code)
    response = _response_or_404(request, engagement, supplier)
    form = ResponseForm(
        request.POST or None,
        services=services_offered(engagement.activity_id, engagement),
        initial=_as_answered(response),
    )
    context: dict[str, Any] = {"form": form, "engagement": engagement, "response": response}
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            actions.edit_response(
                response=response,
                expected_version=form.cleaned_data["version"],
                terms=_answer(form),
                by=request.user,
                now=timezone.now(),
                today=working_date(),
            )
        except StaleVersion as refusal:
            form.add_error(None, str(refusal))
            saved = _response_or_404(request, engagement, supplier)
            theirs = _as_answered(saved, named=True)
            context |= both_versions(form, saved, theirs, [*ANSWERED, "services", *SECRECY])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            response.refresh_from_db()
            return _recorded(request, response, "Your changes are saved.")
    status = REFUSED if form.errors else 200
    return render(request, "reviews/engagement_response.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@today_only(DETAIL)
def note_add(request: Request, code: str) -> HttpResponse:
    """Write down what was learnt; exempt as commercial unless somebody says otherwise."""
    engagement = kept_or_403(request, code)
    form = NoteForm(
        request.POST or None,
        request.FILES or None,
        suppliers=Supplier.objects.all(),
        is_new=True,
        initial={"noted_on": working_date()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            note = actions.add_note(
                engagement=engagement,
                terms=_note(form),
                file=form.cleaned_data["file"],
                by=request.user,
                now=timezone.now(),
                today=working_date(),
            )
        except UploadRefused as refusal:
            form.add_error("file", str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _recorded(request, note, "The note is saved.")
    if form.errors:
        form.ask_for_file_again()
    context = {"form": form, "engagement": engagement}
    status = REFUSED if form.errors else 200
    return render(request, "reviews/engagement_note.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@today_only(DETAIL)
def note_edit(request: Request, code: str, number: int) -> HttpResponse:
    """Write a note anew; who saves second is shown both versions and loses nothing."""
    engagement = kept_or_403(request, code)
    note = _note_or_404(request, engagement, number)
    form = NoteForm(request.POST or None, suppliers=Supplier.objects.all(), initial=_as_noted(note))
    context: dict[str, Any] = {"form": form, "engagement": engagement, "note": note}
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            actions.edit_note(
                note=note,
                expected_version=form.cleaned_data["version"],
                terms=_note(form),
                by=request.user,
                now=timezone.now(),
                today=working_date(),
            )
        except StaleVersion as refusal:
            form.add_error(None, str(refusal))
            saved = _note_or_404(request, engagement, number)
            theirs = _as_noted(saved, named=True)
            context |= both_versions(form, saved, theirs, [*NOTED, "supplier", *SECRECY])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            note.refresh_from_db()
            return _recorded(request, note, "Your changes are saved.")
    status = REFUSED if form.errors else 200
    return render(request, "reviews/engagement_note.html", context, status=status)


def _recorded(request: Request, row: Any, said: str) -> HttpResponse:
    """Back to the engagement, saying so where the person cannot read what they recorded."""
    messages.success(request, said)
    if not type(row).objects.visible_to(request.user).filter(pk=row.pk).exists():
        messages.info(request, NOT_YOURS)
    return redirect(DETAIL, row.engagement.code)


def _response_or_404(
    request: Request, engagement: MarketEngagement, supplier: str
) -> EngagementResponse:
    rows = EngagementResponse.objects.visible_to(request.user).select_related("supplier")
    found: EngagementResponse | None = rows.filter(
        engagement=engagement, supplier__code=supplier
    ).first()
    if found is None:
        raise Http404("This supplier is not in the engagement, or it is not open to you.")
    return found


def _note_or_404(request: Request, engagement: MarketEngagement, number: int) -> EngagementNote:
    notes = EngagementNote.objects.visible_to(request.user).select_related("supplier", "upload")
    for note in notes.filter(engagement=engagement):
        if note_number(note) == number:
            return note
    raise Http404("There is no such note, or it is not open to you.")


def _answer(form: ResponseForm) -> ResponseTerms:
    typed = form.cleaned_data
    return ResponseTerms(
        state=ResponseState(typed["state"]),
        invited_on=typed["invited_on"],
        responded_on=typed["responded_on"],
        summary=typed["summary"],
        services=list(typed.get("services", ())),
        classified=classified_of(typed),
    )


def _as_answered(response: EngagementResponse, *, named: bool = False) -> dict[str, Any]:
    services = [str(row) if named else row.code for row in response.services.all()]
    return {
        "version": response.version,
        **{name: getattr(response, name) for name in ANSWERED},
        "services": services,
        **secrecy_of(response),
    }


def _note(form: NoteForm) -> NoteTerms:
    typed = form.cleaned_data
    return NoteTerms(
        noted_on=typed["noted_on"],
        text=typed["text"],
        supplier=typed["supplier"],
        classified=classified_of(typed),
    )


def _as_noted(note: EngagementNote, *, named: bool = False) -> dict[str, Any]:
    supplier: Any = note.supplier
    if supplier is not None:
        supplier = str(supplier) if named else supplier.code
    return {
        "version": note.version,
        **{name: getattr(note, name) for name in NOTED},
        "supplier": supplier,
        **secrecy_of(note),
    }
