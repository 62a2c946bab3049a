"""How a row of finance is named in a figure's lineage."""

from datetime import date

from django.urls import reverse

from finance.models import CategoryTarget, LedgerEntry, PlanAmount, Saving
from ftc.periods import long_date
from ftc.records.figures import Line


def plan_line(row: PlanAmount) -> Line:
    """An amount of the plan, with its paper and paragraph."""
    return Line(
        label=f"{row.get_measure_display()}, {row.plan_year}",
        url=f"{reverse('finance:mtfp')}#plan",
        value=row.amount_gbp,
        source=row.credit,
    )


def target_line(row: CategoryTarget, bound: str) -> Line:
    """One end of the range expected of a category, with its paper and paragraph."""
    return Line(
        label=f"{row.category.name}, {bound} end of the range",
        url=f"{reverse('finance:mtfp')}#categories",
        value=row.low_gbp if bound == "low" else row.high_gbp,
        source=row.credit,
    )


def entry_line(entry: LedgerEntry) -> Line:
    """An entry of the ledger, credited to its paper or to the person who made it."""
    return Line(
        label=f"{entry.saving}: {entry.get_basis_display().lower()}, "
        f"{entry.get_scenario_display().lower()}, {entry.year}",
        url=f"{saving_url(entry.saving)}#ledger",
        value=entry.amount_gbp,
        source=entry_credit(entry),
    )


def entry_credit(entry: LedgerEntry) -> str:
    """The paper and paragraph, else the person, who says so."""
    return entry.credit or str(entry.by or "")


def saving_url(saving: Saving) -> str:
    return saving.get_absolute_url()


def when(as_at: date | None) -> str:
    """ "on 27 March 2014", or "yet" when no date was asked for."""
    return f"on {long_date(as_at)}" if as_at else "yet"


def listed(words: list[str]) -> str:
    """Words joined as in a sentence: "2014/15, 2015/16 and 2016/17"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
