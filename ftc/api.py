"""The API for other programs: who may call it, how it refuses, and the routes of every app."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path
from django.utils import timezone
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer, SessionAuth

from ftc.errors import DomainError
from ftc.organisation import tokens
from ftc.organisation.middleware import may_use_demonstration_accounts
from ftc.records.api import router as figures
from ftc.records.envelope import DATE_WORDS
from governance.api import router as governance
from reviews.api import router as reviews
from reviews.api_engagement import router as engagement

NO_TOKEN = (
    "Send a token as “Authorization: Bearer …”. "
    "An administrator makes one with “manage.py create_token”."
)
BAD_TOKEN = "This token is not known, was withdrawn, or belongs to a closed account."
NOT_FROM_HERE = "The token of a demonstration account works only on its own machine."
NOTHING_HERE = "There is nothing at this address. The addresses are listed at /api/v1/docs."


class Token(HttpBearer):
    """A token made by ``manage.py create_token``, sent with every request."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        user = tokens.user_of(token.strip(), today=timezone.localdate())
        if user is None:
            raise AuthenticationError(message=BAD_TOKEN)
        if user.is_demonstration and not may_use_demonstration_accounts(request):
            raise AuthenticationError(message=NOT_FROM_HERE)
        request.user = user
        return user


class SignedIn(SessionAuth):
    """A browser that has signed in; a token beside it is not passed over."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        if "Authorization" in request.headers or request.method not in {"GET", "HEAD"}:
            return None
        return super().authenticate(request, key)


api = NinjaAPI(
    title="FTC",
    version="1",
    description="Reviews, meetings, recommendations and figures, as at any date. Read only.",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    auth=[Token(), SignedIn()],
)
for router in (reviews, engagement, governance, figures):
    api.add_router("", router)


@api.get("openapi.json", include_in_schema=False)
def openapi(request: HttpRequest) -> Any:
    """The OpenAPI description of every address."""
    return api.get_openapi_schema()


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The page that lists every address, without script; whoever has signed in may read it."""
    return render(request, "api/docs.html", {"operations": operations(api.get_openapi_schema())})


def operations(schema: Any) -> list[dict[str, Any]]:
    """Every operation of the OpenAPI description as the page of addresses prints it."""
    return [
        {
            "address": address,
            "summary": operation["summary"],
            "description": operation.get("description", ""),
            "parameters": [
                {
                    "name": parameter["name"],
                    "place": parameter["in"],
                    "description": parameter["schema"].get("description")
                    or parameter.get("description", ""),
                }
                for parameter in operation["parameters"]
            ],
            "example": "{" not in address,
        }
        for address, methods in schema["paths"].items()
        for operation in methods.values()
    ]


@api.exception_handler(AuthenticationError)
def _not_authenticated(request: HttpRequest, refusal: AuthenticationError) -> HttpResponse:
    said = NO_TOKEN if refusal.message == "Unauthorized" else refusal.message
    response = api.create_response(request, {"detail": said}, status=401)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, refusal: HttpError) -> HttpResponse:
    return api.create_response(request, {"detail": str(refusal)}, status=refusal.status_code)


@api.exception_handler(DomainError)
def _refused_by_a_rule(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    return api.create_response(request, {"detail": str(refusal)}, status=422)


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, refusal: ValidationError) -> HttpResponse:
    said = " ".join(_in_words(error, request) for error in refusal.errors)
    return api.create_response(request, {"detail": said}, status=422)


def _in_words(error: dict[str, Any], request: HttpRequest) -> str:
    """One sentence for a parameter that is not of its form."""
    name, kind, limits = error["loc"][-1], error["type"], error.get("ctx", {})
    if kind.startswith("date"):
        wanted = f"give {DATE_WORDS}"
    elif kind.startswith("int"):
        wanted = "it must be a whole number"
    elif kind == "greater_than_equal":
        wanted = f"it must be at least {limits['ge']}"
    elif kind == "less_than_equal":
        wanted = f"it must be at most {limits['le']}"
    else:
        wanted = error["msg"]
    return f"{name}={request.GET.get(name, '')} was not understood: {wanted}."


@login_not_required
def nothing_here(request: HttpRequest, address: str = "") -> HttpResponse:
    """The answer at an address that the API does not have."""
    return JsonResponse({"detail": NOTHING_HERE}, status=404)


def _addresses() -> list[URLPattern]:
    """The API's addresses: each asks for a token itself, and answers with a last slash as well."""
    patterns: Sequence[URLPattern | URLResolver] = api.urls[0]
    every = [path("", nothing_here, name="api-root"), path("docs", docs, name="docs")]
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            view = login_not_required(pattern.callback)
            every += [pattern, path(f"{pattern.pattern}/", view)]
    return every


urlpatterns = [
    path("v1/", include((_addresses(), "api"), namespace="api")),
    path("", nothing_here, name="api-nothing"),
    path("<path:address>", nothing_here, name="api-nothing-there"),
]
