"""The options of a review that were not chosen, told to the decisions about it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.urls import reverse

from governance.alternatives import Alternative, tells_alternatives
from reviews.enums import OptionStateKind
from reviews.models import Option


@tells_alternatives
def options_not_chosen(keys: Collection[int], as_at: date | None, user: Any) -> list[Alternative]:
    """Options that were not preferred on ``as_at``, in their order: one query.

    One that has gone to another review is told there.
    """
    options: Any = Option.objects.with_state(as_at)
    rows = (
        options.filter(review__in=keys, state__isnull=False)
        .exclude(state__in=(OptionStateKind.PREFERRED, OptionStateKind.CARRIED))
        .select_related("review")
        .order_by("review__code", "order")
    )
    return [
        Alternative(
            about=row.review.title,
            title=row.title,
            state=OptionStateKind(row.state).label,
            reason=row.reason or "",
            url=reverse("reviews:review-options", args=[row.review.code]),
        )
        for row in rows
    ]
