"""Methodologies as rows: a phase's stages in order and the criteria for leaving each."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Deferrable, Q

from ftc.organisation.enums import Role
from ftc.programme.models import Phase
from ftc.records.models import CreditedModel, choice_constraint
from governance.enums import BodyKind
from reviews import triggers
from reviews.enums import CriterionKind, EvidenceKind, MethodologyState, ReviewFact

STANDS = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
BODY_KINDS = (CriterionKind.ADVICE, CriterionKind.RESOLUTION, CriterionKind.DECISION)
ROLE_KINDS = (CriterionKind.EVIDENCE, CriterionKind.SIGN_OFF)


@pghistory.track()
class Methodology(CreditedModel):
    """A version of how a phase carries out its reviews; a change makes a further version.

    Its stages and criteria are edited while it is a draft and stand once it is in force.
    ``edits`` counts the edits of a draft, as ``version`` does elsewhere.
    """

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="methodologies")
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=160)
    state = models.CharField(
        max_length=10, choices=MethodologyState, default=MethodologyState.DRAFT
    )
    edits = models.PositiveIntegerField(default=1, db_comment="counts edits, from 1")
    reason = models.CharField(max_length=1000, blank=True, db_comment="why it was changed")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    in_force_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["phase__number", "version"]
        verbose_name_plural = "methodologies"
        constraints = [
            choice_constraint("state", MethodologyState),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_of_each_version", fields=["phase", "version"]
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_draft",
                fields=["phase"],
                condition=Q(state=MethodologyState.DRAFT),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_in_force_from_a_day",
                condition=Q(state=MethodologyState.IN_FORCE, in_force_on__isnull=False)
                | Q(state=MethodologyState.DRAFT, in_force_on__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stands",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=triggers.METHODOLOGY_STANDS,
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
    runs_market_engagement = models.BooleanField(
        default=False, db_comment="the market may be engaged from the first such stage on"
    )

    class Meta:
        ordering = ["methodology", "order"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_ordered_once",
                fields=["methodology", "order"],
                deferrable=Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_coded_once", fields=["methodology", "code"]
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_order_from_one", condition=Q(order__gte=1)
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stands",
                operation=STANDS,
                when=pgtrigger.Before,
                func=triggers.STAGE_STANDS,
            )
        ]

    def __str__(self) -> str:
        return self.title


class Criterion(CreditedModel):
    """Something that must be so before a review leaves a stage, and the paper that asks for it.

    ``role`` is who accepts evidence or signs off: a lead or owner of the review itself, a finance
    partner, the portfolio office or Democratic Services.
    """

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="criteria")
    order = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=CriterionKind)
    body_kind = models.CharField(max_length=30, choices=BodyKind, blank=True)
    role = models.CharField(max_length=30, choices=Role, blank=True)
    evidence_kind = models.CharField(
        max_length=6, choices=EvidenceKind, blank=True, db_comment="blank takes any kind"
    )
    field = models.CharField(max_length=30, choices=ReviewFact, blank=True)
    milestone_title = models.CharField(max_length=300, blank=True)
    only_if_key = models.BooleanField(
        default=False, db_comment="not asked where no Key Decision is needed"
    )
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
                name="%(app_label)s_%(class)s_body_only_for_what_a_body_does",
                condition=(Q(kind__in=BODY_KINDS) & ~Q(body_kind=""))
                | (~Q(kind__in=BODY_KINDS) & Q(body_kind="")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_role_only_for_what_a_role_does",
                condition=(Q(kind__in=ROLE_KINDS) & ~Q(role=""))
                | (~Q(kind__in=ROLE_KINDS) & Q(role="")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_field_only_for_a_field",
                condition=(Q(kind=CriterionKind.FIELD) & ~Q(field=""))
                | (~Q(kind=CriterionKind.FIELD) & Q(field="")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_milestone_only_for_a_milestone",
                condition=(Q(kind=CriterionKind.MILESTONE) & ~Q(milestone_title=""))
                | (~Q(kind=CriterionKind.MILESTONE) & Q(milestone_title="")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_only_if_key_for_a_decision",
                condition=Q(kind=CriterionKind.DECISION) | Q(only_if_key=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stands",
                operation=STANDS,
                when=pgtrigger.Before,
                func=triggers.CRITERION_STANDS,
            )
        ]

    def __str__(self) -> str:
        return self.title
