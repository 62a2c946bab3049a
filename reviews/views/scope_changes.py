"""Merging reviews, taking one out again, splitting one, and reconsidering it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from reviews import actions, permissions
from reviews.actions.scope import NewReview
from reviews.enums import OptionStateKind
from reviews.forms.scope import NEW, MergeForm, ReconsiderForm, ScopeForm, SplitForm
from reviews.models import Option, Review
from reviews.policies.scope import stages_to_reconsider
from reviews.queries.scope import live_options, may_merge_with, merge_of, services_of_now
from reviews.views.requests import forbidden, opened_today, review_or_404
from reviews.views.scope import change_scope


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def scope_merge(request: Request, code: str) -> HttpResponse:
    """Make one review of this and others: a new one, or this one that takes the others in."""
    review = review_or_404(code)
    candidates = may_merge_with(review)
    shown = ",".join(f"{other.code}:{other.version}" for other in candidates)

    def make_form(data: Any, *, initial: dict[str, Any], may_backdate: bool) -> MergeForm:
        form = MergeForm(
            data,
            candidates=candidates,
            initial={**initial, "versions": shown, "into": NEW},
            may_backdate=may_backdate,
        )
        return form

    return change_scope(
        request,
        code,
        make_form=make_form,
        carry_out=_merge,
        done=lambda _, joint: f"{joint.title} is the joint review now.",
        template="reviews/scope_change.html",
        context={
            "verb": "Merge",
            "button": "Merge",
            "meaning": "Services, options and history go to the joint review; the merged reviews "
            "stay to be read.",
        },
    )


def _merge(review: Review, form: Any, common: dict[str, Any]) -> Review:
    typed = form.cleaned_data
    others = list(typed["others"])
    is_new = typed["into"] == NEW
    shown = {other.pk: typed["versions"].get(other.code, 0) for other in others}
    return actions.merge_reviews(
        reviews=[review, *others] if is_new else others,
        into=_named(typed) if is_new else review,
        expected_versions={review.pk: typed["version"], **shown},
        **common,
    )


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def scope_take_out(request: Request, code: str) -> HttpResponse:
    """Take a merged review out of the joint one again."""
    with forbidden():
        permissions.check_can_change_scope(request.user)
    review = review_or_404(code)
    merge = merge_of(review)
    if merge is None or merge.other is None:
        messages.error(request, f"{review.title} is not part of a joint review.")
        return redirect(review)
    joint = merge.other

    def carry_out(review: Review, form: Any, common: dict[str, Any]) -> Review:
        return actions.take_out_of_merge(
            merge=merge,
            expected_versions={review.pk: form.cleaned_data["version"], joint.pk: joint.version},
            **common,
        )

    return change_scope(
        request,
        code,
        make_form=ScopeForm,
        carry_out=carry_out,
        done=lambda taken, _: f"{taken.title} is a review of its own again.",
        template="reviews/scope_change.html",
        context={
            "verb": "Take out of the joint review:",
            "button": "Take out",
            "meaning": f"Its services and options come back from {joint.title}.",
        },
    )


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def scope_split(request: Request, code: str) -> HttpResponse:
    """Give services and options of the review to a new one."""
    review = review_or_404(code)

    def make_form(data: Any, **kwargs: Any) -> SplitForm:
        return SplitForm(
            data, covered=services_of_now(review), listed=live_options(review), **kwargs
        )

    return change_scope(
        request,
        code,
        make_form=make_form,
        carry_out=lambda review, form, common: actions.split_review(
            review=review,
            expected_version=form.cleaned_data["version"],
            new=_named(form.cleaned_data),
            services=list(form.cleaned_data["services"]),
            options=list(form.cleaned_data.get("options", ())),
            **common,
        ),
        done=lambda source, part: f"{part.title} is split off from {source.title}.",
        template="reviews/scope_change.html",
        context={
            "verb": "Split",
            "button": "Split",
            "meaning": "The new review starts at the stage of this one. To undo it, merge it back.",
        },
    )


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def scope_reconsider(request: Request, code: str) -> HttpResponse:
    """Take the review back to where its option is chosen."""
    review = review_or_404(code)
    preferred: Any = Option.objects.in_state(OptionStateKind.PREFERRED, as_at=None)

    def make_form(data: Any, **kwargs: Any) -> ReconsiderForm:
        return ReconsiderForm(
            data,
            stages=stages_to_reconsider(review),
            preferred=list(preferred.filter(review=review).order_by("order")),
            **kwargs,
        )

    return change_scope(
        request,
        code,
        make_form=make_form,
        carry_out=lambda review, form, common: actions.reconsider_review(
            review=review,
            expected_version=form.cleaned_data["version"],
            to_stage=form.cleaned_data["to_stage"],
            options=form.set_back(),
            **common,
        ),
        done=lambda _, back: f"{back.title} is back at {back.stage}.",
        template="reviews/scope_change.html",
        context={
            "verb": "Reconsider",
            "button": "Reconsider",
            "meaning": "The option failed the test of the Full Business Case. The review goes "
            "back, and the gate asks for an option, evidence and endorsement anew.",
        },
    )


def _named(typed: dict[str, Any]) -> NewReview:
    return NewReview(
        code=typed["code"],
        title=typed["title"],
        portfolio=typed["portfolio"],
        lead=typed["lead"],
        owner=typed["owner"],
    )
