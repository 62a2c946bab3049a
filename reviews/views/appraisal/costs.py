"""The grid of what each option costs and brings, year by year."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ftc import money
from ftc.errors import DomainError, StaleVersion
from ftc.organisation.enums import Permission
from ftc.organisation.permissions import require_permission
from ftc.organisation.requests import Request
from ftc.periods import FinancialYear
from ftc.ui.components import ConflictField
from reviews import forms, permissions
from reviews.actions import appraisal as actions
from reviews.policies import appraisal as rules
from reviews.queries import appraisal_scores as queries
from reviews.queries.appraisal import years_of
from reviews.views.appraisal.requests import appraisal_or_404, saved_by, to_appraisal
from reviews.views.requests import check_present, forbidden, opened_today

Amounts = tuple[Any, Any] | None


@require_permission(Permission.REVIEW_READ)
@require_http_methods(["GET", "POST"])
@opened_today
def appraisal_costs(request: Request, code: str, number: int) -> HttpResponse:
    """Enter costs and benefits; who saves second is shown both versions and loses nothing."""
    review, appraisal = appraisal_or_404(request, code, number)
    with forbidden():
        permissions.check_can_cost_options(request.user, review)
    try:
        rules.check_state(appraisal, *rules.UNDER_WAY)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return to_appraisal(appraisal)
    options, saved = queries.options_in(appraisal), queries.amounts_of(appraisal)
    form = forms.CostsForm(
        request.POST or None,
        options=options,
        years=years_of(appraisal),
        initial=forms.CostsForm.initial_of(saved, appraisal.version),
    )
    context: dict[str, Any] = {"review": review, "appraisal": appraisal, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            check_present(request)
            actions.set_option_years(
                appraisal=appraisal,
                expected_version=form.cleaned_data["version"],
                amounts=form.amounts,
                by=request.user,
                now=timezone.now(),
            )
        except StaleVersion as refusal:
            form.add_error(None, str(refusal))
            form.carry_version(appraisal.version)
            context |= {"conflict": _both(form, dict(options), saved), **saved_by(appraisal)}
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Costs and benefits are saved.")
            return to_appraisal(appraisal)
    status = 422 if form.errors else 200
    return render(request, "reviews/appraisal_costs.html", context, status=status)


def _both(form: forms.CostsForm, named: dict[int, str], saved: Any) -> list[ConflictField]:
    """The years that differ between what was typed and what somebody saved before."""
    fields = [
        ConflictField(
            label=f"{named[option]}, {FinancialYear(year)}",
            yours=_said(typed),
            theirs=_said(saved.get((option, year))),
        )
        for (option, year), typed in form.amounts.items()
    ]
    return [field for field in fields if field.differs]


def _said(amounts: Amounts) -> str:
    if amounts is None:
        return "nothing"
    return f"costs £{money.in_pounds(amounts[0])}, benefits £{money.in_pounds(amounts[1])}"
