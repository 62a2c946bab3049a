"""Sheets as people make them, sound and unsound, and imports at each of their states."""

import csv
import io
import zipfile

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reviews import tasks
from reviews.actions import imports
from reviews.enums import ImportKind
from reviews.models import Import


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


def sheet_file(content, name="milestones.csv"):
    """A sheet as a browser brings it."""
    return SimpleUploadedFile(name, content)


def bring(by, *rows, kind=ImportKind.MILESTONES, name="sheet.csv"):
    """An import of these rows, the first the header, as it waits for the worker."""
    return imports.bring_import(
        kind=kind, file=sheet_file(csv_of(*rows), name), by=by, now=timezone.now()
    )


def work(held):
    """Have the worker do what the import asks for; gives it as it is then."""
    tasks.work_on_import(import_id=held.pk)
    return Import.objects.get(pk=held.pk)


def previewed(by, *rows, kind=ImportKind.MILESTONES):
    """An import of these rows as it waits to be confirmed."""
    return work(bring(by, *rows, kind=kind))


def confirm(held, by, *, leave_out_wrong=False):
    """Confirm a preview and have the worker save it."""
    imports.confirm_import(
        held=held,
        expected_version=held.version,
        leave_out_wrong=leave_out_wrong,
        by=by,
        now=timezone.now(),
    )
    return work(held)


def undo(held, by):
    """Have a saved import undone."""
    imports.request_undo(held=held, by=by, now=timezone.now())
    return work(held)


def told(held):
    """Each row of a preview: its number, outcome, code and messages."""
    return [(row.number, row.outcome, row.code, row.messages) for row in held.rows.all()]
