"""The request as views receive it once middleware has added to it; for annotations only."""

from datetime import date

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from ftc.organisation.models import User


class Request(HttpRequest):
    """A signed-in person's request: who asks, whether htmx does, and the past day chosen."""

    user: User
    htmx: HtmxDetails
    as_at: date | None
