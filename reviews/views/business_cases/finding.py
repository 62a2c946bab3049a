"""What the pages of a business case share: finding it for a reader, and past days."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from ftc.organisation.requests import Request
from reviews.enums import FiveCase
from reviews.errors import PastShown
from reviews.models import BusinessCase, BusinessCaseSection
from reviews.queries.business_cases import case_of, section_of
from reviews.views.requests import check_present

View = Callable[..., HttpResponse]
NOT_THERE = "There is no business case with this code."


def case_or_404(request: Request, code: str) -> BusinessCase:
    """The business case of this code where this person may read it; what is shut is not there."""
    case = case_of(code, as_at=request.as_at, user=request.user)
    if case is None:
        raise Http404(NOT_THERE)
    return case


def section_or_404(request: Request, code: str, kind: str) -> BusinessCaseSection:
    """One of the five cases by its kind, "strategic" and so on."""
    case = case_or_404(request, code)
    section = section_of(case, kind) if kind.upper() in FiveCase else None
    if section is None or kind != kind.lower():
        raise Http404("A business case has five cases, and this is none of them.")
    return section


def opened_today(view: View) -> View:
    """Send whoever opens a form while looking at a past day back to the business case."""

    @wraps(view)
    def checked(request: Request, case: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            try:
                check_present(request)
            except PastShown as refusal:
                messages.error(request, str(refusal))
                case_or_404(request, case)
                return redirect("reviews:business-case-detail", case)
        return view(request, case, *args, **kwargs)

    return checked
