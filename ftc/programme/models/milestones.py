"""Milestones with their dated rows and what was reported of them."""

from datetime import date
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from ftc.periods import Precision, display_date
from ftc.programme import triggers
from ftc.programme.enums import (
    MilestoneDateKind,
    MilestoneStatus,
)
from ftc.programme.models.activities import Activity
from ftc.records.models import (
    CreditedModel,
    EffectiveModel,
    VersionedModel,
    choice_constraint,
)
from ftc.records.models.bases import VersionedQuerySet


class MilestoneQuerySet(VersionedQuerySet):
    def with_dates(self) -> Self:
        """With dated rows and reported statuses at hand: two more queries, whatever the count."""
        return self.prefetch_related("dates", "reports")


@pghistory.track()
class Milestone(CreditedModel, VersionedModel):
    """A point an activity is to reach; its dates and reported statuses are rows of their own."""

    code = models.SlugField(max_length=40, unique=True)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField(default=0)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="milestones",
    )

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "order", "code"]

    def __str__(self) -> str:
        return self.title

    def date_of(self, kind: MilestoneDateKind, as_at: date | None) -> "MilestoneDate | None":
        """The dated row of ``kind`` in effect on ``as_at``; reads the prefetched rows."""
        rows = [
            row
            for row in self.dates.all()
            if row.kind == kind and (as_at is None or row.effective_on <= as_at)
        ]
        return max(rows, key=lambda row: (row.effective_on, row.pk), default=None)

    def report_on(self, as_at: date | None) -> "MilestoneReport | None":
        """What was last reported of it by ``as_at``; reads the prefetched rows."""
        rows = [r for r in self.reports.all() if as_at is None or r.effective_on <= as_at]
        return max(rows, key=lambda row: (row.effective_on, row.pk), default=None)


class MilestoneDate(EffectiveModel, CreditedModel):
    """A baseline, forecast or achieved date with the precision its source gives.

    Baselines are never edited: a re-baseline is a further row with its reason.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="dates")
    kind = models.CharField(max_length=10, choices=MilestoneDateKind)
    on = models.DateField(null=True, blank=True)
    precision = models.CharField(
        max_length=20, choices=[(p.value, p.value.replace("_", " ")) for p in Precision]
    )
    printed = models.CharField(max_length=120, blank=True, db_comment="as the paper prints it")
    reason = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(EffectiveModel.Meta):
        ordering = ["milestone", "effective_on", "pk"]
        constraints = [
            choice_constraint("kind", MilestoneDateKind),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_date_or_printed_text",
                condition=Q(on__isnull=False) | ~Q(printed=""),
            ),
        ]

        triggers = [
            pgtrigger.Trigger(
                name="baseline_stands",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=triggers.BASELINE_STANDS,
            )
        ]

    def __str__(self) -> str:
        return display_date(self.on, Precision(self.precision), self.printed)


class MilestoneReport(EffectiveModel, CreditedModel):
    """The status a paper or person reported for a milestone; it sets no achieved date."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="reports")
    status = models.CharField(max_length=20, choices=MilestoneStatus)
    basis = models.CharField(max_length=500, blank=True)

    class Meta(EffectiveModel.Meta):
        ordering = ["milestone", "effective_on", "pk"]
        constraints = [choice_constraint("status", MilestoneStatus)]

    def __str__(self) -> str:
        return self.get_status_display()
