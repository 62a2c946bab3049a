"""A sheet somebody brings, as heads and rows of named cells; read from a workbook or a CSV."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from reviews.errors import SheetRefused
from reviews.importing.cells import (
    MAX_COLUMNS,
    RawRow,
    SheetCell,
    checked_cell,
    column_letter,
    formula_fault,
)
from reviews.importing.columns import SheetKind, head_key
from reviews.importing.workbooks import read_workbook

MAX_ROWS = 5_000
EXAMPLE = "EXAMPLE"
DELIMITERS = (",", ";", "\t")
READ_AS_WINDOWS = (
    "The file is not in UTF-8, so it was read in the Windows character set. "
    "Look for £ signs and accents that came out wrong."
)
# What a spreadsheet would evaluate; our exports put an apostrophe before it.
_ESCAPED = re.compile(r"'\s*[=+\-@\t\r]")


@dataclass(frozen=True)
class SheetRow:
    """A row of the sheet that holds something: its number, and its cells by the head's key."""

    number: int
    cells: dict[str, SheetCell]
    beyond: tuple[SheetCell, ...] = ()

    def cell(self, key: str) -> SheetCell:
        """The cell under a head; an empty one where the sheet has no such column."""
        return self.cells.get(key, SheetCell(""))


@dataclass(frozen=True)
class Sheet:
    """A whole sheet: the keys of its heads in their order, its rows, and notes on reading it."""

    keys: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...] = ()


def read_sheet(file: BinaryIO, name: str, kind: SheetKind) -> Sheet:
    """The sheet in ``file``, read as its ``name`` ends: a workbook or CSV.

    Blank rows and the template's example are left out. Raises SheetRefused with a sentence for a
    file that cannot be read, has a wrong header, no rows or more than 5,000, or merged cells.
    """
    if name.lower().endswith(".xlsx"):
        return _sheet(read_workbook(file, kind.title), kind, ())
    if name.lower().endswith(".csv"):
        text, notes = _decoded(file.read())
        return _sheet(_csv_rows(text, kind), kind, notes)
    raise SheetRefused(f"{name} is not taken here. Save it as .xlsx or .csv, then choose it again.")


def _sheet(raw: Iterable[RawRow], kind: SheetKind, notes: tuple[str, ...]) -> Sheet:
    """Find the heads in the first row and put every further row under them."""
    rows = iter(raw)
    first = next(rows, None)
    if first is None or first[0] != 1:
        raise SheetRefused(
            "The first row is empty. Put the heads of the columns there, as in the template."
        )
    keys = kind.check_header([cell.text for cell in _trimmed(first[1])])
    found: list[SheetRow] = []
    examples = 0
    for number, cells in rows:
        if len(found) == MAX_ROWS:
            raise SheetRefused(
                f"The sheet has more than {MAX_ROWS:,} rows. Divide it and bring the parts."
            )
        row = SheetRow(
            number,
            {key: cell for key, cell in zip(keys, cells, strict=False) if key},
            tuple(cell for cell in cells[len(keys) :] if cell.text or cell.fault),
        )
        if row.cell("code").text.upper() == EXAMPLE:
            examples += 1
            continue
        found.append(row)
    if not found:
        raise SheetRefused("There is no row under the heads, so there is nothing to import.")
    if examples:
        notes = (*notes, "The example of the template was left out.")
    return Sheet(tuple(key for key in keys if key), tuple(found), notes)


def _trimmed(cells: Sequence[SheetCell]) -> list[SheetCell]:
    """The cells up to the last that holds something."""
    filled = [place for place, cell in enumerate(cells) if cell.text or cell.fault]
    return list(cells[: filled[-1] + 1]) if filled else []


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), (READ_AS_WINDOWS,)
    except UnicodeDecodeError:
        raise SheetRefused(
            "The file is not text in UTF-8 or in the Windows character set. "
            "Save it as “CSV UTF-8”, then choose it again."
        ) from None


def _csv_rows(text: str, kind: SheetKind) -> Iterator[RawRow]:
    """The rows of a CSV that hold something, each with its number as a spreadsheet shows it."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=_delimiter(text, kind), strict=True
    )
    number = 0
    try:
        for number, values in enumerate(reader, start=1):
            if any(value.strip() for value in values):
                if len(values) > MAX_COLUMNS:
                    raise SheetRefused(
                        f"Row {number} has {len(values)} cells, more than any sheet of ours."
                    )
                yield number, [_csv_cell(number, at, value) for at, value in enumerate(values)]
    except csv.Error as fault:
        raise SheetRefused(
            f"The file cannot be read after row {number}: a quoted cell is not closed, or the file "
            "was cut off there. Save it again, then choose it again."
        ) from fault


def _delimiter(text: str, kind: SheetKind) -> str:
    """The character that divides the first row into the most heads we know; else a comma."""
    first = text.lstrip("\r\n").split("\n", 1)[0]

    def known(delimiter: str) -> int:
        values = next(csv.reader([first], delimiter=delimiter), [])
        return sum(head_key(value) in kind.keys for value in values)

    return max(DELIMITERS, key=known)


def _csv_cell(row: int, position: int, value: str) -> SheetCell:
    name = f"{column_letter(position)}{row}"
    text = value.strip()
    if text.startswith("=") and len(text) > 1:
        return SheetCell(name, fault=formula_fault(name))
    if _ESCAPED.match(text):
        text = text[1:]
    return checked_cell(name, text)
