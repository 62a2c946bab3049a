"""What each role may do, in one screen; object rules stand in each app's ``permissions.py``."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from ftc.organisation.enums import Permission, Role

EVERYONE = frozenset(
    {
        Permission.REVIEW_READ,
        Permission.FINANCE_READ,
        Permission.HISTORY_READ,
        Permission.EXPORT,
    }
)

# What each role may do beyond what everyone may.
FURTHER: dict[Role, set[Permission]] = {
    Role.OFFICER: {
        Permission.REVIEW_EDIT_LED,
        Permission.EVIDENCE_SUPPLY,
        Permission.GATE_MOVE_LED,
    },
    Role.SENIOR_RESPONSIBLE_OWNER: {
        Permission.EVIDENCE_SUPPLY,
        Permission.EVIDENCE_ACCEPT_OWNED,
        Permission.STATUS_OVERRIDE,
        Permission.EXEMPT_READ,
    },
    Role.FINANCE: {
        Permission.FINANCE_EDIT,
        Permission.DISCREPANCY_EXPLAIN,
        Permission.EXEMPT_READ,
    },
    Role.PORTFOLIO_OFFICE: {
        Permission.REVIEW_EDIT_ANY,
        Permission.EVIDENCE_SUPPLY,
        Permission.GATE_MOVE_ANY,
        Permission.STATUS_OVERRIDE,
        Permission.REPORT_MAKE,
        Permission.REPORT_PUBLISH,
        Permission.DISCREPANCY_EXPLAIN,
        Permission.BACKDATE,
        Permission.EXEMPT_READ,
    },
    Role.DEMOCRATIC_SERVICES: {
        Permission.RESOLUTION_RECORD,
        Permission.MEETING_EDIT,
        Permission.REPORT_MAKE,
        Permission.BACKDATE,
        Permission.EXEMPT_READ,
    },
    Role.MEMBER: {Permission.EXEMPT_READ},
    Role.AUDITOR: {Permission.EXEMPT_READ},
    Role.ADMINISTRATOR: {Permission.USERS_MANAGE},
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    role: EVERYONE | further for role, further in FURTHER.items()
}

REFUSED = "Your role does not allow this. Ask an administrator if you think it should."
View = Callable[..., HttpResponse]


def require_permission(permission: Permission) -> Callable[[View], View]:
    """Refuse a view with 403 to whoever lacks ``permission``; fragments declare it as well."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated or not request.user.may(permission):
                raise PermissionDenied(REFUSED)
            return view(request, *args, **kwargs)

        return checked

    return decorate
