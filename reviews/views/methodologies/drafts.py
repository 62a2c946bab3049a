"""Beginning a draft, its editor, discarding it and putting it in force."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.periods import long_date
from ftc.programme.models import Phase
from ftc.records.working_date import working_date
from reviews.actions import methodologies as actions
from reviews.calculations.methodology_differences import differences
from reviews.forms import VersionedForm
from reviews.forms.methodologies import DraftForm, PutInForceForm, TitleForm
from reviews.models import Methodology
from reviews.policies.methodologies import checked, shape_of, version_before
from reviews.queries.methodologies import methodology_of, phase_versions
from reviews.views.methodologies.requests import (
    attempt,
    both_versions,
    crumbs,
    edit_url,
    of_a_draft,
    opened_today,
)

REFUSED = 422


@require_permission(Permission.REVIEW_EDIT_ANY)
@require_http_methods(["GET", "POST"])
@opened_today
def methodology_change(request: Request, phase: int) -> HttpResponse:
    """Begin a draft of the next version of a methodology, or go on with the one there is."""
    found = get_object_or_404(Phase, number=phase)
    phases = phase_versions(as_at=None)
    own = next(versions for versions in phases if versions.number == phase)
    if own.draft and request.method != "POST":
        return redirect("reviews:methodology-edit", phase, own.draft.version)
    form = DraftForm(request.POST or None, phase=phase, phases=phases)

    def act() -> Methodology:
        chosen = form.chosen
        return actions.draft_methodology(
            phase=found,
            copied_from=methodology_of(*chosen) if chosen else None,
            by=request.user,
            now=timezone.now(),
        )

    tried = attempt(request, form, act)
    if tried.done:
        version = tried.result.version
        messages.success(request, f"Version {version} is begun as a draft.")
        return redirect(edit_url(phase, version))
    context = {"phase": found, "form": form, "draft": own.draft}
    status = REFUSED if form.errors else 200
    return render(request, "reviews/methodology_change.html", context, status=status)


@require_permission(Permission.REVIEW_EDIT_ANY)
@require_http_methods(["GET", "POST"])
@of_a_draft
def methodology_edit(request: Request, methodology: Methodology) -> HttpResponse:
    """The editor of a draft: its title, its stages and criteria, and what is wrong with it."""
    form = TitleForm(
        request.POST or None,
        initial={"version": methodology.edits, "title": methodology.title},
    )

    def act() -> None:
        actions.edit_methodology(
            methodology=methodology,
            expected_edits=form.cleaned_data["version"],
            title=form.cleaned_data["title"],
            by=request.user,
            now=timezone.now(),
        )

    tried = attempt(request, form, act)
    if tried.done:
        messages.success(request, "The title is saved.")
        return redirect(edit_url(methodology.phase.number, methodology.version))
    conflict = {}
    if tried.stale:
        latest = Methodology.objects.filter(pk=methodology.pk).first()
        saved = {"title": latest.title} if latest else None
        conflict = both_versions(methodology, form, saved)
    return draw_editor(request, methodology, form, conflict)


def draw_editor(
    request: Request,
    methodology: Methodology,
    form: Any = None,
    conflict: dict[str, Any] | None = None,
    refused: Any = None,
) -> HttpResponse:
    """The editor as it stands; ``refused`` is a form elsewhere on it that was refused."""
    methodology.refresh_from_db()
    shape = shape_of(methodology)
    context = {
        "shape": shape,
        "form": form
        or TitleForm(initial={"version": methodology.edits, "title": methodology.title}),
        "refused": refused,
        "check": checked(methodology),
        "crumbs": crumbs(shape, "Edit"),
        **(conflict or {}),
    }
    has_errors = bool((form and form.errors) or (refused and refused.errors))
    status = REFUSED if has_errors else 200
    return render(request, "reviews/methodology_edit.html", context, status=status)


@require_permission(Permission.REVIEW_EDIT_ANY)
@require_http_methods(["GET", "POST"])
@of_a_draft
def methodology_discard(request: Request, methodology: Methodology) -> HttpResponse:
    """Ask whether the draft is to go, then discard it."""
    form = VersionedForm(request.POST or None, initial={"version": methodology.edits})

    def act() -> None:
        actions.discard_draft(
            methodology=methodology,
            expected_edits=form.cleaned_data["version"],
            by=request.user,
            now=timezone.now(),
        )

    tried = attempt(request, form, act)
    if tried.done:
        messages.success(request, f"The draft of version {methodology.version} is discarded.")
        return redirect("reviews:methodology-list")
    if tried.stale:
        both_versions(methodology, form, None)
    shape = shape_of(methodology)
    context = {"shape": shape, "form": form, "crumbs": crumbs(shape, "Edit", "Discard")}
    status = REFUSED if form.errors else 200
    return render(request, "reviews/methodology_discard.html", context, status=status)


@require_permission(Permission.REVIEW_EDIT_ANY)
@require_http_methods(["GET", "POST"])
@of_a_draft
def methodology_put_in_force(request: Request, methodology: Methodology) -> HttpResponse:
    """Show what is different from the version before, ask why, and put the draft in force."""
    form = PutInForceForm(
        request.POST or None,
        initial={"version": methodology.edits},
        may_backdate=request.user.may(Permission.BACKDATE),
    )

    def act() -> Methodology:
        return actions.put_in_force(
            methodology=methodology,
            expected_edits=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=timezone.now(),
            today=working_date(),
            effective_on=form.cleaned_data.get("effective_on"),
        )

    tried = attempt(request, form, act)
    if tried.done:
        messages.success(request, _in_force(tried.result))
        return redirect("reviews:methodology-detail", methodology.phase.number, methodology.version)
    if tried.stale:
        both_versions(methodology, form, None)
    shape = shape_of(methodology)
    before = version_before(methodology)
    context = {
        "shape": shape,
        "form": form,
        "before": before,
        "differences": differences(shape_of(before), shape) if before else [],
        "check": checked(methodology),
        "crumbs": crumbs(shape, "Edit", "Put in force"),
    }
    status = REFUSED if form.errors else 200
    return render(request, "reviews/methodology_put_in_force.html", context, status=status)


def _in_force(version: Methodology) -> str:
    on = long_date(version.in_force_on) if version.in_force_on else ""
    return (
        f"Version {version.version} is in force from {on}. New reviews and those not started "
        "follow it; reviews under way keep theirs until they are moved."
    )
