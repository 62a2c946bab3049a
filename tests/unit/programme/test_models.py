"""What the database refuses of activities, portfolios, milestones and risks."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ftc.organisation.enums import Role
from ftc.programme.enums import AssignmentRole
from ftc.programme.models import Activity, Assignment, StatusReport
from tests.factories.organisation import make_person, make_user
from tests.factories.programme import (
    KNOWN_ON,
    make_activity,
    make_lesson,
    make_milestone,
    make_milestone_date,
    make_milestone_report,
    make_owner,
    make_portfolio,
    make_risk,
)

pytestmark = pytest.mark.django_db


def assign(activity, user, role=AssignmentRole.LEAD, **fields):
    return Assignment.objects.create(
        activity=activity, user=user, role=role, **({"started_on": KNOWN_ON} | fields)
    )


def own_parent():
    activity = make_activity()
    Activity.objects.filter(pk=activity.pk).update(parent=activity)


def two_leads():
    activity = make_activity()
    assign(activity, make_user(Role.OFFICER))
    assign(activity, make_user(Role.OFFICER))


def lead_and_owner_in_one():
    activity, user = make_activity(), make_user(Role.OFFICER)
    assign(activity, user)
    assign(activity, user, AssignmentRole.SENIOR_RESPONSIBLE_OWNER)


def one_post_twice():
    portfolio = make_portfolio()
    make_owner(portfolio, "Director")
    make_owner(portfolio, "Director")


def unknown_rag():
    StatusReport.objects.create(
        activity=make_activity(),
        rag="BLUE",
        narrative="?",
        reported_by=make_user(Role.OFFICER),
        effective_on=KNOWN_ON,
    )


@pytest.mark.parametrize(
    "constraint, attempt",
    [
        ("activity_kind_is_known", lambda: make_activity("HOBBY")),
        ("activity_is_not_its_own_parent", own_parent),
        ("assignment_one_holder", two_leads),
        ("assignment_one_role_a_person", lead_and_owner_in_one),
        (
            "assignment_role_is_known",
            lambda: assign(make_activity(), make_user(Role.OFFICER), "FRIEND"),
        ),
        ("portfolioowner_once", one_post_twice),
        (
            "milestonedate_kind_is_known",
            lambda: make_milestone_date(make_milestone(), "LATER", on=KNOWN_ON),
        ),
        (
            "milestonedate_date_or_printed_text",
            lambda: make_milestone_date(make_milestone(), printed=""),
        ),
        (
            "milestonereport_status_is_known",
            lambda: make_milestone_report(make_milestone(), "LATE"),
        ),
        ("risk_scores_from_1_to_5_together", lambda: make_risk(likelihood=6, impact=1)),
        ("risk_scores_from_1_to_5_together", lambda: make_risk(likelihood=3)),
        ("statusreport_rag_is_known", unknown_rag),
    ],
)
def test_database_refuses(constraint, attempt):
    with pytest.raises(IntegrityError, match=f"programme_{constraint}"), transaction.atomic():
        attempt()


def test_activities_are_led_and_owned_by_whoever_holds_them_now():
    led, owned, left = make_activity(), make_activity(), make_activity()
    user = make_user(Role.OFFICER)
    assign(led, user)
    assign(owned, user, AssignmentRole.SENIOR_RESPONSIBLE_OWNER)
    assign(left, user, ended_on=date(2014, 1, 1))

    assert list(Activity.objects.led_by(user)) == [led]
    assert list(Activity.objects.owned_by(user)) == [owned]


def test_rows_say_what_they_are():
    portfolio = make_portfolio(name="Adults")
    user = make_user(Role.OFFICER, name="Olive Officer")
    activity = make_activity(title="Property")
    milestone = make_milestone(title="Go-live", due_on=date(2014, 4, 1))
    person = make_person(title="", forenames="Andrew", surname="Ireland")
    report = StatusReport.objects.create(
        activity=activity, rag="GREEN", narrative="Fine.", reported_by=user, effective_on=KNOWN_ON
    )

    assert str(portfolio) == "Adults"
    assert str(make_owner(portfolio, "Director")) == "Director"
    assert str(make_owner(portfolio, "Chief", person=person)) == "Andrew Ireland, Chief"
    assert str(assign(activity, user)) == "Olive Officer: Lead of Property"
    assert (str(milestone), str(milestone.dates.get())) == ("Go-live", "1 April 2014")
    assert str(make_milestone_report(milestone)) == "On track"
    assert str(make_risk(title="Late savings")) == "Late savings"
    assert str(make_lesson(topic="Outcomes")) == "Outcomes"
    assert str(report) == "On track on 2013-12-12"
