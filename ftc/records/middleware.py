"""Middleware that reads the date a page is asked for as at."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

# What a person may look back at: the first councils that could be meant, and no endless future.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class AsAtMiddleware:
    """Sets ``request.as_at``: a past date chosen with ``?as_at=2014-03-27``, else None.

    The choice is kept in the session until ``?as_at=today``; other programs pass it each time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.as_at = None  # type: ignore[attr-defined]
        if not request.path.startswith("/api/"):
            request.as_at = self._chosen(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _chosen(self, request: HttpRequest) -> date | None:
        asked = request.GET.get("as_at")
        if asked in {"", "today"}:
            request.session.pop("as_at", None)
        elif asked is not None:
            try:
                is_meant = FIRST_DAY <= date.fromisoformat(asked) <= LAST_DAY
            except ValueError:
                is_meant = False
            if not is_meant:
                messages.error(request, "Give the date as year-month-day, such as 2014-03-27.")
            else:
                request.session["as_at"] = asked
        kept = request.session.get("as_at")
        return date.fromisoformat(kept) if kept else None
