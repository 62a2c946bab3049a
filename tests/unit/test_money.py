from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftc import money

pounds = st.decimals(
    min_value=Decimal("-1e12"), max_value=Decimal("1e12"), allow_nan=False, places=2
)
unrounded = st.decimals(
    min_value=Decimal("-1e12"), max_value=Decimal("1e12"), allow_nan=False, places=7
)
shares = st.lists(
    st.decimals(min_value=0, max_value=1000, allow_nan=False, places=4), min_size=1, max_size=12
).filter(any)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("0.0049999", "0.00"),
        ("-0.0049", "0.00"),
        ("2.675", "2.68"),
        ("7", "7.00"),
    ],
)
def test_to_pence_rounds_half_up(value, expected):
    assert str(money.to_pence(Decimal(value))) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("1.25", 1, "1.3"),
        ("1500", -3, "2000"),
        ("-1499.99", -3, "-1000"),
        ("-499", -3, "0"),
    ],
)
def test_round_half_up_rounds_to_the_places_asked_for(value, places, expected):
    assert str(money.round_half_up(Decimal(value), places)) == expected


def test_round_half_up_keeps_every_digit_whatever_the_working_precision():
    with localcontext() as context:
        context.prec = 3

        assert money.to_pence(Decimal("123456789.125")) == Decimal("123456789.13")


@given(unrounded)
def test_to_pence_moves_by_no_more_than_half_a_penny(value):
    rounded = money.to_pence(value)

    assert rounded.as_tuple().exponent == -2
    assert abs(rounded - value) <= Decimal("0.005")


@given(unrounded)
def test_to_pence_rounds_a_reversal_to_the_opposite(value):
    assert money.to_pence(-value) == -money.to_pence(value)


@pytest.mark.parametrize(
    "use",
    [
        lambda: money.to_pence(1.5),
        lambda: money.round_half_up(1.5, 0),
        lambda: money.in_pounds(1.5),
        lambda: money.in_millions(1.5),
        lambda: money.in_thousands(1.5),
        lambda: money.split(1.5, [Decimal(1)]),
        lambda: money.split(Decimal(1), [0.5, 0.5]),
        lambda: money.ratio(1.5, Decimal(1)),
        lambda: money.ratio(Decimal(1), 1.5),
    ],
)
def test_every_function_refuses_a_float(use):
    with pytest.raises(TypeError, match=r"Money is a Decimal, not float: [01]\.5\."):
        use()


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_to_pence_refuses_what_is_not_an_amount(value):
    with pytest.raises(ValueError, match="is not an amount"):
        money.to_pence(Decimal(value))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "not known"),
        (Decimal("143049800"), "143,049,800"),
        (Decimal("143049800.00"), "143,049,800"),
        (Decimal("1234.5"), "1,234.50"),
        (Decimal("-229000"), "-229,000"),
        (Decimal("-0.004"), "0"),
        (Decimal("0.995"), "1"),
        (98226440, "98,226,440"),
    ],
)
def test_in_pounds_prints_pence_only_when_there_are_some(value, expected):
    assert money.in_pounds(value) == expected


@given(pounds)
def test_in_pounds_can_be_read_back(value):
    assert Decimal(money.in_pounds(value).replace(",", "")) == value


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (None, 1, "not known"),
        (Decimal("143049800"), 1, "£143.0m"),
        (Decimal("143050000"), 1, "£143.1m"),
        (Decimal("143049999.99"), 1, "£143.0m"),
        (Decimal("-1750000"), 1, "-£1.8m"),
        (Decimal("-49999"), 1, "£0.0m"),
        (Decimal("59900000"), 0, "£60m"),
        (Decimal("59900000"), 2, "£59.90m"),
        (Decimal("1234567890"), 1, "£1,234.6m"),
    ],
)
def test_in_millions_rounds_once_half_up(value, places, expected):
    assert money.in_millions(value, places) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (None, 0, "not known"),
        (Decimal("143049800"), 0, "£143,050k"),
        (Decimal("-229000"), 0, "-£229k"),
        (Decimal("500"), 0, "£1k"),
        (Decimal("499.99"), 0, "£0k"),
        (Decimal("15174600"), 1, "£15,174.6k"),
    ],
)
def test_in_thousands_rounds_once_half_up(value, places, expected):
    assert money.in_thousands(value, places) == expected


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [
        ("100", ["1", "1", "1"], ["33.34", "33.33", "33.33"]),
        ("-100", ["1", "1", "1"], ["-33.34", "-33.33", "-33.33"]),
        ("0.05", ["0.5", "0.3", "0.2"], ["0.03", "0.01", "0.01"]),
        ("10", ["0", "1"], ["0.00", "10.00"]),
        ("0", ["1", "2"], ["0.00", "0.00"]),
        ("17700000", ["100"], ["17700000.00"]),
    ],
)
def test_split_gives_left_over_pennies_to_the_parts_that_lost_most(total, weights, expected):
    parts = money.split(Decimal(total), [Decimal(weight) for weight in weights])

    assert [str(part) for part in parts] == expected


@given(pounds, shares)
def test_split_sums_exactly_to_the_total_and_is_never_a_penny_out(total, weights):
    parts = money.split(total, weights)

    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / sum(weights)) < Decimal("0.0100001")


@given(pounds, shares)
def test_split_of_a_reversal_is_the_reversal_of_the_split(total, weights):
    assert money.split(-total, weights) == [-part for part in money.split(total, weights)]


@pytest.mark.parametrize(
    ("total", "weights", "message"),
    [
        ("0.001", ["1"], "Only whole pence can be split"),
        ("1", ["1", "-1"], "A share cannot be negative"),
        ("1", ["0", "0"], "At least one share must be above zero"),
        ("1", [], "At least one share must be above zero"),
    ],
)
def test_split_refuses_what_cannot_be_split(total, weights, message):
    with pytest.raises(ValueError, match=message):
        money.split(Decimal(total), [Decimal(weight) for weight in weights])


@pytest.mark.parametrize(
    ("a", "b", "places", "expected"),
    [
        ("17700000", "5500000", 2, "3.22"),
        ("59900000", "5500000", 2, "10.89"),
        ("1", "8", 2, "0.13"),
        ("-1", "8", 2, "-0.13"),
        ("-1", "1000", 2, "0.00"),
        ("2", "3", 0, "1"),
    ],
)
def test_ratio_rounds_once_half_up(a, b, places, expected):
    assert str(money.ratio(Decimal(a), Decimal(b), places)) == expected


def test_ratio_refuses_to_divide_by_zero():
    with pytest.raises(ValueError, match="There is no ratio to zero"):
        money.ratio(Decimal(1), Decimal(0))


@pytest.mark.parametrize(
    ("proposed", "achieved", "pressures", "net_unachieved"),
    [
        (10_509, 9_354, 3_381, 4_536),
        (14_173, 10_837, 609, 3_945),
        (23_627, 19_195, 328, 4_760),
    ],
)
def test_sign_rule_agrees_with_published_savings_tables(
    proposed, achieved, pressures, net_unachieved
):
    assert proposed - achieved + pressures == net_unachieved
