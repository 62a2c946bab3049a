"""Which reviews, services and options a figure speaks of, and why it cannot when it cannot."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ftc.periods import long_date
from reviews.enums import OptionStateKind, ReviewState
from reviews.models import Option, Review
from reviews.models.reviews import ReviewQuerySet
from reviews.queries.filters import covering_type, preferring
from reviews.queries.known import reviews_known_on, services_covered

NOT_RECOMMENDED = (
    OptionStateKind.NOT_RECOMMENDED,
    OptionStateKind.NOT_RECOMMENDED_AT_THIS_STAGE,
)
# An option that has gone to another review is counted there.
COUNTED = tuple(kind for kind in OptionStateKind if kind != OptionStateKind.CARRIED)


@dataclass(frozen=True)
class Scope:
    """What narrows a figure; empty values do not. ``review`` is a review's own code.

    ``service_type`` is a value of ServiceType, ``delivery_model`` a code, ``state`` a value of
    ReviewState.
    """

    phase: int | None = None
    service_type: str = ""
    delivery_model: str = ""
    review: str = ""
    exclude_deferred: bool = False
    state: str = ""


@dataclass(frozen=True)
class Selected:
    """Rows in their order, or the sentence that says why they are not known.

    ``note`` says what is not known of some of them.
    """

    rows: list[Any] = field(default_factory=list)
    not_known: str = ""
    note: str = ""


def selected_reviews(scope: Scope, *, as_at: date | None) -> Selected:
    """The reviews of a scope on ``as_at``, each once, with ``state_then``: up to three queries.

    A merged review is counted as the one it went into. Not known before a paper named any of
    them, nor by delivery model before any option of their phases was preferred.
    """
    in_phase = _in_scope(Review.objects.all(), scope)
    known = _in_scope(reviews_known_on(as_at), scope)
    if as_at is not None and in_phase.exists() and not known.exists():
        return Selected(not_known=f"These reviews were not known {when(as_at)}.")
    if scope.delivery_model:
        if not _options_known(scope, as_at, [OptionStateKind.PREFERRED]):
            return Selected(not_known=f"No preferred option was known {when(as_at)}.")
        known = preferring(known, scope.delivery_model, as_at)
    if scope.state:
        known = known.filter(state_then=scope.state)
    else:
        known = known.exclude(state_then=ReviewState.MERGED)
    if scope.exclude_deferred:
        known = known.exclude(state_then=ReviewState.DEFERRED)
    ordered = known.select_related("source").order_by("phase__number", "order", "code")
    if scope.service_type:
        return _of_type(ordered, scope.service_type, as_at)
    return Selected(rows=list(ordered))


def selected_services(scope: Scope, *, as_at: date | None) -> Selected:
    """The services under the reviews of a scope as ReviewedService rows, each service once.

    Not known where the papers name no service of these reviews, or no type of any of them.
    """
    without_type = Scope(**{**scope.__dict__, "service_type": ""})
    reviews = selected_reviews(without_type, as_at=as_at)
    if reviews.not_known or not reviews.rows:
        return reviews
    covered = list(
        services_covered(as_at)
        .filter(review__in=[review.pk for review in reviews.rows])
        .select_related("service", "review", "source")
        .order_by("review__phase__number", "review__order", "order", "pk")
    )
    once = list({row.service_id: row for row in reversed(covered)}.values())[::-1]
    if not once:
        return Selected(not_known="The papers name no services of these reviews.")
    unnamed = len(reviews.rows) - len({row.review_id for row in covered})
    notes = [f"The papers name no services of {counted(unnamed, 'review')}."] if unnamed else []
    if scope.service_type:
        types = Counter(row.service.service_type for row in once)
        once = [row for row in once if row.service.service_type == scope.service_type]
        if types[""] and not once:
            return Selected(not_known="The papers give no type for these services.")
        if types[""]:
            notes.append(f"The papers give no type for {counted(types[''], 'service')}.")
    return Selected(rows=once, note=" ".join(notes))


def selected_options(scope: Scope, state: str, *, as_at: date | None) -> Selected:
    """The options of a scope in a state on ``as_at``; variants inside one are not counted.

    ``state`` is preferred, not_recommended (which includes "at this stage") or empty for all
    that were considered. Not known before any option of their phases was.
    """
    wanted = {"preferred": [OptionStateKind.PREFERRED], "not_recommended": list(NOT_RECOMMENDED)}
    states = wanted.get(state, list(COUNTED))
    if not _options_known(scope, as_at, list(COUNTED)):
        return Selected(not_known=f"No option was known {when(as_at)}.")
    options = Option.objects.in_state(*states, as_at=as_at)
    if scope.phase is not None:
        options = options.filter(review__phase__number=scope.phase)
    if scope.review:
        options = options.filter(review__code=scope.review)
    if scope.delivery_model:
        options = options.filter(delivery_models__code=scope.delivery_model)
    rows = options.select_related("review", "source").order_by("review__order", "order", "pk")
    return Selected(rows=list(rows))


def when(as_at: date | None) -> str:
    """ "by 27 March 2014", or "yet" when no date was asked for."""
    return f"by {long_date(as_at)}" if as_at else "yet"


def counted(number: int, what: str) -> str:
    """ "1 service", "12 services"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _in_scope(reviews: ReviewQuerySet, scope: Scope) -> ReviewQuerySet:
    if scope.phase is not None:
        reviews = reviews.filter(phase__number=scope.phase)
    return reviews.filter(code=scope.review) if scope.review else reviews


def _of_type(reviews: ReviewQuerySet, service_type: str, as_at: date | None) -> Selected:
    rows = list(covering_type(reviews, service_type, as_at))
    untyped = covering_type(reviews, "", as_at).count()
    if untyped and not rows:
        return Selected(not_known="The papers give no type for their services.")
    said = f"The papers give no type for the services of {counted(untyped, 'review')}."
    return Selected(rows=rows, note=said if untyped else "")


def _options_known(scope: Scope, as_at: date | None, states: list[OptionStateKind]) -> bool:
    """Whether any option of the phases in scope stood in one of these states on the date."""
    options = Option.objects.in_state(*states, as_at=as_at)
    if scope.phase is not None:
        options = options.filter(review__phase__number=scope.phase)
    if scope.review:
        options = options.filter(review__phase__reviews__code=scope.review)
    return options.exists()
