"""Signing for a rating in place of the computed one, until it expires or is withdrawn."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from ftc.errors import NotPermitted
from ftc.organisation.enums import Permission
from ftc.organisation.models import Directorate, User
from ftc.periods import long_date
from ftc.programme.enums import Rag
from ftc.programme.errors import OverrideRefused
from ftc.programme.models import Activity, Portfolio, StatusOverride
from ftc.records import history

Rated = Activity | Portfolio | Directorate


@transaction.atomic
def sign_override(
    *,
    of: Rated,
    rag: Rag,
    computed: Rag | None,
    reason: str,
    expires_on: date,
    by: User,
    now: datetime,
    today: date,
) -> StatusOverride:
    """Sign for another rating than the computed one of a phase, theme, portfolio or directorate.

    Writes the rating, what was computed, why, and the day from which the computed one is shown
    again; one signed for before is withdrawn. Raises NotPermitted or OverrideRefused.
    """
    locked = type(of).objects.select_for_update(of=("self",)).get(pk=of.pk)
    _check_may_sign(by)
    if computed is None:
        raise OverrideRefused("Nothing in it is rated, so there is nothing to sign against.")
    if rag == computed:
        raise OverrideRefused(f"It is computed as {computed.label.lower()} already.")
    if not reason.strip():
        raise OverrideRefused("Say why it stands otherwise than its reviews do.")
    if expires_on <= today:
        raise OverrideRefused(
            f"Give a day after {long_date(today)} on which it expires: "
            "the computed status is shown again from then on."
        )
    with history.recording(action="programme.sign_override", by=by, at=now, reason=reason.strip()):
        for standing in StatusOverride.objects.filter(_is_of(locked)).standing_on(today):
            _withdraw(standing, by=by, today=today)
        return StatusOverride.objects.create(
            activity=locked if isinstance(locked, Activity) else None,
            portfolio=locked if isinstance(locked, Portfolio) else None,
            directorate=locked if isinstance(locked, Directorate) else None,
            rag=rag,
            computed=computed,
            reason=reason.strip(),
            signed_by=by,
            effective_on=today,
            expires_on=expires_on,
        )


@transaction.atomic
def withdraw_override(
    *, override: StatusOverride, expected_version: int, by: User, now: datetime, today: date
) -> StatusOverride:
    """Show the computed rating again before the override expires.

    Raises NotPermitted, StaleVersion or OverrideRefused.
    """
    locked: StatusOverride = StatusOverride.objects.locked(
        pk=override.pk, expected_version=expected_version
    )
    _check_may_sign(by)
    if locked.withdrawn_on is not None or locked.expires_on <= today:
        raise OverrideRefused("It does not stand any more.")
    with history.recording(action="programme.withdraw_override", by=by, at=now):
        _withdraw(locked, by=by, today=today)
    return locked


def _withdraw(override: StatusOverride, *, by: User, today: date) -> None:
    override.withdrawn_on = today
    override.withdrawn_by = by
    override.version += 1
    override.save(update_fields=["withdrawn_on", "withdrawn_by", "version"])


def _is_of(rated: Rated) -> Q:
    if isinstance(rated, Portfolio):
        return Q(portfolio=rated)
    return Q(directorate=rated) if isinstance(rated, Directorate) else Q(activity=rated)


def _check_may_sign(by: User) -> None:
    if not by.may(Permission.STATUS_OVERRIDE):
        raise NotPermitted(
            "Only a Senior Responsible Owner and the portfolio office may sign for a status."
        )
