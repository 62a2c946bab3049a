"""Savings, their append-only ledger, and fees that depend on them."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from finance.enums import Basis, Cashability, Recurrence, Scenario
from ftc.periods import FinancialYear
from ftc.programme.models import Activity
from ftc.records.models import CreditedModel, EffectiveModel, VersionedModel, choice_constraint
from ftc.records.models.bases import VersionedQuerySet


@pghistory.track()
class Saving(CreditedModel, VersionedModel):
    """A saving; what it is worth is the sum of its ledger entries up to a date."""

    ref = models.SlugField(max_length=30, unique=True)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="savings")
    title = models.CharField(max_length=200)
    cashability = models.CharField(max_length=15, choices=Cashability)
    recurrence = models.CharField(max_length=10, choices=Recurrence)

    objects = VersionedQuerySet.as_manager()

    class Meta:
        ordering = ["ref"]
        constraints = [
            choice_constraint("cashability", Cashability),
            choice_constraint("recurrence", Recurrence),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("finance:saving-detail", args=[self.ref])


class LedgerEntry(EffectiveModel, CreditedModel):
    """Pounds of a saving in one financial year on one basis; added to, never changed.

    ``amount_gbp`` is that year's saving, not a running total; a correction is a further entry.
    """

    saving = models.ForeignKey(Saving, on_delete=models.PROTECT, related_name="entries")
    financial_year = models.PositiveSmallIntegerField(db_comment="start year")
    basis = models.CharField(max_length=12, choices=Basis)
    scenario = models.CharField(max_length=8, choices=Scenario)
    amount_gbp = models.DecimalField(
        max_digits=14, decimal_places=2, db_comment="pounds saved in the year"
    )
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(EffectiveModel.Meta):
        ordering = ["saving", "scenario", "financial_year", "effective_on", "pk"]
        verbose_name_plural = "ledger entries"
        constraints = [
            choice_constraint("basis", Basis),
            choice_constraint("scenario", Scenario),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_by_a_person_or_a_paper",
                condition=Q(by__isnull=False) | Q(source__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        indexes = [models.Index(fields=["saving", "scenario", "basis", "effective_on"])]

    def __str__(self) -> str:
        return f"{self.saving.ref} {self.year} {self.get_basis_display()}: {self.amount_gbp}"

    @property
    def year(self) -> FinancialYear:
        return FinancialYear(self.financial_year)


@pghistory.track()
class FeeAgreement(EffectiveModel, CreditedModel):
    """A contingent fee: paid in full at a target saving; the paper gives no scale below it."""

    saving = models.ForeignKey(Saving, on_delete=models.PROTECT, related_name="fees")
    title = models.CharField(max_length=200)
    maximum_gbp = models.DecimalField(max_digits=14, decimal_places=2, db_comment="pounds, one-off")
    full_at_gbp = models.DecimalField(
        max_digits=14, decimal_places=2, db_comment="full-year saving, pounds, that earns it all"
    )

    class Meta(EffectiveModel.Meta):
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_amounts_are_positive",
                condition=Q(maximum_gbp__gt=0, full_at_gbp__gt=0),
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_once_a_day", fields=["saving", "effective_on"]
            ),
        ]

    def __str__(self) -> str:
        return self.title
