"""Uploads, documents that FTC draws, and the worker's heartbeat."""

from typing import Any, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from ftc.records.enums import DocumentKind, DocumentState
from ftc.records.models.bases import ClassifiedModel, ClassifiedQuerySet, choice_constraint


@pghistory.track()
class Upload(ClassifiedModel):
    """A file somebody brought; its bytes are stored once under its SHA-256."""

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField(db_comment="bytes")
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="uploads/%Y/%m/", max_length=255)
    uploaded_by = models.ForeignKey("organisation.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = ClassifiedQuerySet.as_manager()

    class Meta(ClassifiedModel.Meta):
        constraints = [*ClassifiedModel.Meta.constraints]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("records:upload-download", args=[self.sha256, self.name])


class DocumentQuerySet(ClassifiedQuerySet):
    def visible_to(self, user: Any) -> Self:
        """As its classification says; without signing in only what has been published."""
        rows = super().visible_to(user)
        if user is None or not user.is_authenticated:
            rows = rows.filter(published_at__isnull=False)
        return rows

    def unfinished(self) -> Self:
        """Documents still to be drawn or being drawn."""
        return self.filter(state__in=[DocumentState.QUEUED, DocumentState.DRAWING])


@pghistory.track(
    model_name="DocumentEvent",
    fields=["state", "published_at", "classification", "sha256", "failure"],
)
class Document(ClassifiedModel):
    """A paper that FTC draws: queued, drawn by the worker, stored once and never redrawn.

    ``request_key`` makes two clicks one document: it is unique among unfinished documents.
    """

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=30, choices=DocumentKind)
    title = models.CharField(max_length=300)
    params = models.JSONField(default=dict, blank=True)
    request_key = models.CharField(max_length=120)
    as_at = models.DateField(null=True, db_comment="the date its figures are read at")
    state = models.CharField(max_length=10, choices=DocumentState, default=DocumentState.QUEUED)
    requested_by = models.ForeignKey(
        "organisation.User", on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps_total = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=500, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="documents/%Y/%m/", max_length=255, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True, db_comment="bytes")
    pages = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    is_accessible = models.BooleanField(null=True, db_comment="passed the PDF/UA-1 check")

    objects = DocumentQuerySet.as_manager()

    class Meta(ClassifiedModel.Meta):
        ordering = ["-requested_at", "-pk"]
        constraints = [
            *ClassifiedModel.Meta.constraints,
            choice_constraint("state", DocumentState),
            choice_constraint("kind", DocumentKind),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_unfinished_per_request",
                fields=["request_key"],
                condition=Q(state__in=[DocumentState.QUEUED, DocumentState.DRAWING]),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ready_has_its_file",
                condition=~Q(state=DocumentState.READY)
                | (
                    Q(finished_at__isnull=False, size__isnull=False, size__gt=0)
                    & ~Q(sha256="")
                    & ~Q(file="")
                ),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_published_only_when_ready",
                condition=Q(published_at__isnull=True) | Q(state=DocumentState.READY),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stored_is_never_redrawn",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF OLD.state = 'READY' AND (NEW.state <> 'READY' OR NEW.file <> OLD.file
                            OR NEW.sha256 <> OLD.sha256 OR NEW.size <> OLD.size) THEN
                        RAISE EXCEPTION 'A stored document is never drawn again.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("records:document-detail", args=[self.code])


class Heartbeat(models.Model):
    """When a background process last said that it lives; one row a process name."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
