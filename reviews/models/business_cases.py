"""Business cases in five cases, each with its owner and clearance, and their versions."""

from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ftc.records.models import (
    ClassifiedModel,
    ClassifiedQuerySet,
    EffectiveModel,
    VersionedModel,
    choice_constraint,
)
from ftc.records.models.bases import VersionedQuerySet
from reviews import triggers
from reviews.enums import BusinessCaseKind, FiveCase, SectionState
from reviews.models.options import Option
from reviews.models.reviews import Review


class BusinessCaseQuerySet(ClassifiedQuerySet, VersionedQuerySet):  # type: ignore[override]
    """Business cases by who may read them and as edited."""


@pghistory.track()
class BusinessCase(ClassifiedModel, VersionedModel):
    """An outline or Full Business Case of a review; a reconsidered review may have a further one.

    Its savings and cost to achieve, milestones and risks are those of the review (its activity).
    Source: County Council, 15 May 2014, item 12, paragraphs 2.5 and 6.1.
    """

    code = models.SlugField(max_length=50, unique=True)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="business_cases")
    kind = models.CharField(max_length=7, choices=BusinessCaseKind)
    number = models.PositiveSmallIntegerField(default=1, db_comment="counts those of a kind")
    title = models.CharField(max_length=200)
    options = models.ManyToManyField(
        Option, through="BusinessCaseOption", blank=True, related_name="business_cases"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_on = models.DateField()

    objects: Any = BusinessCaseQuerySet.as_manager()

    class Meta(ClassifiedModel.Meta):
        ordering = ["review", "kind", "number"]
        constraints = [
            *ClassifiedModel.Meta.constraints,
            choice_constraint("kind", BusinessCaseKind),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_numbered_once", fields=["review", "kind", "number"]
            ),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class BusinessCaseOption(models.Model):
    """An option that a business case argues for, one of its own review."""

    case = models.ForeignKey(BusinessCase, on_delete=models.CASCADE, related_name="argued")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="argued_in")

    class Meta:
        ordering = ["case", "option"]
        constraints = [
            models.UniqueConstraint(name="%(app_label)s_%(class)s_once", fields=["case", "option"])
        ]
        triggers = [
            pgtrigger.Trigger(
                name="is_of_the_review",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=triggers.CASE_ARGUES_FOR_ITS_OPTIONS,
            )
        ]

    def __str__(self) -> str:
        return self.option.title


@pghistory.track()
class BusinessCaseSection(VersionedModel):
    """One of the five cases as it stands: Markdown, its owner, and who cleared it.

    Editing what was cleared puts it back to draft. Source: HM Treasury, Green Book (five cases).
    """

    case = models.ForeignKey(BusinessCase, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=10, choices=FiveCase)
    text = models.TextField(blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="business_case_sections",
    )
    state = models.CharField(max_length=12, choices=SectionState, default=SectionState.DRAFT)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(null=True, blank=True, db_comment="cleared or returned on")
    comment = models.CharField(max_length=1000, blank=True)

    objects = VersionedQuerySet.as_manager()

    class Meta:
        ordering = ["case", "pk"]
        constraints = [
            choice_constraint("kind", FiveCase),
            choice_constraint("state", SectionState),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_of_each", fields=["case", "kind"]
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_decided_by_and_on_together",
                condition=Q(
                    state__in=(SectionState.DRAFT, SectionState.IN_CLEARANCE),
                    decided_by__isnull=True,
                    decided_on__isnull=True,
                )
                | Q(
                    state__in=(SectionState.CLEARED, SectionState.RETURNED),
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_owner_does_not_clear",
                condition=Q(decided_by__isnull=True)
                | Q(owner__isnull=True)
                | ~Q(decided_by=F("owner")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_last_editor_does_not_clear",
                condition=Q(decided_by__isnull=True)
                | Q(edited_by__isnull=True)
                | ~Q(decided_by=F("edited_by")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_in_clearance_has_an_owner",
                condition=Q(state__in=(SectionState.DRAFT, SectionState.RETURNED))
                | Q(owner__isnull=False),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_something_to_clear",
                condition=Q(state__in=(SectionState.DRAFT, SectionState.RETURNED)) | ~Q(text=""),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_returned_with_a_comment",
                condition=~Q(state=SectionState.RETURNED) | ~Q(comment=""),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="follows",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=triggers.SECTION_STATE_FOLLOWS,
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class BusinessCaseVersion(EffectiveModel):
    """A business case as it stood when somebody kept it; never changed or deleted."""

    case = models.ForeignKey(BusinessCase, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=500, blank=True, db_comment="what this version is for")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(EffectiveModel.Meta):
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_numbered_once", fields=["case", "number"]
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class BusinessCaseText(models.Model):
    """One of the five cases in a version, as it stood."""

    version = models.ForeignKey(BusinessCaseVersion, on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=10, choices=FiveCase)
    text = models.TextField(blank=True)
    owner_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=SectionState)

    class Meta:
        ordering = ["version", "pk"]
        constraints = [
            choice_constraint("kind", FiveCase),
            choice_constraint("state", SectionState),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_of_each", fields=["version", "kind"]
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
