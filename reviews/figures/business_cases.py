"""The living figure of business cases: how complete one is."""

from datetime import date
from typing import Any

from ftc.records.enums import Unit
from ftc.records.figures import Computed, Line, Parameter, figure, one_of, text
from reviews import queries
from reviews.enums import BusinessCaseKind
from reviews.models import BusinessCase
from reviews.queries.business_case_checks import completeness_of

KINDS = tuple(kind.value.lower() for kind in BusinessCaseKind)


@figure(
    "reviews.business_case_completeness",
    title="Completeness of a business case",
    unit=Unit.PERCENT,
    parameters=(
        Parameter(
            "review",
            text,
            required=True,
            description="code of a review, or of a service, which leads to its review",
        ),
        Parameter(
            "kind",
            one_of(*KINDS),
            required=True,
            choices=KINDS,
            description="which business case; of several the last",
        ),
    ),
)
def business_case_completeness(
    *, as_at: date | None, user: Any, review: str, kind: str
) -> Computed:
    """Whole percent of the checks asked of it that its records meet, rounded down.

    Not known where the review has no such business case, or none that may be read. On a past day
    the five cases are those of the last version kept by then. Source: County Council,
    15 May 2014, item 12, paragraphs 2.5 and 6.1.
    """
    found = queries.review_for_code(review)
    rows = BusinessCase.objects.visible_to(user).filter(kind=kind.upper(), review=found)
    if as_at is not None:
        rows = rows.filter(made_on__lte=as_at)
    case = rows.select_related("review").order_by("-number").first() if found else None
    if case is None:
        return Computed(None, note=f"No such business case of {review} is known.")
    complete = completeness_of(case.review, [case], as_at=as_at)[case.pk]
    return Computed(
        value=complete.percent,
        lineage=[
            Line(
                label=f"{answered.check.title}: "
                f"{'met' if answered.answer.is_met else 'not met'}. {answered.answer.sentence}",
                url=answered.answer.url,
                source=answered.check.source,
            )
            for answered in complete.answers
        ],
        note=f"{case.title}: {complete.words}.",
    )
