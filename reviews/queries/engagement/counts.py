"""What papers count of market engagement, and what the register gives beside it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ftc.records.figures import evaluate
from ftc.records.models import StatedFigure
from ftc.ui.components import Cell, Column
from reviews.models import EngagementCount, Review
from reviews.queries.page_tables import Row, Table, credits_of

KEYS = ("reviews.engagements", "reviews.engagement_responses", "reviews.engagement_suppliers")


@dataclass(frozen=True)
class PrintedCount:
    """A count that a paper prints; ``given`` is the register's, None when it knows nothing."""

    row: EngagementCount
    is_compared: bool
    given: Decimal | None
    note: str


def printed_counts(review: Review, *, as_at: date | None, user: Any) -> list[PrintedCount]:
    """What papers count for the review, then for its phase as a whole.

    A count is compared where the same paper's printed figure of the same number and unit is tied
    to a figure of the register. Source: County Council, 15 May 2014, item 12, paragraph 2.3.
    """
    rows = list(
        EngagementCount.objects.as_at(as_at)
        .filter(activity__in=[review.pk, review.phase_id])
        .select_related("activity", "source")
        .order_by("-activity__kind", "code")
    )
    stated = {
        (figure.source_id, figure.unit, figure.low): figure
        for figure in StatedFigure.objects.comparable().filter(figure_key__in=KEYS)
    }
    counts = []
    for row in rows:
        value = None if row.value is None else Decimal(row.value)
        tied = stated.get((row.source_id, row.unit, value))
        if tied is None:
            counts.append(PrintedCount(row, False, None, ""))
            continue
        figure = evaluate(tied.figure_key, tied.params, as_at=as_at, user=user)
        counts.append(PrintedCount(row, True, figure.value, figure.note))
    return counts


def counts_table(review: Review, *, as_at: date | None, user: Any) -> Table:
    """The counts of papers with what the register gives beside each."""
    counts = printed_counts(review, as_at=as_at, user=user)
    return Table(
        "engagement",
        "What papers count",
        (
            Column("Kind"),
            Column("Measure"),
            Column("Covers"),
            Column("Printed", "number"),
            Column("The register gives"),
        ),
        tuple(_line(count, review) for count in counts),
        sources=credits_of(count.row for count in counts),
        empty="No paper counts market engagement of this review or its phase.",
    )


def _line(count: PrintedCount, review: Review) -> Row:
    row = count.row
    return (
        row.kind[:1].upper() + row.kind[1:],
        row.measure,
        "This review" if row.activity_id == review.pk else f"{row.activity} as a whole",
        row.value,
        _given(count),
    )


def _given(count: PrintedCount) -> Cell:
    if not count.is_compared:
        return Cell("Not compared")
    if count.given is None:
        return Cell("Not known", hint=count.note)
    return Cell(int(count.given), hint=count.note)
