"""The sections of a review at their own addresses: what each says, to whom, and as at a date."""

from datetime import date

import pytest

from ftc.programme.models import Risk
from governance.models import AgendaItem, Resolution
from reviews.models import EngagementCount
from tests.factories.reviews import (
    change_state,
    make_body,
    make_evidence,
    make_paper,
    make_resolution,
    make_review,
    make_service,
)
from tests.integration.reviews.reading import text_of

pytestmark = pytest.mark.django_db
SECTIONS = {
    "": "Overview",
    "engagement/": "Engagement",
    "risks/": "Risks",
    "papers/": "Papers and decisions",
    "evidence/": "Evidence",
    "history/": "History",
}


@pytest.fixture
def review(officer, sro):
    make_body(name="County Council")
    return make_review("P1-PRO", title="Property Review", stage="stage-2", lead=officer, sro=sro)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize(
    "who",
    [
        "officer",
        "sro",
        "portfolio_officer",
        "clerk",
        "member",
        "auditor",
        "finance_partner",
        "administrator",
    ],
)
def test_every_section_is_read_by_whoever_reads_the_review(
    client_of, request, review, who, section
):
    response = client_of(request.getfixturevalue(who)).get(f"/reviews/P1-PRO/{section}")

    content = response.content.decode()
    assert response.status_code == 200
    assert '<h1 class="govuk-heading-l">Property Review</h1>' in content
    assert "Lead: Olive Officer · Senior Responsible Owner: Sam Owner" in text_of(response)
    for address, name in SECTIONS.items():
        here = ' aria-current="page"' if address == section else ""
        assert f'href="/reviews/P1-PRO/{address}"{here}>{name}</a>' in content


@pytest.mark.parametrize("section", SECTIONS)
def test_no_section_is_read_without_signing_in(client, review, section):
    response = client.get(f"/reviews/P1-PRO/{section}")

    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("section", SECTIONS)
def test_a_service_code_leads_to_the_same_section(client_of, officer, review, section):
    make_service(review, code="P1-HR")
    client = client_of(officer)

    response = client.get(f"/reviews/P1-HR/{section}?as_at=2014-03-27")

    assert (response.status_code, response["Location"]) == (
        302,
        f"/reviews/P1-PRO/{section}?as_at=2014-03-27",
    )
    assert client.get(f"/reviews/P9-ABC/{section}").status_code == 404


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_tells_the_state_of_the_date_asked_for(client_of, officer, review, section):
    change_state(review, reason="It waits", on=date(2014, 5, 1))
    client = client_of(officer)

    now, then = (
        client.get(f"/reviews/P1-PRO/{section}{query}").content.decode()
        for query in ("", "?as_at=2014-04-30")
    )

    assert '<strong class="govuk-tag govuk-tag--grey">Deferred</strong>' in now
    assert '<strong class="govuk-tag govuk-tag--blue">Active</strong>' in then
    assert "Deferred" not in then


def test_engagement_counts_what_the_papers_counted(client_of, officer, review):
    EngagementCount.objects.create(
        code="ME-1",
        activity=review,
        kind="soft market testing",
        measure="Providers met",
        value=12,
        effective_on=date(2014, 3, 27),
    )
    client = client_of(officer)

    told = text_of(client.get("/reviews/P1-PRO/engagement/"))
    before = text_of(client.get("/reviews/P1-PRO/engagement/?as_at=2014-03-26"))

    assert "Soft market testing Providers met This review 12" in told
    assert "No paper counts market engagement of this review or its phase." in before


def test_risks_are_told_from_when_their_paper_could_be_read(client_of, officer, review):
    Risk.objects.create(
        code="R-1",
        activity=review,
        title="Too few bidders",
        description="The market is thin.",
        source_kind="paper",
        source=make_paper("CC-2014-03-27", meeting_on=date(2014, 3, 27)),
    )
    client = client_of(officer)

    told = text_of(client.get("/reviews/P1-PRO/risks/"))
    before = text_of(client.get("/reviews/P1-PRO/risks/?as_at=2014-03-26"))

    assert "Too few bidders The market is thin. R-1 · Owner: not named" in told
    assert "No risk is recorded for this review." in before


@pytest.mark.parametrize("section", ["papers/", "history/"])
def test_a_resolution_on_an_exempt_item_is_told_only_to_who_may_read_it(
    client_of, officer, auditor, review, section
):
    resolution = make_resolution(review)
    item = AgendaItem.objects.create(
        meeting=resolution.meeting,
        number=1,
        title="Bids",
        kind="report",
        classification="EXEMPT",
        exempt_paragraph=3,
        exempt_reason="Prices",
    )
    Resolution.objects.filter(pk=resolution.pk).update(agenda_item=item, title="Accept the bid")

    may_not, may = (
        text_of(client_of(user).get(f"/reviews/P1-PRO/{section}")) for user in (officer, auditor)
    )

    assert "Accept the bid" not in may_not
    assert "Accept the bid" in may


def test_evidence_is_listed_with_who_supplied_and_decided_it(client_of, officer, review, sro):
    make_evidence(review, by=officer, accepted_by=sro, title="The case itself")
    client = client_of(officer)

    told = text_of(client.get("/reviews/P1-PRO/evidence/"))
    before = text_of(client.get("/reviews/P1-PRO/evidence/?as_at=2014-03-31"))

    assert (
        "The case itself Outline business case Accepted 1 April 2014 by Olive Officer "
        "4 April 2014 by Sam Owner Internal" in told
    )
    assert "No evidence that you may read has been supplied." in before


def test_the_latest_steps_are_told_newest_first_and_lead_to_the_full_history(
    client_of, officer, review
):
    change_state(review, reason="It waits", on=date(2014, 5, 1))

    response = client_of(officer).get("/reviews/P1-PRO/")

    told = text_of(response).split("Latest ")[1]
    assert told.startswith(
        "1 May 2014 · Paper CC-2013-12-12-FTC Deferred. Reason: It waits "
        "12 December 2013 · Paper CC-2013-12-12-FTC, paragraph 3.2.4 "
        "Reported at Stage 2: Service review and market engagement. The full history"
    )
    assert 'href="/reviews/P1-PRO/history/">The full history</a>' in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("section", "queries"),
    [("engagement/", 10), ("risks/", 5), ("papers/", 7), ("evidence/", 5)],
)
def test_a_section_takes_the_same_queries_however_much_there_is(
    client_of, auditor, officer, review, section, queries, count, django_assert_num_queries
):
    for number in range(count):
        make_evidence(review, by=officer)
        make_resolution(review)
        EngagementCount.objects.create(
            code=f"ME-{number}", activity=review, kind="x", measure="y", effective_on="2014-03-27"
        )
        Risk.objects.create(
            code=f"R-{number}", activity=review, title="T", description="D", source_kind="paper"
        )
    client = client_of(auditor)

    with django_assert_num_queries(queries):
        client.get(f"/reviews/P1-PRO/{section}")
