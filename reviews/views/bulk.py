"""Editing several reviews together: what is to be changed, then the same preview as an import."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ftc.errors import DomainError
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.programme.permissions import may_assign
from ftc.records.working_date import working_date
from ftc.ui.components import Link
from reviews import permissions
from reviews.actions import imports as actions
from reviews.forms.bulk import BULK_FORMS
from reviews.queries.imports import chosen_reviews
from reviews.views.imports import of_today
from reviews.views.requests import check_present, forbidden

REFUSED = 422
CHANGES = {
    "status": "Report their status",
    "forecast": "Move their next milestone",
    "lead": "Name their lead",
    "owner": "Name their owner",
}


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@of_today
def bulk_edit(request: Request) -> HttpResponse:
    """Say what to change of the reviews chosen; the preview shows it for each."""
    with forbidden():
        permissions.check_can_bulk_edit(request.user)
    given = request.POST if request.method == "POST" else request.GET
    codes, what = given.getlist("code"), given.get("what", "")
    offered = offered_to(request)
    reviews = chosen_reviews(codes)
    context: dict[str, Any] = {
        "reviews": reviews,
        "offered": offered,
        "what": what,
        "words": offered.get(what, "Edit several reviews"),
    }
    if not reviews:
        context["refusals"] = [Link("Choose at least one review in the list.")]
        return render(request, "reviews/bulk_edit.html", context, status=REFUSED)
    if what not in offered:
        return render(request, "reviews/bulk_edit.html", context)
    form = BULK_FORMS[what](
        request.POST if request.method == "POST" else None, initial={"what": what}
    )
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            held = actions.make_bulk_edit(
                codes=codes,
                change=form.change(),
                by=request.user,
                now=timezone.now(),
                today=working_date(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("reviews:import-detail", held.pk)
    context["form"] = form
    return render(
        request, "reviews/bulk_edit.html", context, status=REFUSED if form.errors else 200
    )


def offered_to(request: Request) -> dict[str, str]:
    """What the person may do to reviews that they choose in the list; nothing on a past day."""
    if request.as_at is not None or not permissions.can_bulk_edit(request.user):
        return {}
    return {
        key: words
        for key, words in CHANGES.items()
        if key in ("status", "forecast") or may_assign(request.user)
    }


def choice_of(request: Request) -> str:
    """How each row of the list offers itself: not at all, by a box, or by one that is ticked."""
    if not offered_to(request):
        return ""
    return "chosen" if request.GET.get("chosen") == "all" else "box"
