"""Every write to accounts and the roles they hold."""

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ftc.organisation import policies
from ftc.organisation.enums import Role
from ftc.organisation.errors import AccountRefused, RoleRefused
from ftc.organisation.models import RoleAssignment, User
from ftc.records import history

history.describe_actions(
    organisation_create_user="made the account",
    organisation_assign_role="gave the role",
    organisation_end_role="ended the role",
    organisation_close_account="closed the account",
    organisation_open_account="opened the account again",
)


@transaction.atomic
def create_user(
    *,
    username: str,
    name: str,
    roles: Sequence[Role],
    by: User | None,
    now: datetime,
    password: str | None = None,
    reason: str = "",
) -> User:
    """Make an account with its roles; without a password it opens by a first sign-in link.

    ``by`` is None when the command line makes the first one. Raises AccountRefused when the
    username is taken or the password too weak.
    """
    with history.recording(action="organisation.create_user", by=by, at=now, reason=reason):
        user = User(username=username, name=name)
        policies.check_username_is_free(username)
        set_checked_password(user, password)
        try:
            user.full_clean(exclude=["password"])
        except ValidationError as problem:
            raise AccountRefused(" ".join(problem.messages)) from None
        user.save(force_insert=True)
        for role in roles:
            _assign(user, role, timezone.localdate(now))
    return user


@transaction.atomic
def assign_role(
    *,
    user: User,
    role: Role,
    by: User,
    now: datetime,
    reason: str = "",
) -> RoleAssignment:
    """Give a role from today.

    Raises RoleRefused when the user holds it already.
    """
    with history.recording(action="organisation.assign_role", by=by, at=now, reason=reason):
        return _assign(user, role, timezone.localdate(now))


@transaction.atomic
def end_role(
    *, assignment: RoleAssignment, by: User, now: datetime, reason: str = ""
) -> RoleAssignment:
    """End a role today; it stays on record.

    Raises RoleRefused when it has ended, and when nobody else could manage users then.
    """
    with history.recording(action="organisation.end_role", by=by, at=now, reason=reason):
        policies.lock_administrators()
        assignment = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
        policies.check_role_can_end(assignment)
        return _end(assignment, timezone.localdate(now))


@transaction.atomic
def close_account(*, user: User, by: User, now: datetime, reason: str = "") -> User:
    """Keep somebody from signing in; what they did stays on record.

    Ends every role they hold, so that history tells when and by whom. Raises AccountRefused when
    the account is closed already or one's own, and when nobody else could manage users then.
    """
    with history.recording(action="organisation.close_account", by=by, at=now, reason=reason):
        policies.lock_administrators()
        user = User.objects.select_for_update().get(pk=user.pk)
        policies.check_account_can_close(user, by=by)
        user.is_active = False
        user.save(update_fields=["is_active"])
        for held in user.role_assignments.filter(ended_on__isnull=True):
            _end(held, timezone.localdate(now))
    return user


@transaction.atomic
def open_account(*, user: User, by: User, now: datetime, reason: str = "") -> User:
    """Let somebody sign in again whose account was closed; roles are given anew."""
    with history.recording(action="organisation.open_account", by=by, at=now, reason=reason):
        user = User.objects.select_for_update().get(pk=user.pk)
        user.is_active = True
        user.save(update_fields=["is_active"])
    return user


@transaction.atomic
def choose_password(*, user: User, password: str) -> User:
    """Set the password that its holder chose; every first sign-in link made before is used up.

    Raises AccountRefused when it is too weak or the account takes none.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    policies.check_takes_a_password(user)
    set_checked_password(user, password)
    user.save(update_fields=["password"])
    return user


def set_checked_password(user: User, password: str | None) -> None:
    """Put a password on the user without saving; None puts one that nobody knows.

    Raises AccountRefused with what is wrong with it.
    """
    if password is None:
        user.set_unusable_password()
        return
    try:
        password_validation.validate_password(password, user)
    except ValidationError as problem:
        raise AccountRefused(" ".join(problem.messages)) from None
    user.set_password(password)


def _assign(user: User, role: Role, starts_on: date) -> RoleAssignment:
    try:
        with transaction.atomic():
            return RoleAssignment.objects.create(user=user, role=role, started_on=starts_on)
    except IntegrityError:
        raise RoleRefused(f"{user} holds the role {role.label} already.") from None


def _end(assignment: RoleAssignment, ends_on: date) -> RoleAssignment:
    assignment.ended_on = max(ends_on, assignment.started_on)
    assignment.save(update_fields=["ended_on"])
    return assignment
