"""How a chart's numbers are written: pounds in millions, counts, percent."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ftc import money
from ftc.ui.components import Column

Unit = Literal["pounds", "number", "percent"]
Value = Decimal | int | None


@dataclass(frozen=True)
class Series:
    """One series: its name and a value for each category, in their order; None is not known."""

    name: str
    values: Sequence[Value]


def written(value: Value, unit: Unit) -> str:
    """A value beside its mark: £45.0m, 9, 40%."""
    if value is None:
        return money.NOT_KNOWN
    if unit == "pounds":
        if not value:
            return "£0"
        return money.in_thousands(value) if -100_000 < value < 100_000 else money.in_millions(value)
    return f"{value:,}%" if unit == "percent" else f"{value:,}"


def column(head: str, unit: Unit) -> Column:
    """The head of the table beneath, where pounds are printed whole."""
    if unit == "pounds":
        return Column(head, kind="money", unit="£")
    return Column(head, kind="number", unit="%" if unit == "percent" else "")
