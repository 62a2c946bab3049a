"""The options of a review: the list with what became of each, adding, editing and deciding."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ftc.errors import DomainError, StaleVersion
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.records.working_date import working_date
from ftc.ui.components import ConflictField
from reviews import actions, forms, permissions
from reviews.enums import OptionStateKind
from reviews.models import Option, Review
from reviews.queries.appraisal_tables import options_page
from reviews.queries.page import head_for
from reviews.queries.page_sql import head_of
from reviews.queries.saved import last_event
from reviews.views.detail import draw_table, review_of_service, section_frame
from reviews.views.requests import check_present, forbidden, opened_today, review_or_404

SECTION = "review-options"


@require_permission(Permission.REVIEW_READ)
@require_safe
def review_options(request: Request, code: str) -> HttpResponse:
    """The options with score, rank, worth and reason, and the appraisals they come from."""
    review = head_of(code, as_at=request.as_at)
    if review is None:
        return review_of_service(request, code, SECTION)
    page = options_page(review, as_at=request.as_at, user=request.user)
    context = {"review": review, "page": page, "drawn_table": draw_table(page.table)}
    context |= section_frame(head_for(review), SECTION)
    return render(request, "reviews/option_list.html", context)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def option_add(request: Request, code: str) -> HttpResponse:
    """Put a further option on the long list."""
    review = review_or_404(code)
    with forbidden():
        permissions.check_can_edit(request.user, review)
    form = forms.OptionForm(
        request.POST or None,
        may_backdate=request.user.may(Permission.BACKDATE),
        initial={"version": review.version},
    )
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            option = actions.add_option(
                review=review,
                expected_version=form.cleaned_data["version"],
                **_typed(form),
                by=request.user,
                now=timezone.now(),
                today=working_date(),
                effective_on=form.cleaned_data.get("effective_on"),
                reason=form.cleaned_data.get("reason", ""),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            form.carry_version(review.version)
        else:
            messages.success(request, f"“{option.title}” is on the long list.")
            return redirect("reviews:review-options", review.code)
    context = {"review": review, "form": form}
    return render(request, "reviews/option_form.html", context, status=422 if form.errors else 200)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def option_edit(request: Request, code: str, option: str) -> HttpResponse:
    """Edit what an option is; who saves second is shown both versions and loses nothing."""
    review = review_or_404(code)
    with forbidden():
        permissions.check_can_edit(request.user, review)
    chosen = _option(review, option)
    form = forms.OptionForm(request.POST or None, option=chosen, initial=_as_saved(chosen))
    context: dict[str, Any] = {"review": review, "option": chosen, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            actions.edit_option(
                option=chosen,
                expected_version=form.cleaned_data["version"],
                **_typed(form),
                by=request.user,
                now=timezone.now(),
            )
        except StaleVersion as refusal:
            form.add_error(None, str(refusal))
            context |= _both_versions(form, _option(review, option))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your changes are saved.")
            return redirect("reviews:review-options", review.code)
    return render(request, "reviews/option_form.html", context, status=422 if form.errors else 200)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def option_state(request: Request, code: str, option: str) -> HttpResponse:
    """Record what becomes of an option, and why."""
    review = review_or_404(code)
    with forbidden():
        permissions.check_can_edit(request.user, review)
    chosen = _option(review, option)
    form = forms.OptionStateForm(
        request.POST or None,
        current=chosen.state,
        may_backdate=request.user.may(Permission.BACKDATE),
        initial={"version": review.version},
    )
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            actions.set_option_state(
                option=chosen,
                state=OptionStateKind(form.cleaned_data["state"]),
                reason=form.cleaned_data["reason"],
                expected_version=form.cleaned_data["version"],
                by=request.user,
                now=timezone.now(),
                today=working_date(),
                effective_on=form.cleaned_data.get("effective_on"),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            form.carry_version(review.version)
        else:
            messages.success(request, f"“{chosen.title}” is recorded.")
            return redirect("reviews:review-options", review.code)
    context = {
        "review": review,
        "option": chosen,
        "form": form,
        "state_now": OptionStateKind(chosen.state).label if chosen.state else "",
    }
    return render(request, "reviews/option_state.html", context, status=422 if form.errors else 200)


def _option(review: Review, code: str) -> Any:
    return get_object_or_404(Option.objects.with_state(None), review=review, code=code)


def _typed(form: forms.OptionForm) -> dict[str, Any]:
    return {
        name: form.cleaned_data[name] for name in ("title", "note", "delivery_models", "variants")
    }


def _as_saved(option: Option) -> dict[str, Any]:
    return {
        "version": option.version,
        "title": option.title,
        "note": option.note,
        "delivery_models": [model.code for model in option.delivery_models.all()],
        "variants": "\n".join(variant.title for variant in option.variants.all()),
    }


def _both_versions(form: forms.OptionForm, saved: Option) -> dict[str, Any]:
    """The two versions field by field; the form goes on from the newer one."""
    form.carry_version(saved.version)
    by, at = last_event(saved)
    typed = form.cleaned_data
    theirs = {
        "title": saved.title,
        "note": saved.note,
        "delivery_models": ", ".join(str(model) for model in saved.delivery_models.all()),
        "variants": ", ".join(variant.title for variant in saved.variants.all()),
    }
    yours = {
        "title": typed["title"],
        "note": typed["note"],
        "delivery_models": ", ".join(str(model) for model in typed["delivery_models"]),
        "variants": ", ".join(typed["variants"]),
    }
    return {
        "conflict": [
            ConflictField(
                label=str(form.fields[name].label),
                yours=yours[name] or "nothing",
                theirs=theirs[name] or "nothing",
            )
            for name in yours
        ],
        "theirs_by": by,
        "theirs_at": at,
    }
