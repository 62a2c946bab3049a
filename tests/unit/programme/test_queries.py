"""What was known of the programme when, milestones with their words, portfolios."""

from datetime import date

import pytest

from ftc.organisation.enums import Role
from ftc.periods import Precision
from ftc.programme import queries
from ftc.programme.enums import ActivityKind, MilestoneDateKind, MilestoneStatus
from ftc.programme.models import Activity, StatusReport
from ftc.programme.standing import describes, standing_of
from tests.factories.organisation import make_person, make_user
from tests.factories.programme import (
    KNOWN_ON,
    make_activity,
    make_lesson,
    make_milestone,
    make_milestone_date,
    make_milestone_report,
    make_owner,
    make_phase,
    make_portfolio,
    make_programme,
    make_risk,
    make_source,
    make_theme,
)

pytestmark = pytest.mark.django_db

BEFORE = date(2013, 12, 11)
LATER = date(2014, 5, 6)


def lines(as_at=None, **filters):
    return queries.milestone_lines(queries.milestones(as_at=as_at, **filters), as_at)


def test_known_by_counts_a_row_from_its_paper():
    told, ours = make_theme(source=make_source()), make_theme()

    assert set(queries.known_by(Activity.objects.all(), BEFORE)) == {ours.activity_ptr}
    assert set(queries.known_by(Activity.objects.all(), KNOWN_ON)) == {
        told.activity_ptr,
        ours.activity_ptr,
    }
    assert queries.known_by(Activity.objects.all(), None).count() == 2


@pytest.mark.parametrize(
    "on, precision, printed, due, shown",
    [
        (date(2014, 4, 1), Precision.DAY, "", "1 April 2014", ""),
        (
            date(2014, 4, 30),
            Precision.MONTH_END,
            "by end April 2014",
            "end of April 2014",
            "by end April 2014",
        ),
        (date(2013, 10, 14), Precision.MONTH, "October 2013", "October 2013", ""),
        (None, Precision.SEASON, "spring of 2015", "spring of 2015", ""),
        (None, Precision.NONE, "not dated", "not dated", ""),
    ],
)
def test_milestone_is_dated_no_more_exactly_than_its_paper(on, precision, printed, due, shown):
    make_milestone(due_on=on, printed=printed, precision=precision)

    [line] = lines()

    assert (line.due, line.printed) == (due, shown)
    assert line.mark.dated == f"Planned: {due}"


def test_milestone_without_dates_is_not_dated():
    make_milestone()

    [line] = lines()

    assert (line.due, line.due_on, line.status, line.colour) == (
        "not dated",
        None,
        "Not reported",
        "grey",
    )


def test_milestone_forecast_stands_before_its_baseline():
    milestone = make_milestone(due_on=date(2014, 4, 30))
    make_milestone_date(
        milestone, MilestoneDateKind.FORECAST, on=date(2014, 7, 17), effective_on=LATER
    )

    [now], [then] = lines(), lines(KNOWN_ON)

    assert (now.due, now.mark.slip) == ("17 July 2014", "78 days late")
    assert now.mark.dated == "Expected: 17 July 2014"
    assert then.due == "30 April 2014"


def test_milestone_met_says_when():
    milestone = make_milestone(due_on=date(2014, 4, 30))
    make_milestone_date(milestone, MilestoneDateKind.ACHIEVED, on=date(2014, 4, 28))

    [line] = lines()

    assert line.mark.dated == "Met: 28 April 2014"


def test_milestone_status_is_the_last_reported_by_the_date():
    milestone = make_milestone()
    make_milestone_report(milestone, MilestoneStatus.ON_TRACK)
    make_milestone_report(milestone, MilestoneStatus.MET, effective_on=LATER)

    assert [line.status for line in lines()] == ["Met"]
    assert [line.status for line in lines(KNOWN_ON)] == ["On track"]
    assert [line.status for line in lines(BEFORE)] == ["Not reported"]


def test_milestones_are_filtered_by_activity_and_status():
    theme = make_theme(code="T1")
    met = make_milestone(theme)
    make_milestone_report(met, MilestoneStatus.MET)
    other = make_milestone()

    assert list(queries.milestones(as_at=None, activity="T1")) == [met]
    assert list(queries.milestones(as_at=None, status=MilestoneStatus.MET)) == [met]
    assert list(queries.milestones(as_at=BEFORE, status=MilestoneStatus.MET)) == []
    assert set(queries.milestones(as_at=None)) == {met, other}


def test_milestones_come_by_date_and_undated_last():
    undated = make_milestone(printed="autumn", precision=Precision.SEASON)
    july = make_milestone(due_on=date(2014, 7, 17))
    may = make_milestone(due_on=date(2014, 5, 15))

    assert list(queries.milestones(as_at=None)) == [may, july, undated]


def test_timeline_draws_dated_milestones_only():
    make_milestone(due_on=date(2014, 5, 15))
    make_milestone()

    chart = queries.timeline(lines(), title="Milestones", today=LATER)

    assert [mark.dated for mark in chart.milestones] == ["Planned: 15 May 2014"]
    assert chart.rows == [[chart.milestones[0].label, "Planned: 15 May 2014"]]
    assert queries.timeline([], title="Milestones", today=LATER) is None


def test_portfolios_give_owners_and_programmes_as_at_a_date():
    portfolio = make_portfolio()
    owner = make_owner(portfolio, person=make_person())
    listed = make_programme(portfolio)
    later = make_programme(
        portfolio, in_portfolio_table=False, source=make_source(known_on=date(2015, 1, 20))
    )

    [now], [then] = queries.portfolios(as_at=None), queries.portfolios(as_at=BEFORE)

    assert (now.owners, now.programmes, now.in_table) == ([owner], [listed, later], [listed])
    assert (then.owners, then.programmes) == ([], [listed])
    assert queries.portfolios(as_at=None, code="CP-NONE") == []


def test_themes_carry_their_own_milestones():
    first, second = make_theme(order=1), make_theme(order=2)
    milestone = make_milestone(second)
    make_milestone(make_activity())

    one, two = queries.themes(as_at=None)

    assert (one.theme, one.milestones) == (first, [])
    assert [line.milestone for line in two.milestones] == [milestone]


def test_phases_come_by_number():
    second, first = make_phase(2), make_phase(1)

    assert list(queries.phases(as_at=None)) == [first, second]


@pytest.mark.parametrize("register, index", [("yes", 0), ("no", 1), ("unknown", 2)])
def test_risks_are_filtered_by_what_is_known_of_the_register(register, index):
    rows = [make_risk(in_register=value) for value in (True, False, None)]

    assert list(queries.risks(as_at=None, register=register)) == [rows[index]]


def test_risks_are_filtered_by_activity_and_date():
    theme = make_theme(code="T1")
    risk = make_risk(theme, source=make_source())
    make_risk()

    assert list(queries.risks(as_at=None, activity="T1")) == [risk]
    assert list(queries.risks(as_at=BEFORE, activity="T1")) == []


def test_lessons_are_filtered_by_report():
    lesson = make_lesson(report_title="Outturn")
    make_lesson()

    assert list(queries.lessons(as_at=None, report="Outturn")) == [lesson]
    assert queries.lessons(as_at=None).count() == 2


def test_activities_with_milestones_are_listed_once():
    theme = make_theme()
    make_milestone(theme)
    make_milestone(theme)
    make_theme()

    assert list(queries.activities_with("milestones")) == [theme.activity_ptr]


def test_other_activities_leave_out_the_portfolios_programmes():
    make_programme(make_portfolio())
    root = make_programme()
    project = make_activity()
    make_theme()

    assert list(queries.other_activities(as_at=None)) == [root.activity_ptr, project]


def test_status_reports_come_newest_first():
    activity, lead = make_activity(), make_user(Role.OFFICER)
    first, second = (
        StatusReport.objects.create(
            activity=activity, rag="GREEN", narrative="It goes on.", reported_by=lead,
            effective_on=day,
        )
        for day in (KNOWN_ON, LATER)
    )  # fmt: skip

    assert list(queries.status_reports(activity, as_at=None)) == [second, first]
    assert list(queries.status_reports(activity, as_at=KNOWN_ON)) == [first]


def test_standing_is_asked_of_the_app_of_each_kind():
    assert standing_of([make_activity(ActivityKind.PROJECT)], as_at=None) == {}


def test_standing_is_registered_once_for_a_kind():
    with pytest.raises(RuntimeError, match="registered twice"):
        describes(ActivityKind.REVIEW)(lambda keys, as_at: {})


@pytest.mark.parametrize(
    "kind, url",
    [
        (ActivityKind.REVIEW, "/reviews/A-1/"),
        (ActivityKind.THEME, "/programme/#A-1"),
        (ActivityKind.PROJECT, "/programme/#A-1"),
    ],
)
def test_activity_leads_to_its_page_by_kind(kind, url):
    assert make_activity(kind, code="A-1").get_absolute_url() == url
