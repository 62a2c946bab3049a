"""What the savings page shows of a programme that pays a contingent fee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance import calculations, queries
from finance.enums import Scenario
from finance.figures import savings as saving_figures
from finance.models import Saving
from finance.queries import Profile, ProgrammeRows
from finance.reports.parts import Printed, Table, compared, distinct, short
from ftc.periods import FinancialYear
from ftc.records.figures.shown import lineage_links, shown, signed
from ftc.ui import charts
from ftc.ui.components import Cell, Column
from ftc.ui.components import Figure as ShownFigure


@dataclass(frozen=True)
class ProgrammePart:
    """A saving that pays a contingent fee: its profile, fee and ratios."""

    saving: Saving
    profile: Table
    ratios: Table
    fee: ShownFigure
    full_at: str
    chart: charts.LineChart | None


def build_programme(rows: ProgrammeRows, printed: Printed, as_at: date | None) -> ProgrammePart:
    target, stretch = (
        queries.profile_from(rows.saving, scenario, rows.entries)
        for scenario in (Scenario.TARGET, Scenario.STRETCH)
    )
    due = saving_figures.contingent_fee_of(rows.fee, rows.fee.full_at_gbp)
    fee = printed.figure(
        due,
        "finance.contingent_fee",
        programme=rows.saving.ref,
        achieved=f"{rows.fee.full_at_gbp:f}",
    )
    return ProgrammePart(
        saving=rows.saving,
        profile=_profile_table(target, stretch, printed),
        ratios=_ratio_table(rows, target, stretch, printed, as_at),
        fee=shown(fee, value=short(fee.value)),
        full_at=short(rows.fee.full_at_gbp),
        chart=_profile_chart(target, stretch),
    )


def _profile_table(target: Profile, stretch: Profile, printed: Printed) -> Table:
    """Each year's saving and the running total, under target and stretch."""
    years = sorted({*target.years, *stretch.years})
    columns = [_by_year_and_running(profile, years) for profile in (target, stretch)]
    totals = [
        printed.figure(
            saving_figures.profile_value(profile, printed.as_at, cumulative=True),
            "finance.profile",
            programme=profile.saving.ref,
            scenario=profile.scenario.value.lower(),
            cumulative="true",
        )
        for profile in (target, stretch)
    ]
    return Table(
        columns=[
            Column("Year"),
            Column("Target", "money", "£"),
            Column("Target, cumulative", "money", "£"),
            Column("Stretch", "money", "£"),
            Column("Stretch, cumulative", "money", "£"),
        ],
        rows=[
            [Cell(str(year)), *(cell for column in columns for cell in column[index])]
            for index, year in enumerate(years)
        ],
        totals=[Cell("All years"), *(c for f in totals for c in (Cell(f.value), Cell("")))],
        lineage=distinct(link for f in totals for link in lineage_links(f)),
        notes=[
            f"{f.params['scenario'].capitalize()}: {text}" for f in totals for text in compared(f)
        ],
    )


def _by_year_and_running(
    profile: Profile, years: Sequence[FinancialYear]
) -> list[tuple[Cell, Cell]]:
    running = _running(profile)
    return [(Cell(profile.by_year.get(year)), Cell(running.get(year))) for year in years]


def _running(profile: Profile) -> dict[FinancialYear, Decimal]:
    """The running total at the end of each year of a profile."""
    totals = calculations.running_totals(list(profile.by_year.values()))
    return dict(zip(profile.years, totals, strict=True))


def _profile_chart(target: Profile, stretch: Profile) -> charts.LineChart | None:
    """Both running totals; None while no profile is known."""
    years = sorted({*target.years, *stretch.years})
    if not years:
        return None
    series = []
    for profile in (stretch, target):
        running = _running(profile)
        series.append(charts.Series(profile.scenario.label, [running.get(y) for y in years]))
    total = calculations.sum_of_known(target.by_year.values())
    return charts.LineChart(
        title=f"{short(total)} is to be saved by {years[-1]} at target",
        periods=[str(year) for year in years],
        series=series,
        unit="pounds",
        label_head="Cumulative by",
        key=f"profile-{target.saving.ref}",
    )


def _ratio_table(
    rows: ProgrammeRows,
    target: Profile,
    stretch: Profile,
    printed: Printed,
    as_at: date | None,
) -> Table:
    """The four ratios of saving to fee, each beside what a paper printed."""
    figures = [
        printed.figure(
            saving_figures.return_ratio_of(profile, rows.fee, basis, as_at),
            "finance.return_ratio",
            programme=rows.saving.ref,
            scenario=profile.scenario.value.lower(),
            basis=basis,
        )
        for basis in ("annual", "cumulative")
        for profile in (target, stretch)
    ]
    names = {"annual": "full-year saving", "cumulative": "all years"}
    return Table(
        columns=[
            Column("Saving for each £1 of fee"),
            Column("Computed", "number"),
            Column("Printed", "number"),
            Column("Difference", "number"),
        ],
        rows=[
            [
                Cell(f"{f.params['scenario'].capitalize()}, {names[f.params['basis']]}"),
                Cell(f.text),
                Cell("; ".join(s.text for s in f.stated) or "not printed"),
                Cell("; ".join(signed(s.difference, f.unit) or "none" for s in f.stated)),
            ]
            for f in figures
        ],
        lineage=distinct(link for f in figures for link in lineage_links(f)),
        notes=distinct(
            f"Printed in {s.paper_title}, {s.paragraph}." for f in figures for s in f.stated
        ),
    )
