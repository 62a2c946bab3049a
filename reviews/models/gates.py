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
from ftc.records.models.bases import VersionedQuerySet
from governance.models import Decision, Resolution
from reviews import triggers
from reviews.enums import EvidenceKind, EvidenceRecord, EvidenceState, GateOutcome
from reviews.models.methodologies import Criterion, Stage

# What goes back or waits says why, in the words of whoever decided it.
SAY_WHY = (
    GateOutcome.PASSED_WITH_CONDITIONS,
    GateOutcome.RETURNED,
    GateOutcome.POSTPONED,
    GateOutcome.MOVED,
)


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
    kind = models.CharField(max_length=6, choices=EvidenceKind)
    title = models.CharField(max_length=200)
    upload = models.ForeignKey(
        Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    url = models.URLField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    record_kind = models.CharField(max_length=15, choices=EvidenceRecord, blank=True)
    record_code = models.CharField(max_length=60, blank=True)
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
    decision_recorded_at = models.DateTimeField(
        null=True, blank=True, editable=False, db_comment="when FTC was told; set by the database"
    )
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
                condition=Q(kind=EvidenceKind.FILE, upload__isnull=False, url="", record_kind="")
                | (Q(kind=EvidenceKind.LINK, upload__isnull=True, record_kind="") & ~Q(url=""))
                | (
                    Q(kind=EvidenceKind.NOTE, upload__isnull=True, url="", record_kind="")
                    & ~Q(note="")
                )
                | (
                    Q(kind=EvidenceKind.RECORD, upload__isnull=True, url="")
                    & ~Q(record_kind="")
                    & ~Q(record_code="")
                ),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_record_has_its_kind_and_code",
                condition=Q(record_kind="", record_code="")
                | (Q(record_kind__in=EvidenceRecord.values) & ~Q(record_code="")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_returned_with_a_comment",
                condition=~Q(state=EvidenceState.RETURNED) | ~Q(comment=""),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="decision_is_timed",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=triggers.DECISION_ON_EVIDENCE_IS_TIMED,
            ),
            pgtrigger.Trigger(
                name="for_an_open_gate",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=triggers.EVIDENCE_FOR_AN_OPEN_GATE,
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
    outcome = models.CharField(max_length=22, choices=GateOutcome)
    reason = models.CharField(max_length=1000, blank=True)
    resolution = models.ForeignKey(
        Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="passages"
    )
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="passages"
    )
    until_on = models.DateField(
        null=True, blank=True, db_comment="when a postponed gate is to be looked at again"
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
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_says_why",
                condition=~Q(outcome__in=SAY_WHY) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_until_only_when_postponed",
                condition=Q(outcome=GateOutcome.POSTPONED) | Q(until_on__isnull=True),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_until_after_it_took_effect",
                condition=Q(until_on__isnull=True)
                | Q(until_on__isnull=False, until_on__gt=F("effective_on")),
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
                    ("from_code", "text"),
                    ("to_code", "text"),
                    ("back", "record"),
                    ("entered", "integer"),
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
            pgtrigger.Trigger(
                name="says_its_conditions",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=triggers.CONDITIONS_BELONG_TO_THE_PASSAGE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.to_stage}"


@pghistory.track()
class GateCondition(VersionedModel):
    """Something a review was let through a gate on: chased from its due date until it is met.

    Whoever owns it does not say that it is met.
    """

    passage = models.ForeignKey(GatePassage, on_delete=models.PROTECT, related_name="conditions")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="gate_conditions"
    )
    due_on = models.DateField()
    met_on = models.DateField(null=True, blank=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    met_note = models.CharField(max_length=1000, blank=True)

    objects = VersionedQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "passage", "order"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_ordered_once", fields=["passage", "order"]
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_met_by_on_and_how_together",
                condition=Q(met_on__isnull=True, met_by__isnull=True, met_note="")
                | (Q(met_on__isnull=False, met_by__isnull=False) & ~Q(met_note="")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_owner_does_not_confirm",
                condition=Q(met_by__isnull=True) | ~Q(met_by=F("owner")),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="has_its_passage",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=triggers.CONDITION_HAS_ITS_PASSAGE,
            )
        ]

    def __str__(self) -> str:
        return self.title


class SignOff(EffectiveModel):
    """A role's sign-off at a gate, or its refusal; the newest of each criterion stands.

    ``passage`` is the one that led the review to the gate, so that a review that comes back is
    signed off again.
    """

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="sign_offs")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="sign_offs")
    passage = models.ForeignKey(GatePassage, on_delete=models.PROTECT, related_name="sign_offs")
    given = models.BooleanField(db_comment="false where it was refused or taken back")
    comment = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(EffectiveModel.Meta):
        ordering = ["review", "recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_not_given_says_why",
                condition=Q(given=True) | ~Q(comment=""),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="in_turn",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("review", "record"), ("criterion", "record"), ("entered", "integer")],
                func=triggers.SIGN_OFF_IN_TURN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {'given' if self.given else 'not given'}"


class KeyDecisionTest(EffectiveModel, CreditedModel):
    """Whether the proposal of a review needs a Key Decision, from a date on, and why.

    Where none is needed the Cabinet Committee still stands in the route.
    Source: County Council, 15 May 2014, item 12, paragraph 6.5.
    """

    review = models.ForeignKey(
        "reviews.Review", on_delete=models.PROTECT, related_name="key_decision_tests"
    )
    is_needed = models.BooleanField()
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(EffectiveModel.Meta):
        ordering = ["review", "effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_has_a_reason", condition=~Q(reason="")
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return "A Key Decision is needed" if self.is_needed else "No Key Decision is needed"
