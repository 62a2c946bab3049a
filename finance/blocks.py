"""The tables that finance offers to papers: the plan by year, and the ranges by category."""

from finance import queries
from ftc import money
from ftc.records.blocks import block, difference_notes
from ftc.records.figures import Figure, Figures
from ftc.records.printed import PrintedTable, TableColumn

MEASURES = {
    "finance.requirement": "Required",
    "finance.identified": "Identified",
    "finance.unidentified": "Not yet identified",
}


@block("finance.plan_by_year")
def plan_by_year(figures: Figures) -> PrintedTable:
    """What each year of the plan requires, how much is identified, and how much is not; pounds.

    Source: County Council, 15 May 2014, item 12, paragraphs 5.1 and 5.2.
    """
    plan = queries.plan_table(figures.as_at)
    rows = [
        (str(year), *(_pounds(figures(key, year=str(year))) for key in MEASURES))
        for year in plan.years
    ]
    notes = [
        note
        for key, name in MEASURES.items()
        for year in plan.years
        for note in difference_notes(figures, key, of=f"{name}, {year}", year=str(year))
    ]
    overall = [
        note
        for key, name in MEASURES.items()
        for note in difference_notes(figures, key, of=f"{name}, all years")
    ]
    partly = [figures(key).note for key in MEASURES if figures(key).note]
    return PrintedTable(
        caption=f"{plan.plan or 'The plan'}: savings by year, in pounds",
        columns=(
            TableColumn("Year"),
            *(TableColumn(name, is_numeric=True) for name in MEASURES.values()),
        ),
        rows=tuple(rows),
        total=("All years known", *(_pounds(figures(key)) for key in MEASURES)),
        notes=tuple(dict.fromkeys([*partly, *notes, *overall])),
    )


@block("finance.category_ranges")
def category_ranges(figures: Figures) -> PrintedTable:
    """The range expected of each category over the years of the plan together; pounds.

    Source: County Council, 12 December 2013, paragraph 9.3.
    """
    table = queries.target_table(queries.plan_table(figures.as_at).plan, figures.as_at)
    key = "finance.category_target"
    rows = [
        (
            category.name,
            _pounds(figures(key, bound="low", category=category.code)),
            _pounds(figures(key, bound="high", category=category.code)),
        )
        for category in table.categories
    ]
    notes = [
        note
        for bound in ("low", "high")
        for note in difference_notes(figures, key, of=f"All categories, {bound} end", bound=bound)
    ]
    return PrintedTable(
        caption="Savings expected by category over the plan, in pounds",
        columns=(
            TableColumn("Category"),
            TableColumn("From", is_numeric=True),
            TableColumn("To", is_numeric=True),
        ),
        rows=tuple(rows),
        total=(
            "All categories",
            _pounds(figures(key, bound="low")),
            _pounds(figures(key, bound="high")),
        ),
        notes=tuple(notes),
    )


def _pounds(figure: Figure) -> str:
    return money.in_pounds(figure.value)
