"""Reviews as CSV and XLSX: the rows that were filtered, their totals, and the date they speak for.

Rows are written as they are read, so that ten thousand of them take no more memory than ten. Text
that a spreadsheet would evaluate is escaped in CSV and is never a formula in XLSX; numbers
stay numbers, below zero too.
"""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from ftc.money import NOT_KNOWN
from ftc.periods import long_date
from reviews.queries import ReviewRow, Totals

Value = str | int | Decimal | date | None
NOT_STARTED = "Not started"
EVALUATED = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ReviewSheet:
    """What is exported: rows in their order, read once; totals; and how they were found.

    ``filters`` are words, one for each filter; ``as_at`` None is everything recorded.
    """

    rows: Iterable[ReviewRow]
    totals: Totals
    as_at: date | None
    filters: Sequence[str] = ()

    @property
    def as_at_text(self) -> str:
        return self.as_at.isoformat() if self.as_at else "everything recorded"


@dataclass(frozen=True)
class _Column:
    head: str
    read: Callable[[ReviewRow], Value]
    width: int = 14


def _milestone(name: str) -> Callable[[ReviewRow], Value]:
    return lambda row: getattr(row.milestone, name) if row.milestone else ""


_COLUMNS = (
    _Column("Code", lambda row: row.code, 10),
    _Column("Review", lambda row: row.title, 40),
    _Column("Phase", lambda row: row.phase, 7),
    _Column("Services", lambda row: "; ".join(row.services), 50),
    _Column("Stage", lambda row: row.stage.title if row.stage else NOT_STARTED, 30),
    _Column("Status", lambda row: row.state.label),
    _Column("Rating", lambda row: row.rag_text),
    _Column("Next milestone", _milestone("title"), 40),
    _Column("Next date", _milestone("on"), 12),
    _Column("Next date as given", _milestone("text"), 24),
    _Column("Slip (working days)", _milestone("slip"), 12),
    _Column("Net budget (£ a year)", lambda row: _known(row.net_gbp), 18),
    _Column("Portfolio", lambda row: row.portfolio, 24),
    _Column("Lead", lambda row: row.lead, 24),
)


class _Line:
    """A file that gives each line back as it is written."""

    def write(self, text: str) -> bytes:
        return text.encode()


def review_csv(sheet: ReviewSheet) -> Iterator[bytes]:
    """The sheet as CSV in UTF-8, with a last column that says as at when, and a row of totals."""
    writer: Any = csv.writer(_Line())
    yield b"\xef\xbb\xbf" + writer.writerow([*(column.head for column in _COLUMNS), "As at"])
    for values in _lines(sheet):
        yield writer.writerow([*(_csv_cell(value) for value in values), sheet.as_at_text])


def review_xlsx(sheet: ReviewSheet) -> IO[bytes]:
    """The sheet as a workbook in a file of its own: rows and totals, then how they were found."""
    file = tempfile.TemporaryFile()  # noqa: SIM115, the response that sends it closes it
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "money": book.add_format({"num_format": "#,##0.00;[Red]-#,##0.00"}),
            "date": book.add_format({"num_format": "d mmm yyyy"}),
        }
        reviews = book.add_worksheet("Reviews")
        reviews.freeze_panes(1, 2)
        for position, column in enumerate(_COLUMNS):
            reviews.set_column(position, position, column.width)
            reviews.write_string(0, position, column.head, formats["head"])
        for line, values in enumerate(_lines(sheet), start=1):
            for position, value in enumerate(values):
                _write(reviews, line, position, value, formats)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 16)
        about.set_column(1, 1, 60)
        for line, (head, said) in enumerate(_about(sheet)):
            about.write_string(line, 0, head, formats["head"])
            about.write_string(line, 1, said)
    file.seek(0)
    return file


def _lines(sheet: ReviewSheet) -> Iterator[list[Value]]:
    for row in sheet.rows:
        yield [column.read(row) for column in _COLUMNS]
    yield _totals_line(sheet.totals)


def _totals_line(totals: Totals) -> list[Value]:
    given: dict[str, Value] = {
        "Code": "Total",
        "Review": _counted(totals.reviews, "review"),
        "Services": f"{_counted(totals.services, 'service')}, each counted once",
        "Net budget (£ a year)": _known(totals.net_gbp),
    }
    if totals.services_not_known and totals.net_gbp is not None:
        given["Services"] = f"{given['Services']}; {totals.services_not_known} without a budget"
    return [given.get(column.head, "") for column in _COLUMNS]


def _about(sheet: ReviewSheet) -> list[tuple[str, str]]:
    return [
        ("As at", long_date(sheet.as_at) if sheet.as_at else "Everything recorded"),
        ("Filtered by", "; ".join(sheet.filters) or "Nothing: every review"),
        ("Reviews", str(sheet.totals.reviews)),
        ("Net budget", "Latest statement of each service, which counts once in the total"),
    ]


def _known(value: Decimal | None) -> Value:
    return NOT_KNOWN if value is None else value


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and value.lstrip(" ").startswith(EVALUATED):
        return f"'{value}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _write(sheet: Any, line: int, position: int, value: Value, formats: dict[str, Any]) -> None:
    if isinstance(value, Decimal):
        sheet.write_number(line, position, value, formats["money"])
    elif isinstance(value, int):
        sheet.write_number(line, position, value)
    elif isinstance(value, date):
        sheet.write_datetime(line, position, value, formats["date"])
    elif value:
        sheet.write_string(line, position, value)
