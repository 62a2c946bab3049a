import pytest

from finance import blocks
from ftc.records.figures import Figures
from tests.factories.finance import TARGETS_ON as DECEMBER
from tests.factories.finance import make_full_plan, make_stated

pytestmark = pytest.mark.django_db


def test_plan_by_year_prints_what_is_known_and_where_print_differs():
    make_full_plan()
    make_stated("finance.unidentified", "45000000", "£45m", params={"year": "2015/16"})

    table = blocks.plan_by_year(Figures(as_at=None))

    assert table.rows == (
        ("2014/15", "91,000,000", "not known", "not known"),
        ("2015/16", "88,000,000", "45,000,000", "43,000,000"),
        ("2016/17", "62,000,000", "17,000,000", "45,000,000"),
    )
    assert table.total == ("All years known", "241,000,000", "62,000,000", "88,000,000")
    assert table.notes[0].startswith("2014/15 is left out")
    assert "£45m" in table.notes[-1]


def test_plan_by_year_before_its_paper_is_not_known():
    make_full_plan()

    table = blocks.plan_by_year(Figures(as_at=DECEMBER))

    assert {cell for row in table.rows for cell in row[1:]} == {"not known"}


def test_category_ranges_print_both_ends():
    make_full_plan()

    table = blocks.category_ranges(Figures(as_at=DECEMBER))

    assert [row[1:] for row in table.rows] == [
        ("15,000,000", "20,000,000"),
        ("15,000,000", "20,000,000"),
        ("55,000,000", "65,000,000"),
        ("10,000,000", "15,000,000"),
        ("20,000,000", "25,000,000"),
        ("65,000,000", "75,000,000"),
    ]
    assert table.total == ("All categories", "180,000,000", "220,000,000")
