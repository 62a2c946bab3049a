"""Whether the facts allow an entry in the ledger; no user, no writes."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from finance import calculations
from finance.errors import EntryRefused
from ftc import money
from ftc.periods import long_date

LARGEST = Decimal("999999999999.99")


def check_amount(amount_gbp: Decimal) -> None:
    """Pounds and whole pence, within what the ledger can hold."""
    if not amount_gbp.is_finite() or abs(amount_gbp) > LARGEST:
        raise EntryRefused("The amount is larger than the ledger can hold.")
    if amount_gbp != money.to_pence(amount_gbp):
        raise EntryRefused("The ledger holds pounds and whole pence. Give two decimals at most.")


def check_not_in_the_future(effective_on: date, today: date) -> None:
    """``today`` is the day on the real clock."""
    if effective_on > today:
        raise EntryRefused(
            f"An entry cannot take effect after today, {long_date(today)}. "
            "Record it on the day it takes effect."
        )


def check_reversal(
    earlier: Iterable[tuple[date, Decimal]], effective_on: date, amount_gbp: Decimal, reason: str
) -> None:
    """A negative entry takes back pounds already recorded, never more than there are on any day,
    and says why.

    ``earlier`` are the dated pounds of the same saving, year, basis and scenario.
    """
    if amount_gbp >= 0:
        return
    if not reason:
        raise EntryRefused("Give a reason for taking back pounds that were recorded before.")
    changes = list(earlier)
    lowest = calculations.lowest_running_total([*changes, (effective_on, amount_gbp)])
    if lowest < 0:
        there = sum((pounds for day, pounds in changes if day <= effective_on), Decimal(0))
        raise EntryRefused(
            f"A negative amount takes back what was recorded before, and "
            f"£{money.in_pounds(there)} stood there on {long_date(effective_on)}. "
            f"Taking back £{money.in_pounds(-amount_gbp)} would leave less than nothing."
        )
