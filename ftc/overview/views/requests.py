"""What every page of the overview reads from a request."""

from datetime import date

from django.http import HttpRequest

from ftc.records.working_date import working_date


def as_at_of(request: HttpRequest) -> date | None:
    """The past day the reader chose, or None for everything recorded."""
    chosen: date | None = getattr(request, "as_at", None)
    return chosen


def today_of(request: HttpRequest) -> date:
    """The day "next" and "overdue" are judged from: the chosen day, else the working date."""
    return as_at_of(request) or working_date()
