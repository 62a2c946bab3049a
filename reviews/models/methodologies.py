"""Methodologies as rows: a phase's stages in order and the criteria for leaving each."""

from django.db import models
from django.db.models import Q

from ftc.programme.models import Phase
from ftc.records.models import CreditedModel, choice_constraint
from governance.enums import BodyKind
from reviews.enums import CriterionKind


class Methodology(CreditedModel):
    """A version of how a phase carries out its reviews; a change makes a further version."""

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="methodologies")
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=160)

    class Meta:
        ordering = ["phase__number", "version"]
        verbose_name_plural = "methodologies"
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_of_each_version", fields=["phase", "version"]
            )
        ]

    def __str__(self) -> str:
        return self.title


class Stage(CreditedModel):
    """A stage of a methodology; ``order`` runs from 1 without gaps."""

    methodology = models.ForeignKey(Methodology, on_delete=models.PROTECT, related_name="stages")
    order = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=30)
    title = models.CharField(max_length=80)
    description = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["methodology", "order"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_ordered_once", fields=["methodology", "order"]
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_coded_once", fields=["methodology", "code"]
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_order_from_one", condition=Q(order__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Criterion(CreditedModel):
    """Something that must be so before a review leaves a stage, and the paper that asks for it."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="criteria")
    order = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=CriterionKind)
    body_kind = models.CharField(max_length=30, choices=BodyKind, blank=True)
    guidance = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["stage", "order"]
        verbose_name_plural = "criteria"
        constraints = [
            choice_constraint("kind", CriterionKind),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_coded_once", fields=["stage", "code"]
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_body_only_for_a_resolution",
                condition=(Q(kind=CriterionKind.RESOLUTION) & ~Q(body_kind=""))
                | (~Q(kind=CriterionKind.RESOLUTION) & Q(body_kind="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title
