"""Versions of a business case: keeping one, reading it whole, and what differs."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ftc.errors import DomainError
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.records.working_date import working_date
from reviews import permissions
from reviews.actions import business_cases as actions
from reviews.forms.business_cases import KeepVersionForm
from reviews.queries.business_case_versions import (
    NOW,
    differences,
    edition,
    usual_pair,
    version_lines,
    version_numbers,
)
from reviews.queries.business_cases import case_url
from reviews.views.business_cases.finding import case_or_404, opened_today
from reviews.views.requests import check_present, forbidden


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def version_keep(request: Request, case: str) -> HttpResponse:
    """Keep a business case as it stands."""
    found = case_or_404(request, case)
    with forbidden():
        permissions.check_can_edit(request.user, found.review)
    form = KeepVersionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            version = actions.keep_version(
                case=found,
                note=form.cleaned_data["note"],
                by=request.user,
                now=timezone.now(),
                today=working_date(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{version} is kept.")
            return redirect(f"{case_url(found)}#versions")
    context = {"case": found, "review": found.review, "form": form}
    status = 422 if form.errors else 200
    return render(request, "reviews/business_case_keep.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_safe
def business_case_whole(request: Request, case: str) -> HttpResponse:
    """The five cases under each other as they stand, to be read through or printed."""
    found = case_or_404(request, case)
    context = {
        "case": found,
        "review": found.review,
        "edition": edition(found, NOW, as_at=request.as_at),
    }
    return render(request, "reviews/business_case_whole.html", context)


@require_permission(Permission.REVIEW_READ)
@require_safe
def business_case_version(request: Request, case: str, number: int) -> HttpResponse:
    """The five cases as a version kept them."""
    found = case_or_404(request, case)
    kept = edition(found, str(number), as_at=request.as_at)
    if kept is None:
        raise Http404("This business case has no such version.")
    lines = version_lines(found, as_at=request.as_at)
    context = {
        "case": found,
        "review": found.review,
        "edition": kept,
        "line": next(line for line in lines if line.number == number),
        "may_print": request.as_at is None
        and permissions.can_print_case(request.user, found.review),
    }
    return render(request, "reviews/business_case_whole.html", context)


@require_permission(Permission.REVIEW_READ)
@require_safe
def business_case_differences(request: Request, case: str) -> HttpResponse:
    """What differs between two versions, or a version and what stands."""
    found = case_or_404(request, case)
    numbers = version_numbers(found, as_at=request.as_at)
    usual = usual_pair(numbers)
    asked = (request.GET.get("from") or usual[0], request.GET.get("to") or usual[1])
    old, new = (edition(found, which, as_at=request.as_at) for which in asked)
    if old is None or new is None:
        raise Http404("This business case has no such version.")
    choices = [*((str(number), f"Version {number}") for number in numbers), (NOW, "As it stands")]
    context = {
        "case": found,
        "review": found.review,
        "old": old,
        "new": new,
        "choices": choices,
        "found": differences(old, new),
    }
    return render(request, "reviews/business_case_differences.html", context)
