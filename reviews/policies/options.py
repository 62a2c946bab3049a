"""What the facts allow of options: which state follows which, what a list of them may hold."""

import re
from collections.abc import Collection
from datetime import date

from ftc.periods import long_date
from reviews import policies
from reviews.enums import OptionStateKind, ReviewState
from reviews.errors import DateRefused, OptionRefused
from reviews.models import DeliveryModel, Option, OptionState, Review
from reviews.transitions import NEXT_OPTION_STATES

OPTION_CODE = re.compile(r"[A-Za-z0-9_-]{1,20}")
MOST_VARIANTS = 26  # they are lettered
# These are decided upon, and the reason is printed later; a move between the lists is not.
SAY_WHY = {
    OptionStateKind.PREFERRED,
    OptionStateKind.NOT_RECOMMENDED,
    OptionStateKind.NOT_RECOMMENDED_AT_THIS_STAGE,
}


def state_in_words(state: OptionStateKind) -> str:
    """ "on the long list", "short-listed": what an option in the state is said to be."""
    return "on the long list" if state == OptionStateKind.CONSIDERED else state.label.lower()


def next_states(current: str | None) -> list[OptionStateKind]:
    """The states an option may be given, in their usual order; without one now, any."""
    if not current:
        return [kind for kind in OptionStateKind if kind != OptionStateKind.CARRIED]
    return [
        kind for kind in OptionStateKind if kind in NEXT_OPTION_STATES[OptionStateKind(current)]
    ]


def check_option_state(current: str | None, to: OptionStateKind, reason: str) -> None:
    """Raises OptionRefused when ``to`` does not follow, or is decided upon without a reason.

    ``current`` is None for an option that nothing is recorded of yet.
    Source: County Council, 15 May 2014, item 12, paragraph 1.2.
    """
    if current == to:
        raise OptionRefused(f"This option is {state_in_words(to)} already.")
    if to not in next_states(current):
        if current == OptionStateKind.CARRIED:
            raise OptionRefused("This option has gone to another review. Record it there.")
        if not current:
            raise OptionRefused("An option goes to another review by a change of scope.")
        now = state_in_words(OptionStateKind(current))
        offered = " or ".join(state_in_words(kind) for kind in next_states(current))
        raise OptionRefused(
            f"An option that is {now} cannot become {state_in_words(to)}. It may become {offered}."
        )
    if to in SAY_WHY and not reason.strip():
        raise OptionRefused("Give the reason. It is printed beside the option later.")


def check_options_may_change(review: Review) -> None:
    """Raises OptionRefused when the review is not going on."""
    if review.state != ReviewState.ACTIVE:
        raise OptionRefused(f"{policies.what_holds_it(review)} Its options stay as they are.")


def check_can_be_listed(
    review: Review,
    *,
    title: str,
    delivery_models: Collection[DeliveryModel],
    variants: Collection[str],
    option: Option | None = None,
) -> None:
    """Raises OptionRefused for an option that its review's list cannot hold.

    ``option`` is the one that is edited; it may keep a delivery model that was retired.
    """
    others = Option.objects.filter(review=review)
    if option is not None:
        others = others.exclude(pk=option.pk)
    if others.filter(title__iexact=title).exists():
        raise OptionRefused(f"This review has an option called “{title}” already.")
    if not delivery_models:
        raise OptionRefused("Choose at least one delivery model.")
    kept = {model.pk for model in option.delivery_models.all()} if option else set()
    for model in delivery_models:
        if model.retired_on is not None and model.pk not in kept:
            raise OptionRefused(f"“{model}” is no longer offered. Choose another delivery model.")
    if len(variants) > MOST_VARIANTS:
        raise OptionRefused(f"An option has at most {MOST_VARIANTS} variants, (a) to (z).")


def check_place_is_free(review: Review, *, code: str, order: int | None) -> None:
    """Raises OptionRefused when another option has the code, or the place in the review's list."""
    if code and not OPTION_CODE.fullmatch(code):
        raise OptionRefused("An option's code has at most 20 letters, digits and hyphens.")
    if code and Option.objects.filter(code=code).exists():
        raise OptionRefused(f"There is an option {code} already. Choose another code.")
    if order is not None and Option.objects.filter(review=review, order=order).exists():
        raise OptionRefused(f"This review has an option in place {order} already.")


def check_follows_state(latest: OptionState | None, effective_on: date) -> None:
    """Raises DateRefused for a state that would count from before the one it follows."""
    if latest and effective_on < latest.effective_on:
        raise DateRefused(
            f"This option has been {state_in_words(OptionStateKind(latest.state))} since "
            f"{long_date(latest.effective_on)}. It cannot become anything else before that."
        )
