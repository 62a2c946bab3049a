"""Bodies with their legal regime, their members, and the council's own dated rules."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q

from ftc.organisation.models import Person, PoliticalGroup
from ftc.records.models import AsAtQuerySet, CreditedModel, EffectiveModel, choice_constraint
from governance.enums import BodyKind, Regime


class BodyQuerySet(models.QuerySet["Body"]):
    def formal(self) -> Self:
        return self.exclude(regime=Regime.INFORMAL)


@pghistory.track()
class Body(CreditedModel):
    """A body of the council or a partner; the law it meets under says what it may do."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=30, choices=BodyKind)
    regime = models.CharField(max_length=30, choices=Regime)
    may_decide = models.BooleanField(default=False)
    chair = models.CharField(max_length=160, blank=True)
    membership_text = models.CharField(max_length=500, blank=True)
    frequency = models.CharField(max_length=160, blank=True)
    remit = models.CharField(max_length=500, blank=True)
    reports_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="receives_from"
    )
    role_in_route = models.CharField(max_length=300, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "bodies"
        constraints = [
            choice_constraint("kind", BodyKind),
            choice_constraint("regime", Regime),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_informal_body_decides_nothing",
                condition=~Q(regime=Regime.INFORMAL) | Q(may_decide=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("governance:body-detail", args=[self.code])

    @property
    def is_formal(self) -> bool:
        return self.regime != Regime.INFORMAL


class Membership(CreditedModel):
    """A person's seat on a body, from a date to a date where the papers say."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    group = models.ForeignKey(
        PoliticalGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=80, blank=True)
    voting = models.BooleanField(default=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["person__surname", "person__forenames", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_current_seat",
                fields=["body", "person"],
                condition=Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_it_starts",
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.body}"


class ConstitutionQuerySet(AsAtQuerySet):
    def in_force(self, as_at: date | None) -> "Constitution | None":
        """The rules in force on ``as_at``, or None when none is recorded."""
        return self.as_at(as_at).latest_first().first()


class Constitution(EffectiveModel, CreditedModel):
    """The council's dated rules on notice and call-in; never a constant in code.

    Source: Local Government Act 1972 s.100B and Schedule 12; SI 2012/2089 reg. 5 and 9.
    """

    agenda_clear_days = models.PositiveSmallIntegerField(db_comment="clear working days")
    key_decision_notice_days = models.PositiveSmallIntegerField()
    key_decision_notice_in_working_days = models.BooleanField(default=False)
    call_in_days = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    objects = ConstitutionQuerySet.as_manager()  # type: ignore[misc]

    class Meta(EffectiveModel.Meta):
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_a_day", fields=["effective_on"]
            )
        ]

    def __str__(self) -> str:
        return f"Rules from {self.effective_on}"
