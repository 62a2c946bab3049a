"""Adding milestones, dating them, and taking back what was recorded by mistake."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ftc.errors import NotPermitted, StaleVersion
from ftc.organisation.enums import Role
from ftc.periods import Precision
from ftc.programme import actions
from ftc.programme.enums import ActivityKind, AssignmentRole, MilestoneDateKind, MilestoneStatus
from ftc.programme.errors import MilestoneRefused
from ftc.programme.models import Assignment, Milestone, MilestoneReport
from tests.factories.organisation import make_user
from tests.factories.programme import make_activity, make_milestone, make_source

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 6)
BASELINE, FORECAST, ACHIEVED = MilestoneDateKind


@pytest.fixture
def activity():
    return make_activity(ActivityKind.PROJECT, title="Property")


def create(activity, by, **changes):
    values = {"code": "P1-FBC", "title": " Full Business Case ", "now": timezone.now()} | changes
    return actions.create_milestone(activity=activity, by=by, **values)


def date_it(milestone, by, kind=FORECAST, on=date(2014, 7, 1), **changes):
    values = {
        "expected_version": milestone.version,
        "now": timezone.now(),
        "today": TODAY,
    } | changes
    row = actions.date_milestone(milestone=milestone, kind=kind, on=on, by=by, **values)
    milestone.refresh_from_db()
    return row


def test_create_milestone_adds_it_after_the_others(activity, portfolio_officer):
    make_milestone(activity, order=4)

    made = create(activity, portfolio_officer)

    assert (made.code, made.title, made.order, made.version) == (
        "P1-FBC",
        "Full Business Case",
        5,
        1,
    )


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"code": "P1 FBC"}, "Give the milestone a code"),
        ({"code": ""}, "Give the milestone a code"),
        ({"title": "  "}, "Give the milestone a title."),
    ],
)
def test_create_milestone_refuses_what_cannot_be_named(
    activity, portfolio_officer, changes, sentence
):
    with pytest.raises(MilestoneRefused, match=sentence):
        create(activity, portfolio_officer, **changes)

    assert not Milestone.objects.exists()


def test_create_milestone_refuses_a_code_that_is_taken(activity, portfolio_officer):
    create(activity, portfolio_officer)

    with pytest.raises(MilestoneRefused, match="There is a milestone P1-FBC already"):
        create(make_activity(), portfolio_officer)


def test_milestones_are_changed_by_the_lead_and_the_portfolio_office_only(activity, officer):
    milestone = make_milestone(activity)
    with pytest.raises(NotPermitted, match="Only whoever leads Property"):
        date_it(milestone, officer)
    with pytest.raises(NotPermitted, match="Only whoever leads Property"):
        create(activity, make_user(Role.FINANCE))

    Assignment.objects.create(
        activity=activity, user=officer, role=AssignmentRole.LEAD, started_on=TODAY
    )

    assert date_it(milestone, officer).recorded_by == officer


def test_date_milestone_adds_a_row_and_counts_the_edit(activity, portfolio_officer):
    milestone = make_milestone(activity, due_on=date(2014, 6, 1))

    row = date_it(milestone, portfolio_officer, reason=" Waits for the tender ")

    assert (row.kind, row.on, row.precision, row.reason, row.effective_on) == (
        FORECAST,
        date(2014, 7, 1),
        Precision.DAY,
        "Waits for the tender",
        TODAY,
    )
    assert milestone.version == 2
    assert milestone.dates.count() == 2


def test_date_milestone_stands_over_a_forecast_of_a_later_paper(activity, portfolio_officer):
    milestone = make_milestone(activity)
    later = date(2014, 9, 1)
    milestone.dates.create(
        kind=FORECAST, on=later, precision="day", effective_on=later, source=make_source()
    )

    date_it(milestone, portfolio_officer)

    assert milestone.date_of(FORECAST, None).on == date(2014, 7, 1)


def test_date_milestone_is_refused_on_an_older_version(activity, portfolio_officer):
    milestone = make_milestone(activity)
    date_it(milestone, portfolio_officer)

    with pytest.raises(StaleVersion):
        date_it(milestone, portfolio_officer, expected_version=1)


def test_date_milestone_asks_for_the_reason_of_a_further_baseline(activity, portfolio_officer):
    milestone = make_milestone(activity)
    date_it(milestone, portfolio_officer, BASELINE, date(2014, 6, 1))
    with pytest.raises(MilestoneRefused, match="is 1 June 2014 and is not edited"):
        date_it(milestone, portfolio_officer, BASELINE, date(2014, 7, 1))

    date_it(milestone, portfolio_officer, BASELINE, date(2014, 7, 1), reason="Replanned")

    kept = milestone.dates.order_by("pk").values_list("on", "reason")
    assert list(kept) == [(date(2014, 6, 1), ""), (date(2014, 7, 1), "Replanned")]


@pytest.mark.parametrize(
    "kind, on, sentence",
    [
        (FORECAST, None, "Give a date, or the words in which it is known."),
        (ACHIEVED, timezone.localdate() + timedelta(days=2), "is in the future"),
    ],
)
def test_date_milestone_refuses_no_date_and_one_that_has_not_come(
    activity, portfolio_officer, kind, on, sentence
):
    milestone = make_milestone(activity)

    with pytest.raises(MilestoneRefused, match=sentence):
        date_it(milestone, portfolio_officer, kind, on)

    assert not milestone.dates.exists()


def test_date_milestone_takes_a_forecast_in_words_but_no_such_day_of_achieving(
    activity, portfolio_officer
):
    milestone = make_milestone(activity)

    row = date_it(
        milestone, portfolio_officer, on=None, printed="autumn 2014", precision=Precision.SEASON
    )
    with pytest.raises(MilestoneRefused, match="Give the day on which"):
        date_it(milestone, portfolio_officer, ACHIEVED, None, printed="autumn 2014")

    assert str(row) == "autumn 2014"


def test_date_milestone_set_back_needs_a_permission_and_a_reason(
    activity, officer, portfolio_officer
):
    milestone = make_milestone(activity)
    Assignment.objects.create(
        activity=activity, user=officer, role=AssignmentRole.LEAD, started_on=TODAY
    )
    earlier = TODAY - timedelta(days=1)

    for by, sentence in ((officer, "You may not record"), (portfolio_officer, "Give a reason")):
        with pytest.raises(NotPermitted, match=sentence):
            date_it(milestone, by, effective_on=earlier)

    row = date_it(milestone, portfolio_officer, effective_on=earlier, reason="Agreed on the 5th")
    assert row.effective_on == earlier


def test_edit_milestone_writes_its_title(activity, portfolio_officer):
    milestone = make_milestone(activity)
    values = {"expected_version": 1, "by": portfolio_officer, "now": timezone.now()}
    with pytest.raises(MilestoneRefused, match="Give the milestone a title"):
        actions.edit_milestone(milestone=milestone, title=" ", **values)

    actions.edit_milestone(milestone=milestone, title=" Tender out ", **values)

    milestone.refresh_from_db()
    assert (milestone.title, milestone.version) == ("Tender out", 2)


def test_take_back_milestone_removes_the_rows_named_and_none_of_a_paper(
    activity, portfolio_officer
):
    milestone = make_milestone(activity, title="Tender out")
    mine = date_it(milestone, portfolio_officer)
    printed = milestone.dates.create(
        kind=BASELINE, on=TODAY, precision="day", effective_on=TODAY, source=make_source()
    )

    actions.take_back_milestone(
        milestone=milestone,
        expected_version=milestone.version,
        title="Tender",
        dates=[mine.pk, printed.pk],
        by=portfolio_officer,
        now=timezone.now(),
    )

    milestone.refresh_from_db()
    assert (milestone.title, milestone.version) == ("Tender", 3)
    assert list(milestone.dates.all()) == [printed]


def test_remove_milestone_removes_it_unless_something_was_reported(activity, portfolio_officer):
    milestone, reported = make_milestone(activity, due_on=TODAY), make_milestone(activity)
    MilestoneReport.objects.create(
        milestone=reported, status=MilestoneStatus.MET, effective_on=TODAY
    )
    values = {"expected_version": 1, "by": portfolio_officer, "now": timezone.now()}

    actions.remove_milestone(milestone=milestone, **values)
    with pytest.raises(MilestoneRefused, match="Something has been reported of"):
        actions.remove_milestone(milestone=reported, **values)

    assert list(Milestone.objects.all()) == [reported]
