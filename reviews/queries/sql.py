"""The statements behind a list of reviews, its filters and its rows, read as at a date.

They are written in SQL because building them anew for each page costs many times running them.
``keys`` is a list of reviews' keys; ``as_at`` the date, or the end of time for everything
recorded: of dated rows the newest by then stands, and of two on one day the later recorded.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from ftc.programme.enums import REACHED

SERVICES = """
    SELECT covered.review_id, service.id, service.name, budget.net_gbp, paper.code, paper.title
    FROM reviews_reviewedservice covered
    JOIN organisation_service service ON service.id = covered.service_id
    LEFT JOIN LATERAL (
        SELECT b.net_gbp, b.source_id FROM organisation_servicebudget b
        WHERE b.service_id = service.id AND b.effective_on <= %(as_at)s
        ORDER BY b.effective_on DESC, b.recorded_at DESC, b.id DESC LIMIT 1
    ) budget ON true
    LEFT JOIN records_sourcepaper paper ON paper.id = budget.source_id
    WHERE covered.review_id = ANY(%(keys)s)
        AND coalesce(covered.started_on <= %(as_at)s, true)
        AND coalesce(covered.ended_on > %(as_at)s, true)
    ORDER BY covered.review_id, covered."order", covered.id
"""

STANDINGS = """
    SELECT activity.id, activity.version, lead.id, lead.name,
        (SELECT s.rag FROM programme_statusreport s
            WHERE s.activity_id = activity.id AND s.effective_on <= %(as_at)s
            ORDER BY s.effective_on DESC, s.recorded_at DESC, s.id DESC LIMIT 1),
        milestone.title,
        milestone.baseline_on, milestone.baseline_precision, milestone.baseline_printed,
        milestone.forecast_on, milestone.forecast_precision, milestone.forecast_printed
    FROM programme_activity activity
    LEFT JOIN LATERAL (
        SELECT person.id, person.name FROM programme_assignment a
        JOIN organisation_user person ON person.id = a.user_id
        WHERE a.activity_id = activity.id AND a.role = 'LEAD'
            AND a.started_on <= %(as_at)s AND coalesce(a.ended_on > %(as_at)s, true)
        ORDER BY a.started_on DESC, a.id DESC LIMIT 1
    ) lead ON true
    LEFT JOIN LATERAL (
        SELECT m.title,
            baseline."on" AS baseline_on, baseline.precision AS baseline_precision,
            baseline.printed AS baseline_printed,
            forecast."on" AS forecast_on, forecast.precision AS forecast_precision,
            forecast.printed AS forecast_printed
        FROM programme_milestone m
        LEFT JOIN records_sourcepaper paper ON paper.id = m.source_id
        LEFT JOIN LATERAL (
            SELECT d."on", d.precision, d.printed FROM programme_milestonedate d
            WHERE d.milestone_id = m.id AND d.kind = 'BASELINE' AND d.effective_on <= %(as_at)s
            ORDER BY d.effective_on DESC, d.recorded_at DESC, d.id DESC LIMIT 1
        ) baseline ON true
        LEFT JOIN LATERAL (
            SELECT d."on", d.precision, d.printed FROM programme_milestonedate d
            WHERE d.milestone_id = m.id AND d.kind = 'FORECAST' AND d.effective_on <= %(as_at)s
            ORDER BY d.effective_on DESC, d.recorded_at DESC, d.id DESC LIMIT 1
        ) forecast ON true
        LEFT JOIN LATERAL (
            SELECT r.status FROM programme_milestonereport r
            WHERE r.milestone_id = m.id AND r.effective_on <= %(as_at)s
            ORDER BY r.effective_on DESC, r.recorded_at DESC, r.id DESC LIMIT 1
        ) report ON true
        WHERE m.activity_id = activity.id
            AND coalesce(paper.known_on <= %(as_at)s, true)
            AND NOT coalesce(report.status = ANY(%(reached)s), false)
            AND NOT EXISTS (
                SELECT 1 FROM programme_milestonedate d
                WHERE d.milestone_id = m.id AND d.kind = 'ACHIEVED'
                    AND d.effective_on <= %(as_at)s)
        ORDER BY CASE WHEN forecast.precision IS NULL THEN baseline."on" ELSE forecast."on" END
            NULLS LAST, m."order", m.id
        LIMIT 1
    ) milestone ON true
    WHERE activity.id = ANY(%(keys)s)
"""

# LIMIT 1, because the first of many thousands is enough and EXISTS would be planned to read all.
CHOICES = """
    SELECT 'directorate' AS kind, 0 AS position, directorate.code AS value, coalesce(
        (SELECT n.name FROM organisation_directoratename n
            WHERE n.directorate_id = directorate.id AND n.effective_on <= %(as_at)s
            ORDER BY n.effective_on DESC, n.recorded_at DESC, n.id DESC LIMIT 1),
        (SELECT n.name FROM organisation_directoratename n
            WHERE n.directorate_id = directorate.id ORDER BY n.effective_on, n.id LIMIT 1),
        directorate.code) AS words
    FROM organisation_directorate directorate
    WHERE (SELECT true FROM organisation_service service
        JOIN reviews_reviewedservice covered ON covered.service_id = service.id
        WHERE service.directorate_id = directorate.id LIMIT 1)
    UNION ALL
    SELECT 'delivery_model', "order", code, name FROM reviews_deliverymodel
    UNION ALL
    SELECT 'portfolio', "order", code, name FROM programme_portfolio
    UNION ALL
    SELECT 'lead', 0, person.username, person.name FROM organisation_user person
    WHERE (SELECT true FROM programme_assignment a
        JOIN programme_activity activity ON activity.id = a.activity_id
        WHERE a.user_id = person.id AND a.role = 'LEAD' AND a.ended_on IS NULL
            AND activity.kind = 'REVIEW' LIMIT 1)
    ORDER BY kind, position, words
"""


class CoveredService(NamedTuple):
    """A service under a review, its net budget in pounds a year, and the paper that states it.

    All of the budget is None when it is not known.
    """

    review: int
    service: int
    name: str
    net_gbp: Decimal | None
    paper: str | None
    paper_title: str | None


class Standing(NamedTuple):
    """Who leads a review, how it was last rated, and its first milestone not yet reached."""

    review: int
    version: int
    lead_key: int | None
    lead: str | None
    rag: str | None
    milestone: str | None
    baseline_on: date | None
    baseline_precision: str | None
    baseline_printed: str | None
    forecast_on: date | None
    forecast_precision: str | None
    forecast_printed: str | None


def covered_services(keys: Iterable[int], *, as_at: date | None) -> list[CoveredService]:
    """The services of the reviews in the order of each, with their latest net budget."""
    return [CoveredService(*row) for row in _read(SERVICES, keys, as_at)]


def standings(keys: Iterable[int], *, as_at: date | None) -> dict[int, Standing]:
    """How each of the reviews stood, by key.

    The milestone shown is the soonest that was neither achieved nor reported reached, by its
    forecast, else its baseline; one without a date comes last.
    """
    return {row[0]: Standing(*row) for row in _read(STANDINGS, keys, as_at)}


def choices(*, as_at: date | None) -> dict[str, list[tuple[str, str]]]:
    """By kind, the (value, words) there is to filter by, in the order to offer them.

    Directorates with a service under review, by the name in use on the date; delivery models;
    portfolios; and who leads a review now, by username.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, _, value, words in _read(CHOICES, (), as_at):
        found.setdefault(kind, []).append((value, words))
    return found


def _read(statement: str, keys: Iterable[int], as_at: date | None) -> list[Any]:
    wanted: dict[str, Any] = {
        "keys": list(keys),
        "as_at": as_at or date.max,
        "reached": list(REACHED),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, wanted)
        return cursor.fetchall()
