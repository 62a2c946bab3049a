"""Who can lead or own an activity, whoever names them."""

from django.db.models import QuerySet

from ftc.organisation.enums import Role
from ftc.organisation.models import User
from ftc.programme.enums import AssignmentRole
from ftc.programme.errors import AssignmentRefused
from ftc.programme.models import Activity

CAN_HOLD = {
    AssignmentRole.LEAD: (Role.OFFICER, Role.PORTFOLIO_OFFICE),
    AssignmentRole.SENIOR_RESPONSIBLE_OWNER: (Role.SENIOR_RESPONSIBLE_OWNER,),
}


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
