"""Figures of the Medium Term Financial Plan: what is required, identified, and expected."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from finance import calculations, queries
from finance.enums import PlanMeasure
from finance.figures.credit import listed, plan_line, target_line, when
from finance.models import SavingsCategory
from finance.queries import PlanTable, TargetTable
from ftc.periods import FinancialYear, long_date
from ftc.records.enums import Unit
from ftc.records.figures import (
    BadParameter,
    Computed,
    Parameter,
    figure,
    financial_year,
    one_of,
    text,
)

REQUIREMENT, UNIDENTIFIED = PlanMeasure.REQUIREMENT, PlanMeasure.UNIDENTIFIED

YEAR = Parameter(
    "year",
    financial_year,
    description="a financial year such as 2015/16; without one, all years of the plan",
)
BOUNDS = ("low", "high")


def measure_of(table: PlanTable, measure: PlanMeasure, year: FinancialYear | None) -> Computed:
    """A measure of the plan in one year, or summed over the years for which it is known."""
    return _over_years(table, year, (measure,), lambda y: table.pounds(measure, y))


def identified_of(table: PlanTable, year: FinancialYear | None) -> Computed:
    """Requirement less unidentified, of the years for which both are known."""
    return _over_years(
        table,
        year,
        (REQUIREMENT, UNIDENTIFIED),
        lambda y: calculations.identified(
            table.pounds(REQUIREMENT, y), table.pounds(UNIDENTIFIED, y)
        ),
    )


def category_target_of(
    table: TargetTable, bound: str, category: SavingsCategory | None = None
) -> Computed:
    """One end of the range expected of a category, or of all categories that have a range."""
    wanted = table.known()
    if category is not None:
        wanted = [row for row in wanted if row.category_id == category.pk]
    lineage = [target_line(row, bound) for row in wanted]
    value = calculations.sum_of_known(line.value for line in lineage)
    unknown = [c.name for c in table.categories if table.target(c) is None]
    note = ""
    if value is None:
        note = f"No range was known {when(table.as_at)}."
    elif category is None and unknown:
        note = f"No range is known for {listed(unknown)}."
    return Computed(value, lineage, note)


def category_shortfall_of(plan: PlanTable, targets: TargetTable, bound: str) -> Computed:
    """The requirement of all years less one end of what the categories are expected to save."""
    required = measure_of(plan, REQUIREMENT, None)
    expected = category_target_of(targets, bound)
    return Computed(
        calculations.shortfall(required.value, expected.value),
        [*required.lineage, *expected.lineage],
        " ".join(dict.fromkeys(note for note in (required.note, expected.note) if note)),
    )


@figure(
    "finance.requirement",
    title="Savings required by the Medium Term Financial Plan",
    unit=Unit.GBP,
    parameters=(YEAR,),
)
def requirement(*, as_at: date | None, user: Any, year: FinancialYear | None) -> Computed:
    """Source: County Council, 15 May 2014, item 12, paragraphs 5.1 and 5.2."""
    return measure_of(queries.plan_table(as_at), REQUIREMENT, year)


@figure(
    "finance.unidentified",
    title="Savings not yet identified in the Medium Term Financial Plan",
    unit=Unit.GBP,
    parameters=(YEAR,),
)
def unidentified(*, as_at: date | None, user: Any, year: FinancialYear | None) -> Computed:
    """Source: County Council, 15 May 2014, item 12, paragraph 5.2."""
    return measure_of(queries.plan_table(as_at), UNIDENTIFIED, year)


@figure(
    "finance.identified",
    title="Savings identified in the Medium Term Financial Plan",
    unit=Unit.GBP,
    parameters=(YEAR,),
)
def identified(*, as_at: date | None, user: Any, year: FinancialYear | None) -> Computed:
    """Source: County Council, 15 May 2014, item 12, paragraphs 5.1 and 5.2."""
    return identified_of(queries.plan_table(as_at), year)


@figure(
    "finance.category_target",
    title="Savings expected by category, over the years of the plan",
    unit=Unit.GBP,
    parameters=(
        Parameter(
            "bound",
            one_of(*BOUNDS),
            required=True,
            description="which end of the range",
            choices=BOUNDS,
        ),
        Parameter("category", text, description="code of a category; without one, all of them"),
    ),
)
def category_target(*, as_at: date | None, user: Any, bound: str, category: str | None) -> Computed:
    """Source: County Council, 12 December 2013, paragraph 9.3."""
    plan = queries.plan_table(as_at).plan
    table = queries.target_table(plan, as_at)
    return category_target_of(table, bound, _category(table, category) if category else None)


@figure(
    "finance.category_shortfall",
    title="Savings required beyond what the categories are expected to save",
    unit=Unit.GBP,
    parameters=(
        Parameter(
            "bound",
            one_of(*BOUNDS),
            default="high",
            description="which end of the ranges is taken off the requirement",
            choices=BOUNDS,
        ),
    ),
)
def category_shortfall(*, as_at: date | None, user: Any, bound: str) -> Computed:
    """Source: County Council, 12 December 2013, paragraph 9.4."""
    plan = queries.plan_table(as_at)
    return category_shortfall_of(plan, queries.target_table(plan.plan, as_at), bound)


def _over_years(
    table: PlanTable,
    year: FinancialYear | None,
    measures: tuple[PlanMeasure, ...],
    amount: Callable[[FinancialYear], Decimal | None],
) -> Computed:
    if year is not None and year not in table.years:
        return Computed(None, note=f"The plan has no year {year}.")
    wanted = table.years if year is None else [year]
    known = [y for y in wanted if y in table.known_years(*measures)]
    return Computed(
        value=calculations.sum_of_known(amount(y) for y in known),
        lineage=[plan_line(table.amounts[m, y]) for y in known for m in measures],
        note=_unknown_note(table, measures, wanted, known),
    )


def _unknown_note(
    table: PlanTable,
    measures: tuple[PlanMeasure, ...],
    wanted: list[FinancialYear],
    known: list[FinancialYear],
) -> str:
    """Which years are left out of a sum and why, or why there is none; empty when all are in."""
    left_out = [y for y in wanted if y not in known]
    if not left_out and wanted:
        return ""
    missing = [m for m in measures if any((m, y) not in table.amounts for y in left_out)]
    what = listed([f"“{m.label}”" for m in missing or measures])
    if not known:
        if table.as_at is None:
            return f"No paper gives {what}."
        return f"No paper had given {what} by {long_date(table.as_at)}."
    verb = "is" if len(left_out) == 1 else "are"
    years = listed([str(y) for y in left_out])
    return f"{years} {verb} left out: no paper gives {what} for {'it' if verb == 'is' else 'them'}."


def _category(table: TargetTable, code: str) -> SavingsCategory:
    for category in table.categories:
        if category.code == code:
            return category
    offered = ", ".join(c.code for c in table.categories) or "none"
    raise BadParameter(f"There is no savings category {code!r}. There are: {offered}.")
