"""Taking a review in, its scope, and the changes of its state."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ftc.errors import DomainError
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.periods import long_date
from ftc.records.working_date import working_date
from reviews import actions, permissions
from reviews.errors import PastShown
from reviews.forms.scope import AddReviewForm, HandOverForm, ScopeForm
from reviews.models import Review
from reviews.queries.page import head_for
from reviews.queries.page_sql import head_of
from reviews.queries.scope import acts_for, scope_tables
from reviews.views.detail import draw_table, review_of_service, section_frame
from reviews.views.requests import check_present, forbidden, opened_today, review_or_404


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
def review_add(request: Request) -> HttpResponse:
    """Take a review into the programme."""
    with forbidden():
        permissions.check_can_change_scope(request.user)
    if request.method == "GET" and request.as_at is not None:
        messages.error(request, f"You are looking at {long_date(request.as_at)}. {GO_BACK}")
        return redirect("reviews:review-list")
    form = AddReviewForm(request.POST or None, may_backdate=request.user.may(Permission.BACKDATE))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            check_present(request)
            review = actions.create_review(
                **{name: typed[name] for name in ADDED},
                services=list(typed["services"]),
                effective_on=typed.get("effective_on"),
                by=request.user,
                now=timezone.now(),
                today=working_date(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{review.title} is in the programme.")
            return redirect(review)
    status = 422 if form.errors else 200
    return render(request, "reviews/review_add.html", {"form": form}, status=status)


GO_BACK = "Go back to today to make changes."
ADDED = ("code", "title", "phase", "portfolio", "lead", "owner", "description", "reason")


@require_permission(Permission.REVIEW_READ)
@require_safe
def review_scope(request: Request, code: str) -> HttpResponse:
    """What the review covers, what was done to its scope, and what may be done to it."""
    review = head_of(code, as_at=request.as_at)
    if review is None:
        return review_of_service(request, code, "review-scope")
    tables = scope_tables(review, as_at=request.as_at)
    context = {
        "review": review,
        "acts": [] if request.as_at else acts_for(review, request.user),
        "drawn_tables": [draw_table(table) for table in tables],
        **section_frame(head_for(review), "review-scope"),
    }
    return render(request, "reviews/scope.html", context)


@dataclass(frozen=True)
class StateAct:
    """One change of state: what it is called, what it means, what was done, and the action."""

    verb: str
    meaning: str
    done: str
    action: Callable[..., Review]


STATE_ACTS = {
    "defer": StateAct(
        "Defer",
        "A deferred review passes no gate and takes no evidence until it is resumed.",
        "is deferred",
        actions.defer_review,
    ),
    "resume": StateAct(
        "Resume",
        "The review goes on at the stage where it stood.",
        "is resumed",
        actions.resume_review,
    ),
    "withdraw": StateAct(
        "Withdraw",
        "A withdrawn review passes no gate. It can be reinstated where it stood.",
        "is withdrawn",
        actions.withdraw_review,
    ),
    "reinstate": StateAct(
        "Reinstate",
        "The review goes on at the stage where it stood.",
        "is reinstated",
        actions.reinstate_review,
    ),
    "close": StateAct(
        "Close",
        "A review is closed once its delivery model has been carried out.",
        "is closed",
        actions.close_review,
    ),
    "reopen": StateAct(
        "Open again",
        "The review stands at its last stage again.",
        "is open again",
        actions.reopen_review,
    ),
    "take-back": StateAct(
        "Take back",
        "The review is no longer in the hands of the change portfolio.",
        "is taken back",
        actions.take_back_review,
    ),
}


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def review_state(request: Request, code: str, act: str) -> HttpResponse:
    """Change the state of the review, with the reason."""
    wanted = STATE_ACTS[act]
    return change_scope(
        request,
        code,
        make_form=ScopeForm,
        carry_out=lambda review, form, common: wanted.action(
            review=review, expected_version=form.cleaned_data["version"], **common
        ),
        done=lambda review, _: f"{review.title} {wanted.done}.",
        template="reviews/review_state.html",
        context={"act": wanted},
    )


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def scope_hand_over(request: Request, code: str) -> HttpResponse:
    """Hand the review over to the change portfolio that carries it out."""
    return change_scope(
        request,
        code,
        make_form=HandOverForm,
        carry_out=lambda review, form, common: actions.hand_over_review(
            review=review,
            expected_version=form.cleaned_data["version"],
            portfolio=form.cleaned_data["portfolio"],
            **common,
        ),
        done=lambda review, result: f"{review.title} is handed over to {result.portfolio}.",
        template="reviews/scope_change.html",
        context={
            "verb": "Hand over",
            "button": "Hand over",
            "meaning": "The change portfolio carries it out. It can be taken back.",
        },
    )


def change_scope(
    request: Request,
    code: str,
    *,
    make_form: Callable[..., ScopeForm],
    carry_out: Callable[[Review, Any, dict[str, Any]], Review],
    done: Callable[[Review, Review], str],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form of a change of scope and carry it out; a refusal keeps what was typed.

    ``carry_out`` is handed the review, the valid form, and what every action takes; it gives the
    review to go to, which ``done`` tells of.
    """
    review = review_or_404(code)
    with forbidden():
        permissions.check_can_change_scope(request.user)
    form = make_form(
        request.POST or None,
        initial={"version": review.version},
        may_backdate=request.user.may(Permission.BACKDATE),
    )
    if request.method == "POST" and form.is_valid():
        common = {
            "by": request.user,
            "now": timezone.now(),
            "today": working_date(),
            "reason": form.cleaned_data["reason"],
            "effective_on": form.cleaned_data.get("effective_on"),
        }
        try:
            check_present(request)
            result = carry_out(review, form, common)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            if not isinstance(refusal, PastShown):
                form.carry_version(review.version)
        else:
            messages.success(request, done(review, result))
            return redirect(result)
    status = 422 if form.errors else 200
    return render(request, template, {"review": review, "form": form, **context}, status=status)
