"""Listing the options of a review, and recording what becomes of each."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from string import ascii_lowercase

from django.db import transaction
from django.db.models import Max

from ftc.errors import StaleVersion
from ftc.organisation.models import User
from ftc.records import history
from reviews import permissions, policies
from reviews.enums import OptionStateKind
from reviews.models import DeliveryModel, Option, OptionState, OptionVariant, Review
from reviews.policies import options as rules

CODE_LENGTH = 20
LISTED = "Put on the long list."


@transaction.atomic
def add_option(
    *,
    review: Review,
    expected_version: int,
    title: str,
    note: str,
    delivery_models: Collection[DeliveryModel],
    variants: Sequence[str],
    by: User,
    now: datetime,
    today: date,
    effective_on: date | None = None,
    reason: str = "",
    code: str = "",
    order: int | None = None,
    state: OptionStateKind = OptionStateKind.CONSIDERED,
) -> Option:
    """Put an option on the long list of a review, at its end, from the working date on.

    Writes the option, its variants lettered in their order, and its first state. ``code``,
    ``order`` and another ``state`` are given where a sheet names them. Raises NotPermitted,
    StaleVersion, OptionRefused or DateRefused.
    """
    listed_on = effective_on or today
    with history.recording(action="reviews.add_option", by=by, at=now, reason=reason):
        locked = Review.objects.locked(pk=review.pk, expected_version=expected_version)
        permissions.check_can_edit(by, locked)
        permissions.check_can_backdate(by, effective_on=listed_on, today=today)
        policies.check_effective_on(listed_on, today=today, now=now, reason=reason)
        rules.check_options_may_change(locked)
        rules.check_can_be_listed(
            locked, title=title.strip(), delivery_models=delivery_models, variants=variants
        )
        rules.check_place_is_free(locked, code=code, order=order)
        rules.check_option_state(None, state, reason)
        option = list_option(locked, title=title.strip(), note=note.strip(), code=code, order=order)
        option.delivery_models.set(delivery_models)
        _write_variants(option, variants)
        OptionState.objects.create(
            option=option,
            state=state,
            reason=reason.strip() or LISTED,
            by=by,
            effective_on=listed_on,
        )
        Review.objects.count_edit(locked)
    return option


@transaction.atomic
def edit_option(
    *,
    option: Option,
    expected_version: int,
    title: str,
    note: str,
    delivery_models: Collection[DeliveryModel],
    variants: Sequence[str],
    by: User,
    now: datetime,
) -> Option:
    """Write what an option is; what became of it stays as it is.

    Raises NotPermitted, StaleVersion when somebody saved after ``expected_version`` was read, or
    OptionRefused.
    """
    with history.recording(action="reviews.edit_option", by=by, at=now):
        locked = Option.objects.select_for_update(of=("self",)).get(pk=option.pk)
        if locked.version != expected_version:
            raise StaleVersion(
                "Someone else saved this while you were working on it. "
                "Compare the two versions before you save yours."
            )
        permissions.check_can_edit(by, locked.review)
        rules.check_options_may_change(locked.review)
        rules.check_can_be_listed(
            locked.review,
            title=title.strip(),
            delivery_models=delivery_models,
            variants=variants,
            option=locked,
        )
        locked.title = title.strip()
        locked.note = note.strip()
        locked.version += 1
        locked.save(update_fields=["title", "note", "version"])
        locked.delivery_models.set(delivery_models)
        _write_variants(locked, variants)
    return locked


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
    effective_on: date | None = None,
) -> OptionState:
    """Record from the working date ``today`` on what becomes of an option, and why.

    Writes a dated state beside those before it, and the review's version. Raises NotPermitted,
    StaleVersion, DateRefused, or OptionRefused when the table of states does not allow it or a
    reason is missing. Source: County Council, 15 May 2014, item 12, paragraph 1.2.
    """
    with history.recording(action="reviews.set_option_state", by=by, at=now, reason=reason):
        review = Review.objects.locked(pk=option.review_id, expected_version=expected_version)
        permissions.check_can_edit(by, review)
        rules.check_options_may_change(review)
        latest = option.states.latest_first().first()
        rules.check_option_state(latest.state if latest else None, state, reason)
        if effective_on is not None:
            permissions.check_can_backdate(by, effective_on=effective_on, today=today)
            policies.check_effective_on(effective_on, today=today, now=now, reason=reason)
            rules.check_follows_state(latest, effective_on)
        stands_from = effective_on or (max(today, latest.effective_on) if latest else today)
        change = OptionState.objects.create(
            option=option, state=state, reason=reason.strip(), by=by, effective_on=stands_from
        )
        Review.objects.count_edit(review)
    return change


def list_option(
    review: Review,
    *,
    title: str,
    note: str = "",
    code: str = "",
    order: int | None = None,
    **fields: bool,
) -> Option:
    """An option at the end of a review's list, with the next code that is free, unless given.

    The caller holds the lock of the review, so no two get the same place.
    """
    last = review.options.aggregate(last=Max("order"))["last"] or 0
    order = order or last + 1
    return Option.objects.create(
        review=review,
        order=order,
        code=code or _free_code(review, order),
        title=title,
        note=note,
        **fields,
    )


def _free_code(review: Review, order: int) -> str:
    """ "P1-PRO-O05": codes are unique in the council, and options that were merged keep theirs."""
    for number in range(order, order + 1000):
        ending = f"-O{number:02d}"
        code = f"{review.code[: CODE_LENGTH - len(ending)]}{ending}"
        if not Option.objects.filter(code=code).exists():
            return code
    raise RuntimeError(f"No code is free for an option of {review.code}.")


def _write_variants(option: Option, variants: Sequence[str]) -> None:
    """The variants printed inside an option, lettered from (a) in their order."""
    option.variants.all().delete()
    OptionVariant.objects.bulk_create(
        OptionVariant(option=option, letter=letter, title=title)
        for letter, title in zip(ascii_lowercase, variants, strict=False)
    )
