"""Who may add to the ledger; anybody signed in may read it."""

from datetime import date

from finance.errors import EntryNotPermitted, EntryRefused
from ftc.organisation.enums import Permission
from ftc.organisation.models import User
from ftc.periods import long_date


def check_may_add_entry(user: User) -> None:
    """Raises EntryNotPermitted, in a sentence, for anybody but a finance partner."""
    if not may_add_entry(user):
        raise EntryNotPermitted(
            "Only a finance partner can add to the ledger. Ask yours to record the amount."
        )


def may_add_entry(user: User) -> bool:
    return user.may(Permission.FINANCE_EDIT)


def check_may_date_entry(user: User, *, effective_on: date, working_on: date, reason: str) -> None:
    """An entry that takes effect before the working date needs the permission and a reason."""
    if effective_on >= working_on:
        return
    if not user.may(Permission.BACKDATE):
        raise EntryNotPermitted(
            "Your role does not allow an entry to take effect before the working date, "
            f"{long_date(working_on)}."
        )
    if not reason.strip():
        raise EntryRefused("Give a reason for an entry that takes effect before the working date.")
