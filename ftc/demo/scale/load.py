"""Loading reviews by the thousand, set by set in the database, and taking them out again."""

from collections.abc import Callable
from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from ftc.demo.scale import parts
from ftc.demo.scale.insert import run
from ftc.errors import DomainError
from reviews.models import Review
from reviews.models.standings import ReviewStanding
from reviews.standings_sql import FILL

FEW = 100
# The standing of each review is filled in once at the end; every other trigger works.
STANDINGS = (
    "reviews.StandingReview:standing_begins",
    "reviews.StandingReview:standing_follows",
    "reviews.StandingActivity:standing_follows",
    "reviews.StandingService:standing_follows",
    "reviews.StandingBudget:standing_follows",
    "reviews.StandingMilestone:standing_follows",
    "reviews.StandingMilestoneDate:standing_follows",
    "reviews.StandingMilestoneReport:standing_follows",
    "reviews.StandingStatusReport:standing_follows",
)
APPEND_ONLY = (
    "reviews.GatePassage:append_only",
    "reviews.OptionState:append_only",
    "reviews.ReviewStateChange:append_only",
)
LOADERS: tuple[Callable[[int, int], int], ...] = (
    parts.services,
    parts.reviews,
    parts.coverage,
    parts.people,
    parts.passages,
    parts.states,
    parts.milestones,
    parts.milestone_dates,
    parts.milestone_reports,
    parts.status_reports,
    parts.options,
)


class ScaleRefused(DomainError):
    """Why scale data is neither loaded nor removed."""


def count_scale() -> int:
    """How many reviews of scale data there are."""
    return Review.objects.filter(code__startswith=parts.REVIEW).count()


@transaction.atomic
def load_scale(number: int, *, on: date) -> int:
    """Bring the scale data to ``number`` reviews of ten milestones each; returns the rows added.

    They belong to phases, a methodology each, services and people of their own, all of them named
    as scale data. They reach their stages by passages; dates lie around ``on``. What is there
    already stays. Raises ScaleRefused on a site that is no demonstration.
    """
    if not settings.DEMONSTRATION:
        raise ScaleRefused("Scale data is loaded into a demonstration only.")
    present = count_scale()
    if number <= present:
        raise ScaleRefused(f"There are {present} reviews of scale data already.")
    with (
        pghistory.context(action="demo.load_scale", user=None, user_name="", reason=""),
        pgtrigger.ignore(*STANDINGS),
    ):
        parts.begin(on)
        added = 0
        for first, last in _slices(present + 1, number):
            for load in LOADERS:
                added += load(first, last)
            _analyse(*parts.FILLED)
        added += run(FILL)
    _analyse(ReviewStanding)
    return added


def _slices(first: int, last: int) -> list[tuple[int, int]]:
    """A few reviews, then all others: triggers are planned once a session, by what is there then.

    Planned over empty tables they would read every row for each one that comes.
    """
    few = min(first + FEW - 1, last)
    return [(first, few), (few + 1, last)] if few < last else [(first, last)]


def _analyse(*models: type[Model]) -> None:
    """Let the database count anew, so that it plans for as many rows as there are by now."""
    for model in models:
        run(f'ANALYZE "{model._meta.db_table}"')


@transaction.atomic
def remove_scale() -> int:
    """Take out all scale data and what history kept of it; returns the rows taken out.

    Raises ScaleRefused when something else refers to it by now.
    """
    try:
        with pgtrigger.ignore(*STANDINGS, *APPEND_ONLY, *parts.STANDS), transaction.atomic():
            removed = sum(run(statement) for statement in parts.REMOVALS)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            return removed
    except IntegrityError as error:
        raise ScaleRefused(
            f"Something else refers to scale data by now, so it stays: {error}"
        ) from error
