"""What is reported of an activity, what was typed so far, and ratings signed for."""

from datetime import date
from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ftc.organisation.models import Directorate
from ftc.programme.enums import (
    Rag,
)
from ftc.programme.models.activities import Activity, Portfolio
from ftc.records.models import (
    EffectiveModel,
    VersionedModel,
    choice_constraint,
)
from ftc.records.models.bases import AsAtQuerySet, VersionedQuerySet

# A rating better than the computed one.
BETTER_THAN_THE_HINT = Q(rag=Rag.GREEN, hint__in=(Rag.AMBER, Rag.RED)) | Q(
    rag=Rag.AMBER, hint=Rag.RED
)


@pghistory.track()
class StatusReport(EffectiveModel):
    """What the lead says of an activity on a date.

    ``hint`` is what its dates and money gave when it was reported; a better rating than that says
    why (``against_hint``).
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="status_reports")
    rag = models.CharField(max_length=6, choices=Rag)
    rag_reason = models.CharField(max_length=1000, blank=True, db_comment="why this rating")
    hint = models.CharField(max_length=6, choices=Rag, blank=True)
    hint_text = models.CharField(max_length=1000, blank=True)
    against_hint = models.CharField(max_length=1000, blank=True)
    narrative = models.TextField()
    next_steps = models.TextField(blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(EffectiveModel.Meta):
        ordering = ["-effective_on", "-recorded_at", "-pk"]
        constraints = [
            choice_constraint("rag", Rag),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_better_than_the_hint_says_why",
                condition=~BETTER_THAN_THE_HINT | ~Q(against_hint=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rag_display()} on {self.effective_on}"


class StatusDraft(models.Model):
    """A status report as typed so far, so that nothing typed is lost; gone once it is reported."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="status_drafts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="status_drafts"
    )
    typed = models.JSONField(default=dict, db_comment="field names and what was typed in each")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_a_person", fields=["activity", "user"]
            )
        ]

    def __str__(self) -> str:
        return f"Draft of {self.user} for {self.activity}"


class StatusOverrideQuerySet(AsAtQuerySet, VersionedQuerySet):  # type: ignore[override]
    def standing_on(self, on: date) -> Self:
        """Those signed by ``on``, not expired and not withdrawn by then."""
        return self.filter(effective_on__lte=on, expires_on__gt=on).exclude(withdrawn_on__lte=on)


@pghistory.track()
class StatusOverride(EffectiveModel, VersionedModel):
    """A rating signed for in place of the computed one, until it expires or is withdrawn.

    It is of a phase or theme, a portfolio, or a directorate.
    """

    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="status_overrides"
    )
    portfolio = models.ForeignKey(
        Portfolio, null=True, blank=True, on_delete=models.PROTECT, related_name="status_overrides"
    )
    directorate = models.ForeignKey(
        Directorate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rag = models.CharField(max_length=6, choices=Rag)
    computed = models.CharField(max_length=6, choices=Rag, db_comment="computed when it was signed")
    reason = models.CharField(max_length=1000)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    expires_on = models.DateField(db_comment="the computed rating is shown again from this day")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = StatusOverrideQuerySet.as_manager()  # type: ignore[misc]

    class Meta(EffectiveModel.Meta):
        ordering = ["-effective_on", "-pk"]
        constraints = [
            choice_constraint("rag", Rag),
            choice_constraint("computed", Rag),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_is_of_one_thing",
                condition=Q(
                    activity__isnull=False, portfolio__isnull=True, directorate__isnull=True
                )
                | Q(activity__isnull=True, portfolio__isnull=False, directorate__isnull=True)
                | Q(activity__isnull=True, portfolio__isnull=True, directorate__isnull=False),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_has_a_reason", condition=~Q(reason="")
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_differs", condition=~Q(rag=F("computed"))
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_expires",
                condition=Q(expires_on__gt=F("effective_on")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_withdrawn_by_and_on_together",
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rag_display()} until {self.expires_on}"
