"""The figures of finance over the loaded programme, against numbers worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from ftc.records.figures import evaluate

pytestmark = pytest.mark.slow

P025 = {"programme": "0-25"}


@pytest.mark.usefixtures("loaded_programme")
class TestLoadedProgramme:
    @pytest.mark.parametrize(
        "key, params, value",
        [
            ("requirement", {}, "241000000"),
            ("requirement", {"year": "2014/15"}, "91000000"),
            ("identified", {"year": "2015/16"}, "45000000"),
            ("identified", {"year": "2016/17"}, "17000000"),
            ("identified", {}, "62000000"),
            ("unidentified", {}, "88000000"),
            ("category_target", {"bound": "low"}, "180000000"),
            ("category_target", {"bound": "high"}, "220000000"),
            ("category_shortfall", {"bound": "low"}, "61000000"),
            ("profile", P025 | {"scenario": "target"}, "59900000"),
            ("profile", P025 | {"scenario": "stretch"}, "95900000"),
            ("return_ratio", P025 | {"scenario": "target", "basis": "cumulative"}, "10.89"),
            ("return_ratio", P025 | {"scenario": "stretch", "basis": "cumulative"}, "17.44"),
            ("contingent_fee", P025 | {"achieved": "17700000"}, "5500000"),
        ],
    )
    def test_figure_is_that_of_the_papers(self, key, params, value):
        assert evaluate(f"finance.{key}", params).value == Decimal(value)

    @pytest.mark.parametrize(
        "key, params, value, printed, difference",
        [
            ("unidentified", {"year": "2015/16"}, "43000000", "£45m", "2000000"),
            ("unidentified", {"year": "2016/17"}, "45000000", "£43m", "-2000000"),
            ("category_shortfall", {}, "21000000", "around £20m", "-1000000"),
            ("market_average", {}, "15000000", "£20m to £30m per annum", "5000000"),
            (
                "return_ratio",
                P025 | {"scenario": "stretch", "basis": "annual"},
                "5.13",
                "5.5:1",
                "0.37",
            ),
        ],
    )
    def test_discrepancy_shows_both_values(self, key, params, value, printed, difference):
        figure = evaluate(f"finance.{key}", params)

        assert figure.value == Decimal(value)
        assert [(s.text, s.difference) for s in figure.discrepancies] == [
            (printed, Decimal(difference))
        ]

    def test_nothing_is_known_before_its_paper(self):
        march = date(2014, 3, 27)

        assert evaluate("finance.requirement", as_at=march).value is None
        assert evaluate("finance.category_target", {"bound": "low"}, as_at=march).value == Decimal(
            "180000000"
        )
        assert (
            evaluate(
                "finance.profile", P025 | {"scenario": "target"}, as_at=date(2015, 1, 19)
            ).value
            is None
        )
