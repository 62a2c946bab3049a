"""Pounds: rounding, splitting, ratios and how an amount is printed; exact decimals only.

One sign rule for savings and pressures. A saving is positive. A pressure is positive too, and
it subtracts from what the savings achieved, so::

    net unachieved = proposed - achieved + pressures

An amount is negative only when it reverses one already recorded, or is what such a sum gives;
a positive net unachieved is a shortfall. Budgets follow the papers: gross and income are
positive, net is gross less income, and a net budget is negative when a service earns more than
it costs.

Calculate unrounded and round once, half up, which for a negative amount means away from zero
(-0.005 becomes -0.01), so that a reversal always rounds to the opposite of what it reverses.
Floats are refused everywhere.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

NOT_KNOWN = "not known"


def to_pence(value: Decimal | int) -> Decimal:
    """Round pounds to the penny, half up.

    Raises TypeError for anything but a Decimal or an int.
    """
    return round_half_up(value, 2)


def round_half_up(value: Decimal | int, places: int) -> Decimal:
    """Round to ``places`` decimal places, halves away from zero; never gives a negative zero.

    ``places`` may be negative: -3 rounds to whole thousands.
    Raises TypeError for anything but a Decimal or an int; ValueError for one that is not finite.
    """
    return _rounded(_exact(value), places)


def in_pounds(value: Decimal | int | None) -> str:
    """Write pounds with commas and no pound sign: ``143,049,800``, ``1,234.50``, ``-229,000``.

    Rounds to the penny; pence are printed only when there are some. ``None`` is written
    "not known", never as zero.
    """
    if value is None:
        return NOT_KNOWN
    pence = to_pence(value)
    return f"{pence:,.0f}" if pence == int(pence) else f"{pence:,.2f}"


def in_millions(value: Decimal | int | None, places: int = 1) -> str:
    """Write pounds as millions: ``£143.0m``, ``-£1.8m``; ``None`` as "not known".

    Rounds once from the exact pounds, half up, to ``places`` decimal places of a million.
    """
    return _in_units_of(1_000_000, "m", value, places)


def in_thousands(value: Decimal | int | None, places: int = 0) -> str:
    """Write pounds as thousands: ``£143,050k``, ``-£229k``; ``None`` as "not known".

    Rounds once from the exact pounds, half up, to ``places`` decimal places of a thousand.
    """
    return _in_units_of(1_000, "k", value, places)


def split(total: Decimal | int, shares: Sequence[Decimal | int]) -> list[Decimal]:
    """Split pounds in proportion to ``shares``, each part to the penny, summing to the total.

    ``shares`` are weights of any size: fractions of 1, percentages, or amounts. Parts come in the
    order of the shares. Each part is first rounded towards zero; the pennies left over go one
    each to the parts that lost most, the earlier part first when they lost the same. A share of
    nothing gets nothing.
    Raises ValueError when the total is not whole pence, when a share is negative, or when no
    share is above zero; TypeError for floats.
    """
    pence = _exact(total) * 100
    if pence.denominator != 1:
        raise ValueError("Only whole pence can be split: round the total with to_pence first.")
    weights = [_exact(share) for share in shares]
    if any(weight < 0 for weight in weights):
        raise ValueError("A share cannot be negative.")
    whole = sum(weights, Fraction(0))
    if whole == 0:
        raise ValueError("At least one share must be above zero.")

    exact_parts = [abs(pence) * weight / whole for weight in weights]
    parts = [int(part) for part in exact_parts]
    left_over = int(abs(pence)) - sum(parts)
    lost_most_first = sorted(range(len(parts)), key=lambda i: parts[i] - exact_parts[i])
    for index in lost_most_first[:left_over]:
        parts[index] += 1
    sign = -1 if pence < 0 else 1
    return [_rounded(Fraction(sign * part, 100), 2) for part in parts]


def ratio(a: Decimal | int, b: Decimal | int, places: int = 2) -> Decimal:
    """Divide ``a`` by ``b`` and round once, half up: the saving for each pound of fee, say.

    Raises ValueError when ``b`` is zero, because there is then no ratio; TypeError for floats.
    Source: Children's Social Care and Health Cabinet Committee, 20 January 2015, paragraph 4.1.
    """
    divisor = _exact(b)
    if divisor == 0:
        raise ValueError("There is no ratio to zero.")
    return _rounded(_exact(a) / divisor, places)


def _exact(value: Decimal | int) -> Fraction:
    """The value as a fraction, so that no working precision can round it on the way."""
    if not isinstance(value, Decimal | int):
        raise TypeError(f"Money is a Decimal, not {type(value).__name__}: {value!r}.")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{value} is not an amount.")
    return Fraction(value)


def _rounded(exact: Fraction, places: int) -> Decimal:
    """Built from its digits, because Decimal arithmetic would round to the context's precision."""
    units = int(abs(exact) * Fraction(10) ** places + Fraction(1, 2))
    sign = "-" if exact < 0 and units else ""
    if places < 0:
        return Decimal(f"{sign}{units * 10**-places}")
    return Decimal(f"{sign}{units}E-{places}")


def _in_units_of(unit: int, suffix: str, value: Decimal | int | None, places: int) -> str:
    if value is None:
        return NOT_KNOWN
    scaled = _rounded(_exact(value) / unit, places)
    sign = "-" if scaled < 0 else ""
    return f"{sign}£{scaled.copy_abs():,.{places}f}{suffix}"
