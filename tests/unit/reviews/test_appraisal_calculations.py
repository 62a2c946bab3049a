"""Weighted scores, ranks, switching weights, simulation and net present value."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.calculations import appraisal

MARKS = {"nothing": [4, 10], "company": [8, 5]}
marks = st.decimals(0, 10, places=1)


@st.composite
def appraisals(draw, least=2):
    """Marks of two to five options by two to four criteria, and weights above zero."""
    criteria = draw(st.integers(least, 4))
    options = draw(st.integers(2, 5))
    cuts = draw(
        st.lists(st.integers(1, 99), min_size=criteria - 1, max_size=criteria - 1, unique=True)
    )
    edges = [0, *sorted(cuts), 100]
    weights = [after - before for before, after in pairwise(edges)]
    rows = {
        f"option {number}": draw(st.lists(marks, min_size=criteria, max_size=criteria))
        for number in range(options)
    }
    return rows, weights


def with_weight(weights, place, weight):
    """The weights with one of them set and the others in their proportions."""
    rest = 100 - Fraction(weights[place])
    return [
        Fraction(weight) if at == place else Fraction(own) * (100 - Fraction(weight)) / rest
        for at, own in enumerate(weights)
    ]


def test_weighted_scores_run_from_0_to_100():
    totals = appraisal.weighted_scores({"none": [0, 0], "all": [10, 10]}, [70, 30])

    assert totals == {"none": 0, "all": 100}


def test_weighted_scores_are_exact():
    totals = appraisal.weighted_scores(
        {"a": [Decimal("3.3"), Decimal("6.7")]}, [Decimal("33.3"), Decimal("66.7")]
    )

    assert totals == {"a": Fraction(55678, 1000)}


@pytest.mark.parametrize(
    ("rows", "weights", "message"),
    [
        ({"a": [1, 1]}, [60, 39], "The weights sum to 99, not to 100."),
        ({"a": [1, 1]}, [110, -10], "A weight cannot be below zero."),
        ({"a": [1]}, [50, 50], "Every option needs a mark for every criterion."),
        ({"a": [1, 11]}, [50, 50], "A mark is from 0 to 10."),
        ({"a": [1, -1]}, [50, 50], "A mark is from 0 to 10."),
    ],
)
def test_weighted_scores_refuse(rows, weights, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        appraisal.weighted_scores(rows, weights)


@given(appraisals())
def test_weighted_score_lies_between_the_lowest_and_highest_mark(case):
    rows, weights = case

    for key, total in appraisal.weighted_scores(rows, weights).items():
        assert min(rows[key]) * 10 <= total <= max(rows[key]) * 10


def test_ranks_are_shared_by_options_that_tie():
    totals = {"a": Fraction(50), "b": Fraction(70), "c": Fraction(70), "d": Fraction(40)}

    assert appraisal.ranks(totals) == {"a": 3, "b": 1, "c": 1, "d": 4}


def test_ranks_and_leaders_of_no_options_are_none():
    assert appraisal.ranks({}) == {}
    assert appraisal.leaders({}) == ()


@given(appraisals())
def test_ranks_count_the_options_that_score_more(case):
    totals = appraisal.weighted_scores(*case)

    found = appraisal.ranks(totals)

    assert {key for key, rank in found.items() if rank == 1} == set(appraisal.leaders(totals))
    for one, total in totals.items():
        for other, more in totals.items():
            assert (found[one] < found[other]) == (total > more)


def test_switching_weight_is_where_the_lines_cross():
    # company leads by 8 to 4 on the first and trails by 5 to 10 on the second: level at 5/9.
    first, second = appraisal.switching_weights(MARKS, [70, 30])

    assert first == appraisal.Switching(
        Fraction(70), below=appraisal.Switch(Fraction(500, 9), ("nothing",)), above=None
    )
    assert second == appraisal.Switching(
        Fraction(30), below=None, above=appraisal.Switch(Fraction(400, 9), ("nothing",))
    )


def test_switching_weight_is_none_where_one_option_is_better_in_everything():
    found = appraisal.switching_weights({"a": [5, 5], "b": [4, 4]}, [50, 50])

    assert found == [appraisal.Switching(Fraction(50))] * 2


def test_switching_weight_at_the_end_of_the_scale_only_draws_level():
    first, _ = appraisal.switching_weights({"a": [9, 5], "b": [5, 5]}, [50, 50])

    assert first.below == appraisal.Switch(Fraction(0), ("b",), only_level=True)
    assert first.above is None


def test_switching_weights_of_options_that_tie_are_their_own_weights():
    first, _ = appraisal.switching_weights({"a": [9, 5], "b": [5, 9]}, [50, 50])

    assert first.below == appraisal.Switch(Fraction(50), ("b",))
    assert first.above == appraisal.Switch(Fraction(50), ("a",))


def test_switching_weights_of_options_marked_alike_stay_with_them():
    first, _ = appraisal.switching_weights({"a": [9, 5], "b": [9, 5], "c": [0, 9]}, [80, 20])

    assert first.below is not None
    assert first.below.leading == ("c",)
    assert first.above is None


def test_switching_weight_names_all_that_overtake_together():
    first, _ = appraisal.switching_weights({"a": [9, 1], "b": [1, 9], "c": [1, 9]}, [60, 40])

    assert first.below == appraisal.Switch(Fraction(50), ("b", "c"))


def test_switching_weight_where_several_draw_level_names_the_one_that_pulls_away():
    first, _ = appraisal.switching_weights({"a": [8, 4], "b": [4, 8], "c": [6, 6]}, [60, 40])

    assert first.below == appraisal.Switch(Fraction(50), ("b",))


def test_switching_weights_of_a_criterion_that_holds_everything_cannot_be_found():
    first, second = appraisal.switching_weights(MARKS, [100, 0])

    assert first == appraisal.Switching(Fraction(100), can_vary=False)
    assert second.above == appraisal.Switch(Fraction(400, 9), ("nothing",))
    assert second.below is None


def test_switching_weights_of_no_options_are_none():
    assert appraisal.switching_weights({}, [50, 50]) == [appraisal.Switching(Fraction(50))] * 2


@given(appraisals())
def test_leading_option_stays_until_the_switching_weight_and_changes_beyond_it(case):
    rows, weights = case
    first = appraisal.leaders(appraisal.weighted_scores(rows, weights))

    def leading(place, weight):
        return appraisal.leaders(
            appraisal.weighted_scores(rows, with_weight(weights, place, weight))
        )

    for place, switching in enumerate(appraisal.switching_weights(rows, weights)):
        own = switching.weight
        for switch, end in ((switching.below, 0), (switching.above, 100)):
            until = switch.weight if switch else Fraction(end)
            if until != own:
                assert leading(place, (own + until) / 2) == first
                assert leading(place, own + (until - own) * Fraction(999, 1000)) == first
            if switch and not switch.only_level:
                beyond = until + (end - until) * Fraction(1, 10**9)
                assert leading(place, beyond) == switch.leading
                assert switch.leading != first
            if switch and switch.only_level:
                assert until == end
                assert set(switch.leading) <= set(leading(place, end))


def test_simulation_of_any_weights_gives_the_same_for_the_same_seed():
    one = appraisal.simulate_any_weights(MARKS, 2, draws=500, seed=7)

    assert one == appraisal.simulate_any_weights(MARKS, 2, draws=500, seed=7)
    assert one != appraisal.simulate_any_weights(MARKS, 2, draws=500, seed=8)
    assert (one.draws, one.seed) == (500, 7)


def test_simulation_of_any_weights_is_near_the_share_of_the_scale():
    # company leads wherever the first weight is above 500/9, which is 4/9 of the scale.
    found = appraisal.simulate_any_weights(MARKS, 2, draws=4000, seed=1)

    assert abs(found.wins["company"] - Fraction(4000 * 4, 9)) < 120


def test_simulation_near_the_weights_keeps_a_lead_that_no_such_draw_overturns():
    found = appraisal.simulate_near_weights(MARKS, [70, 30], spread=10, draws=300, seed=3)

    assert found == appraisal.Simulation(300, 3, {"nothing": 0, "company": 300}, 0)


def test_simulation_counts_draws_in_which_options_share_the_first_place():
    found = appraisal.simulate_any_weights({"a": [5, 5], "b": [5, 5]}, 2, draws=50, seed=1)

    assert found == appraisal.Simulation(50, 1, {"a": 0, "b": 0}, 50)


@pytest.mark.parametrize("spread", [0, 101])
def test_simulation_near_the_weights_refuses_a_spread_that_is_no_percentage(spread):
    with pytest.raises(ValueError, match="between 1 and 100"):
        appraisal.simulate_near_weights(MARKS, [70, 30], spread=spread, draws=1, seed=1)


@given(appraisals(), st.integers(0, 1000))
def test_simulations_count_every_draw_once(case, seed):
    rows, weights = case

    for found in (
        appraisal.simulate_any_weights(rows, len(weights), draws=20, seed=seed),
        appraisal.simulate_near_weights(rows, weights, spread=50, draws=20, seed=seed),
    ):
        assert sum(found.wins.values()) + found.level == 20
        assert set(found.wins) == set(rows)


def test_net_present_value_leaves_year_0_as_it_is():
    assert appraisal.net_present_value([Decimal("-100.00")], Decimal("3.5")) == Decimal("-100.00")


def test_net_present_value_discounts_each_later_year():
    flows = [Decimal(-1000), Decimal(600), Decimal(600)]

    # 600 / 1.035 + 600 / 1.071225 = 579.710... + 560.106...
    assert appraisal.net_present_value(flows, Decimal("3.5")) == Decimal("139.82")


def test_net_present_value_rounds_once_half_up():
    flows = [Decimal("0.005"), Decimal("0.005")]

    assert appraisal.net_present_value(flows, Decimal(0)) == Decimal("0.01")
    assert appraisal.net_present_value([Decimal("-0.005")], Decimal(0)) == Decimal("-0.01")


@given(
    st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=10),
    st.decimals("0.1", 20, places=1),
)
def test_net_present_value_over_itself_is_nothing_and_adds_up(flows, rate):
    doubled = [flow * 2 for flow in flows]

    assert appraisal.net_present_value_over(flows, flows, rate) == Decimal(0)
    assert appraisal.net_present_value_over(doubled, flows, rate) == appraisal.net_present_value(
        flows, rate
    )


@given(st.integers(0, 60), st.decimals("0.1", 20, places=1))
def test_discount_factor_falls_with_the_years(year, rate):
    assert (
        1 >= appraisal.discount_factor(rate, year) > appraisal.discount_factor(rate, year + 1) > 0
    )


def test_discount_factor_refuses_a_year_before_the_first_and_a_rate_that_loses_everything():
    with pytest.raises(ValueError, match="counted from 0"):
        appraisal.discount_factor(Decimal("3.5"), -1)
    with pytest.raises(ValueError, match="above minus 100"):
        appraisal.discount_factor(Decimal(-100), 1)


def test_mean_of_marks_is_exact_and_of_none_is_none():
    assert appraisal.mean([7, 8, 8]) == Fraction(23, 3)
    assert appraisal.mean([]) is None
    assert appraisal.to_places(Fraction(23, 3), 1) == Decimal("7.7")
