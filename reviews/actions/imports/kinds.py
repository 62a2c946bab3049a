"""Which rows each kind of import has."""

from datetime import date, datetime

from ftc.organisation.models import User
from reviews.actions.imports.handling import Handler
from reviews.actions.imports.milestone_rows import MilestoneRows
from reviews.actions.imports.option_rows import OptionRows
from reviews.actions.imports.review_rows import ReviewRows
from reviews.enums import ImportKind

HANDLERS: dict[ImportKind, type[Handler]] = {
    ImportKind.REVIEWS: ReviewRows,
    ImportKind.MILESTONES: MilestoneRows,
    ImportKind.OPTIONS: OptionRows,
}


def handler_of(kind: str, *, by: User, now: datetime, today: date) -> Handler:
    """What judges, saves and undoes the rows of this kind for a person at a moment."""
    return HANDLERS[ImportKind(kind)](by=by, now=now, today=today)
