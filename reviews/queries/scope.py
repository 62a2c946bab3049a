"""The scope of a review as at a date: what it covers, what was done to it, what can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from ftc.errors import DomainError
from ftc.organisation.models import Service, User
from ftc.ui.components import Cell, Column
from reviews import permissions
from reviews.enums import ReviewState, ScopeChangeKind
from reviews.models import Option, Review, ReviewedService, ReviewStateChange, ScopeChange
from reviews.policies import scope as rules
from reviews.queries.known import options_of_reviews
from reviews.queries.page_tables import Table

STATE_WORDS = {
    ReviewState.ACTIVE: "Active",
    ReviewState.DEFERRED: "Deferred",
    ReviewState.WITHDRAWN: "Withdrawn",
    ReviewState.CLOSED: "Closed",
    ReviewState.MERGED: "Merged",
    ReviewState.HANDED_OVER: "Handed over",
}


@dataclass(frozen=True)
class ScopeAct:
    """Something that may be done to the scope of a review, or why it cannot be now."""

    text: str
    hint: str
    url: str = ""
    refusal: str = ""


def standing_merges(as_at: date | None) -> QuerySet[ScopeChange]:
    """The merges in effect on a day that had not been undone by then."""
    undone = ScopeChange.objects.as_at(as_at).filter(undoes=OuterRef("pk"))
    return (
        ScopeChange.objects.as_at(as_at)
        .filter(~Exists(undone), kind=ScopeChangeKind.MERGE)
        .select_related("review", "other")
    )


def merged_reviews(joint: Review, *, as_at: date | None) -> list[Review]:
    """The reviews that went into a joint one, in the order of the programme."""
    merges = standing_merges(as_at).filter(other=joint.pk).order_by("review__order", "review")
    return [merge.review for merge in merges]


def merge_of(review: Review) -> ScopeChange | None:
    """The merge that a review stands merged by now."""
    merge: ScopeChange | None = standing_merges(None).filter(review=review.pk).first()
    return merge


def may_merge_with(review: Review) -> QuerySet[Review]:
    """The active reviews of the same phase and methodology, in order."""
    return (
        Review.objects.filter(
            phase=review.phase_id, methodology=review.methodology_id, state=ReviewState.ACTIVE
        )
        .exclude(pk=review.pk)
        .order_by("order", "code")
    )


def services_of_now(review: Review) -> QuerySet[Service]:
    """The services a review covers now, in its order."""
    return Service.objects.filter(
        reviewed_in__review=review.pk, reviewed_in__ended_on__isnull=True
    ).order_by("reviewed_in__order", "pk")


def live_options(review: Review) -> QuerySet[Option]:
    """The options of a review that have not gone to another one, with their state."""
    return options_of_reviews(None).filter(review=review.pk).order_by("order")


def scope_tables(review: Review, *, as_at: date | None) -> list[Table]:
    """What the review covers since when, and what was done to its scope: three queries."""
    return [coverage_table(review, as_at=as_at), changes_table(review, as_at=as_at)]


def coverage_table(review: Review, *, as_at: date | None) -> Table:
    """Each service with the days from and until which it was under this review."""
    rows = ReviewedService.objects.filter(review=review.pk).select_related("service")
    if as_at is not None:
        rows = rows.filter(Q(started_on__isnull=True) | Q(started_on__lte=as_at))
    return Table(
        "coverage",
        "Services covered",
        (Column("Service"), Column("From"), Column("Until", "date")),
        tuple(
            (
                Cell(row.service.name, hint=row.service.code),
                row.started_on or "since the review is known",
                row.ended_on if row.ended_on and (not as_at or row.ended_on <= as_at) else "now",
            )
            for row in rows
        ),
        empty="No service is recorded for this review.",
    )


def changes_table(review: Review, *, as_at: date | None) -> Table:
    """Merges, splits, deferrals and the rest, oldest first, with who did each and why."""
    changes = list(
        ScopeChange.objects.as_at(as_at)
        .filter(Q(review=review.pk) | Q(other=review.pk))
        .select_related("review", "other", "portfolio", "by")
    )
    # A change of scope has a change of state beside it, which is told once.
    told = {(change.effective_on, change.by_id, change.reason) for change in changes}
    states = (
        ReviewStateChange.objects.as_at(as_at)
        .filter(review=review.pk)
        .select_related("by", "source")
    )
    lines = [(row.effective_on, row.recorded_at, _change_row(row, review)) for row in changes]
    lines += [
        (row.effective_on, row.recorded_at, _state_row(row))
        for row in states
        if (row.effective_on, row.by_id, row.reason) not in told
    ]
    return Table(
        "changes",
        "Changes of scope and state",
        (Column("On", "date"), Column("What"), Column("Reason"), Column("By")),
        tuple(row for _, _, row in sorted(lines, key=lambda line: line[:2])),
        empty="Nothing has been done to the scope of this review.",
    )


def acts_for(review: Review, user: User) -> list[ScopeAct]:
    """What the portfolio office may do to the scope of the review in the state it is in."""
    if not permissions.can_change_scope(user):
        return []
    match ReviewState(review.state):
        case ReviewState.ACTIVE:
            return [
                _act(review, "Merge", "merge", "Make one review of this and others."),
                _act(review, "Split", "split", "Give services and options to a new review."),
                _act(review, "Defer", "defer", "Wait; no gate is passed until it is resumed."),
                _act(
                    review,
                    "Reconsider",
                    "reconsider",
                    "Go back when the option fails the Full Business Case test.",
                ),
                _act(
                    review,
                    "Hand over for implementation",
                    "hand-over",
                    "Give it to the change portfolio that carries it out.",
                ),
                _act(review, "Withdraw", "withdraw", "Stop the review before its end."),
                _act(review, "Close", "close", "End it once it has been carried out."),
            ]
        case ReviewState.DEFERRED:
            return [
                _act(review, "Resume", "resume", "Go on at the stage where it stood."),
                _act(review, "Withdraw", "withdraw", "Stop the review before its end."),
            ]
        case ReviewState.WITHDRAWN:
            return [_act(review, "Reinstate", "reinstate", "Go on at the stage where it stood.")]
        case ReviewState.HANDED_OVER:
            return [
                _act(review, "Take back", "take-back", "Take it back from the portfolio."),
                _act(review, "Close", "close", "End it once it has been carried out."),
            ]
        case ReviewState.CLOSED:
            return [_act(review, "Open again", "reopen", "Open it again at its last stage.")]
        case ReviewState.MERGED:
            return [
                _act(
                    review,
                    "Take out of the joint review",
                    "take-out",
                    "Its services and options come back to it.",
                )
            ]


# Each with what refuses it before anything has been chosen.
CHECKS: dict[str, Callable[[Review], object]] = {
    "split": rules.check_can_be_split,
    "reconsider": rules.check_can_be_reconsidered,
    "hand-over": rules.check_can_hand_over,
    "close": rules.check_can_close,
}


def _act(review: Review, text: str, name: str, hint: str) -> ScopeAct:
    check = CHECKS.get(name)
    try:
        if check is not None:
            check(review)
    except DomainError as refusal:
        return ScopeAct(text, hint, refusal=str(refusal))
    return ScopeAct(text, hint, url=reverse(f"reviews:scope-{name}", args=[review.code]))


def _change_row(change: ScopeChange, review: Review) -> tuple[date, Cell | str, str, str]:
    return change.effective_on, _told(change, review), change.reason, str(change.by)


def _told(change: ScopeChange, review: Review) -> Cell | str:
    """What was done, from the side of the review it is told of, leading to the other."""
    is_own = change.review_id == review.pk
    other = change.other if is_own else change.review
    match ScopeChangeKind(change.kind):
        case ScopeChangeKind.MERGE:
            words = "Merged into" if is_own else "Took in"
        case ScopeChangeKind.UNMERGE:
            words = "Taken out of" if is_own else "Gave back"
        case ScopeChangeKind.SPLIT:
            words = "Split off" if is_own else "Split off from"
        case ScopeChangeKind.HAND_OVER:
            return f"Handed over to {change.portfolio}"
        case _:
            return change.get_kind_display()
    title = other.title if other else ""
    return Cell(f"{words} {title}", url=other.get_absolute_url() if other else "")


def _state_row(change: ReviewStateChange) -> tuple[date, Cell | str, str, str]:
    words = STATE_WORDS[ReviewState(change.state)]
    return change.effective_on, words, change.reason, str(change.by or change.credit)
