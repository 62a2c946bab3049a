"""Naming who leads a review and who is its Senior Responsible Owner."""

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
from ftc.programme.permissions import check_may_assign
from ftc.records.working_date import working_date
from ftc.ui.components import ConflictField
from reviews import actions, forms
from reviews.queries.people import people_of
from reviews.queries.saved import last_saved
from reviews.views.requests import check_present, forbidden, opened_today, review_or_404


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def review_people(request: Request, code: str) -> HttpResponse:
    """Name the lead and the owner; who saves second is shown both versions."""
    review = review_or_404(code)
    with forbidden():
        check_may_assign(request.user)
    form = forms.PeopleForm(
        request.POST or None, held=people_of(review), initial={"version": review.version}
    )
    context: dict[str, Any] = {"review": review, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            actions.name_people(
                review=review,
                expected_version=form.cleaned_data["version"],
                lead=form.cleaned_data["lead"],
                owner=form.cleaned_data["owner"],
                by=request.user,
                now=timezone.now(),
                today=working_date(),
            )
        except StaleVersion as refusal:
            form.add_error(None, str(refusal))
            context |= _both_versions(form, code)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The lead and the owner are saved.")
            return redirect(review)
    status = 422 if form.errors else 200
    return render(request, "reviews/review_people.html", context, status=status)


def _both_versions(form: forms.PeopleForm, code: str) -> dict[str, Any]:
    """The two versions part by part; the form goes on from the newer one."""
    saved = review_or_404(code)
    held = people_of(saved)
    form.carry_version(saved.version)
    by, at = last_saved(saved)
    fields: dict[str, Any] = {name: form.fields[name] for name in ("lead", "owner")}
    return {
        "conflict": [
            ConflictField(
                label=str(field.label),
                yours=str(form.cleaned_data[name] or "not named"),
                theirs=str(held.get(field.role, "not named")),
            )
            for name, field in fields.items()
        ],
        "theirs_by": by,
        "theirs_at": at,
    }
