"""Naming who leads and who owns an activity."""

from datetime import date

import pghistory.models
import pytest
from django.utils import timezone

from ftc.errors import NotPermitted
from ftc.organisation.enums import Role
from ftc.organisation.models import User
from ftc.programme import actions
from ftc.programme.enums import AssignmentRole
from ftc.programme.errors import AssignmentRefused
from ftc.programme.models import Assignment
from tests.factories.organisation import make_user
from tests.factories.programme import make_activity

pytestmark = pytest.mark.django_db
LEAD, OWNER = AssignmentRole.LEAD, AssignmentRole.SENIOR_RESPONSIBLE_OWNER
TODAY = date(2014, 5, 6)


@pytest.fixture
def activity():
    return make_activity(title="Property")


@pytest.fixture
def office():
    return make_user(Role.PORTFOLIO_OFFICE)


def name(activity, user, role, by, **changes):
    values = {"by": by, "now": timezone.now(), "today": TODAY} | changes
    return actions.assign(activity=activity, user=user, role=role, **values)


def rows(activity):
    return list(activity.assignments.order_by("pk").values_list("user", "started_on", "ended_on"))


@pytest.mark.parametrize(
    "role, held",
    [
        (LEAD, Role.OFFICER),
        (LEAD, Role.PORTFOLIO_OFFICE),
        (OWNER, Role.SENIOR_RESPONSIBLE_OWNER),
    ],
)
def test_assign_names_whoever_can_from_the_day(activity, office, role, held):
    user = make_user(held)

    made = name(activity, user, role, office)

    assert (made.user, made.role, made.started_on, made.ended_on) == (user, role, TODAY, None)


def test_assign_ends_who_held_it_and_keeps_the_row(activity, office):
    first, second = make_user(Role.OFFICER), make_user(Role.OFFICER)
    name(activity, first, LEAD, office, today=date(2014, 4, 1))

    name(activity, second, LEAD, office)

    assert rows(activity) == [
        (first.pk, date(2014, 4, 1), TODAY),
        (second.pk, TODAY, None),
    ]


def test_assign_nobody_ends_who_held_it(activity, office):
    lead = make_user(Role.OFFICER)
    name(activity, lead, LEAD, office, today=date(2014, 4, 1))

    assert name(activity, None, LEAD, office) is None
    assert rows(activity) == [(lead.pk, date(2014, 4, 1), TODAY)]


def test_assign_ends_no_row_before_it_started(activity, office):
    lead = make_user(Role.OFFICER)
    name(activity, lead, LEAD, office, today=date(2014, 6, 1))
    name(activity, None, LEAD, office)

    assert rows(activity) == [(lead.pk, date(2014, 6, 1), date(2014, 6, 1))]


def test_assign_the_holder_again_changes_nothing(activity, office):
    lead = make_user(Role.OFFICER)
    held = name(activity, lead, LEAD, office, today=date(2014, 4, 1))

    assert name(activity, lead, LEAD, office) == held
    assert rows(activity) == [(lead.pk, date(2014, 4, 1), None)]


def test_assign_marks_a_person_of_the_demonstration(activity, office):
    lead = make_user(Role.OFFICER)
    User.objects.filter(pk=lead.pk).update(is_demonstration=True)
    lead.refresh_from_db()

    assert name(activity, lead, LEAD, office).is_demonstration


@pytest.mark.parametrize("first, second", [(LEAD, OWNER), (OWNER, LEAD)])
def test_assign_refuses_one_person_as_both(activity, office, first, second):
    both = make_user(Role.OFFICER, Role.SENIOR_RESPONSIBLE_OWNER)
    name(activity, both, first, office)

    with pytest.raises(
        AssignmentRefused, match="both Lead and Senior Responsible Owner of Property"
    ):
        name(activity, both, second, office)

    assert activity.assignments.count() == 1


@pytest.mark.parametrize(
    "role, held, sentence",
    [
        (LEAD, Role.SENIOR_RESPONSIBLE_OWNER, "takes the role Officer or Portfolio office"),
        (LEAD, Role.FINANCE, "takes the role Officer or Portfolio office"),
        (OWNER, Role.OFFICER, "takes the role Senior Responsible Owner"),
    ],
)
def test_assign_refuses_whose_role_cannot(activity, office, role, held, sentence):
    with pytest.raises(AssignmentRefused, match=sentence):
        name(activity, make_user(held), role, office)


def test_assign_refuses_a_role_that_has_ended_and_a_closed_account(activity, office):
    former, closed = make_user(Role.OFFICER), make_user(Role.OFFICER)
    former.role_assignments.update(ended_on=date(2014, 1, 1))
    closed.is_active = False
    closed.save()

    with pytest.raises(AssignmentRefused, match="takes the role"):
        name(activity, former, LEAD, office)
    with pytest.raises(AssignmentRefused, match="is closed"):
        name(activity, closed, LEAD, office)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PORTFOLIO_OFFICE])
def test_assign_is_for_the_portfolio_office(activity, role):
    with pytest.raises(NotPermitted, match="Only the portfolio office"):
        name(activity, make_user(Role.OFFICER), LEAD, make_user(role))

    assert not Assignment.objects.exists()


def test_assign_keeps_who_and_why_in_the_history(activity, office):
    made = name(activity, make_user(Role.OFFICER), LEAD, office, reason="She starts in May")

    told = pghistory.models.Events.objects.tracks(made).get().pgh_context

    assert (told["action"], told["user"]) == ("programme.assign", office.pk)
    assert told["reason"] == "She starts in May"
