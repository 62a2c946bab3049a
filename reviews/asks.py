"""What is asked of whom: evidence to supply or accept, options to choose, gates to pass."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.urls import reverse

from ftc.organisation.enums import Permission
from ftc.organisation.models import User
from ftc.programme import queries as programme
from ftc.programme.enums import AssignmentRole, MilestoneDateKind, MilestoneStatus
from ftc.programme.models import Assignment
from reviews import policies
from reviews.enums import CriterionKind, Doer, EvidenceState, ReviewState
from reviews.models import Evidence, Review, Stage
from reviews.policies import CriterionStatus

REACHED = (MilestoneStatus.MET, MilestoneStatus.MET_WITH_EXCEPTION, MilestoneStatus.SUPERSEDED)


@dataclass(frozen=True)
class Ask:
    """One thing asked of a person: what, where to do it, by when, and what waits for it."""

    text: str
    url: str
    review_code: str
    due: date | None
    blocks: str


def asked_of(user: User, today: date) -> list[Ask]:
    """What the reviews that ``user`` leads or owns ask of them, soonest due first, undated last.

    An ask is due when its review's next milestone is. ``today`` is the working date; what was due
    before it is asked all the same. The queries are the same few, however many reviews.
    """
    roles = dict(
        Assignment.objects.filter(user=user, ended_on__isnull=True).values_list(
            "activity_id", "role"
        )
    )
    reviews = list(
        Review.objects.filter(pk__in=roles, state=ReviewState.ACTIVE)
        .select_related("stage", "methodology")
        .prefetch_related("methodology__stages")
        .order_by("phase__number", "order", "code")
    )
    if not reviews:
        return []
    statuses = policies.gate_statuses(reviews, None)
    waiting = _waiting_evidence(reviews, user)
    due = _next_milestones(reviews)
    asks: list[Ask] = []
    for review in reviews:
        asking = _Asking(review, _onward(review), due.get(review.pk))
        if roles[review.pk] == AssignmentRole.LEAD:
            asks += _asked_of_lead(asking, statuses[review.pk], user)
        elif user.may(Permission.EVIDENCE_ACCEPT_OWNED):
            asks += _asked_of_owner(asking, waiting)
    return sorted(asks, key=lambda ask: (ask.due is None, ask.due or today))


@dataclass(frozen=True)
class _Asking:
    """A review that asks, the stage that comes next, and when its next milestone is due."""

    review: Review
    onward: Stage | None
    due: date | None

    def ask(self, text: str, url: str) -> Ask:
        waits = f"{self.review.title} cannot reach {self.onward} without it" if self.onward else ""
        return Ask(text=text, url=url, review_code=self.review.code, due=self.due, blocks=waits)


def _asked_of_lead(asking: _Asking, statuses: list[CriterionStatus], user: User) -> Iterator[Ask]:
    """Evidence to supply, an option to choose, then the move once nothing is missing."""
    review, onward = asking.review, asking.onward
    for status in statuses:
        if status.who != Doer.LEAD:
            continue
        criterion = status.criterion
        if criterion.kind == CriterionKind.EVIDENCE and user.may(Permission.EVIDENCE_SUPPLY):
            again = " again" if criterion.evidence else ""
            url = reverse("reviews:evidence-add", args=[review.code])
            yield asking.ask(
                f"Supply the {policies.in_a_sentence(criterion.title)}{again} for {review.title}",
                f"{url}?criterion={criterion.code}",
            )
        if criterion.kind == CriterionKind.PREFERRED_OPTION:
            yield asking.ask(
                f"Record which option of {review.title} is preferred",
                f"{review.get_absolute_url()}#options",
            )
    if onward and user.may(Permission.GATE_MOVE_LED) and all(status.met for status in statuses):
        act = f"Move {review.title} to {onward}" if review.stage else f"Start {review.title}"
        url = reverse("reviews:review-move", args=[review.code])
        yield replace(asking.ask(act, url), blocks="Everything asked before it is met")


def _asked_of_owner(asking: _Asking, waiting: list[Any]) -> Iterator[Ask]:
    """Evidence to accept or return."""
    review = asking.review
    for evidence in waiting:
        if evidence.review_id == review.pk:
            what = policies.in_a_sentence(evidence.criterion.title)
            yield asking.ask(
                f"Accept or return the {what} for {review.title}",
                reverse("reviews:evidence-detail", args=[review.code, evidence.number]),
            )


def _waiting_evidence(reviews: list[Review], user: User) -> list[Any]:
    """Evidence of these reviews that this person may read and decide, oldest first.

    ``number`` is its place among all evidence of its review, by which it is addressed.
    """
    before = (
        Evidence.objects.filter(review=OuterRef("review"), pk__lte=OuterRef("pk"))
        .order_by()
        .values("review")
        .annotate(count=Count("pk"))
        .values("count")
    )
    # By code, because it may have been supplied before the review was moved to another version.
    not_left = Stage.objects.filter(
        methodology=OuterRef("review__methodology"),
        code=OuterRef("criterion__stage__code"),
        order__gte=OuterRef("review__stage__order"),
    )
    return list(
        Evidence.objects.visible_to(user)
        .filter(
            Q(review__stage__isnull=True) | Q(Exists(not_left)),
            review__in=reviews,
            state=EvidenceState.SUPPLIED,
        )
        .exclude(supplied_by=user)
        .select_related("criterion")
        .annotate(number=Subquery(before, output_field=IntegerField()))
        .order_by("supplied_at", "pk")
    )


def _next_milestones(reviews: list[Review]) -> dict[int, date]:
    """When the first milestone not yet reached is due, by review; undated ones are left out."""
    rows: Any = programme.milestones(as_at=None).filter(activity__in=reviews)
    rows = rows.exclude(dates__kind=MilestoneDateKind.ACHIEVED)
    due: dict[int, date] = {}
    for activity, on, status in rows.values_list("activity_id", "due_on", "reported_status"):
        if on is not None and status not in REACHED:
            due.setdefault(activity, on)
    return due


def _onward(review: Review) -> Stage | None:
    """The stage that comes next in the review's own methodology; reads prefetched rows."""
    here = review.stage.order if review.stage else 0
    return next((s for s in review.methodology.stages.all() if s.order == here + 1), None)
