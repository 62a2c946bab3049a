"""Everything that is governed, the portfolios it belongs to, and who leads and owns it."""

from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ftc.organisation.models import Person
from ftc.programme.enums import (
    ActivityKind,
    AssignmentRole,
)
from ftc.records.models import (
    CreditedModel,
    EffectiveModel,
    VersionedModel,
    choice_constraint,
)
from ftc.records.models.bases import VersionedQuerySet

# Routes of the apps on the right, by name alone.
PAGES_OF_KINDS = {
    ActivityKind.REVIEW: "reviews:review-detail",
    ActivityKind.WORKSTREAM: "commissioning:workstream-detail",
}


class ActivityQuerySet(VersionedQuerySet):
    def led_by(self, user: settings.AUTH_USER_MODEL) -> Self:  # type: ignore[name-defined]
        return self.filter(
            assignments__user=user,
            assignments__role=AssignmentRole.LEAD,
            assignments__ended_on__isnull=True,
        )

    def owned_by(self, user: settings.AUTH_USER_MODEL) -> Self:  # type: ignore[name-defined]
        return self.filter(
            assignments__user=user,
            assignments__role=AssignmentRole.SENIOR_RESPONSIBLE_OWNER,
            assignments__ended_on__isnull=True,
        )


@pghistory.track()
class Activity(CreditedModel, VersionedModel):
    """Anything governed: the parent of programme, phase, theme, project, review and workstream.

    Milestones, risks, status reports, savings, papers and decisions point here, so a list reads
    this table alone.
    """

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=ActivityKind, editable=False)
    title = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    order = models.PositiveSmallIntegerField(default=0)
    description = models.TextField(blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "order", "code"]
        verbose_name_plural = "activities"
        constraints = [
            choice_constraint("kind", ActivityKind),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The activity's own page by its kind, else its place on the programme's page."""
        from django.urls import reverse

        route = PAGES_OF_KINDS.get(ActivityKind(self.kind))
        if route:
            return reverse(route, args=[self.code])
        return f"{reverse('programme:index')}#{self.code}"


class Programme(Activity):
    """The council's programme, or one of the programmes inside a change portfolio."""

    portfolio = models.ForeignKey(
        "Portfolio", null=True, blank=True, on_delete=models.PROTECT, related_name="programmes"
    )
    in_portfolio_table = models.BooleanField(
        default=False,
        db_comment="listed when the portfolios were set up (12 December 2013, paragraph 3.4.3)",
    )
    note = models.CharField(max_length=500, blank=True)


class Phase(Activity):
    """A phase of the programme; its window as the papers give it."""

    activity_ptr = models.OneToOneField(
        Activity, on_delete=models.CASCADE, parent_link=True, related_name="as_phase"
    )
    number = models.PositiveSmallIntegerField(unique=True)
    window_text = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)


class Theme(Activity):
    """One of the programme's themes."""


class Project(Activity):
    """A piece of work with its own milestones that is neither a review nor a workstream."""


class Portfolio(CreditedModel):
    """A change portfolio; an owner the papers do not name stays blank."""

    code = models.SlugField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    board = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class PortfolioOwner(EffectiveModel, CreditedModel):
    """A Senior Responsible Owner of a portfolio, as printed: a post, and a name where given."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="owners")
    post = models.CharField(max_length=160)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta(EffectiveModel.Meta):
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_once", fields=["portfolio", "post"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.post}" if self.person else self.post


@pghistory.track()
class Assignment(models.Model):
    """Who leads or owns an activity; nobody does both for the same one."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    role = models.CharField(max_length=30, choices=AssignmentRole)
    is_demonstration = models.BooleanField(default=False)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            choice_constraint("role", AssignmentRole),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_holder",
                fields=["activity", "role"],
                condition=Q(ended_on__isnull=True),
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_role_a_person",
                fields=["activity", "user"],
                condition=Q(ended_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} of {self.activity}"
