"""Whether the facts allow making and closing accounts and ending roles; somebody must manage."""

from django.db.models import QuerySet

from ftc.organisation.enums import Role
from ftc.organisation.errors import AccountRefused, RoleRefused
from ftc.organisation.models import RoleAssignment, User

LAST_ONE = (
    "Nobody else could manage users then. Give the role Administrator to somebody else first."
)


def check_username_is_free(username: str) -> None:
    """Usernames that differ by capitals alone are the same; "new" is an address."""
    if username.lower() == "new":
        raise AccountRefused("“new” cannot be a username. Choose another.")
    if User.objects.filter(username__iexact=username).exists():
        raise AccountRefused(
            f"There is an account called {username} already. Choose another username."
        )


def check_takes_a_password(user: User) -> None:
    """Demonstration accounts keep theirs, and closed accounts need none."""
    if user.is_demonstration:
        raise AccountRefused("A demonstration account keeps the demonstration's password.")
    if not user.is_active:
        raise AccountRefused(f"The account of {user} is closed. Open it first.")


def administrators() -> QuerySet[RoleAssignment]:
    """The administrator roles held now by open accounts that belong to real people."""
    return RoleAssignment.objects.filter(
        role=Role.ADMINISTRATOR,
        ended_on__isnull=True,
        user__is_active=True,
        user__is_demonstration=False,
    )


def lock_administrators() -> None:
    """Let one person at a time take an administrator away, so that the last one stays."""
    list(administrators().select_for_update(of=("self",)).order_by("pk"))


def check_role_can_end(assignment: RoleAssignment) -> None:
    """A role ends once, and the last administrator keeps theirs."""
    if assignment.ended_on is not None:
        raise RoleRefused(f"This role ended on {assignment.ended_on:%-d %B %Y} already.")
    others = administrators().exclude(pk=assignment.pk)
    if administrators().filter(pk=assignment.pk).exists() and not others.exists():
        raise RoleRefused(LAST_ONE)


def check_account_can_close(user: User, *, by: User) -> None:
    """Nobody closes their own account or that of the last administrator."""
    if not user.is_active:
        raise AccountRefused(f"The account of {user} is closed already.")
    if user.pk == by.pk:
        raise AccountRefused("You cannot close your own account. Ask another administrator.")
    others = administrators().exclude(user=user)
    if administrators().filter(user=user).exists() and not others.exists():
        raise AccountRefused(LAST_ONE)
