"""The reviews as the list page and its exports show them: annotated, then read row by row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ftc.periods import Precision
from ftc.programme.enums import AssignmentRole, MilestoneDateKind, MilestoneStatus, Rag
from ftc.programme.models import (
    Assignment,
    Milestone,
    MilestoneDate,
    MilestoneReport,
    StatusReport,
)
from reviews.calculations import has_passed, slip_in_working_days
from reviews.enums import ReviewState
from reviews.models import ReviewedService, Stage
from reviews.models.reviews import ReviewQuerySet
from reviews.queries.budgets import net_of_review
from reviews.queries.known import reviews_known_on
from reviews.queries.stages import StagePlace

REACHED = (MilestoneStatus.MET, MilestoneStatus.MET_WITH_EXCEPTION, MilestoneStatus.SUPERSEDED)
STATE_COLOURS = {
    ReviewState.ACTIVE: "blue",
    ReviewState.DEFERRED: "grey",
    ReviewState.WITHDRAWN: "red",
    ReviewState.MERGED: "purple",
    ReviewState.CLOSED: "green",
}
_EXACT = (Precision.DAY, Precision.DAY_INFERRED)


@dataclass(frozen=True)
class NextMilestone:
    """The first milestone not yet reached; ``text`` is its date as exactly as its source gives it.

    ``slip`` is whole working days from baseline to forecast, later positive; None unless both
    are known. ``is_exact`` is false when either is known less exactly than to the day.
    """

    title: str
    on: date | None
    text: str
    slip: int | None
    is_exact: bool
    is_overdue: bool

    @property
    def slip_text(self) -> str:
        """ "12 working days late", "about 3 working days early", or nothing without a slip."""
        if not self.slip:
            return ""
        days = abs(self.slip)
        about = "" if self.is_exact else "about "
        unit = "working day" if days == 1 else "working days"
        return f"{about}{days} {unit} {'late' if self.slip > 0 else 'early'}"


@dataclass(frozen=True)
class ReviewRow:
    """A review as one line of a list; ``net_gbp`` is pounds a year, None when not known."""

    code: str
    title: str
    url: str
    phase: int
    services: list[str]
    stage: StagePlace | None
    state: ReviewState
    rag: str
    milestone: NextMilestone | None
    net_gbp: Decimal | None
    portfolio: str
    lead: str

    @property
    def state_colour(self) -> str:
        return STATE_COLOURS[self.state]

    @property
    def services_text(self) -> str:
        """The services in order, in one line; where the papers name none, it says so."""
        return "; ".join(self.services) or "None named"

    @property
    def rag_text(self) -> str:
        return Rag(self.rag).label if self.rag else ""


def review_rows(*, as_at: date | None) -> ReviewQuerySet:
    """The reviews known on ``as_at``, annotated for filtering and sorting; read by ``rows_of``.

    Adds to ``stage_then`` and ``state_then``: ``stage_order``, ``phase_number``,
    ``portfolio_name``, ``service_names`` (list, in order), ``lead_name``, ``rag``,
    ``next_milestone`` (key), ``next_on`` and ``net_gbp`` (pounds a year, over the services, each
    counted once). All as they stood on ``as_at``; null when not known then.
    """
    reports = StatusReport.objects.filter(activity=OuterRef("pk"))
    upcoming = _milestones_to_come(as_at)
    services = ReviewedService.objects.filter(review=OuterRef("pk")).order_by("order", "pk")
    stages = Stage.objects.filter(pk=OuterRef("stage_then"))
    return reviews_known_on(as_at).annotate(
        phase_number=F("phase__number"),
        portfolio_name=F("portfolio__name"),
        stage_order=Subquery(stages.values("order")),
        service_names=ArraySubquery(services.values("service__name")),
        lead_name=Subquery(leads_of_outer_review(as_at).values("user__name")[:1]),
        rag=Subquery(reports.as_at(as_at).latest_first().values("rag")[:1]),
        next_milestone=Subquery(upcoming.values("pk")[:1]),
        next_on=Subquery(upcoming.values("due_on")[:1], output_field=DateField()),
        net_gbp=net_of_review(as_at),
    )


def rows_of(
    reviews: Iterable[Any],
    *,
    as_at: date | None,
    today: date,
    stages: dict[int, StagePlace],
) -> list[ReviewRow]:
    """Read the reviews of ``review_rows`` as rows, in their order: three queries in all.

    ``today`` judges what is overdue; ``stages`` comes from ``stage_places``.
    """
    page = list(reviews)
    wanted = [review.next_milestone for review in page if review.next_milestone is not None]
    milestones = {
        milestone.pk: _next_milestone(milestone, as_at=as_at, today=today)
        for milestone in Milestone.objects.filter(pk__in=wanted).prefetch_related("dates")
    }
    return [
        ReviewRow(
            code=review.code,
            title=review.title,
            url=review.get_absolute_url(),
            phase=review.phase_number,
            services=review.service_names,
            stage=stages.get(review.stage_then),
            state=ReviewState(review.state_then),
            rag=review.rag or "",
            milestone=milestones.get(review.next_milestone),
            net_gbp=review.net_gbp,
            portfolio=review.portfolio_name or "",
            lead=review.lead_name or "",
        )
        for review in page
    ]


def _milestones_to_come(as_at: date | None) -> QuerySet[Any]:
    """The outer activity's milestones neither achieved nor reported reached, soonest first.

    ``due_on`` is the forecast, else the baseline; what has no date comes last.
    """
    dates = MilestoneDate.objects.filter(milestone=OuterRef("pk")).as_at(as_at).latest_first()
    reports = MilestoneReport.objects.filter(milestone=OuterRef("pk")).as_at(as_at)
    given = {
        kind: Subquery(dates.filter(kind=kind).values("on")[:1], output_field=DateField())
        for kind in MilestoneDateKind
    }
    known = Q(source__isnull=True) | Q(source__known_on__lte=as_at) if as_at else Q()
    return (
        Milestone.objects.filter(known, activity=OuterRef("pk"))
        .annotate(
            achieved_on=given[MilestoneDateKind.ACHIEVED],
            due_on=Coalesce(given[MilestoneDateKind.FORECAST], given[MilestoneDateKind.BASELINE]),
            reported=Coalesce(Subquery(reports.latest_first().values("status")[:1]), Value("")),
        )
        .filter(achieved_on__isnull=True)
        .exclude(reported__in=REACHED)
        .order_by(F("due_on").asc(nulls_last=True), "order", "pk")
    )


def leads_of_outer_review(as_at: date | None) -> QuerySet[Assignment]:
    """Who leads the outer query's review on ``as_at``, the latest first."""
    leads = Assignment.objects.filter(activity=OuterRef("pk"), role=AssignmentRole.LEAD).order_by(
        "-started_on"
    )
    if as_at is None:
        return leads.filter(ended_on__isnull=True)
    return leads.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=as_at), started_on__lte=as_at)


def _next_milestone(milestone: Milestone, *, as_at: date | None, today: date) -> NextMilestone:
    baseline = milestone.date_of(MilestoneDateKind.BASELINE, as_at)
    forecast = milestone.date_of(MilestoneDateKind.FORECAST, as_at)
    due = forecast or baseline
    if due is None:
        return NextMilestone(milestone.title, None, "not dated", None, False, False)
    given = [row for row in (baseline, forecast) if row is not None]
    return NextMilestone(
        title=milestone.title,
        on=due.on,
        text=str(due),
        slip=slip_in_working_days(
            baseline.on if baseline else None, forecast.on if forecast else None
        ),
        is_exact=all(Precision(row.precision) in _EXACT for row in given),
        is_overdue=has_passed(due.on, Precision(due.precision), today),
    )
