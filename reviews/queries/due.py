"""What falls due on the reviews that go on: milestones, conditions of gates, answers of suppliers.

Read in one statement for a span of days, so that a calendar, a list of what is overdue and
somebody's own work page in the database and agree.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.urls import reverse

from ftc.organisation.models import User
from ftc.periods import Precision, display_date
from ftc.programme.enums import REACHED
from ftc.records.models.bases import readable_classifications

MILESTONE, CONDITION, ENGAGEMENT = "milestone", "condition", "engagement"
KINDS = {
    MILESTONE: "Milestone",
    CONDITION: "Condition of a gate",
    ENGAGEMENT: "Market engagement ends",
}
A_DAY_SHOWS = 4  # in a calendar; the rest are counted

# ``last_on`` is the last day a date may mean: a month its end, a week its Sunday.
DUE = """
    WITH going_on AS (
        SELECT a.id, a.code, a.title, phase.number AS phase
        FROM reviews_review r
        JOIN programme_activity a ON a.id = r.activity_ptr_id
        JOIN programme_phase phase ON phase.activity_ptr_id = r.phase_id
        WHERE 'ACTIVE' = CASE WHEN %(as_at)s = 'infinity'::date THEN r.state ELSE coalesce(
                (SELECT c.state FROM reviews_reviewstatechange c
                WHERE c.review_id = r.activity_ptr_id AND c.effective_on <= %(as_at)s
                ORDER BY c.effective_on DESC, c.recorded_at DESC, c.id DESC LIMIT 1), 'ACTIVE') END
            AND (%(phase)s::int IS NULL OR phase.number = %(phase)s)
            AND (%(user)s::bigint IS NULL OR EXISTS (SELECT 1 FROM programme_assignment held
                WHERE held.activity_id = a.id AND held.user_id = %(user)s
                    AND held.ended_on IS NULL))
    ), dated AS (
        SELECT 'milestone' AS kind, m.activity_id AS review, m.title, m.code, coalesce(
                CASE WHEN forecast.given THEN forecast."on" END, baseline."on") AS day,
            CASE WHEN forecast.given THEN forecast.precision ELSE baseline.precision END
                AS precision,
            CASE WHEN forecast.given THEN forecast.printed ELSE baseline.printed END AS printed,
            m.owner_id AS owner
        FROM programme_milestone m
        LEFT JOIN records_sourcepaper paper ON paper.id = m.source_id
        LEFT JOIN LATERAL (
            SELECT d."on", d.precision, d.printed, true AS given FROM programme_milestonedate d
            WHERE d.milestone_id = m.id AND d.kind = 'FORECAST' AND d.effective_on <= %(as_at)s
            ORDER BY d.effective_on DESC, d.recorded_at DESC, d.id DESC LIMIT 1
        ) forecast ON true
        LEFT JOIN LATERAL (
            SELECT d."on", d.precision, d.printed FROM programme_milestonedate d
            WHERE d.milestone_id = m.id AND d.kind = 'BASELINE' AND d.effective_on <= %(as_at)s
            ORDER BY d.effective_on DESC, d.recorded_at DESC, d.id DESC LIMIT 1
        ) baseline ON true
        WHERE m.id IN (SELECT d.milestone_id FROM programme_milestonedate d
                WHERE d.kind <> 'ACHIEVED'
                    AND d."on" BETWEEN %(first)s - 366 AND %(last)s + 366)
            AND coalesce(paper.known_on <= %(as_at)s, true)
            AND NOT EXISTS (SELECT 1 FROM programme_milestonedate d
                WHERE d.milestone_id = m.id AND d.kind = 'ACHIEVED'
                    AND d.effective_on <= %(as_at)s)
            AND NOT coalesce((SELECT s.status FROM programme_milestonereport s
                WHERE s.milestone_id = m.id AND s.effective_on <= %(as_at)s
                ORDER BY s.effective_on DESC, s.recorded_at DESC, s.id DESC LIMIT 1)
                = ANY(%(not_to_come)s), false)
        UNION ALL
        SELECT 'condition', p.review_id, c.title, '', c.due_on, 'day', '', c.owner_id
        FROM reviews_gatecondition c JOIN reviews_gatepassage p ON p.id = c.passage_id
        WHERE p.effective_on <= %(as_at)s AND coalesce(c.met_on > %(as_at)s, true)
        UNION ALL
        SELECT 'engagement', e.activity_id, e.title, e.code, e.ends_on, 'day', '', NULL
        FROM reviews_marketengagement e
        WHERE e.ends_on IS NOT NULL AND e.starts_on <= %(as_at)s
            AND e.classification = ANY(%(readable)s)
            AND coalesce(e.cancelled_on > %(as_at)s, true)
    ), placed AS (
        SELECT dated.*, CASE precision
            WHEN 'year' THEN make_date(extract(year FROM day)::int, 12, 31)
            WHEN 'month' THEN (date_trunc('month', day) + interval '1 month - 1 day')::date
            WHEN 'week' THEN (date_trunc('week', day) + interval '6 days')::date
            ELSE day END AS last_on
        FROM dated
    )
    SELECT placed.kind, going_on.code, going_on.title, placed.title, placed.code,
        placed.day, placed.precision, placed.printed, person.name, going_on.phase,
        {further}
    FROM placed JOIN going_on ON going_on.id = placed.review
    LEFT JOIN organisation_user person ON person.id = placed.owner
    WHERE {where}
    ORDER BY {order}
    LIMIT %(limit)s OFFSET %(offset)s
"""
ORDER = "placed.day, going_on.code, placed.kind, placed.title"
CALENDAR = DUE.format(
    further="count(*) OVER (PARTITION BY placed.day), "
    f"row_number() OVER (PARTITION BY placed.day ORDER BY {ORDER})",
    where="placed.day BETWEEN %(first)s AND %(last)s",
    order=ORDER,
)
OVERDUE = DUE.format(
    further="count(*) OVER (), 0",
    where="placed.last_on < %(today)s AND NOT (placed.kind = 'engagement')",
    order=ORDER,
)


class _Row(NamedTuple):
    kind: str
    review: str
    review_title: str
    title: str
    code: str
    on: date
    precision: str
    printed: str
    owner: str | None
    phase: int
    counted: int
    place: int


@dataclass(frozen=True)
class Due:
    """One thing due on a review, with the date in words and where it is dealt with."""

    kind: str
    review: str
    review_title: str
    title: str
    on: date
    dated: str
    owner: str
    phase: int
    url: str

    @property
    def kind_text(self) -> str:
        return KINDS[self.kind]


@dataclass(frozen=True)
class Overdue:
    """A page of what is overdue, longest first, and how much there is in all."""

    rows: list[Due]
    count: int


@dataclass(frozen=True)
class Day:
    """A day of a month's grid; ``more`` counts what is due beside what is shown."""

    on: date
    is_in_month: bool
    is_today: bool
    due: list[Due] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class Month:
    """The weeks of a month, Monday first; ``vague`` is due in it on no known day."""

    first: date
    weeks: list[list[Day]]
    vague: list[Due]
    count: int

    @property
    def previous(self) -> str:
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def following(self) -> str:
        return f"{self.first + timedelta(days=31):%Y-%m}"


def overdue(
    *,
    as_at: date | None,
    today: date,
    user: User,
    mine: bool = False,
    phase: int | None = None,
    offset: int = 0,
    limit: int = 50,
) -> Overdue:
    """What is overdue on ``today`` of the reviews that go on: one query, paged.

    ``mine`` keeps to reviews that ``user`` leads or owns.
    """
    rows = _read(
        OVERDUE,
        as_at=as_at,
        user=user,
        mine=mine,
        phase=phase,
        today=today,
        offset=offset,
        limit=limit,
        first=date(1900, 1, 1) + timedelta(days=400),
        last=today,
    )
    return Overdue([_due(row) for row in rows], rows[0].counted if rows else 0)


def month_of(
    first: date,
    *,
    as_at: date | None,
    today: date,
    user: User,
    mine: bool = False,
    phase: int | None = None,
) -> Month:
    """What falls due in the month that begins on ``first``: one query.

    What is dated to the day stands in the grid, the rest beside it.
    """
    start = first - timedelta(days=first.weekday())
    end = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    last = end + timedelta(days=6 - end.weekday())
    rows = _read(
        CALENDAR,
        as_at=as_at,
        user=user,
        mine=mine,
        phase=phase,
        today=today,
        first=start,
        last=last,
        offset=0,
        limit=5000,
    )
    in_month = [row for row in rows if (row.on.year, row.on.month) == (first.year, first.month)]
    exact = [row for row in rows if row.precision in ("day", "day_inferred")]
    by_day: dict[date, list[_Row]] = {}
    for row in exact:
        by_day.setdefault(row.on, []).append(row)
    days = [start + timedelta(days=n) for n in range((last - start).days + 1)]
    grid = [_day(on, by_day.get(on, []), first=first, today=today) for on in days]
    return Month(
        first=first,
        weeks=[grid[n : n + 7] for n in range(0, len(grid), 7)],
        vague=[_due(row) for row in in_month if row not in exact],
        count=len(in_month),
    )


def _day(on: date, rows: list[_Row], *, first: date, today: date) -> Day:
    return Day(
        on=on,
        is_in_month=(on.year, on.month) == (first.year, first.month),
        is_today=on == today,
        due=[_due(row) for row in rows[:A_DAY_SHOWS]],
        more=max(len(rows) - A_DAY_SHOWS, 0),
    )


def _read(statement: str, *, user: User, mine: bool, **wanted: Any) -> list[_Row]:
    wanted |= {
        "as_at": wanted["as_at"] or date.max,
        "user": user.pk if mine else None,
        "readable": readable_classifications(user),
        "not_to_come": list(REACHED),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, wanted)
        rows: Iterable[Any] = cursor.fetchall()
    return [_Row(*row) for row in rows]


def _due(row: _Row) -> Due:
    return Due(
        kind=row.kind,
        review=row.review,
        review_title=row.review_title,
        title=row.title,
        on=row.on,
        dated=display_date(row.on, Precision(row.precision), row.printed),
        owner=row.owner or "",
        phase=row.phase,
        url=_url(row),
    )


def _url(row: _Row) -> str:
    match row.kind:
        case "condition":
            return f"{reverse('reviews:review-gate', args=[row.review])}#conditions"
        case "engagement":
            return reverse("reviews:engagement-detail", args=[row.code])
        case _:
            return reverse("reviews:review-detail", args=[row.review]) + "#milestones"
