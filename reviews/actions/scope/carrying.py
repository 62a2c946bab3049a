"""What goes from one review to another: services, options with their states, the stage."""

from collections.abc import Iterable, Sequence
from datetime import date

from ftc.organisation.models import User
from reviews.actions.options import list_option
from reviews.enums import GateOutcome, OptionStateKind
from reviews.models import (
    GatePassage,
    Option,
    OptionState,
    OptionVariant,
    Review,
    ReviewedService,
    Stage,
)


def move_services(rows: Iterable[ReviewedService], *, to: Review, on: date) -> None:
    """End the coverage of each row on a day and begin it in the other review, in the same order.

    A service that the other review covers already is covered once.
    """
    current = to.reviewed_services.filter(ended_on__isnull=True)
    covered = set(current.values_list("service_id", flat=True))
    order = max(to.reviewed_services.values_list("order", flat=True), default=0)
    for row in rows:
        row.ended_on = on
        row.save(update_fields=["ended_on"])
        if row.service_id in covered:
            continue
        order += 1
        ReviewedService.objects.create(
            review=to,
            service_id=row.service_id,
            budget_id=row.budget_id,
            order=order,
            source_id=row.source_id,
            source_ref=row.source_ref,
            started_on=on,
        )


def carry_options(options: Sequence[Option], *, to: Review, on: date, by: User) -> None:
    """Copy options with the states they stand in into another review, where they count from a day.

    Of the option itself it is said that it has gone. One that went before, or of which nothing is
    recorded, is left behind.
    """
    for option in options:
        latest = option.states.latest_first().first()
        if latest is None or latest.state == OptionStateKind.CARRIED:
            continue
        copy = _copy(option, to)
        OptionState.objects.create(
            option=copy,
            state=latest.state,
            reason=latest.reason,
            by_id=latest.by_id,
            source_id=latest.source_id,
            source_ref=latest.source_ref,
            effective_on=on,
        )
        OptionState.objects.create(
            option=option,
            state=OptionStateKind.CARRIED,
            reason=f"It goes on as {copy.code} of {to.title}.",
            by=by,
            effective_on=on,
        )


def return_options(merged: Review, joint: Review, *, on: date, by: User) -> None:
    """Give options back to the review they came from, as they stand in the joint one now."""
    copies = joint.options.filter(carried_from__review=merged).select_related("carried_from")
    for copy in copies:
        original = copy.carried_from
        latest = copy.states.latest_first().first()
        gone = original.states.latest_first().first() if original else None
        if original is None or gone is None or latest is None:
            continue
        if gone.state != OptionStateKind.CARRIED or latest.state == OptionStateKind.CARRIED:
            continue
        OptionState.objects.create(
            option=original,
            state=latest.state,
            reason=latest.reason or f"As it stood in {joint.title}.",
            by=by,
            effective_on=on,
        )
        OptionState.objects.create(
            option=copy,
            state=OptionStateKind.CARRIED,
            reason=f"It went back to {merged.title} as {original.code}.",
            by=by,
            effective_on=on,
        )


def carry_stage(review: Review, stage: Stage | None, *, on: date, by: User, reason: str) -> None:
    """Put a new review at the stage of those it was made of; none where one was not started."""
    if stage is not None:
        GatePassage.objects.create(
            review=review,
            sequence=1,
            from_stage=None,
            to_stage=stage,
            outcome=GateOutcome.CARRIED,
            reason=reason,
            by=by,
            effective_on=on,
        )


def _copy(option: Option, to: Review) -> Option:
    copy = list_option(to, title=option.title, note=option.note)
    copy.carried_from = option
    copy.is_do_nothing = option.is_do_nothing
    copy.source_id = option.source_id
    copy.source_ref = option.source_ref
    copy.save(
        update_fields=["carried_from", "is_do_nothing", "source", "source_ref"],
    )
    copy.delivery_models.set(option.delivery_models.all())
    OptionVariant.objects.bulk_create(
        OptionVariant(option=copy, letter=variant.letter, title=variant.title)
        for variant in option.variants.all()
    )
    return copy
