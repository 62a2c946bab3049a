"""The conditions on which gates were passed: of one review, and all that are asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from ftc.organisation.models import User
from ftc.periods import long_date
from reviews import permissions
from reviews.models import GateCondition, Review

OPEN, OVERDUE, MET = "open", "overdue", "met"


@dataclass(frozen=True)
class ConditionLine:
    """A condition as a list shows it on a day; ``meet_url`` where this person may meet it."""

    condition: GateCondition
    review: Review
    is_met: bool
    is_overdue: bool
    meet_url: str

    @property
    def url(self) -> str:
        """Where it is shown: the gate page of its review."""
        return f"{reverse('reviews:review-gate', args=[self.review.code])}#conditions"

    @property
    def state(self) -> str:
        if self.is_met and self.condition.met_on:
            return f"Met · {long_date(self.condition.met_on)}"
        return "Overdue" if self.is_overdue else "Outstanding"

    @property
    def colour(self) -> str:
        if self.is_met:
            return "green"
        return "red" if self.is_overdue else "blue"


def conditions_of(
    review: Review, *, as_at: date | None, today: date, user: User
) -> list[ConditionLine]:
    """The conditions of one review known by ``as_at``, soonest due first."""
    rows = _known_by(as_at).filter(passage__review=review.pk)
    return [_line(row, review, as_at=as_at, today=today, user=user) for row in rows]


def condition_lines(
    *,
    as_at: date | None,
    today: date,
    user: User | None,
    state: str = OPEN,
    phase: str = "",
    owner: str = "",
) -> list[ConditionLine]:
    """Conditions known by ``as_at``, soonest due first; two queries.

    ``state`` is "open" (not met, late or not), "overdue", "met" or "" for all; ``phase`` a number,
    ``owner`` a username.
    """
    rows = _known_by(as_at)
    if phase:
        rows = rows.filter(passage__review__phase__number=phase)
    if owner:
        rows = rows.filter(owner__username=owner)
    unmet = Q(met_on__isnull=True) | (Q(met_on__gt=as_at) if as_at else Q(pk__in=[]))
    if state in (OPEN, OVERDUE):
        rows = rows.filter(unmet)
    if state == OVERDUE:
        rows = rows.filter(due_on__lt=as_at or today)
    if state == MET:
        rows = rows.exclude(unmet)
    lines = []
    for row in rows.prefetch_related("passage__review__assignments"):
        review: Any = row.passage.review
        review.holders = [
            (held.user_id, held.role) for held in review.assignments.all() if held.ended_on is None
        ]
        lines.append(_line(row, review, as_at=as_at, today=today, user=user))
    return lines


def _known_by(as_at: date | None) -> QuerySet[GateCondition]:
    rows = GateCondition.objects.select_related(
        "owner", "met_by", "passage__from_stage", "passage__review__phase"
    )
    if as_at is not None:
        rows = rows.filter(passage__effective_on__lte=as_at)
    return rows.order_by("due_on", "passage__review__code", "order")


def _line(
    row: GateCondition, review: Review, *, as_at: date | None, today: date, user: User | None
) -> ConditionLine:
    is_met = row.met_on is not None and (as_at is None or row.met_on <= as_at)
    may_meet = (
        as_at is None
        and not is_met
        and user is not None
        and permissions.can_meet(user, row, review)
    )
    return ConditionLine(
        condition=row,
        review=review,
        is_met=is_met,
        is_overdue=not is_met and row.due_on < (as_at or today),
        meet_url=condition_url(row, review) if may_meet else "",
    )


def condition_url(row: GateCondition, review: Review) -> str:
    """The page on which a condition is said to be met."""
    return reverse("reviews:condition-meet", args=[review.code, row.passage.sequence, row.order])
