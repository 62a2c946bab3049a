"""Adding, editing, moving and removing the criteria for leaving a stage of a draft."""

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
from reviews.calculations.methodologies import CriterionShape, StageShape
from reviews.enums import CriterionKind
from reviews.forms import VersionedForm
from reviews.forms.methodologies import CriterionForm, KindForm, StepForm
from reviews.models import Methodology, Stage
from reviews.policies.methodologies import criterion_codes_before, shape_of
from reviews.views.methodologies.drafts import REFUSED, draw_editor
from reviews.views.methodologies.requests import (
    attempt,
    both_versions,
    crumbs,
    edit_url,
    of_a_draft,
)
from reviews.views.methodologies.stages import stage_or_404


@require_permission(Permission.REVIEW_EDIT_ANY)
@require_http_methods(["GET", "POST"])
@of_a_draft
def criterion_add(request: Request, methodology: Methodology, stage: str) -> HttpResponse:
    """Choose the kind of criterion, then fill in the fields of that kind."""
    leaves = stage_or_404(shape_of(methodology), stage)
    kind = request.GET.get("kind")
    if kind not in CriterionKind.values:
        return _choose_kind(request, methodology, leaves)
    form = CriterionForm(
        request.POST or None, kind=CriterionKind(kind), initial={"version": methodology.edits}
    )

    def act() -> None:
        actions.add_criterion(
            methodology=methodology,
            stage=stage,
            expected_edits=form.cleaned_data["version"],
            criterion=form.text,
            paper=form.cleaned_data["paper"],
            by=request.user,
            now=timezone.now(),
        )

    tried = attempt(request, form, act)
    if tried.done:
        messages.success(request, f"“{form.text.title}” is asked to leave {leaves.title}.")
        return _back(methodology, stage)
    conflict = both_versions(methodology, form, {}) if tried.stale else {}
    return _form(request, methodology, form, leaves, conflict)


def _choose_kind(request: Request, methodology: Methodology, leaves: StageShape) -> HttpResponse:
    """The first step; a kind that is not known is refused in words."""
    asked = "kind" in request.GET or request.method == "POST"
    form = KindForm(request.GET if asked else None)
    shape = shape_of(methodology)
    context = {
        "shape": shape,
        "form": form,
        "stage": leaves,
        "back": edit_url(shape.phase, shape.version, leaves.code),
        "crumbs": crumbs(shape, "Edit", "Add a criterion"),
    }
    status = REFUSED if asked else 200
    return render(request, "reviews/methodology_kind.html", context, status=status)


@require_permission(Permission.REVIEW_EDIT_ANY)
@require_http_methods(["GET", "POST"])
@of_a_draft
def criterion_edit(
    request: Request, methodology: Methodology, stage: str, criterion: str
) -> HttpResponse:
    """Edit what a criterion asks; its code stays once an earlier version has it."""
    leaves = stage_or_404(shape_of(methodology), stage)
    saved = _criterion_or_404(leaves, criterion)
    form = CriterionForm(
        request.POST or None,
        kind=saved.kind,
        initial={"version": methodology.edits, **CriterionForm.initial_of(saved)},
        kept_code=criterion if criterion in _codes_before(leaves) else "",
    )

    def act() -> None:
        actions.edit_criterion(
            methodology=methodology,
            stage=stage,
            code=criterion,
            expected_edits=form.cleaned_data["version"],
            criterion=form.text,
            paper=form.cleaned_data["paper"],
            by=request.user,
            now=timezone.now(),
        )

    tried = attempt(request, form, act)
    if tried.done:
        messages.success(request, f"“{form.text.title}” is saved.")
        return _back(methodology, stage)
    conflict: dict[str, Any] = {}
    if tried.stale:
        latest = shape_of(methodology).stage(stage)
        found = next((c for c in latest.criteria if c.code == criterion), None) if latest else None
        theirs = CriterionForm.initial_of(found) if found else None
        conflict = both_versions(methodology, form, theirs)
    return _form(request, methodology, form, leaves, conflict, saved=saved)


@require_permission(Permission.REVIEW_EDIT_ANY)
@require_POST
@of_a_draft
def criterion_move(
    request: Request, methodology: Methodology, stage: str, criterion: str
) -> HttpResponse:
    """Put a criterion one place up or down."""
    form = StepForm(request.POST)

    def act() -> None:
        actions.move_criterion(
            methodology=methodology,
            stage=stage,
            code=criterion,
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
def criterion_remove(
    request: Request, methodology: Methodology, stage: str, criterion: str
) -> HttpResponse:
    """Ask whether the criterion is to go, then take it out."""
    shape = shape_of(methodology)
    saved = _criterion_or_404(stage_or_404(shape, stage), criterion)
    form = VersionedForm(request.POST or None, initial={"version": methodology.edits})

    def act() -> None:
        actions.remove_criterion(
            methodology=methodology,
            stage=stage,
            code=criterion,
            expected_edits=form.cleaned_data["version"],
            by=request.user,
            now=timezone.now(),
        )

    tried = attempt(request, form, act)
    if tried.done:
        messages.success(request, f"“{saved.title}” is asked no more.")
        return _back(methodology, stage)
    if tried.stale:
        both_versions(methodology, form, None)
    context = {
        "shape": shape,
        "form": form,
        "heading": f"Take out {saved.title}?",
        "going": [],
        "back": edit_url(shape.phase, shape.version, stage),
        "crumbs": crumbs(shape, "Edit", "Take out a criterion"),
    }
    status = REFUSED if form.errors else 200
    return render(request, "reviews/methodology_remove.html", context, status=status)


def _criterion_or_404(stage: StageShape, code: str) -> CriterionShape:
    for criterion in stage.criteria:
        if criterion.code == code:
            return criterion
    raise Http404("There is no such criterion in this draft. Somebody may have taken it out.")


def _codes_before(stage: StageShape) -> set[str]:
    return criterion_codes_before(Stage.objects.select_related("methodology").get(pk=stage.key))


def _back(methodology: Methodology, stage: str) -> HttpResponse:
    return redirect(edit_url(methodology.phase.number, methodology.version, stage))


def _form(
    request: Request,
    methodology: Methodology,
    form: CriterionForm,
    leaves: StageShape,
    conflict: dict[str, Any],
    saved: CriterionShape | None = None,
) -> HttpResponse:
    shape = shape_of(methodology)
    context = {
        "shape": shape,
        "form": form,
        "heading": f"Edit {saved.title}" if saved else form.kind.label,
        "stage": leaves,
        "kept_code": form.kept_code,
        "back": edit_url(shape.phase, shape.version, leaves.code),
        "crumbs": crumbs(shape, "Edit", saved.title if saved else "Add a criterion"),
        **conflict,
    }
    status = REFUSED if form.errors else 200
    return render(request, "reviews/methodology_part.html", context, status=status)
