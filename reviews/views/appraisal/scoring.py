"""An assessor's own grid of scores."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ftc.errors import DomainError
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from reviews import forms
from reviews.actions import appraisal as actions
from reviews.policies import appraisal as rules
from reviews.queries import appraisal_scores as queries
from reviews.views.appraisal.requests import appraisal_or_404, to_appraisal
from reviews.views.requests import check_present, opened_today

HAND_IN = "hand_in"


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def appraisal_scores(request: Request, code: str, number: int) -> HttpResponse:
    """Score every option on every criterion, keep a draft, or hand it in; for assessors alone."""
    review, appraisal = appraisal_or_404(request, code, number)
    assessor = queries.assessor_of(appraisal, request.user)
    try:
        rules.check_can_score(appraisal, assessor)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return to_appraisal(appraisal)
    criteria = queries.criteria_of(appraisal)
    form = forms.ScoresForm(
        request.POST or None,
        criteria=[(criterion.pk, criterion.title) for criterion in criteria],
        options=queries.options_in(appraisal),
        initial=forms.ScoresForm.initial_of(queries.own_scores(appraisal, request.user)),
    )
    if request.method == "POST" and form.is_valid():
        hands_in = HAND_IN in request.POST
        act = actions.hand_in_scores if hands_in else actions.save_scores
        try:
            check_present(request)
            act(appraisal=appraisal, scores=form.scores, by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            done = "handed in" if hands_in else "kept as a draft"
            messages.success(request, f"Your scores are {done}.")
            return to_appraisal(appraisal)
    context = {"review": review, "appraisal": appraisal, "form": form, "criteria": criteria}
    status = 422 if form.errors else 200
    return render(request, "reviews/appraisal_scores.html", context, status=status)
