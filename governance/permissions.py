"""Who may record what a body did."""

from ftc.errors import NotPermitted
from ftc.organisation.enums import Permission
from ftc.organisation.models import User


def check_may_record(by: User) -> None:
    """Democratic Services records resolutions, advice and votes."""
    if not by.may(Permission.RESOLUTION_RECORD):
        raise NotPermitted("Only Democratic Services may record what a meeting did.")


def may_record(by: object) -> bool:
    """Whether a page shows the clerk's buttons; nobody signed in has none."""
    return isinstance(by, User) and by.may(Permission.RESOLUTION_RECORD)
