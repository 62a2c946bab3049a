"""Imports and bulk edits: asked for, previewed, confirmed, saved whole by the worker, undone."""

from ftc.records import history
from reviews.actions.imports.bulk_rows import bulk_handler
from reviews.actions.imports.jobs import WORK_TASK, Claim, ClaimLost, beat, claim, give_up, sweep
from reviews.actions.imports.requests import (
    UNDO_WITHIN,
    bring_import,
    can_undo,
    check_can_undo,
    confirm_import,
    discard_import,
    make_bulk_edit,
    read_again,
    request_undo,
)
from reviews.actions.imports.working import Progress, read_import, save_import, undo_import

__all__ = [
    "UNDO_WITHIN",
    "WORK_TASK",
    "Claim",
    "ClaimLost",
    "Progress",
    "beat",
    "bring_import",
    "bulk_handler",
    "can_undo",
    "check_can_undo",
    "claim",
    "confirm_import",
    "discard_import",
    "give_up",
    "make_bulk_edit",
    "read_again",
    "read_import",
    "request_undo",
    "save_import",
    "sweep",
    "undo_import",
]

history.describe_actions(
    reviews_bring_import="brought a sheet to import",
    reviews_make_bulk_edit="chose reviews to edit together",
    reviews_confirm_import="confirmed the import",
    reviews_discard_import="discarded the import",
    reviews_stop_import="stopped the import",
    reviews_save_import="imported it from a sheet",
    reviews_save_bulk_edit="edited it with others",
    reviews_undo_import="undid an import",
    reviews_undo_bulk_edit="undid an edit of several reviews",
)
