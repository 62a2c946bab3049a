"""What the plan, its targets and the ledger say as at a date, as small frozen values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery, Sum

from finance.enums import Basis, PlanMeasure, Scenario
from finance.models import (
    CategoryTarget,
    FeeAgreement,
    LedgerEntry,
    Plan,
    PlanAmount,
    PlanYear,
    Saving,
    SavingsCategory,
    SavingsExpectation,
)
from ftc.periods import FinancialYear
from ftc.records.models import AsAtQuerySet

MARKET_ENGAGEMENT = "MARKET-ENGAGEMENT"


@dataclass(frozen=True)
class PlanTable:
    """The plan in force, its years oldest first, and the amounts in effect; two queries.

    ``amounts`` has no key where nothing was known. ``plan`` is None when there is no plan at all.
    """

    as_at: date | None
    plan: Plan | None
    years: list[FinancialYear]
    amounts: dict[tuple[PlanMeasure, FinancialYear], PlanAmount]

    def row(self, measure: PlanMeasure, year: FinancialYear) -> PlanAmount | None:
        return self.amounts.get((measure, year))

    def pounds(self, measure: PlanMeasure, year: FinancialYear) -> Decimal | None:
        row = self.row(measure, year)
        return None if row is None else row.amount_gbp

    def known_years(self, *measures: PlanMeasure) -> list[FinancialYear]:
        """The years for which every one of ``measures`` is known."""
        return [y for y in self.years if all((m, y) in self.amounts for m in measures)]


@dataclass(frozen=True)
class TargetTable:
    """The categories of the plan in force in their order, with the ranges in effect; two queries.

    ``targets`` has no key where a category's range was not known.
    """

    as_at: date | None
    categories: list[SavingsCategory]
    targets: dict[int, CategoryTarget]

    def target(self, category: SavingsCategory) -> CategoryTarget | None:
        return self.targets.get(category.pk)

    def known(self) -> list[CategoryTarget]:
        return [self.targets[c.pk] for c in self.categories if c.pk in self.targets]


@dataclass(frozen=True)
class Profile:
    """What a saving is planned to bring under a scenario, by year oldest first; one query.

    ``entries`` are the ledger's PLAN entries in effect; a year without one is not in ``by_year``.
    """

    saving: Saving
    scenario: Scenario
    entries: list[LedgerEntry]
    by_year: dict[FinancialYear, Decimal]

    @property
    def years(self) -> list[FinancialYear]:
        return list(self.by_year)


@dataclass(frozen=True)
class ProgrammeRows:
    """A saving that pays a fee: the agreement and the ledger, as at a date."""

    saving: Saving
    fee: FeeAgreement
    entries: list[LedgerEntry]


@dataclass(frozen=True)
class SavingRow:
    """A saving and the pounds planned at target over all years; None when none are planned."""

    saving: Saving
    planned_gbp: Decimal | None


def plan_table(as_at: date | None) -> PlanTable:
    """The requirement and the unidentified sum of each year of the plan in force.

    In force is the plan that starts last among those whose requirement was known by ``as_at``;
    before any was, the plan that starts last. Of two amounts the later in effect stands.
    """
    plan_years = list(PlanYear.objects.select_related("plan").order_by("financial_year"))
    rows = list(
        PlanAmount.objects.as_at(as_at)
        .select_related("plan_year", "source")
        .order_by("effective_on", "recorded_at", "pk")
    )
    stated = {row.plan_year.plan_id for row in rows if row.measure == PlanMeasure.REQUIREMENT.value}
    candidates = [y for y in plan_years if y.plan_id in stated] or plan_years
    if not candidates:
        return PlanTable(as_at, None, [], {})
    starts = {y.plan_id: y for y in reversed(candidates)}
    plan = max(starts.values(), key=lambda y: (y.financial_year, y.plan.code)).plan
    return PlanTable(
        as_at=as_at,
        plan=plan,
        years=[y.year for y in plan_years if y.plan_id == plan.pk],
        amounts={
            (PlanMeasure(row.measure), row.plan_year.year): row
            for row in rows
            if row.plan_year.plan_id == plan.pk
        },
    )


def target_table(plan: Plan | None, as_at: date | None) -> TargetTable:
    """The range expected of each category of ``plan`` by ``as_at``; the later in effect stands."""
    rows = (
        CategoryTarget.objects.as_at(as_at)
        .filter(category__plan=plan)
        .select_related("category", "source")
        .order_by("effective_on", "recorded_at", "pk")
    )
    return TargetTable(
        as_at=as_at,
        categories=list(SavingsCategory.objects.filter(plan=plan).order_by("order", "code")),
        targets={row.category_id: row for row in rows},
    )


def profile_of(saving: Saving, scenario: Scenario, as_at: date | None) -> Profile:
    """The saving planned for each year by ``as_at``: the sum of the year's PLAN entries."""
    entries = [e for e in ledger_of(saving, as_at) if e.basis == Basis.PLAN.value]
    return profile_from(saving, scenario, entries)


def profile_from(saving: Saving, scenario: Scenario, ledger: list[LedgerEntry]) -> Profile:
    """The same, from entries already read."""
    entries = [e for e in ledger if e.basis == Basis.PLAN.value and e.scenario == scenario.value]
    by_year: dict[FinancialYear, Decimal] = {}
    for entry in sorted(entries, key=lambda e: e.financial_year):
        by_year[entry.year] = by_year.get(entry.year, Decimal(0)) + entry.amount_gbp
    return Profile(saving, scenario, entries, by_year)


def ledger_of(saving: Saving, as_at: date | None) -> list[LedgerEntry]:
    """Every entry in effect by ``as_at``, by year, target before stretch, in order of effect."""
    entries = list(_in_ledger_order(LedgerEntry.objects.filter(saving=saving).as_at(as_at)))
    for entry in entries:
        entry.saving = saving
    return entries


def planned_of(savings: list[Saving], scenario: Scenario, as_at: date | None) -> list[LedgerEntry]:
    """The PLAN entries of many savings in effect by ``as_at``, by year; one query."""
    by_key = {saving.pk: saving for saving in savings}
    entries = list(
        _in_ledger_order(
            LedgerEntry.objects.filter(
                saving__in=by_key, basis=Basis.PLAN.value, scenario=scenario.value
            ).as_at(as_at)
        )
    )
    for entry in entries:
        entry.saving = by_key[entry.saving_id]
    return entries


def is_known(saving: Saving, as_at: date | None) -> bool:
    """Whether the paper that the saving is credited to could be read on ``as_at``."""
    return as_at is None or saving.source is None or saving.source.known_on <= as_at


def last_recorded(saving: Saving) -> LedgerEntry | None:
    """The entry that FTC was told of last."""
    return LedgerEntry.objects.filter(saving=saving).order_by("-recorded_at", "-pk").first()


def fee_of(saving: Saving, as_at: date | None) -> FeeAgreement | None:
    """The fee agreement in effect by ``as_at``, or None when none was known."""
    return (
        FeeAgreement.objects.filter(saving=saving)
        .as_at(as_at)
        .select_related("source", "saving")
        .latest_first()
        .first()
    )


def expectation(code: str, as_at: date | None) -> SavingsExpectation | None:
    """An expectation outside the plan, or None when it was not known by ``as_at``."""
    return (
        SavingsExpectation.objects.filter(code=code).as_at(as_at).select_related("source").first()
    )


def programme_rows(as_at: date | None) -> list[ProgrammeRows]:
    """Savings with a fee agreement in effect by ``as_at``, by reference; two queries."""
    agreements = FeeAgreement.objects.as_at(as_at).select_related("source", "saving__activity")
    latest = {fee.saving_id: fee for fee in reversed(agreements.latest_first())}
    entries: dict[int, list[LedgerEntry]] = {pk: [] for pk in latest}
    for entry in _in_ledger_order(LedgerEntry.objects.filter(saving__in=latest).as_at(as_at)):
        entry.saving = latest[entry.saving_id].saving
        entries[entry.saving_id].append(entry)
    return [
        ProgrammeRows(fee.saving, fee, entries[fee.saving_id])
        for fee in sorted(latest.values(), key=lambda fee: fee.saving.ref)
    ]


def savings_in_ledger(as_at: date | None) -> list[SavingRow]:
    """Savings with an entry by ``as_at`` and what is planned at target in all years; one query."""
    entered = LedgerEntry.objects.as_at(as_at)
    planned = (
        entered.filter(
            saving=OuterRef("pk"), basis=Basis.PLAN.value, scenario=Scenario.TARGET.value
        )
        .order_by()
        .values("saving")
        .annotate(total=Sum("amount_gbp"))
        .values("total")
    )
    savings = (
        Saving.objects.filter(pk__in=entered.order_by().values("saving"))
        .select_related("activity")
        .annotate(planned_gbp=Subquery(planned))
        .order_by("ref")
    )
    return [SavingRow(saving, saving.planned_gbp) for saving in savings]


def _in_ledger_order(entries: AsAtQuerySet) -> AsAtQuerySet:
    return entries.select_related("source", "by").order_by(
        "financial_year", "-scenario", "effective_on", "recorded_at", "pk"
    )
