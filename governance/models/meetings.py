"""Meetings, their agendas, who attended, and the minutes."""

from datetime import date
from typing import Any, Self

import pghistory
from django.db import models
from django.db.models import F, Q

from ftc.organisation.models import Person
from ftc.periods import Precision, display_date
from ftc.records.models import (
    ClassifiedModel,
    ClassifiedQuerySet,
    CreditedModel,
    SourcePaper,
    VersionedModel,
    choice_constraint,
)
from ftc.records.models.bases import VersionedQuerySet
from governance.enums import AttendanceStatus, MeetingState
from governance.models.bodies import Body


class MeetingQuerySet(VersionedQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Signed-in people see every meeting; others what a formal body has published."""
        if user is not None and user.is_authenticated:
            return self
        return self.filter(published_on__isnull=False).exclude(body__regime="INFORMAL")

    def after(self, day: date) -> Self:
        """Meetings on or after ``day`` whose day is known, soonest first."""
        return self.filter(held_on__gte=day).order_by("held_on", "code")

    def before(self, day: date) -> Self:
        return self.filter(held_on__lt=day).order_by("-held_on", "-code")


@pghistory.track()
class Meeting(CreditedModel, VersionedModel):
    """A meeting of a body, from planned to minutes approved."""

    code = models.SlugField(max_length=40, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField(
        null=True, blank=True, db_comment="the day, where known; the first of the month otherwise"
    )
    precision = models.CharField(
        max_length=20, choices=[(p.value, p.value.replace("_", " ")) for p in Precision]
    )
    printed_date = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=40)
    starts_at = models.TimeField(null=True, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    business = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    published_on = models.DateField(null=True, blank=True, db_comment="when the agenda went out")
    minutes_published_on = models.DateField(null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-code"]
        constraints = [
            choice_constraint("state", MeetingState),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_published_before_it_is_held",
                condition=Q(published_on__isnull=True)
                | Q(held_on__isnull=True)
                | Q(published_on__lte=F("held_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body.name}, {self.date_text}"

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("governance:meeting-detail", args=[self.code])

    @property
    def date_text(self) -> str:
        return display_date(self.held_on, Precision(self.precision), self.printed_date)


@pghistory.track()
class AgendaItem(ClassifiedModel, CreditedModel):
    """An item of business, with its place in the pack."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda_items")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    page_from = models.PositiveSmallIntegerField(null=True, blank=True)
    page_to = models.PositiveSmallIntegerField(null=True, blank=True)
    report_by = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=120, blank=True)
    paper = models.ForeignKey(
        SourcePaper, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items"
    )

    objects = ClassifiedQuerySet.as_manager()

    class Meta(ClassifiedModel.Meta):
        ordering = ["meeting", "number"]
        constraints = [
            *ClassifiedModel.Meta.constraints,
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_numbered_once", fields=["meeting", "number"]
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_pages_in_order_and_together",
                condition=Q(page_from__isnull=True, page_to__isnull=True)
                | Q(page_from__isnull=False, page_to__isnull=False, page_to__gte=F("page_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def page_range(self) -> str:
        return "" if self.page_from is None else f"Pages {self.page_from} - {self.page_to}"


class Attendance(CreditedModel):
    """Whether somebody was at a meeting, as the minutes list it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    status = models.CharField(max_length=15, choices=AttendanceStatus)
    office = models.CharField(max_length=120, blank=True)
    declared_interest = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["meeting", "order"]
        constraints = [
            choice_constraint("status", AttendanceStatus),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_listed_once", fields=["meeting", "person"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_status_display()}"


class Minute(CreditedModel):
    """A numbered minute; numbers run on from meeting to meeting of the same body."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_numbered_once", fields=["meeting", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Withdrawal(CreditedModel):
    """A Member who left for one item after declaring an interest in it."""

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="withdrawals")
    minute = models.ForeignKey(Minute, on_delete=models.CASCADE, related_name="withdrawals")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_once_an_item", fields=["attendance", "minute"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.attendance.person} left for {self.minute}"
