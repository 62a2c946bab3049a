"""What the ledger refuses, in the user's words."""

from ftc.errors import DomainError, NotPermitted


class EntryRefused(DomainError):
    """A ledger entry that the rules of the ledger do not take."""


class EntryNotPermitted(NotPermitted):
    """Somebody without the permission tried to add to the ledger."""
