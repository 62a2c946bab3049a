"""Which rows each kind of import has."""

from datetime import date, datetime

from ftc.organisation.models import User
from reviews.actions.imports.bulk_rows import bulk_handler
from reviews.actions.imports.handling import Handler, SheetHandler
from reviews.actions.imports.milestone_rows import MilestoneRows
from reviews.actions.imports.option_rows import OptionRows
from reviews.actions.imports.review_rows import ReviewRows
from reviews.enums import ImportKind
from reviews.models import Import

OF_SHEETS: dict[ImportKind, type[SheetHandler]] = {
    ImportKind.REVIEWS: ReviewRows,
    ImportKind.MILESTONES: MilestoneRows,
    ImportKind.OPTIONS: OptionRows,
}


def sheet_handler_of(kind: str, *, by: User, now: datetime, today: date) -> SheetHandler:
    """What judges the rows of a sheet of this kind for a person at a moment."""
    return OF_SHEETS[ImportKind(kind)](by=by, now=now, today=today)


def handler_of(held: Import, *, by: User, now: datetime, today: date) -> Handler:
    """What saves and undoes the rows of an import for a person at a moment."""
    if held.kind == ImportKind.BULK_EDIT:
        return bulk_handler(held.change, by=by, now=now, today=today)
    return sheet_handler_of(held.kind, by=by, now=now, today=today)
