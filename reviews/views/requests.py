"""What the pages of one review share: finding it, refusing by permission, and past days."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from ftc.errors import NotPermitted
from ftc.organisation.requests import Request
from ftc.periods import long_date
from reviews.errors import PastShown
from reviews.models import Review

View = Callable[..., HttpResponse]


def review_or_404(code: str) -> Review:
    """The review of this code."""
    review = Review.objects.filter(code=code).first()
    if review is None:
        raise Http404("There is no review with this code.")
    return review


@contextmanager
def forbidden() -> Iterator[None]:
    """Answer 403 with the sentence of the permission that refused."""
    try:
        yield
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal


def check_present(request: Request) -> None:
    """Raises PastShown when the person looks at a past day: what is changed is changed today."""
    as_at = getattr(request, "as_at", None)
    if as_at is not None:
        raise PastShown(f"You are looking at {long_date(as_at)}. Go back to today to make changes.")


def opened_today(view: View) -> View:
    """Send whoever opens a form while looking at a past day back to the review, and say why."""

    @wraps(view)
    def checked(request: Request, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            try:
                check_present(request)
            except PastShown as refusal:
                messages.error(request, str(refusal))
                return redirect("reviews:review-detail", code)
        return view(request, code, *args, **kwargs)

    return checked
