"""A cell of a sheet by its name, and what is wrong with one that cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass

MAX_COLUMNS = 60
CELL_LENGTH = 10_000


@dataclass(frozen=True)
class SheetCell:
    """A cell by its name in a spreadsheet: "C7".

    ``text`` is what it holds, dates as ISO and numbers without thousands; ``fault`` is a sentence
    about a cell that cannot be read, such as a formula.
    """

    name: str
    text: str = ""
    is_date: bool = False
    fault: str = ""


RawRow = tuple[int, Sequence[SheetCell]]


def column_letter(position: int) -> str:
    """The letters of a column counted from 0: A, Z, AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def formula_fault(name: str) -> str:
    return f"{name} holds a formula; paste its value."


def checked_cell(name: str, text: str, *, is_date: bool = False) -> SheetCell:
    """A cell of text, or its fault when it is longer than anything we keep or holds no text."""
    if len(text) > CELL_LENGTH:
        return SheetCell(name, fault=f"{name} holds more than {CELL_LENGTH:,} characters.")
    if "\0" in text:
        return SheetCell(name, fault=f"{name} holds a character that is not text.")
    return SheetCell(name, text, is_date)
