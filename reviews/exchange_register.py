"""The register of market engagement and the suppliers, out as rows of a CSV file or a workbook."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter

from ftc.periods import long_date
from ftc.programme.exchange import Cell
from reviews.enums import EngagementState
from reviews.models import MarketEngagement, Supplier
from reviews.queries.engagement import SupplierCounts

ENGAGEMENT_HEAD = [
    "Code", "Of", "Kind", "Title", "Notice", "Council visited", "State", "Began", "Ended",
    "Services", "Invited", "Responded", "Declined", "Classification", "Source",
]  # fmt: skip
SUPPLIER_HEAD = [
    "Code", "Name", "Size", "SME", "Sector", "VCSE", "Deals in", "Engagements", "Responses",
]  # fmt: skip
SAID = {True: "yes", False: "no", None: "not known"}
WIDTH = 22


def engagement_rows(engagements: Iterable[Any]) -> Iterable[Sequence[Cell]]:
    """One row an engagement, annotated as ``queries.engagement.engagements`` gives it."""
    for each in engagements:
        row: MarketEngagement = each
        yield [
            row.code,
            row.activity.title,
            row.get_kind_display(),
            row.title,
            row.reference,
            row.council,
            str(EngagementState(each.state_then).label),
            row.starts_on,
            row.ends_on,
            "; ".join(service.name for service in row.services.all()),
            each.invited,
            each.responded,
            each.declined,
            row.get_classification_display(),
            row.credit,
        ]


def supplier_rows(suppliers: Iterable[Any]) -> Iterable[Sequence[Cell]]:
    """One row a supplier, annotated as ``queries.engagement.suppliers`` gives it."""
    for each in suppliers:
        row: Supplier = each
        yield [
            row.code,
            row.name,
            row.get_size_display() if row.size else "not known",
            SAID[row.is_sme],
            row.get_sector_display() if row.sector else "not known",
            SAID[row.is_vcse],
            row.business,
            each.engagements,
            each.answered,
        ]


def about(
    *, as_at: date | None, filters: Sequence[str], left_out: int = 0
) -> list[tuple[str, str]]:
    """What a workbook says of itself: its day, how it was found, and what it leaves out."""
    lines = [
        ("As at", long_date(as_at) if as_at else "Everything recorded"),
        ("Filtered by", "; ".join(filters) or "Nothing: every row"),
    ]
    if left_out:
        lines.append(("Left out", f"{left_out} that you may not read"))
    return lines


def counts_line(counts: SupplierCounts) -> tuple[str, str]:
    """The suppliers of a sheet by kind, in words."""
    return (
        "Suppliers",
        f"{counts.suppliers}, of which {counts.sme} SME and {counts.vcse} VCSE; "
        f"the size of {counts.size_unknown} is not known",
    )


def workbook(
    name: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    said: Sequence[tuple[str, str]],
) -> IO[bytes]:
    """The rows as a workbook in a file of its own, and a second sheet that says what they are."""
    file = tempfile.TemporaryFile()  # noqa: SIM115, the response that sends it closes it
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        dated = book.add_format({"num_format": "d mmm yyyy"})
        sheet = book.add_worksheet(name.capitalize()[:31])
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(head) - 1, WIDTH)
        for position, words in enumerate(head):
            sheet.write_string(0, position, words, bold)
        for line, values in enumerate(rows, start=1):
            for position, value in enumerate(values):
                _write(sheet, line, position, value, dated)
        beside = book.add_worksheet("About")
        beside.set_column(0, 0, 16)
        beside.set_column(1, 1, 60)
        for line, (what, words) in enumerate(said):
            beside.write_string(line, 0, what, bold)
            beside.write_string(line, 1, words)
    file.seek(0)
    return file


def _write(sheet: Any, line: int, position: int, value: Cell, dated: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(line, position, value)
    elif isinstance(value, date):
        sheet.write_datetime(line, position, value, dated)
    elif value:
        sheet.write_string(line, position, str(value))
