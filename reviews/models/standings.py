"""How each review stands now, in one row: what lists sort by, filter by and add up.

Everything in it follows from other rows; the database keeps it, and nobody writes it.
"""

import pgtrigger
from django.db import models
from django.db.models import Q

from ftc.organisation.models import ServiceBudget
from ftc.programme.models import (
    Activity,
    Milestone,
    MilestoneDate,
    MilestoneReport,
    Phase,
    Portfolio,
    StatusReport,
)
from reviews import standings_sql
from reviews.enums import ReviewState
from reviews.models.methodologies import Methodology, Stage
from reviews.models.reviews import Review, ReviewedService

CHANGES = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


class ReviewStanding(models.Model):
    """Where a review stands by everything recorded; a list reads this table alone.

    ``next_on`` is the date of the soonest milestone not yet reached; ``net_gbp`` sums the latest
    budgets of the services covered, of which ``shared`` says that another review covers one too.
    """

    review = models.OneToOneField(
        Review, primary_key=True, on_delete=models.CASCADE, related_name="standing"
    )
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)
    phase_number = models.PositiveSmallIntegerField()
    methodology = models.ForeignKey(
        Methodology,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    stage = models.ForeignKey(
        Stage,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    state = models.CharField(max_length=12, choices=ReviewState, default=ReviewState.ACTIVE)
    portfolio = models.ForeignKey(
        Portfolio, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    rag = models.CharField(max_length=6, blank=True, db_comment="as last reported")
    next_on = models.DateField(null=True)
    services = models.PositiveIntegerField(default=0)
    services_with_budget = models.PositiveIntegerField(default=0)
    net_gbp = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, db_comment="pounds a year"
    )
    shared = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                name="reviews_standing_in_order", fields=["phase_number", "order", "code"]
            ),
            models.Index(
                name="reviews_standing_on_board",
                fields=["methodology", "stage", "phase_number", "order", "code"],
            ),
            models.Index(
                name="reviews_standing_shared", fields=["review"], condition=Q(shared=True)
            ),
        ]

    def __str__(self) -> str:
        return self.code


def _keeps(name: str, func: str, operation: pgtrigger.Operation = CHANGES) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, operation=operation, when=pgtrigger.After, func=func)


# The tables a standing follows from, of this app and of those on its left, whose own models do
# not know of reviews.


class StandingReview(Review):
    class Meta:
        proxy = True
        triggers = [
            _keeps("standing_begins", standings_sql.BEGINS, pgtrigger.Insert),
            _keeps("standing_follows", standings_sql.FOLLOWS_REVIEW, pgtrigger.Update),
        ]


class StandingActivity(Activity):
    class Meta:
        proxy = True
        triggers = [
            _keeps(
                "standing_follows",
                standings_sql.FOLLOWS_ACTIVITY,
                pgtrigger.UpdateOf("code", "title", "order"),
            )
        ]


class StandingPhase(Phase):
    class Meta:
        proxy = True
        triggers = [
            _keeps("standing_follows", standings_sql.FOLLOWS_PHASE, pgtrigger.UpdateOf("number"))
        ]


class StandingService(ReviewedService):
    class Meta:
        proxy = True
        triggers = [_keeps("standing_follows", standings_sql.FOLLOWS_COVERAGE)]


class StandingBudget(ServiceBudget):
    class Meta:
        proxy = True
        triggers = [_keeps("standing_follows", standings_sql.FOLLOWS_BUDGET)]


class StandingMilestone(Milestone):
    class Meta:
        proxy = True
        triggers = [_keeps("standing_follows", standings_sql.FOLLOWS_MILESTONE)]


class StandingMilestoneDate(MilestoneDate):
    class Meta:
        proxy = True
        triggers = [_keeps("standing_follows", standings_sql.FOLLOWS_MILESTONE_ROW)]


class StandingMilestoneReport(MilestoneReport):
    class Meta:
        proxy = True
        triggers = [_keeps("standing_follows", standings_sql.FOLLOWS_MILESTONE_ROW)]


class StandingStatusReport(StatusReport):
    class Meta:
        proxy = True
        triggers = [_keeps("standing_follows", standings_sql.FOLLOWS_STATUS)]
