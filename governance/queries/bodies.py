"""Bodies with what a list and a body's page say of them."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from governance.enums import Regime
from governance.models import Body, Meeting, Membership
from governance.queries.meetings import meetings, meetings_known_by

REGIME_WORDS = {
    Regime.LOCAL_GOVERNMENT_ACT_1972: (
        "Local Government Act 1972, Part VA: it meets in public, and its agenda and reports lie "
        "open five clear days before."
    ),
    Regime.EXECUTIVE_2012: (
        "SI 2012/2089, executive arrangements: key decisions need 28 days' notice, and every "
        "decision a written statement."
    ),
    Regime.INFORMAL: "None: no statute governs its meetings, and nothing it says is a decision.",
}
MEETINGS_SHOWN = 10


@dataclass(frozen=True)
class BodyPage:
    """A body with its meetings and its seats as at a date."""

    body: Body
    power: str
    regime: str
    coming: list[Meeting]
    past: list[Meeting]
    memberships: list[Membership]
    receives_from: list[Body]


def power_of(body: Body) -> str:
    """What the body may do, in words."""
    if body.may_decide:
        return "May decide"
    return "Advises only" if body.is_formal else "Advises only, informally"


def body_list(*, user: Any, on: date, as_at: date | None, regime: str = "") -> QuerySet[Body]:
    """Bodies by name, each annotated with its next meeting.

    ``next_code``, ``next_on``, and ``next_precision`` and ``next_printed`` to write the date with.
    """
    coming = (
        meetings_known_by(Meeting.objects.visible_to(user), as_at)
        .filter(body=OuterRef("pk"), held_on__gte=on)
        .order_by("held_on", "code")
    )
    rows = Body.objects.annotate(
        next_on=Subquery(coming.values("held_on")[:1]),
        next_code=Subquery(coming.values("code")[:1]),
        next_precision=Subquery(coming.values("precision")[:1]),
        next_printed=Subquery(coming.values("printed_date")[:1]),
    ).order_by("name")
    return rows.filter(regime=regime) if regime else rows


def seats(body: Body, as_at: date | None) -> QuerySet[Membership]:
    """Who sits on it on ``as_at``, by surname; a seat without dates is counted at every date."""
    rows = body.memberships.select_related("person", "group", "source").order_by(
        F("role").desc(nulls_last=True), "person__surname", "person__forenames", "pk"
    )
    if as_at is None:
        return rows.filter(ended_on__isnull=True)
    return rows.filter(
        Q(started_on__isnull=True) | Q(started_on__lte=as_at),
        Q(ended_on__isnull=True) | Q(ended_on__gt=as_at),
    )


def body_page(body: Body, *, user: Any, on: date, as_at: date | None) -> BodyPage:
    """A body's page: a number of queries that does not grow with its meetings."""
    of_body = partial(meetings, user=user, on=on, as_at=as_at, body=body.code)
    return BodyPage(
        body=body,
        power=power_of(body),
        regime=REGIME_WORDS[Regime(body.regime)],
        coming=list(of_body(period="upcoming")[:MEETINGS_SHOWN]),
        past=list(of_body(period="past")[:MEETINGS_SHOWN]),
        memberships=list(seats(body, as_at)),
        receives_from=list(body.receives_from.order_by("name")),
    )
