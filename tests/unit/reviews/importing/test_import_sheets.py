"""Sheets are read from workbooks and CSV alike, and refused in words where they cannot be."""

import io
import zipfile
from datetime import date, datetime

import pytest

from reviews.errors import SheetRefused
from reviews.importing.cells import checked_cell, column_letter
from reviews.importing.columns import MILESTONES, OPTIONS, REVIEWS
from reviews.importing.sheets import MAX_ROWS, READ_AS_WINDOWS, read_sheet
from reviews.importing.templates import template_csv, template_xlsx
from tests.factories.imports import csv_of, xlsx_of, zipped

HEAD = ("Code", "Review", "Title", "Baseline")


def read(content, name="milestones.csv", kind=MILESTONES):
    return read_sheet(io.BytesIO(content), name, kind)


def refused(content, name="milestones.csv", kind=MILESTONES):
    with pytest.raises(SheetRefused) as refusal:
        read(content, name, kind)
    return str(refusal.value)


def texts(sheet):
    return [(row.number, {key: c.text for key, c in row.cells.items()}) for row in sheet.rows]


def test_column_letter_counts_as_spreadsheets_do():
    assert [column_letter(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_workbook_gives_cells_by_name_with_dates_and_numbers_as_typed():
    sheet = read(
        xlsx_of(
            HEAD,
            ("M1", "P1-PRO", 7, datetime(2014, 5, 15, 9, 30)),
            (),
            ("M2", "P1-PRO", 0.1, "May 2014"),
        ),
        "milestones.xlsx",
    )

    assert sheet.keys == ("code", "review", "title", "baseline")
    assert texts(sheet) == [
        (2, {"code": "M1", "review": "P1-PRO", "title": "7", "baseline": "2014-05-15"}),
        (4, {"code": "M2", "review": "P1-PRO", "title": "0.1", "baseline": "May 2014"}),
    ]
    assert [row.cell("baseline").name for row in sheet.rows] == ["D2", "D4"]
    assert [row.cell("baseline").is_date for row in sheet.rows] == [True, False]
    assert sheet.rows[0].cell("forecast").text == ""


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_divided_by_whatever_divides_its_header(delimiter):
    content = csv_of(HEAD, ("M1", "P1-PRO", "One, two; three", "1/5/2014"), delimiter=delimiter)

    assert texts(read(content)) == [
        (2, {"code": "M1", "review": "P1-PRO", "title": "One, two; three", "baseline": "1/5/2014"})
    ]


def test_csv_of_the_windows_character_set_is_read_and_said_to_be():
    sheet = read(csv_of(HEAD, ("M1", "P1-PRO", "Café – £5", ""), encoding="cp1252"))

    assert sheet.rows[0].cell("title").text == "Café – £5"
    assert sheet.notes == (READ_AS_WINDOWS,)


def test_csv_that_is_no_text_is_refused():
    content = csv_of(HEAD, ("M1", "P1-PRO", "x", "")) + b"\x81\x9d"

    assert refused(content).startswith("The file is not text in UTF-8")


def test_text_that_our_exports_escape_comes_back_as_it_was():
    sheet = read(csv_of(HEAD, ("M1", "P1-PRO", "'-5 % a year", ""), ("M2", "x", "'tis", "")))

    assert [row.cell("title").text for row in sheet.rows] == ["-5 % a year", "'tis"]


@pytest.mark.parametrize(
    "content, name",
    [
        (xlsx_of(HEAD, ("M1", "P1-PRO", "=A2&B2")), "milestones.xlsx"),
        (csv_of(HEAD, ("M1", "P1-PRO", "=A2&B2")), "milestones.csv"),
    ],
)
def test_formula_is_named_and_not_evaluated(content, name):
    cell = read(content, name).rows[0].cell("title")

    assert (cell.text, cell.fault) == ("", "C2 holds a formula; paste its value.")


def test_cells_that_cannot_be_kept_are_named():
    sheet = read(csv_of(HEAD, ("M1", "P1-PRO", "x" * 10_001, "")))

    assert sheet.rows[0].cell("title").fault == "C2 holds more than 10,000 characters."


def test_cells_under_no_head_are_kept_apart():
    sheet = read(csv_of(HEAD, ("M1", "P1-PRO", "x", "", "", "stray")))

    assert [cell.name for cell in sheet.rows[0].beyond] == ["F2"]


def test_header_that_is_wrong_says_which_columns_and_where_the_right_one_is():
    assert refused(csv_of(("Kode", "Review", "", "Title", "title"), ("M1",))) == (
        "The first row is not the header of milestones. Not known: “Kode”, an empty head. "
        "Missing: “Code”. Given twice: “Title”, “title”. "
        "The template has the header that is taken."
    )


@pytest.mark.parametrize("head", ["Stage", "State", " STATUS "])
def test_header_with_the_stage_of_a_review_is_told_why_not(head):
    sentence = refused(csv_of(("Code", head), ("P1-PRO", "Stage 3")), kind=REVIEWS)

    assert f"“{head.strip()}” is never imported: a review changes stage and state only" in sentence


def test_state_of_an_option_is_taken():
    assert read(csv_of(("Code", "State"), ("A1", "Preferred")), kind=OPTIONS).keys == (
        "code",
        "state",
    )


def test_header_does_not_mind_case_spaces_and_order():
    assert read(csv_of(("  title ", "CODE"), ("x", "M1"))).rows[0].cell("code").text == "M1"


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,,\nCode,Title\n"])
def test_first_row_without_heads_is_refused(content):
    assert refused(content).startswith("The first row is empty.")


def test_sheet_without_rows_is_refused():
    assert refused(csv_of(HEAD)).startswith("There is no row under the heads")
    assert refused(template_csv(MILESTONES)).startswith("There is no row under the heads")


def test_five_thousand_rows_are_taken_and_one_more_is_not():
    rows = [(f"M{number}", "P1-PRO", "x", "") for number in range(MAX_ROWS)]

    assert len(read(csv_of(HEAD, *rows)).rows) == 5_000
    assert refused(csv_of(HEAD, *rows, ("M", "P1-PRO", "x", ""))) == (
        "The sheet has more than 5,000 rows. Divide it and bring the parts."
    )


def test_merged_cells_are_named():
    content = xlsx_of(HEAD, ("M1", "P1-PRO", "x", ""), merge="B3:C4")

    assert refused(content, "milestones.xlsx") == (
        "Cells are merged: B3:C4. Unmerge them, so that each row has cells of its own."
    )


def test_quoted_cell_that_never_closes_is_a_file_cut_off():
    content = csv_of(HEAD, ("M1", "P1-PRO", "x", "")) + b'M2,P1-PRO,"Tender ou'

    assert refused(content).startswith("The file cannot be read after row 2: a quoted cell is")


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.99])
def test_workbook_cut_off_half_way_is_refused(kept):
    content = xlsx_of(HEAD, *[(f"M{n}", "P1-PRO", "x", "") for n in range(50)])

    assert refused(content[: int(len(content) * kept)], "m.xlsx").startswith("The workbook is dam")


def test_workbook_of_which_a_part_is_damaged_is_refused():
    sound = xlsx_of(HEAD, ("M1", "P1-PRO", "x", ""))

    for broken in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"):
        content = zipped({broken: b"<worksheet><sheetData><row>"}, like=sound)
        assert refused(content, "m.xlsx").startswith("The workbook is damaged")


def test_workbook_that_unpacks_to_far_too_much_is_refused_unread():
    sound = xlsx_of(HEAD, ("M1", "P1-PRO", "x", ""))
    bomb = zipped({"xl/media/bomb.bin": b"\0" * (80 * 1024 * 1024)}, like=sound)

    assert len(bomb) < 200_000
    assert refused(bomb, "m.xlsx").startswith("The workbook unpacks to 80 MB in ")


def test_workbook_with_entities_is_refused_unread():
    sound = xlsx_of(HEAD, ("M1", "P1-PRO", "x", ""))
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<si><t>&b;</t></si></sst>"
    )

    sentence = refused(zipped({"xl/sharedStrings.xml": laughs}, like=sound), "m.xlsx")

    assert sentence.startswith("The workbook holds XML entities")


def test_file_of_another_type_is_refused():
    assert refused(b"x", "milestones.ods").startswith("milestones.ods is not taken here.")


@pytest.mark.parametrize("kind", [REVIEWS, MILESTONES, OPTIONS])
def test_templates_have_the_header_that_is_taken_and_an_example_that_is_left_out(kind):
    row = ["X1" if column.key == "code" else "" for column in kind.columns]
    filled = template_csv(kind) + (",".join(row) + "\n").encode()

    sheet = read(filled, kind=kind)

    assert sheet.keys == tuple(column.key for column in kind.columns)
    assert [r.cell("code").text for r in sheet.rows] == ["X1"]
    assert sheet.notes == ("The example of the template was left out.",)
    workbook = template_xlsx(kind, {"Portfolios": ["CP-BUS"]})
    assert refused(workbook, "t.xlsx", kind).startswith("There is no row under the heads")


def test_sheet_of_the_kind_is_read_wherever_it_stands_in_the_workbook():
    assert read(xlsx_of(HEAD, ("M1", "x"), title="Whatever"), "m.xlsx").rows[0].number == 2


def test_dates_of_workbooks_are_days():
    assert (
        read(xlsx_of(HEAD, ("M1", "x", "x", date(2014, 5, 15))), "m.xlsx")
        .rows[0]
        .cell("baseline")
        .text
        == "2014-05-15"
    )


def test_cells_that_hold_no_text_are_read_or_named():
    sound = xlsx_of(HEAD, ("M1", True, 1, ""))
    with zipfile.ZipFile(io.BytesIO(sound)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    broken = sheet.replace(b'<c r="C2"><v>1</v></c>', b'<c r="C2" t="e"><v>#REF!</v></c>')
    assert broken != sheet

    row = read(zipped({"xl/worksheets/sheet1.xml": broken}, like=sound), "m.xlsx").rows[0]

    assert row.cell("review").text == "yes"
    assert row.cell("title").fault == "C2 holds the error #REF!; type its value."


def test_row_of_far_too_many_cells_is_refused():
    assert refused(csv_of(HEAD, ["x"] * 61)) == ("Row 2 has 61 cells, more than any sheet of ours.")


def test_file_that_is_no_zip_is_a_damaged_workbook():
    assert refused(b"Code,Title", "m.xlsx").startswith("The workbook is damaged")


def test_cell_with_a_nul_is_named():
    assert checked_cell("C2", "a\0b").fault == "C2 holds a character that is not text."
