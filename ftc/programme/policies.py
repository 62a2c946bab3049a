"""Who can lead or own an activity, and what a milestone can be called and dated."""

import re
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from ftc.organisation.enums import Role
from ftc.organisation.models import User
from ftc.periods import long_date
from ftc.programme.enums import AssignmentRole, MilestoneDateKind
from ftc.programme.errors import AssignmentRefused, MilestoneRefused, RegisterRefused
from ftc.programme.models import Activity, Milestone

CAN_HOLD = {
    AssignmentRole.LEAD: (Role.OFFICER, Role.PORTFOLIO_OFFICE),
    AssignmentRole.SENIOR_RESPONSIBLE_OWNER: (Role.SENIOR_RESPONSIBLE_OWNER,),
}

CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")


def candidates(role: AssignmentRole) -> QuerySet[User]:
    """Open accounts that hold a role with which one can lead, or own, an activity; by name."""
    return (
        User.objects.filter(
            is_active=True,
            role_assignments__role__in=CAN_HOLD[role],
            role_assignments__ended_on__isnull=True,
        )
        .distinct()
        .order_by("name", "username")
    )


def check_can_hold(user: User, role: AssignmentRole) -> None:
    """Raises AssignmentRefused when the account is closed or holds no role that can."""
    if not user.is_active:
        raise AssignmentRefused(f"The account of {user} is closed. Choose somebody else.")
    if not candidates(role).filter(pk=user.pk).exists():
        needed = " or ".join(held.label for held in CAN_HOLD[role])
        raise AssignmentRefused(
            f"{user} cannot be {role.label}: that takes the role {needed}. "
            "An administrator gives roles."
        )


def check_does_not_do_both(user: User, role: AssignmentRole, activity: Activity) -> None:
    """Raises AssignmentRefused when ``user`` is the other of lead and owner.

    Nobody accepts as owner what they supplied as lead.
    """
    if activity.assignments.filter(user=user, ended_on__isnull=True).exclude(role=role).exists():
        raise AssignmentRefused(
            f"{user} cannot be both {AssignmentRole.LEAD.label} and "
            f"{AssignmentRole.SENIOR_RESPONSIBLE_OWNER.label} of {activity.title}. "
            "Choose two people."
        )


def owners() -> QuerySet[User]:
    """Open accounts, any of whom may own a risk, a milestone or a benefit; by name."""
    return User.objects.filter(is_active=True).order_by("name", "username")


def check_can_own(user: User | None, *, held_by: User | None = None) -> None:
    """Raises RegisterRefused for a closed account, unless it is of who owns it already."""
    if user is not None and not user.is_active and user != held_by:
        raise RegisterRefused(f"The account of {user} is closed. Choose somebody else.")


def check_cost(cost_gbp: Decimal | None) -> None:
    """Raises RegisterRefused for a cost below nothing."""
    if cost_gbp is not None and cost_gbp < 0:
        raise RegisterRefused("A risk costs nothing or more. Enter what it would cost in pounds.")


def check_benefit(
    *,
    title: str,
    unit: str,
    baseline_value: Decimal | None,
    baseline_on: date | None,
    target_value: Decimal | None,
) -> None:
    """Raises RegisterRefused without a title, a unit for what is measured, or a baseline's day."""
    if not title.strip():
        raise RegisterRefused("Say what the benefit is.")
    if (baseline_value is None) != (baseline_on is None):
        raise RegisterRefused("Give the baseline and the day it was measured, or neither.")
    if not unit.strip() and (baseline_value is not None or target_value is not None):
        raise RegisterRefused("Say in what the benefit is measured, such as days or percent.")


def check_milestone_named(*, code: str, title: str) -> None:
    """Raises MilestoneRefused for a code that is taken or no code, or a missing title."""
    if not CODE.fullmatch(code):
        raise MilestoneRefused(
            "Give the milestone a code of at most 40 letters, digits and hyphens, such as P1-FBC."
        )
    if not title.strip():
        raise MilestoneRefused("Give the milestone a title.")
    if Milestone.objects.filter(code=code).exists():
        raise MilestoneRefused(f"There is a milestone {code} already. Choose another code.")


def check_milestone_date(
    milestone: Milestone | None,
    *,
    kind: MilestoneDateKind,
    on: date | None,
    printed: str,
    reason: str,
    now: datetime,
    today: date,
) -> None:
    """Raises MilestoneRefused for no date at all, one achieved in the future, or a baseline anew.

    Without a ``milestone`` it is one yet to be added. Whether a day has come is judged by the
    clock, ``now``, or by the working date ``today`` where that is later. A baseline is never
    edited: a further one says why.
    """
    if on is None and not printed.strip():
        raise MilestoneRefused("Give a date, or the words in which it is known.")
    if kind == MilestoneDateKind.ACHIEVED:
        if on is None:
            raise MilestoneRefused("Give the day on which the milestone was achieved.")
        if on > max(timezone.localdate(now), today):
            raise MilestoneRefused(
                f"{long_date(on)} is in the future, so nothing was achieved on it yet."
            )
    if milestone and kind == MilestoneDateKind.BASELINE and not reason.strip():
        held = milestone.date_of(MilestoneDateKind.BASELINE, None)
        if held is not None:
            raise MilestoneRefused(
                f"The baseline of {milestone.code} is {held} and is not edited. "
                "Give the reason for a new one."
            )
