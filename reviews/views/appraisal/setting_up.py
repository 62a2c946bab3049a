"""Making an appraisal, its weights, opening it for scoring, and giving it up."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ftc.errors import DomainError, StaleVersion
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.periods import FinancialYear
from ftc.records.working_date import working_date
from ftc.ui.components import ConflictField
from reviews import forms, permissions
from reviews.actions import appraisal as actions
from reviews.models import Appraisal, Review
from reviews.queries import appraisal_scores as queries
from reviews.views.appraisal.requests import appraisal_or_404, saved_by, to_appraisal
from reviews.views.requests import check_present, forbidden, opened_today, review_or_404

YEARS = 3  # a medium term financial plan's
EMPTY_LINES = 3  # offered below the criteria that stand
FIRST_LINES = 5


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def appraisal_new(request: Request, code: str) -> HttpResponse:
    """Make an appraisal of the review's options."""
    review = review_or_404(code)
    with forbidden():
        permissions.check_can_edit(request.user, review)
    form = _form(request, review, initial=_at_first(review))
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            made = actions.make_appraisal(
                review=review,
                expected_version=form.cleaned_data["version"],
                plan=_plan(form),
                by=request.user,
                now=timezone.now(),
                today=working_date(),
                made_because=form.cleaned_data.get("made_because", ""),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            form.carry_version(review.version)
        else:
            messages.success(request, f"“{made}” is made. Set its criteria and their weights next.")
            return to_appraisal(made)
    context = {"review": review, "form": form}
    status = 422 if form.errors else 200
    return render(request, "reviews/appraisal_form.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def appraisal_edit(request: Request, code: str, number: int) -> HttpResponse:
    """Edit what an appraisal is about while it is set up."""
    review, appraisal = appraisal_or_404(request, code, number)
    with forbidden():
        permissions.check_can_edit(request.user, review)
    form = _form(request, review, appraisal=appraisal, initial=_as_saved(appraisal))
    context: dict[str, Any] = {"review": review, "appraisal": appraisal, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            actions.edit_appraisal(
                appraisal=appraisal,
                expected_version=form.cleaned_data["version"],
                plan=_plan(form),
                by=request.user,
                now=timezone.now(),
                today=working_date(),
            )
        except StaleVersion as refusal:
            form.add_error(None, str(refusal))
            context |= _both_versions(form, appraisal)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your changes are saved.")
            return to_appraisal(appraisal)
    status = 422 if form.errors else 200
    return render(request, "reviews/appraisal_form.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def appraisal_criteria(request: Request, code: str, number: int) -> HttpResponse:
    """Set the criteria and their weights; a sum other than 100 is refused and named."""
    review, appraisal = appraisal_or_404(request, code, number)
    with forbidden():
        permissions.check_can_edit(request.user, review)
    criteria = queries.criteria_of(appraisal)
    carried = forms.VersionedForm(request.POST or None, initial={"version": appraisal.version})
    formset: Any = forms.CriteriaFormSet(
        request.POST or None, prefix="criteria", initial=_lines(criteria)
    )
    context: dict[str, Any] = {"review": review, "appraisal": appraisal}
    if request.method == "POST" and carried.is_valid() and formset.is_valid():
        try:
            check_present(request)
            actions.set_criteria(
                appraisal=appraisal,
                expected_version=carried.cleaned_data["version"],
                criteria=formset.plans,
                by=request.user,
                now=timezone.now(),
            )
        except StaleVersion as refusal:
            carried.add_error(None, str(refusal))
            carried.carry_version(appraisal.version)
            context |= {"conflict": _both_weights(formset, criteria), **saved_by(appraisal)}
        except DomainError as refusal:
            carried.add_error(None, str(refusal))
        else:
            messages.success(request, "The criteria and their weights are saved.")
            return to_appraisal(appraisal)
    context |= {"carried": carried, "formset": formset}
    is_wrong = carried.errors or (formset.is_bound and formset.total_error_count())
    status = 422 if is_wrong else 200
    return render(request, "reviews/appraisal_criteria.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_POST
def appraisal_open(request: Request, code: str, number: int) -> HttpResponse:
    """Open the appraisal for its assessors, or say what is missing."""
    review, appraisal = appraisal_or_404(request, code, number)
    with forbidden():
        permissions.check_can_edit(request.user, review)
    form = forms.VersionedForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        check_present(request)
        actions.open_scoring(
            appraisal=appraisal,
            expected_version=version,
            by=request.user,
            now=timezone.now(),
            today=working_date(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The assessors may score now. Nobody sees another's scores yet.")
    return to_appraisal(appraisal)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def appraisal_abandon(request: Request, code: str, number: int) -> HttpResponse:
    """Give the appraisal up, with the reason."""
    review, appraisal = appraisal_or_404(request, code, number)
    with forbidden():
        permissions.check_can_edit(request.user, review)
    form = forms.AbandonAppraisalForm(request.POST or None, initial={"version": appraisal.version})
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            actions.abandon_appraisal(
                appraisal=appraisal,
                expected_version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            form.carry_version(appraisal.version)
        else:
            messages.success(request, "The appraisal is abandoned.")
            return to_appraisal(appraisal)
    context = {"review": review, "appraisal": appraisal, "form": form}
    status = 422 if form.errors else 200
    return render(request, "reviews/appraisal_abandon.html", context, status=status)


def _form(
    request: Request,
    review: Review,
    *,
    initial: dict[str, Any],
    appraisal: Appraisal | None = None,
) -> forms.AppraisalForm:
    return forms.AppraisalForm(
        request.POST or None,
        offered=queries.options_offered(review),
        people=queries.people_who_may_score(),
        is_further=appraisal is None and review.appraisals.exists(),
        initial=initial,
    )


def _at_first(review: Review) -> dict[str, Any]:
    earlier = review.appraisals.count()
    return {
        "version": review.version,
        "title": f"{f'Appraisal {earlier + 1}' if earlier else 'Appraisal'} of options for "
        f"{review.title}"[:160],
        "options": queries.chosen_at_first(review),
        "first_year": FinancialYear.containing(working_date()),
        "years": YEARS,
        "discount_rate": settings.DISCOUNT_RATE,
    }


def _as_saved(appraisal: Appraisal) -> dict[str, Any]:
    chosen = appraisal.options.filter(option__is_do_nothing=False)
    return {
        "version": appraisal.version,
        "title": appraisal.title,
        "options": list(chosen.order_by("order").values_list("option__code", flat=True)),
        "assessors": list(appraisal.assessors.values_list("user__username", flat=True)),
        "first_year": FinancialYear(appraisal.first_year),
        "years": appraisal.years,
        "discount_rate": appraisal.discount_rate,
        "classification": appraisal.classification,
        "exempt_paragraph": appraisal.exempt_paragraph,
        "exempt_reason": appraisal.exempt_reason,
    }


def _plan(form: forms.AppraisalForm) -> actions.AppraisalPlan:
    typed = form.cleaned_data
    return actions.AppraisalPlan(
        title=typed["title"],
        options=list(typed["options"]),
        assessors=list(typed["assessors"]),
        first_year=typed["first_year"].start,
        years=typed["years"],
        discount_rate=typed["discount_rate"],
        classification=typed["classification"],
        exempt_paragraph=typed["exempt_paragraph"],
        exempt_reason=typed["exempt_reason"],
    )


def _both_versions(form: forms.AppraisalForm, appraisal: Appraisal) -> dict[str, Any]:
    """The two versions field by field; the form goes on from the newer one."""
    form.carry_version(appraisal.version)
    saved = _as_saved(appraisal)
    typed = form.cleaned_data
    yours = typed | {
        "options": ", ".join(option.code for option in typed["options"]),
        "assessors": ", ".join(user.username for user in typed["assessors"]),
    }
    theirs = saved | {name: ", ".join(saved[name]) for name in ("options", "assessors")}
    return {
        "conflict": [
            ConflictField(
                label=str(field.label),
                yours=str(yours[name] or "nothing"),
                theirs=str(theirs[name] or "nothing"),
            )
            for name, field in form.fields.items()
            if name != "version"
        ],
        **saved_by(appraisal),
    }


def _lines(criteria: list[Any]) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = [
        {
            "title": criterion.title,
            "description": criterion.description,
            "weight": criterion.weight.normalize() + 0,
        }
        for criterion in criteria
    ]
    empty = EMPTY_LINES if lines else FIRST_LINES
    return [*lines, *({} for _ in range(empty))][: forms.MOST_CRITERIA]


def _both_weights(formset: Any, criteria: list[Any]) -> list[ConflictField]:
    yours = {plan.title: str(plan.weight.normalize() + 0) for plan in formset.plans}
    theirs = {row.title: str(row.weight.normalize() + 0) for row in criteria}
    return [
        ConflictField(
            label=title,
            yours=yours.get(title, "not a criterion"),
            theirs=theirs.get(title, "not a criterion"),
        )
        for title in dict.fromkeys([*yours, *theirs])
    ]
