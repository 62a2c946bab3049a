"""Appraising options: weighted criteria, scores by assessors, moderation, costs and benefits."""

from decimal import Decimal
from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from ftc.records.models import (
    ClassifiedModel,
    ClassifiedQuerySet,
    VersionedModel,
    choice_constraint,
)
from ftc.records.models.bases import VersionedQuerySet
from reviews import triggers
from reviews.enums import AppraisalState
from reviews.models.options import Option
from reviews.models.reviews import Review

ANY_CHANGE = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
UNDER_WAY = (AppraisalState.SETTING_UP, AppraisalState.SCORING, AppraisalState.MODERATION)
HIGHEST_SCORE = 10


class AppraisalQuerySet(ClassifiedQuerySet, VersionedQuerySet):  # type: ignore[override]
    """Appraisals by who may read them and as edited."""


@pghistory.track()
class Appraisal(ClassifiedModel, VersionedModel):
    """One appraisal of a review's options; what is agreed stands and a further one may follow.

    ``discount_rate`` is percent a year; ``first_year`` the start of the first financial year,
    which is not discounted. ``seed`` and ``draws`` are those of its simulation.
    Source: HM Treasury, Green Book, chapter 6 (discounting) and chapter 4 (do nothing).
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="appraisals")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    state = models.CharField(
        max_length=12, choices=AppraisalState, default=AppraisalState.SETTING_UP
    )
    discount_rate = models.DecimalField(max_digits=5, decimal_places=2)
    first_year = models.PositiveSmallIntegerField()
    years = models.PositiveSmallIntegerField(default=10)
    seed = models.PositiveIntegerField(default=1)
    draws = models.PositiveIntegerField(default=1000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_because = models.CharField(
        max_length=1000, blank=True, db_comment="why it was made after an earlier one"
    )
    opened_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True, db_comment="the result counts from")
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(
        max_length=1000, blank=True, db_comment="why it was agreed or abandoned"
    )

    objects: Any = AppraisalQuerySet.as_manager()

    class Meta(ClassifiedModel.Meta):
        ordering = ["review", "number"]
        constraints = [
            *ClassifiedModel.Meta.constraints,
            choice_constraint("state", AppraisalState),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_numbered_once", fields=["review", "number"]
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_under_way",
                fields=["review"],
                condition=Q(state__in=UNDER_WAY),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_made_again_says_why",
                condition=Q(number=1) | ~Q(made_because=""),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_abandoned_says_why",
                condition=~Q(state=AppraisalState.ABANDONED) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_rate_from_0_to_30",
                condition=Q(discount_rate__gte=0, discount_rate__lte=30),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_years_from_1_to_60",
                condition=Q(years__gte=1, years__lte=60),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_draws_from_1_to_10000",
                condition=Q(draws__gte=1, draws__lte=10000),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_agreed_by_and_on_together",
                condition=Q(
                    state=AppraisalState.AGREED, agreed_on__isnull=False, agreed_by__isnull=False
                )
                | (
                    ~Q(state=AppraisalState.AGREED)
                    & Q(agreed_on__isnull=True, agreed_by__isnull=True)
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="is_set_up",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=triggers.APPRAISAL_IS_SET_UP,
            )
        ]

    def __str__(self) -> str:
        return self.title


def _fixed() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="is_fixed",
        operation=ANY_CHANGE,
        when=pgtrigger.Before,
        func=triggers.APPRAISAL_PART_IS_FIXED,
    )


@pghistory.track()
class AppraisalCriterion(models.Model):
    """What options are scored on; the weights of an appraisal sum to 100."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True, db_comment="what a high score means")
    weight = models.DecimalField(
        max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )

    class Meta:
        ordering = ["appraisal", "order"]
        verbose_name_plural = "appraisal criteria"
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_ordered_once",
                fields=["appraisal", "order"],
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_weighs_something",
                condition=Q(weight__gt=0, weight__lte=100),
            ),
        ]
        triggers = [
            _fixed(),
            pgtrigger.Trigger(
                name="weights_sum_to_100",
                operation=ANY_CHANGE,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                declare=[("total", "numeric")],
                func=triggers.WEIGHTS_SUM_TO_100,
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AppraisedOption(models.Model):
    """An option in an appraisal; doing nothing is always one."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="options")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="appraised")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["appraisal", "order"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_once", fields=["appraisal", "option"]
            )
        ]
        triggers = [
            _fixed(),
            pgtrigger.Trigger(
                name="is_of_its_review",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=triggers.APPRAISED_OPTION_IS_OF_ITS_REVIEW,
            ),
        ]

    def __str__(self) -> str:
        return self.option.title


class Assessor(models.Model):
    """Somebody named to score; what they entered is theirs alone until every one is in."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="assessors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessments"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["appraisal", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_named_once", fields=["appraisal", "user"]
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="is_fixed",
                operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf("user_id"),
                when=pgtrigger.Before,
                func=triggers.APPRAISAL_PART_IS_FIXED,
            ),
            pgtrigger.Trigger(
                name="hands_in_once",
                operation=pgtrigger.UpdateOf("submitted_at"),
                when=pgtrigger.Before,
                func=triggers.SCORES_ARE_HANDED_IN_ONCE,
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class ScoreQuerySet(models.QuerySet["Score"]):
    def visible_to(self, user: Any) -> Self:
        """Scores this person may read: all once every assessor is in, before that their own.

        Nobody's role opens another's score earlier, and none is printed publicly before. The one
        predicate of pages, exports, figures and history.
        """
        waited_for = Assessor.objects.filter(
            appraisal=models.OuterRef("assessor__appraisal"), submitted_at__isnull=True
        )
        is_signed_in = user is not None and user.is_authenticated
        own = Q(assessor__user=user) if is_signed_in else Q(pk__isnull=True)
        return self.filter(
            own | ~models.Exists(waited_for),
            assessor__appraisal__in=Appraisal.objects.visible_to(user),
        )


class Score(models.Model):
    """What an assessor gives an option on a criterion, 0 to 10."""

    assessor = models.ForeignKey(Assessor, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(
        AppraisalCriterion, on_delete=models.CASCADE, related_name="scores"
    )
    option = models.ForeignKey(AppraisedOption, on_delete=models.CASCADE, related_name="scores")
    score = models.PositiveSmallIntegerField(validators=[MaxValueValidator(HIGHEST_SCORE)])

    objects: Any = ScoreQuerySet.as_manager()

    class Meta:
        ordering = ["assessor", "criterion", "option"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_given_once",
                fields=["assessor", "criterion", "option"],
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_from_0_to_10", condition=Q(score__range=(0, 10))
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="is_open",
                operation=ANY_CHANGE,
                when=pgtrigger.Before,
                func=triggers.SCORE_IS_OPEN,
            )
        ]

    def __str__(self) -> str:
        return str(self.score)


@pghistory.track()
class ModeratedScore(VersionedModel):
    """The score agreed for an option on a criterion, and why where it is not the mean."""

    criterion = models.ForeignKey(
        AppraisalCriterion, on_delete=models.CASCADE, related_name="moderated"
    )
    option = models.ForeignKey(AppraisedOption, on_delete=models.CASCADE, related_name="moderated")
    score = models.DecimalField(max_digits=4, decimal_places=2)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = VersionedQuerySet.as_manager()

    class Meta:
        ordering = ["criterion", "option"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_given_once", fields=["criterion", "option"]
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_from_0_to_10",
                condition=Q(score__gte=0, score__lte=10),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="is_open",
                operation=ANY_CHANGE,
                when=pgtrigger.Before,
                func=triggers.MODERATION_IS_OPEN,
            )
        ]

    def __str__(self) -> str:
        return str(self.score)


@pghistory.track()
class OptionYear(VersionedModel):
    """What an option costs and brings in one financial year, in pounds."""

    option = models.ForeignKey(AppraisedOption, on_delete=models.CASCADE, related_name="years")
    financial_year = models.PositiveSmallIntegerField(db_comment="start year")
    cost_gbp = models.DecimalField(
        max_digits=14, decimal_places=2, default=0, db_comment="pounds in the year"
    )
    benefit_gbp = models.DecimalField(
        max_digits=14, decimal_places=2, default=0, db_comment="pounds in the year"
    )
    note = models.CharField(max_length=300, blank=True)

    objects = VersionedQuerySet.as_manager()

    class Meta:
        ordering = ["option", "financial_year"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_once_a_year", fields=["option", "financial_year"]
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_nothing_or_more",
                condition=Q(cost_gbp__gte=0, benefit_gbp__gte=0),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="is_open",
                operation=ANY_CHANGE,
                when=pgtrigger.Before,
                declare=[("appraisal", "record")],
                func=triggers.COSTS_ARE_OPEN,
            )
        ]

    def __str__(self) -> str:
        return f"{self.option}, {self.financial_year}"
