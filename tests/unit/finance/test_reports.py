from datetime import date
from decimal import Decimal

import pytest

from finance import reports
from finance.enums import Basis, Cashability, PlanMeasure, Scenario
from finance.reports.parts import short
from tests.factories.finance import (
    make_amount,
    make_entry,
    make_expectation,
    make_full_plan,
    make_plan,
    make_programme_saving,
    make_saving,
    make_stated,
    year,
)
from tests.factories.organisation import make_user

pytestmark = pytest.mark.django_db

MARCH = date(2014, 3, 27)
MAY = date(2014, 5, 6)


def values(row):
    return [cell.value for cell in row]


def mtfp(as_at=None):
    return reports.build_mtfp_page(as_at=as_at)


def test_sentences_say_each_year():
    make_full_plan()

    assert [
        (s.year, s.needed.value, s.identified.value, s.unidentified.value, s.is_split)
        for s in mtfp().sentences
    ] == [
        ("2014/15", "£91m", "not known", "not known", False),
        ("2015/16", "£88m", "£45m", "£43m", True),
        ("2016/17", "£62m", "£17m", "£45m", True),
    ]


def test_sentence_says_that_papers_differ():
    make_full_plan()
    make_stated("finance.unidentified", "45000000", "£45m", params={"year": "2015/16"})

    sentence = mtfp().sentences[1]

    assert (sentence.unidentified.differs, sentence.identified.differs) == (True, False)
    assert [(s.value, s.difference) for s in sentence.unidentified.stated] == [
        ("£45m", "+£2,000,000")
    ]


def test_years_table_totals_the_years_that_are_known():
    make_full_plan()
    make_stated("finance.requirement", "239000000", "£239m")

    table = mtfp().years

    assert [values(row) for row in table.rows] == [
        ["2014/15", Decimal(91_000_000), None, None],
        ["2015/16", Decimal(88_000_000), Decimal(45_000_000), Decimal(43_000_000)],
        ["2016/17", Decimal(62_000_000), Decimal(17_000_000), Decimal(45_000_000)],
    ]
    assert values(table.totals) == [
        "All years",
        Decimal(241_000_000),
        Decimal(62_000_000),
        Decimal(88_000_000),
    ]
    assert table.notes == [
        "Identified: 2014/15 is left out: no paper gives “Savings not yet identified” for it.",
        "Not identified: 2014/15 is left out: no paper gives “Savings not yet identified” for it.",
        "Required, all years: printed £239m (Paper LETTER, section 1): differs by −£2,000,000.",
    ]


def test_charts_show_the_same_pounds():
    make_full_plan()

    page = mtfp()

    assert [series.values for series in page.by_year.series] == [
        [None, Decimal(45_000_000), Decimal(17_000_000)],
        [None, Decimal(43_000_000), Decimal(45_000_000)],
        [Decimal(91_000_000), Decimal(0), Decimal(0)],
    ]
    assert page.waterfall.gap == Decimal(21_000_000)
    assert [figure.value for figure in page.shortfalls] == ["£61m", "£21m"]


def test_years_that_are_all_split_need_no_third_series():
    plan = make_plan("2015/16")
    make_amount(plan, "2015/16", "10")
    make_amount(plan, "2015/16", "4", PlanMeasure.UNIDENTIFIED)

    assert [s.name for s in mtfp().by_year.series] == ["Identified", "Not identified"]


def test_categories_stand_before_the_requirement_is_known():
    make_full_plan()
    make_stated("finance.requirement", "241000000", "£241m", source=None)

    page = mtfp(MARCH)

    assert (page.sentences, page.by_year, page.waterfall, page.shortfalls) == ([], None, None, [])
    assert values(page.categories.totals) == ["Total", Decimal(180_000_000), Decimal(220_000_000)]
    assert values(page.years.totals) == ["All years", None, None, None]


def test_page_without_a_plan_has_nothing():
    page = mtfp()

    assert (page.plan, page.categories, page.market, page.programmes) == (None, None, [], [])
    assert page.savings.rows == []


def test_market_engagement_is_a_range_a_year():
    make_full_plan()
    make_expectation()

    assert [figure.value for figure in mtfp().market] == ["£15m", "£25m"]


def test_programme_shows_profile_fee_and_ratios_beside_print():
    make_programme_saving()
    make_stated(
        "finance.return_ratio",
        "5.5",
        "5.5:1",
        params={"programme": "0-25", "scenario": "stretch", "basis": "annual"},
    )

    (part,) = mtfp().programmes

    assert [values(row) for row in part.profile.rows][2] == [
        "2016/17",
        Decimal(16_900_000),
        Decimal(24_500_000),
        Decimal(27_400_000),
        Decimal(39_500_000),
    ]
    assert [values(row) for row in part.ratios.rows] == [
        ["Target, full-year saving", "3.22:1", "not printed", ""],
        ["Stretch, full-year saving", "5.13:1", "5.5:1", "+0.37"],
        ["Target, all years", "10.89:1", "not printed", ""],
        ["Stretch, all years", "17.44:1", "not printed", ""],
    ]
    assert (part.fee.value, part.full_at) == ("£5.5m", "£17.7m")


def test_programme_before_its_paper_is_not_there():
    make_programme_saving()

    assert mtfp(MAY).programmes == []
    assert mtfp(MAY).savings.rows == []


def test_programme_with_a_fee_and_no_profile_has_no_ratio():
    saving = make_programme_saving()
    before = make_saving("LATER")
    saving.fees.first()
    saving.fees.create(
        title="Later",
        maximum_gbp=1,
        full_at_gbp=1,
        effective_on=MAY,
    )

    (part,) = mtfp(MAY).programmes

    assert part.saving == saving
    assert part.chart is None
    assert {cell.value for row in part.ratios.rows for cell in row[1:2]} == {"not known"}
    assert before not in [p.saving for p in mtfp().programmes]


def test_savings_of_each_kind_stand_apart():
    make_entry(make_saving("A"), pounds="1.50")
    make_entry(make_saving("B", cashability=Cashability.COST_AVOIDANCE), pounds="9")
    make_entry(make_saving("C"), pounds="3", scenario=Scenario.STRETCH)
    make_saving("D")

    table = mtfp().savings

    assert [(row[0].value, row[2].value, row[3].value) for row in table.rows] == [
        ("A: A saving", "Cashable", Decimal("1.50")),
        ("B: A saving", "Cost avoidance", Decimal("9.00")),
        ("C: A saving", "Cashable", None),
    ]
    assert table.totals == ()


def test_saving_shows_what_is_still_to_find():
    saving = make_saving()
    for printed, basis, pounds in (
        ("2015/16", Basis.PLAN, "10.00"),
        ("2015/16", Basis.ACHIEVED, "7.50"),
        ("2015/16", Basis.PRESSURE, "1.25"),
        ("2016/17", Basis.PLAN, "20.00"),
    ):
        make_entry(saving, printed, pounds, basis=basis)

    ((name, table),) = reports.build_saving_page(saving, as_at=None).by_year

    assert name == "Target"
    assert [column.head for column in table.columns] == [
        "Year",
        "Plan",
        "Achieved",
        "Pressure",
        "Net unachieved",
    ]
    assert [values(row) for row in table.rows] == [
        ["2015/16", Decimal(10), Decimal("7.50"), Decimal("1.25"), Decimal("3.75")],
        ["2016/17", Decimal(20), None, None, None],
    ]
    assert values(table.totals) == [
        "All years",
        Decimal(30),
        Decimal("7.50"),
        Decimal("1.25"),
        Decimal("3.75"),
    ]


def test_ledger_credits_paper_or_person():
    saving = make_saving()
    make_entry(saving, "2015/16", "1")
    make_entry(saving, "2016/17", "2", by=make_user(name="Fay"), reason="Month 1")

    ledger = reports.build_saving_page(saving, as_at=None).ledger

    assert [(row[5].value, row[5].hint) for row in ledger.rows] == [
        ("Paper BUSINESS-CASE", ""),
        ("Fay", "Month 1"),
    ]


def test_saving_as_at_a_day_has_the_entries_in_effect():
    saving = make_saving()
    make_entry(saving, "2015/16", "1", effective_on=MAY)
    make_entry(saving, "2015/16", "2")

    page = reports.build_saving_page(saving, as_at=MAY)

    assert page.entries == 1
    assert values(page.by_year[0][1].totals) == ["All years", Decimal(1)]


def test_typed_entry_stands_beside_the_last_one():
    saving = make_saving()
    make_entry(saving, "2015/16", "100")
    typed = {
        "financial_year": year("2015/16"),
        "basis": Basis.PLAN,
        "scenario": Scenario.TARGET,
        "amount_gbp": Decimal("250.5"),
        "effective_on": MAY,
        "reason": "",
    }

    fields = reports.compare_with_last_entry(saving, typed)

    assert [(f.label, f.yours, f.theirs) for f in fields if f.differs] == [
        ("Amount", "£250.50", "£100"),
        ("Takes effect on", "6 May 2014", "20 January 2015"),
    ]


def test_typed_entry_has_nothing_beside_it_in_an_empty_ledger():
    assert reports.compare_with_last_entry(make_saving(), {}) == []


@pytest.mark.parametrize(
    "pounds, text",
    [("88000000", "£88m"), ("17700000", "£17.7m"), ("0", "£0m"), (None, "not known")],
)
def test_pounds_in_a_sentence_are_short(pounds, text):
    assert short(None if pounds is None else Decimal(pounds)) == text
