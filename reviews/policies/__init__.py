"""What the facts allow: whether a gate is met, evidence may be supplied, a state may change."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from ftc.periods import long_date
from ftc.programme.enums import AssignmentRole
from governance.enums import BodyKind, Verb
from reviews.enums import CriterionKind, Doer, EvidenceState, ReviewState
from reviews.errors import DateRefused, EvidenceRefused, GateRefused, StateRefused
from reviews.models import (
    Criterion,
    Evidence,
    GatePassage,
    Review,
    ReviewStateChange,
    Stage,
)
from reviews.models.gate_facts import GateFact, gate_facts
from reviews.transitions import NEXT_STATES


@dataclass(frozen=True)
class CriterionStatus:
    """Where one criterion of a gate stands.

    ``state`` is short, for a task list; ``sentence`` says what is missing and who can supply it,
    and is empty when the criterion is met; ``who`` is the one who can supply it.
    """

    criterion: GateFact
    met: bool
    met_on: date | None
    state: str
    sentence: str = ""
    who: Doer | None = None


@dataclass(frozen=True)
class OpenGate:
    """A gate that a review may pass: the stage it leads to, and how its criteria were met."""

    leads_to: Stage
    statuses: list[CriterionStatus]


def check_gate(review: Review, effective_on: date | None) -> list[CriterionStatus]:
    """Each criterion for leaving the stage the review is at, in order, as on ``effective_on``.

    Without a date everything recorded counts. Source: County Council, 15 May 2014, item 12,
    paragraphs 1.2 and 2.5.
    """
    return gate_statuses([review], effective_on)[review.pk]


def gate_statuses(
    reviews: Collection[Review], effective_on: date | None
) -> dict[int, list[CriterionStatus]]:
    """``check_gate`` of many reviews by their keys, with one query however many."""
    gates: dict[int, list[GateFact]] = {review.pk: [] for review in reviews}
    stages = {review.pk: stage for review in reviews if (stage := stage_key(review))}
    for fact in gate_facts(stages, effective_on):
        gates[fact.review].append(fact)
    return {key: _statuses(facts) for key, facts in gates.items()}


def _statuses(facts: list[GateFact]) -> list[CriterionStatus]:
    kinds = {fact.kind for fact in facts}
    return [_status(fact, kinds) for fact in facts]


def next_stage(review: Review) -> Stage | None:
    """The stage after the one the review is at; the first one before it has been started."""
    order = review.stage.order if review.stage else 0
    return Stage.objects.filter(methodology=review.methodology_id, order=order + 1).first()


def check_can_start(review: Review) -> None:
    """Raises StateRefused when the review has been started already or is not active."""
    if review.stage_id is not None:
        raise StateRefused(f"This review has been started already: it is at {review.stage}.")
    if review.state != ReviewState.ACTIVE:
        raise StateRefused(f"{what_holds_it(review)} It cannot be started.")


def check_can_pass(review: Review, effective_on: date | None) -> OpenGate:
    """The gate that the review may pass on ``effective_on``.

    Raises GateRefused; its ``missing`` holds one sentence for each criterion that is not met.
    """
    if review.stage is None:
        raise GateRefused("This review has not been started, so it stands at no gate yet.")
    if review.state != ReviewState.ACTIVE:
        raise GateRefused(f"{what_holds_it(review)} It passes no gate until it is resumed.")
    following = next_stage(review)
    if following is None:
        raise GateRefused(f"{review.stage} is the last stage, so there is no gate after it.")
    statuses = check_gate(review, effective_on)
    missing = [status.sentence for status in statuses if not status.met]
    if missing:
        on = f" on {long_date(effective_on)}" if effective_on else ""
        raise GateRefused(f"This review cannot move to {following}{on}.", missing)
    return OpenGate(following, statuses)


def can_pass(review: Review, effective_on: date | None) -> bool:
    """Whether ``check_can_pass`` would let the review through."""
    try:
        check_can_pass(review, effective_on)
    except GateRefused:
        return False
    return True


def last_passage(review: Review) -> GatePassage | None:
    """The passage that led the review to where it is; None before it was started."""
    return GatePassage.objects.filter(review=review.pk).order_by("-sequence").first()


def passage_takes_effect_on(
    last: GatePassage | None, statuses: Sequence[CriterionStatus], *, today: date
) -> date:
    """The day a passage counts from: the working date, unless the gate was met or the stage
    entered later. ``last`` is the passage before it.
    """
    days = [today, *(status.met_on for status in statuses if status.met_on)]
    return max([*days, last.effective_on] if last else days)


def check_effective_on(effective_on: date, *, today: date, now: datetime, reason: str) -> None:
    """Raises DateRefused for a date set back without a reason, or one in the future by the clock.

    ``today`` is the working date.
    """
    if effective_on > max(timezone.localdate(now), today):
        raise DateRefused(f"{long_date(effective_on)} is in the future.")
    if effective_on < today and not reason.strip():
        raise DateRefused("Give a reason for the earlier date.")


def check_follows(last: GatePassage | None, effective_on: date) -> None:
    """Raises DateRefused when a passage would count from before ``last``, the one before it."""
    if last and effective_on < last.effective_on:
        raise DateRefused(
            f"The review entered {last.to_stage} on {long_date(last.effective_on)}. "
            "It cannot leave it earlier than that."
        )


def check_can_take_evidence(review: Review, criterion: Criterion) -> None:
    """Raises EvidenceRefused when evidence for ``criterion`` is of no use to the review now."""
    if review.state != ReviewState.ACTIVE:
        raise EvidenceRefused(f"{what_holds_it(review)} Its gate takes no evidence.")
    if criterion.stage.methodology_id != review.methodology_id:
        raise EvidenceRefused(f"“{criterion}” is not asked of this review.")
    if criterion.kind != CriterionKind.EVIDENCE:
        raise EvidenceRefused(f"“{criterion}” is not met by evidence.")
    if review.stage is not None and criterion.stage.order < review.stage.order:
        raise EvidenceRefused(
            f"This review has left {criterion.stage}, so its gate takes no more evidence."
        )


def check_can_be_decided(evidence: Evidence) -> None:
    """Raises EvidenceRefused when the evidence was decided before or its gate takes none."""
    if evidence.state != EvidenceState.SUPPLIED:
        did = "accepted" if evidence.state == EvidenceState.ACCEPTED else "returned"
        raise EvidenceRefused(
            f"{evidence.decided_by} {did} this evidence before you. It is decided once."
        )
    check_can_take_evidence(evidence.review, evidence.criterion)


def check_can_change_state(review: Review, to: ReviewState) -> None:
    """Raises StateRefused when the table of states does not allow the change."""
    if to not in NEXT_STATES[ReviewState(review.state)]:
        if to == review.state:
            raise StateRefused(f"This review is {to.label.lower()} already.")
        raise StateRefused(
            f"A review that is {ReviewState(review.state).label.lower()} cannot become "
            f"{to.label.lower()}."
        )


def what_holds_it(review: Review) -> str:
    """Why a review that is not active stands still, as a sentence."""
    change = ReviewStateChange.objects.filter(review=review).latest_first().first()
    why = f": {change.reason.rstrip('.')}" if change and change.state == review.state else ""
    return f"This review is {ReviewState(review.state).label.lower()}{why}."


def _status(fact: GateFact, kinds: Collection[str]) -> CriterionStatus:
    """Where a criterion stands; ``kinds`` are those of all criteria of its gate."""
    match CriterionKind(fact.kind):
        case CriterionKind.EVIDENCE:
            return _evidence_status(fact)
        case CriterionKind.PREFERRED_OPTION:
            return _option_status(fact)
        case CriterionKind.RESOLUTION:
            return _resolution_status(fact, kinds)


def _evidence_status(fact: GateFact) -> CriterionStatus:
    name = f"The {in_a_sentence(fact.title)}"
    match fact.evidence_state:
        case EvidenceState.ACCEPTED:
            state = f"Accepted · {long_date(fact.decided_on)}" if fact.decided_on else "Accepted"
            return CriterionStatus(fact, True, fact.decided_on, state)
        case EvidenceState.SUPPLIED:
            who, words = _can(fact, Doer.SENIOR_RESPONSIBLE_OWNER, "accept it")
            state, said = EvidenceState.SUPPLIED.label, "has not been accepted"
        case EvidenceState.RETURNED:
            who, words = _can(fact, Doer.LEAD, "supply it again")
            state, said = "Returned", "was returned"
        case _:
            who, words = _can(fact, Doer.LEAD, "supply it")
            state, said = "Not supplied", "has not been supplied"
    return CriterionStatus(fact, False, None, state, f"{name} {said}; {words}.", who)


def _option_status(fact: GateFact) -> CriterionStatus:
    if fact.preferred_on:
        return CriterionStatus(fact, True, fact.preferred_on, f"Chosen: {fact.preferred}")
    who, words = _can(fact, Doer.LEAD, "record which one is")
    return CriterionStatus(
        fact, False, None, "Not chosen", f"No option is preferred; {words}.", who
    )


def _resolution_status(fact: GateFact, kinds: Collection[str]) -> CriterionStatus:
    if fact.verb and fact.resolved_on:
        state = f"{Verb(fact.verb).label} · {long_date(fact.resolved_on)}"
        return CriterionStatus(fact, True, fact.resolved_on, state)
    what = "the options" if CriterionKind.PREFERRED_OPTION in kinds else "the proposal"
    body = f"The {fact.body}" if fact.body else f"A {BodyKind(fact.body_kind).label}"
    return CriterionStatus(
        fact,
        False,
        None,
        "Waiting",
        f"{body} has not endorsed {what}; "
        "Democratic Services can record its resolution once it is made.",
        Doer.DEMOCRATIC_SERVICES,
    )


def _can(fact: GateFact, doer: Doer, what: str) -> tuple[Doer, str]:
    """Who can do it, and the words for it; the portfolio office stands in for a lead."""
    if AssignmentRole(doer.value) in fact.held:
        return doer, f"{doer.label} can {what}"
    if doer == Doer.LEAD:
        return Doer.PORTFOLIO_OFFICE, f"no lead is named, so the portfolio office can {what}"
    return doer, f"no Senior Responsible Owner is named who could {what}"


def state_of_evidence(evidence: Evidence, on: date | None) -> EvidenceState:
    """Whether the evidence was waiting, accepted or returned on a day; without one, now."""
    if on is not None and evidence.decided_on is not None and evidence.decided_on > on:
        return EvidenceState.SUPPLIED
    return EvidenceState(evidence.state)


def stage_key(review: Review) -> int | None:
    """The stage the review is at, or was at where it was read as at a date."""
    return getattr(review, "stage_then", review.stage_id)


def in_a_sentence(title: str) -> str:
    """A title inside a sentence: "Outline business case" loses its capital, a name keeps it."""
    return title[:1].lower() + title[1:] if title[1:] == title[1:].lower() else title
