"""The figure programme.count."""

from datetime import date
from decimal import Decimal

import pytest

from ftc.records.figures import BadParameter, evaluate
from tests.factories.programme import KNOWN_ON, make_portfolio, make_programme, make_source

pytestmark = pytest.mark.django_db


def value(portfolio="", as_at=None):
    params = {"portfolio": portfolio} if portfolio else {}
    return evaluate("programme.count", params, as_at=as_at).value


def test_count_is_of_programmes_listed_in_a_portfolio():
    adults, place = make_portfolio(code="CP-ADU"), make_portfolio(code="CP-PLA")
    make_programme(adults)
    make_programme(adults, in_portfolio_table=False)
    make_programme(place)
    make_programme()

    assert (value(), value("CP-ADU"), value("CP-PLA")) == (Decimal(2), Decimal(1), Decimal(1))


def test_count_is_not_known_before_its_paper():
    make_programme(make_portfolio(), source=make_source())

    assert value(as_at=date(2013, 12, 11)) is None
    assert value(as_at=KNOWN_ON) == Decimal(1)


def test_count_traces_back_to_each_programme():
    programme = make_programme(
        make_portfolio(name="Adults"), title="Care Bill", source=make_source()
    )

    [line] = evaluate("programme.count").lineage

    assert (line.label, line.value, line.source) == (
        "Care Bill (Adults)",
        Decimal(1),
        programme.source.title,
    )


def test_count_refuses_an_unknown_portfolio():
    with pytest.raises(BadParameter, match="There is no portfolio called 'CP-XXX'"):
        value("CP-XXX")


@pytest.mark.parametrize(
    "portfolio, count", [("", 16), ("CP-025", 6), ("CP-ADU", 4), ("CP-PLA", 3), ("CP-BUS", 3)]
)
def test_count_of_the_loaded_programme_is_that_of_december_2013(loaded_programme, portfolio, count):
    assert value(portfolio) == Decimal(count)
    assert value(portfolio, date(2013, 12, 12)) == Decimal(count)
