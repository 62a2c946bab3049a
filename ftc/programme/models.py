"""Everything that is governed, and what is reported of it."""

from datetime import date
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ftc.organisation.models import Directorate, Person
from ftc.periods import Precision, display_date
from ftc.programme import triggers
from ftc.programme.enums import (
    ActivityKind,
    AssignmentRole,
    MilestoneDateKind,
    MilestoneStatus,
    Rag,
)
from ftc.records.models import (
    CreditedModel,
    EffectiveModel,
    VersionedModel,
    choice_constraint,
)
from ftc.records.models.bases import AsAtQuerySet, VersionedQuerySet

# Routes of the apps on the right, by name alone.
PAGES_OF_KINDS = {
    ActivityKind.REVIEW: "reviews:review-detail",
    ActivityKind.WORKSTREAM: "commissioning:workstream-detail",
}


# A rating better than the computed one.
BETTER_THAN_THE_HINT = Q(rag=Rag.GREEN, hint__in=(Rag.AMBER, Rag.RED)) | Q(
    rag=Rag.AMBER, hint=Rag.RED
)


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


class MilestoneQuerySet(VersionedQuerySet):
    def with_dates(self) -> Self:
        """With dated rows and reported statuses at hand: two more queries, whatever the count."""
        return self.prefetch_related("dates", "reports")


@pghistory.track()
class Milestone(CreditedModel, VersionedModel):
    """A point an activity is to reach; its dates and reported statuses are rows of their own."""

    code = models.SlugField(max_length=40, unique=True)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField(default=0)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="milestones",
    )

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "order", "code"]

    def __str__(self) -> str:
        return self.title

    def date_of(self, kind: MilestoneDateKind, as_at: date | None) -> "MilestoneDate | None":
        """The dated row of ``kind`` in effect on ``as_at``; reads the prefetched rows."""
        rows = [
            row
            for row in self.dates.all()
            if row.kind == kind and (as_at is None or row.effective_on <= as_at)
        ]
        return max(rows, key=lambda row: (row.effective_on, row.pk), default=None)

    def report_on(self, as_at: date | None) -> "MilestoneReport | None":
        """What was last reported of it by ``as_at``; reads the prefetched rows."""
        rows = [r for r in self.reports.all() if as_at is None or r.effective_on <= as_at]
        return max(rows, key=lambda row: (row.effective_on, row.pk), default=None)


class MilestoneDate(EffectiveModel, CreditedModel):
    """A baseline, forecast or achieved date with the precision its source gives.

    Baselines are never edited: a re-baseline is a further row with its reason.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="dates")
    kind = models.CharField(max_length=10, choices=MilestoneDateKind)
    on = models.DateField(null=True, blank=True)
    precision = models.CharField(
        max_length=20, choices=[(p.value, p.value.replace("_", " ")) for p in Precision]
    )
    printed = models.CharField(max_length=120, blank=True, db_comment="as the paper prints it")
    reason = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(EffectiveModel.Meta):
        ordering = ["milestone", "effective_on", "pk"]
        constraints = [
            choice_constraint("kind", MilestoneDateKind),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_date_or_printed_text",
                condition=Q(on__isnull=False) | ~Q(printed=""),
            ),
        ]

        triggers = [
            pgtrigger.Trigger(
                name="baseline_stands",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=triggers.BASELINE_STANDS,
            )
        ]

    def __str__(self) -> str:
        return display_date(self.on, Precision(self.precision), self.printed)


class MilestoneReport(EffectiveModel, CreditedModel):
    """The status a paper or person reported for a milestone; it sets no achieved date."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="reports")
    status = models.CharField(max_length=20, choices=MilestoneStatus)
    basis = models.CharField(max_length=500, blank=True)

    class Meta(EffectiveModel.Meta):
        ordering = ["milestone", "effective_on", "pk"]
        constraints = [choice_constraint("status", MilestoneStatus)]

    def __str__(self) -> str:
        return self.get_status_display()


@pghistory.track()
class Risk(CreditedModel, VersionedModel):
    """A risk as a paper tells it; scores follow where somebody has scored it."""

    code = models.SlugField(max_length=12, unique=True)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="risks")
    title = models.CharField(max_length=200)
    description = models.TextField()
    source_kind = models.CharField(max_length=40)
    in_register = models.BooleanField(
        null=True, db_comment="in the programme risk register; unknown when no paper says"
    )
    printed_rating = models.CharField(max_length=80, blank=True)
    control = models.TextField(blank=True)
    printed_owner = models.CharField(max_length=160, blank=True)
    likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    impact = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="risks",
    )
    cost_gbp = models.DecimalField(
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        db_comment="pounds, what it would cost if it happened",
    )

    objects = VersionedQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_costs_nothing_or_more",
                condition=Q(cost_gbp__isnull=True) | Q(cost_gbp__gte=0),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_scores_from_1_to_5_together",
                condition=Q(likelihood__isnull=True, impact__isnull=True)
                | Q(
                    likelihood__isnull=False,
                    impact__isnull=False,
                    likelihood__range=(1, 5),
                    impact__range=(1, 5),
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Benefit(CreditedModel, VersionedModel):
    """What an activity is to better, measured from a baseline to a target; savings are elsewhere.

    ``unit`` says in what it is measured: percent, days, contacts a year.
    """

    code = models.SlugField(max_length=40, unique=True)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="benefits")
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=60, blank=True)
    baseline_value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    target_value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="benefits",
    )

    objects = VersionedQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "code"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_baseline_has_its_day",
                condition=Q(baseline_value__isnull=True, baseline_on__isnull=True)
                | Q(baseline_value__isnull=False, baseline_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class StatusReport(EffectiveModel):
    """What the lead says of an activity on a date.

    ``hint`` is what its dates and money gave when it was reported; a better rating than that says
    why (``against_hint``).
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="status_reports")
    rag = models.CharField(max_length=6, choices=Rag)
    rag_reason = models.CharField(max_length=1000, blank=True, db_comment="why this rating")
    hint = models.CharField(max_length=6, choices=Rag, blank=True)
    hint_text = models.CharField(max_length=1000, blank=True)
    against_hint = models.CharField(max_length=1000, blank=True)
    narrative = models.TextField()
    next_steps = models.TextField(blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(EffectiveModel.Meta):
        ordering = ["-effective_on", "-recorded_at", "-pk"]
        constraints = [
            choice_constraint("rag", Rag),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_better_than_the_hint_says_why",
                condition=~BETTER_THAN_THE_HINT | ~Q(against_hint=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rag_display()} on {self.effective_on}"


class StatusDraft(models.Model):
    """A status report as typed so far, so that nothing typed is lost; gone once it is reported."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="status_drafts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="status_drafts"
    )
    typed = models.JSONField(default=dict, db_comment="field names and what was typed in each")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_a_person", fields=["activity", "user"]
            )
        ]

    def __str__(self) -> str:
        return f"Draft of {self.user} for {self.activity}"


class StatusOverrideQuerySet(AsAtQuerySet, VersionedQuerySet):
    def standing_on(self, on: date) -> Self:
        """Those signed by ``on``, not expired and not withdrawn by then."""
        return self.filter(effective_on__lte=on, expires_on__gt=on).exclude(withdrawn_on__lte=on)


@pghistory.track()
class StatusOverride(EffectiveModel, VersionedModel):
    """A rating signed for in place of the computed one, until it expires or is withdrawn.

    It is of a phase or theme, a portfolio, or a directorate.
    """

    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="status_overrides"
    )
    portfolio = models.ForeignKey(
        Portfolio, null=True, blank=True, on_delete=models.PROTECT, related_name="status_overrides"
    )
    directorate = models.ForeignKey(
        Directorate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rag = models.CharField(max_length=6, choices=Rag)
    computed = models.CharField(max_length=6, choices=Rag, db_comment="computed when it was signed")
    reason = models.CharField(max_length=1000)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    expires_on = models.DateField(db_comment="the computed rating is shown again from this day")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = StatusOverrideQuerySet.as_manager()

    class Meta(EffectiveModel.Meta):
        ordering = ["-effective_on", "-pk"]
        constraints = [
            choice_constraint("rag", Rag),
            choice_constraint("computed", Rag),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_is_of_one_thing",
                condition=Q(
                    activity__isnull=False, portfolio__isnull=True, directorate__isnull=True
                )
                | Q(activity__isnull=True, portfolio__isnull=False, directorate__isnull=True)
                | Q(activity__isnull=True, portfolio__isnull=True, directorate__isnull=False),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_has_a_reason", condition=~Q(reason="")
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_differs", condition=~Q(rag=F("computed"))
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_expires",
                condition=Q(expires_on__gt=F("effective_on")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_withdrawn_by_and_on_together",
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rag_display()} until {self.expires_on}"


class Lesson(CreditedModel):
    """Something learnt, what was done about it, and how sure the link between them is."""

    code = models.SlugField(max_length=12, unique=True)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="lessons")
    report_title = models.CharField(max_length=200)
    letter = models.CharField(max_length=4, blank=True)
    topic = models.CharField(max_length=160)
    summary = models.TextField()
    response_letters = models.CharField(max_length=12, blank=True)
    response = models.TextField(blank=True)
    link_basis = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.topic
