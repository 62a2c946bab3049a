"""One of the five cases: reading, writing with a preview, its owner, sending and deciding."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from ftc.errors import DomainError, StaleVersion
from ftc.organisation.enums import Permission, Role
from ftc.organisation.models import User
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.records.working_date import working_date
from ftc.ui.components import ConflictField
from reviews import permissions
from reviews.actions import business_cases as actions
from reviews.calculations.text_differences import compare_texts
from reviews.enums import FiveCase, SectionState
from reviews.forms.base import VersionedForm
from reviews.forms.business_cases import (
    CLEAR,
    GUIDANCE,
    DecideSectionForm,
    OwnerForm,
    SectionForm,
    SendForm,
)
from reviews.models import BusinessCaseSection
from reviews.policies.business_cases import LONGEST
from reviews.queries.business_case_checks import section_url
from reviews.queries.business_cases import section_page
from reviews.queries.saved import last_event
from reviews.views.business_cases.finding import opened_today, section_or_404
from reviews.views.requests import check_present, forbidden

WRITERS = (Role.OFFICER, Role.SENIOR_RESPONSIBLE_OWNER, Role.FINANCE, Role.PORTFOLIO_OFFICE)
# What is said before saving, where saving takes back what somebody did.
TAKEN_BACK = {
    SectionState.CLEARED: "This case is cleared. Saving a change makes a draft of it again, and it "
    "has to be sent to clearance anew.",
    SectionState.IN_CLEARANCE: "This case is in clearance. Saving a change takes it back from "
    "there and makes a draft of it again.",
    SectionState.RETURNED: "This case was returned. Saving a change makes a draft of it, which can "
    "be sent to clearance again.",
}


@require_permission(Permission.REVIEW_READ)
@require_safe
def business_case_section(request: Request, case: str, section: str) -> HttpResponse:
    """One of the five cases as it stands, or stood on a past day."""
    found = section_or_404(request, case, section)
    return render(request, "reviews/business_case_section.html", _context(request, found))


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
@opened_today
def section_edit(request: Request, case: str, section: str) -> HttpResponse:
    """Write one of the five cases; who saves second is shown both versions and loses nothing."""
    found = section_or_404(request, case, section)
    with forbidden():
        permissions.check_can_write_section(request.user, found)
    form = SectionForm(
        request.POST or None,
        kind=FiveCase(found.kind),
        initial={"version": found.version, "text": found.text},
    )
    context = _context(request, found) | {
        "form": form,
        "guidance": GUIDANCE[FiveCase(found.kind)],
        "taken_back": TAKEN_BACK.get(SectionState(found.state), ""),
    }
    if request.method == "POST" and "preview" in request.POST:
        context["preview"] = request.POST.get("text", "")[:LONGEST]
        template = "_business_case_preview" if request.htmx else "business_case_write"
        return render(request, f"reviews/{template}.html", context)
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            actions.write_section(
                section=found,
                expected_version=form.cleaned_data["version"],
                text=form.cleaned_data["text"],
                by=request.user,
                now=timezone.now(),
            )
        except StaleVersion as refusal:
            form.add_error(None, str(refusal))
            context |= _both_versions(form, section_or_404(request, case, section))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found} is saved as a draft.")
            return redirect(section_url(found.case, FiveCase(found.kind)))
    status = 422 if form.errors else 200
    return render(request, "reviews/business_case_write.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def section_owner(request: Request, case: str, section: str) -> HttpResponse:
    """Name who owns one of the five cases."""
    found = section_or_404(request, case, section)
    with forbidden():
        permissions.check_can_edit(request.user, found.case.review)
    form = OwnerForm(
        request.POST or None,
        people=_writers(),
        initial={
            "version": found.version,
            "owner": found.owner.username if found.owner else "",
        },
    )

    def act() -> str:
        saved = actions.name_section_owner(
            section=found,
            expected_version=form.cleaned_data["version"],
            owner=form.cleaned_data["owner"],
            by=request.user,
            now=timezone.now(),
        )
        return f"{saved.owner or 'Nobody'} owns {str(saved).lower()}."

    return _act(request, found, form, act, "reviews/business_case_owner.html")


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def section_send(request: Request, case: str, section: str) -> HttpResponse:
    """Send one of the five cases to whoever clears it."""
    found = section_or_404(request, case, section)
    with forbidden():
        permissions.check_can_write_section(request.user, found)
    form = SendForm(request.POST or None, initial={"version": found.version})

    def act() -> str:
        actions.send_section(
            section=found,
            expected_version=form.cleaned_data["version"],
            by=request.user,
            now=timezone.now(),
        )
        return f"{found} is in clearance."

    return _act(request, found, form, act, "reviews/business_case_send.html")


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def section_decide(request: Request, case: str, section: str) -> HttpResponse:
    """Clear one of the five cases, or return it with what it lacks."""
    found = section_or_404(request, case, section)
    with forbidden():
        permissions.check_can_clear_section(request.user, found)
    form = DecideSectionForm(request.POST or None, initial={"version": found.version})

    def act() -> str:
        common: dict[str, Any] = {
            "section": found,
            "expected_version": form.cleaned_data["version"],
            "comment": form.cleaned_data["comment"],
            "by": request.user,
            "now": timezone.now(),
            "today": working_date(),
        }
        if form.cleaned_data["outcome"] == CLEAR:
            actions.clear_section(**common)
            return f"{found} is cleared."
        actions.return_section(**common)
        return f"{found} is returned to its owner."

    return _act(request, found, form, act, "reviews/business_case_decide.html")


def _act(
    request: Request,
    section: BusinessCaseSection,
    form: VersionedForm,
    act: Callable[[], str],
    template: str,
) -> HttpResponse:
    """Show a form, or take its act and say what was done; a refusal keeps what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            done = act()
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            section.refresh_from_db(fields=["version", "state", "text", "owner", "edited_by"])
            form.carry_version(section.version)
        else:
            messages.success(request, done)
            return redirect(section_url(section.case, FiveCase(section.kind)))
    context = _context(request, section) | {"form": form}
    return render(request, template, context, status=422 if form.errors else 200)


def _context(request: Request, section: BusinessCaseSection) -> dict[str, Any]:
    return {
        "case": section.case,
        "review": section.case.review,
        "section": section,
        "slug": section.kind.lower(),
        "page": section_page(section, as_at=request.as_at, user=request.user),
    }


def _writers() -> "QuerySet[User]":
    """Whoever has a role now that writes business cases, by name."""
    return (
        User.objects.filter(
            is_active=True,
            role_assignments__role__in=WRITERS,
            role_assignments__ended_on__isnull=True,
        )
        .distinct()
        .order_by("name", "username")
    )


def _both_versions(form: SectionForm, saved: BusinessCaseSection) -> dict[str, Any]:
    """The two versions side by side with what differs; the form goes on from the newer one."""
    form.carry_version(saved.version)
    by, at = last_event(saved)
    yours = form.cleaned_data["text"].replace("\r\n", "\n")
    return {
        "conflict": [
            ConflictField(str(saved), yours or "nothing", saved.text or "nothing"),
        ],
        "differences": compare_texts(saved.text, yours),
        "theirs_by": by,
        "theirs_at": at,
    }
