"""The council's colour as a style sheet, and the gallery of components."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

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
