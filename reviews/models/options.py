"""Delivery models, the options of a review, and what became of each."""

from datetime import date
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from ftc.records.models import CreditedModel, EffectiveModel, VersionedModel, choice_constraint
from reviews import triggers
from reviews.enums import OptionStateKind


@pghistory.track()
class DeliveryModel(models.Model):
    """A way of delivering a service, from a controlled list."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(
        null=True, blank=True, db_comment="no longer offered from this day; options keep it"
    )

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class OptionQuerySet(models.QuerySet["Option"]):
    def with_state(self, as_at: date | None) -> "OptionQuerySet":
        """Annotate ``state``, ``reason`` and ``state_on``; null before the option was known."""
        states = OptionState.objects.filter(option=OuterRef("pk")).as_at(as_at).latest_first()
        return self.annotate(
            state=Subquery(states.values("state")[:1]),
            reason=Subquery(states.values("reason")[:1]),
            state_on=Subquery(states.values("effective_on")[:1]),
        )

    def in_state(self, *states: str, as_at: date | None) -> "OptionQuerySet":
        """Options that stood in one of ``states`` on ``as_at``, annotated as by with_state."""
        annotated: Any = self.with_state(as_at)
        return annotated.filter(state__in=states)


@pghistory.track()
class Option(CreditedModel, VersionedModel):
    """A way a reviewed service could be delivered; variants inside it do not count as options."""

    code = models.SlugField(max_length=20, unique=True)
    review = models.ForeignKey("reviews.Review", on_delete=models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    note = models.CharField(max_length=500, blank=True)
    is_do_nothing = models.BooleanField(
        default=False, db_comment="carrying on as now, which every appraisal compares with"
    )
    carried_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="carried_to",
        db_comment="the option of a review that was merged into this one",
    )
    delivery_models = models.ManyToManyField(DeliveryModel, related_name="options")

    objects = OptionQuerySet.as_manager()

    class Meta:
        ordering = ["review", "order"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_ordered_once", fields=["review", "order"]
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_does_nothing",
                fields=["review"],
                condition=Q(is_do_nothing=True, carried_from__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OptionVariant(models.Model):
    """A variant printed inside one option."""

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="variants")
    letter = models.CharField(max_length=1)
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["option", "letter"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_lettered_once", fields=["option", "letter"]
            )
        ]

    def __str__(self) -> str:
        return f"({self.letter}) {self.title}"


class OptionState(EffectiveModel, CreditedModel):
    """What became of an option from a date on, and why."""

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=30, choices=OptionStateKind)
    reason = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(EffectiveModel.Meta):
        ordering = ["option", "effective_on", "pk"]
        constraints = [
            choice_constraint("state", OptionStateKind),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_chosen_or_not_says_why",
                condition=Q(state__in=(OptionStateKind.CONSIDERED, OptionStateKind.SHORT_LISTED))
                | ~Q(reason="")
                | Q(source__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="follows",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("latest", "record")],
                func=triggers.OPTION_STATE_FOLLOWS,
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()
