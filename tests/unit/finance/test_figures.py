from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from finance.enums import Basis, Cashability, PlanMeasure, Scenario
from ftc.records.figures import BadParameter, evaluate
from tests.factories.finance import (
    make_amount,
    make_entry,
    make_expectation,
    make_fee,
    make_full_plan,
    make_plan,
    make_programme_saving,
    make_saving,
    make_stated,
    make_target,
)
from tests.factories.programme import make_activity

pytestmark = pytest.mark.django_db

BEFORE = date(2013, 12, 11)
DECEMBER = date(2013, 12, 12)
MARCH = date(2014, 3, 27)
MAY = date(2014, 5, 6)
JANUARY = date(2015, 1, 20)


def value(key, as_at=None, **params):
    return evaluate(f"finance.{key}", params, as_at=as_at).value


@pytest.mark.parametrize(
    "key, year, millions",
    [
        ("requirement", "2014/15", 91),
        ("requirement", "2015/16", 88),
        ("requirement", "2016/17", 62),
        ("requirement", "", 241),
        ("unidentified", "2014/15", None),
        ("unidentified", "2015/16", 43),
        ("unidentified", "2016/17", 45),
        ("unidentified", "", 88),
        ("identified", "2014/15", None),
        ("identified", "2015/16", 45),
        ("identified", "2016/17", 17),
        ("identified", "", 62),
        ("requirement", "2017/18", None),
    ],
)
def test_plan_figures_are_those_of_the_papers(key, year, millions):
    make_full_plan()

    expected = None if millions is None else Decimal(millions) * 1_000_000
    assert value(key, year=year) == expected


@pytest.mark.parametrize("key", ["requirement", "unidentified", "identified"])
@pytest.mark.parametrize("year", ["", "2015/16"])
def test_plan_figures_are_not_known_before_their_paper(key, year):
    make_full_plan()

    assert value(key, MARCH, year=year) is None
    assert value(key, MAY, year=year) is not None


def test_plan_figures_without_a_plan_are_not_known():
    assert value("requirement") is None
    assert value("category_target", bound="low") is None
    assert value("category_shortfall") is None


def test_identified_says_which_year_is_left_out():
    make_full_plan()

    figure = evaluate("finance.identified")

    assert figure.note == (
        "2014/15 is left out: no paper gives “Savings not yet identified” for it."
    )
    assert [(line.label, line.value) for line in figure.lineage] == [
        ("Savings required, 2015/16", Decimal(88_000_000)),
        ("Savings not yet identified, 2015/16", Decimal(43_000_000)),
        ("Savings required, 2016/17", Decimal(62_000_000)),
        ("Savings not yet identified, 2016/17", Decimal(45_000_000)),
    ]


def test_year_that_has_one_of_the_two_says_what_is_missing():
    make_full_plan()

    figure = evaluate("finance.identified", {"year": "2014/15"}, as_at=MAY)

    assert (figure.value, figure.lineage) == (None, [])
    assert figure.note == "No paper had given “Savings not yet identified” by 6 May 2014."


def test_year_outside_the_plan_is_not_known_and_says_so():
    make_full_plan()

    assert evaluate("finance.requirement", {"year": "2017/18"}).note == (
        "The plan has no year 2017/18."
    )


def test_lineage_credits_the_paper():
    make_full_plan()

    line = evaluate("finance.requirement", {"year": "2015/16"}).lineage[0]

    assert (line.url, line.source) == ("/savings/#plan", "Paper OUTTURN, para 5.1")


def test_later_amount_stands_from_its_day():
    plan = make_full_plan()
    make_amount(plan, "2015/16", 90_000_000, effective_on=date(2014, 7, 1))

    assert value("requirement", date(2014, 6, 30), year="2015/16") == 88_000_000
    assert value("requirement", date(2014, 7, 1), year="2015/16") == 90_000_000
    assert value("requirement", date(2014, 7, 1)) == 243_000_000


def test_next_plan_takes_over_once_its_requirement_is_known():
    make_full_plan()
    later = make_plan("2015/16", "2016/17", "2017/18")
    make_amount(later, "2015/16", 80_000_000, effective_on=date(2015, 2, 12))

    assert value("requirement", date(2015, 2, 11), year="2015/16") == 88_000_000
    assert value("requirement", date(2015, 2, 12)) == 80_000_000
    assert value("requirement", date(2015, 2, 12), year="2014/15") is None


def test_category_targets_sum_both_ends():
    plan = make_full_plan()
    code = plan.categories.first().code

    assert value("category_target", bound="low") == 180_000_000
    assert value("category_target", bound="high") == 220_000_000
    assert value("category_target", bound="low", category=code) == 15_000_000
    assert value("category_target", bound="high", category=code) == 20_000_000


def test_category_target_is_not_known_before_december():
    make_full_plan()

    assert value("category_target", BEFORE, bound="low") is None
    assert value("category_target", DECEMBER, bound="low") == 180_000_000


def test_category_target_names_categories_without_a_range():
    plan = make_full_plan()
    make_target(plan, "1", "2", effective_on=MAY)

    figure = evaluate("finance.category_target", {"bound": "low"}, as_at=DECEMBER)

    assert figure.value == 180_000_000
    assert figure.note.startswith("No range is known for Category ")


def test_shortfall_is_against_the_requirement_of_all_years():
    make_full_plan()

    assert value("category_shortfall") == 21_000_000
    assert value("category_shortfall", bound="high") == 21_000_000
    assert value("category_shortfall", bound="low") == 61_000_000
    assert value("category_shortfall", DECEMBER) is None


@pytest.mark.parametrize(
    "scenario, params, pounds",
    [
        ("target", {}, 59_900_000),
        ("stretch", {}, 95_900_000),
        ("target", {"cumulative": "true"}, 59_900_000),
        ("target", {"year": "2014/15"}, 0),
        ("target", {"year": "2016/17"}, 16_900_000),
        ("target", {"year": "2016/17", "cumulative": "true"}, 24_500_000),
        ("stretch", {"year": "2017/18"}, 28_200_000),
        ("stretch", {"year": "2017/18", "cumulative": "true"}, 67_700_000),
        ("target", {"year": "2019/20"}, None),
        ("target", {"year": "2019/20", "cumulative": "true"}, None),
    ],
)
def test_profile_is_that_of_the_business_case(scenario, params, pounds):
    make_programme_saving()

    assert value("profile", programme="0-25", scenario=scenario, **params) == pounds


def test_profile_reads_plan_entries_of_the_one_saving():
    saving = make_programme_saving()
    make_entry(saving, "2015/16", "5000000", basis=Basis.ACHIEVED)
    make_entry(make_saving(cashability=Cashability.COST_AVOIDANCE), "2015/16", "9000000")

    figure = evaluate("finance.profile", {"programme": "0-25", "scenario": "target"})

    assert figure.value == 59_900_000
    assert {line.url for line in figure.lineage} == {"/savings/0-25/#ledger"}
    assert figure.note == (
        "Recurrent saving of one kind (cashability: cashable); kinds are never added together."
    )


@pytest.mark.parametrize(
    "scenario, basis, ratio",
    [
        ("target", "annual", "3.22"),
        ("stretch", "annual", "5.13"),
        ("target", "cumulative", "10.89"),
        ("stretch", "cumulative", "17.44"),
    ],
)
def test_return_ratio_is_for_the_whole_fee(scenario, basis, ratio):
    make_programme_saving()

    assert value("return_ratio", programme="0-25", scenario=scenario, basis=basis) == Decimal(ratio)


@pytest.mark.parametrize(
    "achieved, fee",
    [("17700000", 5_500_000), ("17699999.99", None), ("28200000", 5_500_000), ("0", None)],
)
def test_contingent_fee_is_known_at_the_target(achieved, fee):
    make_programme_saving()

    assert value("contingent_fee", programme="0-25", achieved=achieved) == fee


@pytest.mark.parametrize(
    "key, params",
    [
        ("profile", {"scenario": "target"}),
        ("return_ratio", {"scenario": "target", "basis": "annual"}),
        ("contingent_fee", {"achieved": "17700000"}),
    ],
)
def test_programme_figures_are_not_known_before_their_paper(key, params):
    make_programme_saving()

    figure = evaluate(f"finance.{key}", {"programme": "0-25", **params}, as_at=date(2015, 1, 19))

    assert (figure.value, figure.lineage) == (None, [])
    assert figure.note.endswith("known on 19 January 2015.")
    assert value(key, JANUARY, programme="0-25", **params) is not None


def test_later_fee_stands_from_its_day():
    saving = make_programme_saving()
    make_fee(saving, maximum="5000000", effective_on=date(2015, 3, 1))
    params = {"programme": "0-25", "achieved": "17700000"}

    assert value("contingent_fee", date(2015, 2, 28), **params) == 5_500_000
    assert value("contingent_fee", date(2015, 3, 1), **params) == 5_000_000


def test_market_average_is_the_range_over_its_years():
    make_expectation()

    assert value("market_average") == 15_000_000
    assert value("market_average", bound="high") == 25_000_000
    assert value("market_average", MARCH) is None
    assert evaluate("finance.market_average").note == "£15.0m to £25.0m a year."


def test_printed_average_stands_beside_both_ends():
    make_expectation()
    make_stated("finance.market_average", "20000000", "£20m to £30m", high=Decimal("30000000"))

    low, high = (evaluate("finance.market_average", {"bound": end}) for end in ("low", "high"))

    assert [s.difference for s in low.stated] == [Decimal(5_000_000)]
    assert [s.difference for s in high.stated] == [Decimal(0)]


def test_printed_sum_of_another_year_does_not_stand_beside():
    make_full_plan()
    make_stated("finance.unidentified", "45000000", "£45m", params={"year": "2015/16"})

    assert [s.difference for s in evaluate("finance.unidentified", {"year": "2015/16"}).stated] == [
        Decimal(2_000_000)
    ]
    assert evaluate("finance.unidentified").stated == []


@pytest.mark.parametrize(
    "key, params, words",
    [
        ("requirement", {"year": "2015"}, "not a financial year"),
        ("requirement", {"bound": "low"}, "has no parameter 'bound'"),
        ("category_target", {}, "needs the parameter 'bound'"),
        ("category_target", {"bound": "middle"}, "one of low, high"),
        ("category_target", {"bound": "low", "category": "none"}, "no savings category 'none'"),
        ("profile", {"scenario": "target"}, "needs the parameter 'programme'"),
        ("profile", {"programme": "P9", "scenario": "target"}, "no programme 'P9'"),
        ("profile", {"programme": "0-25"}, "needs the parameter 'scenario'"),
        ("profile", {"programme": "0-25", "scenario": "best"}, "one of target, stretch"),
        ("return_ratio", {"programme": "0-25", "scenario": "target"}, "'basis'"),
        ("contingent_fee", {"programme": "0-25", "achieved": "-1"}, "cannot be below 0"),
        ("contingent_fee", {"programme": "0-25", "achieved": "much"}, "must be a number"),
        ("contingent_fee", {"programme": "0-25"}, "needs the parameter 'achieved'"),
    ],
)
def test_bad_parameter_is_told_in_a_sentence(key, params, words):
    make_full_plan()
    make_programme_saving()

    with pytest.raises(BadParameter, match=words):
        evaluate(f"finance.{key}", params)


pence = st.integers(min_value=0, max_value=10**12)
years = st.sampled_from(["2014/15", "2015/16", "2016/17", "2017/18"])


class MoneyIsExact(TestCase):
    """Whatever is entered, figures are its sums to the penny."""

    @given(st.lists(st.tuples(years, pence), min_size=1, max_size=12))
    def test_profile_sums_the_entries(self, rows):
        saving = make_saving("EXACT")
        for printed, amount in rows:
            make_entry(saving, printed, Decimal(amount) / 100)
        params = {"programme": "EXACT", "scenario": "target"}
        by_year = {printed: 0 for printed, _ in rows}
        for printed, amount in rows:
            by_year[printed] += amount

        assert value("profile", **params) * 100 == sum(by_year.values())
        for printed, amount in by_year.items():
            assert value("profile", year=printed, **params) * 100 == amount
        last = max(by_year)
        assert value("profile", year=last, cumulative="true", **params) == value(
            "profile", **params
        )

    @given(st.lists(st.tuples(pence, pence), min_size=3, max_size=3))
    def test_identified_and_unidentified_make_the_requirement(self, rows):
        plan = make_plan()
        for printed, (found, missing) in zip(("2014/15", "2015/16", "2016/17"), rows, strict=True):
            make_amount(plan, printed, Decimal(found + missing) / 100)
            make_amount(plan, printed, Decimal(missing) / 100, PlanMeasure.UNIDENTIFIED)

        assert value("identified") * 100 == sum(found for found, _ in rows)
        assert value("identified") + value("unidentified") == value("requirement")


def test_scenarios_are_never_added_together():
    saving = make_saving("0-25")
    make_entry(saving, pounds="1.01")
    make_entry(saving, pounds="2.02", scenario=Scenario.STRETCH)

    assert value("profile", programme="0-25", scenario="target") == Decimal("1.01")
    assert value("profile", programme="0-25", scenario="stretch") == Decimal("2.02")


def test_savings_of_an_activity_are_summed_by_kind_and_never_together():
    activity = make_activity(code="ACT-A")
    cashable, more, avoided = (
        make_saving(ref, activity=activity, cashability=kind)
        for ref, kind in (
            ("S-1", Cashability.CASHABLE),
            ("S-2", Cashability.CASHABLE),
            ("S-3", Cashability.COST_AVOIDANCE),
        )
    )
    make_entry(cashable, "2015/16", "100", effective_on=MAY)
    make_entry(cashable, "2016/17", "50", effective_on=MAY)
    make_entry(cashable, "2016/17", "9", scenario=Scenario.STRETCH, effective_on=MAY)
    make_entry(avoided, "2015/16", "7", effective_on=MAY)
    make_entry(make_saving("S-4"), "2015/16", "1000", effective_on=MAY)

    found = evaluate("finance.activity_savings", {"activity": "ACT-A", "cashability": "cashable"})

    assert (found.value, len(found.lineage)) == (Decimal(150), 2)
    assert found.note == f"Not in it, because they have no plan: {more.ref}."
    assert value("activity_savings", activity="ACT-A", cashability="cost_avoidance") == Decimal(7)
    assert value("activity_savings", activity="ACT-A", cashability="not_stated") is None
    assert value("activity_savings", MARCH, activity="ACT-A", cashability="cashable") is None


def test_savings_without_a_plan_are_counted():
    activity = make_activity(code="ACT-A")
    planned = make_saving("S-1", activity=activity)
    make_saving("S-2", activity=activity)
    make_entry(planned, "2015/16", "100", effective_on=MAY)

    found = evaluate("finance.savings_without_plan", {"activity": "ACT-A"})

    assert found.value == Decimal(1)
    assert [line.url for line in found.lineage] == ["/savings/S-2/"]
    assert value("savings_without_plan", MARCH, activity="ACT-A") == Decimal(2)
    assert value("savings_without_plan", activity="ACT-B") is None


def test_the_cost_to_achieve_is_the_fees_agreed():
    activity = make_activity(code="ACT-A")
    make_fee(make_saving("S-1", activity=activity), "100", effective_on=MARCH)
    twice = make_saving("S-2", activity=activity)
    make_fee(twice, "20", effective_on=MARCH)
    make_fee(twice, "30", effective_on=MAY)

    assert value("cost_to_achieve", activity="ACT-A") == Decimal(130)
    assert value("cost_to_achieve", MARCH, activity="ACT-A") == Decimal(120)
    assert value("cost_to_achieve", DECEMBER, activity="ACT-A") is None
    assert value("cost_to_achieve", activity="ACT-B") is None
