"""Evidence for a criterion, and a review's passage through a gate."""

from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ftc.records.models import (
    ClassifiedModel,
    ClassifiedQuerySet,
    CreditedModel,
    EffectiveModel,
    Upload,
    VersionedModel,
    choice_constraint,
)
from governance.models import Resolution
from reviews import triggers
from reviews.enums import EvidenceKind, EvidenceState, GateOutcome
from reviews.models.methodologies import Criterion, Stage


class EvidenceQuerySet(ClassifiedQuerySet):
    def waiting(self) -> Self:
        return self.filter(state=EvidenceState.SUPPLIED)

    def newest_first(self) -> Self:
        return self.order_by("-supplied_at", "-pk")


@pghistory.track()
class Evidence(ClassifiedModel, VersionedModel):
    """What somebody supplies to meet a criterion, and who accepted or returned it.

    Nobody accepts what they supplied. Source: County Council, 15 May 2014, item 12, paragraph 2.5.
    """

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="evidence")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=5, choices=EvidenceKind)
    title = models.CharField(max_length=200)
    upload = models.ForeignKey(
        Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    url = models.URLField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=EvidenceState, default=EvidenceState.SUPPLIED)
    supplied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    supplied_at = models.DateTimeField()
    supplied_on = models.DateField(db_comment="in effect from; the working date unless set back")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True, db_comment="accepted or returned from")
    comment = models.CharField(max_length=1000, blank=True)

    objects: Any = EvidenceQuerySet.as_manager()

    class Meta(ClassifiedModel.Meta):
        ordering = ["criterion__order", "-supplied_at", "-pk"]
        verbose_name_plural = "evidence"
        constraints = [
            *ClassifiedModel.Meta.constraints,
            choice_constraint("kind", EvidenceKind),
            choice_constraint("state", EvidenceState),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_supplier_does_not_decide",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("supplied_by")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_decided_by_at_and_on_together",
                condition=Q(
                    state=EvidenceState.SUPPLIED,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                    decided_on__isnull=True,
                )
                | (
                    ~Q(state=EvidenceState.SUPPLIED)
                    & Q(
                        decided_by__isnull=False,
                        decided_at__isnull=False,
                        decided_on__isnull=False,
                        decided_on__gte=F("supplied_on"),
                    )
                ),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_is_what_its_kind_says",
                condition=(Q(kind=EvidenceKind.FILE, upload__isnull=False, url=""))
                | (Q(kind=EvidenceKind.LINK, upload__isnull=True) & ~Q(url=""))
                | (Q(kind=EvidenceKind.NOTE, upload__isnull=True, url="") & ~Q(note="")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_returned_with_a_comment",
                condition=~Q(state=EvidenceState.RETURNED) | ~Q(comment=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class GatePassage(EffectiveModel, CreditedModel):
    """A review's passage from one stage to the next, or its return; never changed or deleted.

    The database refuses a passage of a deferred review, one outside the methodology's order, and
    one whose criteria are not all met on the day it takes effect.
    """

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="passages")
    sequence = models.PositiveSmallIntegerField(db_comment="counts the passages of one review")
    from_stage = models.ForeignKey(
        Stage, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=GateOutcome)
    reason = models.CharField(max_length=1000, blank=True)
    resolution = models.ForeignKey(
        Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="passages"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(EffectiveModel.Meta):
        ordering = ["review", "sequence"]
        constraints = [
            choice_constraint("outcome", GateOutcome),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_at_a_time", fields=["review", "sequence"]
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_by_a_person_or_a_paper",
                condition=Q(outcome=GateOutcome.REPORTED, source__isnull=False, by__isnull=True)
                | (~Q(outcome=GateOutcome.REPORTED) & Q(by__isnull=False)),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="is_allowed",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[
                    ("review", "record"),
                    ("from_order", "integer"),
                    ("to_order", "integer"),
                    ("unmet", "text"),
                ],
                func=triggers.PASSAGE_IS_ALLOWED,
            ),
            pgtrigger.Trigger(
                name="review_follows",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                func=triggers.REVIEW_FOLLOWS_ITS_PASSAGES,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.to_stage}"
