"""What falls due as a table for other programs."""

from collections.abc import Iterable, Sequence

from ftc.programme.exchange import Cell
from reviews.queries.due import Due

DUE_HEAD = ("review", "review_title", "phase", "kind", "title", "due_on", "due", "owner")


def due_rows(rows: Iterable[Due]) -> Iterable[Sequence[Cell]]:
    """A row for each; ``due`` is the date no more exact than its source."""
    for row in rows:
        yield (
            row.review,
            row.review_title,
            row.phase,
            row.kind_text,
            row.title,
            row.on.isoformat(),
            row.dated,
            row.owner,
        )
