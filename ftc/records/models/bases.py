"""The abstract models that carry the four rules: two times, classification, version, credit."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ftc.errors import StaleVersion
from ftc.records.enums import Classification


def choice_constraint(field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """A named constraint that keeps ``field`` within ``choices`` in the database as well."""
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{field}_is_known",
        condition=Q(**{f"{field}__in": list(choices.values)}),
    )


class AsAtQuerySet(models.QuerySet[Any]):
    """Rows with two times; ``as_at`` reads the first, audit reads the second."""

    def as_at(self, as_at: date | None) -> Self:
        """Rows in effect on ``as_at``; without a date, everything recorded."""
        return self if as_at is None else self.filter(effective_on__lte=as_at)

    def latest_first(self) -> Self:
        """Newest effect first; of two on one day the later recorded stands."""
        return self.order_by("-effective_on", "-recorded_at", "-pk")


class EffectiveModel(models.Model):
    """A fact that changes, as a dated row that is added to and never overwritten."""

    effective_on = models.DateField(
        db_comment="when the act took place or its source was published"
    )
    recorded_at = models.DateTimeField(
        db_default=Now(), editable=False, db_comment="when FTC was told"
    )

    objects = AsAtQuerySet.as_manager()

    class Meta:
        abstract = True
        get_latest_by = ["effective_on", "recorded_at", "pk"]


class CreditedModel(models.Model):
    """A row that may have been read from a paper; then the paper has the credit, not a person."""

    source = models.ForeignKey(
        "records.SourcePaper", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source_ref = models.CharField(max_length=300, blank=True, db_comment="paragraph in the paper")

    class Meta:
        abstract = True

    @property
    def credit(self) -> str:
        """The paper and paragraph in one line, or an empty string."""
        if self.source is None:
            return ""
        return f"{self.source.title}, {self.source_ref}" if self.source_ref else self.source.title


class VersionedQuerySet(models.QuerySet[Any]):
    def locked(self, *, pk: int, expected_version: int) -> Any:
        """The row, locked until the transaction ends.

        Raises StaleVersion when someone saved since ``expected_version`` was read.
        """
        row = self.select_for_update(of=("self",)).get(pk=pk)
        if row.version != expected_version:
            raise StaleVersion(
                "Someone else saved this while you were working on it. "
                "Compare the two versions before you save yours."
            )
        return row


class VersionedModel(models.Model):
    """A row that people edit; every edit carries the version it was made on."""

    version = models.PositiveIntegerField(default=1, db_comment="counts edits, from 1")

    class Meta:
        abstract = True


class ClassifiedQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Rows this person may read; the one predicate of page, file, API, search and paper.

        ``user`` is a signed-in User, an AnonymousUser, or None for what may be printed publicly.
        """
        return self.filter(classification__in=readable_classifications(user))


def readable_classifications(user: Any) -> list[str]:
    """The classifications this person may read; nobody signed in reads only public material."""
    if user is None or not user.is_authenticated:
        return [Classification.PUBLIC]
    return list(user.readable_classifications())


class ClassifiedModel(models.Model):
    """Material with a classification of its own; exempt material says under which paragraph."""

    classification = models.CharField(
        max_length=12, choices=Classification, default=Classification.INTERNAL
    )
    exempt_paragraph = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="paragraph 1-7 of Schedule 12A, Local Government Act 1972"
    )
    exempt_reason = models.CharField(
        max_length=500, blank=True, db_comment="why the public interest is in the exemption"
    )

    class Meta:
        abstract = True
        constraints = [
            choice_constraint("classification", Classification),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_exempt_has_paragraph_and_reason",
                condition=(
                    Q(
                        classification=Classification.EXEMPT,
                        exempt_paragraph__isnull=False,
                        exempt_paragraph__range=(1, 7),
                    )
                    & ~Q(exempt_reason="")
                )
                | (
                    ~Q(classification=Classification.EXEMPT)
                    & Q(exempt_paragraph__isnull=True, exempt_reason="")
                ),
            ),
        ]
