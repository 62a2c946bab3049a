"""The council's colour as a style sheet, the gallery of components, and the page of a fault."""

import sys
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from redis.exceptions import ConnectionError as CacheLost
from redis.exceptions import TimeoutError as CacheSilent

from ftc.ui import colours, gallery


@login_not_required
@require_safe
@cache_control(max_age=3600, public=True)
def theme(request: HttpRequest) -> HttpResponse:
    """The council's colour, darkened where white text could not be read on it."""
    colour = colours.readable_under_white(settings.COUNCIL_COLOUR)
    return HttpResponse(f":root{{--ftc-council-colour:{colour}}}\n", content_type="text/css")


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component with its parameters and states; for signed-in people and demonstrations."""
    if not (request.user.is_authenticated or settings.DEBUG or settings.DEMONSTRATION):
        raise Http404
    return render(request, "ui/components.html", gallery.context(request))


def server_error(request: HttpRequest) -> HttpResponse:
    """The plain page of a fault; when the database or the broker is away, the page that says so."""
    if not is_part_away(sys.exc_info()[1]):
        return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)
    return HttpResponse(
        render_to_string("503.html"),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Retry-After": "10"},
    )


def is_part_away(fault: BaseException | None) -> bool:
    """Whether a fault only says that PostgreSQL or the broker cannot be reached just now."""
    if isinstance(fault, OperationalError):
        code = getattr(fault.__cause__, "pgcode", None)
        # No code: there was no connection. 08: it broke. 57P: the server stops or starts.
        return code is None or code.startswith(("08", "57P"))
    return isinstance(fault, InterfaceError | CacheLost | CacheSilent)
