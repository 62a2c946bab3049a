"""The demonstration accounts: one a role, belonging to no real person."""

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from ftc.organisation.enums import Role
from ftc.organisation.models import RoleAssignment, User
from ftc.programme.enums import AssignmentRole
from ftc.programme.models import Assignment
from ftc.records.working_date import working_date
from reviews.models import Review

ACCOUNTS = (
    ("officer", "Demonstration officer", Role.OFFICER),
    ("sro", "Demonstration Senior Responsible Owner", Role.SENIOR_RESPONSIBLE_OWNER),
    ("finance", "Demonstration finance partner", Role.FINANCE),
    ("portfolio", "Demonstration portfolio officer", Role.PORTFOLIO_OFFICE),
    ("clerk", "Demonstration clerk", Role.DEMOCRATIC_SERVICES),
    ("member", "Demonstration Member", Role.MEMBER),
    ("auditor", "Demonstration auditor", Role.AUDITOR),
    ("administrator", "Demonstration administrator", Role.ADMINISTRATOR),
)
# Left without a lead, so that what an officer may not do can be seen too.
NOT_LED = ("P1-CON", "P1-KSS")


def load() -> None:
    """Make the accounts with the demonstration's password, and what they lead and own."""
    if not settings.DEMONSTRATION:
        return
    secret = _hashed_password()
    users: dict[str, User] = {}
    for username, name, role in ACCOUNTS:
        user, _ = User.objects.get_or_create(
            username=username,
            defaults={"name": name, "is_demonstration": True, "password": secret},
        )
        if user.is_demonstration and user.password != secret:
            User.objects.filter(pk=user.pk).update(password=secret)
        RoleAssignment.objects.get_or_create(
            user=user, role=role, ended_on=None, defaults={"started_on": working_date()}
        )
        users[username] = user
    for review in Review.objects.filter(phase__number=1):
        if review.code not in NOT_LED:
            _assign(review, users["officer"], AssignmentRole.LEAD)
        _assign(review, users["sro"], AssignmentRole.SENIOR_RESPONSIBLE_OWNER)


def _hashed_password() -> str:
    """One hash for all the accounts; the one in the database while the password is the same."""
    existing = User.objects.filter(is_demonstration=True).values_list("password", flat=True).first()
    if existing and check_password(settings.DEMO_PASSWORD, existing):
        return existing
    return make_password(settings.DEMO_PASSWORD)


def _assign(review: Review, user: User, role: AssignmentRole) -> None:
    Assignment.objects.get_or_create(
        activity_id=review.pk,
        role=role,
        ended_on=None,
        defaults={"user": user, "is_demonstration": True, "started_on": working_date()},
    )
