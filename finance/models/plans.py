"""The Medium Term Financial Plan by year, and the ranges it expects by category."""

import pghistory
from django.db import models
from django.db.models import F, Q

from finance.enums import PlanMeasure
from ftc.periods import FinancialYear
from ftc.records.models import CreditedModel, EffectiveModel, choice_constraint


class Plan(CreditedModel):
    """A Medium Term Financial Plan; its years are rows."""

    code = models.SlugField(max_length=20, unique=True)
    title = models.CharField(max_length=160)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class PlanYear(models.Model):
    """A financial year of a plan, by the year it starts in."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="years")
    financial_year = models.PositiveSmallIntegerField(db_comment="start year")

    class Meta:
        ordering = ["plan", "financial_year"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_once_a_plan", fields=["plan", "financial_year"]
            )
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def year(self) -> FinancialYear:
        return FinancialYear(self.financial_year)


@pghistory.track()
class PlanAmount(EffectiveModel, CreditedModel):
    """What a plan needs, or has not identified, in a year, as one paper records it."""

    code = models.SlugField(max_length=12, unique=True)
    plan_year = models.ForeignKey(PlanYear, on_delete=models.PROTECT, related_name="amounts")
    measure = models.CharField(max_length=12, choices=PlanMeasure)
    amount_gbp = models.DecimalField(max_digits=14, decimal_places=2, db_comment="pounds")
    qualifier = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta(EffectiveModel.Meta):
        ordering = ["plan_year", "measure", "effective_on", "pk"]
        constraints = [
            choice_constraint("measure", PlanMeasure),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_is_not_negative", condition=Q(amount_gbp__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_year} {self.get_measure_display()}: {self.amount_gbp}"


class SavingsCategory(models.Model):
    """A category of saving in a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="categories")
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["plan", "order"]
        verbose_name_plural = "savings categories"

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class CategoryTarget(EffectiveModel, CreditedModel):
    """The range a plan expects from a category over its years together."""

    code = models.SlugField(max_length=12, unique=True)
    category = models.ForeignKey(SavingsCategory, on_delete=models.PROTECT, related_name="targets")
    low_gbp = models.DecimalField(max_digits=14, decimal_places=2, db_comment="pounds, all years")
    high_gbp = models.DecimalField(max_digits=14, decimal_places=2, db_comment="pounds, all years")

    class Meta(EffectiveModel.Meta):
        ordering = ["category", "effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_low_not_above_high",
                condition=Q(low_gbp__lte=F("high_gbp")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.low_gbp} to {self.high_gbp}"


class SavingsExpectation(EffectiveModel, CreditedModel):
    """A range somebody expects to save over a number of years, outside the plan."""

    code = models.SlugField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    low_gbp = models.DecimalField(max_digits=14, decimal_places=2, db_comment="pounds, all years")
    high_gbp = models.DecimalField(max_digits=14, decimal_places=2, db_comment="pounds, all years")
    years = models.PositiveSmallIntegerField()

    class Meta(EffectiveModel.Meta):
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_low_not_above_high_over_years",
                condition=Q(low_gbp__lte=F("high_gbp"), years__gte=1),
            )
        ]

    def __str__(self) -> str:
        return self.title
