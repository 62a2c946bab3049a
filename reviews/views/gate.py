"""The gate page: what is asked and what there is, and what becomes of the review at its gate."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from ftc.errors import DomainError
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.periods import long_date
from ftc.programme.policies import owners
from ftc.records.working_date import working_date
from ftc.ui.components import Link
from reviews import actions, permissions
from reviews.enums import GateOutcome
from reviews.errors import GateRefused
from reviews.forms import gate as forms
from reviews.models import Criterion, GatePassage, Review
from reviews.queries.gate import GatePage, gate_page
from reviews.views.detail import draw_stages, review_of_service, section_frame
from reviews.views.requests import check_present, forbidden, opened_today, review_or_404

SECTION = "review-gate"
CONDITIONS = "conditions"
SAID = {
    GateOutcome.PASSED: "Pass",
    GateOutcome.PASSED_WITH_CONDITIONS: "Pass with conditions",
    GateOutcome.RETURNED: "Return",
    GateOutcome.POSTPONED: "Postpone",
}


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def review_gate(request: Request, code: str) -> HttpResponse:
    """The gate criterion by criterion, the threads that break, and the form of the outcome."""
    # What is sent is about today, also where it is refused because a past day is shown.
    as_at = None if request.method == "POST" else request.as_at
    page = gate_page(code, as_at=as_at, today=working_date(), user=request.user)
    if page is None:
        return review_of_service(request, code, SECTION)
    if request.method != "POST":
        outcome = _outcome(request.GET.get("outcome"))
        return _show(request, page, outcome, *_forms(request, page, outcome, bound=False))
    outcome = _outcome(request.POST.get("outcome"))
    with forbidden():
        permissions.check_can_move(request.user, page.review)
    if "add" in request.POST:
        form, conditions = _with_a_row_more(request, page)
        return _show(request, page, GateOutcome.PASSED_WITH_CONDITIONS, form, conditions)
    return _record(request, page, outcome)


def _outcome(value: str | None) -> GateOutcome:
    return GateOutcome(value) if value in forms.OUTCOMES else GateOutcome.PASSED


def _record(request: Request, page: GatePage, outcome: GateOutcome) -> HttpResponse:
    """Record what was decided; a refusal keeps everything typed and says what is missing."""
    form, conditions = _forms(request, page, outcome, bound=True)
    missing: list[str] = []
    valid = form.is_valid() and (conditions is None or conditions.is_valid())
    if valid:
        try:
            check_present(request)
            passage = _act(request, page.review, outcome, form.cleaned_data, conditions)
        except DomainError as refusal:
            missing = refusal.missing if isinstance(refusal, GateRefused) else []
            form.add_error(None, str(refusal))
        else:
            return _done(request, page.review, passage)
    review = review_or_404(page.review.code)
    form.carry_version(review.version)
    return _show(request, page, outcome, form, conditions, missing=missing, status=422)


def _act(
    request: Request,
    review: Review,
    outcome: GateOutcome,
    typed: dict[str, Any],
    conditions: Any,
) -> GatePassage:
    common: dict[str, Any] = {
        "review": review,
        "expected_version": typed["version"],
        "by": request.user,
        "now": timezone.now(),
        "today": working_date(),
        "reason": typed["reason"],
        "effective_on": typed.get("effective_on"),
    }
    match outcome:
        case GateOutcome.PASSED_WITH_CONDITIONS:
            return actions.pass_with_conditions(conditions=conditions.asked, **common)
        case GateOutcome.RETURNED:
            return actions.return_review(to_stage=typed["to_stage"], **common)
        case GateOutcome.POSTPONED:
            return actions.postpone_gate(until_on=typed["until_on"], **common)
        case _:
            return actions.move_to_next_stage(**common)


def _done(request: Request, review: Review, passage: GatePassage) -> HttpResponse:
    on = f"in effect from {long_date(passage.effective_on)}"
    match passage.outcome:
        case GateOutcome.RETURNED:
            said = f"{review.title} is returned to {passage.to_stage}, {on}."
        case GateOutcome.POSTPONED:
            said = f"The gate of {review.title} is postponed, {on}."
        case _:
            said = f"{review.title} is at {passage.to_stage}, {on}."
    messages.success(request, said)
    return redirect(f"reviews:{SECTION}", review.code)


def _people() -> list[tuple[str, str]]:
    return [(user.username, f"{user} ({user.username})") for user in owners()]


def _forms(
    request: Request, page: GatePage, outcome: GateOutcome, *, bound: bool, **kwargs: Any
) -> tuple[Any, Any]:
    """The form of the outcome and, where it is a pass on conditions, theirs; None without one."""
    if not (page.may_decide or bound):
        return None, None
    data = request.POST if bound else None
    given: dict[str, Any] = {
        "initial": {"version": page.review.version, "outcome": outcome},
        "may_backdate": request.user.may(Permission.BACKDATE),
    } | kwargs
    match outcome:
        case GateOutcome.RETURNED:
            order = page.here.order if page.here else 0
            stages = page.review.methodology.stages.filter(order__lte=order)
            return forms.ReturnForm(data, stages=stages, **given), None
        case GateOutcome.POSTPONED:
            return forms.PostponeForm(data, **given), None
        case GateOutcome.PASSED_WITH_CONDITIONS:
            people = {"people": _people()}
            rows = forms.ConditionFormSet(data, prefix=CONDITIONS, form_kwargs=people)
            return forms.OutcomeForm(data, **given), rows
        case _:
            return forms.OutcomeForm(data, **given), None


def _with_a_row_more(request: Request, page: GatePage) -> tuple[Any, Any]:
    """The forms as typed, not judged yet, with one more empty condition."""
    typed = request.POST
    form, _ = _forms(
        request,
        page,
        GateOutcome.PASSED,
        bound=False,
        initial={
            "version": typed.get("version"),
            "outcome": GateOutcome.PASSED_WITH_CONDITIONS,
            "reason": typed.get("reason", ""),
            "effective_on": _parts(typed, "effective_on"),
        },
    )
    total = typed.get(f"{CONDITIONS}-TOTAL_FORMS", "")
    count = min(int(total), forms.MOST_CONDITIONS - 1) if total.isdecimal() else 0
    rows = [
        {
            "title": typed.get(f"{CONDITIONS}-{row}-title", ""),
            "owner": typed.get(f"{CONDITIONS}-{row}-owner", ""),
            "due_on": _parts(typed, f"{CONDITIONS}-{row}-due_on"),
        }
        for row in range(count)
    ]
    people = {"people": _people()}
    conditions = forms.ConditionFormSet(initial=[*rows, {}], prefix=CONDITIONS, form_kwargs=people)
    # Where the button stood has gone; whoever pressed it goes on in the new condition.
    conditions.forms[-1].fields["title"].widget.attrs["autofocus"] = True
    return form, conditions


def _parts(typed: Any, name: str) -> list[str]:
    return [typed.get(f"{name}_{part}", "") for part in ("day", "month", "year")]


def _show(
    request: Request,
    page: GatePage,
    outcome: GateOutcome,
    form: Any,
    conditions: Any,
    *,
    missing: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    here = reverse(f"reviews:{SECTION}", args=[page.review.code])
    context = {
        "page": page,
        "review": page.review,
        "drawn_stages": draw_stages(page.stages),
        "form": form,
        "conditions": conditions,
        "missing": missing or [],
        "outcome": outcome,
        "said": SAID[outcome],
        "outcomes": [
            Link(text, f"{here}?outcome={kind}#outcome", is_current=kind == outcome)
            for kind, text in SAID.items()
        ],
        **section_frame(page.head, SECTION),
    }
    template = "reviews/_gate_outcome.html" if request.htmx else "reviews/gate.html"
    return render(request, template, context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "HEAD", "POST"])
@opened_today
def sign_off(request: Request, code: str, criterion: str) -> HttpResponse:
    """Give a sign-off of the gate the review stands at, refuse it, or take it back."""
    review = review_or_404(code)
    row = get_object_or_404(
        Criterion.objects.select_related("stage"), stage=review.stage_id, code=criterion
    )
    with forbidden():
        permissions.check_can_sign_off(request.user, review, row)
    page = gate_page(code, as_at=None, today=working_date(), user=request.user)
    lines = page.lines if page else ()
    line = next(found for found in lines if found.status.criterion.criterion == row.pk)
    form = forms.SignOffForm(
        request.POST or None,
        initial={"version": review.version},
        is_given=bool(line.status.met),
        may_backdate=request.user.may(Permission.BACKDATE),
    )
    if request.method == "POST" and form.is_valid():
        gives = form.cleaned_data["outcome"] == form.GIVE
        act = actions.give_sign_off if gives else actions.refuse_sign_off
        try:
            check_present(request)
            act(
                criterion=row, comment=form.cleaned_data["reason"], **_common(request, review, form)
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            form.carry_version(review_or_404(code).version)
        else:
            messages.success(request, f"“{row}” is {'given' if gives else 'not given'}.")
            return redirect(f"reviews:{SECTION}", review.code)
    context = {"review": review, "criterion": row, "line": line, "form": form}
    return render(
        request, "reviews/gate_sign_off.html", context, status=422 if form.errors else 200
    )


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "HEAD", "POST"])
@opened_today
def key_decision(request: Request, code: str) -> HttpResponse:
    """Say whether the proposal needs a Key Decision, and why."""
    review = review_or_404(code)
    with forbidden():
        permissions.check_can_say_whether_key(request.user)
    form = forms.KeyDecisionForm(
        request.POST or None,
        initial={"version": review.version},
        may_backdate=request.user.may(Permission.BACKDATE),
    )
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            said = actions.say_whether_key(
                is_needed=form.cleaned_data["is_needed"],
                reason=form.cleaned_data["reason"],
                **_common(request, review, form),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            form.carry_version(review_or_404(code).version)
        else:
            messages.success(request, f"{said} for {review.title}.")
            return redirect(f"reviews:{SECTION}", review.code)
    tests = review.key_decision_tests.latest_first().select_related("by")
    context = {"review": review, "form": form, "tests": tests}
    return render(
        request, "reviews/gate_key_decision.html", context, status=422 if form.errors else 200
    )


def _common(request: Request, review: Review, form: Any) -> dict[str, Any]:
    """What every action on a review is told of the request."""
    return {
        "review": review,
        "expected_version": form.cleaned_data["version"],
        "by": request.user,
        "now": timezone.now(),
        "today": working_date(),
        "effective_on": form.cleaned_data.get("effective_on"),
    }
