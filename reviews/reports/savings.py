"""The savings section of the outturn report; its numbers are finance's, read as figures."""

from collections.abc import Iterable

from ftc import money
from ftc.records.blocks import build_block, difference_notes
from ftc.records.figures import Figure, Figures
from ftc.records.printed import ListItem, Paragraph, Part, PrintedTable, Section, TableColumn, item
from reviews.reports.parts import BUDGETS, Numbering, budget_columns, in_table_order, services
from reviews.reports.reads import PhaseRows


def savings(rows: PhaseRows, figures: Figures) -> Section:
    """What the plan needs, what is expected, and what the services under review cost."""
    number = Numbering(5)
    phase = str(rows.phase.number)
    deferred = " The total includes the deferred review." if rows.deferrals else ""
    paragraphs = (
        _requirement(number, figures),
        _by_category(number, figures),
        _of_the_market(number, figures),
        number.paragraph(
            "The services under review cost, and earn, what the table shows. A net budget below "
            f"zero means that a service earns more than it costs.{deferred}",
            *_as_items(
                note
                for key, name in BUDGETS.items()
                for note in difference_notes(figures, key, of=f"{name} budget", phase=phase)
            ),
            table=_budget_table(rows, figures),
        ),
    )
    return Section(5, "Indicative savings", (Part(paragraphs),))


def _requirement(number: Numbering, figures: Figures) -> Paragraph:
    required, unidentified = figures("finance.requirement"), figures("finance.unidentified")
    if required.value is None:
        return number.paragraph("What the plan requires was not known by this date.")
    found = (
        f"of which {_millions(unidentified)} is not yet identified in the years for which that "
        "is known."
        if unidentified.value is not None
        else "and it is not known how much of that is still to be identified."
    )
    return number.paragraph(
        f"The plan requires {_millions(required)} of savings over its years, {found}",
        table=build_block("finance.plan_by_year", figures),
    )


def _by_category(number: Numbering, figures: Figures) -> Paragraph:
    low, high = (figures("finance.category_target", bound=bound) for bound in ("low", "high"))
    if low.value is None or high.value is None:
        return number.paragraph("What each category should save was not known by this date.")
    short = figures("finance.category_shortfall", bound="high")
    gap = (
        f" The upper end is {_millions(short)} short of the requirement."
        if short.value is not None and short.value > 0
        else ""
    )
    return number.paragraph(
        f"By category, between {_millions(low)} and {_millions(high)} is expected over the "
        f"plan.{gap}",
        *_as_items(
            difference_notes(
                figures, "finance.category_shortfall", of="Shortfall at the upper end", bound="high"
            )
        ),
        table=build_block("finance.category_ranges", figures),
    )


def _of_the_market(number: Numbering, figures: Figures) -> Paragraph:
    least, most = (figures("finance.market_average", bound=bound) for bound in ("low", "high"))
    if least.value is None or most.value is None:
        return number.paragraph("What market engagement should save was not known by this date.")
    a_year = f"{_millions(least)} to {_millions(most)} a year"
    return number.paragraph(
        "Spread evenly over its years, what the market engagement is expected to save comes to "
        f"between {_millions(least)} and {_millions(most)} a year. Part of it may already stand "
        "in the plan, so it is not added to the sums above.",
        *_as_items(
            difference_notes(
                figures,
                "finance.market_average",
                of="Market engagement, a year",
                given=a_year,
                bound="low",
            )
        ),
    )


def _budget_table(rows: PhaseRows, figures: Figures) -> PrintedTable:
    phase = str(rows.phase.number)
    return PrintedTable(
        caption=f"Budgets of the services under review in {rows.phase.title}, in pounds",
        columns=(TableColumn("Services"), *budget_columns()),
        rows=tuple(
            (
                services(review),
                *(money.in_pounds(figures(key, review=review.code).value) for key in BUDGETS),
            )
            for review in in_table_order(rows.reviews)
        ),
        total=("Total", *(money.in_pounds(figures(key, phase=phase).value) for key in BUDGETS)),
    )


def _as_items(notes: Iterable[str]) -> tuple[ListItem, ...]:
    return tuple(item(note) for note in notes)


def _millions(figure: Figure) -> str:
    return money.in_millions(figure.value)
