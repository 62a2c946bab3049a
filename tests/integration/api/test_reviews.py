"""Reviews as other programs read them."""

import pytest

from reviews.enums import OptionStateKind, ReviewState
from tests.factories import organisation, reviews

LIST_QUERIES = 9


@pytest.fixture
def property_review(db):
    """Two services, one without a budget; a preferred option and one that is not."""
    directorate = organisation.make_directorate(code="BSS")
    review = reviews.make_review("P1-PRO", title="Property", stage="stage-2")
    reviews.make_service(
        review, code="P1-PRO", gross="1000.50", net="-200.00", directorate=directorate
    )
    reviews.make_service(review, code="P1-EST", gross=None)
    reviews.make_option(
        review, title="A trading company", reason="It pays.", models=("LATCO", "TRUST")
    )
    reviews.make_option(
        review,
        OptionStateKind.NOT_RECOMMENDED,
        title="Do nothing",
        models=("STATUS_QUO",),
        reason="It saves nothing.",
    )
    return review


def test_review_in_the_list(ask, property_review):
    status, answer = ask("reviews")

    assert status == 200
    assert answer == {
        "items": [
            {
                "code": "P1-PRO",
                "title": "Property",
                "url": "/reviews/P1-PRO/",
                "phase": 1,
                "stage": {
                    "code": "stage-2",
                    "title": "Stage 2: Service review and market engagement",
                    "order": 2,
                },
                "state": "active",
                "directorates": ["BSS"],
                "services": ["P1-PRO", "P1-EST"],
                "preferred_delivery_models": ["LATCO", "TRUST"],
                "totals": {
                    "services": 2,
                    "services_with_budget": 1,
                    "gross_gbp": "1000.5",
                    "income_gbp": "1200.5",
                    "net_gbp": "-200",
                },
            }
        ],
        "count": 1,
    }


def test_what_was_not_known_yet_is_null(ask, property_review):
    _, answer = ask("reviews?as_at=2013-12-11")

    item = answer["items"][0]
    assert item["stage"] is None
    assert item["preferred_delivery_models"] == []
    assert item["totals"]["net_gbp"] is None
    assert item["totals"]["services_with_budget"] == 0


@pytest.mark.parametrize(
    "query, expected",
    [
        ("phase=1", ["P1-PRO", "P1-RES"]),
        ("phase=2", ["P2-SEN"]),
        ("stage=stage-2", ["P1-PRO"]),
        ("state=deferred", ["P1-RES"]),
        ("state=ACTIVE", ["P1-PRO", "P2-SEN"]),
        ("state=deferred&as_at=2013-12-11", []),
        ("directorate=BSS", ["P1-PRO"]),
        ("delivery_model=TRUST", ["P1-PRO"]),
        ("delivery_model=TRUST&as_at=2014-05-05", []),
        ("delivery_model=STATUS_QUO", []),
        ("phase=1&state=deferred", ["P1-RES"]),
        ("page=2&page_size=2", ["P2-SEN"]),
        ("page=9", []),
    ],
)
def test_list_is_filtered(ask, property_review, query, expected):
    residential = reviews.make_review("P1-RES", title="Residential care")
    reviews.change_state(residential, ReviewState.DEFERRED)
    reviews.make_review("P2-SEN", phase=2)

    status, answer = ask(f"reviews?{query}")

    assert (status, [item["code"] for item in answer["items"]]) == (200, expected)


def test_count_is_of_all_pages(ask, property_review):
    reviews.make_review()

    _, answer = ask("reviews?page_size=1")

    assert (len(answer["items"]), answer["count"]) == (1, 2)


@pytest.mark.parametrize(
    "query, sentence",
    [
        ("phase=9", "phase=9 was not understood: there is no such phase."),
        ("phase=one", "phase=one was not understood: it must be a whole number."),
        ("stage=last", "stage=last was not understood: there is no such stage."),
        (
            "state=lost",
            "state=lost was not understood: it must be one of active, deferred, withdrawn, "
            "merged, handed_over, closed.",
        ),
        ("directorate=X", "directorate=X was not understood: there is no such directorate."),
        (
            "delivery_model=X",
            "delivery_model=X was not understood: there is no such delivery model.",
        ),
    ],
)
def test_unknown_filter_value_is_refused(ask, property_review, query, sentence):
    assert ask(f"reviews?{query}") == (422, {"detail": sentence})


def test_review(ask, property_review):
    status, answer = ask("reviews/P1-PRO")

    assert status == 200
    assert answer["stage"]["code"] == "stage-2"
    assert answer["state"] == "active"
    assert [(s["code"], s["directorate"], s["budget"]) for s in answer["services"]] == [
        (
            "P1-PRO",
            "BSS",
            {
                "effective_on": "2013-12-12",
                "gross_gbp": "1000.5",
                "income_gbp": "1200.5",
                "net_gbp": "-200",
                "paper": "CC-2013-12-12-FTC",
                "paragraph": "paragraph 3.2.2",
            },
        ),
        ("P1-EST", "", None),
    ]
    assert [
        (o["title"], o["state"], o["state_on"], o["delivery_models"], o["reason"])
        for o in answer["options"]
    ] == [
        ("A trading company", "preferred", "2014-05-06", ["LATCO", "TRUST"], "It pays."),
        ("Do nothing", "not_recommended", "2014-05-06", ["STATUS_QUO"], "It saves nothing."),
    ]
    assert answer["totals"]["gross_gbp"] == "1000.5"


def test_review_as_it_stood_before_its_options(ask, property_review):
    _, answer = ask("reviews/P1-PRO?as_at=2014-05-05")

    assert answer["options"] == []
    assert answer["stage"]["code"] == "stage-2"


def test_code_of_a_service_leads_to_its_review(ask, property_review):
    status, answer = ask("reviews/P1-EST")

    assert (status, answer["code"]) == (200, "P1-PRO")


def test_unknown_review(ask, property_review):
    assert ask("reviews/P9-NIL") == (404, {"detail": "There is no review called P9-NIL."})


def test_review_not_known_yet(ask):
    review = reviews.make_review("P2-SEN", phase=2, source=reviews.make_paper())

    assert ask(f"reviews/{review.code}?as_at=2013-12-11") == (
        404,
        {"detail": "There is no review called P2-SEN by 11 December 2013."},
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_any_number(ask, rows, django_assert_num_queries):
    for _ in range(rows):
        review = reviews.make_review(stage="stage-2")
        reviews.make_service(review)
        reviews.make_option(review)
        reviews.make_option(review, models=("TRUST",))
    ask("reviews")  # notes the day's use of the token

    with django_assert_num_queries(LIST_QUERIES):
        _, answer = ask("reviews")

    assert len(answer["items"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_review_takes_the_same_queries_for_any_size(ask, rows, django_assert_num_queries):
    review = reviews.make_review(stage="stage-2")
    for _ in range(rows):
        reviews.make_service(review)
        reviews.make_option(review)
    ask("reviews")

    with django_assert_num_queries(10):
        _, answer = ask(f"reviews/{review.code}")

    assert (len(answer["services"]), len(answer["options"])) == (rows, rows)


@pytest.mark.slow
def test_joint_review_of_the_programme(loaded_programme, ask):
    status, answer = ask("reviews/P1-HR?as_at=2014-05-06")

    assert status == 200
    assert answer["code"] == "P1-HIF"
    assert [service["code"] for service in answer["services"]] == ["P1-HR", "P1-ICT", "P1-FIN"]
    assert {option["state"] for option in answer["options"]} == {"preferred"}
    assert answer["totals"]["gross_gbp"] == "38765000"


@pytest.mark.slow
def test_reviews_of_the_programme(loaded_programme, ask):
    _, first = ask("reviews?phase=1")
    _, second = ask("reviews?phase=2")

    assert (first["count"], second["count"]) == (10, 7)
    assert {item["totals"]["net_gbp"] for item in second["items"]} == {None}
