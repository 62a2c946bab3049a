"""Adding, editing, moving and removing the stages of a draft."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from reviews.actions import methodologies as actions
from reviews.calculations.methodologies import Shape, StageShape
from reviews.forms import VersionedForm
from reviews.forms.methodologies import StageForm, StepForm
from reviews.models import Methodology
from reviews.policies.methodologies import shape_of, stage_codes_before
from reviews.views.methodologies.drafts import REFUSED, draw_editor
from reviews.views.methodologies.requests import (
    attempt,
    both_versions,
    crumbs,
    edit_url,
    of_a_draft,
)


@require_permission(Permission.REVIEW_EDIT_ANY)
@require_http_methods(["GET", "POST"])
@of_a_draft
def stage_add(request: Request, methodology: Methodology) -> HttpResponse:
    """Add a stage after the last one."""
    form = StageForm(request.POST or None, initial={"version": methodology.edits})

    def act() -> None:
        actions.add_stage(
            methodology=methodology,
            expected_edits=form.cleaned_data["version"],
            stage=form.text,
            by=request.user,
            now=timezone.now(),
        )

    tried = attempt(request, form, act)
    if tried.done:
        messages.success(request, f"The stage “{form.text.title}” is added.")
        return _back(methodology, form.text.code)
    conflict = both_versions(methodology, form, {}) if tried.stale else {}
    return _form(request, methodology, form, "Add a stage", conflict)


@require_permission(Permission.REVIEW_EDIT_ANY)
@require_http_methods(["GET", "POST"])
@of_a_draft
def stage_edit(request: Request, methodology: Methodology, stage: str) -> HttpResponse:
    """Edit a stage; its code stays once an earlier version has it."""
    saved = stage_or_404(shape_of(methodology), stage)
    form = StageForm(
        request.POST or None,
        initial={"version": methodology.edits, **StageForm.initial_of(saved)},
        kept_code=stage if stage in stage_codes_before(methodology) else "",
    )

    def act() -> None:
        actions.edit_stage(
            methodology=methodology,
            code=stage,
            expected_edits=form.cleaned_data["version"],
            stage=form.text,
            by=request.user,
            now=timezone.now(),
        )

    tried = attempt(request, form, act)
    if tried.done:
        messages.success(request, f"The stage “{form.text.title}” is saved.")
        return _back(methodology, form.text.code)
    conflict: dict[str, Any] = {}
    if tried.stale:
        latest = shape_of(methodology).stage(stage)
        theirs = StageForm.initial_of(latest) if latest else None
        conflict = both_versions(methodology, form, theirs)
    return _form(request, methodology, form, f"Edit {saved.title}", conflict)


@require_permission(Permission.REVIEW_EDIT_ANY)
@require_POST
@of_a_draft
def stage_move(request: Request, methodology: Methodology, stage: str) -> HttpResponse:
    """Put a stage one place up or down."""
    form = StepForm(request.POST)

    def act() -> None:
        actions.move_stage(
            methodology=methodology,
            code=stage,
            expected_edits=form.cleaned_data["version"],
            direction=form.cleaned_data["direction"],
            by=request.user,
            now=timezone.now(),
        )

    if attempt(request, form, act).done:
        return _back(methodology, stage)
    return draw_editor(request, methodology, refused=form)


@require_permission(Permission.REVIEW_EDIT_ANY)
@require_http_methods(["GET", "POST"])
@of_a_draft
def stage_remove(request: Request, methodology: Methodology, stage: str) -> HttpResponse:
    """Ask whether the stage is to go with its criteria, then take it out."""
    shape = shape_of(methodology)
    saved = stage_or_404(shape, stage)
    form = VersionedForm(request.POST or None, initial={"version": methodology.edits})

    def act() -> None:
        actions.remove_stage(
            methodology=methodology,
            code=stage,
            expected_edits=form.cleaned_data["version"],
            by=request.user,
            now=timezone.now(),
        )

    tried = attempt(request, form, act)
    if tried.done:
        messages.success(request, f"The stage “{saved.title}” is taken out.")
        return _back(methodology)
    if tried.stale:
        both_versions(methodology, form, None)
    context = {
        "shape": shape,
        "form": form,
        "heading": f"Take out {saved.title}?",
        "going": [criterion.title for criterion in saved.criteria],
        "back": edit_url(shape.phase, shape.version, stage),
        "crumbs": crumbs(shape, "Edit", "Take out a stage"),
    }
    status = REFUSED if form.errors else 200
    return render(request, "reviews/methodology_remove.html", context, status=status)


def stage_or_404(shape: Shape, code: str) -> StageShape:
    """The stage of this code."""
    stage = shape.stage(code)
    if stage is None:
        raise Http404("There is no such stage in this draft. Somebody may have taken it out.")
    return stage


def _back(methodology: Methodology, stage: str = "") -> HttpResponse:
    return redirect(edit_url(methodology.phase.number, methodology.version, stage))


def _form(
    request: Request,
    methodology: Methodology,
    form: StageForm,
    heading: str,
    conflict: dict[str, Any],
) -> HttpResponse:
    shape = shape_of(methodology)
    context = {
        "shape": shape,
        "form": form,
        "heading": heading,
        "kept_code": form.kept_code,
        "back": edit_url(shape.phase, shape.version),
        "crumbs": crumbs(shape, "Edit", heading),
        **conflict,
    }
    status = REFUSED if form.errors else 200
    return render(request, "reviews/methodology_part.html", context, status=status)
