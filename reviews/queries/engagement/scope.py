"""Which engagements, answers and suppliers a figure counts, and what it must say of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from ftc.records.working_date import working_date
from reviews.enums import EngagementState, ResponseState
from reviews.models import EngagementResponse, Review
from reviews.queries.engagement.listing import engagements, recorded_by
from reviews.queries.scope import merged_reviews
from reviews.queries.selection import counted, when


@dataclass(frozen=True)
class EngagementScope:
    """What is counted: of a phase (its number) or a review, of a kind, in a state, for a service.

    Without a state, whatever was not cancelled.
    """

    phase: int | None = None
    review: Review | None = None
    kind: str = ""
    state: str = ""
    service: str = ""


@dataclass(frozen=True)
class Counted:
    """Rows that a figure counts; ``not_known`` says why there is no value, ``note`` what beside."""

    rows: list[Any]
    note: str = ""
    not_known: str = ""


def counted_engagements(scope: EngagementScope, *, user: Any, as_at: date | None) -> Counted:
    """The engagements this person may read; not known when the register has none of the scope."""
    every = _of_scope(recorded_by(as_at), scope, as_at)
    readable = _of_scope(engagements(user=user, as_at=as_at, today=working_date()), scope, as_at)
    rows = list(readable.prefetch_related(None).order_by("starts_on", "code"))
    hidden = every.count() - len(rows)
    if not rows:
        return Counted([], not_known=_nothing(hidden, as_at))
    if scope.state:
        rows = [row for row in rows if row.state_then == scope.state]
    else:
        rows = [row for row in rows if row.state_then != EngagementState.CANCELLED]
    return Counted(rows, note=_left_out(hidden, "engagement"))


def counted_responses(
    scope: EngagementScope, state: ResponseState, *, user: Any, as_at: date | None
) -> Counted:
    """The suppliers in those engagements that were invited, responded or declined by the day.

    One row a supplier and engagement, as far as this person may read.
    """
    found = counted_engagements(scope, user=user, as_at=as_at)
    if found.not_known:
        return found
    keys = [row.pk for row in found.rows]
    every = _in_state(EngagementResponse.objects.filter(engagement__in=keys), state, as_at)
    readable = every.visible_to(user)
    if scope.service:
        every, readable = (rows.filter(services__code=scope.service) for rows in (every, readable))
    rows = list(
        readable.select_related("supplier", "engagement__source")
        .annotate(services_answered=Count("services"))
        .order_by("engagement__starts_on", "engagement__code", "supplier__name")
    )
    hidden = _left_out(every.count() - len(rows), "answer")
    return Counted(rows, note=" ".join(note for note in (found.note, hidden) if note))


def _of_scope(rows: Any, scope: EngagementScope, as_at: date | None) -> Any:
    if scope.phase is not None:
        rows = rows.filter(
            Q(activity__as_phase__number=scope.phase)
            | Q(activity__review__phase__number=scope.phase)
        )
    if scope.review is not None:
        merged = [row.pk for row in merged_reviews(scope.review, as_at=as_at)]
        rows = rows.filter(activity__in=[scope.review.pk, *merged])
    return rows.filter(kind=scope.kind) if scope.kind else rows


def _in_state(rows: Any, state: ResponseState, as_at: date | None) -> Any:
    if state == ResponseState.INVITED:
        rows = rows.filter(invited_on__isnull=False)
        return rows.filter(invited_on__lte=as_at) if as_at else rows
    rows = rows.filter(state=state)
    return rows.filter(responded_on__lte=as_at) if as_at else rows


def _nothing(hidden: int, as_at: date | None) -> str:
    if hidden:
        return f"{counted(hidden, 'engagement')} of the register may not be read here."
    on = f" {when(as_at)}" if as_at else " yet"
    return f"Nothing of this is in the register{on}."


def _left_out(hidden: int, what: str) -> str:
    if not hidden:
        return ""
    verb = "is" if hidden == 1 else "are"
    return f"{counted(hidden, what)} that may not be read here {verb} left out."
