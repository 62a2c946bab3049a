"""Which reviews there were on a date, how they stood, and the review behind a code."""

from datetime import date

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from reviews.enums import OptionStateKind
from reviews.models import GatePassage, Option, Review
from reviews.models.options import OptionQuerySet
from reviews.models.reviews import ReviewQuerySet

FIRST_PHASE = 1  # the programme was set up with its reviews, so they count at every date


def reviews_known_on(as_at: date | None) -> ReviewQuerySet:
    """The reviews known on ``as_at``, annotated with ``stage_then`` (id) and ``state_then``.

    A review of a later phase counts from when the paper it is credited to could be read, else
    from its first passage. Source: County Council, 27 March 2014, paragraph 5.4.
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
        review_known_on=Coalesce("source__known_on", Subquery(first_passage))
    ).filter(
        Q(phase__number=FIRST_PHASE)
        | Q(review_known_on__isnull=True)
        | Q(review_known_on__lte=as_at)
    )


def review_for_code(code: str) -> Review | None:
    """The review of this code, or the one a service of this code is reviewed in.

    P1-HR, P1-ICT and P1-FIN lead to the joint review; None when nothing has the code.
    """
    review = Review.objects.filter(code=code).first()
    if review is None:
        covering = Review.objects.filter(reviewed_services__service__code=code)
        review = covering.order_by("order", "pk").first()
    return review


def preferred_options(as_at: date | None) -> OptionQuerySet:
    """The options preferred on ``as_at``; variants inside one are not options."""
    return Option.objects.in_state(OptionStateKind.PREFERRED, as_at=as_at)
