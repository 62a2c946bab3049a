"""What the savings page shows: the plan by year, its categories, and the programmes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance import calculations, queries
from finance.enums import PlanMeasure
from finance.figures import plan as plan_figures
from finance.figures import savings as saving_figures
from finance.models import Plan
from finance.queries import PlanTable, TargetTable
from finance.reports.parts import Printed, Table, cell_of, compared, distinct, short
from finance.reports.programmes import ProgrammePart, build_programme
from ftc.periods import FinancialYear
from ftc.records.figures import Figure
from ftc.records.figures.shown import lineage_links, shown
from ftc.ui import charts
from ftc.ui.components import Cell, Column, Link
from ftc.ui.components import Figure as ShownFigure

UNIDENTIFIED = PlanMeasure.UNIDENTIFIED
REQUIREMENT = PlanMeasure.REQUIREMENT
MEASURES = ("Required", "Identified", "Not identified")


@dataclass(frozen=True)
class YearSentence:
    """ "£88m is needed in 2015/16; £45m is identified; £43m is not"; ids are of its chips."""

    year: str
    needed: ShownFigure
    identified: ShownFigure
    unidentified: ShownFigure
    is_split: bool
    id: str


@dataclass(frozen=True)
class MtfpPage:
    """The savings page, as at a date; parts that were not known are None or empty."""

    plan: Plan | None
    sentences: Sequence[YearSentence]
    years: Table
    by_year: charts.StackedBarChart | None
    categories: Table | None
    shortfalls: Sequence[ShownFigure]
    waterfall: charts.WaterfallChart | None
    market: Sequence[ShownFigure]
    programmes: Sequence[ProgrammePart]
    savings: Table


def build_mtfp_page(*, as_at: date | None) -> MtfpPage:
    """Everything the savings page prints, read in a fixed number of queries."""
    printed = Printed(as_at)
    plan = queries.plan_table(as_at)
    targets = queries.target_table(plan.plan, as_at)
    shortfalls = _shortfalls(plan, targets, printed)
    return MtfpPage(
        plan=plan.plan,
        sentences=[_sentence(plan, y, printed) for y in plan.known_years(REQUIREMENT)],
        years=_years_table(plan, printed),
        by_year=_by_year_chart(plan),
        categories=_categories_table(targets, printed) if targets.targets else None,
        shortfalls=[shown(f, value=short(f.value)) for f in shortfalls if f.value is not None],
        waterfall=_waterfall(plan, targets, shortfalls[-1]),
        market=_market(printed),
        programmes=[
            build_programme(rows, printed, as_at) for rows in queries.programme_rows(as_at)
        ],
        savings=_savings_table(as_at),
    )


def _sentence(plan: PlanTable, year: FinancialYear, printed: Printed) -> YearSentence:
    needed, found, missing = _year_figures(plan, year, printed)
    return YearSentence(
        year=str(year),
        needed=shown(needed, value=short(needed.value), meaning=f"Savings required in {year}"),
        identified=shown(found, value=short(found.value), meaning=f"Identified for {year}"),
        unidentified=shown(
            missing, value=short(missing.value), meaning=f"Not yet identified for {year}"
        ),
        is_split=found.value is not None,
        id=f"{year.start}",
    )


def _year_figures(
    plan: PlanTable, year: FinancialYear | None, printed: Printed
) -> tuple[Figure, Figure, Figure]:
    """Required, identified and unidentified in one year, or in all for which they are known."""
    params = {} if year is None else {"year": str(year)}
    return (
        printed.figure(
            plan_figures.measure_of(plan, REQUIREMENT, year), "finance.requirement", **params
        ),
        printed.figure(plan_figures.identified_of(plan, year), "finance.identified", **params),
        printed.figure(
            plan_figures.measure_of(plan, UNIDENTIFIED, year), "finance.unidentified", **params
        ),
    )


def _years_table(plan: PlanTable, printed: Printed) -> Table:
    """Required, identified and unidentified by year, with what papers printed otherwise."""
    by_year = {str(year): _year_figures(plan, year, printed) for year in plan.years}
    totals = _year_figures(plan, None, printed)
    notes = [f"{name}: {f.note}" for name, f in zip(MEASURES, totals, strict=True) if f.note]
    for period, figures in [*by_year.items(), ("all years", totals)]:
        for name, figure in zip(MEASURES, figures, strict=True):
            notes += [f"{name}, {period}: {text}" for text in compared(figure)]
    return Table(
        columns=[Column("Year"), *(Column(name, "money", "£") for name in MEASURES)],
        rows=[[Cell(year), *map(cell_of, figures)] for year, figures in by_year.items()],
        totals=[Cell("All years"), *(Cell(f.value) for f in totals)],
        lineage=distinct(link for f in totals for link in lineage_links(f)),
        notes=notes,
    )


def _by_year_chart(plan: PlanTable) -> charts.StackedBarChart | None:
    """Each year's requirement in its parts; where no paper splits it, in one."""
    years = plan.known_years(REQUIREMENT)
    if not years:
        return None
    needed = [plan.pounds(REQUIREMENT, y) for y in years]
    missing = [plan.pounds(UNIDENTIFIED, y) for y in years]
    found = [calculations.identified(n, m) for n, m in zip(needed, missing, strict=True)]
    series = [charts.Series("Identified", found), charts.Series("Not identified", missing)]
    if None in missing:
        unsplit = [n if m is None else Decimal(0) for n, m in zip(needed, missing, strict=True)]
        series.append(charts.Series("Required; no paper splits it", unsplit))
    total = calculations.sum_of_known(needed)
    return charts.StackedBarChart(
        title=f"{short(total)} is required over {len(years)} years",
        categories=[str(y) for y in years],
        series=series,
        unit="pounds",
        label_head="Year",
        key="by-year",
    )


def _categories_table(targets: TargetTable, printed: Printed) -> Table:
    """The range expected of each category, and of all."""
    low, high = (
        printed.figure(
            plan_figures.category_target_of(targets, bound),
            "finance.category_target",
            bound=bound,
        )
        for bound in plan_figures.BOUNDS
    )
    rows = []
    for category in targets.categories:
        row = targets.target(category)
        rows.append(
            [
                Cell(category.name),
                Cell(row.low_gbp if row else None),
                Cell(row.high_gbp if row else None),
            ]
        )
    return Table(
        columns=[Column("Category"), Column("Low", "money", "£"), Column("High", "money", "£")],
        rows=rows,
        totals=[Cell("Total"), Cell(low.value), Cell(high.value)],
        lineage=[Link(f"{row.category}: {row.credit}") for row in targets.known()],
        notes=[f"Total: {text}" for f in (low, high) for text in compared(f)],
    )


def _shortfalls(plan: PlanTable, targets: TargetTable, printed: Printed) -> list[Figure]:
    """Requirement less the low end, then less the high end, of what the categories bring."""
    return [
        printed.figure(
            plan_figures.category_shortfall_of(plan, targets, bound),
            "finance.category_shortfall",
            bound=bound,
        )
        for bound in plan_figures.BOUNDS
    ]


def _waterfall(
    plan: PlanTable, targets: TargetTable, shortfall: Figure
) -> charts.WaterfallChart | None:
    """From the requirement through the high end of each category to what is left."""
    required = plan_figures.measure_of(plan, REQUIREMENT, None).value
    if required is None or shortfall.value is None:
        return None
    return charts.WaterfallChart(
        title=f"At the top of every range {short(shortfall.value)} is still to be found",
        requirement=charts.Bar("Required, all years", required),
        steps=[charts.Bar(row.category.name, row.high_gbp) for row in targets.known()],
        gap_label="Still to be found",
        head="Pounds",
        key="categories",
    )


def _market(printed: Printed) -> list[ShownFigure]:
    """Both ends of what market engagement is expected to bring a year; empty when not known."""
    row = queries.expectation(queries.MARKET_ENGAGEMENT, printed.as_at)
    if row is None:
        return []
    figures = [
        printed.figure(
            saving_figures.market_average_of(row, bound), "finance.market_average", bound=bound
        )
        for bound in plan_figures.BOUNDS
    ]
    return [shown(f, value=short(f.value)) for f in figures]


def _savings_table(as_at: date | None) -> Table:
    """Every saving with an entry; without totals, since kinds of saving are never added."""
    return Table(
        columns=[
            Column("Saving"),
            Column("Activity"),
            Column("Cashability"),
            Column("Planned at target, all years", "money", "£"),
        ],
        rows=[
            [
                Cell(f"{row.saving.ref}: {row.saving}", url=row.saving.get_absolute_url()),
                Cell(str(row.saving.activity)),
                Cell(row.saving.get_cashability_display()),
                Cell(row.planned_gbp),
            ]
            for row in queries.savings_in_ledger(as_at)
        ],
    )
