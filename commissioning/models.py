"""The commissioning cycle's standards, and the workstreams that build it."""

import pghistory
from django.db import models
from django.db.models import F, Q

from commissioning.enums import CycleStage
from ftc.programme.models import Activity
from ftc.records.models import CreditedModel, EffectiveModel, choice_constraint


class CycleStandard(CreditedModel):
    """Something that good commissioning shows at a stage of the cycle."""

    stage = models.CharField(max_length=10, choices=CycleStage)
    kind = models.CharField(max_length=20, db_comment="characteristic or capability")
    title = models.CharField(max_length=200)
    is_inferred = models.BooleanField(
        default=True, db_comment="the paper's diagram that maps it to a stage is not to hand"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            choice_constraint("stage", CycleStage),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_once_a_stage", fields=["stage", "title"]
            ),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track(model_name="WorkstreamEvent", fields=["owner"])
class Workstream(Activity):
    """A workstream towards a strategic commissioning authority (item 14, section 6)."""

    owner = models.CharField(max_length=120, db_comment="as printed: a function or a portfolio")

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("commissioning:workstream-detail", args=[self.code])


class TimetableEntry(EffectiveModel, CreditedModel):
    """A step of a workstream with its date as printed and, where it is clear, its window."""

    workstream = models.ForeignKey(Workstream, on_delete=models.CASCADE, related_name="timetable")
    step = models.CharField(max_length=120)
    printed_date = models.CharField(max_length=80)
    due_from = models.DateField(null=True, blank=True)
    due_to = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta(EffectiveModel.Meta):
        ordering = ["workstream", "order"]
        verbose_name_plural = "timetable entries"
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_step_once", fields=["workstream", "step"]
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_window_in_order",
                condition=Q(due_from__isnull=True, due_to__isnull=True)
                | Q(due_from__isnull=False, due_to__isnull=False, due_to__gte=F("due_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.printed_date}"
