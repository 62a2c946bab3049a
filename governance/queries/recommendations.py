"""Recommendations with their status as at a date, in lists and by theme."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from ftc.programme.queries import known_by
from ftc.records.models.bases import readable_classifications
from governance.enums import RecommendationStatus
from governance.models import Recommendation, RecommendationOutcome

STATUS_COLOURS = {
    RecommendationStatus.OPEN: "grey",
    RecommendationStatus.FOR_CONSIDERATION: "yellow",
    RecommendationStatus.NOT_AGREED: "red",
}


@dataclass(frozen=True)
class ThemeGroup:
    """The recommendations of a report under one theme, in the report's order."""

    theme: str
    recommendations: list[Recommendation]

    @property
    def numbers(self) -> str:
        """The first and last number, as the report counts them: "2 to 7", or "1"."""
        first, last = self.recommendations[0].number, self.recommendations[-1].number
        return first if first == last else f"{first} to {last}"


def recommendations(
    *,
    user: Any,
    as_at: date | None,
    report: str = "",
    theme: str = "",
    status: str = "",
    body: str = "",
) -> QuerySet[Recommendation]:
    """Recommendations known by ``as_at`` that this person may read, in the papers' order.

    Annotated ``status`` (OPEN without an outcome) and ``status_basis``.
    """
    outcomes = RecommendationOutcome.objects.filter(recommendation=OuterRef("pk")).as_at(as_at)
    rows = (
        known_by(Recommendation.objects.with_status(as_at), as_at)
        .filter(
            Q(agenda_item__isnull=True)
            | Q(agenda_item__classification__in=readable_classifications(user))
        )
        .annotate(status_basis=Subquery(outcomes.latest_first().values("basis")[:1]))
        .select_related("body", "agenda_item__meeting", "source")
        .order_by("order", "code")
    )
    chosen = {"report_code": report, "theme": theme, "status": status, "body__code": body}
    return rows.filter(**{field: value for field, value in chosen.items() if value})


def recommendations_by_theme(
    report_code: str = "SELC", *, as_at: date | None = None, user: Any = None
) -> list[ThemeGroup]:
    """The recommendations of a report by theme, both in the report's order: one query.

    Each is annotated ``status``. Source: Select Committee: Commissioning, County Council,
    15 May 2014, item 13, recommendations 1 to 27.
    """
    groups: dict[str, list[Recommendation]] = {}
    for row in recommendations(user=user, as_at=as_at, report=report_code):
        groups.setdefault(row.theme, []).append(row)
    return [ThemeGroup(theme, rows) for theme, rows in groups.items()]


def reports_and_themes(user: Any) -> tuple[list[tuple[str, str]], list[str]]:
    """Code and title of every report with recommendations, and every theme, in their order."""
    rows = recommendations(user=user, as_at=None).values_list(
        "report_code", "report_title", "theme"
    )
    reports: dict[str, str] = {}
    themes: dict[str, None] = {}
    for code, title, theme in rows:
        reports.setdefault(code, title)
        if theme:
            themes.setdefault(theme)
    return list(reports.items()), list(themes)
