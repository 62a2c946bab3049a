"""Every score side by side, the moderated ones, and agreeing what they give."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ftc.errors import DomainError, StaleVersion
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.records.working_date import working_date
from ftc.ui.components import ConflictField
from reviews import forms, permissions
from reviews.actions import appraisal as actions
from reviews.enums import AppraisalState
from reviews.policies import appraisal as rules
from reviews.queries import appraisal_scores as queries
from reviews.queries.appraisal import read_result
from reviews.queries.appraisal_tables import result_table
from reviews.views.appraisal.requests import appraisal_or_404, saved_by, to_appraisal
from reviews.views.detail import draw_table
from reviews.views.requests import check_present, forbidden, opened_today


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def appraisal_moderate(request: Request, code: str, number: int) -> HttpResponse:
    """Moderate the scores; who saves second is shown both versions and loses nothing."""
    review, appraisal = appraisal_or_404(request, code, number)
    with forbidden():
        permissions.check_can_edit(request.user, review)
    try:
        rules.check_state(appraisal, AppraisalState.MODERATION)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return to_appraisal(appraisal)
    moderation = queries.moderation_of(appraisal, request.user) or queries.Moderation((), ())
    stands = queries.moderated_or_mean(moderation)
    form = forms.ModerationForm(
        request.POST or None,
        named=moderation.named,
        means={line.place: line.mean for line in moderation.lines},
        initial=forms.ModerationForm.initial_of(stands, appraisal.version),
    )
    context: dict[str, Any] = {"review": review, "appraisal": appraisal, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            actions.moderate_scores(
                appraisal=appraisal,
                expected_version=form.cleaned_data["version"],
                scores=form.moderated,
                by=request.user,
                now=timezone.now(),
            )
        except StaleVersion as refusal:
            form.add_error(None, str(refusal))
            form.carry_version(appraisal.version)
            context |= {"conflict": _both(moderation, form, stands), **saved_by(appraisal)}
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The moderated scores are saved.")
            return to_appraisal(appraisal)
    context |= {"moderation": moderation, "grids": _grids(moderation, form)}
    status = 422 if form.errors else 200
    return render(request, "reviews/appraisal_moderate.html", context, status=status)


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def appraisal_agree(request: Request, code: str, number: int) -> HttpResponse:
    """Agree what the appraisal gives; nothing of it changes any more."""
    review, appraisal = appraisal_or_404(request, code, number)
    with forbidden():
        permissions.check_can_agree_appraisal(request.user, review)
    form = forms.AgreeAppraisalForm(
        request.POST or None,
        may_backdate=request.user.may(Permission.BACKDATE),
        initial={"version": appraisal.version},
    )
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            actions.agree_appraisal(
                appraisal=appraisal,
                expected_version=form.cleaned_data["version"],
                by=request.user,
                now=timezone.now(),
                today=working_date(),
                effective_on=form.cleaned_data.get("effective_on"),
                reason=form.cleaned_data["reason"],
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            form.carry_version(appraisal.version)
        else:
            messages.success(request, "The appraisal is agreed.")
            return to_appraisal(appraisal)
    context = {
        "review": review,
        "appraisal": appraisal,
        "form": form,
        "drawn_table": draw_table(result_table(read_result(appraisal, as_at=None))),
    }
    status = 422 if form.errors else 200
    return render(request, "reviews/appraisal_agree.html", context, status=status)


def _grids(moderation: queries.Moderation, form: forms.ModerationForm) -> list[dict[str, Any]]:
    """Each criterion with its lines, and beside each line the boxes that are typed into."""
    return [
        {
            "criterion": criterion,
            "lines": [(line, *form.boxes(line.place)) for line in criterion.lines],
        }
        for criterion in moderation.criteria
    ]


def _both(
    moderation: queries.Moderation, form: forms.ModerationForm, stands: dict[rules.Place, Any]
) -> list[ConflictField]:
    """The scores that differ between what was typed and what somebody saved before."""
    typed = form.moderated
    fields = [
        ConflictField(label=name, yours=_said(typed[place]), theirs=_said(stands[place]))
        for place, name in moderation.named.items()
    ]
    return [field for field in fields if field.differs]


def _said(given: tuple[Any, str]) -> str:
    score, reason = given
    said = f"{score.normalize() + 0}"
    return f"{said}: {reason}" if reason else said
