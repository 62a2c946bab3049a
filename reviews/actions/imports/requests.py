"""What people do with imports: bring a sheet, confirm, discard, have it read again, undo."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction

from ftc.organisation.models import User
from ftc.records import history, jobs
from ftc.records.enums import Classification
from ftc.records.uploads import store_upload
from reviews import permissions
from reviews.actions.imports.bulk_rows import bulk_handler
from reviews.actions.imports.jobs import WORK_TASK, send_to_work
from reviews.actions.imports.working import row_of
from reviews.enums import ImportKind, ImportState, RowOutcome
from reviews.errors import ImportRefused
from reviews.models import Import, ImportRow

UNDO_WITHIN = timedelta(hours=1)
TAKEN = (".xlsx", ".csv")
MOST_CHOSEN = 500


@transaction.atomic
def bring_import(*, kind: ImportKind, file: File, by: User, now: datetime) -> Import:
    """Take a sheet and hand it to the worker to be read; nothing of it is saved before confirmed.

    Writes the upload and the import. Raises NotPermitted, ImportRefused, or UploadRefused for a
    file that is not what its name says.
    """
    permissions.check_can_import(by)
    name = (file.name or "").lower()
    if not name.endswith(TAKEN):
        raise ImportRefused(
            "Choose an Excel workbook (.xlsx) or a CSV file (.csv), such as the template."
        )
    with history.recording(action="reviews.bring_import", by=by, at=now):
        upload = store_upload(file=file, classification=Classification.INTERNAL, by=by, now=now)
        held: Import = Import.objects.create(
            kind=kind, upload=upload, made_by=by, made_at=now, heartbeat_at=now
        )
    jobs.enqueue(WORK_TASK, import_id=held.pk)
    return held


@transaction.atomic
def make_bulk_edit(
    *, codes: Sequence[str], change: dict[str, Any], by: User, now: datetime, today: date
) -> Import:
    """Show what one change to several reviews would do to each; nothing is saved before confirmed.

    ``change`` names ``what`` is changed (lead, owner, forecast or status) and to what. Writes the
    preview. Raises NotPermitted, or a refusal of the whole change such as AssignmentRefused.
    """
    permissions.check_can_bulk_edit(by)
    chosen = list(dict.fromkeys(code for code in codes if code))
    if not chosen:
        raise ImportRefused("Choose at least one review.")
    if len(chosen) > MOST_CHOSEN:
        raise ImportRefused(f"Choose at most {MOST_CHOSEN} reviews at a time.")
    with history.recording(action="reviews.make_bulk_edit", by=by, at=now):
        held: Import = Import.objects.create(
            kind=ImportKind.BULK_EDIT,
            state=ImportState.PREVIEWED,
            change={**change, "codes": chosen},
            made_by=by,
            made_at=now,
        )
        _preview_bulk(held, by=by, now=now, today=today)
    return held


def _preview_bulk(held: Import, *, by: User, now: datetime, today: date) -> None:
    """Judge every review chosen anew, for whoever asks."""
    judged = bulk_handler(held.change, by=by, now=now, today=today).judge(held.change["codes"])
    held.rows.all().delete()
    ImportRow.objects.bulk_create(row_of(held, line) for line in judged)
    held.rows_done = held.rows_total = len(judged)
    held.error = ""
    held.version += 1
    held.save(update_fields=["rows_done", "rows_total", "error", "version"])


@transaction.atomic
def read_again(*, held: Import, by: User, now: datetime, today: date) -> Import:
    """Have the preview made anew, because records changed or the worker stopped.

    Raises NotPermitted, or ImportRefused for one that is being worked on, or saved already.
    """
    fresh = _locked(held, by)
    if fresh.state not in (ImportState.PREVIEWED, ImportState.REFUSED):
        raise ImportRefused(f"This is {_state(fresh)}, so its preview stays as it is.")
    if fresh.kind == ImportKind.BULK_EDIT:
        with history.recording(action="reviews.make_bulk_edit", by=by, at=now):
            _preview_bulk(fresh, by=by, now=now, today=today)
        return fresh
    _set_to_work(fresh, ImportState.READING, "reviews.bring_import", by, now)
    return fresh


@transaction.atomic
def confirm_import(
    *, held: Import, expected_version: int, leave_out_wrong: bool, by: User, now: datetime
) -> Import:
    """Confirm the preview: the worker saves every row that is new or changed, or none.

    Of two people who confirm at once the second is refused. Raises NotPermitted or ImportRefused.
    """
    fresh = _locked(held, by)
    if fresh.state != ImportState.PREVIEWED:
        who = f" by {fresh.confirmed_by}" if fresh.confirmed_by else ""
        raise ImportRefused(f"This is {_state(fresh)}{who}, so it cannot be confirmed.")
    if fresh.version != expected_version:
        raise ImportRefused("The preview was made again since you opened it. Look at it first.")
    outcomes = set(fresh.rows.values_list("outcome", flat=True).distinct())
    if not outcomes & {RowOutcome.NEW, RowOutcome.CHANGED}:
        raise ImportRefused("No row is new or changed, so there is nothing to save.")
    if RowOutcome.WRONG in outcomes and not leave_out_wrong:
        raise ImportRefused(
            "Some rows are wrong. Put them right in the file and bring it again, or say that they "
            "are to be left out."
        )
    fresh.leaves_out_wrong = RowOutcome.WRONG in outcomes
    fresh.confirmed_by, fresh.confirmed_at = by, now
    _set_to_work(fresh, ImportState.SAVING, "reviews.confirm_import", by, now)
    return fresh


@transaction.atomic
def discard_import(*, held: Import, by: User, now: datetime) -> Import:
    """Put an import aside that was not confirmed. Raises NotPermitted or ImportRefused."""
    fresh = _locked(held, by)
    if fresh.state not in (ImportState.READING, ImportState.PREVIEWED):
        raise ImportRefused(f"This is {_state(fresh)}, so there is nothing to discard.")
    with history.recording(action="reviews.discard_import", by=by, at=now):
        fresh.state = ImportState.DISCARDED
        fresh.version += 1
        fresh.save(update_fields=["state", "version"])
    return fresh


@transaction.atomic
def request_undo(*, held: Import, by: User, now: datetime) -> Import:
    """Have an import undone, within an hour of its being saved; the worker does it, or nothing.

    Raises NotPermitted or ImportRefused.
    """
    fresh = _locked(held, by)
    check_can_undo(fresh, now)
    fresh.undone_by, fresh.undone_at = by, now
    _set_to_work(fresh, ImportState.UNDOING, "reviews.undo_import", by, now)
    return fresh


def check_can_undo(held: Import, now: datetime) -> None:
    """Raises ImportRefused with the sentence shown in place of the button."""
    if held.state != ImportState.SAVED or held.saved_at is None:
        raise ImportRefused(f"This is {_state(held)}, so there is nothing to undo.")
    if now > held.saved_at + UNDO_WITHIN:
        raise ImportRefused(
            "An hour has passed since it was saved, so it can no longer be undone as a whole."
        )


def can_undo(held: Import, now: datetime) -> bool:
    """Whether ``check_can_undo`` would let it be undone."""
    try:
        check_can_undo(held, now)
    except ImportRefused:
        return False
    return True


def _locked(held: Import, by: User) -> Import:
    fresh: Import = Import.objects.select_for_update(of=("self",)).get(pk=held.pk)
    permissions.check_can_handle(by, fresh)
    return fresh


def _set_to_work(fresh: Import, state: ImportState, action: str, by: User, now: datetime) -> None:
    with history.recording(action=action, by=by, at=now):
        send_to_work(fresh, state=state, now=now)
        fresh.save()
    jobs.enqueue(WORK_TASK, import_id=fresh.pk)


def _state(held: Import) -> str:
    return ImportState(held.state).label.lower()
