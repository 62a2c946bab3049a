"""Role by act: who may do what to a review they lead, own, or have nothing to do with."""

from datetime import date

import pytest

from ftc.errors import NotPermitted
from ftc.organisation.enums import Role
from ftc.programme.enums import AssignmentRole
from ftc.records.enums import Classification
from ftc.records.models import Upload
from reviews import permissions
from tests.factories.organisation import make_user
from tests.factories.reviews import NOON, make_assignment, make_evidence, make_review

pytestmark = pytest.mark.django_db

LEAD, OWNER = AssignmentRole.LEAD, AssignmentRole.SENIOR_RESPONSIBLE_OWNER
NOTHING = set()

# What each role may do to a review: as its lead, as its owner, and as neither.
TABLE = {
    Role.OFFICER: ({"edit", "supply", "move"}, {"supply"}, NOTHING),
    Role.SENIOR_RESPONSIBLE_OWNER: ({"supply"}, {"supply", "decide"}, NOTHING),
    Role.FINANCE: (NOTHING, NOTHING, NOTHING),
    Role.PORTFOLIO_OFFICE: (
        {"edit", "supply", "move", "change_state"},
        {"edit", "supply", "move", "change_state"},
        {"edit", "supply", "move", "change_state"},
    ),
    Role.DEMOCRATIC_SERVICES: (NOTHING, NOTHING, NOTHING),
    Role.MEMBER: (NOTHING, NOTHING, NOTHING),
    Role.AUDITOR: (NOTHING, NOTHING, NOTHING),
    Role.ADMINISTRATOR: (NOTHING, NOTHING, NOTHING),
}


def _allowed(user, review, evidence):
    acts = {
        "edit": permissions.can_edit(user, review),
        "supply": permissions.can_supply(user, review),
        "decide": permissions.can_decide(user, evidence),
        "move": permissions.can_move(user, review),
        "change_state": permissions.can_change_state(user, review),
    }
    return {act for act, allowed in acts.items() if allowed}


@pytest.mark.parametrize(
    "role, position, expected",
    [
        (role, position, allowed)
        for role, row in TABLE.items()
        for position, allowed in zip((LEAD, OWNER, None), row, strict=True)
    ],
)
def test_role_by_act(role, position, expected):
    review = make_review(stage="stage-2")
    evidence = make_evidence(review, by=make_user(Role.OFFICER))
    user = make_user(role)
    if position is not None:
        make_assignment(review, user, position)

    assert _allowed(user, review, evidence) == expected


def test_every_role_is_in_the_table():
    assert set(TABLE) == set(Role)


def test_a_lead_of_another_review_may_do_nothing():
    officer = make_user(Role.OFFICER)
    make_review(lead=officer)
    other = make_review(stage="stage-2")
    evidence = make_evidence(other, by=make_user(Role.OFFICER))

    assert _allowed(officer, other, evidence) == NOTHING


def test_a_lead_whose_assignment_ended_may_do_nothing():
    officer = make_user(Role.OFFICER)
    review = make_review(stage="stage-2", lead=officer)
    review.assignments.update(ended_on=date(2014, 5, 1))
    evidence = make_evidence(review, by=make_user(Role.OFFICER))

    assert _allowed(officer, review, evidence) == NOTHING


def test_an_owner_never_decides_what_they_supplied():
    owner = make_user(Role.SENIOR_RESPONSIBLE_OWNER)
    review = make_review(stage="stage-2", sro=owner)
    evidence = make_evidence(review, by=owner)

    assert permissions.can_decide(owner, evidence) is False
    with pytest.raises(NotPermitted, match="Nobody accepts or returns evidence that they supplied"):
        permissions.check_can_decide(owner, evidence)


@pytest.mark.parametrize(
    "check, sentence",
    [
        (permissions.check_can_edit, "Only the lead of this review and the portfolio office"),
        (permissions.check_can_supply, "Only the lead of this review, its Senior Responsible"),
        (permissions.check_can_move, "Only the lead of this review and the portfolio office"),
        (permissions.check_can_change_state, "Only the portfolio office may defer or resume"),
    ],
)
def test_a_refusal_says_who_may(check, sentence):
    with pytest.raises(NotPermitted, match=sentence):
        check(make_user(Role.MEMBER), make_review())


def test_deciding_is_refused_to_all_but_the_owner():
    review = make_review(stage="stage-2")
    evidence = make_evidence(review, by=make_user(Role.OFFICER))

    with pytest.raises(NotPermitted, match="Only the Senior Responsible Owner of this review"):
        permissions.check_can_decide(make_user(Role.SENIOR_RESPONSIBLE_OWNER), evidence)


@pytest.mark.parametrize("role", list(Role))
def test_an_earlier_date_needs_the_permission(role):
    allowed = {Role.PORTFOLIO_OFFICE, Role.DEMOCRATIC_SERVICES}
    user, today = make_user(role), date(2014, 5, 6)

    permissions.check_can_backdate(user, effective_on=today, today=today)
    if role in allowed:
        permissions.check_can_backdate(user, effective_on=date(2014, 5, 5), today=today)
    else:
        with pytest.raises(NotPermitted, match="Your role does not allow an earlier date"):
            permissions.check_can_backdate(user, effective_on=date(2014, 5, 5), today=today)


@pytest.mark.parametrize(
    "classification, role, expected",
    [
        (Classification.INTERNAL, Role.OFFICER, True),
        (Classification.EXEMPT, Role.OFFICER, False),
        (Classification.EXEMPT, Role.SENIOR_RESPONSIBLE_OWNER, True),
    ],
)
def test_the_file_of_evidence_is_read_as_the_evidence_is(classification, role, expected):
    supplier = make_user(Role.PORTFOLIO_OFFICE)
    upload = _upload(supplier)
    exempt = classification == Classification.EXEMPT
    make_evidence(
        make_review(stage="stage-2"),
        by=supplier,
        kind="FILE",
        upload=upload,
        classification=classification,
        exempt_paragraph=3 if exempt else None,
        exempt_reason="Prices" if exempt else "",
    )

    assert permissions.can_read_file(upload, make_user(role)) is expected


def test_a_file_that_is_no_evidence_is_not_judged_here():
    upload = _upload(make_user(Role.OFFICER))

    assert permissions.can_read_file(upload, make_user(Role.OFFICER)) is None


def _upload(by):
    return Upload.objects.create(
        name="case.pdf",
        content_type="application/pdf",
        size=4,
        sha256="0" * 64,
        file="uploads/case.pdf",
        uploaded_by=by,
        uploaded_at=NOON,
    )
