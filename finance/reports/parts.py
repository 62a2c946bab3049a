"""What the pages of finance are made of: tables with their records, figures beside print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from ftc import money
from ftc.records.enums import Unit
from ftc.records.figures import Computed, Figure, figure_from
from ftc.records.figures.shown import printed_in_words, signed
from ftc.records.models import StatedFigure
from ftc.ui.components import Cell, Column, Link

Row = Sequence[Cell]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Table:
    """A table of a page with the records it was read from."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: Row = ()
    lineage: Sequence[Link] = ()
    notes: Sequence[str] = ()


class Printed:
    """Sets computed values beside the printed figures of finance, read once for a page."""

    def __init__(self, as_at: date | None) -> None:
        self.as_at = as_at
        self.rows = list(
            StatedFigure.objects.filter(figure_key__startswith="finance.")
            .known_by(as_at)
            .select_related("source")
        )

    def figure(self, computed: Computed, key: str, **params: str) -> Figure:
        return figure_from(computed, key, params, as_at=self.as_at, stated=self.rows)


def cell_of(figure: Figure) -> Cell:
    """A value, and under it what papers printed where that differs."""
    printed = ", ".join(stated.text for stated in figure.discrepancies)
    return Cell(figure.value, hint=f"≠ printed {printed}" if printed else "")


def short(value: Decimal | None) -> str:
    """Pounds in a sentence: £88m, £17.7m, "not known"."""
    if value is None:
        return money.NOT_KNOWN
    return money.in_millions(value, 0 if value % 1_000_000 == 0 else 1)


def compared(figure: Figure) -> list[str]:
    """What papers printed of a figure, each with how far it is from the records if they say."""
    return [
        printed_in_words(stated) + _distance(stated.difference, figure.unit)
        for stated in figure.stated
    ]


def _distance(difference: Decimal | None, unit: Unit) -> str:
    if difference is None:
        return "."
    return f": differs by {signed(difference, unit)}." if difference else ": the same."


def distinct(items: Iterable[Item]) -> list[Item]:
    """Each item once, in the order they come."""
    return list(dict.fromkeys(items))
