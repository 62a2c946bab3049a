"""A review, the services it covers, and whether it is going on."""

from datetime import date
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from ftc.organisation.models import Service, ServiceBudget
from ftc.programme.models import Activity, ActivityQuerySet, Phase, Portfolio
from ftc.records.models import CreditedModel, EffectiveModel, choice_constraint
from reviews import triggers
from reviews.enums import ReviewState, ScopeChangeKind
from reviews.models.gates import GatePassage
from reviews.models.methodologies import Methodology, Stage

# Scope changes between two reviews.
WITH_ANOTHER = (ScopeChangeKind.MERGE, ScopeChangeKind.UNMERGE, ScopeChangeKind.SPLIT)


class ReviewQuerySet(ActivityQuerySet):
    def locked(self, *, pk: int, expected_version: int) -> "Review":
        """The review, locked until the transaction ends; raises StaleVersion.

        The version is a column of the parent row, so that row is locked: a lock on the child alone
        would go on with the version as it was before the wait.
        """
        Activity.objects.locked(pk=pk, expected_version=expected_version)
        return self.select_related("stage").get(pk=pk)

    def count_edit(self, review: "Review") -> None:
        """Count an edit, so that whoever opened the review before it is told."""
        Activity.objects.filter(pk=review.pk).update(version=models.F("version") + 1)

    def with_stage(self) -> Self:
        return self.select_related("stage", "phase", "methodology", "portfolio")

    def standing_on(self, as_at: date | None) -> Self:
        """Annotate ``stage_then`` (id) and ``state_then`` as they stood on ``as_at``.

        A review is active until a change says otherwise. Without a date they are the current
        columns, which the database keeps from the same rows.
        """
        if as_at is None:
            return self.annotate(stage_then=models.F("stage_id"), state_then=models.F("state"))
        passages = (
            GatePassage.objects.filter(review=OuterRef("pk"), effective_on__lte=as_at)
            .order_by("-sequence")
            .values("to_stage_id")[:1]
        )
        changes = ReviewStateChange.objects.filter(review=OuterRef("pk"))
        states = changes.as_at(as_at).latest_first().values("state")[:1]
        return self.annotate(
            stage_then=Subquery(passages),
            state_then=Coalesce(Subquery(states), Value(ReviewState.ACTIVE)),
        )


@pghistory.track(
    model_name="ReviewEvent",
    fields=[
        "phase",
        "methodology",
        "stage",
        "state",
        "portfolio",
        "outturn_letter",
        "next_steps",
        "opened_on",
    ],
)
class Review(Activity):
    """A service review with market engagement, covering one or more services.

    ``stage`` and ``state`` are kept by the database from the passages and state changes.
    """

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="reviews")
    methodology = models.ForeignKey(Methodology, on_delete=models.PROTECT, related_name="reviews")
    stage = models.ForeignKey(
        Stage, null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    state = models.CharField(max_length=12, choices=ReviewState, default=ReviewState.ACTIVE)
    portfolio = models.ForeignKey(
        Portfolio, null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    outturn_letter = models.CharField(
        max_length=1, blank=True, db_comment="section of the Phase 1 outturn report"
    )
    next_steps = models.TextField(blank=True)
    opened_on = models.DateField(
        null=True, blank=True, db_comment="taken into the programme; blank when a paper says"
    )
    services = models.ManyToManyField(Service, through="ReviewedService", related_name="reviews")

    objects = ReviewQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [choice_constraint("state", ReviewState)]
        triggers = [
            pgtrigger.Trigger(
                name="starts_unmoved",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=triggers.NEW_REVIEW_STARTS_UNMOVED,
            ),
            pgtrigger.Trigger(
                name="only_passages_move_it",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=triggers.ONLY_PASSAGES_MOVE_A_REVIEW,
            ),
        ]

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("reviews:review-detail", args=[self.code])


class ReviewedService(CreditedModel):
    """A service under a review; its code of its own leads to the review, as P1-HR does."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reviewed_services")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="reviewed_in")
    budget = models.ForeignKey(
        ServiceBudget,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment="the statement the review was scoped on",
    )
    order = models.PositiveSmallIntegerField(default=0)
    started_on = models.DateField(
        null=True, blank=True, db_comment="blank: since the review is known"
    )
    ended_on = models.DateField(
        null=True, blank=True, db_comment="the day it went to another review; not of that day"
    )

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_covered_once",
                fields=["review", "service"],
                condition=models.Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_it_starts",
                condition=models.Q(started_on__isnull=True)
                | models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.service.name


class ReviewStateChange(EffectiveModel, CreditedModel):
    """A review deferred, resumed, withdrawn, merged or closed, and why."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="state_changes")
    state = models.CharField(max_length=12, choices=ReviewState)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(EffectiveModel.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            choice_constraint("state", ReviewState),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_has_a_reason", condition=~models.Q(reason="")
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="follows_the_table",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("review", "record"), ("latest", "record")],
                func=triggers.STATE_FOLLOWS_THE_TABLE,
            ),
            pgtrigger.Trigger(
                name="review_follows",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                func=triggers.REVIEW_FOLLOWS_ITS_STATE_CHANGES,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.reason}"


class ScopeChange(EffectiveModel):
    """What was done to the scope of a review and why; ``undoes`` is what it takes back.

    ``other`` is the review merged into, or the one split off; ``portfolio`` the change portfolio
    that carries out the implementation.
    Source: County Council, 15 May 2014, item 12, paragraphs 1.3, 6.3 and 6.6.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="scope_changes")
    kind = models.CharField(max_length=10, choices=ScopeChangeKind)
    other = models.ForeignKey(
        Review, null=True, blank=True, on_delete=models.PROTECT, related_name="joined_by"
    )
    portfolio = models.ForeignKey(
        Portfolio, null=True, blank=True, on_delete=models.PROTECT, related_name="handed_over"
    )
    reason = models.CharField(max_length=1000)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(EffectiveModel.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            choice_constraint("kind", ScopeChangeKind),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_has_a_reason", condition=~models.Q(reason="")
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_names_the_other_review",
                condition=models.Q(kind__in=WITH_ANOTHER, other__isnull=False)
                | (~models.Q(kind__in=WITH_ANOTHER) & models.Q(other__isnull=True)),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_names_the_portfolio",
                condition=models.Q(kind=ScopeChangeKind.HAND_OVER, portfolio__isnull=False)
                | (~models.Q(kind=ScopeChangeKind.HAND_OVER) & models.Q(portfolio__isnull=True)),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="is_sound",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("review", "record"), ("other", "record"), ("undone", "record")],
                func=triggers.SCOPE_CHANGE_IS_SOUND,
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
