"""The programme's page and its lists."""

from datetime import date

import pytest
from django.urls import reverse

from ftc.organisation.enums import Role
from ftc.periods import Precision
from ftc.programme.enums import AssignmentRole, MilestoneStatus
from ftc.programme.models import Assignment, StatusReport
from tests.factories import reviews
from tests.factories.organisation import make_user
from tests.factories.programme import (
    make_activity,
    make_lesson,
    make_milestone,
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


def text_of(response):
    return " ".join(response.content.decode().split())


def test_index_shows_phases_portfolios_and_themes(client_of, officer):
    make_phase(1, window_text="September 2013 to the end of April 2014")
    portfolio = make_portfolio(name="Adults")
    make_programme(portfolio, title="Care Bill Preparation")
    theme = make_theme(title="Managing Change Better")
    make_milestone(theme, title="Roadmap agreed", due_on=date(2014, 1, 31))

    page = text_of(client_of(officer).get("/programme/"))

    for words in [
        "September 2013 to the end of April 2014",
        "Care Bill Preparation",
        "not named",
        "Managing Change Better",
        "Roadmap agreed",
        f"/programme/portfolios/{portfolio.code}/",
        "Planned: 31 January 2014",
    ]:
        assert words in page


def test_index_says_what_was_not_known_yet(client_of, officer):
    make_portfolio(source=make_source())
    client = client_of(officer)

    page = text_of(client.get("/programme/", {"as_at": "2013-12-01"}))

    assert "No portfolio was known by 1 December 2013." in page
    page = text_of(client.get("/programme/", {"as_at": "today"}))
    assert "No theme is recorded." in page


@pytest.mark.parametrize("count", [1, 3])
def test_index_reads_as_often_for_one_as_for_three(
    client_of, officer, django_assert_num_queries, count
):
    for number in range(1, count + 1):
        make_phase(number)
        portfolio = make_portfolio()
        make_owner(portfolio)
        make_programme(portfolio)
        make_milestone_report(make_milestone(due_on=date(2014, 5, 15)))
        make_activity()
    client = client_of(officer)

    with django_assert_num_queries(12):
        client.get("/programme/")


def test_portfolio_detail_tells_the_table_from_what_came_later(client_of, officer):
    portfolio = make_portfolio(code="CP-025", board="0-25 Portfolio Board")
    make_owner(portfolio, "Corporate Director")
    make_programme(portfolio)
    added = make_programme(portfolio, title="0-25 Unified", in_portfolio_table=False)
    make_milestone(added, title="Savings start")

    page = text_of(client_of(officer).get("/programme/portfolios/CP-025/"))

    assert "1 of them in the table of December 2013" in page
    assert "0-25 Portfolio Board" in page
    assert "Corporate Director" in page
    assert "Savings start" in page


def test_portfolio_detail_is_not_found_before_it_was_known(client_of, officer):
    portfolio = make_portfolio(source=make_source())
    url = reverse("programme:portfolio-detail", args=[portfolio.code])
    client = client_of(officer)

    assert client.get(url, {"as_at": "2013-12-11"}).status_code == 404
    assert client.get(url, {"as_at": "2013-12-12"}).status_code == 200


def test_milestone_list_shows_dates_as_printed_and_the_report(client_of, officer):
    milestone = make_milestone(
        due_on=date(2014, 4, 30),
        printed="by end April 2014",
        precision=Precision.MONTH_END,
        source=make_source(),
        source_ref="para 3.2.1",
    )
    make_milestone_report(milestone, MilestoneStatus.MET_WITH_EXCEPTION)

    page = text_of(client_of(officer).get("/programme/milestones/"))

    assert "end of April 2014" in page
    assert "printed “by end April 2014”" in page
    assert "Met, with an exception" in page
    assert "reported 12 December 2013" in page
    assert f"{milestone.source.title}, para 3.2.1" in page


def test_milestone_list_is_filtered_and_exported(client_of, officer):
    theme = make_theme(code="T1")
    make_milestone_report(make_milestone(theme, title="Wanted"), MilestoneStatus.MET)
    make_milestone(title="Other")
    client = client_of(officer)
    query = {"activity": "T1", "status": "MET"}

    page = text_of(client.get("/programme/milestones/", query))
    rows = client.get("/programme/milestones/export.csv", query).content.decode("utf-8-sig")

    assert "Wanted" in page
    assert "Other" not in page
    assert "/programme/milestones/export.csv?activity=T1&amp;status=MET" in page
    assert rows.splitlines()[0] == "Code,Activity,Milestone,Due,Printed,Status,Reported,Source"
    assert rows.splitlines()[1].endswith(",Wanted,not dated,,Met,2013-12-12,")
    assert len(rows.splitlines()) == 2


@pytest.mark.parametrize(
    "url, words",
    [
        ("/programme/milestones/", "No milestone is recorded yet."),
        ("/programme/risks/", "No risk is recorded yet."),
        ("/programme/lessons/", "No lesson is recorded yet."),
    ],
)
def test_lists_say_when_there_is_nothing_and_answer_htmx(client_of, officer, url, words):
    client = client_of(officer)

    assert words in text_of(client.get(url))
    fragment = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert words in fragment
    assert "<html" not in fragment


@pytest.mark.parametrize(
    "url, query, words",
    [
        ("/programme/milestones/", {"status": "MET"}, "No milestone matches these filters."),
        ("/programme/risks/", {"register": "yes"}, "No risk matches these filters."),
    ],
)
def test_lists_say_when_nothing_matches(client_of, officer, url, query, words):
    make_milestone()
    make_risk()

    assert words in text_of(client_of(officer).get(url, query))


@pytest.mark.parametrize("make", [make_milestone, make_risk, make_lesson])
def test_lists_are_paged(client_of, officer, make):
    theme = make_theme()
    for _ in range(26):
        make(theme)
    name = make.__name__.removeprefix("make_")

    page = text_of(client_of(officer).get(f"/programme/{name}s/"))

    assert f"26 {name}s" in page
    assert "?page=2" in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "make, queries_done", [(make_milestone, 8), (make_risk, 6), (make_lesson, 6)]
)
def test_lists_read_as_often_for_one_as_for_three(
    client_of, officer, django_assert_num_queries, make, queries_done, count
):
    for _ in range(count):
        make(source=make_source())
    client = client_of(officer)
    name = make.__name__.removeprefix("make_")

    with django_assert_num_queries(queries_done):
        client.get(f"/programme/{name}s/")


def test_risk_list_and_page_print_the_rating_as_the_paper_does(client_of, officer):
    risk = make_risk(printed_rating="very high", printed_owner="Both Corporate Directors")
    client = client_of(officer)

    assert "very high" in text_of(client.get("/programme/risks/"))
    page = text_of(client.get(f"/programme/risks/{risk.code}/"))
    assert "very high" in page
    assert "Both Corporate Directors" in page
    assert "not scored" in page
    assert "no paper says" in page


def test_risk_detail_is_not_found_before_it_was_told(client_of, officer):
    risk = make_risk(source=make_source())
    client = client_of(officer)

    assert client.get(f"/programme/risks/{risk.code}/").status_code == 200
    past = client.get(f"/programme/risks/{risk.code}/", {"as_at": "2013-12-11"})
    assert past.status_code == 404


def test_risk_export_writes_what_is_not_known_as_such(client_of, officer):
    make_risk(title="Late savings", in_register=None)

    rows = client_of(officer).get("/programme/risks/export.csv").content.decode("utf-8-sig")

    assert "Late savings" in rows
    assert "not known" in rows


def test_lesson_list_is_filtered_by_report(client_of, officer):
    make_lesson(report_title="Outturn", topic="Wanted", response="Two stages", link_basis="stated")
    make_lesson(topic="Other")

    page = text_of(client_of(officer).get("/programme/lessons/", {"report": "Outturn"}))

    assert "Wanted" in page
    assert "link stated" in page
    assert "Other" not in page


def test_programme_pages_need_sign_in(client):
    for url in ("/programme/", "/programme/milestones/", "/programme/risks/"):
        assert client.get(url).status_code == 302


def status_url(activity):
    return reverse("programme:status-report-add", args=[activity.code])


def test_status_report_add_is_for_the_lead(client_of, officer):
    activity = reviews.make_review()
    Assignment.objects.create(
        activity=activity, user=officer, role=AssignmentRole.LEAD, started_on=date(2013, 9, 19)
    )
    given = {"rag": "RED", "narrative": "It waits.", "next_steps": ""}
    client = client_of(officer)

    refused = client.post(status_url(activity), given)
    assert refused.status_code == 422
    assert "It waits." in text_of(refused)
    accepted = client.post(status_url(activity), given | {"next_steps": "Ask again."})

    assert accepted["Location"] == activity.get_absolute_url()
    assert StatusReport.objects.get().reported_by == officer


def test_status_report_add_shows_reports_to_everybody_and_the_form_to_the_lead(client_of):
    activity = make_activity()
    stranger = client_of(make_user(Role.MEMBER))

    page = text_of(stranger.get(status_url(activity)))
    assert "Nothing has been reported yet." in page
    assert "Report the status" not in page
    refused = stranger.post(status_url(activity), {"rag": "GREEN", "narrative": "Fine."})
    assert refused.status_code == 403
    assert "Only whoever leads" in text_of(refused)
