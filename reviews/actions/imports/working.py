"""Reading, saving and undoing an import: whole, in one transaction, or not at all."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ftc.errors import DomainError
from ftc.organisation.models import User
from ftc.records import history
from reviews.actions.imports import jobs
from reviews.actions.imports.handling import Handler, SheetHandler, Versioned, key_of, names
from reviews.actions.imports.kinds import handler_of, sheet_handler_of
from reviews.enums import ImportKind, ImportState, RowOutcome
from reviews.errors import ImportRefused
from reviews.importing.judged import Judged
from reviews.importing.sheets import SheetRow, read_sheet
from reviews.models import Import, ImportRow

CHUNK = 250
TO_SAVE = (RowOutcome.NEW, RowOutcome.CHANGED)


class Progress:
    """How many rows are done; the heart of the work writes it down from a thread of its own."""

    def __init__(self) -> None:
        self.done = 0


def read_import(*, claim: jobs.Claim, progress: Progress, today: date) -> None:
    """Read the sheet of an import and judge every row against the records.

    Writes the rows a chunk at a time, so that the page shows how far it is; what an earlier
    attempt left is removed first. Raises SheetRefused or ClaimLost.
    """
    held = Import.objects.select_related("upload", "made_by").get(pk=claim.import_id)
    if held.upload is None:
        raise jobs.ClaimLost
    handler = sheet_handler_of(held.kind, by=held.made_by, now=timezone.now(), today=today)
    with held.upload.file.open("rb") as file:
        sheet = read_sheet(file.file, held.upload.name, handler.sheet)
    with transaction.atomic():
        fresh = jobs.locked(claim)
        fresh.rows.all().delete()
        fresh.notes, fresh.rows_total = list(sheet.notes), len(sheet.rows)
        fresh.save(update_fields=["notes", "rows_total"])
    seen: dict[str, int] = {}
    for start in range(0, len(sheet.rows), CHUNK):
        rows = sheet.rows[start : start + CHUNK]
        judged = _judged_once(handler, rows, seen)
        with transaction.atomic():
            fresh = jobs.locked(claim)
            ImportRow.objects.bulk_create(row_of(fresh, line) for line in judged)
            progress.done = start + len(rows)
            fresh.rows_done, fresh.heartbeat_at = progress.done, timezone.now()
            fresh.save(update_fields=["rows_done", "heartbeat_at"])
    with transaction.atomic():
        fresh = jobs.locked(claim)
        fresh.state = ImportState.PREVIEWED
        fresh.version += 1
        fresh.save(update_fields=["state", "version"])


def save_import(*, claim: jobs.Claim, progress: Progress, today: date) -> None:
    """Write every row that is new or changed, through the actions that people use.

    One transaction: a refusal of any row, or a record changed since the preview, leaves nothing.
    Writes the records, what undoing each row needs, and SAVED. Raises DomainError or ClaimLost.
    """
    now = timezone.now()
    held = Import.objects.select_related("confirmed_by").get(pk=claim.import_id)
    if held.confirmed_by is None:
        raise jobs.ClaimLost
    handler = handler_of(held, by=held.confirmed_by, now=now, today=today)
    with transaction.atomic(), _recording("save", held, held.confirmed_by, now):
        rows = list(held.rows.filter(outcome__in=TO_SAVE).order_by("number"))
        _check_unchanged(handler, rows, "version", _CHANGED_SINCE_PREVIEW)
        _each(rows, handler.save, progress, _keep)
        _note_versions(handler, rows)
        ImportRow.objects.bulk_update(rows, ["object_key", "version_after", "undo"], CHUNK)
        fresh = jobs.locked(claim)
        fresh.state = ImportState.SAVED
        fresh.saved_at = timezone.now()
        fresh.rows_done = len(rows)
        fresh.version += 1
        fresh.save(update_fields=["state", "saved_at", "rows_done", "version"])


def undo_import(*, claim: jobs.Claim, progress: Progress, today: date) -> None:
    """Give every record back what it held before the import, and remove those it added.

    One transaction, last row first: a record changed since leaves everything as it is. Writes
    the records and UNDONE. Raises DomainError or ClaimLost.
    """
    now = timezone.now()
    held = Import.objects.select_related("undone_by").get(pk=claim.import_id)
    if held.undone_by is None:
        raise jobs.ClaimLost
    handler = handler_of(held, by=held.undone_by, now=now, today=today)
    with transaction.atomic(), _recording("undo", held, held.undone_by, now):
        rows = list(held.rows.filter(outcome__in=TO_SAVE).order_by("-number"))
        _check_unchanged(handler, rows, "version_after", _CHANGED_SINCE_SAVED)
        handler.check_removable({key_of(row): row.code for row in rows if row.version is None})
        _each(rows, handler.undo, progress)
        fresh = jobs.locked(claim)
        fresh.state = ImportState.UNDONE
        fresh.rows_done = len(rows)
        fresh.version += 1
        fresh.save(update_fields=["state", "rows_done", "version"])


_CHANGED_SINCE_PREVIEW = (
    "Nothing was saved: {names} changed since the preview was made. Make the preview again."
)
_CHANGED_SINCE_SAVED = (
    "Nothing was undone: {names} changed since it was saved. Put those right on their own pages."
)


def _recording(act: str, held: Import, by: User, now: datetime) -> Any:
    is_bulk = held.kind == ImportKind.BULK_EDIT
    action = f"reviews.{act}_{'bulk_edit' if is_bulk else 'import'}"
    return history.recording(
        action=action, by=by, at=now, reason="" if is_bulk else f"Import {held.pk}"
    )


def _judged_once(
    handler: SheetHandler, rows: Sequence[SheetRow], seen: dict[str, int]
) -> list[Judged]:
    """The rows judged; one whose code an earlier row has is wrong. ``seen`` goes on to the next."""
    judged: list[Judged] = []
    for row, line in zip(rows, handler.judge(rows), strict=True):
        cell = row.cell("code")
        earlier = seen.setdefault(cell.text, row.number) if cell.text else row.number
        if earlier == row.number:
            judged.append(line)
            continue
        repeated = f"{cell.name}: row {earlier} has the code {cell.text} already."
        judged.append(
            Judged(
                number=line.number,
                outcome=RowOutcome.WRONG,
                code=line.code,
                title=line.title,
                before=line.before,
                after=line.after,
                messages=(repeated, *line.messages),
                object_key=line.object_key,
                version=line.version,
            )
        )
    return judged


def row_of(held: Import, line: Judged) -> ImportRow:
    return ImportRow(
        of_import=held,
        number=line.number,
        outcome=line.outcome,
        code=line.code,
        title=line.title,
        before=line.before,
        after=line.after,
        messages=list(line.messages),
        object_key=line.object_key,
        version=line.version,
    )


def _check_unchanged(
    handler: Handler, rows: Sequence[ImportRow], version: str, sentence: str
) -> None:
    """Lock the records in one order; raises ImportRefused naming those with another version."""
    keys = [row.object_key for row in rows if row.object_key is not None]
    records = handler.lock(keys)
    changed = [
        row.code
        for row in rows
        if row.object_key is not None and _differs(records.get(row.object_key), row, version)
    ]
    if changed:
        raise ImportRefused(sentence.format(names=names(changed)))


def _differs(record: Versioned | None, row: ImportRow, version: str) -> bool:
    return record is None or record.version != getattr(row, version)


def _each(
    rows: Sequence[ImportRow],
    act: Callable[[ImportRow], Any],
    progress: Progress,
    keep: Callable[[ImportRow, Any], None] = lambda row, made: None,
) -> None:
    """Take the act on each row; a refusal is told with the row and its code."""
    for row in rows:
        try:
            keep(row, act(row))
        except DomainError as refusal:
            raise ImportRefused(
                f"Nothing was changed, because of row {row.number} ({row.code}): {refusal}"
            ) from refusal
        progress.done += 1


def _keep(row: ImportRow, made: Any) -> None:
    row.object_key, row.undo = made.object_key, made.undo


def _note_versions(handler: Handler, rows: Sequence[ImportRow]) -> None:
    """Note the version each record has now that all rows are written."""
    records = handler.lock([row.object_key for row in rows if row.object_key is not None])
    for row in rows:
        if row.object_key is not None:
            row.version_after = records[row.object_key].version
