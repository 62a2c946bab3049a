"""Reading an Excel workbook that a stranger made: what it unpacks to is found out first."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from reviews.errors import SheetRefused
from reviews.importing.cells import (
    MAX_COLUMNS,
    RawRow,
    SheetCell,
    checked_cell,
    column_letter,
    formula_fault,
)

UNPACKED_LIMIT_MB = 60
PARTS_LIMIT = 2_000
DAMAGED = (
    "The workbook is damaged, or was cut off on its way. "
    "Open it, save it again as .xlsx, then choose it again."
)
ENTITIES = "The workbook holds XML entities, which no spreadsheet writes, so it was not read."
# What reading a damaged workbook ends in, besides the errors of zip and XML.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, EOFError, SyntaxError, KeyError,
    IndexError, ValueError, TypeError, AttributeError, NotImplementedError, RuntimeError,
    OverflowError, UnicodeError,
)  # fmt: skip
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}[0-9]+:[A-Z]{1,3}[0-9]+)\"")


def read_workbook(file: BinaryIO, sheet: str) -> list[RawRow]:
    """The rows that hold something of the sheet of this name, else of the workbook's first.

    Raises SheetRefused for a workbook that unpacks to too much, is damaged or has merged cells.
    """
    _check_unpacks(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book: Any = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            try:
                chosen = _chosen(book, sheet)
                _check_not_merged(file, chosen)
                return list(_rows(chosen))
            finally:
                book.close()
    except _BROKEN as fault:
        if isinstance(fault, DefusedXmlException) or isinstance(
            fault.__cause__, DefusedXmlException
        ):
            raise SheetRefused(ENTITIES) from fault
        raise SheetRefused(DAMAGED) from fault


def _check_unpacks(file: BinaryIO) -> None:
    """Raises SheetRefused for a zip that unpacks to more than any sheet of 5,000 rows.

    No part can unpack to more than its entry says: reading stops there.
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except _BROKEN as fault:
        raise SheetRefused(DAMAGED) from fault
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > PARTS_LIMIT or unpacked > UNPACKED_LIMIT_MB * 1024 * 1024:
        raise SheetRefused(
            f"The workbook unpacks to {unpacked // (1024 * 1024):,} MB in {len(parts):,} parts. "
            f"At most {UNPACKED_LIMIT_MB} MB are read: remove pictures and other sheets."
        )
    file.seek(0)


def _chosen(book: Any, name: str) -> Any:
    """The sheet of the name, else the first; a chart has no rows."""
    sheets = book.worksheets
    if not sheets:
        raise SheetRefused("The workbook has no sheet with rows.")
    return next((s for s in sheets if s.title.casefold() == name.casefold()), sheets[0])


def _check_not_merged(file: BinaryIO, sheet: Any) -> None:
    """Raises SheetRefused naming the merged cells; reading row by row does not show them."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        found = _MERGED.findall(archive.read(sheet._worksheet_path))
    file.seek(0)
    if found:
        named = ", ".join(ref.decode() for ref in found[:5])
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""
        raise SheetRefused(
            f"Cells are merged: {named}{more}. Unmerge them, so that each row has cells of its own."
        )


def _rows(sheet: Any) -> Iterator[RawRow]:
    sheet.reset_dimensions()  # a sheet may state a size that is not its own
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        row = [_cell(number, place, cell) for place, cell in enumerate(cells)]
        if any(cell.text or cell.fault for cell in row):
            yield number, row


def _cell(row: int, position: int, cell: Any) -> SheetCell:
    name = f"{column_letter(position)}{row}"
    value = cell.value
    if value is None:
        return SheetCell(name)
    if cell.data_type == "f":
        return SheetCell(name, fault=formula_fault(name))
    if cell.data_type == "e":
        return SheetCell(name, fault=f"{name} holds the error {value}; type its value.")
    if isinstance(value, datetime):
        return SheetCell(name, value.date().isoformat(), is_date=True)
    if isinstance(value, date):
        return SheetCell(name, value.isoformat(), is_date=True)
    if isinstance(value, bool):
        return SheetCell(name, "yes" if value else "no")
    if isinstance(value, int | float):
        return SheetCell(name, _number(value))
    return checked_cell(name, str(value).strip())


def _number(value: int | float) -> str:
    """A number as somebody would type it: 7 for 7.0, 0.1 for 0.1."""
    exact = Decimal(repr(value))
    return f"{exact.to_integral_value():f}" if exact == exact.to_integral_value() else f"{exact:f}"
