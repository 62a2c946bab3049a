"""What is asked of whom: evidence to supply or accept, gates to pass, conditions to meet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.urls import reverse

from ftc.organisation.enums import Permission, Role
from ftc.organisation.models import User
from ftc.programme import queries as programme
from ftc.programme.enums import REACHED, AssignmentRole, MilestoneDateKind
from ftc.programme.models import Assignment
from reviews import permissions, policies
from reviews.enums import CriterionKind, Doer, EvidenceState, ReviewFact, ReviewState
from reviews.models import Criterion, Evidence, GateCondition, Review, Stage
from reviews.policies import CriterionStatus
from reviews.queries.gate_conditions import condition_url

# Roles that anybody holds for every review; a gate may name them.
OFFICES = frozenset({Role.FINANCE, Role.PORTFOLIO_OFFICE, Role.DEMOCRATIC_SERVICES})
MOST_OF_A_ROLE = 50


@dataclass(frozen=True)
class Ask:
    """One thing asked of a person: what, where to do it, by when, and what waits for it."""

    text: str
    url: str
    review_code: str
    due: date | None
    blocks: str


def asked_of(user: User, today: date) -> list[Ask]:
    """What is asked of ``user`` as lead, as owner, for a role they hold, or as a condition's owner.

    Soonest due first, undated last. An ask is due when its review's next milestone is, a condition
    on its own day; each is asked until it is done, also after it was due. ``today`` is the working
    date. The queries are the same few, however many reviews.
    """
    roles = dict(
        Assignment.objects.filter(user=user, ended_on__isnull=True).values_list(
            "activity_id", "role"
        )
    )
    asks = list(_conditions(user, roles, today))
    reviews = _reviews_asking(user, roles)
    if reviews:
        statuses = policies.gate_statuses(reviews, None)
        waiting = _waiting_evidence(reviews, user)
        due = _next_milestones(reviews)
    for review in reviews:
        asking = _Asking(review, _onward(review), due.get(review.pk))
        if roles.get(review.pk) == AssignmentRole.LEAD:
            asks += _asked_of_lead(asking, statuses[review.pk], user)
        asks += _asked_to_accept(asking, waiting, user)
        asks += _asked_to_sign(asking, statuses[review.pk], user)
    return sorted(asks, key=lambda ask: (ask.due is None, ask.due or today))


def _reviews_asking(user: User, roles: Mapping[int, str]) -> list[Any]:
    """The reviews that go on of which ``user`` is lead or owner, or whose gate names their role.

    Of the latter at most ``MOST_OF_A_ROLE``. Each carries what part the person has in it.
    """
    active = (
        Review.objects.filter(state=ReviewState.ACTIVE)
        .select_related("stage", "methodology")
        .prefetch_related("methodology__stages")
        .order_by("phase__number", "order", "code")
    )
    reviews: list[Any] = list(active.filter(pk__in=roles))
    held = sorted(OFFICES & user.roles)
    if held:
        here = Criterion.objects.filter(stage=OuterRef("stage"), role__in=held)
        waiting = Evidence.objects.filter(
            review=OuterRef("pk"), criterion__role__in=held, state=EvidenceState.SUPPLIED
        )
        named = Q(Exists(here.filter(kind=CriterionKind.SIGN_OFF))) | Q(Exists(waiting))
        reviews += active.filter(named).exclude(pk__in=roles)[:MOST_OF_A_ROLE]
    for review in reviews:
        review.holders = [(user.pk, roles[review.pk])] if review.pk in roles else []
    return reviews


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
    """Evidence to supply, an option to choose, what to record; then the move, nothing missing."""
    review, onward = asking.review, asking.onward
    for status in statuses:
        if status.who == Doer.LEAD:
            yield from _for_a_criterion(asking, status, user)
    if onward and user.may(Permission.GATE_MOVE_LED) and all(status.met for status in statuses):
        act = f"Move {review.title} to {onward}" if review.stage else f"Start {review.title}"
        url = reverse("reviews:review-move", args=[review.code])
        yield replace(asking.ask(act, url), blocks="Everything asked before it is met")


def _for_a_criterion(asking: _Asking, status: CriterionStatus, user: User) -> Iterator[Ask]:
    """What a lead is asked to do for a criterion that is not met."""
    review, criterion = asking.review, status.criterion
    match CriterionKind(criterion.kind):
        # Evidence that waits is for whoever accepts it, though that be the lead.
        case CriterionKind.EVIDENCE if criterion.evidence_state != EvidenceState.SUPPLIED:
            if user.may(Permission.EVIDENCE_SUPPLY):
                again = " again" if criterion.evidence else ""
                url = reverse("reviews:evidence-add", args=[review.code])
                yield asking.ask(
                    f"Supply the {policies.in_a_sentence(criterion.title)}{again} for "
                    f"{review.title}",
                    f"{url}?criterion={criterion.code}",
                )
        case CriterionKind.PREFERRED_OPTION:
            yield asking.ask(
                f"Record which option of {review.title} is preferred",
                f"{review.get_absolute_url()}#options",
            )
        case CriterionKind.MILESTONE:
            yield asking.ask(
                f"Achieve the milestone “{criterion.milestone_title}” of {review.title}",
                f"{review.get_absolute_url()}#milestones",
            )
        case CriterionKind.FIELD:
            what = policies.in_a_sentence(ReviewFact(criterion.field).label)
            yield asking.ask(
                f"Record the {what} of {review.title}",
                reverse("reviews:review-edit", args=[review.code]),
            )


def _asked_to_accept(asking: _Asking, waiting: list[Any], user: User) -> Iterator[Ask]:
    """Evidence to accept or return."""
    review = asking.review
    for evidence in waiting:
        if evidence.review_id == review.pk and permissions.can_decide(user, evidence, review):
            what = policies.in_a_sentence(evidence.criterion.title)
            yield asking.ask(
                f"Accept or return the {what} for {review.title}",
                reverse("reviews:evidence-detail", args=[review.code, evidence.number]),
            )


def _asked_to_sign(asking: _Asking, statuses: list[CriterionStatus], user: User) -> Iterator[Ask]:
    """Sign-offs to give, each once the one before it is given."""
    review = asking.review
    for status in statuses:
        criterion = status.criterion
        if criterion.kind != CriterionKind.SIGN_OFF or status.who is None:
            continue
        if permissions.does_for(user, review, criterion.role):
            yield asking.ask(
                f"Give or refuse the {policies.in_a_sentence(criterion.title)} for {review.title}",
                reverse("reviews:sign-off", args=[review.code, criterion.code]),
            )


def _conditions(user: User, roles: Mapping[int, str], today: date) -> Iterator[Ask]:
    """Conditions to meet; once due, those that others were to meet on reviews led or owned."""
    rows = (
        GateCondition.objects.filter(met_on__isnull=True)
        .filter(Q(owner=user) | Q(passage__review__in=roles, due_on__lte=today))
        .select_related("passage__to_stage", "passage__review")
        .order_by("due_on", "passage__review__code", "order")
    )
    for row in rows:
        review = row.passage.review
        through = f"{review.title} was let through to {row.passage.to_stage} on it"
        if row.owner_id == user.pk:
            gate = reverse("reviews:review-gate", args=[review.code])
            text, url = f"Meet a condition of {review.title}: {row.title}", f"{gate}#conditions"
        else:
            text = f"Say whether a condition of {review.title} is met: {row.title}"
            url = condition_url(row, review)
        yield Ask(text=text, url=url, review_code=review.code, due=row.due_on, blocks=through)


def _waiting_evidence(reviews: list[Review], user: User) -> list[Any]:
    """Evidence of these reviews that this person may read and did not supply, oldest first.

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
