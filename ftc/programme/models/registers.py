"""Risks, benefits and lessons."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from ftc.programme.models.activities import Activity
from ftc.records.models import (
    CreditedModel,
    VersionedModel,
)
from ftc.records.models.bases import VersionedQuerySet


@pghistory.track()
class Risk(CreditedModel, VersionedModel):
    """A risk as a paper tells it; scores follow where somebody has scored it."""

    code = models.SlugField(max_length=12, unique=True)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="risks")
    title = models.CharField(max_length=200)
    description = models.TextField()
    source_kind = models.CharField(max_length=40)
    in_register = models.BooleanField(
        null=True, db_comment="in the programme risk register; unknown when no paper says"
    )
    printed_rating = models.CharField(max_length=80, blank=True)
    control = models.TextField(blank=True)
    printed_owner = models.CharField(max_length=160, blank=True)
    likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    impact = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="risks",
    )
    cost_gbp = models.DecimalField(
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        db_comment="pounds, what it would cost if it happened",
    )

    objects = VersionedQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_costs_nothing_or_more",
                condition=Q(cost_gbp__isnull=True) | Q(cost_gbp__gte=0),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_scores_from_1_to_5_together",
                condition=Q(likelihood__isnull=True, impact__isnull=True)
                | Q(
                    likelihood__isnull=False,
                    impact__isnull=False,
                    likelihood__range=(1, 5),
                    impact__range=(1, 5),
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Benefit(CreditedModel, VersionedModel):
    """What an activity is to better, measured from a baseline to a target; savings are elsewhere.

    ``unit`` says in what it is measured: percent, days, contacts a year.
    """

    code = models.SlugField(max_length=40, unique=True)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="benefits")
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=60, blank=True)
    baseline_value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    target_value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="benefits",
    )

    objects = VersionedQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "code"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_baseline_has_its_day",
                condition=Q(baseline_value__isnull=True, baseline_on__isnull=True)
                | Q(baseline_value__isnull=False, baseline_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Lesson(CreditedModel):
    """Something learnt, what was done about it, and how sure the link between them is."""

    code = models.SlugField(max_length=12, unique=True)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="lessons")
    report_title = models.CharField(max_length=200)
    letter = models.CharField(max_length=4, blank=True)
    topic = models.CharField(max_length=160)
    summary = models.TextField()
    response_letters = models.CharField(max_length=12, blank=True)
    response = models.TextField(blank=True)
    link_basis = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.topic
