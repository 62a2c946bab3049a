"""The engagements of the register: what was known on a day, filtered and counted."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from ftc.organisation.models import Service
from ftc.periods import FinancialYear
from ftc.programme.enums import ActivityKind
from ftc.programme.models import Activity
from ftc.programme.queries import known_by
from ftc.ui.charts import Bar, BarChart
from reviews.enums import EngagementKind, EngagementState, ResponseState
from reviews.models import EngagementResponse, MarketEngagement
from reviews.queries.selection import counted

Choice = tuple[str, str]
NO_SERVICE = "No service named"
STATE_COLOURS = {
    EngagementState.PLANNED: "grey",
    EngagementState.OPEN: "blue",
    EngagementState.CLOSED: "green",
    EngagementState.CANCELLED: "red",
}


@dataclass(frozen=True)
class EngagementFilters:
    """What narrows the register; empty is everything. ``activity`` and ``service`` are codes."""

    kind: str = ""
    activity: str = ""
    state: str = ""
    service: str = ""
    year: FinancialYear | None = None


@dataclass(frozen=True)
class EngagementChoices:
    """What there is to filter by, as (value, words)."""

    activities: tuple[Choice, ...]
    services: tuple[Choice, ...]
    years: tuple[Choice, ...]


def engagements(*, user: Any, as_at: date | None, today: date) -> "QuerySet[MarketEngagement]":
    """The engagements this person may read, the latest first, with what they brought by then.

    Annotates ``state_then``, and ``invited``, ``responded`` and ``declined``: suppliers, as far as
    this person may read of them. On a past day it is those that had begun. One query.
    """
    on = as_at or today
    return (
        recorded_by(as_at)
        .visible_to(user)
        .select_related("activity", "source")
        .prefetch_related("services")
        .annotate(
            state_then=_state_then(on),
            invited=_count(responses_known(user, as_at).filter(invited_on__isnull=False)),
            responded=_count(answers(user, as_at, ResponseState.RESPONDED)),
            declined=_count(answers(user, as_at, ResponseState.DECLINED)),
        )
        .order_by("-starts_on", "code")
    )


def recorded_by(as_at: date | None) -> Any:
    """The engagements that had begun by a day, whoever may read them; without one, all."""
    rows: Any = MarketEngagement.objects.all()
    return rows if as_at is None else known_by(rows.filter(starts_on__lte=as_at), as_at)


def responses_known(user: Any, as_at: date | None) -> Any:
    """What this person may read of suppliers in engagements, invited or answered by a day."""
    rows = EngagementResponse.objects.visible_to(user)
    if as_at is None:
        return rows
    return rows.filter(
        Q(invited_on__lte=as_at) | Q(responded_on__lte=as_at),
        engagement__in=recorded_by(as_at).values("pk"),
    )


def answers(user: Any, as_at: date | None, state: ResponseState) -> Any:
    """The answers of a kind that had come by a day."""
    rows = responses_known(user, as_at).filter(state=state)
    return rows.filter(responded_on__lte=as_at) if as_at else rows


def filtered(rows: Any, filters: EngagementFilters) -> Any:
    """The engagements that match; of a year is what began in it."""
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.activity:
        rows = rows.filter(activity__code=filters.activity)
    if filters.state:
        rows = rows.filter(state_then=filters.state)
    if filters.service:
        named = MarketEngagement.services.through.objects.filter(
            marketengagement=OuterRef("pk"), service__code=filters.service
        )
        rows = rows.filter(Exists(named))
    if filters.year is not None:
        following = filters.year.start + 1
        rows = rows.filter(
            starts_on__gte=filters.year.starts_on, starts_on__lt=date(following, 4, 1)
        )
    return rows


def left_out(*, user: Any, as_at: date | None) -> int:
    """How many engagements of the register this person may not read."""
    every = recorded_by(as_at)
    return int(every.exclude(pk__in=every.visible_to(user).values("pk")).count())


def engagement_choices(*, user: Any, as_at: date | None) -> EngagementChoices:
    """The reviews, phases, services and years of the engagements this person may read."""
    rows = recorded_by(as_at).visible_to(user).order_by()
    activities = Activity.objects.filter(pk__in=rows.values("activity")).order_by("-kind", "code")
    services = Service.objects.filter(market_engagements__in=rows.values("pk")).distinct()
    began = rows.filter(starts_on__isnull=False).dates("starts_on", "month", order="DESC")
    years = dict.fromkeys(FinancialYear.containing(month) for month in began)
    return EngagementChoices(
        activities=tuple((row.code, _named(row)) for row in activities),
        services=tuple((row.code, row.name) for row in services.order_by("name")),
        years=tuple((str(year.start), str(year)) for year in years),
    )


def responses_by_service(rows: Any, *, user: Any, as_at: date | None) -> list[tuple[str, int]]:
    """How many answers of these engagements were for each service, the most first: one query.

    An answer for two services counts under both; one that names none is counted last.
    """
    found = (
        answers(user, as_at, ResponseState.RESPONDED)
        .filter(engagement__in=rows.order_by().values("pk"))
        .order_by()
        .values_list("services__name")
        .annotate(number=Count("pk"))
    )
    named = sorted(
        ((name, number) for name, number in found if name), key=lambda line: (-line[1], line[0])
    )
    nameless = [(NO_SERVICE, number) for name, number in found if not name]
    return [*named, *nameless]


def services_chart(lines: list[tuple[str, int]]) -> BarChart | None:
    """The answers by service as a picture whose title states what it shows; None for none."""
    if not lines:
        return None
    most, number = lines[0]
    title = f"{most}: {counted(number, 'answer')}"
    if most != NO_SERVICE and len(lines) > 1 and number > lines[1][1]:
        title = f"{most} drew the most answers: {number}"
    return BarChart(
        title=title,
        bars=[Bar(name, count) for name, count in lines],
        head="Answers",
        label_head="Service",
        key="responses",
    )


def _named(activity: Activity) -> str:
    of = "Review" if activity.kind == ActivityKind.REVIEW else "Whole phase"
    return f"{activity.title} ({of.lower()})"


def _state_then(on: date) -> Case:
    return Case(
        When(cancelled_on__lte=on, then=Value(EngagementState.CANCELLED)),
        When(Q(starts_on__isnull=True) | Q(starts_on__gt=on), then=Value(EngagementState.PLANNED)),
        When(ends_on__lt=on, then=Value(EngagementState.CLOSED)),
        default=Value(EngagementState.OPEN),
    )


def _count(rows: Any) -> Coalesce:
    number = (
        rows.filter(engagement=OuterRef("pk"))
        .order_by()
        .values("engagement")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def kind_label(engagement: MarketEngagement) -> str:
    return str(EngagementKind(engagement.kind).label)
