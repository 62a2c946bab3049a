"""Who may make, cancel, try again and publish documents.

The names are the values of ``organisation``'s permissions, an app that stands to the right.
"""

from typing import Any

from django.core.exceptions import PermissionDenied

REPORT_MAKE = "report.make"
REPORT_PUBLISH = "report.publish"


def may_make_reports(user: Any) -> bool:
    return bool(user.is_authenticated and user.may(REPORT_MAKE))


def may_publish_reports(user: Any) -> bool:
    return bool(user.is_authenticated and user.may(REPORT_PUBLISH))


def check_may_make_reports(user: Any) -> None:
    """Raises PermissionDenied, which the site answers with 403."""
    if not may_make_reports(user):
        raise PermissionDenied("Your role does not make reports.")


def check_may_publish_reports(user: Any) -> None:
    """Raises PermissionDenied, which the site answers with 403."""
    if not may_publish_reports(user):
        raise PermissionDenied("Your role does not publish reports.")
