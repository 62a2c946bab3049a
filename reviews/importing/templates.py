"""The templates people fill in: the header that is taken, an example, and what may be written."""

import csv
import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from reviews.importing.columns import SheetKind

EXAMPLE_NOTE = "The row whose code is EXAMPLE shows how it is filled in. It is never imported."


def template_csv(kind: SheetKind) -> bytes:
    """The header and the example as CSV in UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.head for column in kind.columns])
    writer.writerow([column.example for column in kind.columns])
    return text.getvalue().encode("utf-8-sig")


def template_xlsx(kind: SheetKind, allowed: Mapping[str, Sequence[str]]) -> bytes:
    """A workbook: the sheet to fill in, what each column may hold, and the values allowed.

    ``allowed`` are the values of a column by its head, such as the codes of the portfolios.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        example = book.add_format({"italic": True, "font_color": "#505a5f"})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(kind.title)
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(kind.columns):
            # Text, so that a code such as 1-2 is not made a date of.
            sheet.set_column(place, place, column.width, text)
            sheet.write_string(0, place, column.head, bold)
            sheet.write_string(1, place, column.example, example)
        help_sheet = book.add_worksheet("Columns")
        help_sheet.set_column(0, 0, 28)
        help_sheet.set_column(1, 1, 90)
        help_sheet.write_row(0, 0, ["Column", "What it may hold"], bold)
        for line, column in enumerate(kind.columns, start=1):
            help_sheet.write_string(line, 0, column.head)
            help_sheet.write_string(line, 1, column.help, wrapped)
        help_sheet.write_string(len(kind.columns) + 2, 0, EXAMPLE_NOTE)
        values = book.add_worksheet("Allowed values")
        for place, (head, known) in enumerate(allowed.items()):
            values.set_column(place, place, 36)
            values.write_string(0, place, head, bold)
            for line, value in enumerate(known, start=1):
                values.write_string(line, place, value)
    return file.getvalue()
