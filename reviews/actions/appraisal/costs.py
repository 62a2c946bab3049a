"""What each option costs and brings, year by year."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from ftc.organisation.models import User
from ftc.periods import FinancialYear
from ftc.records import history
from reviews import permissions
from reviews.errors import AppraisalRefused
from reviews.models import Appraisal, OptionYear
from reviews.policies import appraisal as rules

OptionAndYear = tuple[int, int]
Amounts = tuple[Decimal, Decimal]


@transaction.atomic
def set_option_years(
    *,
    appraisal: Appraisal,
    expected_version: int,
    amounts: Mapping[OptionAndYear, Amounts | None],
    by: User,
    now: datetime,
) -> Appraisal:
    """Write costs and benefits in pounds, by appraised option and start of the financial year.

    None takes a year away: what an option is worth is then not known, which is not nothing.
    Raises NotPermitted, StaleVersion, or AppraisalRefused for an amount below zero, a year outside
    the appraisal's, and once it is agreed.
    """
    with history.recording(
        action="reviews.set_option_years", by=by, at=now, classification=appraisal.classification
    ):
        locked: Appraisal = Appraisal.objects.locked(
            pk=appraisal.pk, expected_version=expected_version
        )
        permissions.check_can_cost_options(by, locked.review)
        rules.check_state(locked, *rules.UNDER_WAY)
        _check_places(locked, amounts)
        rules.check_amounts(amount for pair in amounts.values() if pair for amount in pair)
        before = {
            (row.option_id, row.financial_year): row
            for row in OptionYear.objects.filter(option__appraisal=locked)
        }
        for (option, year), pair in amounts.items():
            row = before.get((option, year))
            if pair is None:
                if row is not None:
                    row.delete()
                continue
            row = row or OptionYear(option_id=option, financial_year=year, version=0)
            if row.pk and (row.cost_gbp, row.benefit_gbp) == pair:
                continue
            row.cost_gbp, row.benefit_gbp = pair
            row.version += 1
            row.save()
        locked.version += 1
        locked.save(update_fields=["version"])
    return locked


def _check_places(appraisal: Appraisal, amounts: Mapping[OptionAndYear, Amounts | None]) -> None:
    options = set(appraisal.options.values_list("pk", flat=True))
    years = range(appraisal.first_year, appraisal.first_year + appraisal.years)
    for option, year in amounts:
        if option not in options:
            raise AppraisalRefused("Costs are those of an option of this appraisal.")
        if year not in years:
            raise AppraisalRefused(f"{FinancialYear(year)} is not a year of this appraisal.")
