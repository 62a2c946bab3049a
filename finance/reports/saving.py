"""What a saving's page shows: its years, its ledger, its fee."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from finance import calculations, queries
from finance.enums import Basis, Scenario
from finance.figures.credit import entry_credit
from finance.models import FeeAgreement, LedgerEntry, Saving
from finance.reports.parts import Table
from ftc import money
from ftc.periods import FinancialYear, long_date
from ftc.ui.components import Cell, Column, ConflictField, SummaryRow


@dataclass(frozen=True)
class SavingPage:
    """A saving as at a date; ``entries`` counts its ledger."""

    saving: Saving
    is_known: bool
    facts: Sequence[SummaryRow]
    by_year: Sequence[tuple[str, Table]]
    ledger: Table
    fee: FeeAgreement | None
    entries: int


def build_saving_page(saving: Saving, *, as_at: date | None) -> SavingPage:
    """The saving's years under each scenario it has, and every entry in effect by ``as_at``."""
    ledger = queries.ledger_of(saving, as_at)
    return SavingPage(
        saving=saving,
        is_known=queries.is_known(saving, as_at),
        facts=[
            SummaryRow("Activity", str(saving.activity)),
            SummaryRow("Cashability", saving.get_cashability_display()),
            SummaryRow("Recurrence", saving.get_recurrence_display()),
            SummaryRow("From", saving.credit or "not stated"),
        ],
        by_year=[
            (scenario.label, _by_year(ledger, scenario))
            for scenario in Scenario
            if any(e.scenario == scenario.value for e in ledger)
        ],
        ledger=_ledger(ledger),
        fee=queries.fee_of(saving, as_at),
        entries=len(ledger),
    )


def compare_with_last_entry(saving: Saving, typed: Mapping[str, Any]) -> list[ConflictField]:
    """What was typed beside the entry that somebody else added meanwhile; empty without one."""
    last = queries.last_recorded(saving)
    if last is None:
        return []
    yours, theirs = _in_words(typed), _in_words(_as_typed(last))
    return [ConflictField(label, yours[label], theirs[label]) for label in yours]


def _as_typed(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "financial_year": entry.year,
        "basis": Basis(entry.basis),
        "scenario": Scenario(entry.scenario),
        "amount_gbp": entry.amount_gbp,
        "effective_on": entry.effective_on,
        "reason": entry.reason,
    }


def _in_words(values: Mapping[str, Any]) -> dict[str, str]:
    return {
        "Financial year": str(values["financial_year"]),
        "What the pounds are": str(values["basis"].label),
        "Scenario": str(values["scenario"].label),
        "Amount": f"£{money.in_pounds(values['amount_gbp'])}",
        "Takes effect on": long_date(values["effective_on"]),
        "Reason": values["reason"] or "none",
    }


def _by_year(ledger: Sequence[LedgerEntry], scenario: Scenario) -> Table:
    """Pounds by year on each basis in use, and what is still to find where that is known."""
    entries = [e for e in ledger if e.scenario == scenario.value]
    bases = [basis for basis in Basis if any(e.basis == basis.value for e in entries)]
    years = sorted({e.year for e in entries})
    columns = [Column(basis.label, "money", "£") for basis in bases]
    rows = [[_sum(entries, basis, [year]) for basis in bases] for year in years]
    totals = [_sum(entries, basis, years) for basis in bases]
    if Basis.ACHIEVED in bases:
        columns.append(Column("Net unachieved", "money", "£"))
        net = [_net_unachieved(entries, year) for year in years]
        rows = [[*row, left] for row, left in zip(rows, net, strict=True)]
        totals.append(calculations.sum_of_known(net))
    return Table(
        columns=[Column("Year"), *columns],
        rows=[[Cell(str(year)), *map(Cell, row)] for year, row in zip(years, rows, strict=True)],
        totals=[Cell("All years"), *map(Cell, totals)],
    )


def _net_unachieved(entries: Sequence[LedgerEntry], year: FinancialYear) -> Decimal | None:
    """What a year still has to find; not known while nothing is recorded as achieved in it."""
    return calculations.net_unachieved(
        proposed=_sum(entries, Basis.PLAN, [year]),
        achieved=_sum(entries, Basis.ACHIEVED, [year]),
        pressures=_sum(entries, Basis.PRESSURE, [year]),
    )


def _sum(
    entries: Sequence[LedgerEntry], basis: Basis, years: Sequence[FinancialYear]
) -> Decimal | None:
    return calculations.sum_of_known(
        e.amount_gbp for e in entries if e.basis == basis.value and e.year in years
    )


def _ledger(ledger: Sequence[LedgerEntry]) -> Table:
    """Every entry, in the order given, with who or what says so."""
    return Table(
        columns=[
            Column("Year"),
            Column("What"),
            Column("Scenario"),
            Column("Amount", "money", "£"),
            Column("In effect from", "date"),
            Column("From"),
        ],
        rows=[
            [
                Cell(str(entry.year)),
                Cell(entry.get_basis_display()),
                Cell(entry.get_scenario_display()),
                Cell(entry.amount_gbp),
                Cell(entry.effective_on),
                Cell(entry_credit(entry), hint=entry.reason),
            ]
            for entry in ledger
        ],
    )
