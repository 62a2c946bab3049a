"""Executive and other decisions with a number of their own."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from ftc.organisation.models import Person
from ftc.programme.models import Activity
from ftc.records.models import CreditedModel, VersionedModel, choice_constraint
from governance import triggers
from governance.enums import DecisionState
from governance.models.bodies import Body
from governance.models.meetings import Meeting


@pghistory.track()
class Decision(CreditedModel, VersionedModel):
    """A decision: proposed, taken, in force once it is effective.

    Source of the fields: SI 2012/2089 reg. 12 and 13; Cabinet Committee, 20 January 2015.
    """

    code = models.SlugField(max_length=20, unique=True)
    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=300)
    is_key = models.BooleanField(default=False)
    maker = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    maker_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    maker_post = models.CharField(max_length=160, blank=True)
    considered_at = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.PROPOSED)
    taken_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    activities = models.ManyToManyField(Activity, blank=True, related_name="decisions")

    class Meta:
        ordering = ["code"]
        constraints = [
            choice_constraint("state", DecisionState),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_taken_has_its_date",
                condition=Q(state=DecisionState.PROPOSED, taken_on__isnull=True)
                | (~Q(state=DecisionState.PROPOSED) & Q(taken_on__isnull=False)),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="maker_may_decide",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=triggers.MAKER_MAY_DECIDE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
