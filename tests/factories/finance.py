"""The smallest valid plans, targets, savings, ledger entries, fees and expectations."""

from datetime import date
from decimal import Decimal
from itertools import count

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
from ftc.periods import FinancialYear
from ftc.records.models import StatedFigure
from tests.factories.programme import make_activity, make_source

PLAN_ON = date(2014, 5, 6)
TARGETS_ON = date(2013, 12, 12)
PROFILE_ON = date(2015, 1, 20)

_numbers = count(1)


def year(printed):
    return FinancialYear.parse(printed)


def make_plan(*years, **fields):
    """A plan of the years given, as printed."""
    number = next(_numbers)
    plan = Plan.objects.create(**({"code": f"MTFP-{number}", "title": f"Plan {number}"} | fields))
    for printed in years or ("2014/15", "2015/16", "2016/17"):
        PlanYear.objects.create(plan=plan, financial_year=year(printed).start)
    return plan


def make_amount(plan, printed, pounds, measure=PlanMeasure.REQUIREMENT, **fields):
    """What a plan needs, or has not identified, in a year, credited to a paper."""
    plan_year = plan.years.get(financial_year=year(printed).start)
    return PlanAmount.objects.create(
        **(
            {
                "code": f"A{next(_numbers)}",
                "plan_year": plan_year,
                "measure": measure,
                "amount_gbp": Decimal(pounds),
                "effective_on": PLAN_ON,
                "source": make_source("OUTTURN", known_on=PLAN_ON),
                "source_ref": "para 5.1",
            }
            | fields
        )
    )


def make_target(plan, low, high, **fields):
    """A category of a plan with its range."""
    number = next(_numbers)
    category = SavingsCategory.objects.create(
        plan=plan, code=f"category-{number}", name=f"Category {number}", order=number
    )
    return CategoryTarget.objects.create(
        **(
            {
                "code": f"T{number}",
                "category": category,
                "low_gbp": Decimal(low),
                "high_gbp": Decimal(high),
                "effective_on": TARGETS_ON,
                "source": make_source("DECEMBER", known_on=TARGETS_ON),
                "source_ref": "para 9.3",
            }
            | fields
        )
    )


def make_full_plan():
    """The plan of the papers: three years, two of them split, and six categories."""
    plan = make_plan()
    for printed, pounds in (("2014/15", 91), ("2015/16", 88), ("2016/17", 62)):
        make_amount(plan, printed, pounds * 1_000_000)
    for printed, pounds in (("2015/16", 43), ("2016/17", 45)):
        make_amount(plan, printed, pounds * 1_000_000, PlanMeasure.UNIDENTIFIED)
    for low, high in ((15, 20), (15, 20), (55, 65), (10, 15), (20, 25), (65, 75)):
        make_target(plan, low * 1_000_000, high * 1_000_000)
    return plan


def make_saving(ref="", **fields):
    """A recurrent, cashable saving of an activity of its own, without entries."""
    return Saving.objects.create(
        **(
            {
                "ref": ref or f"SAV-{next(_numbers)}",
                "activity": fields.pop("activity", None) or make_activity(),
                "title": "A saving",
                "cashability": Cashability.CASHABLE,
                "recurrence": Recurrence.RECURRENT,
            }
            | fields
        )
    )


def make_entry(saving=None, printed="2015/16", pounds="100", **fields):
    """A planned amount at target, credited to a paper unless ``by`` says who made it."""
    if "by" not in fields:
        fields.setdefault("source", make_source("BUSINESS-CASE", known_on=PROFILE_ON))
    return LedgerEntry.objects.create(
        **(
            {
                "saving": saving or make_saving(),
                "financial_year": year(printed).start,
                "basis": Basis.PLAN,
                "scenario": Scenario.TARGET,
                "amount_gbp": Decimal(pounds),
                "effective_on": PROFILE_ON,
            }
            | fields
        )
    )


def make_fee(saving, maximum="5500000", full_at="17700000", **fields):
    return FeeAgreement.objects.create(
        **(
            {
                "saving": saving,
                "title": "Implementation support",
                "maximum_gbp": Decimal(maximum),
                "full_at_gbp": Decimal(full_at),
                "effective_on": PROFILE_ON,
                "source": make_source("BUSINESS-CASE", known_on=PROFILE_ON),
                "source_ref": "para 4.5",
            }
            | fields
        )
    )


def make_programme_saving():
    """The saving of the 0-25 programme: two profiles over five years, and the fee."""
    saving = make_saving("0-25", title="0-25 Unified Programme")
    years = ("2014/15", "2015/16", "2016/17", "2017/18", "2018/19")
    for scenario, amounts in (
        (Scenario.TARGET, ("0", "7600000", "16900000", "17700000", "17700000")),
        (Scenario.STRETCH, ("0", "12100000", "27400000", "28200000", "28200000")),
    ):
        for printed, pounds in zip(years, amounts, strict=True):
            make_entry(saving, printed, pounds, scenario=scenario)
    make_fee(saving)
    return saving


def make_expectation(low="150000000", high="250000000", years=10, **fields):
    return SavingsExpectation.objects.create(
        **(
            {
                "code": "MARKET-ENGAGEMENT",
                "title": "Market engagement",
                "low_gbp": Decimal(low),
                "high_gbp": Decimal(high),
                "years": years,
                "effective_on": PLAN_ON,
                "source": make_source("OUTTURN", known_on=PLAN_ON),
            }
            | fields
        )
    )


def make_stated(key, pounds, text="", **fields):
    """A printed figure of finance that differs, or not, from what is computed."""
    number = next(_numbers)
    return StatedFigure.objects.create(
        **(
            {
                "code": f"F{number}",
                "figure_key": key,
                "measure": key,
                "printed_text": text or f"£{pounds}",
                "low": Decimal(pounds),
                "high": Decimal(pounds),
                "unit": "GBP",
                "source": make_source("LETTER", known_on=PLAN_ON),
                "source_ref": "section 1",
            }
            | fields
        )
    )
