"""Sheets as people make them: workbooks and CSV, sound and unsound."""

import csv
import io
import zipfile

import xlsxwriter


def csv_of(*rows, encoding="utf-8-sig", delimiter=","):
    """A CSV of these rows."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(*rows, title="Milestones", merge=""):
    """A workbook with these rows; a cell may be text, a number, a date or a formula ("=A1")."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(title)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                if hasattr(value, "year"):
                    sheet.write_datetime(line, place, value, day)
                elif value not in ("", None):
                    sheet.write(line, place, value)
        if merge:
            sheet.merge_range(merge, "merged")
    return file.getvalue()


def zipped(parts, *, like=b""):
    """A zip with these parts, beside those of the workbook ``like``."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        if like:
            with zipfile.ZipFile(io.BytesIO(like)) as old:
                for name in old.namelist():
                    if name not in parts:
                        archive.writestr(name, old.read(name))
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
