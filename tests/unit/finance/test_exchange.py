import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from finance import exchange
from tests.factories.finance import make_amount, make_full_plan, make_plan, make_target

pytestmark = pytest.mark.django_db

MARCH = date(2014, 3, 27)


def read_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_plan_rows_are_measures_by_year_then_categories():
    make_full_plan()

    rows = exchange.plan_rows(None)

    assert [(row.measure, row.year, row.low_gbp) for row in rows[:5]] == [
        ("Savings required", "2014/15", Decimal(91_000_000)),
        ("Savings required", "2015/16", Decimal(88_000_000)),
        ("Savings required", "2016/17", Decimal(62_000_000)),
        ("Savings not yet identified", "2015/16", Decimal(43_000_000)),
        ("Savings not yet identified", "2016/17", Decimal(45_000_000)),
    ]
    assert [row.high_gbp for row in rows[5:]] == [
        Decimal(pounds) * 1_000_000 for pounds in (20, 20, 65, 15, 25, 75)
    ]


def test_plan_rows_as_at_a_day_are_what_was_known_then():
    make_full_plan()

    assert {row.measure for row in exchange.plan_rows(MARCH)} == {
        "Savings expected, all years of the plan"
    }
    assert exchange.plan_rows(date(2013, 12, 11)) == []


def test_csv_keeps_pence_and_credit():
    plan = make_plan("2015/16")
    make_amount(plan, "2015/16", "1234567.89", note="Rounded")

    assert read_csv(exchange.plan_csv(None)) == [
        list(exchange.HEADS),
        [
            "Savings required",
            "",
            "2015/16",
            "1234567.89",
            "1234567.89",
            "2014-05-06",
            "Paper OUTTURN",
            "para 5.1",
            "Rounded",
        ],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_csv_has_no_formula(start):
    plan = make_plan()
    target = make_target(plan, "1", "2")
    target.category.name = f"{start}1+1"
    target.category.save()

    assert read_csv(exchange.plan_csv(None))[1][1] == f"'{start}1+1"


def test_xlsx_has_numbers_dates_and_text():
    plan = make_plan("2015/16")
    make_amount(plan, "2015/16", "1234567.89", note="=1+1")

    sheet = openpyxl.load_workbook(io.BytesIO(exchange.plan_xlsx(None))).active
    rows = list(sheet.iter_rows(values_only=True))

    assert rows[0] == exchange.HEADS
    assert rows[1][2:6] == ("2015/16", 1234567.89, 1234567.89, datetime(2014, 5, 6))
    assert (sheet["I2"].value, sheet["I2"].data_type) == ("=1+1", "s")
