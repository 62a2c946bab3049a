"""The council's structure with dated names, its budgets, people, users and their roles."""

from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self

import pghistory
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from ftc.organisation.enums import DivisionKind, Permission, PersonKind, Role, ServiceType
from ftc.organisation.permissions import ROLE_PERMISSIONS
from ftc.periods import FinancialYear
from ftc.records.enums import Classification
from ftc.records.models import (
    CreditedModel,
    EffectiveModel,
    choice_constraint,
)


class Directorate(CreditedModel):
    """A directorate; what it was called when is in its names."""

    code = models.SlugField(max_length=12, unique=True)
    head_post = models.CharField(max_length=200)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    def name_on(self, as_at: date | None) -> str:
        """The name in use on ``as_at``; the first one before any is recorded."""
        names = list(self.names.all())
        known = [n for n in names if as_at is None or n.effective_on <= as_at]
        if known:
            return max(known, key=lambda n: (n.effective_on, n.pk)).name
        return min(names, key=lambda n: n.effective_on).name if names else self.code

    @property
    def name(self) -> str:
        return self.name_on(None)


class DirectorateName(EffectiveModel, CreditedModel):
    """What a directorate is called from a date on."""

    directorate = models.ForeignKey(Directorate, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)

    class Meta(EffectiveModel.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_name_a_day",
                fields=["directorate", "effective_on"],
            )
        ]

    def __str__(self) -> str:
        return self.name


class Division(CreditedModel):
    """A part of a directorate under one head."""

    directorate = models.ForeignKey(Directorate, on_delete=models.PROTECT, related_name="divisions")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=30, choices=DivisionKind)

    class Meta:
        ordering = ["directorate__code", "pk"]
        constraints = [
            choice_constraint("kind", DivisionKind),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_named_once", fields=["directorate", "name"]
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Service(CreditedModel):
    """A service of the council; those under review have a code and a service type of their own."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=300)
    directorate = models.ForeignKey(
        Directorate, null=True, blank=True, on_delete=models.PROTECT, related_name="services"
    )
    division = models.ForeignKey(
        Division, null=True, blank=True, on_delete=models.PROTECT, related_name="services"
    )
    directorate_is_inferred = models.BooleanField(
        default=False, db_comment="no paper states the directorate of this service"
    )
    service_type = models.CharField(max_length=12, choices=ServiceType, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["directorate__code", "order", "code"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_service_type_is_known",
                condition=Q(service_type__in=["", *ServiceType.values]),
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class ServiceBudget(EffectiveModel, CreditedModel):
    """A dated statement of a service's budget; several may stand side by side."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="budgets")
    financial_year = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="start year; blank when the paper gives none"
    )
    gross_gbp = models.DecimalField(max_digits=14, decimal_places=2, db_comment="pounds a year")
    income_gbp = models.DecimalField(max_digits=14, decimal_places=2, db_comment="pounds a year")
    net_gbp = models.DecimalField(max_digits=14, decimal_places=2, db_comment="pounds a year")

    class Meta(EffectiveModel.Meta):
        ordering = ["service__order", "effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_net_is_gross_less_income",
                condition=Q(net_gbp=F("gross_gbp") - F("income_gbp")),
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_stated_once",
                fields=["service", "effective_on", "source", "financial_year"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: net {self.net_gbp}"

    @property
    def year(self) -> FinancialYear | None:
        return None if self.financial_year is None else FinancialYear(self.financial_year)


class PoliticalGroup(models.Model):
    code = models.SlugField(max_length=12, unique=True)
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(CreditedModel):
    """Somebody the papers name; the identity behind every way a name is printed."""

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=PersonKind)
    title = models.CharField(max_length=20, blank=True)
    forenames = models.CharField(max_length=60, blank=True, db_comment="forenames or initials")
    surname = models.CharField(max_length=60)
    honours = models.CharField(max_length=40, blank=True)
    post = models.CharField(max_length=160, blank=True)
    group = models.ForeignKey(
        PoliticalGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )

    class Meta:
        ordering = ["surname", "forenames", "pk"]
        constraints = [choice_constraint("kind", PersonKind)]

    def __str__(self) -> str:
        name = " ".join(part for part in (self.title, self.forenames, self.surname) if part)
        return f"{name}, {self.honours}" if self.honours else name


class PersonName(CreditedModel):
    """A name as one paper printed it; printed initials differ from paper to paper."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="printed_names")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_once_a_paper", fields=["person", "name", "source"]
            )
        ]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """Somebody who signs in; what they may do follows from their role assignments."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=120, db_comment="as shown beside what they did")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="users"
    )
    is_demonstration = models.BooleanField(
        default=False, db_comment="belongs to no real person; signs in from this machine only"
    )
    last_seen_before = models.DateTimeField(null=True, blank=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("organisation:user-detail", args=[self.username])

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held now."""
        return frozenset(Role(a.role) for a in self.role_assignments.all() if a.ended_on is None)

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """Everything any of the roles allows."""
        return frozenset(p for role in self.roles for p in ROLE_PERMISSIONS[role])

    def may(self, permission: Permission) -> bool:
        return self.is_active and permission in self.permissions

    @property
    def role_names(self) -> str:
        return ", ".join(sorted(role.label for role in self.roles))

    @property
    def may_manage_users(self) -> bool:
        """Whether the menu offers the pages of accounts."""
        return self.may(Permission.USERS_MANAGE)

    def readable_classifications(self) -> list[str]:
        """Every signed-in person reads internal material; exempt material needs the permission."""
        readable: list[str] = [Classification.PUBLIC, Classification.INTERNAL]
        if self.may(Permission.EXEMPT_READ):
            readable += [Classification.EXEMPT, Classification.CONFIDENTIAL]
        return readable


@pghistory.track()
class RoleAssignment(models.Model):
    """A role a user holds. ``directorate`` is kept for a scope that nothing applies yet."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=30, choices=Role)
    directorate = models.ForeignKey(
        Directorate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            choice_constraint("role", Role),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_held_once",
                fields=["user", "role", "directorate"],
                condition=Q(ended_on__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self) -> Self:
        return self.filter(revoked_at__isnull=True, user__is_active=True)


class ApiToken(models.Model):
    """A key for another program; only its SHA-256 is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: Any = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Token of {self.user}"
