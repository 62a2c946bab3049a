"""Moving reviews under way to a version: what would change for each, a preview, and the move."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.periods import long_date
from ftc.records.working_date import working_date
from reviews.actions import methodologies as actions
from reviews.errors import MethodologyRefused
from reviews.forms.methodologies import MoveReviewsForm
from reviews.models import Methodology
from reviews.policies.methodologies import check_can_be_followed, shape_of
from reviews.queries.methodology_moves import MovePreview, move_previews, to_be_moved
from reviews.views.methodologies.requests import (
    attempt,
    crumbs,
    methodology_or_404,
    opened_today,
)

PAGE_SIZE = 25
REFUSED = 422
DATE = ("effective_on_day", "effective_on_month", "effective_on_year")


@require_permission(Permission.REVIEW_EDIT_ANY)
@require_http_methods(["GET", "POST"])
@opened_today
def methodology_move(request: Request, phase: int, version: int) -> HttpResponse:
    """Choose reviews to move to this version, see what would change, and move them."""
    methodology = methodology_or_404(phase, version)
    try:
        check_can_be_followed(methodology, working_date())
    except MethodologyRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("reviews:methodology-detail", phase, version)
    page = Paginator(to_be_moved(methodology), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = list(page)
    form = MoveReviewsForm(
        request.POST or None,
        codes=[review.code for review in rows],
        may_backdate=request.user.may(Permission.BACKDATE),
    )
    stages = {review.code: form.stage_of(review.code) for review in rows}
    if request.method == "POST" and form.is_valid() and "confirm" not in request.POST:
        chosen = [review for review in rows if review.code in form.cleaned_data["reviews"]]
        previews = move_previews(chosen, methodology, stages)
        return _draw(request, methodology, form, previews, is_preview=True)
    tried = attempt(request, form, lambda: _move(request, methodology, form, rows))
    if tried.done:
        count = len(form.cleaned_data["reviews"])
        words = "1 review is" if count == 1 else f"{count} reviews are"
        messages.success(request, f"{words} moved to version {methodology.version}.")
        return redirect("reviews:methodology-move", phase, version)
    previews = move_previews(rows, methodology, stages)
    return _draw(request, methodology, form, previews, page=page)


def _move(
    request: Request, methodology: Methodology, form: MoveReviewsForm, rows: list[Any]
) -> None:
    chosen = set(form.cleaned_data["reviews"])
    actions.move_to_methodology(
        moves=[
            actions.MoveOf(review, form.version_of(review.code), form.stage_of(review.code))
            for review in rows
            if review.code in chosen
        ],
        methodology=methodology,
        reason=form.cleaned_data["reason"],
        by=request.user,
        now=timezone.now(),
        today=working_date(),
        effective_on=form.cleaned_data.get("effective_on"),
    )


def _draw(
    request: Request,
    methodology: Methodology,
    form: MoveReviewsForm,
    previews: list[MovePreview],
    *,
    page: Any = None,
    is_preview: bool = False,
) -> HttpResponse:
    shape = shape_of(methodology)
    chosen = form.data.getlist("reviews") if form.is_bound else []  # type: ignore[attr-defined]
    on = form.cleaned_data.get("effective_on") if is_preview else None
    context = {
        "shape": shape,
        "form": form,
        "previews": [(preview, preview.code in chosen) for preview in previews],
        "page": page,
        "on": long_date(on) if on else "",
        "date_parts": [(name, form.data[name]) for name in DATE if form.data.get(name)],
        "crumbs": crumbs(shape, "Move reviews"),
    }
    name = "preview" if is_preview else "move"
    status = REFUSED if form.errors else 200
    return render(request, f"reviews/methodology_{name}.html", context, status=status)
