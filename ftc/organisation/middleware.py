"""Middleware that asks people to sign in and keeps demonstration accounts to this machine."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

# Only a proxy sets these; what they say is not believed, that they are there is enough.
FORWARDED_HEADERS = (
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
)


class DemonstrationAccountsMiddleware:
    """Signs a demonstration account out when it may not be used from where the request comes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            user.is_authenticated
            and user.is_demonstration
            and not may_use_demonstration_accounts(request)
        ):
            logout(request)
        return self.get_response(request)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Sends whoever has not signed in to the sign-in page, and a fragment's whole page with it."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        htmx = HtmxDetails(request)
        if htmx:
            page = htmx.current_url_abs_path or "/"
            sign_in = resolve_url(self.get_login_url(view_func))
            return HttpResponseClientRedirect(f"{sign_in}?{urlencode({'next': page})}")
        return super().handle_no_permission(request, view_func)


def may_use_demonstration_accounts(request: HttpRequest) -> bool:
    """Demonstration accounts work where one is shown, from the machine it runs on."""
    return bool(settings.DEMONSTRATION and is_local(request))


def is_local(request: HttpRequest) -> bool:
    """Whether the request was made on this machine, without a proxy between.

    A peer on a unix socket has no address and is on this machine.
    """
    if any(header in request.META for header in FORWARDED_HEADERS):
        return False
    peer = request.META.get("REMOTE_ADDR", "")
    return peer == "" or _is_loopback(peer)


def _is_loopback(peer: str) -> bool:
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped.is_loopback
    return address.is_loopback
