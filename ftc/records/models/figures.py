"""What papers printed, and what a published document froze."""

from datetime import date
from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from ftc.records.models.bases import CreditedModel, VersionedModel, VersionedQuerySet


class StatedFigureQuerySet(VersionedQuerySet):
    def known_by(self, as_at: date | None) -> Self:
        """Figures whose paper could be read on ``as_at``."""
        return self if as_at is None else self.filter(source__known_on__lte=as_at)

    def comparable(self) -> Self:
        """Figures that FTC computes as well."""
        return self.exclude(figure_key="")


@pghistory.track()
class StatedFigure(CreditedModel, VersionedModel):
    """A number as a paper printed it, kept beside what the records give.

    ``low`` alone is "over"; both equal is one number; ``figure_key`` is empty when nothing in the
    records can give the number.
    """

    code = models.CharField(max_length=40, unique=True)
    figure_key = models.CharField(max_length=80, blank=True)
    params = models.JSONField(default=dict, blank=True)
    measure = models.CharField(max_length=300, db_comment="what the number measures, in words")
    printed_text = models.CharField(max_length=120)
    qualifier = models.CharField(max_length=80, blank=True, db_comment="over, nearly, around")
    period = models.CharField(max_length=60, blank=True)
    low = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    unit = models.CharField(max_length=20)
    note = models.CharField(max_length=500, blank=True)
    explanation = models.CharField(max_length=500, blank=True)
    explained_by = models.ForeignKey(
        "organisation.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    explained_at = models.DateTimeField(null=True, blank=True)

    objects = StatedFigureQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_low_not_above_high",
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_explained_by_and_at_together",
                condition=Q(explained_by__isnull=True, explained_at__isnull=True, explanation="")
                | (Q(explained_by__isnull=False, explained_at__isnull=False) & ~Q(explanation="")),
            ),
        ]
        indexes = [models.Index(fields=["figure_key"])]

    def __str__(self) -> str:
        return f"{self.measure}: {self.printed_text}"


class FrozenFigure(models.Model):
    """A living figure as it stood when a document was drawn; never changed afterwards."""

    document = models.ForeignKey(
        "records.Document", on_delete=models.CASCADE, related_name="frozen_figures"
    )
    key = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    as_at = models.DateField(null=True)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    unit = models.CharField(max_length=20)
    text = models.CharField(max_length=120)
    lineage = models.JSONField(default=list)

    class Meta:
        ordering = ["key", "pk"]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.key} = {self.text}"
