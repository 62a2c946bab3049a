"""Starting a review and moving it through its gate."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from ftc.errors import DomainError
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.periods import long_date
from ftc.records.working_date import working_date
from reviews import actions, forms, permissions
from reviews.errors import GateRefused
from reviews.models import GatePassage, Review
from reviews.queries.page import review_page
from reviews.views.detail import draw_gate
from reviews.views.requests import check_present, forbidden, opened_today, review_or_404


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
@opened_today
def review_move(request: Request, code: str) -> HttpResponse:
    """Move the review to its next stage, or list what is missing and who can supply it."""
    review = review_or_404(code)
    with forbidden():
        permissions.check_can_move(request.user, review)
    form = forms.MoveForm(
        request.POST or None,
        initial={"version": review.version},
        may_backdate=request.user.may(Permission.BACKDATE),
    )
    missing: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            passage = _record(request, review, form.cleaned_data)
        except DomainError as refusal:
            missing = refusal.missing if isinstance(refusal, GateRefused) else []
            form.add_error(None, str(refusal))
        else:
            return _moved(request, review, passage)
    return _gate(request, code, form, missing)


def _record(request: Request, review: Review, typed: dict[str, Any]) -> GatePassage:
    act = actions.move_to_next_stage if review.stage_id else actions.start_review
    effective_on: date | None = typed.get("effective_on")
    return act(
        review=review,
        expected_version=typed["version"],
        by=request.user,
        now=timezone.now(),
        today=working_date(),
        effective_on=effective_on,
        reason=typed["reason"],
    )


def _moved(request: Request, review: Review, passage: GatePassage) -> HttpResponse:
    messages.success(
        request,
        f"{review.title} is at {passage.to_stage}, in effect from "
        f"{long_date(passage.effective_on)}.",
    )
    if request.htmx:
        return HttpResponseClientRedirect(review.get_absolute_url())
    return redirect(review)


def _gate(request: Request, code: str, form: forms.MoveForm, missing: list[str]) -> HttpResponse:
    """The gate with the refusal, as a page or as the part of the review's page that changed."""
    page = review_page(code, as_at=None, today=working_date(), user=request.user)
    if page is None:
        raise Http404("There is no review with this code.")
    if form.is_bound:
        form.carry_version(page.review.version)
    context = {
        "page": page,
        "review": page.review,
        "form": form,
        "missing": missing,
        "drawn_gate": draw_gate(page.gate, page.state_reason),
    }
    template = "reviews/_review_gate.html" if request.htmx else "reviews/review_move.html"
    return render(request, template, context, status=422 if form.errors else 200)
