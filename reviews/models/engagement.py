"""Market engagement as the papers count it."""

from django.db import models

from ftc.programme.models import Activity
from ftc.records.models import CreditedModel, EffectiveModel


class EngagementCount(EffectiveModel, CreditedModel):
    """One count of market engagement; a blank value is an engagement nobody counted."""

    code = models.SlugField(max_length=12, unique=True)
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="engagement_counts"
    )
    kind = models.CharField(max_length=60)
    measure = models.CharField(max_length=160)
    value = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)

    class Meta(EffectiveModel.Meta):
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.measure}"
