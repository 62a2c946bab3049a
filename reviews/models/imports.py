"""Imports and bulk edits: what was asked, each row of it, and how to undo it."""

from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from ftc.records.models import Upload, VersionedModel, choice_constraint
from ftc.records.models.bases import VersionedQuerySet
from reviews.enums import ImportKind, ImportState, RowOutcome


@pghistory.track(fields=["state"])
class Import(VersionedModel):
    """A sheet of reviews, milestones or options, or a bulk edit; saved whole or not at all.

    ``change`` is what a bulk edit does to every row; ``notes`` say how the file was read;
    ``error`` is why nothing of it can be saved.
    """

    kind = models.CharField(max_length=10, choices=ImportKind)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.READING)
    upload = models.ForeignKey(
        Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="imports"
    )
    change = models.JSONField(default=dict, blank=True)
    notes = models.JSONField(default=list, blank=True)
    error = models.TextField(blank=True)
    leaves_out_wrong = models.BooleanField(
        default=False, db_comment="confirmed although some rows are wrong"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="imports"
    )
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True, db_comment="undo ends an hour later")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects: Any = VersionedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            choice_constraint("kind", ImportKind),
            choice_constraint("state", ImportState),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_sheet_has_its_file",
                condition=Q(kind=ImportKind.BULK_EDIT, upload__isnull=True)
                | (~Q(kind=ImportKind.BULK_EDIT) & Q(upload__isnull=False)),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_confirmed_by_and_at_together",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_saved_has_its_time",
                condition=~Q(state__in=(ImportState.SAVED, ImportState.UNDOING, ImportState.UNDONE))
                | Q(saved_at__isnull=False, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_undone_by_and_at_together",
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_refused_says_why",
                condition=~Q(state=ImportState.REFUSED) | ~Q(error=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.made_at:%d %B %Y}"


class ImportRow(models.Model):
    """One row: what it does to which record, what is wrong with it, and how it is undone.

    ``before`` and ``after`` hold fields by name; ``messages`` name the cell; ``undo`` holds the
    keys of the dated rows that saving added.
    """

    of_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(db_comment="row of the sheet, from 1")
    outcome = models.CharField(max_length=10, choices=RowOutcome)
    code = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    messages = models.JSONField(default=list, blank=True)
    object_key = models.BigIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(null=True, blank=True, db_comment="at the preview")
    version_after = models.PositiveIntegerField(null=True, blank=True)
    undo = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["of_import", "number"]
        constraints = [
            choice_constraint("outcome", RowOutcome),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_numbered_once", fields=["of_import", "number"]
            ),
        ]
        indexes = [
            models.Index(
                name="reviews_importrow_by_outcome", fields=["of_import", "outcome", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"Row {self.number}: {self.get_outcome_display()}"
