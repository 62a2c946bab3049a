"""Reads of accounts and the roles they hold."""

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from ftc.organisation.models import RoleAssignment, User


def users(*, words: str = "") -> QuerySet[User]:
    """Accounts by name, open ones first, with the roles they hold at hand.

    ``words`` narrows them to those with every word in the name or username.
    """
    rows = User.objects.all()
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(username__icontains=word))
    return rows.prefetch_related("role_assignments").order_by("-is_active", Lower("name"), "pk")


def user_with_roles(username: str) -> User | None:
    """The account with every role it ever held, newest first; None when there is none."""
    newest_first = RoleAssignment.objects.order_by("-started_on", "-pk")
    held = Prefetch("role_assignments", queryset=newest_first)
    return User.objects.filter(username=username).prefetch_related(held).first()
