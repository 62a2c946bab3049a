"""What the pages of the register share: finding an engagement, past days, files to download."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ftc.organisation.models import User
from ftc.organisation.requests import Request
from ftc.programme.exchange import Cell, csv_file
from ftc.records.working_date import working_date
from ftc.ui.components import ConflictField, Link
from reviews import exchange_register, permissions
from reviews.actions.engagement.parts import Classified, review_of
from reviews.errors import PastShown
from reviews.forms.base import VersionedForm
from reviews.models import MarketEngagement
from reviews.queries.saved import last_event
from reviews.views.requests import check_present

View = Callable[..., HttpResponse]
REFUSED = 422
CSV, XLSX = "csv", "xlsx"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def engagement_or_404(request: Request, code: str) -> MarketEngagement:
    """The engagement of this code, if there is one that this person may read."""
    rows = MarketEngagement.objects.visible_to(request.user).select_related("activity")
    found: MarketEngagement | None = rows.filter(code=code).first()
    if found is None:
        raise Http404("There is no such market engagement, or it is not open to you.")
    return found


def kept_or_403(request: Request, code: str) -> MarketEngagement:
    """The engagement, for whoever keeps it; 403 with the sentence for everybody else."""
    engagement = engagement_or_404(request, code)
    if not may_keep(request.user, engagement):
        raise PermissionDenied(
            "Only the lead of its review and the portfolio office may change this engagement."
        )
    return engagement


def may_keep(user: User, engagement: MarketEngagement) -> bool:
    return permissions.can_keep_engagement(user, review_of(engagement))


def today_only(route: str) -> Callable[[View], View]:
    """Send whoever opens a form while looking at a past day back to ``route``, and say why."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in {"GET", "HEAD"}:
                try:
                    check_present(request)
                except PastShown as refusal:
                    messages.error(request, str(refusal))
                    of = [kwargs["code"]] if "code" in kwargs and "detail" in route else []
                    return redirect(route, *of)
            return view(request, *args, **kwargs)

        return checked

    return decorate


def classified_of(typed: dict[str, Any]) -> Classified:
    """Who may read it, as a ClassifiedForm was filled in."""
    return Classified(typed["classification"], typed["exempt_paragraph"], typed["exempt_reason"])


def secrecy_of(row: Any) -> dict[str, Any]:
    """What a ClassifiedForm starts from."""
    return {
        "classification": row.classification,
        "exempt_paragraph": row.exempt_paragraph,
        "exempt_reason": row.exempt_reason,
    }


def both_versions(
    form: VersionedForm, saved: Any, theirs: dict[str, Any], names: Iterable[str]
) -> dict[str, Any]:
    """The two versions field by field; the form goes on from the newer one."""
    form.carry_version(saved.version)
    by, at = last_event(saved)
    return {
        "conflict": [
            ConflictField(
                label=str(form.fields[name].label),
                yours=_said(form.fields[name], form.cleaned_data.get(name)),
                theirs=_said(form.fields[name], theirs.get(name)),
            )
            for name in names
            if name in form.fields
        ],
        "theirs_by": by,
        "theirs_at": at,
    }


def _said(field: Any, value: Any) -> str:
    """A value of a form as a person reads it."""
    if value in (None, "", []):
        return "nothing"
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return ", ".join(str(each) for each in value) or "nothing"
    labels = {str(key): str(words) for key, words in getattr(field, "choices", ()) or ()}
    return labels.get(str(value), str(value))


def exports_of(request: Request, route: str) -> list[Link]:
    """Links to the same rows as files."""
    query = request.GET.copy()
    query.pop("page", None)
    ending = f"?{query.urlencode()}" if query else ""
    return [
        Link(name, reverse(route, args=[file_format]) + ending)
        for name, file_format in (("CSV", CSV), ("Excel", XLSX))
    ]


def sent_as(
    request: Request,
    file_format: str,
    *,
    name: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    about: Sequence[tuple[str, str]],
) -> HttpResponse:
    """The rows as a file named for the day they speak for."""
    speaks_for = f"as-at-{request.as_at}" if request.as_at else str(working_date())
    file_name = f"{name}-{speaks_for}.{file_format}"
    if file_format == CSV:
        return csv_file(file_name, head, rows)
    if file_format == XLSX:
        with exchange_register.workbook(name, head, rows, about) as book:
            response = HttpResponse(book.read(), content_type=XLSX_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{file_name}"'
        return response
    raise Http404(f"This cannot be exported as {file_format}.")


def refused_in_words(problems: Sequence[str]) -> HttpResponse:
    """Instead of a file, when a filter was not understood."""
    return HttpResponse(
        "\n".join(problems), status=REFUSED, content_type="text/plain; charset=utf-8"
    )
