"""Reporting the status of an activity."""

from datetime import date

import pghistory.models
import pytest

from ftc.errors import NotPermitted
from ftc.organisation.enums import Role
from ftc.programme import actions
from ftc.programme.enums import AssignmentRole, Rag
from ftc.programme.errors import ReportIncomplete
from ftc.programme.models import Assignment, StatusReport
from ftc.programme.permissions import check_may_date, may_report_status
from tests.factories.organisation import make_user
from tests.factories.programme import make_activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    return make_activity()


@pytest.fixture
def lead(activity):
    user = make_user(Role.OFFICER)
    Assignment.objects.create(
        activity=activity, user=user, role=AssignmentRole.LEAD, started_on=date(2013, 9, 19)
    )
    return user


def report(activity, by, now, **changes):
    values = {
        "activity": activity,
        "rag": Rag.GREEN,
        "narrative": "It goes on.",
        "next_steps": "",
        "by": by,
        "now": now,
    }
    return actions.report_status(**(values | changes))


def test_report_status_adds_a_report_of_the_working_date(activity, lead, now):
    first = report(activity, lead, now)
    second = report(activity, lead, now, rag=Rag.RED, next_steps="Find a partner.")

    assert list(activity.status_reports.order_by("pk")) == [first, second]
    assert (second.effective_on, second.reported_by) == (date(2014, 5, 6), lead)


def test_report_status_keeps_who_in_the_history(activity, lead, now):
    event = pghistory.models.Events.objects.tracks(report(activity, lead, now)).get()

    assert event.pgh_context["action"] == "programme.report_status"
    assert event.pgh_context["user"] == lead.pk


@pytest.mark.parametrize("rag", [Rag.AMBER, Rag.RED])
def test_report_status_off_track_needs_next_steps(activity, lead, now, rag):
    with pytest.raises(ReportIncomplete, match="what is being done"):
        report(activity, lead, now, rag=rag)


def test_report_status_needs_words(activity, lead, now):
    with pytest.raises(ReportIncomplete, match="how it stands"):
        report(activity, lead, now, narrative=" ")

    assert not StatusReport.objects.exists()


def test_report_status_is_for_the_lead_and_the_portfolio_office(activity, lead, now):
    assert report(activity, make_user(Role.PORTFOLIO_OFFICE), now).pk
    with pytest.raises(NotPermitted, match="Only whoever leads"):
        report(activity, make_user(Role.OFFICER), now)


@pytest.mark.parametrize(
    "role, may",
    [
        (Role.OFFICER, False),
        (Role.SENIOR_RESPONSIBLE_OWNER, False),
        (Role.FINANCE, False),
        (Role.PORTFOLIO_OFFICE, True),
        (Role.DEMOCRATIC_SERVICES, False),
        (Role.MEMBER, False),
        (Role.AUDITOR, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_may_report_status_of_what_somebody_else_leads(activity, lead, role, may):
    assert may_report_status(make_user(role), activity) is may
    assert may_report_status(lead, activity)


def test_report_status_of_an_earlier_day_needs_the_permission_and_a_reason(activity, lead, now):
    office = make_user(Role.PORTFOLIO_OFFICE)
    earlier = {"effective_on": date(2014, 5, 5)}

    with pytest.raises(NotPermitted, match="You may not record something dated 5 May 2014"):
        report(activity, lead, now, **earlier)
    with pytest.raises(NotPermitted, match="Give a reason"):
        report(activity, office, now, **earlier)
    assert report(activity, office, now, reason="Said at the board.", **earlier).pk


def test_may_date_needs_nothing_from_the_working_date_on():
    day = date(2014, 5, 6)

    check_may_date(make_user(Role.MEMBER), effective_on=day, working_on=day, reason="")
