"""Editing what a review says of itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ftc.errors import DomainError, StaleVersion
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.ui.components import ConflictField
from reviews import actions, forms, permissions
from reviews.models import Review
from reviews.queries.saved import last_saved
from reviews.views.requests import check_present, forbidden, opened_today, review_or_404

EDITED = ("title", "description", "next_steps", "portfolio")


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def review_edit(request: Request, code: str) -> HttpResponse:
    """Edit the review; who saves second is shown both versions and loses nothing."""
    review = review_or_404(code)
    with forbidden():
        permissions.check_can_edit(request.user, review)
    form = forms.EditReviewForm(request.POST or None, initial=_as_saved(review))
    context: dict[str, Any] = {"review": review, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            typed = form.cleaned_data
            actions.edit_review(
                review=review,
                expected_version=typed["version"],
                **{name: typed[name] for name in EDITED},
                by=request.user,
                now=timezone.now(),
            )
        except StaleVersion as refusal:
            form.add_error(None, str(refusal))
            context |= _both_versions(form, code)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your changes are saved.")
            return redirect(review)
    status = 422 if form.errors else 200
    return render(request, "reviews/review_edit.html", context, status=status)


def _as_saved(review: Review) -> dict[str, Any]:
    return {
        "version": review.version,
        "title": review.title,
        "description": review.description,
        "next_steps": review.next_steps,
        "portfolio": review.portfolio.code if review.portfolio else "",
    }


def _both_versions(form: forms.EditReviewForm, code: str) -> dict[str, Any]:
    """The two versions field by field; the form goes on from the newer one."""
    saved = review_or_404(code)
    form.carry_version(saved.version)
    by, at = last_saved(saved)
    return {
        "conflict": [
            ConflictField(
                label=str(form.fields[name].label),
                yours=str(form.cleaned_data[name] or "") or "nothing",
                theirs=str(getattr(saved, name) or "") or "nothing",
            )
            for name in EDITED
        ],
        "theirs_by": by,
        "theirs_at": at,
    }
