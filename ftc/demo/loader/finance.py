"""The plan, its category ranges, the 0-25 saving with its ledger, and its fee."""

from django.utils.text import slugify

from finance.enums import Basis, Cashability, PlanMeasure, Recurrence, Scenario
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
from ftc.demo.loader.resolutions import PROGRAMME_0_25
from ftc.demo.loader.tables import Papers, Row, add_missing, money, rows
from ftc.periods import FinancialYear
from ftc.programme.models import Activity

PLAN = "MTFP-2014-17"
SAVING = "0-25"
MARKET_ENGAGEMENT = "MARKET-ENGAGEMENT"
MARKET_ENGAGEMENT_ROW = "S027"  # over ten years
FULL_YEAR_TARGET_ROW = "S038"


def load(papers: Papers) -> None:
    """Load the rows of ``savings_targets.csv`` that are the record, and the 0-25 profile."""
    table = {row["target_id"]: row for row in rows("savings_targets")}
    record = [row for row in table.values() if row["use"] == "record"]
    first = table["S018"]
    plan, _ = Plan.objects.get_or_create(
        code=PLAN,
        defaults={
            "title": "Medium Term Financial Plan 2014/15 to 2016/17",
            **papers.credit(first),
        },
    )
    _amounts(papers, plan, [r for r in record if r["kind"] in {"requirement", "unidentified"}])
    _categories(papers, plan, [r for r in record if r["kind"] == "target_category"])
    row = table[MARKET_ENGAGEMENT_ROW]
    SavingsExpectation.objects.get_or_create(
        code=MARKET_ENGAGEMENT,
        defaults={
            "title": row["measure"],
            "low_gbp": money(row["low_gbp"]),
            "high_gbp": money(row["high_gbp"]),
            "years": 10,
            "effective_on": papers.known_on(row),
            **papers.credit(row),
        },
    )
    _profile(papers, table[FULL_YEAR_TARGET_ROW])


def _amounts(papers: Papers, plan: Plan, table: list[Row]) -> None:
    years = add_missing(
        PlanYear,
        ("plan_id", "financial_year"),
        (
            PlanYear(plan=plan, financial_year=FinancialYear.parse(row["period_from"]).start)
            for row in table
        ),
    )
    add_missing(
        PlanAmount,
        "code",
        (
            PlanAmount(
                code=row["target_id"],
                plan_year=years[plan.pk, FinancialYear.parse(row["period_from"]).start],
                measure=PlanMeasure(row["kind"].upper()),
                amount_gbp=money(row["low_gbp"]),
                qualifier=row["qualifier_printed"],
                note=row["note"],
                effective_on=papers.known_on(row),
                **papers.credit(row),
            )
            for row in table
        ),
    )


def _categories(papers: Papers, plan: Plan, table: list[Row]) -> None:
    categories = add_missing(
        SavingsCategory,
        "code",
        (
            SavingsCategory(
                plan=plan,
                code=category_code(row),
                name=row["category"],
                order=order,
            )
            for order, row in enumerate(table, start=1)
        ),
    )
    add_missing(
        CategoryTarget,
        "code",
        (
            CategoryTarget(
                code=row["target_id"],
                category=categories[category_code(row)],
                low_gbp=money(row["low_gbp"]),
                high_gbp=money(row["high_gbp"]),
                effective_on=papers.known_on(row),
                **papers.credit(row),
            )
            for row in table
        ),
    )


def category_code(row: Row) -> str:
    """A category's public code, from its printed name."""
    return slugify(row["category"].replace("&", "and"))[:40].rstrip("-")


def _profile(papers: Papers, full_year: Row) -> None:
    table = rows("savings_profile_0_25")
    first = table[0]
    saving, _ = Saving.objects.get_or_create(
        ref=SAVING,
        defaults={
            "activity": Activity.objects.get(code=PROGRAMME_0_25),
            "title": "0-25 Unified Programme",
            "cashability": Cashability.NOT_STATED,
            "recurrence": Recurrence.RECURRENT,
            **papers.credit(first),
        },
    )
    add_missing(
        LedgerEntry,
        ("saving_id", "scenario", "financial_year", "basis", "source_id"),
        (
            LedgerEntry(
                saving=saving,
                financial_year=FinancialYear.parse(row["financial_year"]).start,
                basis=Basis.PLAN,
                scenario=Scenario(row["scenario"].upper()),
                amount_gbp=money(row["annual_saving_gbp"]),
                effective_on=papers.known_on(row),
                **papers.credit(row),
            )
            for row in table
        ),
    )
    FeeAgreement.objects.get_or_create(
        saving=saving,
        effective_on=papers.known_on(first),
        defaults={
            "title": "Implementation support for the 0-25 Unified Programme",
            "maximum_gbp": money(first["fee_maximum_gbp"]),
            "full_at_gbp": money(full_year["low_gbp"]),
            "source": papers[first["paper"]],
            "source_ref": "paras 4.2 and 4.5 lines 116, 122",
        },
    )
