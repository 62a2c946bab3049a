from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance import calculations

MILLION = Decimal(1_000_000)
pounds = st.decimals(
    min_value=Decimal("-99999999999.99"), max_value=Decimal("99999999999.99"), places=2
)


@pytest.mark.parametrize(
    "amounts, total",
    [
        ([], None),
        ([None, None], None),
        ([Decimal(0)], Decimal(0)),
        ([None, Decimal(43), Decimal(45)], Decimal(88)),
        ([Decimal("0.10")] * 3, Decimal("0.30")),
    ],
)
def test_sum_of_known_is_not_known_without_a_known_amount(amounts, total):
    assert calculations.sum_of_known(amounts) == total


@pytest.mark.parametrize(
    "requirement, unidentified, found",
    [
        (88 * MILLION, 43 * MILLION, 45 * MILLION),
        (62 * MILLION, 45 * MILLION, 17 * MILLION),
        (91 * MILLION, None, None),
        (None, 43 * MILLION, None),
        (88 * MILLION, Decimal(0), 88 * MILLION),
    ],
)
def test_identified_needs_both(requirement, unidentified, found):
    assert calculations.identified(requirement, unidentified) == found


@pytest.mark.parametrize(
    "requirement, target, gap",
    [
        (241 * MILLION, 220 * MILLION, 21 * MILLION),
        (241 * MILLION, 180 * MILLION, 61 * MILLION),
        (Decimal(1), Decimal(3), Decimal(-2)),
        (None, 220 * MILLION, None),
        (241 * MILLION, None, None),
    ],
)
def test_shortfall_is_requirement_less_target(requirement, target, gap):
    assert calculations.shortfall(requirement, target) == gap


@pytest.mark.parametrize(
    "total, years, average",
    [
        (150 * MILLION, 10, 15 * MILLION),
        (250 * MILLION, 10, 25 * MILLION),
        (Decimal(100), 3, Decimal("33.33")),
        (Decimal("0.03"), 2, Decimal("0.02")),
    ],
)
def test_average_a_year_is_to_the_penny_half_up(total, years, average):
    assert calculations.average_a_year(total, years) == average


def test_running_totals_are_those_of_the_business_case():
    amounts = [Decimal(a) for a in ("0", "7600000", "16900000", "17700000", "17700000")]

    assert calculations.running_totals(amounts) == [
        Decimal(a) for a in ("0", "7600000", "24500000", "42200000", "59900000")
    ]


@given(st.lists(pounds, max_size=20))
def test_running_totals_end_at_the_sum_to_the_penny(amounts):
    totals = calculations.running_totals(amounts)

    assert len(totals) == len(amounts)
    assert (totals or [Decimal(0)])[-1] == sum(amounts, Decimal(0))


@pytest.mark.parametrize(
    "achieved, fee",
    [
        ("17700000", Decimal(5_500_000)),
        ("28200000", Decimal(5_500_000)),
        ("17699999.99", None),
        ("0", None),
    ],
)
def test_contingent_fee_is_whole_at_the_target_and_not_known_below(achieved, fee):
    due = calculations.contingent_fee(
        achieved=Decimal(achieved), maximum=Decimal(5_500_000), full_at=Decimal(17_700_000)
    )

    assert due == fee


@pytest.mark.parametrize(
    "proposed, achieved, pressures, left",
    [
        ("10509", "9490", "3709", "4728"),
        ("10509", "9354", "3381", "4536"),
        ("14173", "11106", "909", "3976"),
        ("14173", "10837", "609", "3945"),
        ("23627", "19195", "328", "4760"),
    ],
)
def test_net_unachieved_holds_for_published_tables(proposed, achieved, pressures, left):
    assert calculations.net_unachieved(
        proposed=Decimal(proposed), achieved=Decimal(achieved), pressures=Decimal(pressures)
    ) == Decimal(left)


@pytest.mark.parametrize("proposed, achieved", [(None, Decimal(1)), (Decimal(1), None)])
def test_net_unachieved_is_not_known_without_both(proposed, achieved):
    left = calculations.net_unachieved(proposed=proposed, achieved=achieved, pressures=None)

    assert left is None


def test_net_unachieved_has_no_pressure_where_none_is_recorded():
    left = calculations.net_unachieved(proposed=Decimal(10), achieved=Decimal(4), pressures=None)

    assert left == Decimal(6)


@pytest.mark.parametrize(
    "changes, lowest",
    [
        ([], "0"),
        ([(1, "100"), (2, "-100")], "0"),
        ([(2, "-100"), (1, "100")], "0"),
        ([(1, "-100"), (1, "100")], "0"),
        ([(1, "-100"), (2, "100")], "-100"),
        ([(1, "100"), (2, "-60"), (3, "-60"), (4, "50")], "-20"),
    ],
)
def test_lowest_running_total_counts_a_day_together(changes, lowest):
    dated = [(date(2014, 5, day), Decimal(amount)) for day, amount in changes]

    assert calculations.lowest_running_total(dated) == Decimal(lowest)
