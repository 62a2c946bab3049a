"""Sums, shares and ratios of pounds that the figures and pages are made of; no ORM."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from ftc import money

Amount = Decimal | None


def sum_of_known(amounts: Iterable[Amount]) -> Amount:
    """Add the amounts that are known, exactly; None when none of them is.

    ``amounts`` are pounds. A sum over nothing known is "not known", never 0.
    """
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def identified(requirement: Amount, unidentified: Amount) -> Amount:
    """Pounds of a year's requirement that somebody has found: requirement less unidentified.

    None when either is not known.
    Source: County Council, 15 May 2014, item 12, paragraphs 5.1 and 5.2.
    """
    if requirement is None or unidentified is None:
        return None
    return requirement - unidentified


def shortfall(requirement: Amount, target: Amount) -> Amount:
    """Pounds required beyond what the categories are expected to save; None when not known.

    Negative when the categories are expected to save more than is required.
    Source: County Council, 12 December 2013, paragraph 9.4.
    """
    if requirement is None or target is None:
        return None
    return requirement - target


def average_a_year(total: Decimal, years: int) -> Decimal:
    """Pounds a year when ``total`` pounds are saved over ``years`` years, to the penny.

    Source: County Council, 15 May 2014, item 12, paragraph 5.3.
    """
    return money.ratio(total, years)


def running_totals(amounts: Sequence[Decimal]) -> list[Decimal]:
    """The cumulative pounds after each year, in the order given; no rounding."""
    totals: list[Decimal] = []
    for amount in amounts:
        totals.append((totals[-1] if totals else Decimal(0)) + amount)
    return totals


def contingent_fee(*, achieved: Decimal, maximum: Decimal, full_at: Decimal) -> Amount:
    """Pounds of fee due for a full-year saving of ``achieved`` pounds.

    The whole ``maximum`` at or above ``full_at``; None below it, because the paper says that the
    fee depends on the saving and gives no scale.
    Source: Children's Social Care and Health Cabinet Committee, 20 January 2015, paragraph 4.5.
    """
    return maximum if achieved >= full_at else None


def net_unachieved(*, proposed: Amount, achieved: Amount, pressures: Amount) -> Amount:
    """Pounds still to find: proposed - achieved + pressures; pressures are positive.

    A saving may be achieved in full and still leave a shortfall to a pressure. Pressures not
    recorded are none; None when the saving proposed or achieved is not known.
    """
    if proposed is None or achieved is None:
        return None
    return proposed - achieved + (pressures or Decimal(0))


def lowest_running_total(changes: Iterable[tuple[date, Decimal]]) -> Decimal:
    """The lowest the running total ever stands at a day's end, from nothing; at most 0.

    ``changes`` are dated pounds in any order; those of one day count together.
    """
    by_day: dict[date, Decimal] = {}
    for day, amount in changes:
        by_day[day] = by_day.get(day, Decimal(0)) + amount
    totals = running_totals([by_day[day] for day in sorted(by_day)])
    return min([Decimal(0), *totals])
