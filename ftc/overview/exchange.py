"""Discrepancies as CSV; text that a spreadsheet would evaluate is escaped."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ftc.money import NOT_KNOWN
from ftc.overview.queries.discrepancies import Printed

EVALUATED = ("=", "+", "-", "@", "\t", "\r")
HEADS = (
    "Code",
    "Measure",
    "Of",
    "Records give",
    "Unit",
    "Printed",
    "Paper",
    "Paper title",
    "Paragraph",
    "Difference (printed less records)",
    "Standing",
    "Note",
    "Explanation",
    "Explained by",
    "As at",
)


def discrepancy_csv(rows: Sequence[Printed], *, as_at: date | None) -> bytes:
    """The rows in their order as CSV in UTF-8; numbers are plain and exact, below zero too."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADS)
    when = as_at.isoformat() if as_at else "everything recorded"
    for row in rows:
        writer.writerow(
            [
                *(_safe(said) for said in (row.code, row.title, row.of)),
                _number(row.value),
                row.unit,
                *(_safe(said) for said in (row.text, row.paper, row.paper_title, row.paragraph)),
                _number(row.difference),
                row.standing,
                *(_safe(said) for said in (row.note, row.explanation, row.explained_by)),
                when,
            ]
        )
    return text.getvalue().encode("utf-8-sig")


def _number(value: Decimal | None) -> str:
    return NOT_KNOWN if value is None else f"{value:f}"


def _safe(said: str) -> str:
    return f"'{said}" if said.lstrip(" ").startswith(EVALUATED) else said
