"""The board of reviews in the browser's place: what it shows, and cards moved or refused."""

import pytest

from reviews.models import Stage
from tests.factories.reviews import make_review

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(officer, client_of):
    return client_of(officer)


@pytest.fixture
def review(officer, sro):
    """A review at Stage 1 that the officer leads."""
    return make_review("P1-A", title="Property", stage="stage-1", lead=officer, sro=sro)


@pytest.fixture
def started(officer):
    """A review that has not been started, so that nothing stands in its way."""
    return make_review("P1-N", title="Newcomer", lead=officer)


def put(client, review, code, version=None, headers=JSON, **fields):
    """Put the card of a review in the column of the stage of this code."""
    stage = Stage.objects.get(methodology=review.methodology, code=code)
    sent = {"move": f"{version or review.version}-{stage.pk}", **fields}
    return client.post(f"/reviews/{review.code}/move-on-board/", sent, headers=headers)


def columns(response):
    return {
        part["column"].title: part["column"].count
        for each in response.context["boards"]
        for part in each["columns"]
        if part["column"].count
    }


def test_board_shows_the_same_reviews_as_the_table(client, review, started):
    make_review("P2-A", phase=2, title="Later")

    response = client.get("/reviews/?view=board&phase=1")
    page = response.content.decode()

    assert response.status_code == 200
    assert columns(response) == {"Not started": 1, "Stage 1: Scoping": 1}
    assert 'href="/reviews/P1-A/"' in page
    assert "Later" not in page
    assert '<a class="ftc-tabs__link" href="/reviews/?phase=1&amp;view=timeline"' in page
    assert '<input type="hidden" name="view" value="board"' in page


def test_board_sends_htmx_the_results_alone(client, review):
    page = client.get("/reviews/?view=board", headers=HTMX).content.decode()

    assert "<html" not in page
    assert 'id="board"' in page


def test_board_that_finds_nothing_says_so(client):
    page = client.get("/reviews/?view=board&q=zebra").content.decode()

    assert "No review matches these filters." in page


def test_a_view_that_does_not_exist_is_refused_in_words(client, review):
    response = client.get("/reviews/?view=cloud")

    assert response.status_code == 422
    assert "Reviews cannot be shown as “cloud”." in response.content.decode()


def test_board_shows_more_of_a_column_when_asked(client, monkeypatch):
    monkeypatch.setattr("reviews.queries.board.CARDS", 2)
    for order in range(5):
        make_review(f"P1-{order}", order=order)

    first = client.get("/reviews/?view=board")
    (part,) = [p for p in first.context["boards"][0]["columns"] if p["column"].count]
    more = client.get(f"/reviews/{part['more_url']}").content.decode()

    assert "3 not shown" in first.content.decode()
    assert more.count('class="ftc-board__card"') == 4
    assert more.count("1 not shown") == 1


@pytest.mark.parametrize("asked", ["x", "1-2.x", "1-2.-5", "1-2.99999999999", ".", ""])
def test_board_minds_no_nonsense_in_its_address(client, review, asked):
    assert client.get("/reviews/", {"view": "board", "shown": asked}).status_code == 200


def test_a_card_offers_its_move_to_who_may_move_it(client, client_of, member, review):
    page = client.get("/reviews/?view=board").content.decode()
    read = client_of(member).get("/reviews/?view=board").content.decode()

    assert 'formaction="/reviews/P1-A/move-on-board/"' in page
    assert 'draggable="true"' in page
    assert "formaction" not in read
    assert 'draggable="true"' not in read


def test_a_past_day_offers_no_move(client, review):
    page = client.get("/reviews/?view=board&as_at=2014-03-27").content.decode()

    assert "Property" in page
    assert "formaction" not in page


def test_a_card_whose_gate_is_met_moves(client, started):
    response = put(client, started, "stage-1")

    assert response.status_code == 200
    assert response.json() == {"message": "Newcomer is at Stage 1: Scoping, from 6 May 2014."}
    started.refresh_from_db()
    assert started.stage.code == "stage-1"


def test_a_form_leads_back_to_its_board(client, started):
    response = put(client, started, "stage-1", headers={}, board="/reviews/?phase=1&view=board")

    assert response.status_code == 302
    assert response.url == "/reviews/?phase=1&view=board"
    assert "Newcomer is at Stage 1" in client.get(response.url).content.decode()


def test_a_form_does_not_lead_elsewhere(client, started):
    response = put(client, started, "stage-1", headers={}, board="https://example.org/")

    assert response.url == "/reviews/?view=board"


def test_a_card_whose_gate_is_not_met_stays_and_says_what_is_missing(client, review):
    answer = put(client, review, "stage-2")
    page = put(client, review, "stage-2", headers={})

    assert (answer.status_code, page.status_code) == (422, 422)
    assert answer.json()["message"].startswith("This review cannot move to Stage 2")
    assert answer.json()["move_url"] == "/reviews/P1-A/move/"
    assert len(answer.json()["missing"]) > 0
    for sentence in answer.json()["missing"]:
        assert sentence in page.content.decode().replace("&#x27;", "'")
    review.refresh_from_db()
    assert review.stage.code == "stage-1"


@pytest.mark.parametrize("code", ["stage-3", "stage-1"])
def test_a_card_is_put_in_no_other_column_than_the_next(client, review, code):
    response = put(client, review, code)

    assert response.status_code == 422
    assert response.json()["message"].startswith(
        "Property is at Stage 1: Scoping and goes to Stage 2"
    )


def test_a_card_moved_by_two_at_once_moves_once(client, started):
    put(client, started, "stage-1", version=1)
    again = put(client, started, "stage-2", version=1)

    assert again.status_code == 422
    started.refresh_from_db()
    assert started.stage.code == "stage-1"


def test_a_card_is_not_moved_while_a_past_day_is_shown(client, started):
    client.get("/reviews/?as_at=2014-03-27")

    response = put(client, started, "stage-1")

    assert response.status_code == 422
    assert "Go back to today" in response.json()["message"]


def test_a_card_is_moved_by_nobody_but_its_lead_and_the_portfolio_office(
    client_of, member, portfolio_officer, started
):
    assert put(client_of(member), started, "stage-1").status_code == 403
    assert put(client_of(portfolio_officer), started, "stage-1").status_code == 200


@pytest.mark.parametrize("move", ["", "x", "1", "1-999999", "1-2-3", "-1-2"])
def test_a_card_sent_to_no_stage_is_not_found(client, started, move):
    response = client.post("/reviews/P1-N/move-on-board/", {"move": move}, headers=JSON)

    assert response.status_code == 404


def test_a_card_is_moved_by_posting_alone(client, started):
    assert client.get("/reviews/P1-N/move-on-board/").status_code == 405


@pytest.mark.parametrize("number", [3, 30])
def test_board_takes_the_same_queries_however_many_cards(
    client, officer, number, django_assert_num_queries
):
    for place in range(number):
        make_review(stage=("", "stage-1", "stage-2")[place % 3], lead=officer)
    client.get("/reviews/?view=board")

    with django_assert_num_queries(13):
        response = client.get("/reviews/?view=board")

    assert sum(columns(response).values()) == number
