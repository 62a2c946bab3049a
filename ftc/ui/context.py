"""What every page says about where it is: council, programme, working date, navigation."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject


@dataclass(frozen=True)
class NavigationItem:
    """One link of the service navigation."""

    text: str
    url: str
    is_active: bool


# Text, route name. A route that is not there is left out.
_NAVIGATION = [
    ("Home", "overview:home"),
    ("Reviews", "reviews:review-list"),
    ("Commissioning", "commissioning:index"),
    ("Savings", "finance:mtfp"),
    ("Meetings", "governance:meeting-list"),
    ("Papers", "overview:papers"),
    ("Programme", "programme:index"),
]


def site(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: council_name, programme_name, working_date, is_demonstration, as_at
    and nav.

    ``working_date`` is a date in a demonstration that stands on its own day, otherwise None.
    ``as_at`` is the past day the reader chose, or None; a page of another day gives its own.
    ``nav`` is a list of ``NavigationItem``, made only when a page asks for it.
    """
    working_date: date | None = settings.WORKING_DATE
    return {
        "council_name": settings.COUNCIL_NAME,
        "programme_name": settings.PROGRAMME_NAME,
        "working_date": working_date,
        "is_demonstration": bool(settings.DEMONSTRATION or working_date),
        "as_at": getattr(request, "as_at", None),
        "nav": SimpleLazyObject(lambda: navigation(request.path)),
    }


def navigation(path: str) -> list[NavigationItem]:
    """The navigation in its order, with the item whose address is the longest start of ``path``
    active; an address of one path segment (``/``) is active only on itself.
    """
    links = []
    for text, route in _NAVIGATION:
        try:
            links.append((text, reverse(route)))
        except NoReverseMatch:
            continue
    matching = [url for _, url in links if _is_within(path, url)]
    active = max(matching, key=len, default="")
    return [NavigationItem(text=text, url=url, is_active=url == active) for text, url in links]


def _is_within(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
