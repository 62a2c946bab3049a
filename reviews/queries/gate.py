"""The gate page of a review: each criterion with what meets it, and the threads that break."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from ftc.organisation.models import User
from ftc.periods import Precision, display_date, long_date
from ftc.programme.breaks import breaks_of
from ftc.programme.permissions import may_assign
from ftc.records.models.bases import readable_classifications
from ftc.ui.components import Link, Stage
from reviews import permissions, policies
from reviews.enums import CriterionKind, EvidenceState, GateOutcome, ReviewFact, ReviewState
from reviews.models import Criterion, GatePassage, KeyDecisionTest, Review, SignOff
from reviews.policies import CriterionStatus
from reviews.queries.evidence import EvidenceLine, evidence_lines
from reviews.queries.gate_conditions import ConditionLine, conditions_of
from reviews.queries.page import Head, head_for
from reviews.queries.page_sql import StageLine, head_of, items_to_come, stages_of, steps_of
from reviews.queries.stages import stage_bar

WAITED_FOR = (GateOutcome.RETURNED, GateOutcome.POSTPONED)
# Who sees to a criterion that nobody accepts or signs.
RECORDED_BY = {
    CriterionKind.FIELD: "It is met once it is recorded",
    CriterionKind.MILESTONE: "It is met once the milestone is achieved",
    CriterionKind.PREFERRED_OPTION: "The lead records which option is preferred",
    CriterionKind.ADVICE: "Democratic Services record the advice",
    CriterionKind.RESOLUTION: "Democratic Services record the resolution",
    CriterionKind.DECISION: "Democratic Services record the decision, once effective",
}


@dataclass(frozen=True)
class EvidenceEntry:
    """A piece of evidence as far as this person may know of it; ``url`` is empty where not open."""

    number: int
    title: str
    url: str
    state: str
    colour: str
    words: str


@dataclass(frozen=True)
class GateLine:
    """One criterion of a gate: what is asked and by what paper, what there is, who accepts it."""

    status: CriterionStatus
    kind: str
    guidance: str
    asked_by: Link | None
    accepts: str
    evidence: tuple[EvidenceEntry, ...]
    signed: tuple[str, ...]
    links: tuple[Link, ...]
    waits_for: Link | None = None  # the agenda item that puts the review to the body asked for

    @property
    def title(self) -> str:
        return self.status.criterion.title

    @property
    def colour(self) -> str:
        return "blue" if self.status.state.startswith("Waiting") else "grey"


@dataclass(frozen=True)
class GatePage:
    """A review at its gate; ``may_decide`` says that this person may record an outcome now."""

    review: Review
    head: Head
    stages: tuple[Stage, ...]
    here: StageLine | None
    leads_to: StageLine | None
    holds: str
    latest: str
    lines: tuple[GateLine, ...]
    breaks: tuple[Link, ...]
    conditions: tuple[ConditionLine, ...]
    key_decision: str
    may_say_whether_key: bool
    may_decide: bool
    may_start: bool

    @property
    def met(self) -> int:
        return sum(line.status.met for line in self.lines)

    @property
    def is_ready(self) -> bool:
        return self.met == len(self.lines)


def gate_page(code: str, *, as_at: date | None, today: date, user: User) -> GatePage | None:
    """The gate at which the review of this code stood on ``as_at``, for ``user``.

    Twelve queries, one where a body is waited for, and one for each kind of break that apps
    register, however much there is. None when no review has the code.
    """
    review = head_of(code, as_at=as_at)
    if review is None:
        return None
    stages = stages_of(review)
    steps = steps_of(review, as_at=as_at)
    here = next((stage for stage in stages if stage.key == policies.stage_key(review)), None)
    order = here.order if here else 0
    leads_to = next((stage for stage in stages if stage.order == order + 1), None)
    state = ReviewState(review.state_then)
    is_open = as_at is None and state == ReviewState.ACTIVE and leads_to is not None
    test = _key_test(review, as_at)
    lines = _lines(review, here, as_at=as_at, today=today, user=user, may_act=is_open)
    asks_key = any(line.status.criterion.only_if_key for line in lines)
    return GatePage(
        review=review,
        head=head_for(review),
        stages=tuple(stage_bar(stages, steps)),
        here=here,
        leads_to=leads_to,
        holds=""
        if state == ReviewState.ACTIVE
        else f"A {state.label.lower()} review passes no gate.",
        latest=_latest(review, here, as_at),
        lines=lines,
        breaks=_breaks(review, as_at=as_at, user=user),
        conditions=tuple(conditions_of(review, as_at=as_at, today=today, user=user)),
        key_decision=_said_of_key(test) if test or asks_key else "",
        may_say_whether_key=as_at is None and permissions.can_say_whether_key(user),
        may_decide=is_open and here is not None and permissions.can_move(user, review),
        may_start=is_open and here is None and permissions.can_move(user, review),
    )


def _breaks(review: Review, *, as_at: date | None, user: User) -> tuple[Link, ...]:
    """What the thread lacks, with the page that mends it for those who may open that page."""
    keeps = permissions.can_edit(user, review)
    return tuple(
        Link(found.what, found.url if may_mend else "")
        for found in breaks_of([review.pk], as_at=as_at)[review.pk]
        for may_mend in [user.may(found.permission) if found.permission else keeps]
    )


def _key_test(review: Review, as_at: date | None) -> KeyDecisionTest | None:
    rows = KeyDecisionTest.objects.filter(review=review.pk).as_at(as_at).latest_first()
    return rows.first()


def _said_of_key(test: KeyDecisionTest | None) -> str:
    if test is None:
        return "Nobody has said whether a Key Decision is needed, so one is asked for."
    return f"{test} from {long_date(test.effective_on)}: {test.reason.rstrip('.')}."


def _latest(review: Review, here: StageLine | None, as_at: date | None) -> str:
    """That the review was returned to this stage or its gate postponed, where that came last."""
    passages = GatePassage.objects.filter(review=review.pk).as_at(as_at).select_related("by")
    last = passages.order_by("-sequence").first()
    if last is None or here is None or last.outcome not in WAITED_FOR:
        return ""
    until = f" until {long_date(last.until_on)}" if last.until_on else ""
    return (
        f"{GateOutcome(last.outcome).label} on {long_date(last.effective_on)}{until} by {last.by}: "
        f"{last.reason.rstrip('.')}."
    )


def _lines(
    review: Review,
    here: StageLine | None,
    *,
    as_at: date | None,
    today: date,
    user: User,
    may_act: bool,
) -> tuple[GateLine, ...]:
    if here is None:
        return ()
    statuses = policies.check_gate(review, as_at)
    criteria = {
        row.pk: row
        for row in Criterion.objects.filter(stage=here.key).select_related("source", "stage")
    }
    evidence = evidence_lines(review, as_at=as_at, user=user)
    signed = _sign_offs(review, as_at)
    items = _items_to_come(review, statuses, as_at=as_at, today=today, user=user)
    return tuple(
        _line(
            status,
            criteria[status.criterion.criterion],
            [line for line in evidence if _is_for(line, criteria[status.criterion.criterion])],
            signed,
            review=review,
            user=user,
            may_act=may_act,
            waits_for=None if status.met else items.get(status.criterion.body_kind),
        )
        for status in statuses
    )


def _items_to_come(
    review: Review,
    statuses: Sequence[CriterionStatus],
    *,
    as_at: date | None,
    today: date,
    user: User,
) -> dict[str, Link]:
    """By kind of body that is waited for, the next agenda item that puts the review to one."""
    kinds = {s.criterion.body_kind for s in statuses if s.criterion.body_kind and not s.met}
    if not kinds:
        return {}
    readable = readable_classifications(user)
    items = items_to_come(review, kinds, as_at=as_at, today=today, readable=readable)
    return {
        kind: Link(
            f"{item.body}, {display_date(item.held_on, Precision(item.precision), item.printed)}, "
            f"item {item.number}",
            reverse("governance:meeting-detail", args=[item.meeting]),
        )
        for kind, item in items.items()
    }


def _is_for(line: EvidenceLine, criterion: Criterion) -> bool:
    """Whether evidence is for the criterion, under any version of the methodology."""
    supplied_for = line.evidence.criterion
    return (supplied_for.code, supplied_for.stage.code) == (criterion.code, criterion.stage.code)


def _line(
    status: CriterionStatus,
    criterion: Criterion,
    evidence: Sequence[EvidenceLine],
    signed: Mapping[tuple[str, str], Sequence[SignOff]],
    *,
    review: Review,
    user: User,
    may_act: bool,
    waits_for: Link | None,
) -> GateLine:
    paper = criterion.source
    said = signed.get((criterion.stage.code, criterion.code), ())
    return GateLine(
        status=status,
        kind=CriterionKind(criterion.kind).label,
        guidance=criterion.guidance,
        asked_by=Link(criterion.credit, paper.get_absolute_url()) if paper else None,
        accepts=_accepts(criterion),
        evidence=tuple(_entry(line) for line in evidence),
        signed=tuple(_said_by(row) for row in said),
        links=tuple(_links(status, criterion, evidence, review, user)) if may_act else (),
        waits_for=waits_for,
    )


def _accepts(criterion: Criterion) -> str:
    if criterion.kind in RECORDED_BY:
        return RECORDED_BY[CriterionKind(criterion.kind)]
    who = permissions.who_does(criterion.role)
    return f"{who[:1].upper()}{who[1:]}"


def _entry(line: EvidenceLine) -> EvidenceEntry:
    """Evidence that is not open is counted and not named; who supplied it is told that they did."""
    if line.is_open:
        title, words = line.evidence.title, f"supplied by {line.evidence.supplied_by}"
    elif line.is_theirs:
        title, words = f"Evidence {line.number}", "you supplied it and may not open it"
    else:
        title, words = f"Evidence {line.number}", "not open to you"
    return EvidenceEntry(
        number=line.number,
        title=title,
        url=line.url if line.is_open else "",
        state=line.state.label,
        colour=line.colour,
        words=words,
    )


def _said_by(row: SignOff) -> str:
    did = "Given" if row.given else "Not given"
    why = f": {row.comment.rstrip('.')}." if row.comment else "."
    return f"{did} by {row.by} on {long_date(row.effective_on)}{why}"


def _sign_offs(review: Review, as_at: date | None) -> dict[tuple[str, str], list[SignOff]]:
    """By codes of stage and criterion, every sign-off of the review, newest first."""
    rows = SignOff.objects.filter(review=review.pk).as_at(as_at)
    found: dict[tuple[str, str], list[SignOff]] = {}
    for row in rows.select_related("by", "criterion__stage").order_by("-recorded_at", "-pk"):
        found.setdefault((row.criterion.stage.code, row.criterion.code), []).append(row)
    return found


def _links(
    status: CriterionStatus,
    criterion: Criterion,
    evidence: Sequence[EvidenceLine],
    review: Any,
    user: User,
) -> list[Link]:
    """What this person may do about a criterion, each where it is done."""
    match CriterionKind(criterion.kind):
        case CriterionKind.EVIDENCE:
            return _evidence_links(status, criterion, evidence, review, user)
        case CriterionKind.SIGN_OFF if permissions.does_for(user, review, criterion.role):
            does = "Take it back" if status.met else "Sign off or refuse"
            return [Link(does, reverse("reviews:sign-off", args=[review.code, criterion.code]))]
        case CriterionKind.FIELD if not status.met:
            return _field_links(ReviewFact(criterion.field), review, user)
        case CriterionKind.PREFERRED_OPTION if permissions.can_edit(user, review):
            return [Link("Options", reverse("reviews:review-options", args=[review.code]))]
    return []


def _evidence_links(
    status: CriterionStatus,
    criterion: Criterion,
    evidence: Sequence[EvidenceLine],
    review: Review,
    user: User,
) -> list[Link]:
    links = [
        Link(f"Accept or return evidence {line.number}", line.url)
        for line in evidence
        if line.is_open
        and line.state == EvidenceState.SUPPLIED
        and permissions.can_decide(user, line.evidence, review)
    ]
    if not status.met and permissions.can_supply(user, review):
        add = reverse("reviews:evidence-add", args=[review.code])
        links.append(Link("Supply evidence", f"{add}?criterion={criterion.code}"))
    return links


def _field_links(field: ReviewFact, review: Review, user: User) -> list[Link]:
    named = field in {ReviewFact.LEAD, ReviewFact.SENIOR_RESPONSIBLE_OWNER}
    written = field in {ReviewFact.PORTFOLIO, ReviewFact.DESCRIPTION, ReviewFact.NEXT_STEPS}
    if named and may_assign(user):
        return [Link("Name them", reverse("reviews:review-people", args=[review.code]))]
    if written and permissions.can_edit(user, review):
        return [Link("Record it", reverse("reviews:review-edit", args=[review.code]))]
    return []
