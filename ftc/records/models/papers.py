"""The register of published papers that rows are credited to."""

from datetime import date

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce


class SourcePaperQuerySet(models.QuerySet["SourcePaper"]):
    def known_by(self, as_at: date | None) -> "SourcePaperQuerySet":
        """Papers that could be read on ``as_at``: from publication, else from their meeting."""
        return self if as_at is None else self.filter(known_on__lte=as_at)


class SourcePaper(models.Model):
    """A paper of the council that facts are read from, by its code in ``papers.csv``."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    body_code = models.CharField(max_length=20)
    meeting_on = models.DateField(db_comment="date of the meeting the paper went to")
    published_on = models.DateField(null=True, blank=True, db_comment="blank when not printed")
    kind = models.CharField(max_length=60)
    known_on = models.GeneratedField(
        expression=Coalesce(F("published_on"), F("meeting_on")),
        output_field=models.DateField(),
        db_persist=True,
        db_comment="from when the paper's figures count",
    )

    objects = SourcePaperQuerySet.as_manager()

    class Meta:
        ordering = ["known_on", "code"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("overview:paper-detail", args=[self.code])
