"""What the ledger gives for an activity's status: savings forecast short of their plan."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from finance.enums import Basis, Scenario
from finance.models import LedgerEntry
from ftc.money import in_pounds
from ftc.programme.enums import Rag
from ftc.programme.hints import Sign, reads_signs

SHORT_IS_RED = Decimal("0.8")  # of the plan


@reads_signs("money")
def signs_of_money(keys: Collection[int], as_at: date | None, today: date) -> list[Sign]:
    """Savings forecast at less than is planned for the same years, at target; one query."""
    target = Q(scenario=Scenario.TARGET)
    rows = (
        LedgerEntry.objects.filter(target, saving__activity__in=keys)
        .as_at(as_at)
        .order_by("saving__ref", "financial_year")
        .values("saving__activity", "saving__ref", "saving__title", "financial_year")
        .annotate(
            planned=Sum("amount_gbp", filter=Q(basis__in=(Basis.PLAN, Basis.REPROFILE))),
            forecast=Sum("amount_gbp", filter=Q(basis=Basis.FORECAST)),
        )
    )
    sums: dict[tuple[int, str, str], tuple[Decimal, Decimal]] = {}
    for row in rows:
        if row["forecast"] is None or row["planned"] is None:
            continue
        saving = (row["saving__activity"], row["saving__ref"], row["saving__title"])
        planned, forecast = sums.get(saving, (Decimal(0), Decimal(0)))
        sums[saving] = planned + row["planned"], forecast + row["forecast"]
    return [
        Sign(
            activity,
            Rag.RED if forecast < planned * SHORT_IS_RED else Rag.AMBER,
            f"Saving {ref}, {title}, is forecast at £{in_pounds(forecast)}"
            f" of £{in_pounds(planned)}.",
        )
        for (activity, ref, title), (planned, forecast) in sums.items()
        if forecast < planned
    ]
