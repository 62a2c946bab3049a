"""What the pages of methodologies share: finding a version, and telling what was refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ftc.errors import DomainError, StaleVersion
from ftc.organisation.requests import Request
from ftc.ui.components import ConflictField, Link
from reviews.calculations.methodologies import Shape
from reviews.errors import MethodologyRefused, PastShown
from reviews.forms import VersionedForm
from reviews.models import Methodology
from reviews.policies.methodologies import check_is_draft
from reviews.queries.methodologies import last_edited, methodology_of
from reviews.views.requests import check_present

View = Callable[..., HttpResponse]
NOTHING = "nothing"


@dataclass(frozen=True)
class Attempt:
    """Whether a form was acted on, what came of it, and whether somebody had been quicker."""

    done: bool = False
    stale: bool = False
    result: Any = None


def methodology_or_404(phase: int, version: int) -> Methodology:
    """The version of the phase of this number."""
    methodology = methodology_of(phase, version)
    if methodology is None:
        raise Http404(
            "There is no such version of a methodology. If it was a draft, it was discarded."
        )
    return methodology


def opened_today(view: View) -> View:
    """Send whoever opens a form while looking at a past day back to the list, and say why."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            try:
                check_present(request)
            except PastShown as refusal:
                messages.error(request, str(refusal))
                return redirect("reviews:methodology-list")
        return view(request, *args, **kwargs)

    return checked


def of_a_draft(view: View) -> View:
    """Send whoever would edit a version in force to its page, and say why."""

    @wraps(view)
    def checked(
        request: Request, phase: int, version: int, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        methodology = methodology_or_404(phase, version)
        try:
            check_is_draft(methodology)
        except MethodologyRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("reviews:methodology-detail", phase, version)
        return view(request, methodology, *args, **kwargs)

    return opened_today(checked)


def attempt(request: Request, form: forms.Form, act: Callable[[], object]) -> Attempt:
    """Act on a form that was sent and is in order; what is refused stands in its errors."""
    if request.method != "POST" or not form.is_valid():
        return Attempt()
    try:
        check_present(request)
        result = act()
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        for problem in getattr(refusal, "problems", []):
            form.add_error(None, problem)
        return Attempt(stale=isinstance(refusal, StaleVersion))
    return Attempt(done=True, result=result)


def both_versions(
    methodology: Methodology, form: VersionedForm, saved: Mapping[str, Any] | None
) -> dict[str, Any]:
    """What was typed beside what is saved, field by field; the form goes on from the newer count.

    Without ``saved`` what the form was about is gone, and only what was typed is shown.
    """
    latest = Methodology.objects.filter(pk=methodology.pk).first()
    if latest is not None:
        form.carry_version(latest.edits)
    by, at = last_edited(methodology)
    return {
        "conflict": [
            ConflictField(
                label=str(field.label),
                yours=_said(field, form.cleaned_data.get(name)),
                theirs=_said(field, (saved or {}).get(name)) if saved is not None else "taken out",
            )
            for name, field in form.fields.items()
            if name != "version"
        ],
        "theirs_by": by,
        "theirs_at": at,
    }


def _said(field: Any, value: Any) -> str:
    """A value as a person reads it: the words of a choice, yes or no."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    choices = getattr(field, "choices", None)
    if choices is not None:
        code = getattr(value, "code", value)
        return next((str(words) for key, words in choices if str(key) == str(code)), NOTHING)
    return str(value or "") or NOTHING


def crumbs(shape: Shape, *here: str) -> list[Link]:
    """The way back: reviews, methodologies, this version, and what is done with it."""
    of_version = reverse("reviews:methodology-detail", args=[shape.phase, shape.version])
    found = [
        Link("Reviews", reverse("reviews:review-list")),
        Link("Methodologies", reverse("reviews:methodology-list")),
        Link(f"{shape.phase_title}, version {shape.version}", of_version),
    ]
    if not here:
        return [*found[:-1], Link(found[-1].text, is_current=True)]
    if shape.is_draft and len(here) > 1:
        found.append(Link(here[0], edit_url(shape.phase, shape.version)))
    return [*found, Link(here[-1], is_current=True)]


def edit_url(phase: int, version: int, stage: str = "") -> str:
    """The editor of a draft, at one of its stages."""
    address = reverse("reviews:methodology-edit", args=[phase, version])
    return f"{address}#stage-{stage}" if stage else address
