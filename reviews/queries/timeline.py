"""When the milestones of reviews fall and when they entered their stages, as at a date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from ftc.periods import Precision, display_date
from ftc.programme.enums import MilestoneDateKind

# A milestone once: when it was met, else when it is expected, else when it was planned.
EVENTS = """
    SELECT m.activity_id, dated.kind, m.title, dated."on", dated.precision, dated.printed,
        m."order" AS place, m.id
    FROM programme_milestone m
    LEFT JOIN records_sourcepaper paper ON paper.id = m.source_id
    LEFT JOIN LATERAL (
        SELECT d.kind, d."on", d.precision, d.printed FROM programme_milestonedate d
        WHERE d.milestone_id = m.id AND d.effective_on <= %(as_at)s
        ORDER BY d.kind = 'ACHIEVED' DESC, d.kind = 'FORECAST' DESC, d.effective_on DESC,
            d.recorded_at DESC, d.id DESC
        LIMIT 1
    ) dated ON true
    WHERE m.activity_id = ANY(%(keys)s) AND coalesce(paper.known_on <= %(as_at)s, true)
    UNION ALL
    SELECT p.review_id, 'STAGE', s.title, p.effective_on, 'day', '', p.sequence, p.id
    FROM reviews_gatepassage p JOIN reviews_stage s ON s.id = p.to_stage_id
    WHERE p.review_id = ANY(%(keys)s) AND p.effective_on <= %(as_at)s
        AND p.outcome NOT IN ('POSTPONED', 'MOVED')
    ORDER BY 1, 4 NULLS LAST, 7, 8
"""
STAGE = "STAGE"
KINDS = {
    MilestoneDateKind.BASELINE: "planned",
    MilestoneDateKind.FORECAST: "expected",
    MilestoneDateKind.ACHIEVED: "met",
    STAGE: "stage",
}


class _Event(NamedTuple):
    review: int
    kind: str | None
    title: str
    on: date | None
    precision: str | None
    printed: str | None
    place: int
    key: int


@dataclass(frozen=True)
class Event:
    """A milestone or a stage of a review; ``kind`` is planned, expected, met or stage.

    ``on`` is None, and ``kind`` empty, where no date is recorded; ``dated`` is the date in words.
    """

    kind: str
    title: str
    on: date | None
    dated: str


def events_of(keys: Iterable[int], *, as_at: date | None) -> dict[int, list[Event]]:
    """What is dated of each of the reviews by key, oldest first, undated last: one query."""
    with connection.cursor() as cursor:
        cursor.execute(EVENTS, {"keys": list(keys), "as_at": as_at or date.max})
        rows = [_Event(*row) for row in cursor.fetchall()]
    found: dict[int, list[Event]] = {}
    for row in rows:
        found.setdefault(row.review, []).append(_event(row))
    return found


def _event(row: _Event) -> Event:
    precision = Precision(row.precision) if row.precision else Precision.NONE
    return Event(
        kind=KINDS[row.kind] if row.kind else "",
        title=row.title,
        on=row.on,
        dated=display_date(row.on, precision, row.printed or ""),
    )
