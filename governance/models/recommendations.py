"""Recommendations as papers put them, and what became of each."""

from datetime import date

import pghistory
from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from ftc.programme.models import Activity
from ftc.records.models import CreditedModel, EffectiveModel, choice_constraint
from governance.enums import RecommendationStatus
from governance.models.bodies import Body
from governance.models.meetings import AgendaItem


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def with_status(self, as_at: date | None) -> "RecommendationQuerySet":
        """Annotate ``status``: the latest outcome by ``as_at``, OPEN where there is none."""
        outcomes = RecommendationOutcome.objects.filter(recommendation=OuterRef("pk"))
        latest = outcomes.as_at(as_at).latest_first().values("status")[:1]
        return self.annotate(
            status=Coalesce(Subquery(latest), Value(RecommendationStatus.OPEN.value))
        )


@pghistory.track()
class Recommendation(CreditedModel):
    """One numbered recommendation of a report to a body, in our own summary."""

    code = models.SlugField(max_length=40, unique=True)
    report_code = models.CharField(max_length=20)
    report_title = models.CharField(max_length=300)
    report_date = models.CharField(max_length=10, db_comment="ISO date or month, as printed")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="recommendations")
    agenda_item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    number = models.CharField(max_length=8)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    verb = models.CharField(max_length=80)
    theme = models.CharField(max_length=80, blank=True)
    summary = models.CharField(max_length=500)
    owner = models.CharField(max_length=200, blank=True)
    response = models.CharField(max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    activities = models.ManyToManyField(Activity, blank=True, related_name="recommendations")

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_numbered_once", fields=["report_code", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_code} ({self.number})"


class RecommendationOutcome(EffectiveModel, CreditedModel):
    """What became of a recommendation on a date, and where that is written."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="outcomes"
    )
    status = models.CharField(max_length=20, choices=RecommendationStatus)
    basis = models.CharField(max_length=300, blank=True)
    resolution = models.ForeignKey(
        "governance.Resolution",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="outcomes",
    )

    class Meta(EffectiveModel.Meta):
        constraints = [choice_constraint("status", RecommendationStatus)]

    def __str__(self) -> str:
        return self.get_status_display()
