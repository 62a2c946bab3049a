"""Middleware that keeps demonstration accounts to this machine."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

LOOPBACK = ("127.", "::1", "")


class DemonstrationAccountsMiddleware:
    """Signs a demonstration account out when the request comes from another machine.

    A request that a proxy forwarded is never from this machine.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.is_demonstration and not is_local(request):
            logout(request)
        return self.get_response(request)


def is_local(request: HttpRequest) -> bool:
    """Whether the request was made on this machine, without a proxy between."""
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR") or request.META.get("HTTP_FORWARDED")
    return address.startswith(LOOPBACK[:2]) and not forwarded or (address == "" and not forwarded)
