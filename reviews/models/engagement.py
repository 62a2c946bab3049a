"""Market engagement: what the papers count of it, and the register of who was met and how."""

from datetime import date
from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ftc.organisation.models import Service
from ftc.periods import long_date
from ftc.programme.models import Activity
from ftc.records.enums import Classification
from ftc.records.models import (
    ClassifiedModel,
    ClassifiedQuerySet,
    CreditedModel,
    EffectiveModel,
    Upload,
    VersionedModel,
    choice_constraint,
)
from ftc.records.models.bases import VersionedQuerySet, readable_classifications
from reviews import triggers
from reviews.enums import EngagementKind, ResponseState, SupplierSector, SupplierSize

NOTICES = (EngagementKind.PRIOR_INFORMATION_NOTICE, EngagementKind.PRELIMINARY_NOTICE)
# Source: Procurement Act 2023, section 17, in force from this day.
PRELIMINARY_NOTICES_SINCE = date(2025, 2, 24)
SME_SIZES = (SupplierSize.MICRO, SupplierSize.SMALL, SupplierSize.MEDIUM)


class EngagementCount(EffectiveModel, CreditedModel):
    """One count of market engagement; a blank value is an engagement nobody counted."""

    code = models.SlugField(max_length=12, unique=True)
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="engagement_counts"
    )
    kind = models.CharField(max_length=60)
    measure = models.CharField(max_length=160)
    value = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)

    class Meta(EffectiveModel.Meta):
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.measure}"


class RegisterQuerySet(ClassifiedQuerySet, VersionedQuerySet):  # type: ignore[override]
    """Classified rows that people edit."""


class OfEngagementQuerySet(RegisterQuerySet):  # type: ignore[override]
    """What hangs on an engagement."""

    def visible_to(self, user: Any) -> Self:
        """Those this person may read, of engagements they may read."""
        readable = readable_classifications(user)
        return super().visible_to(user).filter(engagement__classification__in=readable)


def stays_exempt() -> pgtrigger.Trigger:
    """Refuse to open what was exempt or confidential: a further row says what may be read."""
    return pgtrigger.Trigger(
        name="stays_exempt",
        operation=pgtrigger.UpdateOf("classification"),
        when=pgtrigger.Before,
        condition=pgtrigger.Q(
            old__classification__in=(Classification.EXEMPT, Classification.CONFIDENTIAL),
            new__classification__in=(Classification.PUBLIC, Classification.INTERNAL),
        ),
        func=triggers.EXEMPT_STAYS_EXEMPT,
    )


@pghistory.track()
class Supplier(VersionedModel):
    """A company, charity or public body the market engagement reaches; each once."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    size = models.CharField(max_length=10, choices=SupplierSize, blank=True)
    sector = models.CharField(max_length=10, choices=SupplierSector, blank=True)
    business = models.CharField(max_length=120, blank=True, db_comment="what it deals in")

    objects = VersionedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "code"]
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("name"), name="%(app_label)s_%(class)s_named_once"
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_size_is_known",
                condition=Q(size__in=("", *SupplierSize.values)),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_sector_is_known",
                condition=Q(sector__in=("", *SupplierSector.values)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reviews:supplier-detail", args=[self.code])

    @property
    def is_sme(self) -> bool | None:
        """Whether it is a small or medium-sized enterprise; None when its size is not known."""
        return self.size in SME_SIZES if self.size else None

    @property
    def is_vcse(self) -> bool | None:
        """Whether it is of the voluntary, community and social enterprise sector."""
        return self.sector == SupplierSector.VOLUNTARY if self.sector else None


@pghistory.track()
class MarketEngagement(ClassifiedModel, CreditedModel, VersionedModel):
    """A notice, a soft market test, a dialogue or a visit, of a review or of a whole phase.

    A review meets the market from the stage of its methodology that runs market engagement on.
    Source: County Council, 15 May 2014, item 12, paragraphs 2.3 and 2.4; 27 March 2014, item on
    Facing the Challenge, paragraph 4.1(c).
    """

    code = models.SlugField(max_length=20, unique=True)
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="market_engagements"
    )
    kind = models.CharField(max_length=30, choices=EngagementKind)
    title = models.CharField(max_length=200)
    reference = models.CharField(
        max_length=60, blank=True, db_comment="number of a notice where it is published"
    )
    council = models.CharField(max_length=160, blank=True, db_comment="the council visited")
    starts_on = models.DateField(
        null=True, blank=True, db_comment="published or held from; blank while it is planned"
    )
    ends_on = models.DateField(null=True, blank=True, db_comment="answers wanted by, or held to")
    cancelled_on = models.DateField(null=True, blank=True)
    summary = models.TextField(blank=True)
    services = models.ManyToManyField(Service, blank=True, related_name="market_engagements")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: Any = RegisterQuerySet.as_manager()

    class Meta(ClassifiedModel.Meta):
        ordering = ["-starts_on", "code"]
        constraints = [
            *ClassifiedModel.Meta.constraints,
            choice_constraint("kind", EngagementKind),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_it_starts",
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_visit_names_the_council",
                condition=(Q(kind=EngagementKind.COUNCIL_VISIT) & ~Q(council=""))
                | (~Q(kind=EngagementKind.COUNCIL_VISIT) & Q(council="")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_notice_of_its_day",
                condition=Q(starts_on__isnull=True)
                | (
                    Q(starts_on__isnull=False)
                    & ~Q(
                        kind=EngagementKind.PRIOR_INFORMATION_NOTICE,
                        starts_on__gte=PRELIMINARY_NOTICES_SINCE,
                    )
                    & ~Q(
                        kind=EngagementKind.PRELIMINARY_NOTICE,
                        starts_on__lt=PRELIMINARY_NOTICES_SINCE,
                    )
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="in_its_stage",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("starts_on", "activity_id"),
                when=pgtrigger.Before,
                func=triggers.ENGAGEMENT_IN_ITS_STAGE,
            ),
            pgtrigger.Trigger(
                name="runs_while_answered",
                operation=pgtrigger.UpdateOf("starts_on", "cancelled_on"),
                when=pgtrigger.Before,
                func=triggers.ENGAGEMENT_RUNS_WHILE_ANSWERED,
            ),
            stays_exempt(),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reviews:engagement-detail", args=[self.code])


class ResponseManager(models.Manager.from_queryset(OfEngagementQuerySet)):  # type: ignore[misc]
    """Answers with their suppliers, after whom they are called wherever they are listed."""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("supplier")


@pghistory.track()
class EngagementResponse(ClassifiedModel, VersionedModel):
    """A supplier in one engagement: invited, answered or not, and for which services."""

    engagement = models.ForeignKey(
        MarketEngagement, on_delete=models.PROTECT, related_name="responses"
    )
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="responses")
    state = models.CharField(max_length=10, choices=ResponseState)
    invited_on = models.DateField(null=True, blank=True)
    responded_on = models.DateField(null=True, blank=True)
    summary = models.TextField(blank=True)
    services = models.ManyToManyField(Service, blank=True, related_name="engagement_responses")

    objects: Any = ResponseManager()

    class Meta(ClassifiedModel.Meta):
        ordering = ["engagement", "supplier"]
        constraints = [
            *ClassifiedModel.Meta.constraints,
            choice_constraint("state", ResponseState),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_once_a_supplier", fields=["engagement", "supplier"]
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_invited_or_answered_on_a_day",
                condition=Q(
                    state=ResponseState.INVITED, invited_on__isnull=False, responded_on__isnull=True
                )
                | (~Q(state=ResponseState.INVITED) & Q(responded_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_answered_after_invited",
                condition=Q(invited_on__isnull=True)
                | Q(responded_on__isnull=True)
                | Q(
                    invited_on__isnull=False,
                    responded_on__isnull=False,
                    responded_on__gte=F("invited_on"),
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="answers_what_runs",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("responded_on", "engagement_id"),
                when=pgtrigger.Before,
                func=triggers.RESPONSE_ANSWERS_WHAT_RUNS,
            ),
            stays_exempt(),
        ]

    def __str__(self) -> str:
        return str(self.supplier)


@pghistory.track()
class EngagementNote(ClassifiedModel, VersionedModel):
    """What was learnt, often commercially sensitive: exempt under paragraph 3 unless said else."""

    engagement = models.ForeignKey(MarketEngagement, on_delete=models.PROTECT, related_name="notes")
    supplier = models.ForeignKey(
        Supplier, null=True, blank=True, on_delete=models.PROTECT, related_name="notes"
    )
    noted_on = models.DateField()
    text = models.TextField()
    upload = models.ForeignKey(
        Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="engagement_notes"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: Any = OfEngagementQuerySet.as_manager()

    class Meta(ClassifiedModel.Meta):
        ordering = ["engagement", "noted_on", "pk"]
        constraints = [*ClassifiedModel.Meta.constraints]
        triggers = [stays_exempt()]

    def __str__(self) -> str:
        return f"Note of {long_date(self.noted_on)}"
