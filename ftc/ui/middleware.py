"""The Content-Security-Policy header, everything from this site; and text no database keeps."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
HEADER = "Content-Security-Policy"


class ContentSecurityPolicyMiddleware:
    """Adds the policy to every response that does not bring a policy of its own.

    Django 6 has middleware for this; ours goes when Django 5.2 does.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.value = "; ".join(f"{directive} {sources}" for directive, sources in POLICY.items())

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.value)
        return response


NUL_REFUSED = "What was sent holds a NUL character, which is no text. Type it again without."


class NulRefusedMiddleware:
    """Answers a NUL in an address with 404, and in a query or a form with 422, in words.

    Fields of forms refuse it themselves; here end the addresses, filters and parameters that no
    form cleans. PostgreSQL keeps no text with a NUL, so its driver sends none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """The answer to the driver's refusal; None, so that it stays a fault, for any other."""
        if not (isinstance(fault, ValueError) and "NUL" in str(fault)):
            return None
        in_address = "\0" in request.path
        status = HTTPStatus.NOT_FOUND if in_address else HTTPStatus.UNPROCESSABLE_ENTITY
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": NUL_REFUSED}, status=status)
        template = "404.html" if in_address else "422.html"
        return HttpResponse(render_to_string(template, {"sentence": NUL_REFUSED}), status=status)
