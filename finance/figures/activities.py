"""Figures of the savings of one activity: what is planned, what lacks a plan, what it costs.

An activity's cashable savings, non-cashable ones and cost avoidance are never added together.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from finance import queries
from finance.enums import Cashability, Scenario
from finance.figures.credit import entry_line, saving_url, when
from finance.figures.savings import fee_line
from finance.models import FeeAgreement, LedgerEntry, Saving
from ftc.programme.queries import known_by
from ftc.records.enums import Unit
from ftc.records.figures import Computed, Line, Parameter, figure, one_of, text

KINDS = tuple(kind.value.lower() for kind in Cashability)
ACTIVITY = Parameter("activity", text, required=True, description="code of an activity: P1-PRO")
CASHABILITY = Parameter(
    "cashability",
    one_of(*KINDS),
    required=True,
    choices=KINDS,
    description="the kinds are never added together",
)


@figure(
    "finance.activity_savings",
    title="Savings planned of an activity",
    unit=Unit.GBP,
    parameters=(ACTIVITY, CASHABILITY),
)
def activity_savings(*, as_at: date | None, user: Any, activity: str, cashability: str) -> Computed:
    """Pounds planned at target over all years, of the savings of one kind.

    Not known where no such saving has a plan. Source: County Council, 15 May 2014, item 12,
    paragraph 6.1.
    """
    savings = [s for s in _savings(activity, as_at) if s.cashability == cashability.upper()]
    entries = _planned(savings, as_at)
    without = [saving.ref for saving in savings if saving.pk not in {e.saving_id for e in entries}]
    if not entries:
        return Computed(None, note=f"No such saving of {activity} was planned {when(as_at)}.")
    return Computed(
        value=sum((entry.amount_gbp for entry in entries), Decimal(0)),
        lineage=[entry_line(entry) for entry in entries],
        note=f"Not in it, because they have no plan: {', '.join(without)}." if without else "",
    )


@figure(
    "finance.savings_without_plan",
    title="Savings of an activity without a plan",
    unit=Unit.COUNT,
    parameters=(ACTIVITY,),
)
def savings_without_plan(*, as_at: date | None, user: Any, activity: str) -> Computed:
    """Savings of the activity for which no year has a planned amount at target.

    Not known where the activity has no saving at all. Source: County Council, 15 May 2014,
    item 12, paragraph 6.1.
    """
    savings = _savings(activity, as_at)
    if not savings:
        return Computed(None, note=f"No saving of {activity} was known {when(as_at)}.")
    planned = {entry.saving_id for entry in _planned(savings, as_at)}
    without = [saving for saving in savings if saving.pk not in planned]
    return Computed(
        value=Decimal(len(without)),
        lineage=[Line(str(saving), saving_url(saving), source=saving.credit) for saving in without],
        note="" if without else f"Every one of its {len(savings)} savings has a plan.",
    )


@figure(
    "finance.cost_to_achieve",
    title="Fees agreed for the savings of an activity",
    unit=Unit.GBP,
    parameters=(ACTIVITY,),
)
def cost_to_achieve(*, as_at: date | None, user: Any, activity: str) -> Computed:
    """Pounds, one-off: the most that is due under the fee agreements of its savings.

    What else it costs stands in the appraisal of its options. Not known where no fee is agreed.
    Source: Children's Social Care and Health Cabinet Committee, 20 January 2015, paragraph 4.5.
    """
    agreements = (
        FeeAgreement.objects.filter(saving__activity__code=activity)
        .as_at(as_at)
        .select_related("saving", "source")
    )
    latest = {fee.saving_id: fee for fee in reversed(agreements.latest_first())}
    if not latest:
        return Computed(None, note=f"No fee for savings of {activity} was agreed {when(as_at)}.")
    fees = sorted(latest.values(), key=lambda fee: fee.saving.ref)
    return Computed(
        value=sum((fee.maximum_gbp for fee in fees), Decimal(0)),
        lineage=[fee_line(fee) for fee in fees],
    )


def _savings(activity: str, as_at: date | None) -> list[Saving]:
    rows = known_by(Saving.objects.filter(activity__code=activity), as_at)
    return list(rows.select_related("source").order_by("ref"))


def _planned(savings: list[Saving], as_at: date | None) -> list[LedgerEntry]:
    """The entries planned at target, by saving and year."""
    return queries.planned_of(savings, Scenario.TARGET, as_at)
