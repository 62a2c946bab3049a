"""What each role may do, in one screen; object rules stand in each app's ``permissions.py``."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from ftc.organisation.enums import Permission as P
from ftc.organisation.enums import Role

EVERYONE = frozenset({P.REVIEW_READ, P.FINANCE_READ, P.HISTORY_READ, P.EXPORT})

ROLE_PERMISSIONS: dict[Role, frozenset[P]] = {
    Role.OFFICER: EVERYONE | {P.REVIEW_EDIT_LED, P.EVIDENCE_SUPPLY, P.GATE_MOVE_LED},
    Role.SENIOR_RESPONSIBLE_OWNER: EVERYONE
    | {P.EVIDENCE_SUPPLY, P.EVIDENCE_ACCEPT_OWNED, P.EXEMPT_READ},
    Role.FINANCE: EVERYONE | {P.FINANCE_EDIT, P.DISCREPANCY_EXPLAIN, P.EXEMPT_READ},
    Role.PORTFOLIO_OFFICE: EVERYONE
    | {
        P.REVIEW_EDIT_ANY,
        P.EVIDENCE_SUPPLY,
        P.GATE_MOVE_ANY,
        P.REPORT_MAKE,
        P.REPORT_PUBLISH,
        P.DISCREPANCY_EXPLAIN,
        P.BACKDATE,
        P.EXEMPT_READ,
    },
    Role.DEMOCRATIC_SERVICES: EVERYONE
    | {P.RESOLUTION_RECORD, P.MEETING_EDIT, P.REPORT_MAKE, P.BACKDATE, P.EXEMPT_READ},
    Role.MEMBER: EVERYONE | {P.EXEMPT_READ},
    Role.AUDITOR: EVERYONE | {P.EXEMPT_READ},
    Role.ADMINISTRATOR: EVERYONE | {P.USERS_MANAGE},
}

View = Callable[..., HttpResponse]


def require_permission(permission: P) -> Callable[[View], View]:
    """Refuse a view with 403 to whoever lacks ``permission``; fragments declare it as well."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated or not request.user.may(permission):
                raise PermissionDenied("Your role does not allow this.")
            return view(request, *args, **kwargs)

        return checked

    return decorate
