"""What a review's page shows, as at a date: its head, where it stands, its gate and its moves."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from ftc.organisation.models import User
from ftc.periods import Precision, display_date
from ftc.programme.enums import AssignmentRole, Rag
from ftc.programme.permissions import may_assign, may_report_status
from ftc.records.models.bases import readable_classifications
from ftc.ui.components import HistoryItem, Link, Stage, SummaryRow, Task
from reviews import permissions, policies
from reviews.enums import CriterionKind, EvidenceState, GateOutcome, ReviewState
from reviews.models import Review
from reviews.policies import CriterionStatus
from reviews.queries.evidence import evidence_lines, evidence_url, open_criteria
from reviews.queries.gate_conditions import ConditionLine, conditions_of
from reviews.queries.page_sql import (
    ItemToCome,
    StageLine,
    Step,
    head_of,
    items_to_come,
    stages_of,
    steps_of,
)
from reviews.queries.rows import STATE_COLOURS
from reviews.queries.stages import stage_bar

NOT_NAMED = "not named"
LATEST = 5


@dataclass(frozen=True)
class Joined:
    """The joint review that a review was merged into, and where it is shown as it stood before."""

    title: str
    url: str
    on: date
    before_url: str


@dataclass(frozen=True)
class Head:
    """What every page of a review says of it first; plain values, so that it is drawn once."""

    code: str
    title: str
    url: str
    state: ReviewState
    rag: str
    facts: tuple[SummaryRow, ...]
    is_known: bool
    merged_into: Joined | None = None
    parts: tuple[Link, ...] = ()  # the reviews that were merged into it

    @property
    def state_colour(self) -> str:
        return STATE_COLOURS[self.state]

    @property
    def rag_text(self) -> str:
        return Rag(self.rag).label if self.rag else ""


@dataclass(frozen=True)
class Glance:
    """What the lead says of the review: description, next steps and the last status report."""

    description: str
    next_steps: str
    reported_on: date | None
    narrative: str


@dataclass(frozen=True)
class Gate:
    """What stands between a review and its next stage."""

    leaves: StageLine | None
    leads_to: StageLine | None
    statuses: tuple[CriterionStatus, ...]
    tasks: tuple[Task, ...]
    holds: str  # why no gate is passed, whatever the criteria say: deferred, closed

    @property
    def met(self) -> int:
        return sum(status.met for status in self.statuses)

    @property
    def is_ready(self) -> bool:
        return bool(self.leads_to and not self.holds and self.met == len(self.statuses))


@dataclass(frozen=True)
class Moves:
    """What this person may do here now; nothing when the page shows a past day."""

    move: bool = False
    start: bool = False
    supply: bool = False
    edit: bool = False
    people: bool = False
    report: bool = False
    defer: bool = False
    resume: bool = False
    options: bool = False
    waiting_url: str = ""  # evidence that is theirs to accept or return


@dataclass(frozen=True)
class ReviewPage:
    """The first page of a review: its head, how far it has come, its gate and the latest steps."""

    review: Review
    head: Head
    as_at: date | None
    state_reason: str
    stages: tuple[Stage, ...]
    gate: Gate
    glance: Glance
    latest: tuple[HistoryItem, ...]
    moves: Moves
    conditions: tuple[ConditionLine, ...]  # those not met


def head_for(review: Any) -> Head:
    """The head of a review read by ``head_of``."""
    return Head(
        code=review.code,
        title=review.title,
        url=review.get_absolute_url(),
        state=ReviewState(review.state_then),
        rag=review.rag or "",
        facts=tuple(_facts(review)),
        is_known=review.is_known,
        merged_into=_merged_into(review),
        parts=tuple(
            Link(title, _review_url(code))
            for key, code, title, _ in review.merges
            if int(key) != review.pk
        ),
    )


def _merged_into(review: Any) -> Joined | None:
    own = [merge for merge in review.merges if int(merge[0]) == review.pk]
    if not own:
        return None
    _, code, title, day = own[-1]
    on = date.fromisoformat(day)
    before = (on - timedelta(days=1)).isoformat()
    url = review.get_absolute_url()
    return Joined(title, _review_url(code), on, f"{url}?as_at={before}")


def _review_url(code: str) -> str:
    return reverse("reviews:review-detail", args=[code])


def review_page(code: str, *, as_at: date | None, today: date, user: User) -> ReviewPage | None:
    """The review of this code as it stood on ``as_at`` for ``user``; without a date as it stands.

    ``today``, the working date, tells which meetings are to come. None when no review has the
    code. Four queries, one more each where a body has not resolved, evidence
    waits for this person, or a condition is not met.
    """
    review = head_of(code, as_at=as_at)
    if review is None:
        return None
    stages = stages_of(review, as_at=as_at)
    steps = steps_of(review, as_at=as_at)
    gate = _gate(review, stages, as_at=as_at, today=today, user=user)
    return ReviewPage(
        review=review,
        head=head_for(review),
        as_at=as_at,
        state_reason=_reason_of_state(review, steps),
        stages=tuple(stage_bar(stages, steps)),
        gate=gate,
        glance=Glance(
            review.description, review.next_steps, review.reported_on, review.narrative or ""
        ),
        latest=tuple(_told(step) for step in steps[: -LATEST - 1 : -1]),
        moves=Moves() if as_at else _moves(review, gate, user),
        conditions=_conditions_open(review, as_at=as_at, today=today, user=user),
    )


def _conditions_open(
    review: Any, *, as_at: date | None, today: date, user: User
) -> tuple[ConditionLine, ...]:
    """The conditions not met, read only where the head counted any."""
    if not review.conditions_open:
        return ()
    lines = conditions_of(review, as_at=as_at, today=today, user=user)
    return tuple(line for line in lines if not line.is_met)


def _reason_of_state(review: Any, steps: list[Step]) -> str:
    if review.state_then == ReviewState.ACTIVE:
        return ""
    return next((step.reason for step in reversed(steps) if step.what == "state"), "")


def _told(step: Step) -> HistoryItem:
    """A passage or change of state as a sentence, credited to the person or the paper."""
    if step.what == "state":
        sentence = f"{ReviewState(step.word).label}."
    elif step.word == GateOutcome.REPORTED:
        sentence = f"Reported at {step.stage}."
    elif step.word == GateOutcome.MOVED:
        sentence = f"Moved to version {step.version} of the methodology, at {step.stage}."
    else:
        sentence = f"{GateOutcome(step.word).label}: {step.stage}."
    credit = ", ".join(part for part in (step.paper_title, step.source_ref) if part)
    url = reverse("overview:paper-detail", args=[step.paper]) if step.paper else ""
    return HistoryItem(step.on, sentence, by=step.by or credit, reason=step.reason, url=url)


def _gate(
    review: Any, stages: list[StageLine], *, as_at: date | None, today: date, user: User
) -> Gate:
    leaves = next((stage for stage in stages if stage.key == policies.stage_key(review)), None)
    order = leaves.order if leaves else 0
    state = ReviewState(review.state_then)
    holds = "" if state == ReviewState.ACTIVE else f"A {state.label.lower()} review passes no gate."
    statuses = policies.check_gate(review, as_at)
    readable = readable_classifications(user)
    kinds = {s.criterion.body_kind for s in statuses if s.criterion.body_kind and not s.met}
    to_come = (
        items_to_come(review, kinds, as_at=as_at, today=today, readable=readable) if kinds else {}
    )
    may_supply = as_at is None and not holds and permissions.can_supply(user, review)
    return Gate(
        leaves=leaves,
        leads_to=next((stage for stage in stages if stage.order == order + 1), None),
        statuses=tuple(statuses),
        tasks=tuple(
            _task(
                review,
                status,
                to_come.get(status.criterion.body_kind),
                is_open=status.criterion.classification in readable,
                may_supply=may_supply,
                is_past=as_at is not None,
            )
            for status in statuses
        ),
        holds=holds,
    )


def _task(
    review: Review,
    status: CriterionStatus,
    item: ItemToCome | None,
    *,
    is_open: bool,
    may_supply: bool,
    is_past: bool,
) -> Task:
    """A criterion as a line of the task list, leading to what meets it or where it is met.

    ``is_open`` says whether this person may read the evidence for it.
    """
    criterion = status.criterion
    url, said = "", status.state
    match CriterionKind(criterion.kind):
        case CriterionKind.EVIDENCE:
            if criterion.number and is_open:
                url = evidence_url(review, criterion.number)
            elif not status.met and may_supply:
                add = reverse("reviews:evidence-add", args=[review.code])
                url = f"{add}?criterion={criterion.code}"
        case CriterionKind.PREFERRED_OPTION:
            url = "#options"
        case CriterionKind.SIGN_OFF | CriterionKind.DECISION:
            url = reverse("reviews:review-gate", args=[review.code])
        case CriterionKind.RESOLUTION | CriterionKind.ADVICE:
            if criterion.meeting:
                url = _meeting_url(criterion.meeting)
            elif item:
                held_on = display_date(item.held_on, Precision(item.precision), item.printed)
                url = _meeting_url(item.meeting)
                said = f"Waiting: {item.body}, {held_on}, item {item.number}"
    colour = "" if status.met else ("blue" if status.state.startswith("Waiting") else "grey")
    # Who can supply it is of now, so a past day does not say.
    hint = "" if is_past else status.sentence
    return Task(criterion.title, said, url=url, hint=hint, colour=colour)


def _meeting_url(code: str) -> str:
    return reverse("governance:meeting-detail", args=[code])


def _facts(review: Any) -> list[SummaryRow]:
    """Phase, people and portfolio; who is not named stays so."""
    named = {
        role: f"{name} (demonstration)" if is_demonstration == "true" else name
        for role, name, is_demonstration in review.people
    }
    return [
        SummaryRow("Phase", review.phase_title),
        *(SummaryRow(role.label, named.get(role, NOT_NAMED)) for role in AssignmentRole),
        SummaryRow("Portfolio", review.portfolio_name or NOT_NAMED),
    ]


def _moves(review: Review, gate: Gate, user: User) -> Moves:
    active = review.state == ReviewState.ACTIVE
    over = review.state in (ReviewState.MERGED, ReviewState.WITHDRAWN, ReviewState.CLOSED)
    may_move = permissions.can_move(user, review) and not over
    may_change_state = permissions.can_change_state(user, review)
    may_edit = permissions.can_edit(user, review)
    may_supply = active and permissions.can_supply(user, review)
    return Moves(
        move=may_move and gate.leaves is not None and gate.leads_to is not None,
        start=may_move and gate.leaves is None and active,
        supply=may_supply and _takes_evidence(review, gate),
        edit=may_edit,
        people=may_assign(user),
        report=may_report_status(
            user, review, leads=permissions.role_on(user, review) == AssignmentRole.LEAD
        ),
        defer=may_change_state and active,
        resume=may_change_state and review.state == ReviewState.DEFERRED,
        options=may_edit and active,
        waiting_url=_waiting_url(review, gate, user) if active else "",
    )


def _takes_evidence(review: Review, gate: Gate) -> bool:
    if gate.leaves is None:
        return open_criteria(review).exists()
    return any(status.criterion.kind == CriterionKind.EVIDENCE for status in gate.statuses)


def _waiting_url(review: Review, gate: Gate, user: User) -> str:
    """Where evidence waits that this person may accept or return, the newest of it."""
    accepts = permissions.role_on(user, review) == AssignmentRole.SENIOR_RESPONSIBLE_OWNER or any(
        permissions.does_for(user, review, status.criterion.role)
        for status in gate.statuses
        if status.criterion.kind == CriterionKind.EVIDENCE
    )
    if not accepts:
        return ""
    lines = evidence_lines(review, as_at=None, user=user)
    return next(
        (
            line.url
            for line in lines
            if line.is_open
            and line.state == EvidenceState.SUPPLIED
            and permissions.can_decide(user, line.evidence, review)
        ),
        "",
    )
