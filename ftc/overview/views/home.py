"""The page everybody lands on after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ftc.overview.queries.home import home as home_of
from ftc.overview.views.requests import as_at_of, today_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is asked of this person, their reviews, and what comes next."""
    page = home_of(request.user, today=today_of(request), as_at=as_at_of(request))  # type: ignore[arg-type]
    return render(request, "overview/home.html", {"page": page})
