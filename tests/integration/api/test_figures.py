"""The figures as other programs read them: exact, with lineage, beside what papers printed."""

from decimal import Decimal

import pytest

from ftc.records.envelope import plain
from tests.factories import reviews

GROSS = "figures/reviews.gross_budget"


@pytest.mark.parametrize(
    "value, expected",
    [
        (None, None),
        ("98226400.00", "98226400"),
        ("40.00", "40"),
        ("4E+1", "40"),
        ("5.13", "5.13"),
        ("5.130", "5.13"),
        ("0.00", "0"),
        ("-0.00", "0"),
        ("0E-8", "0"),
        ("-1804000.50", "-1804000.5"),
        ("100000000000", "100000000000"),
        ("0.001", "0.001"),
    ],
)
def test_plain_writes_an_exact_decimal(value, expected):
    assert plain(None if value is None else Decimal(value)) == expected


def test_figures_are_listed_with_their_parameters(ask):
    status, answer = ask("figures?app=reviews&page_size=200")

    assert status == 200
    keys = [item["key"] for item in answer["items"]]
    assert keys == sorted(keys)
    assert answer["count"] == len(keys)
    assert {key.split(".")[0] for key in keys} == {"reviews"}
    gross = next(item for item in answer["items"] if item["key"] == "reviews.gross_budget")
    assert gross["unit"] == "GBP"
    assert {"phase", "review"} <= {parameter["name"] for parameter in gross["parameters"]}


def test_figures_of_the_issue_are_there(ask):
    _, answer = ask("figures?page_size=200")

    assert {item["key"] for item in answer["items"]} >= {
        "reviews.gross_budget",
        "reviews.net_budget",
        "reviews.income",
        "reviews.count",
        "reviews.service_count",
        "reviews.option_count",
        "finance.category_target",
        "finance.requirement",
        "finance.identified",
        "finance.unidentified",
        "finance.profile",
        "finance.return_ratio",
        "finance.contingent_fee",
        "finance.category_shortfall",
        "finance.market_average",
        "governance.votes",
        "programme.count",
    }


def test_figure(ask):
    review = reviews.make_review("P1-PRO", stage="stage-2")
    service = reviews.make_service(review, gross="1000.50")

    status, answer = ask(f"{GROSS}?phase=1&as_at=2014-05-06")

    assert status == 200
    assert list(answer) == [
        "key", "title", "params", "as_at", "value", "unit", "text", "note", "lineage", "stated",
    ]  # fmt: skip
    assert (answer["key"], answer["params"]) == ("reviews.gross_budget", {"phase": "1"})
    assert (answer["as_at"], answer["value"], answer["unit"]) == ("2014-05-06", "1000.5", "GBP")
    assert answer["text"] == "£1,000.50"
    assert [line["value"] for line in answer["lineage"]] == ["1000.5"]
    assert service.service.name in answer["lineage"][0]["label"]
    assert answer["stated"] == []


def test_figure_without_a_date_reads_everything(ask):
    reviews.make_service(reviews.make_review(stage="stage-2"))

    _, answer = ask(f"{GROSS}?phase=1")

    assert (answer["as_at"], answer["value"]) == (None, "1000")


def test_figure_not_known_yet_is_null(ask):
    reviews.make_service(reviews.make_review(stage="stage-2"))

    status, answer = ask(f"{GROSS}?phase=1&as_at=2013-12-11")

    assert (status, answer["value"], answer["text"]) == (200, None, "not known")


def test_unknown_key(ask):
    assert ask("figures/reviews.colour") == (
        404,
        {"detail": "There is no figure called 'reviews.colour'."},
    )


@pytest.mark.parametrize(
    "query, beginning",
    [
        ("colour=blue", "reviews.gross_budget has no parameter 'colour'. It takes: phase,"),
        ("phase=one", "phase=one was not understood:"),
        ("service_type=back", "service_type=back was not understood:"),
        ("phase=1&phase=2", "Give phase once."),
        ("as_at=tomorrow", "as_at=tomorrow was not understood: give a date as year-month-day,"),
        ("review=P9-NIL", ""),
    ],
)
def test_bad_parameter_is_refused_in_a_sentence(ask, query, beginning):
    status, answer = ask(f"{GROSS}?{query}")

    assert status == 422
    assert answer["detail"].startswith(beginning)
    assert answer["detail"].endswith(".")


def test_missing_parameter_is_refused(ask):
    status, answer = ask("figures/governance.votes?minute=71")

    assert status == 422
    assert "needs the parameter 'meeting'" in answer["detail"]


@pytest.mark.parametrize("rows", [1, 3])
def test_figure_takes_the_same_queries_for_any_number(ask, rows, django_assert_num_queries):
    for _ in range(rows):
        reviews.make_service(reviews.make_review(stage="stage-2"))
    ask("figures")

    with django_assert_num_queries(7):
        _, answer = ask(f"{GROSS}?phase=1")

    assert len(answer["lineage"]) == rows


@pytest.mark.slow
@pytest.mark.parametrize(
    "query, value, differences",
    [
        ("reviews.net_budget?phase=1", "98226400", ["40"]),
        ("reviews.gross_budget?phase=1&review=P1-HR", "38765000", []),
        ("reviews.count?phase=1", "10", []),
        ("reviews.gross_budget?phase=2", None, []),
    ],
)
def test_figure_beside_what_papers_printed(loaded_programme, ask, query, value, differences):
    _, answer = ask(f"figures/{query}&as_at=2014-05-15")

    assert answer["value"] == value
    for difference in differences:
        assert difference in [stated["difference"] for stated in answer["stated"]]
