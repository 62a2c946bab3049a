"""What a body resolved or advised, and the recorded vote by name."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from ftc.organisation.models import Person
from ftc.programme.models import Activity
from ftc.records.models import CreditedModel, EffectiveModel, choice_constraint
from governance import triggers
from governance.enums import ResolutionKind, Verb, VoteChoice
from governance.models.meetings import AgendaItem, Meeting, Minute
from governance.models.recommendations import Recommendation


@pghistory.track()
class Resolution(EffectiveModel, CreditedModel):
    """What a body did with what was put to it; one resolution may cover several reviews.

    An informal body's is advice; the database refuses anything else there.
    """

    code = models.SlugField(max_length=60, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="resolutions")
    kind = models.CharField(max_length=12, choices=ResolutionKind)
    agenda_item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="resolutions"
    )
    minute = models.ForeignKey(
        Minute, null=True, blank=True, on_delete=models.PROTECT, related_name="resolutions"
    )
    title = models.CharField(max_length=300)
    verb = models.CharField(max_length=12, choices=Verb)
    text = models.TextField(blank=True)
    moved_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seconded_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    has_recorded_vote = models.BooleanField(default=False)
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_abstain = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    activities = models.ManyToManyField(Activity, blank=True, related_name="resolutions")
    recommendations = models.ManyToManyField(Recommendation, blank=True, related_name="resolutions")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(EffectiveModel.Meta):
        ordering = ["effective_on", "minute__number", "pk"]
        constraints = [
            choice_constraint("kind", ResolutionKind),
            choice_constraint("verb", Verb),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_recorded_vote_has_counts",
                condition=Q(
                    has_recorded_vote=True,
                    votes_for__isnull=False,
                    votes_abstain__isnull=False,
                    votes_against__isnull=False,
                )
                | Q(
                    has_recorded_vote=False,
                    votes_for__isnull=True,
                    votes_abstain__isnull=True,
                    votes_against__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_seconder_is_not_the_mover",
                condition=Q(moved_by__isnull=True)
                | Q(seconded_by__isnull=True)
                | ~Q(moved_by=models.F("seconded_by")),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="informal_body_gives_advice",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=triggers.INFORMAL_BODY_GIVES_ADVICE,
            ),
            pgtrigger.Trigger(
                name="counts_equal_names",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                declare=[("for_resolution", "bigint")],
                func=triggers.counts_equal_names("NEW.id"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Vote(CreditedModel):
    """How one Member voted, with the name as printed."""

    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField(max_length=8, choices=VoteChoice)
    printed_name = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["resolution", "order"]
        constraints = [
            choice_constraint("choice", VoteChoice),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_nobody_votes_twice", fields=["resolution", "person"]
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="voter_is_present",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=triggers.VOTER_IS_PRESENT,
            ),
            pgtrigger.Trigger(
                name="counts_equal_names",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                declare=[("for_resolution", "bigint")],
                func=triggers.counts_equal_names("COALESCE(NEW.resolution_id, OLD.resolution_id)"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_choice_display()}"
