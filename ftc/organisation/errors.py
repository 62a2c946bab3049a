"""What the rules of accounts and roles refuse, in the user's words."""

from ftc.errors import DomainError


class AccountRefused(DomainError):
    """An account cannot be made, closed or opened as asked."""


class RoleRefused(DomainError):
    """A role cannot be given or ended as asked."""
