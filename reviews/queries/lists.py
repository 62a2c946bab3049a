"""A page of a list of reviews, in any order, with totals over all of it: in the database.

What stands now is read from the table of standings; a past day is computed from the rows behind it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    Case,
    DateField,
    DecimalField,
    Expression,
    F,
    Field,
    IntegerField,
    OrderBy,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower

from ftc.programme.enums import Rag
from reviews import standings_sql
from reviews.enums import ReviewState
from reviews.models import Stage
from reviews.queries.budgets import Totals
from reviews.queries.rows import ReviewRow, rows_of
from reviews.queries.stages import StagePlace

Reviews = QuerySet[Any]
Key = Expression | F | Subquery
IN_ORDER = ("phase_number", "order", "code")
WORST_FIRST = (Rag.RED, Rag.AMBER, Rag.GREEN)
PART = 500
COMPUTED = '"reviews_review"."activity_ptr_id"'  # a past day is read from reviews themselves
SORTS = ("code", "title", "stage", "status", "next", "net")

# What each review covers is added up; of a service that several of them cover, all but one are
# taken off again.
TOTALS_NOW = f"""
    SELECT counted.reviews, counted.services - coalesce(twice.services, 0),
        counted.budgets - coalesce(twice.budgets, 0),
        counted.net_gbp - coalesce(twice.net_gbp, 0)
    FROM (
        SELECT count(*) AS reviews, coalesce(sum(services), 0) AS services,
            coalesce(sum(services_with_budget), 0) AS budgets, sum(net_gbp) AS net_gbp
        FROM ({{found}}) found (services, services_with_budget, net_gbp)
    ) counted, (
        SELECT sum(again.times) AS services,
            sum(again.times) FILTER (WHERE budget.net_gbp IS NOT NULL) AS budgets,
            sum(again.times * budget.net_gbp) AS net_gbp
        FROM (
            SELECT covered.service_id, count(*) - 1 AS times
            FROM ({{shared}}) found (review_id)
            JOIN reviews_reviewedservice covered ON covered.review_id = found.review_id
            WHERE {standings_sql.is_covered("covered")}
            GROUP BY covered.service_id HAVING count(*) > 1
        ) again
        LEFT JOIN {standings_sql.latest_budget("again.service_id")} ON true
    ) twice
"""
TOTALS_THEN = f"""
    WITH found (review_id) AS ({{found}}), once AS (
        SELECT DISTINCT covered.service_id FROM found
        JOIN reviews_reviewedservice covered ON covered.review_id = found.review_id
        WHERE {standings_sql.is_covered("covered", "%s")}
    )
    SELECT (SELECT count(*) FROM found), count(*), count(budget.net_gbp), sum(budget.net_gbp)
    FROM once LEFT JOIN {standings_sql.latest_budget("once.service_id", "%s")} ON true
"""


@dataclass(frozen=True)
class Listing:
    """A part of the reviews that were found, as rows in order, and totals over all of them.

    ``papers`` are the (code, title) of those that state the budgets of these rows, each once;
    ``number`` counts the parts from 1 and ``parts`` is how many there are, at least one.
    """

    rows: list[ReviewRow]
    totals: Totals
    papers: list[tuple[str, str]]
    number: int = 1
    parts: int = 1


def listing(
    reviews: Reviews,
    *,
    as_at: date | None,
    today: date,
    stages: Mapping[int, StagePlace],
    sort: str = "code",
    number: int = 1,
    size: int | None = None,
) -> Listing:
    """Part ``number`` of the reviews of ``review_rows``, narrowed, in the order of ``SORTS``.

    A part that does not exist is the nearest that does; without a ``size`` all is one part.
    ``today`` judges what is overdue. Four queries, however many reviews there are.
    """
    totals = totals_of_list(reviews, as_at=as_at)
    if not totals.reviews:
        return Listing(rows=[], totals=totals, papers=[])
    size = size or totals.reviews
    parts = -(-totals.reviews // size)
    number = min(max(number, 1), parts)
    part = sorted_by(reviews, sort, as_at=as_at)[(number - 1) * size : number * size]
    rows = rows_of(part, as_at=as_at, today=today, stages=stages)
    papers = sorted({paper for row in rows for paper in row.papers})
    return Listing(rows=rows, totals=totals, papers=papers, number=number, parts=parts)


def rows_in_parts(
    reviews: Reviews,
    *,
    as_at: date | None,
    today: date,
    stages: Mapping[int, StagePlace],
    sort: str = "code",
) -> Iterator[ReviewRow]:
    """Every row in order, read part by part as it is asked for: an export holds few at a time.

    Which rows and in what order is read at the start, so no review is told twice or left out.
    """
    keys = list(sorted_by(reviews, sort, as_at=as_at).values_list("pk", flat=True))
    for start in range(0, len(keys), PART):
        part = keys[start : start + PART]
        place = {key: position for position, key in enumerate(part)}
        found = rows_of(
            reviews.filter(pk__in=part).order_by(), as_at=as_at, today=today, stages=stages
        )
        yield from sorted(found, key=lambda row: place[row.key])


def totals_of_list(reviews: Reviews, *, as_at: date | None) -> Totals:
    """Totals over reviews of ``review_rows``, each service counted once: one query."""
    try:
        statement, wanted = _totals(reviews, as_at)
    except EmptyResultSet:
        return Totals(reviews=0, services=0, services_with_budget=0, net_gbp=None)
    with connection.cursor() as cursor:
        cursor.execute(statement, wanted)
        counted, services, with_budget, net = cursor.fetchone()
    return Totals(
        reviews=int(counted),
        services=int(services),
        services_with_budget=int(with_budget),
        net_gbp=None if net is None else Decimal(net),
    )


def _totals(reviews: Reviews, as_at: date | None) -> tuple[str, list[Any]]:
    """The statement that adds up what was found, and its parameters."""

    def asked(found: Reviews, *columns: str) -> tuple[str, list[Any]]:
        statement, wanted = found.order_by().values_list(*columns).query.sql_with_params()
        return statement, list(wanted)

    if as_at is None:
        found, first = asked(reviews, "services", "services_with_budget", "net_gbp")
        shared, then = asked(reviews.filter(shared=True), "pk")
        return TOTALS_NOW.format(found=found, shared=shared), [*first, *then]
    found, first = asked(reviews, "pk")
    days = [as_at] * TOTALS_THEN.count("%s")
    return TOTALS_THEN.format(found=found), [*first, *days]


def sorted_by(reviews: Reviews, sort: str, *, as_at: date | None) -> Reviews:
    """Reviews in the order of a column of ``SORTS``, downwards with "-" before it.

    A rating goes from off track to on track. What is not known comes last either way; equal ones
    keep the order of the programme, which "code" is and "-code" turns round.
    """
    column, downwards = sort.removeprefix("-"), sort.startswith("-")
    if column == "code":
        return reviews.order_by(*(f"-{name}" if downwards else name for name in IN_ORDER))
    orders = [_towards(key, downwards) for key in _keys(column, as_at)]
    return reviews.order_by(*orders, *IN_ORDER)


def _towards(key: Key, downwards: bool) -> OrderBy:
    return key.desc(nulls_last=True) if downwards else key.asc(nulls_last=True)


def _keys(column: str, as_at: date | None) -> tuple[Key, ...]:
    """What a column is sorted by, kept or computed."""
    keys: dict[str, Callable[[], tuple[Key, ...]]] = {
        "title": lambda: (Lower("title"),),
        "stage": lambda: (_stage(as_at),),
        "status": lambda: (_place("state_then", ReviewState), _rating(as_at)),
        "next": lambda: (_kept("next_on", standings_sql.next_date, DateField(), as_at),),
        "net": lambda: (_kept("net_gbp", standings_sql.net_budget, DecimalField(), as_at),),
    }
    return keys[column]()


def _stage(as_at: date | None) -> Key:
    if as_at is None:
        return F("stage__order")
    return Subquery(Stage.objects.filter(pk=OuterRef("stage_then")).values("order")[:1])


def _rating(as_at: date | None) -> Expression:
    if as_at is None:
        return _place("rag", WORST_FIRST)
    statement = standings_sql.rating("%s", COMPUTED)
    return RawSQL(
        f"array_position(%s::text[], ({statement})::text)",
        [[rag.value for rag in WORST_FIRST], as_at],
        output_field=IntegerField(),
    )


def _place(name: str, values: Iterable[str]) -> Case:
    """Where a value stands among ``values``; null when it is none of them."""
    whens = [When(**{name: value}, then=Value(place)) for place, value in enumerate(values)]
    return Case(*whens, output_field=IntegerField())


def _kept(
    name: str, computed: Callable[[str, str], str], field: "Field[Any, Any]", as_at: date | None
) -> Key:
    """A part of a standing, or the same computed as at a date."""
    if as_at is None:
        return F(name)
    statement = computed("%s", COMPUTED)
    return RawSQL(statement, [as_at] * statement.count("%s"), output_field=field)
