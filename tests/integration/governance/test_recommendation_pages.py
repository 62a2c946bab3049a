"""Recommendations and decisions."""

from datetime import date

import pytest

from governance.enums import DecisionState, RecommendationStatus
from tests.factories.governance import (
    PUBLISHED_ON,
    make_body,
    make_decision,
    make_exempt_item,
    make_item,
    make_outcome,
    make_recommendation,
)
from tests.factories.programme import make_programme, make_source

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


def test_recommendation_list_shows_status_and_links_its_meeting(client_of, officer):
    item = make_item()
    recommendation = make_recommendation(item=item, summary="Endorse the options")
    make_outcome(recommendation, RecommendationStatus.ENDORSED, basis="minute 12")

    page = text_of(client_of(officer).get("/recommendations/"))

    assert "Endorse the options" in page
    assert "Endorsed" in page
    assert "minute 12" in page
    assert item.meeting.get_absolute_url() in page


def test_recommendation_list_as_at_a_past_date_is_open_again(client_of, officer):
    make_outcome(make_recommendation(), RecommendationStatus.ENDORSED)

    page = text_of(client_of(officer).get("/recommendations/", {"as_at": "2014-05-06"}))

    assert "Open: no outcome recorded</strong>" in page
    assert "Endorsed</strong>" not in page


@pytest.mark.parametrize(
    "filters",
    [{"report": "SELC"}, {"theme": "Social Value"}, {"status": "NOTED"}, {"body": "CAB"}],
)
def test_recommendation_list_is_filtered(client_of, officer, filters):
    wanted = make_recommendation(
        make_body(code="CAB"), report_code="SELC", theme="Social Value", summary="Wanted words"
    )
    make_outcome(wanted)
    make_recommendation(summary="Other words")

    page = text_of(client_of(officer).get("/recommendations/", filters))

    assert "Wanted words" in page
    assert "Other words" not in page
    assert "1 recommendation matches the filters" in page


def test_recommendation_list_says_when_nothing_matches(client_of, officer):
    make_recommendation()

    page = text_of(client_of(officer).get("/recommendations/", {"status": "NOTED"}))

    assert "No recommendation matches these filters." in page


def test_recommendation_list_answers_htmx_with_the_table_alone(client_of, officer):
    response = client_of(officer).get("/recommendations/", headers={"HX-Request": "true"})

    assert "<html" not in response.content.decode()
    assert "No recommendation is recorded yet." in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_recommendation_list_reads_as_often_for_one_as_for_three(
    client_of, officer, django_assert_num_queries, count
):
    for _ in range(count):
        make_recommendation(item=make_item())
    client = client_of(officer)

    with django_assert_num_queries(7):
        client.get("/recommendations/")


def test_recommendation_export_leaves_out_what_may_not_be_read(client_of, officer, member):
    make_recommendation(item=make_exempt_item(), summary="Secret words")

    without = client_of(officer).get("/recommendations/export.csv").content.decode()
    with_it = client_of(member).get("/recommendations/export.csv").content.decode()

    assert "Secret words" not in without
    assert "Secret words" in with_it


def test_decision_detail_says_who_makes_it_and_what_it_is_about(client_of, officer):
    programme = make_programme(title="0-25 Unified Programme")
    decision = make_decision(
        code="14-00138",
        number="14/00138",
        maker_post="Cabinet Member for Specialist Children's Services",
    )
    decision.activities.add(programme)

    page = text_of(client_of(officer).get("/decisions/14-00138/"))

    assert "14/00138 Appointment of a partner" in page
    assert "Proposed" in page
    assert "Cabinet Member for Specialist Children&#x27;s Services" in page
    assert "0-25 Unified Programme" in page


def test_decision_detail_is_proposed_until_it_was_taken(client_of, officer):
    decision = make_decision(
        state=DecisionState.IN_FORCE, taken_on=date(2014, 5, 10), effective_on=date(2014, 5, 20)
    )
    client = client_of(officer)
    url = f"/decisions/{decision.code}/"

    def tag(**query):
        return client.get(url, query).context["state"]

    assert tag() == DecisionState.IN_FORCE
    assert tag(as_at="2014-05-09") == DecisionState.PROPOSED
    assert tag(as_at="2014-05-12") == DecisionState.TAKEN
    assert tag(as_at="2014-05-20") == DecisionState.IN_FORCE


def test_decision_detail_is_not_found_before_it_was_known(client_of, officer):
    decision = make_decision(source=make_source(known_on=PUBLISHED_ON))
    client = client_of(officer)

    assert client.get(f"/decisions/{decision.code}/").status_code == 200
    past = client.get(f"/decisions/{decision.code}/", {"as_at": "2014-05-05"})
    assert past.status_code == 404


def test_decision_list_is_empty_or_in_order_of_number(client_of, officer):
    client = client_of(officer)
    assert "No decision is recorded." in text_of(client.get("/decisions/"))

    decision = make_decision()
    assert decision.number in text_of(client.get("/decisions/"))


@pytest.mark.parametrize("count", [1, 3])
def test_decision_list_reads_as_often_for_one_as_for_three(
    client_of, officer, django_assert_num_queries, count
):
    for _ in range(count):
        make_decision()
    client = client_of(officer)

    with django_assert_num_queries(5):
        client.get("/decisions/")
