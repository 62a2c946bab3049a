"""What the facts allow: whether a gate is met, evidence may be supplied, a state may change."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from ftc.periods import long_date
from ftc.programme.enums import AssignmentRole
from ftc.programme.models import Assignment
from governance.enums import BodyKind
from governance.models import Body, Resolution
from reviews.enums import CriterionKind, Doer, EvidenceState, OptionStateKind, ReviewState
from reviews.errors import DateRefused, EvidenceRefused, GateRefused, OptionRefused, StateRefused
from reviews.models import (
    Criterion,
    Evidence,
    GatePassage,
    Option,
    Review,
    ReviewStateChange,
    Stage,
)
from reviews.transitions import NEXT_STATES


@dataclass(frozen=True)
class CriterionStatus:
    """Where one criterion of a gate stands.

    ``state`` is short, for a task list; ``sentence`` says what is missing and who can supply it,
    and is empty when the criterion is met; ``who`` is the one who can supply it.
    """

    criterion: Criterion
    met: bool
    met_on: date | None
    state: str
    sentence: str = ""
    who: Doer | None = None
    evidence: Evidence | None = None
    resolution: Resolution | None = None


def check_gate(review: Review, effective_on: date | None) -> list[CriterionStatus]:
    """Each criterion for leaving the stage the review is at, in order, as on ``effective_on``.

    Without a date everything recorded counts. Source: County Council, 15 May 2014, item 12,
    paragraphs 1.2 and 2.5.
    """
    return gate_statuses([review], effective_on)[review.pk]


def gate_statuses(
    reviews: Iterable[Review], effective_on: date | None
) -> dict[int, list[CriterionStatus]]:
    """``check_gate`` of many reviews by their keys, with the same few queries however many."""
    facts = _GateFacts(list(reviews), effective_on)
    return {
        review.pk: [facts.status(review, criterion) for criterion in facts.criteria_of(review)]
        for review in facts.reviews
    }


def next_stage(review: Review) -> Stage | None:
    """The stage after the one the review is at; the first one before it has been started."""
    order = review.stage.order if review.stage else 0
    return review.methodology.stages.filter(order=order + 1).first()


def check_can_start(review: Review) -> None:
    """Raises StateRefused when the review has been started already or is not active."""
    if review.stage_id is not None:
        raise StateRefused(f"This review has been started already: it is at {review.stage}.")
    if review.state != ReviewState.ACTIVE:
        raise StateRefused(f"{_what_holds_it(review)} It cannot be started.")


def check_can_pass(review: Review, effective_on: date | None) -> list[CriterionStatus]:
    """The statuses of a gate that the review may pass on ``effective_on``.

    Raises GateRefused; its ``missing`` holds one sentence for each criterion that is not met.
    """
    if review.stage is None:
        raise GateRefused("This review has not been started, so it stands at no gate yet.")
    if review.state != ReviewState.ACTIVE:
        raise GateRefused(f"{_what_holds_it(review)} It passes no gate until it is resumed.")
    following = next_stage(review)
    if following is None:
        raise GateRefused(f"{review.stage} is the last stage, so there is no gate after it.")
    statuses = check_gate(review, effective_on)
    missing = [status.sentence for status in statuses if not status.met]
    if missing:
        on = f" on {long_date(effective_on)}" if effective_on else ""
        raise GateRefused(f"This review cannot move to {following}{on}.", missing)
    return statuses


def can_pass(review: Review, effective_on: date | None) -> bool:
    """Whether ``check_can_pass`` would let the review through."""
    try:
        check_can_pass(review, effective_on)
    except GateRefused:
        return False
    return True


def passage_takes_effect_on(
    review: Review, statuses: Sequence[CriterionStatus], *, today: date
) -> date:
    """The day a passage counts from: the working date, unless the gate was met or the stage
    entered later.
    """
    days = [today, *(status.met_on for status in statuses if status.met_on)]
    last = review.passages.order_by("-sequence").first()
    return max([*days, last.effective_on] if last else days)


def check_effective_on(effective_on: date, *, today: date, now: datetime, reason: str) -> None:
    """Raises DateRefused for a date set back without a reason, or one in the future by the clock.

    ``today`` is the working date.
    """
    if effective_on > max(timezone.localdate(now), today):
        raise DateRefused(f"{long_date(effective_on)} is in the future.")
    if effective_on < today and not reason.strip():
        raise DateRefused("Give a reason for the earlier date.")


def check_follows_last_passage(review: Review, effective_on: date) -> None:
    """Raises DateRefused when a passage would count from before the one that led to it."""
    last: GatePassage | None = review.passages.order_by("-sequence").first()
    if last and effective_on < last.effective_on:
        raise DateRefused(
            f"The review entered {last.to_stage} on {long_date(last.effective_on)}. "
            "It cannot leave it earlier than that."
        )


def check_can_take_evidence(review: Review, criterion: Criterion) -> None:
    """Raises EvidenceRefused when evidence for ``criterion`` is of no use to the review now."""
    if review.state != ReviewState.ACTIVE:
        raise EvidenceRefused(f"{_what_holds_it(review)} Its gate takes no evidence.")
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


def check_can_set_option_state(option: Option) -> None:
    """Raises OptionRefused when the review of the option is not going on."""
    if option.review.state != ReviewState.ACTIVE:
        raise OptionRefused(f"{_what_holds_it(option.review)} Its options stay as they are.")


def _what_holds_it(review: Review) -> str:
    """Why a review that is not active stands still, as a sentence."""
    change = ReviewStateChange.objects.filter(review=review).latest_first().first()
    why = f": {change.reason.rstrip('.')}" if change and change.state == review.state else ""
    return f"This review is {ReviewState(review.state).label.lower()}{why}."


class _GateFacts:
    """What the criteria of some reviews are judged by, read once for all of them."""

    def __init__(self, reviews: list[Review], on: date | None) -> None:
        self.reviews = reviews
        self.on = on
        keys = [review.pk for review in reviews]
        self._criteria: dict[int, list[Criterion]] = defaultdict(list)
        stages = {stage for review in reviews if (stage := stage_key(review))}
        for criterion in Criterion.objects.filter(stage__in=stages).order_by("stage", "order"):
            self._criteria[criterion.stage_id].append(criterion)
        self._evidence: dict[tuple[int, int], list[Evidence]] = defaultdict(list)
        for evidence in Evidence.objects.filter(review__in=keys).newest_first():
            if on is None or evidence.supplied_on <= on:
                self._evidence[evidence.review_id, evidence.criterion_id].append(evidence)
        # Options carry ``state`` and ``state_on`` as annotations.
        self._options: dict[int, list[Any]] = defaultdict(list)
        for option in Option.objects.filter(review__in=keys).with_state(on).order_by("order"):
            self._options[option.review_id].append(option)
        self._resolutions: dict[int, list[Resolution]] = defaultdict(list)
        resolutions = Resolution.objects.opening_gates(on).filter(activities__in=keys).distinct()
        for resolution in (
            resolutions.select_related("meeting__body")
            .prefetch_related("activities")
            .order_by("effective_on", "pk")
        ):
            for activity in resolution.activities.all():
                self._resolutions[activity.pk].append(resolution)
        self._held: set[tuple[int, str]] = set(
            Assignment.objects.filter(activity__in=keys, ended_on__isnull=True).values_list(
                "activity_id", "role"
            )
        )
        self._bodies = self._names_of_bodies()

    def criteria_of(self, review: Review) -> list[Criterion]:
        stage = stage_key(review)
        return self._criteria[stage] if stage else []

    def status(self, review: Review, criterion: Criterion) -> CriterionStatus:
        match CriterionKind(criterion.kind):
            case CriterionKind.EVIDENCE:
                return self._evidence_status(review, criterion)
            case CriterionKind.PREFERRED_OPTION:
                return self._option_status(review, criterion)
            case CriterionKind.RESOLUTION:
                return self._resolution_status(review, criterion)

    def _evidence_status(self, review: Review, criterion: Criterion) -> CriterionStatus:
        known = self._evidence[review.pk, criterion.pk]
        accepted = [e for e in known if state_of_evidence(e, self.on) == EvidenceState.ACCEPTED]
        if accepted:
            first = min(accepted, key=lambda e: (e.decided_on, e.pk))
            state = f"Accepted · {long_date(first.decided_on)}" if first.decided_on else "Accepted"
            return CriterionStatus(criterion, True, first.decided_on, state, evidence=first)
        name = f"The {in_a_sentence(criterion.title)}"
        waiting = [e for e in known if state_of_evidence(e, self.on) == EvidenceState.SUPPLIED]
        if waiting:
            who, words = self._can(review, Doer.SENIOR_RESPONSIBLE_OWNER, "accept it")
            return CriterionStatus(
                criterion,
                False,
                None,
                EvidenceState.SUPPLIED.label,
                f"{name} has not been accepted; {words}.",
                who,
                waiting[0],
            )
        who, words = self._can(review, Doer.LEAD, "supply it again" if known else "supply it")
        state, said = (
            ("Returned", "was returned") if known else ("Not supplied", "has not been supplied")
        )
        return CriterionStatus(
            criterion,
            False,
            None,
            state,
            f"{name} {said}; {words}.",
            who,
            known[0] if known else None,
        )

    def _option_status(self, review: Review, criterion: Criterion) -> CriterionStatus:
        preferred = [o for o in self._options[review.pk] if o.state == OptionStateKind.PREFERRED]
        if preferred:
            met_on = min(option.state_on for option in preferred)
            chosen = "; ".join(option.title for option in preferred)
            return CriterionStatus(criterion, True, met_on, f"Chosen: {chosen}")
        who, words = self._can(review, Doer.LEAD, "record which one is")
        return CriterionStatus(
            criterion, False, None, "Not chosen", f"No option is preferred; {words}.", who
        )

    def _resolution_status(self, review: Review, criterion: Criterion) -> CriterionStatus:
        for resolution in self._resolutions[review.pk]:
            if resolution.meeting.body.kind == criterion.body_kind:
                state = f"{resolution.get_verb_display()} · {long_date(resolution.effective_on)}"
                return CriterionStatus(
                    criterion, True, resolution.effective_on, state, resolution=resolution
                )
        kinds = {c.kind for c in self.criteria_of(review)}
        what = "the options" if CriterionKind.PREFERRED_OPTION in kinds else "the proposal"
        return CriterionStatus(
            criterion,
            False,
            None,
            "Waiting",
            f"{self._bodies[criterion.body_kind]} has not endorsed {what}; "
            "Democratic Services can record its resolution once it is made.",
            Doer.DEMOCRATIC_SERVICES,
        )

    def _can(self, review: Review, doer: Doer, what: str) -> tuple[Doer, str]:
        """Who can do it, and the words for it; the portfolio office stands in for a lead."""
        if (review.pk, AssignmentRole(doer.value)) in self._held:
            return doer, f"{doer.label} can {what}"
        if doer == Doer.LEAD:
            return Doer.PORTFOLIO_OFFICE, f"no lead is named, so the portfolio office can {what}"
        return doer, f"no Senior Responsible Owner is named who could {what}"

    def _names_of_bodies(self) -> dict[str, str]:
        """By kind: the one body of the kind by name, or any body of it."""
        kinds = {c.body_kind for criteria in self._criteria.values() for c in criteria}
        kinds -= {""}
        names: dict[str, list[str]] = {kind: [] for kind in kinds}
        if kinds:
            for body in Body.objects.filter(kind__in=kinds):
                names[body.kind].append(body.name)
        return {
            kind: f"The {found[0]}" if len(found) == 1 else f"A {BodyKind(kind).label}"
            for kind, found in names.items()
        }


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
