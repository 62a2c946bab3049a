"""Which reviews there were on a date, how they stood, and the review behind a code."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from reviews.enums import OptionStateKind
from reviews.models import GatePassage, Option, Review, ReviewedService
from reviews.models.options import OptionQuerySet
from reviews.models.reviews import ReviewQuerySet

FIRST_PHASE = 1  # the programme was set up with its reviews, so they count at every date


def reviews_known_on(as_at: date | None) -> ReviewQuerySet:
    """The reviews known on ``as_at``, annotated with ``stage_then`` (id) and ``state_then``.

    A review that a person took into the programme counts from the day it was opened on; one that
    a paper names, of a later phase, from when the paper could be read, else from its first
    passage. Source: County Council, 27 March 2014, paragraph 5.4.
    """
    reviews = Review.objects.standing_on(as_at)
    if as_at is None:
        return reviews
    first_passage = (
        GatePassage.objects.filter(review=OuterRef("pk"))
        .order_by("effective_on")
        .values("effective_on")[:1]
    )
    return reviews.annotate(
        review_known_on=Coalesce("opened_on", "source__known_on", Subquery(first_passage))
    ).filter(
        Q(phase__number=FIRST_PHASE, opened_on__isnull=True)
        | Q(review_known_on__isnull=True)
        | Q(review_known_on__lte=as_at)
    )


def covered_on(as_at: date | None, path: str = "") -> Q:
    """Whether a service was under a review on a day: from its start to before its end.

    Without a date, whether it is now. ``path`` leads to the row of ReviewedService, with its
    underscores ("reviewed_services__").
    """
    if as_at is None:
        return Q(**{f"{path}ended_on__isnull": True})
    started = Q(**{f"{path}started_on__isnull": True}) | Q(**{f"{path}started_on__lte": as_at})
    ended = Q(**{f"{path}ended_on__isnull": True}) | Q(**{f"{path}ended_on__gt": as_at})
    return started & ended


def services_covered(as_at: date | None) -> QuerySet[ReviewedService]:
    """The services under review on a day, each with the review it was under."""
    return ReviewedService.objects.filter(covered_on(as_at))


def review_for_code(code: str, as_at: date | None = None) -> Review | None:
    """The review of this code, or the one a service of this code is reviewed in on a day.

    P1-HR, P1-ICT and P1-FIN lead to the joint review; None when nothing has the code. A service
    that no review covers then leads to the last that did.
    """
    review = Review.objects.filter(code=code).first()
    if review is not None:
        return review
    rows = ReviewedService.objects.filter(service__code=code).select_related("review")
    covering = rows.filter(covered_on(as_at)).order_by("review__order", "review")
    row = covering.first() or rows.order_by("-ended_on", "-pk").first()
    return row.review if row else None


def options_of_reviews(as_at: date | None) -> OptionQuerySet:
    """Options with the state they stood in on a day, without those gone to another review."""
    options: Any = Option.objects.with_state(as_at)
    gone = Q(state=OptionStateKind.CARRIED)
    found: OptionQuerySet = options.filter(Q(state__isnull=True) | ~gone)
    return found


def preferred_options(as_at: date | None) -> OptionQuerySet:
    """The options preferred on ``as_at``; variants inside one are not options."""
    return Option.objects.in_state(OptionStateKind.PREFERRED, as_at=as_at)
