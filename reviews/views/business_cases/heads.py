"""The business cases of a review: the list, starting one, its page and its head."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ftc.errors import DomainError, StaleVersion
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.records.enums import Classification
from ftc.records.working_date import working_date
from ftc.ui.components import ConflictField
from reviews import permissions
from reviews.actions import business_cases as actions
from reviews.enums import BusinessCaseKind
from reviews.forms.business_cases import EditCaseForm, StartCaseForm
from reviews.models import BusinessCase, Option
from reviews.queries.business_cases import (
    case_lines,
    case_page,
    case_url,
    cases_table,
    startable_kinds,
)
from reviews.queries.page import head_for
from reviews.queries.page_sql import head_of
from reviews.queries.saved import last_event
from reviews.views.business_cases.finding import case_or_404, opened_today
from reviews.views.detail import draw_table, review_of_service, section_frame
from reviews.views.requests import check_present, forbidden, review_or_404
from reviews.views.requests import opened_today as opened_today_of_review

SECTION = "review-business-cases"


@require_permission(Permission.REVIEW_READ)
@require_safe
def business_case_list(request: Request, code: str) -> HttpResponse:
    """The business cases of a review with how complete each is."""
    review = head_of(code, as_at=request.as_at)
    if review is None:
        return review_of_service(request, code, SECTION)
    lines = case_lines(review, as_at=request.as_at, user=request.user)
    context = {
        "review": review,
        "drawn_table": draw_table(cases_table(lines)),
        "startable": startable_kinds(review, user=request.user, as_at=request.as_at),
    }
    context |= section_frame(head_for(review), SECTION)
    return render(request, "reviews/business_case_list.html", context)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today_of_review
def business_case_start(request: Request, code: str) -> HttpResponse:
    """Start an outline or Full Business Case."""
    review = review_or_404(code)
    with forbidden():
        permissions.check_can_edit(request.user, review)
    kinds = startable_kinds(review, user=request.user, as_at=None)
    earlier = BusinessCase.objects.visible_to(request.user).filter(review=review)
    form = StartCaseForm(
        request.POST or None,
        kinds=list(BusinessCaseKind),
        earlier=earlier,
        initial=_as_started(request, review.title, kinds),
    )
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            case = actions.start_business_case(
                review=review,
                kind=BusinessCaseKind(form.cleaned_data["kind"]),
                title=form.cleaned_data["title"],
                begin_with=form.cleaned_data.get("begin_with"),
                **form.classified(),
                by=request.user,
                now=timezone.now(),
                today=working_date(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{case}” is started.")
            return redirect("reviews:business-case-detail", case.code)
    context = {"review": review, "form": form, "may_start": bool(kinds)}
    status = 422 if form.errors else 200
    return render(request, "reviews/business_case_start.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_safe
def business_case_detail(request: Request, case: str) -> HttpResponse:
    """A business case: its five cases, how complete it is, its versions and what it rests on."""
    found = case_or_404(request, case)
    page = case_page(found, as_at=request.as_at, user=request.user)
    context = {
        "case": found,
        "review": found.review,
        "page": page,
        "drawn_tables": [draw_table(table) for table in page.tables],
    }
    return render(request, "reviews/business_case_detail.html", context)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def business_case_edit(request: Request, case: str) -> HttpResponse:
    """Edit the title, the options it argues for and who may read it."""
    found = case_or_404(request, case)
    with forbidden():
        permissions.check_can_edit(request.user, found.review)
    options = Option.objects.filter(review=found.review)
    form = EditCaseForm(request.POST or None, options=options, initial=_as_saved(found))
    context: dict[str, Any] = {"case": found, "review": found.review, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            actions.edit_business_case(
                case=found,
                expected_version=form.cleaned_data["version"],
                title=form.cleaned_data["title"],
                options=form.cleaned_data.get("options", ()),
                **form.classified(),
                by=request.user,
                now=timezone.now(),
            )
        except StaleVersion as refusal:
            form.add_error(None, str(refusal))
            context |= _both_versions(form, case_or_404(request, case))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your changes are saved.")
            return redirect("reviews:business-case-detail", found.code)
    status = 422 if form.errors else 200
    return render(request, "reviews/business_case_edit.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_POST
def business_case_print(request: Request, case: str) -> HttpResponse:
    """Have the worker draw a business case, or one of its versions, and lead to the document."""
    found = case_or_404(request, case)
    with forbidden():
        permissions.check_can_print_case(request.user, found.review)
    wanted = request.POST.get("version", "")
    try:
        check_present(request)
        document = actions.print_business_case(
            case=found,
            version=int(wanted) if wanted.isascii() and wanted.isdigit() else None,
            by=request.user,
            now=timezone.now(),
            today=working_date(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(case_url(found))
    return redirect(document)


def _as_started(request: Request, title: str, kinds: list[BusinessCaseKind]) -> dict[str, Any]:
    """Which kind the address asks for, and what it would be called."""
    asked = request.GET.get("kind", "").upper()
    kind = next((kind for kind in kinds if kind == asked), kinds[0] if kinds else None)
    return {
        "kind": kind,
        "title": f"{title}: {kind.label}" if kind else "",
        "classification": Classification.INTERNAL,
    }


def _as_saved(case: BusinessCase) -> dict[str, Any]:
    return {
        "version": case.version,
        "title": case.title,
        "options": [option.code for option in case.options.all()],
        "classification": case.classification,
        "exempt_paragraph": case.exempt_paragraph or "",
        "exempt_reason": case.exempt_reason,
    }


def _both_versions(form: EditCaseForm, saved: BusinessCase) -> dict[str, Any]:
    """The two versions field by field; the form goes on from the newer one."""
    form.carry_version(saved.version)
    by, at = last_event(saved)
    typed = form.cleaned_data
    pairs = {
        "title": (typed["title"], saved.title),
        "options": (
            ", ".join(str(option) for option in typed.get("options", ())),
            ", ".join(str(option) for option in saved.options.all()),
        ),
        "classification": (
            Classification(typed["classification"]).label,
            saved.get_classification_display(),
        ),
        "exempt_paragraph": (
            str(typed["exempt_paragraph"] or ""),
            str(saved.exempt_paragraph or ""),
        ),
        "exempt_reason": (typed["exempt_reason"], saved.exempt_reason),
    }
    return {
        "conflict": [
            ConflictField(str(form.fields[name].label), yours or "nothing", theirs or "nothing")
            for name, (yours, theirs) in pairs.items()
            if name in form.fields
        ],
        "theirs_by": by,
        "theirs_at": at,
    }
