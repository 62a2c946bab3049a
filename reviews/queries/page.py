"""What a review's page shows, as at a date: where it stands, its gate, its people and evidence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse

from ftc.organisation.models import User
from ftc.programme.enums import AssignmentRole
from ftc.programme.models import Assignment, StatusReport
from ftc.ui.components import Stage, SummaryRow, Task
from governance.models import AgendaItem, Recommendation
from reviews import permissions, policies
from reviews.enums import CriterionKind, EvidenceState, ReviewState
from reviews.models import Criterion, Evidence, Review, ReviewStateChange
from reviews.models import Stage as ReviewStage
from reviews.models.reviews import ReviewQuerySet
from reviews.policies import CriterionStatus
from reviews.queries.known import reviews_known_on
from reviews.queries.rows import STATE_COLOURS
from reviews.queries.stages import stage_bar

NOT_NAMED = "not named"
EVIDENCE_COLOURS = {
    EvidenceState.SUPPLIED: "blue",
    EvidenceState.ACCEPTED: "green",
    EvidenceState.RETURNED: "orange",
}


@dataclass(frozen=True)
class Gate:
    """What stands between a review and its next stage."""

    leaves: ReviewStage | None
    leads_to: ReviewStage | None
    statuses: list[CriterionStatus]
    tasks: list[Task]
    holds: str  # why no gate is passed, whatever the criteria say: deferred, closed

    @property
    def met(self) -> int:
        return sum(status.met for status in self.statuses)

    @property
    def is_ready(self) -> bool:
        return bool(self.leads_to and not self.holds and self.met == len(self.statuses))


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence with its place in the review's count, by which it is addressed."""

    number: int
    evidence: Evidence
    state: EvidenceState
    url: str
    is_open: bool  # to the person the lines were read for

    @property
    def colour(self) -> str:
        return EVIDENCE_COLOURS[self.state]

    @property
    def is_decided(self) -> bool:
        return self.state != EvidenceState.SUPPLIED


@dataclass(frozen=True)
class Moves:
    """What this person may do here now; nothing when the page shows a past day."""

    move: bool = False
    start: bool = False
    supply: bool = False
    edit: bool = False
    defer: bool = False
    resume: bool = False
    options: bool = False
    waiting: list[EvidenceLine] = field(default_factory=list)  # theirs to accept or return


@dataclass(frozen=True)
class ReviewPage:
    """The head of the page: the review as it stood, its gate and its evidence."""

    review: Review
    as_at: date | None
    state: ReviewState
    state_reason: str
    is_known: bool
    stages: list[Stage]
    gate: Gate
    facts: list[SummaryRow]
    report: StatusReport | None
    evidence: list[EvidenceLine]
    hidden_evidence: int
    moves: Moves

    @property
    def state_colour(self) -> str:
        return STATE_COLOURS[self.state]


def review_page(review: Review, *, as_at: date | None, today: date, user: User) -> ReviewPage:
    """The review as it stood on ``as_at`` for ``user``; without a date as it stands.

    ``today``, the working date, tells which meetings are to come.
    """
    then = _read(reviews_known_on(as_at), review)
    is_known = then is not None
    if then is None:
        then = _read(Review.objects.standing_on(as_at), review) or review
    state = ReviewState(then.state_then)  # type: ignore[attr-defined]
    lines = evidence_lines(then, as_at=as_at, user=user)
    seen = [line for line in lines if line.is_open]
    reports = StatusReport.objects.filter(activity=then).as_at(as_at).latest_first()
    gate = _gate(then, state, lines=seen, as_at=as_at, today=today, user=user)
    return ReviewPage(
        review=then,
        as_at=as_at,
        state=state,
        state_reason="" if state == ReviewState.ACTIVE else _reason_of_state(then, as_at),
        is_known=is_known,
        stages=stage_bar(then, as_at),
        gate=gate,
        facts=_facts(then, as_at),
        report=reports.first(),
        evidence=seen,
        hidden_evidence=len(lines) - len(seen),
        moves=Moves() if as_at else _moves(then, gate, seen, user),
    )


def _read(reviews: ReviewQuerySet, review: Review) -> Review | None:
    """The review of a queryset with everything the page asks of it again and again."""
    holders = Assignment.objects.select_related("user")
    return (
        reviews.with_stage()
        .prefetch_related(Prefetch("assignments", queryset=holders))
        .filter(pk=review.pk)
        .first()
    )


def _reason_of_state(review: Review, as_at: date | None) -> str:
    changes = ReviewStateChange.objects.filter(review=review).as_at(as_at)
    change = changes.latest_first().first()
    return change.reason if change else ""


def evidence_lines(review: Review, *, as_at: date | None, user: User) -> list[EvidenceLine]:
    """All evidence supplied by ``as_at``, newest first; numbered from the first ever supplied.

    ``is_open`` says of each whether ``user`` may read it; nothing of the others is shown.
    """
    readable = Evidence.objects.visible_to(user).filter(pk=OuterRef("pk"))
    rows = (
        Evidence.objects.filter(review=review)
        .select_related("criterion__stage", "supplied_by", "decided_by", "upload")
        .annotate(is_open=Exists(readable))
        .order_by("pk")
    )
    lines = [
        EvidenceLine(
            number=number,
            evidence=evidence,
            state=policies.state_of_evidence(evidence, as_at),
            url=reverse("reviews:evidence-detail", args=[review.code, number]),
            is_open=evidence.is_open,
        )
        for number, evidence in enumerate(rows, start=1)
        if as_at is None or evidence.supplied_on <= as_at
    ]
    return lines[::-1]


def items_to_come(
    review: Review, kinds: Iterable[str], *, as_at: date | None, today: date, user: User
) -> dict[str, AgendaItem]:
    """By kind of body, the next agenda item that puts this review to such a body.

    A review is put by a recommendation that covers it. An agenda counts from its publication.
    """
    covering = Recommendation.objects.filter(activities=review.pk)
    items = (
        AgendaItem.objects.visible_to(user)
        .filter(
            recommendations__in=covering,
            meeting__body__kind__in=set(kinds),
            meeting__held_on__gte=as_at or today,
        )
        .select_related("meeting__body")
        .order_by("-meeting__held_on", "-number")
        .distinct()
    )
    if as_at is not None:
        items = items.filter(meeting__published_on__lte=as_at)
    return {item.meeting.body.kind: item for item in items}


def _gate(
    review: Review,
    state: ReviewState,
    *,
    lines: list[EvidenceLine],
    as_at: date | None,
    today: date,
    user: User,
) -> Gate:
    stages = list(review.methodology.stages.order_by("order"))
    leaves = next((s for s in stages if s.pk == policies.stage_key(review)), None)
    order = leaves.order if leaves else 0
    statuses = policies.check_gate(review, as_at)
    kinds = [s.criterion.body_kind for s in statuses if s.criterion.body_kind and not s.met]
    to_come = items_to_come(review, kinds, as_at=as_at, today=today, user=user) if kinds else {}
    may_supply = as_at is None and permissions.can_supply(user, review)
    is_past = as_at is not None
    holds = "" if state == ReviewState.ACTIVE else f"A {state.label.lower()} review passes no gate."
    return Gate(
        leaves=leaves,
        leads_to=next((s for s in stages if s.order == order + 1), None),
        statuses=statuses,
        tasks=[
            _task(
                review,
                status,
                lines,
                to_come,
                may_supply=may_supply and not holds,
                is_past=is_past,
            )
            for status in statuses
        ],
        holds=holds,
    )


def _task(
    review: Review,
    status: CriterionStatus,
    lines: list[EvidenceLine],
    to_come: dict[str, AgendaItem],
    *,
    may_supply: bool,
    is_past: bool,
) -> Task:
    """A criterion as a line of the task list, leading to what meets it or where it is met."""
    criterion = status.criterion
    url, said = "", status.state
    match CriterionKind(criterion.kind):
        case CriterionKind.EVIDENCE:
            shown = status.evidence.pk if status.evidence else None
            url = next((line.url for line in lines if line.evidence.pk == shown), "")
            if not url and not status.met and may_supply:
                url = f"{reverse('reviews:evidence-add', args=[review.code])}" + (
                    f"?criterion={criterion.code}"
                )
        case CriterionKind.PREFERRED_OPTION:
            url = "#options"
        case CriterionKind.RESOLUTION:
            item = to_come.get(criterion.body_kind)
            if status.resolution:
                url = status.resolution.meeting.get_absolute_url()
            elif item:
                url = item.meeting.get_absolute_url()
                said = f"Waiting: {item.meeting}, item {item.number}"
    colour = "" if status.met else ("blue" if status.state.startswith("Waiting") else "grey")
    # Who can supply it is of now, so a past day does not say.
    hint = "" if is_past else status.sentence
    return Task(criterion.title, said, url=url, hint=hint, colour=colour)


def _facts(review: Review, as_at: date | None) -> list[SummaryRow]:
    """Phase, people and portfolio; who is not named stays so."""
    named = {held.role: held for held in review.assignments.all() if _holds(held, as_at)}
    rows = [SummaryRow("Phase", str(review.phase))]
    for role in AssignmentRole:
        held = named.get(role)
        mark = " (demonstration)" if held and held.is_demonstration else ""
        rows.append(SummaryRow(role.label, f"{held.user}{mark}" if held else NOT_NAMED))
    portfolio = str(review.portfolio) if review.portfolio else NOT_NAMED
    rows.append(SummaryRow("Portfolio", portfolio))
    return rows


def _holds(held: Assignment, as_at: date | None) -> bool:
    """Whether somebody holds their part on ``as_at``; without a date, now."""
    if as_at is None:
        return held.ended_on is None
    return held.started_on <= as_at and (held.ended_on is None or held.ended_on > as_at)


def _moves(review: Review, gate: Gate, lines: list[EvidenceLine], user: User) -> Moves:
    active = review.state == ReviewState.ACTIVE
    may_move = permissions.can_move(user, review)
    may_change_state = permissions.can_change_state(user, review)
    may_edit = permissions.can_edit(user, review)
    return Moves(
        move=may_move and gate.leaves is not None and gate.leads_to is not None,
        start=may_move and gate.leaves is None and active,
        supply=active and permissions.can_supply(user, review) and open_criteria(review).exists(),
        edit=may_edit,
        defer=may_change_state and active,
        resume=may_change_state and review.state == ReviewState.DEFERRED,
        options=may_edit and active,
        waiting=[
            line
            for line in lines
            if active
            and line.state == EvidenceState.SUPPLIED
            and permissions.can_decide(user, line.evidence, review)
        ],
    )


def open_criteria(review: Review) -> QuerySet[Criterion]:
    """The criteria met by evidence of the stages the review has not left, in order."""
    order = review.stage.order if review.stage else 1
    return (
        Criterion.objects.filter(
            stage__methodology=review.methodology_id,
            stage__order__gte=order,
            kind=CriterionKind.EVIDENCE,
        )
        .select_related("stage")
        .order_by("stage__order", "order")
    )
