"""Market engagement as other programs read it."""

from datetime import date

import pytest

from ftc.organisation.enums import Role
from reviews.enums import EngagementKind, ResponseState
from tests.factories.engagement import (
    EXEMPT,
    make_engagement,
    make_note,
    make_response,
    make_supplier,
)
from tests.factories.organisation import make_user
from tests.factories.reviews import make_phase, make_review, make_service

LIST_QUERIES = 5


@pytest.fixture
def register(db):
    """A soft market test with an answer, an exempt one and an exempt note; an exempt dialogue."""
    review = make_review("P1-PRO", title="Property")
    service = make_service(review, code="P1-PRO").service
    acme = make_supplier("Acme", size="SMALL", sector="PRIVATE", business="cleaning")
    test = make_engagement(review, code="E-1", title="Soft test", services=[service])
    make_response(test, acme, services=[service], summary="Yes")
    make_response(test, make_supplier("Other"), ResponseState.DECLINED, **EXEMPT)
    make_note(test)
    make_engagement(make_phase(1), EngagementKind.DIALOGUE, code="E-2", **EXEMPT)
    return acme


def test_the_register_in_a_list(ask, register):
    status, answer = ask("engagements?kind=soft_market_test&activity=P1-PRO&year=2013/14")

    assert status == 200
    assert answer == {
        "items": [
            {
                "code": "E-1", "url": "/reviews/engagement/E-1/", "title": "Soft test",
                "kind": "soft_market_test", "activity": "P1-PRO", "state": "closed",
                "starts_on": "2013-11-04", "ends_on": "2013-12-06", "cancelled_on": None,
                "reference": "", "council": "", "services": ["P1-PRO"], "invited": 0,
                "responded": 1, "declined": 1, "classification": "internal", "paper": "",
                "paragraph": "",
            }
        ],
        "count": 1,
    }  # fmt: skip


def test_one_engagement_with_answers_and_notes(ask, register):
    status, answer = ask("engagements/E-1")

    assert status == 200
    assert [(row["supplier"], row["state"], row["services"], row["summary"])
            for row in answer["responses"]] == [
        (register.code, "responded", ["P1-PRO"], "Yes"),
        (answer["responses"][1]["supplier"], "declined", [], ""),
    ]  # fmt: skip
    assert [(note["text"], note["classification"], note["exempt_paragraph"])
            for note in answer["notes"]] == [("They ask for ten years.", "exempt", 3)]  # fmt: skip


def test_whoever_reads_nothing_exempt_reads_the_rest(ask_as, register):
    ask = ask_as(make_user(Role.OFFICER))

    listed = ask("engagements")[1]
    detail = ask("engagements/E-1")[1]

    assert [row["code"] for row in listed["items"]] == ["E-1"]
    assert (listed["items"][0]["responded"], listed["items"][0]["declined"]) == (1, 0)
    assert [row["supplier"] for row in detail["responses"]] == [register.code]
    assert detail["notes"] == []
    assert ask("engagements/E-2") == (
        404, {"detail": "There is no market engagement called E-2 that you may read."},
    )  # fmt: skip


def test_a_past_day_tells_what_had_come(ask, register):
    status, answer = ask("engagements/E-1?as_at=2013-11-06")

    assert (status, answer["responses"], answer["notes"]) == (200, [], [])
    assert answer["state"] == "open"
    assert ask("engagements?as_at=2013-11-03")[1] == {"items": [], "count": 0}
    assert ask("engagements/E-1?as_at=2013-11-03")[0] == 404


def test_an_invitation_on_a_past_day_is_no_answer_yet(ask, db):
    engagement = make_engagement(make_review(), code="E")
    make_response(engagement, invited_on=date(2013, 11, 5), summary="Yes")

    (row,) = ask("engagements/E?as_at=2013-11-06")[1]["responses"]

    assert (row["state"], row["responded_on"], row["summary"]) == ("invited", None, "")


def test_suppliers(ask, register):
    status, answer = ask("suppliers?sme=yes&sector=private&q=clean")

    assert status == 200
    assert answer == {
        "items": [
            {
                "code": register.code, "url": register.get_absolute_url(), "name": "Acme",
                "size": "small", "sector": "private", "sme": True, "vcse": False,
                "business": "cleaning", "engagements": 1, "responses": 1,
            }
        ],
        "count": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "engagements?kind=chat", "engagements?state=x", "engagements?activity=X",
        "engagements?service=X", "engagements?year=2013", "engagements?colour=red",
        "suppliers?sme=perhaps", "suppliers?size=vast", "suppliers?sector=x", "suppliers?vcse=1",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_in_words(ask, register, address):
    status, answer = ask(address)

    assert status == 422
    assert answer["detail"].endswith(".")


@pytest.mark.parametrize("address", ["engagements", "engagements/E", "suppliers"])
def test_whoever_may_not_read_reviews_is_refused(ask_as, db, address):
    assert ask_as(make_user())(address)[0] == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries(number, ask, db, django_assert_num_queries):
    review = make_review()
    for _ in range(number):
        make_response(make_engagement(review, services=[make_service(review).service]))
    ask("engagements")

    with django_assert_num_queries(LIST_QUERIES):
        ask("engagements")
