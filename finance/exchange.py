"""The plan as rows for other programs: CSV and XLSX of what was known as at a date."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import xlsxwriter

from finance import queries
from finance.enums import PlanMeasure
from finance.models import CategoryTarget, PlanAmount

HEADS = (
    "Measure",
    "Category",
    "Year",
    "Low (£)",
    "High (£)",
    "In effect from",
    "Paper",
    "Paragraph",
    "Note",
)


@dataclass(frozen=True)
class PlanRow:
    """One amount or range of the plan; low and high are the same for a single amount."""

    measure: str
    category: str
    year: str
    low_gbp: Decimal
    high_gbp: Decimal
    effective_on: date
    paper: str
    paragraph: str
    note: str

    def cells(self) -> tuple[str | Decimal | date, ...]:
        return (
            self.measure,
            self.category,
            self.year,
            self.low_gbp,
            self.high_gbp,
            self.effective_on,
            self.paper,
            self.paragraph,
            self.note,
        )


def plan_rows(as_at: date | None) -> list[PlanRow]:
    """Required and unidentified by year, then the range of each category, of the plan in force."""
    table = queries.plan_table(as_at)
    amounts = (table.row(measure, year) for measure in PlanMeasure for year in table.years)
    targets = queries.target_table(table.plan, as_at).known()
    return [
        *(_amount_row(row) for row in amounts if row is not None),
        *(_target_row(row) for row in targets),
    ]


def plan_csv(as_at: date | None) -> bytes:
    """The rows as CSV in UTF-8 with a byte order mark, so that spreadsheets read the letters."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADS)
    writer.writerows([_plain(cell) for cell in row.cells()] for row in plan_rows(as_at))
    return buffer.getvalue().encode("utf-8-sig")


def plan_xlsx(as_at: date | None) -> bytes:
    """The rows as a workbook with one sheet, amounts as numbers and dates as dates."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Plan")
        pounds = book.add_format({"num_format": "#,##0.00"})
        day = book.add_format({"num_format": "d mmm yyyy"})
        sheet.write_row(0, 0, HEADS, book.add_format({"bold": True}))
        for line, row in enumerate(plan_rows(as_at), start=1):
            for column, cell in enumerate(row.cells()):
                if isinstance(cell, Decimal):
                    sheet.write_number(line, column, cell, pounds)
                elif isinstance(cell, date):
                    sheet.write_datetime(line, column, cell, day)
                else:
                    sheet.write_string(line, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return buffer.getvalue()


def _plain(cell: str | Decimal | date) -> str:
    """A cell as CSV; a text that a spreadsheet would run as a formula is quoted."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    is_run = cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{cell}" if is_run else cell


def _amount_row(row: PlanAmount) -> PlanRow:
    return PlanRow(
        measure=row.get_measure_display(),
        category="",
        year=str(row.plan_year),
        low_gbp=row.amount_gbp,
        high_gbp=row.amount_gbp,
        effective_on=row.effective_on,
        paper=row.source.title if row.source else "",
        paragraph=row.source_ref,
        note=row.note,
    )


def _target_row(row: CategoryTarget) -> PlanRow:
    return PlanRow(
        measure="Savings expected, all years of the plan",
        category=row.category.name,
        year="",
        low_gbp=row.low_gbp,
        high_gbp=row.high_gbp,
        effective_on=row.effective_on,
        paper=row.source.title if row.source else "",
        paragraph=row.source_ref,
        note="",
    )
