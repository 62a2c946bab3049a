"""The smallest valid directorates, services, people and users."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from ftc.organisation.enums import PersonKind, Role
from ftc.organisation.models import (
    Directorate,
    DirectorateName,
    Person,
    PoliticalGroup,
    RoleAssignment,
    Service,
    ServiceBudget,
    User,
)

BEGINNING = date(2013, 1, 1)
PASSWORD = "a long enough pass phrase"

_numbers = count(1)


def make_user(
    role: Role | None = None,
    *more_roles: Role,
    directorate: Directorate | None = None,
    password: str | None = None,
    **fields: Any,
) -> User:
    """A user with the roles given, held since 2013; without a password nobody can sign in."""
    number = next(_numbers)
    name = f"{role.label} {number}" if role else f"Person {number}"
    user = User(**({"username": f"user{number}", "name": name} | fields))
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save()
    for held in (role, *more_roles):
        if held is not None:
            make_role_assignment(user=user, role=held, directorate=directorate)
    return user


def make_role_assignment(**fields: Any) -> RoleAssignment:
    return RoleAssignment.objects.create(**({"started_on": BEGINNING} | fields))


def make_directorate(name: str = "Growth, Environment and Transport", **fields: Any) -> Directorate:
    """A directorate called ``name`` since 2013."""
    number = next(_numbers)
    directorate = Directorate.objects.create(
        **({"code": f"D{number}", "head_post": "Corporate Director"} | fields)
    )
    DirectorateName.objects.create(directorate=directorate, name=name, effective_on=BEGINNING)
    return directorate


def make_service(**fields: Any) -> Service:
    """A service without a directorate or a budget."""
    number = next(_numbers)
    return Service.objects.create(**({"code": f"S{number}", "name": f"Service {number}"} | fields))


def make_budget(
    service: Service | None = None,
    *,
    gross: int | str | Decimal = 1000,
    income: int | str | Decimal = 400,
    **fields: Any,
) -> ServiceBudget:
    """A budget statement in pounds, net being gross less income."""
    gross_gbp, income_gbp = Decimal(gross), Decimal(income)
    return ServiceBudget.objects.create(
        service=service or make_service(),
        gross_gbp=gross_gbp,
        income_gbp=income_gbp,
        net_gbp=gross_gbp - income_gbp,
        **({"effective_on": date(2013, 12, 12)} | fields),
    )


def make_political_group(**fields: Any) -> PoliticalGroup:
    number = next(_numbers)
    return PoliticalGroup.objects.create(
        **({"code": f"G{number}", "name": f"Group {number}"} | fields)
    )


def make_person(**fields: Any) -> Person:
    """An elected Member without a group."""
    number = next(_numbers)
    return Person.objects.create(
        **(
            {
                "code": f"person-{number}",
                "kind": PersonKind.MEMBER,
                "title": "Mr",
                "forenames": "A",
                "surname": f"Surname{number}",
            }
            | fields
        )
    )
