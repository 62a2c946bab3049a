"""Whether a review may pass the gate it stands at, on which day, and to where."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from ftc.periods import long_date
from reviews.enums import GateOutcome, ReviewState
from reviews.errors import GateRefused
from reviews.models import GatePassage, Review, Stage
from reviews.models.gate_facts import GateFact, gate_facts
from reviews.policies.criteria import CriterionStatus, statuses_of
from reviews.policies.states import what_holds_it


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
    return {key: statuses_of(facts) for key, facts in gates.items()}


def next_stage(review: Review) -> Stage | None:
    """The stage after the one the review is at; the first one before it has been started."""
    order = review.stage.order if review.stage else 0
    return Stage.objects.filter(methodology=review.methodology_id, order=order + 1).first()


def check_stands_at_a_gate(review: Review) -> Stage:
    """The stage that the gate of the review leads to.

    Raises GateRefused for a review that was not started, does not go on, or is at its last stage.
    """
    if review.stage is None:
        raise GateRefused("This review has not been started, so it stands at no gate yet.")
    if review.state != ReviewState.ACTIVE:
        raise GateRefused(f"{what_holds_it(review)} It passes no gate until it is resumed.")
    following = next_stage(review)
    if following is None:
        raise GateRefused(f"{review.stage} is the last stage, so there is no gate after it.")
    return following


def check_can_pass(review: Review, effective_on: date | None) -> OpenGate:
    """The gate that the review may pass on ``effective_on``.

    Raises GateRefused; its ``missing`` holds one sentence for each criterion that is not met.
    """
    following = check_stands_at_a_gate(review)
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


def what_became_of_it(passage: GatePassage) -> str:
    """What a passage did to its review, to follow a name: "has moved this review to Stage 3"."""
    match passage.outcome:
        case GateOutcome.RETURNED:
            return f"has returned this review to {passage.to_stage}"
        case GateOutcome.POSTPONED:
            return "has postponed this gate"
        case _:
            return f"has moved this review to {passage.to_stage}"


def passage_takes_effect_on(
    last: GatePassage | None, statuses: Sequence[CriterionStatus], *, today: date
) -> date:
    """The day a passage counts from: the working date, unless the gate was met or the stage
    entered later. ``last`` is the passage before it.
    """
    days = [today, *(status.met_on for status in statuses if status.met_on)]
    return max([*days, last.effective_on] if last else days)


def stage_key(review: Review) -> int | None:
    """The stage the review is at, or was at where it was read as at a date."""
    return getattr(review, "stage_then", review.stage_id)
