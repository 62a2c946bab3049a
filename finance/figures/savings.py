"""Figures of one saving: its profile, its fee and the return on it; and market engagement.

Each is of a single saving, or of one expectation, so that cashable savings, non-cashable ones and
cost avoidance are never added together.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from finance import calculations, queries
from finance.enums import Scenario
from finance.figures.credit import entry_line, saving_url, when
from finance.models import FeeAgreement, Saving, SavingsExpectation
from finance.queries import Profile
from ftc import money
from ftc.periods import FinancialYear
from ftc.records.enums import Unit
from ftc.records.figures import (
    BadParameter,
    Computed,
    Line,
    Parameter,
    boolean,
    decimal,
    figure,
    financial_year,
    one_of,
    text,
)

SCENARIOS = ("target", "stretch")
PROGRAMME = Parameter(
    "programme", text, required=True, description="reference of the programme's saving: 0-25"
)
SCENARIO = Parameter(
    "scenario", one_of(*SCENARIOS), required=True, choices=SCENARIOS, description="which profile"
)


def profile_value(
    profile: Profile,
    as_at: date | None,
    *,
    year: FinancialYear | None = None,
    cumulative: bool = False,
) -> Computed:
    """All years; or one year's saving; or the running total to the end of a year."""
    if not profile.years:
        return Computed(None, note=f"No profile of {profile.saving.ref} was known {when(as_at)}.")
    if year is not None and year not in profile.by_year:
        return Computed(None, note=f"The profile of {profile.saving.ref} has no year {year}.")
    years = [y for y in profile.years if year is None or y == year or (cumulative and y < year)]
    return Computed(
        value=calculations.sum_of_known(profile.by_year[y] for y in years),
        lineage=[entry_line(e) for e in profile.entries if e.year in years],
        note=_cashability_note(profile.saving),
    )


def return_ratio_of(
    profile: Profile, fee: FeeAgreement | None, basis: str, as_at: date | None
) -> Computed:
    """Saving for each pound of the whole fee: of the last year (the full year), or of all years."""
    ref = profile.saving.ref
    if fee is None or not profile.years:
        return Computed(None, note=f"No profile and fee of {ref} were known {when(as_at)}.")
    year = profile.years[-1] if basis == "annual" else None
    saved = profile_value(profile, as_at, year=year)
    what = f"The full-year saving of {year}" if year else "The saving of all years together"
    return Computed(
        value=None if saved.value is None else money.ratio(saved.value, fee.maximum_gbp),
        lineage=[*saved.lineage, fee_line(fee)],
        note=f"{what} for each pound of the maximum fee.",
    )


def contingent_fee_of(fee: FeeAgreement, achieved: Decimal) -> Computed:
    """The fee due for a full-year saving of ``achieved`` pounds, where the paper says it."""
    value = calculations.contingent_fee(
        achieved=achieved, maximum=fee.maximum_gbp, full_at=fee.full_at_gbp
    )
    full_at = money.in_millions(fee.full_at_gbp)
    if value is None:
        note = f"The paper gives no scale for a full-year saving below {full_at}."
    else:
        note = f"The whole fee is due at or above {full_at} of full-year saving."
    return Computed(value, [fee_line(fee)], note)


def market_average_of(row: SavingsExpectation, bound: str) -> Computed:
    """One end of the range expected, spread evenly over its years."""
    low, high = (
        calculations.average_a_year(pounds, row.years) for pounds in (row.low_gbp, row.high_gbp)
    )
    pounds = row.low_gbp if bound == "low" else row.high_gbp
    return Computed(
        value=low if bound == "low" else high,
        lineage=[Line(f"{row}, {bound} end over {row.years} years", "", pounds, row.credit)],
        note=f"{money.in_millions(low)} to {money.in_millions(high)} a year.",
    )


def fee_line(fee: FeeAgreement) -> Line:
    """The fee agreement in a lineage, with its paper and paragraph."""
    url = f"{saving_url(fee.saving)}#fee"
    return Line(f"{fee}, maximum", url, fee.maximum_gbp, fee.credit)


@figure(
    "finance.profile",
    title="Planned saving of a programme",
    unit=Unit.GBP,
    parameters=(
        PROGRAMME,
        SCENARIO,
        Parameter("year", financial_year, description="such as 2016/17; without one, all years"),
        Parameter(
            "cumulative",
            boolean,
            default=False,
            compared=False,  # without a year both give all years, which papers print
            description="true: the running total to the end of the year",
            choices=("true", "false"),
        ),
    ),
)
def profile(
    *,
    as_at: date | None,
    user: Any,
    programme: str,
    scenario: str,
    year: FinancialYear | None,
    cumulative: bool,
) -> Computed:
    """Source: Children's Social Care and Health Cabinet Committee, 20 January 2015, para 4.1."""
    saving = _saving(programme)
    planned = queries.profile_of(saving, Scenario(scenario.upper()), as_at)
    return profile_value(planned, as_at, year=year, cumulative=cumulative)


@figure(
    "finance.return_ratio",
    title="Saving of a programme for each pound of its fee",
    unit=Unit.RATIO,
    parameters=(
        PROGRAMME,
        SCENARIO,
        Parameter(
            "basis",
            one_of("annual", "cumulative"),
            required=True,
            description="the full-year saving, or that of all years",
            choices=("annual", "cumulative"),
        ),
    ),
)
def return_ratio(
    *, as_at: date | None, user: Any, programme: str, scenario: str, basis: str
) -> Computed:
    """Source: Children's Social Care and Health Cabinet Committee, 20 January 2015, 4.3, 4.4."""
    saving = _saving(programme)
    planned = queries.profile_of(saving, Scenario(scenario.upper()), as_at)
    return return_ratio_of(planned, queries.fee_of(saving, as_at), basis, as_at)


@figure(
    "finance.contingent_fee",
    title="Fee due for a full-year saving of a programme",
    unit=Unit.GBP,
    parameters=(
        PROGRAMME,
        Parameter(
            "achieved", decimal, required=True, description="full-year saving in pounds: 17700000"
        ),
    ),
)
def contingent_fee(*, as_at: date | None, user: Any, programme: str, achieved: Decimal) -> Computed:
    """Source: Children's Social Care and Health Cabinet Committee, 20 January 2015, para 4.5."""
    saving = _saving(programme)
    if achieved < 0:
        raise BadParameter(f"achieved={achieved} was not understood: it cannot be below 0.")
    fee = queries.fee_of(saving, as_at)
    if fee is None:
        return Computed(None, note=f"No fee for {saving.ref} was known {when(as_at)}.")
    return contingent_fee_of(fee, achieved)


@figure(
    "finance.market_average",
    title="Savings expected a year from market engagement",
    unit=Unit.GBP,
    parameters=(
        Parameter(
            "bound",
            one_of("low", "high"),
            default="low",
            compared=False,
            description="which end of the range",
            choices=("low", "high"),
        ),
    ),
)
def market_average(*, as_at: date | None, user: Any, bound: str) -> Computed:
    """Source: County Council, 15 May 2014, item 12, paragraph 5.3."""
    row = queries.expectation(queries.MARKET_ENGAGEMENT, as_at)
    if row is None:
        return Computed(None, note=f"No expectation of market engagement was known {when(as_at)}.")
    return market_average_of(row, bound)


def _saving(ref: str) -> Saving:
    """The saving of a programme; raises BadParameter."""
    saving = Saving.objects.filter(ref__iexact=ref).first()
    if saving is None:
        offered = ", ".join(Saving.objects.values_list("ref", flat=True)) or "none"
        raise BadParameter(f"There is no programme {ref!r} with savings. There are: {offered}.")
    return saving


def _cashability_note(saving: Saving) -> str:
    """Which kind of saving a profile is of, because the kinds are never added together."""
    return (
        f"{saving.get_recurrence_display()} saving of one kind (cashability: "
        f"{saving.get_cashability_display().lower()}); kinds are never added together."
    )
