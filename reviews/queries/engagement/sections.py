"""The register in the section of a review: its own engagements, and those of its phase."""

from datetime import date
from typing import Any

from ftc.ui.components import Cell, Column
from reviews.enums import EngagementState
from reviews.models import Review
from reviews.queries.engagement.listing import STATE_COLOURS, engagements, kind_label, left_out
from reviews.queries.page_tables import Row, Table, credits_of
from reviews.queries.scope import merged_reviews

COLUMNS = (
    Column("Engagement"),
    Column("Kind"),
    Column("State"),
    Column("Began", "date"),
    Column("Ended", "date"),
    Column("Invited", "number"),
    Column("Responded", "number"),
)


def register_tables(
    review: Review, *, user: Any, as_at: date | None, today: date
) -> tuple[list[Table], int]:
    """The engagements of a review and of those merged into it, then of its phase as a whole.

    Beside them, how many of the whole register this person may not read: three queries.
    """
    merged = [row.pk for row in merged_reviews(review, as_at=as_at)]
    keys = [review.pk, *merged, review.phase_id]
    rows = list(engagements(user=user, as_at=as_at, today=today).filter(activity__in=keys))
    own = [row for row in rows if row.activity_id != review.phase_id]
    phase = [row for row in rows if row.activity_id == review.phase_id]
    tables = [
        _table("register", "Market engagement of this review", own, with_activity=bool(merged)),
        _table("phase-register", f"Market engagement of {review.phase} as a whole", phase),
    ]
    return tables, left_out(user=user, as_at=as_at)


def line_of(row: Any, *, with_activity: bool = True) -> Row:
    """An engagement as a row of ``COLUMNS``."""
    state = EngagementState(row.state_then)
    return (
        Cell(
            row.title,
            url=row.get_absolute_url(),
            hint=f"{row.activity.title}, {row.code}" if with_activity else row.code,
        ),
        kind_label(row),
        Cell(str(state.label), tag_colour=STATE_COLOURS[state]),
        row.starts_on or Cell("not yet dated"),
        row.ends_on or Cell("no last day"),
        row.invited,
        row.responded,
    )


def _table(name: str, caption: str, rows: list[Any], *, with_activity: bool = False) -> Table:
    return Table(
        name,
        caption,
        COLUMNS,
        tuple(line_of(row, with_activity=with_activity) for row in rows),
        sources=credits_of(rows),
        empty="Nothing is in the register yet.",
    )
