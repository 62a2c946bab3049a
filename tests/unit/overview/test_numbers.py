from datetime import date

import pytest

from finance.enums import PlanMeasure
from ftc.overview.queries.numbers import five_numbers, reviews_with_preferred, two_dates
from ftc.periods import FinancialYear
from tests.factories.finance import make_amount, make_plan
from tests.factories.overview import make_stated_figure
from tests.factories.reviews import make_option, make_phase, make_review, make_service

pytestmark = pytest.mark.django_db

BEFORE = date(2014, 3, 27)
ON = date(2014, 5, 6)
YEAR = FinancialYear(2015)


@pytest.fixture(autouse=True)
def phase():
    return make_phase(1)


def numbers(since=BEFORE, as_at=ON):
    dates = two_dates(as_at=as_at, since=since, user=None)
    return {number.label: number for number in five_numbers(dates, phase=1, year=YEAR)}


def test_five_numbers_are_not_known_before_anything_is_recorded():
    make_service(make_review(stage="stage-2"), gross=None)

    values = {label: (n.value, n.direction) for label, n in numbers().items()}

    assert values == {
        "Phase 1 reviews with a preferred option": ("not known", ""),
        "Net budget under review, Phase 1": ("not known", ""),
        "Savings required in 2015/16": ("not known", ""),
        "Savings identified for 2015/16": ("not known", ""),
        "Not yet identified for 2015/16": ("not known", ""),
    }


def test_five_numbers_say_what_was_not_known_at_the_last_meeting():
    plan = make_plan("2015/16")
    make_amount(plan, "2015/16", "88000000", effective_on=ON)
    make_amount(plan, "2015/16", "43000000", PlanMeasure.UNIDENTIFIED, effective_on=ON)

    found = numbers()

    identified = found["Savings identified for 2015/16"]
    assert (identified.value, identified.note, identified.direction) == (
        "£45m",
        "Not known on 27 March 2014",
        "",
    )


def test_five_numbers_tell_the_change_in_pounds():
    plan = make_plan("2015/16")
    make_amount(plan, "2015/16", "80000000", effective_on=BEFORE)
    make_amount(plan, "2015/16", "88500000", effective_on=ON)
    make_amount(plan, "2015/16", "43000000", PlanMeasure.UNIDENTIFIED, effective_on=BEFORE)

    found = numbers()

    required = found["Savings required in 2015/16"]
    assert (required.change, required.direction, required.since) == (
        "£8.5m more",
        "up",
        "27 March 2014",
    )
    missing = found["Not yet identified for 2015/16"]
    assert (missing.change, missing.direction, missing.since) == ("", "same", "27 March 2014")


def test_five_numbers_tell_less_as_well():
    plan = make_plan("2015/16")
    make_amount(plan, "2015/16", "88000000", effective_on=BEFORE)
    make_amount(plan, "2015/16", "80000000", effective_on=ON)

    required = numbers()["Savings required in 2015/16"]

    assert (required.change, required.direction) == ("£8m less", "down")


def test_five_numbers_say_nothing_of_change_without_an_earlier_meeting():
    make_amount(make_plan("2015/16"), "2015/16", "88000000", effective_on=ON)

    required = numbers(since=None)["Savings required in 2015/16"]

    assert (required.value, required.change, required.direction, required.note) == (
        "£88m",
        "",
        "",
        "",
    )


def test_five_numbers_flag_what_papers_print_otherwise():
    make_amount(make_plan("2015/16"), "2015/16", "88000000", effective_on=ON)
    for printed, pounds in (("£90m", "90000000"), ("£88m", "88000000")):
        make_stated_figure(printed, pounds, code=printed[1:], params={"year": "2015/16"})

    required = numbers()["Savings required in 2015/16"]

    assert (required.printed, required.printed_url) == ("Papers print £90m", "/discrepancies/#90m")


def test_five_numbers_count_reviews_with_a_preferred_option():
    for on in (BEFORE, ON, ON):
        make_option(make_review(stage="stage-2"), on=on)
    make_review(stage="stage-2")
    make_service(make_review(stage="stage-2"), net="2500000")

    found = numbers()

    preferred = found["Phase 1 reviews with a preferred option"]
    assert (preferred.value, preferred.change, preferred.direction) == ("3 of 5", "2 more", "up")
    assert found["Net budget under review, Phase 1"].value == "£2.5m"


def test_reviews_with_preferred_counts_a_review_once():
    review = make_review(stage="stage-2")
    make_option(review)
    make_option(review)

    assert [reviews_with_preferred(on, 1) for on in (BEFORE, ON)] == [None, 1]
