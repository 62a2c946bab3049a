"""The permission table, role by permission, written out from what each role comes to do."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from ftc.organisation.enums import Permission, Role
from ftc.organisation.permissions import ROLE_PERMISSIONS, require_permission
from ftc.records.enums import Classification
from tests.factories.organisation import make_role_assignment, make_user

ROLES = [
    Role.OFFICER,
    Role.SENIOR_RESPONSIBLE_OWNER,
    Role.FINANCE,
    Role.PORTFOLIO_OFFICE,
    Role.DEMOCRATIC_SERVICES,
    Role.MEMBER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
]
# One column a role, in the order of ROLES: officer, SRO, finance, portfolio office,
# democratic services, member, auditor, administrator.
EXPECTED = {
    Permission.REVIEW_READ: "yes yes yes yes yes yes yes yes",
    Permission.REVIEW_EDIT_LED: "yes no no no no no no no",
    Permission.REVIEW_EDIT_ANY: "no no no yes no no no no",
    Permission.EVIDENCE_SUPPLY: "yes yes no yes no no no no",
    Permission.EVIDENCE_ACCEPT_OWNED: "no yes no no no no no no",
    Permission.GATE_MOVE_LED: "yes no no no no no no no",
    Permission.GATE_MOVE_ANY: "no no no yes no no no no",
    Permission.RESOLUTION_RECORD: "no no no no yes no no no",
    Permission.MEETING_EDIT: "no no no no yes no no no",
    Permission.STATUS_OVERRIDE: "no yes no yes no no no no",
    Permission.FINANCE_READ: "yes yes yes yes yes yes yes yes",
    Permission.FINANCE_EDIT: "no no yes no no no no no",
    Permission.REPORT_MAKE: "no no no yes yes no no no",
    Permission.REPORT_PUBLISH: "no no no yes no no no no",
    Permission.DISCREPANCY_EXPLAIN: "no no yes yes no no no no",
    Permission.BACKDATE: "no no no yes yes no no no",
    Permission.EXEMPT_READ: "no yes yes yes yes yes yes no",
    Permission.HISTORY_READ: "yes yes yes yes yes yes yes yes",
    Permission.EXPORT: "yes yes yes yes yes yes yes yes",
    Permission.USERS_MANAGE: "no no no no no no no yes",
}
TABLE = [
    (role, permission, word == "yes")
    for permission, row in EXPECTED.items()
    for role, word in zip(ROLES, row.split(), strict=True)
]


def test_table_covers_every_role_and_permission():
    assert list(Role) == ROLES
    assert set(EXPECTED) == set(Permission)
    assert set(ROLE_PERMISSIONS) == set(Role)


@pytest.mark.parametrize("role, permission, expected", TABLE)
def test_role_may(role, permission, expected):
    assert (permission in ROLE_PERMISSIONS[role]) is expected


def test_user_may_what_any_role_held_now_allows(db):
    user = make_user(Role.OFFICER, Role.FINANCE)
    make_role_assignment(user=user, role=Role.ADMINISTRATOR, ended_on="2014-01-01")

    assert user.roles == {Role.OFFICER, Role.FINANCE}
    assert user.may(Permission.REVIEW_EDIT_LED)
    assert user.may(Permission.FINANCE_EDIT)
    assert not user.may(Permission.USERS_MANAGE)


def test_user_without_a_role_may_nothing(db):
    assert make_user().permissions == frozenset()


def test_closed_account_may_nothing(db):
    user = make_user(Role.AUDITOR, is_active=False)

    assert not user.may(Permission.REVIEW_READ)


@pytest.mark.parametrize("role", Role)
def test_exempt_material_is_read_by_those_who_may(db, role):
    sees_exempt = Classification.EXEMPT in make_user(role).readable_classifications()

    assert sees_exempt is (role not in {Role.OFFICER, Role.ADMINISTRATOR})


@require_permission(Permission.USERS_MANAGE)
def page(request, word):
    return HttpResponse(word)


def test_require_permission_lets_those_in_who_may(administrator):
    request = RequestFactory().get("/")
    request.user = administrator

    assert page(request, word="in").content == b"in"
    assert page.__name__ == "page"


def test_require_permission_refuses_the_others_in_a_sentence(auditor):
    request = RequestFactory().get("/")
    request.user = auditor

    with pytest.raises(PermissionDenied, match=r"Your role does not allow this\."):
        page(request, word="in")


def test_require_permission_refuses_whoever_has_not_signed_in():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    with pytest.raises(PermissionDenied):
        page(request, word="in")
