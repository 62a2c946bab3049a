"""What the facts allow of the scope of reviews: taking one in, merging, splitting, handing over."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from ftc.organisation.models import Service
from ftc.periods import long_date
from ftc.programme.models import Activity, Phase
from reviews.enums import (
    CriterionKind,
    GateOutcome,
    MethodologyState,
    ReviewState,
    ScopeChangeKind,
)
from reviews.errors import DateRefused, ScopeRefused
from reviews.models import GatePassage, Methodology, Option, OptionState, Review, ScopeChange, Stage
from reviews.policies.gates import last_passage
from reviews.policies.states import what_holds_it

# In capitals, so that no review stands in the way of an address such as /reviews/add/.
CODE = re.compile(r"[A-Z][A-Z0-9-]{1,19}")
PASSED = (GateOutcome.PASSED, GateOutcome.PASSED_WITH_CONDITIONS)


def check_can_be_created(*, code: str, title: str, services: Collection[Service]) -> None:
    """Raises ScopeRefused for a code that is taken or no code, no title, or no service."""
    if not CODE.fullmatch(code):
        raise ScopeRefused(
            "Give the review a code of 2 to 20 capital letters, digits and hyphens that begins "
            "with a letter, such as P2-LIB."
        )
    if Activity.objects.filter(code=code).exists():
        raise ScopeRefused(f"The code {code} is taken already. Choose another.")
    if not title.strip():
        raise ScopeRefused("Give the review a title.")
    if not services:
        raise ScopeRefused("Choose at least one service that the review covers.")


def methodology_in_force(phase: Phase) -> Methodology:
    """The newest methodology in force for a phase; raises ScopeRefused when there is none."""
    found = (
        Methodology.objects.filter(phase=phase, state=MethodologyState.IN_FORCE)
        .order_by("-version")
        .first()
    )
    if found is None:
        raise ScopeRefused(f"No methodology is in force for {phase.title} yet.")
    return found


def check_can_merge(reviews: Sequence[Review], into: Review | None) -> None:
    """Raises ScopeRefused when these reviews cannot become one, or not ``into`` this one.

    ``into`` None is a new review. A joint review never stands at a stage that one of its parts
    has not come to. Source: County Council, 15 May 2014, item 12, paragraphs 3.6 and 3.7.
    """
    everyone = [*reviews, into] if into else list(reviews)
    if into is not None and into.pk in {review.pk for review in reviews}:
        raise ScopeRefused(f"{into.title} cannot be merged with itself.")
    if len(everyone) < 2:
        raise ScopeRefused("Choose at least two reviews to merge into a new one.")
    for review in everyone:
        _check_active(review, "be merged")
    first = everyone[0]
    for review in everyone[1:]:
        if review.phase_id != first.phase_id:
            raise ScopeRefused(
                f"{first.title} and {review.title} are of different phases. Reviews are merged "
                "within a phase, because each phase has its own methodology."
            )
        if review.methodology_id != first.methodology_id:
            raise ScopeRefused(
                f"{first.title} and {review.title} follow different versions of the methodology. "
                "Move one of them to the version of the other first."
            )
    for review in reviews:
        if into is not None and _place(review) < _place(into):
            raise ScopeRefused(
                f"{review.title} has not come to {into.stage}, where {into.title} stands. "
                f"Move it there first, or merge {into.title} into it."
            )


def check_can_unmerge(merge: ScopeChange, joint: Review) -> None:
    """Raises ScopeRefused when what was merged cannot be taken out of the joint review again."""
    if merge.kind != ScopeChangeKind.MERGE:
        raise ScopeRefused("Only a merge is undone here.")
    if ScopeChange.objects.filter(undoes=merge).exists():
        raise ScopeRefused(f"{merge.review.title} has been taken out of {joint.title} already.")
    _check_active(joint, "be taken apart")
    passed = GatePassage.objects.filter(
        review=joint, outcome__in=PASSED, recorded_at__gt=merge.recorded_at
    ).first()
    if passed is not None:
        raise ScopeRefused(
            f"{joint.title} has passed to {passed.to_stage} since, which {merge.review.title} "
            "has not. Split its services off instead."
        )


def check_can_be_split(review: Review) -> None:
    """Raises ScopeRefused when nothing can leave the review and leave something in it."""
    _check_active(review, "be split")
    if review.reviewed_services.filter(ended_on__isnull=True).count() < 2:
        raise ScopeRefused(
            f"{review.title} covers one service, so there is nothing to split off."
            if review.reviewed_services.filter(ended_on__isnull=True).exists()
            else f"{review.title} covers no service, so there is nothing to split off."
        )


def check_can_split(
    review: Review, *, services: Collection[Service], options: Collection[Option]
) -> None:
    """Raises ScopeRefused when these services and options cannot leave the review."""
    _check_active(review, "be split")
    covered = set(
        review.reviewed_services.filter(ended_on__isnull=True).values_list("service_id", flat=True)
    )
    chosen = {service.pk for service in services}
    if not chosen:
        raise ScopeRefused("Choose the services that go to the new review.")
    if not chosen <= covered:
        raise ScopeRefused(f"Only services that {review.title} covers can leave it.")
    if chosen == covered:
        raise ScopeRefused(f"{review.title} must keep at least one service.")
    if any(option.review_id != review.pk for option in options):
        raise ScopeRefused(f"Only options of {review.title} can leave it.")


def check_can_hand_over(review: Review) -> None:
    """Raises ScopeRefused unless the review is active at the last stage.

    Source: County Council, 15 May 2014, item 12, paragraph 6.6.
    """
    _check_active(review, "be handed over")
    _check_at_last_stage(review, "handed over for implementation")


def check_can_take_back(review: Review) -> ScopeChange:
    """The handing over that can be taken back; raises ScopeRefused when there is none."""
    given = (
        ScopeChange.objects.filter(
            review=review, kind=ScopeChangeKind.HAND_OVER, undone_by__isnull=True
        )
        .order_by("-pk")
        .first()
    )
    if given is None or review.state != ReviewState.HANDED_OVER:
        raise ScopeRefused(f"{review.title} has not been handed over.")
    return given


def check_can_close(review: Review) -> None:
    """Raises ScopeRefused before the last stage, where a review ends only by being withdrawn."""
    _check_at_last_stage(review, "closed")


def check_can_be_reconsidered(review: Review) -> None:
    """Raises ScopeRefused before an option has been chosen, and once it has been decided upon."""
    _check_active(review, "be reconsidered")
    if not stages_to_reconsider(review):
        raise ScopeRefused(
            f"{review.title} is at {review.stage or 'no stage yet'}. A review is reconsidered "
            "after it has left the stage in which its option is chosen, and before its last."
        )


def check_can_reconsider(review: Review, to_stage: Stage) -> None:
    """Raises ScopeRefused unless the review goes back to where an option is chosen, or before.

    Source: County Council, 15 May 2014, item 12, paragraph 6.3.
    """
    check_can_be_reconsidered(review)
    if to_stage not in stages_to_reconsider(review):
        raise ScopeRefused(
            f"{review.title} cannot be reconsidered from {to_stage}: it goes back to the stage "
            "in which its option was chosen, or to one before it."
        )


def stages_to_reconsider(review: Review) -> list[Stage]:
    """The stages a review may go back to when its option fails the Full Business Case, in order.

    None before it has left the stage in which an option is preferred, and none at its last stage,
    where the option has been decided upon.
    """
    if review.stage is None:
        return []
    stages = list(review.methodology.stages.order_by("order"))
    choosing = review.methodology.stages.filter(
        criteria__kind=CriterionKind.PREFERRED_OPTION, order__lt=review.stage.order
    )
    last_choice = max((stage.order for stage in choosing), default=0)
    if stages[-1].pk == review.stage_id:
        return []
    return [stage for stage in stages if stage.order <= last_choice]


def scope_counts_from(
    reviews: Collection[Review], effective_on: date | None, *, today: date
) -> date:
    """The day a change of scope counts from: the one asked for, else the working date ``today``.

    None is before the last step of one of the reviews: a stage, a state or what became of an
    option. Without a day asked for it counts from that step where that is later. Raises
    DateRefused.
    """
    steps = {review: [*_moves(review), *_option_moves(review)] for review in reviews}
    return _counts_from(steps, effective_on, today)


def state_counts_from(review: Review, effective_on: date | None, *, today: date) -> date:
    """As ``scope_counts_from``, after the last stage and state; options stay as they are.

    A state read from a later paper would otherwise still stand over the one recorded now.
    """
    return _counts_from({review: _moves(review)}, effective_on, today)


def _counts_from(
    steps: Mapping[Review, Collection[date]], effective_on: date | None, today: date
) -> date:
    if effective_on is None:
        return max([today, *(day for days in steps.values() for day in days)])
    for review, days in steps.items():
        if days and effective_on < max(days):
            raise DateRefused(
                f"{review.title} stands as it does since {long_date(max(days))}. That cannot "
                "change before then."
            )
    return effective_on


def _moves(review: Review) -> list[date]:
    """When the review last changed its state, and when it last came to a stage."""
    change = review.state_changes.latest_first().first()
    return [row.effective_on for row in (change, last_passage(review)) if row]


def _option_moves(review: Review) -> list[date]:
    """When it was last recorded what became of an option."""
    latest = OptionState.objects.filter(option__review=review).latest_first().first()
    return [latest.effective_on] if latest else []


def _check_active(review: Review, what: str) -> None:
    if review.state == ReviewState.ACTIVE:
        return
    if review.state == ReviewState.DEFERRED:
        raise ScopeRefused(
            f"{review.title}: {what_holds_it(review)} It cannot {what} before it is resumed."
        )
    raise ScopeRefused(f"{review.title}: {what_holds_it(review)} It cannot {what}.")


def _check_at_last_stage(review: Review, done: str) -> None:
    last = review.methodology.stages.order_by("-order").first()
    if last is None or review.stage_id != last.pk:
        raise ScopeRefused(
            f"{review.title} is at {review.stage or 'no stage yet'}. A review is {done} at "
            f"{last}, the last stage."
        )


def _place(review: Review) -> int:
    return review.stage.order if review.stage else 0
