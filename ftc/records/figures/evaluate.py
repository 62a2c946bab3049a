"""Evaluating a figure: the computed value, its lineage, and what papers printed for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ftc import money
from ftc.records.enums import Unit
from ftc.records.figures.registry import (
    BadParameter,
    Computed,
    FigureDefinition,
    Line,
    UnknownFigure,
    definition,
)
from ftc.records.models import StatedFigure

NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Stated:
    """What one paper printed for the measure, and how far it is from the records.

    ``difference`` is stated less computed: 0 inside a range, else to the nearer bound; None when
    nothing could be computed.
    """

    code: str
    paper: str
    paper_title: str
    paragraph: str
    text: str
    low: Decimal | None
    high: Decimal | None
    difference: Decimal | None
    note: str
    explanation: str


@dataclass(frozen=True)
class Figure:
    """A figure evaluated as at a date; ``value`` is exact, ``text`` is for people."""

    key: str
    title: str
    params: dict[str, str]
    as_at: date | None
    value: Decimal | None
    unit: Unit
    text: str
    note: str
    lineage: list[Line]
    stated: list[Stated]

    @property
    def discrepancies(self) -> list[Stated]:
        """The printed figures that differ from the records."""
        return [s for s in self.stated if s.difference]

    def __str__(self) -> str:
        return self.text


def evaluate(
    key: str,
    params: Mapping[str, str] | None = None,
    *,
    as_at: date | None = None,
    user: Any = None,
    stated: Iterable[StatedFigure] | None = None,
) -> Figure:
    """Read the figure ``key`` from the records as at ``as_at`` for ``user``.

    ``stated`` may hand in the printed figures to compare with, so that a page of many figures
    reads them once. Raises UnknownFigure or BadParameter.
    """
    wanted = dict(params or {})
    registered = definition(key)
    values = registered.read(wanted)
    computed = registered.compute(as_at=as_at, user=user, **values)
    if stated is None:
        stated = (
            StatedFigure.objects.filter(figure_key=key).known_by(as_at).select_related("source")
        )
    return figure_from(computed, key, wanted, as_at=as_at, stated=stated)


def figure_from(
    computed: Computed,
    key: str,
    params: Mapping[str, str],
    *,
    as_at: date | None,
    stated: Iterable[StatedFigure],
) -> Figure:
    """The figure ``key`` from a value already computed, beside the printed figures handed in.

    For a page of many figures that are all read from the same few rows; ``stated`` may hold
    printed figures of other keys as well. Raises UnknownFigure or BadParameter.
    """
    registered = definition(key)
    return Figure(
        key=key,
        title=registered.title,
        params=dict(params),
        as_at=as_at,
        value=computed.value,
        unit=registered.unit,
        text=in_words(computed.value, registered.unit),
        note=computed.note,
        lineage=computed.lineage,
        stated=[
            _stated(row, computed.value)
            for row in stated
            if row.figure_key == key and _same_measure(registered, row, params)
        ],
    )


def comparable_figures(*, as_at: date | None, user: Any) -> list[Figure]:
    """Every measure that some paper printed and the records give, each evaluated once."""
    rows = list(
        StatedFigure.objects.comparable().known_by(as_at).select_related("source").order_by("code")
    )
    seen: set[tuple[str, object]] = set()
    figures: list[Figure] = []
    for row in rows:
        try:
            measure = (row.figure_key, definition(row.figure_key).comparison_key(row.params))
        except (UnknownFigure, BadParameter):
            continue
        if measure not in seen:
            seen.add(measure)
            same_key = [r for r in rows if r.figure_key == row.figure_key]
            figures.append(
                evaluate(row.figure_key, row.params, as_at=as_at, user=user, stated=same_key)
            )
    return figures


def difference(value: Decimal | None, low: Decimal | None, high: Decimal | None) -> Decimal | None:
    """Stated less computed: 0 inside the range, else from the nearer bound; open ends count."""
    if value is None or (low is None and high is None):
        return None
    if low is not None and value < low:
        return low - value
    if high is not None and value > high:
        return high - value
    return Decimal(0)


def in_words(value: Decimal | None, unit: Unit) -> str:
    """The value as a sentence would print it: £143,049,800, 10, 5.13:1, or "not known"."""
    if value is None:
        return NOT_KNOWN
    if unit == Unit.GBP:
        amount = money.in_pounds(abs(value))
        return f"-£{amount}" if value < 0 else f"£{amount}"
    if unit == Unit.RATIO:
        return f"{value}:1"
    if unit == Unit.PERCENT:
        return f"{value:f} %"
    return f"{value:,f}"


def _same_measure(
    registered: FigureDefinition, row: StatedFigure, wanted: Mapping[str, str]
) -> bool:
    return registered.comparison_key(row.params) == registered.comparison_key(wanted)


def _stated(row: StatedFigure, value: Decimal | None) -> Stated:
    paper = row.source
    return Stated(
        code=row.code,
        paper=paper.code if paper else "",
        paper_title=paper.title if paper else "",
        paragraph=row.source_ref,
        text=row.printed_text,
        low=row.low,
        high=row.high,
        difference=difference(value, row.low, row.high),
        note=row.note,
        explanation=row.explanation,
    )
