"""Recording what becomes of an option."""

from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.records import history
from reviews import permissions, policies
from reviews.enums import OptionStateKind
from reviews.errors import OptionRefused
from reviews.models import Option, OptionState, Review


@transaction.atomic
def set_option_state(
    *,
    option: Option,
    state: OptionStateKind,
    reason: str,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
) -> OptionState:
    """Record from the working date ``today`` on that an option is preferred or not, and why.

    Writes a dated state beside those before it, and the review's version. Raises NotPermitted,
    StaleVersion or OptionRefused. Source: County Council, 15 May 2014, item 12, paragraph 1.2.
    """
    with history.recording(action="reviews.set_option_state", by=by, at=now, reason=reason):
        review = Review.objects.locked(pk=option.review_id, expected_version=expected_version)
        permissions.check_can_edit(by, review)
        policies.check_can_set_option_state(option)
        if not reason.strip():
            raise OptionRefused("Give the reason.")
        latest = option.states.latest_first().first()
        if latest and latest.state == state:
            raise OptionRefused(f"This option is {state.label.lower()} already.")
        change = OptionState.objects.create(
            option=option,
            state=state,
            reason=reason.strip(),
            by=by,
            effective_on=max(today, latest.effective_on) if latest else today,
        )
        Review.objects.count_edit(review)
    return change
