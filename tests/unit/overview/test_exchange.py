import csv
import io
from datetime import date

import pytest

from ftc.overview.exchange import HEADS, discrepancy_csv
from ftc.overview.queries.discrepancies import comparison
from tests.factories.finance import make_amount, make_plan
from tests.factories.overview import make_stated_figure

pytestmark = pytest.mark.django_db


def lines(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_discrepancy_csv_gives_exact_numbers_and_both_sources():
    make_amount(make_plan("2015/16"), "2015/16", "88000000.40")
    make_stated_figure("£80m", "80000000", code="F-1", paper="CC-12", note="=1+1")

    head, row = lines(discrepancy_csv(comparison(as_at=None, user=None).printed, as_at=None))

    assert tuple(head) == HEADS
    assert row == [
        "F-1",
        "Savings required by the Medium Term Financial Plan",
        "",
        "88000000.40",
        "pounds",
        "£80m",
        "CC-12",
        "Paper CC-12",
        "paragraph 1.1",
        "-8000000.40",
        "differs",
        "'=1+1",
        "",
        "",
        "everything recorded",
    ]


def test_discrepancy_csv_says_not_known_and_as_at_when():
    make_plan("2015/16")
    make_stated_figure("£80m", "80000000")
    as_at = date(2014, 1, 1)

    _, row = lines(discrepancy_csv(comparison(as_at=as_at, user=None).printed, as_at=as_at))

    assert (row[3], row[9], row[10], row[14]) == (
        "not known",
        "not known",
        "not known",
        "2014-01-01",
    )
