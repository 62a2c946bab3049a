from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ftc.overview.queries import discrepancies
from ftc.records.enums import Unit
from tests.factories.finance import make_amount, make_plan
from tests.factories.overview import make_stated_figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = make_plan("2015/16")
    make_amount(plan, "2015/16", "88000000")
    return plan


def test_comparison_sets_print_beside_the_records(plan):
    make_stated_figure("£90m", "90000000", code="F-DIFF", note="counts pensions")

    (row,) = discrepancies.comparison(as_at=None, user=None).printed

    assert (
        row.code,
        row.measure,
        row.value,
        row.value_text,
        row.text,
        row.difference,
        row.difference_text,
        row.standing,
        row.paragraph,
        row.note,
    ) == (
        "F-DIFF",
        "Savings required by the Medium Term Financial Plan",
        Decimal("88000000.00"),
        "£88,000,000",
        "£90m",
        Decimal("2000000.00"),
        "+£2,000,000",
        "differs",
        "paragraph 1.1",
        "counts pensions",
    )
    assert len(row.lineage) == 1


def test_comparison_tells_differences_rounding_and_agreement_apart(plan):
    make_amount(plan, "2015/16", "88400000", effective_on=date(2014, 5, 7))
    make_stated_figure("£88m", "88000000", code="ROUND")
    make_stated_figure("£90m", "90000000", code="DIFF")
    make_stated_figure("£88.4m", "88400000", code="SAME")
    make_stated_figure("£1m", "1000000", code="LATER", params={"year": "2020/21"})

    compared = discrepancies.comparison(as_at=None, user=None)

    assert {row.code: row.standing for row in compared.printed} == {
        "DIFF": "differs",
        "ROUND": "rounding",
        "LATER": "not known",
        "SAME": "agrees",
    }
    assert [row.code for row in compared.differing] == ["DIFF", "ROUND"]
    assert [row.code for row in compared.agreeing] == ["SAME"]
    assert [(row.value_text, row.difference_text) for row in compared.not_known] == [
        ("not known", "not known")
    ]


def test_comparison_filters_by_paper_and_by_explanation(plan, finance_partner, now):
    make_stated_figure("£90m", "90000000", code="ONE", paper="PAPER-ONE")
    make_stated_figure(
        "£91m",
        "91000000",
        code="TWO",
        paper="PAPER-TWO",
        explanation="Pensions",
        explained_by=finance_partner,
        explained_at=now,
    )

    def codes(**chosen):
        compared = discrepancies.comparison(as_at=None, user=None, **chosen)
        return [row.code for row in compared.printed]

    assert codes() == ["ONE", "TWO"]
    assert codes(paper="PAPER-TWO") == ["TWO"]
    assert codes(explained="yes") == ["TWO"]
    assert codes(explained="no") == ["ONE"]


def test_comparison_knows_no_paper_before_it_could_be_read(plan):
    make_stated_figure("£90m", "90000000")

    assert discrepancies.comparison(as_at=date(2013, 1, 1), user=None).printed == []


@pytest.mark.parametrize("prints", [1, 3])
def test_comparison_evaluates_a_measure_once(plan, prints, django_assert_num_queries):
    for number in range(prints):
        make_stated_figure(f"£{90 + number}m", f"{90 + number}000000")

    with django_assert_num_queries(4):
        discrepancies.comparison(as_at=None, user=None)


def test_count_of_differences_leaves_rounding_out(plan, finance_partner, now):
    make_stated_figure("£90m", "90000000")
    make_stated_figure(
        "£91m",
        "91000000",
        explanation="Pensions",
        explained_by=finance_partner,
        explained_at=now,
    )
    make_stated_figure("£88m", "88000000")

    assert discrepancies.count_of_differences(as_at=None, user=None) == (2, 1)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"phase": "1", "service_type": "corporate"}, "Phase 1, corporate services"),
        ({"year": "2015/16"}, "2015/16"),
        (
            {"programme": "0-25", "scenario": "target", "cumulative": "true"},
            "0-25 programme, target, cumulative",
        ),
        ({"cumulative": "false"}, ""),
        ({"unheard": "of"}, ""),
        ({}, ""),
    ],
)
def test_params_in_words_says_what_was_measured(params, words):
    assert discrepancies.params_in_words(params) == words


@pytest.mark.parametrize(
    ("difference", "unit", "words"),
    [
        ("40.00", Unit.GBP, "+£40"),
        ("-1.00", Unit.SERVICES, "−1 service"),
        ("3.00", Unit.REVIEWS, "+3 reviews"),
        ("0.37", Unit.RATIO, "+0.37"),
        ("0.00", Unit.SERVICES, ""),
    ],
)
def test_difference_in_words_has_sign_and_unit(difference, unit, words):
    assert discrepancies.difference_in_words(Decimal(difference), unit) == words


def test_not_comparable_lists_what_nothing_computes(plan):
    make_stated_figure("£90m", "90000000")
    licences = make_stated_figure("some 145", "145", key="", paper="OUTTURN")

    assert list(discrepancies.not_comparable(as_at=None)) == [licences]
    assert list(discrepancies.not_comparable(as_at=None, paper="OTHER")) == []
    assert list(discrepancies.not_comparable(as_at=date(2013, 1, 1))) == []


def test_beside_records_is_none_for_a_key_that_no_app_offers():
    row = make_stated_figure("1", "1", key="finance.gone")

    with CaptureQueriesContext(connection):
        assert discrepancies.beside_records(row, as_at=None, user=None) is None


def test_discrepancies_of_the_papers(loaded_programme):
    """Worked out by hand from the tables of the papers."""
    compared = discrepancies.comparison(as_at=None, user=None)

    assert {
        row.code: (row.value_text, row.text, row.difference) for row in compared.standing("differs")
    } == {
        "F01": ("£98,226,400", "£98,226,440", Decimal(40)),
        "F03": ("£143,049,800", "over £169m", Decimal(25_950_200)),
        "F04": ("£98,226,400", "£92m", Decimal(-6_226_400)),
        "F05": ("8", "seven", Decimal(-1)),
        "F06": ("£43,000,000", "£45m", Decimal(2_000_000)),
        "F07": ("£45,000,000", "£43m", Decimal(-2_000_000)),
        "F09": ("£241,000,000", "£239m", Decimal(-2_000_000)),
        "F12": ("£21,000,000", "around £20m", Decimal(-1_000_000)),
        "F14": ("5.13:1", "5.5:1", Decimal("0.37")),
        "F19": ("£15,000,000", "£20m to £30m per annum", Decimal(5_000_000)),
    }
    assert [row.code for row in compared.standing("rounding")] == ["F13", "F16", "F15"]
    assert sorted(row.code for row in compared.agreeing) == [
        "F02", "F08", "F10", "F11", "F17", "F18", "F20",
    ]  # fmt: skip
    assert sorted((row.code, row.text) for row in compared.not_known) == [
        ("F21", "174 responses"),
        ("F22", "109 companies"),
        ("F23", "10 providers invited in"),
    ]


def test_discrepancies_as_at_december_2013(loaded_programme):
    compared = discrepancies.comparison(as_at=date(2013, 12, 12), user=None)

    assert {row.code for row in compared.printed} == {"F01", "F02", "F08", "F10", "F11", "F12"}
    assert [row.code for row in compared.not_known] == ["F12", "F08"]
