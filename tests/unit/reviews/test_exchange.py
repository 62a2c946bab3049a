"""Reviews as CSV and XLSX: numbers, escapes, totals and the date."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from reviews.enums import ReviewState
from reviews.exchange import ReviewSheet, review_csv, review_xlsx
from reviews.queries import NextMilestone, ReviewRow, StagePlace, Totals

MARCH = date(2014, 3, 27)
ROW = ReviewRow(
    code="P1-HIF",
    title="HR, ICT and Finance",
    url="/reviews/P1-HIF/",
    phase=1,
    services=("Human Resources", "ICT"),
    stage=StagePlace(code="stage-2", title="Stage 2", order=2, count=5, phase=1),
    state=ReviewState.ACTIVE,
    rag="AMBER",
    milestone=NextMilestone("Business case", date(2014, 6, 4), "4 June 2014", -2, True, False),
    net_gbp=Decimal("-229000.50"),
    portfolio="Business Capability",
    lead="Olive Officer",
)
BARE = ReviewRow(
    code="P2-A",
    title="New",
    url="/reviews/P2-A/",
    phase=2,
    services=(),
    stage=None,
    state=ReviewState.DEFERRED,
    rag="",
    milestone=None,
    net_gbp=None,
    portfolio="",
    lead="",
)
TOTALS = Totals(reviews=2, services=3, services_with_budget=2, net_gbp=Decimal("-229000.50"))
SHEET = ReviewSheet(rows=[ROW, BARE], totals=TOTALS, as_at=MARCH, filters=["Phase: Phase 1"])
HEAD = [
    "Code",
    "Review",
    "Phase",
    "Services",
    "Stage",
    "Status",
    "Rating",
    "Next milestone",
    "Next date",
    "Next date as given",
    "Slip (working days)",
    "Net budget (£ a year)",
    "Portfolio",
    "Lead",
]


def read_csv(sheet):
    return list(csv.reader(io.StringIO(b"".join(review_csv(sheet)).decode("utf-8-sig"))))


def read_xlsx(sheet, name="Reviews"):
    return openpyxl.load_workbook(review_xlsx(sheet))[name]


def test_review_csv_has_a_line_for_each_review_and_one_for_the_totals():
    head, first, second, totals = read_csv(SHEET)

    assert head == [*HEAD, "As at"]
    assert first == [
        "P1-HIF",
        "HR, ICT and Finance",
        "1",
        "Human Resources; ICT",
        "Stage 2",
        "Active",
        "At risk",
        "Business case",
        "2014-06-04",
        "4 June 2014",
        "-2",
        "-229000.50",
        "Business Capability",
        "Olive Officer",
        "2014-03-27",
    ]
    assert second == [
        "P2-A", "New", "2", "", "Not started", "Deferred", "", "", "", "", "", "not known",
        "", "", "2014-03-27",
    ]  # fmt: skip
    assert totals == [
        "Total", "2 reviews", "", "3 services, each counted once; 1 without a budget",
        "", "", "", "", "", "", "", "-229000.50", "", "", "2014-03-27",
    ]  # fmt: skip


def test_review_csv_leaves_a_slip_that_is_not_known_blank():
    undated = replace(ROW, milestone=NextMilestone("Waits", None, "not dated", None, False, False))

    assert read_csv(replace(SHEET, rows=[undated]))[1][7:11] == ["Waits", "", "not dated", ""]


def test_review_csv_says_that_it_speaks_for_everything_recorded():
    assert read_csv(replace(SHEET, as_at=None))[1][-1] == "everything recorded"


@pytest.mark.parametrize("title", ["=1+1", "+44 20", "-SUM(A1)", "@cmd", "\t=1", "  =1+1"])
def test_review_csv_escapes_what_a_spreadsheet_would_evaluate(title):
    sheet = replace(SHEET, rows=[replace(ROW, title=title)])

    assert read_csv(sheet)[1][1] == f"'{title}"


def test_review_csv_totals_without_any_budget_are_not_known():
    totals = Totals(reviews=1, services=1, services_with_budget=0, net_gbp=None)

    last = read_csv(replace(SHEET, rows=[BARE], totals=totals))[-1]

    assert last[:4] == ["Total", "1 review", "", "1 service, each counted once"]
    assert last[11] == "not known"


def test_review_xlsx_keeps_numbers_and_dates_as_such():
    sheet = read_xlsx(SHEET)
    head, first, second, totals = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert head == HEAD
    assert first == [
        "P1-HIF",
        "HR, ICT and Finance",
        1,
        "Human Resources; ICT",
        "Stage 2",
        "Active",
        "At risk",
        "Business case",
        datetime(2014, 6, 4),
        "4 June 2014",
        -2,
        -229000.5,
        "Business Capability",
        "Olive Officer",
    ]
    assert second[11] == "not known"
    assert totals[0] == "Total"
    assert totals[11] == -229000.5


def test_review_xlsx_keeps_a_formula_as_text():
    sheet = read_xlsx(replace(SHEET, rows=[replace(ROW, title="=1+1")]))

    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")


def test_review_xlsx_says_how_its_rows_were_found():
    about = [[cell.value for cell in row] for row in read_xlsx(SHEET, "About").iter_rows()]

    assert about[:3] == [
        ["As at", "27 March 2014"],
        ["Filtered by", "Phase: Phase 1"],
        ["Reviews", "2"],
    ]


def test_review_xlsx_without_filters_says_so():
    about = read_xlsx(replace(SHEET, as_at=None, filters=[]), "About")

    assert [about["B1"].value, about["B2"].value] == [
        "Everything recorded",
        "Nothing: every review",
    ]
