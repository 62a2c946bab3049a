"""The move button, which always answers, and deferring and resuming."""

from datetime import date

import pytest

from reviews.enums import ReviewState
from tests.factories.reviews import (
    change_state,
    make_body,
    make_evidence,
    make_option,
    make_resolution,
    make_review,
)
from tests.integration.reviews.reading import text_of

pytestmark = pytest.mark.django_db
MOVE = "/reviews/P1-PRO/move/"


@pytest.fixture
def review(officer, sro):
    make_body(name="County Council")
    return make_review("P1-PRO", title="Property", stage="stage-2", lead=officer, sro=sro)


@pytest.fixture
def ready(review, officer, sro):
    make_evidence(review, by=officer, accepted_by=sro)
    make_option(review)
    make_resolution(review)
    return review


def test_a_gate_that_is_met_is_passed(client_of, officer, ready):
    response = client_of(officer).post(MOVE, {"version": 1}, follow=True)

    ready.refresh_from_db()
    assert response.redirect_chain == [("/reviews/P1-PRO/", 302)]
    assert ready.stage.code == "stage-3"
    assert "Property is at Stage 3: Full Business Case, in effect from 15 May 2014." in text_of(
        response
    )


def test_a_move_takes_as_few_queries(client_of, officer, ready, django_assert_num_queries):
    client = client_of(officer)

    with django_assert_num_queries(17):
        client.post(MOVE, {"version": 1})


def test_htmx_is_sent_to_the_review_once_it_moved(client_of, officer, ready):
    response = client_of(officer).post(MOVE, {"version": 1}, headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Redirect"]) == (200, "/reviews/P1-PRO/")


def test_a_gate_that_is_not_met_lists_what_is_missing_and_who_can_supply_it(
    client_of, officer, review
):
    make_evidence(review, by=officer)

    response = client_of(officer).post(MOVE, {"version": 1, "reason": "It is time"})

    text = text_of(response)
    assert response.status_code == 422
    assert "Error: Move Property" in text
    assert "This review cannot move to Stage 3: Full Business Case." in text
    for sentence in (
        "The outline business case has not been accepted; the Senior Responsible Owner can "
        "accept it.",
        "No option is preferred; the lead can record which one is.",
        "The County Council has not endorsed the options; Democratic Services can record its "
        "resolution once it is made.",
    ):
        assert sentence in text
    assert "It is time" in text


def test_htmx_is_sent_the_gate_with_what_is_missing(client_of, officer, review):
    response = client_of(officer).post(MOVE, {"version": 1}, headers={"HX-Request": "true"})

    content = response.content.decode()
    assert response.status_code == 422
    assert content.strip().startswith('<section id="gate"')
    assert "This review cannot move to Stage 3: Full Business Case." in content
    assert 'id="move-version" value="1" hx-swap-oob="true"' in content


def test_the_page_itself_shows_the_gate_before_anything_is_asked(client_of, officer, review):
    response = client_of(officer).get(MOVE)

    assert response.status_code == 200
    assert "No option is preferred" in text_of(response)


@pytest.mark.parametrize("who", ["sro", "clerk", "member", "auditor", "finance_partner"])
def test_who_may_not_move_it_is_told_who_may(client_of, request, review, who):
    response = client_of(request.getfixturevalue(who)).post(MOVE, {"version": 1})

    assert response.status_code == 403
    assert "Only the lead of this review and the portfolio office may move it." in text_of(response)


def test_a_deferred_review_is_not_moved(client_of, officer, ready):
    change_state(ready, reason="It waits")

    response = client_of(officer).post(MOVE, {"version": 1})

    assert response.status_code == 422
    assert "This review is deferred: It waits. It passes no gate" in text_of(response)


def test_a_review_that_somebody_moved_meanwhile_is_moved_no_further(
    client_of, officer, portfolio_officer, ready
):
    client_of(portfolio_officer).post(MOVE, {"version": 1})

    response = client_of(officer).post(MOVE, {"version": 1})

    ready.refresh_from_db()
    assert response.status_code == 422
    assert "Someone else saved this" in text_of(response)
    assert ready.stage.code == "stage-3"
    assert 'name="version" value="2"' in response.content.decode()


def test_the_portfolio_office_sets_an_earlier_date_with_a_reason(
    client_of, portfolio_officer, officer, sro, review
):
    make_evidence(review, by=officer, accepted_by=sro)
    make_option(review, on=date(2014, 4, 10))
    make_resolution(review, on=date(2014, 4, 25))
    typed = {
        "version": 1,
        "effective_on_day": "2",
        "effective_on_month": "5",
        "effective_on_year": "2014",
    }
    client = client_of(portfolio_officer)

    refused = client.post(MOVE, typed)
    moved = client.post(MOVE, {**typed, "reason": "It was agreed then"})

    assert (refused.status_code, moved.status_code) == (422, 302)
    assert "Give a reason for the earlier date" in text_of(refused)
    assert review.passages.last().effective_on == date(2014, 5, 2)


def test_a_lead_is_not_asked_for_a_date(client_of, officer, ready):
    client_of(officer).post(
        MOVE,
        {
            "version": 1,
            "effective_on_day": "1",
            "effective_on_month": "1",
            "effective_on_year": "2014",
        },
    )

    assert ready.passages.last().effective_on == date(2014, 5, 15)


def test_a_review_is_started(client_of, officer):
    review = make_review("P1-NEW", lead=officer)

    client_of(officer).post("/reviews/P1-NEW/move/", {"version": 1})

    review.refresh_from_db()
    assert review.stage.code == "stage-1"


def test_nothing_is_moved_while_looking_at_the_past(client_of, officer, ready):
    client = client_of(officer)
    client.get("/reviews/P1-PRO/?as_at=2014-03-27")

    opened, sent = client.get(MOVE, follow=True), client.post(MOVE, {"version": 1})

    ready.refresh_from_db()
    assert opened.redirect_chain == [("/reviews/P1-PRO/", 302)]
    assert sent.status_code == 422
    assert "You are looking at 27 March 2014. Go back to today" in text_of(sent)
    assert ready.stage.code == "stage-2"


def test_a_review_nobody_knows_is_not_moved(client_of, officer):
    assert client_of(officer).post("/reviews/P9-ABC/move/", {"version": 1}).status_code == 404


def test_the_portfolio_office_defers_and_resumes(client_of, portfolio_officer, review):
    client = client_of(portfolio_officer)

    form = client.get("/reviews/P1-PRO/defer/")
    deferred = client.post("/reviews/P1-PRO/defer/", {"version": 1, "reason": "It waits"})
    review.refresh_from_db()
    state = review.state
    resumed = client.post("/reviews/P1-PRO/resume/", {"version": 2, "reason": "It goes on"})
    review.refresh_from_db()

    assert (form.status_code, deferred.status_code, resumed.status_code) == (200, 302, 302)
    assert (state, review.state) == (ReviewState.DEFERRED, ReviewState.ACTIVE)


@pytest.mark.parametrize(
    "path, typed, sentence",
    [
        ("defer", {"version": 1, "reason": ""}, "Enter reason"),
        ("resume", {"version": 1, "reason": "Again"}, "This review is active already"),
        ("defer", {"version": 7, "reason": "It waits"}, "Someone else saved this"),
    ],
)
def test_a_change_of_state_that_cannot_be_keeps_what_was_typed(
    client_of, portfolio_officer, review, path, typed, sentence
):
    response = client_of(portfolio_officer).post(f"/reviews/P1-PRO/{path}/", typed)

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert typed["reason"] in response.content.decode()


@pytest.mark.parametrize("path", ["defer", "resume"])
def test_a_lead_does_not_defer(client_of, officer, review, path):
    assert client_of(officer).get(f"/reviews/P1-PRO/{path}/").status_code == 403
