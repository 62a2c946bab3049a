"""Roles, permissions and kinds of people; imports nothing of ours."""

from enum import StrEnum

from django.db.models import TextChoices


class Role(TextChoices):
    """What a user is to the programme; the permissions of each are in ``permissions.py``."""

    OFFICER = "OFFICER", "Officer"
    SENIOR_RESPONSIBLE_OWNER = "SENIOR_RESPONSIBLE_OWNER", "Senior Responsible Owner"
    FINANCE = "FINANCE", "Finance partner"
    PORTFOLIO_OFFICE = "PORTFOLIO_OFFICE", "Portfolio office"
    DEMOCRATIC_SERVICES = "DEMOCRATIC_SERVICES", "Democratic Services"
    MEMBER = "MEMBER", "Member"
    AUDITOR = "AUDITOR", "Auditor"
    ADMINISTRATOR = "ADMINISTRATOR", "Administrator"


class Permission(StrEnum):
    """One thing a person may be allowed to do; object rules narrow it in each app."""

    REVIEW_READ = "review.read"
    REVIEW_EDIT_LED = "review.edit_led"  # those the person leads
    REVIEW_EDIT_ANY = "review.edit_any"
    EVIDENCE_SUPPLY = "evidence.supply"
    EVIDENCE_ACCEPT_OWNED = "evidence.accept_owned"  # those the person is the SRO of
    GATE_MOVE_LED = "gate.move_led"
    GATE_MOVE_ANY = "gate.move_any"
    RESOLUTION_RECORD = "resolution.record"
    MEETING_EDIT = "meeting.edit"
    STATUS_OVERRIDE = "status.override"
    FINANCE_READ = "finance.read"
    FINANCE_EDIT = "finance.edit"
    REPORT_MAKE = "report.make"
    REPORT_PUBLISH = "report.publish"
    DISCREPANCY_EXPLAIN = "discrepancy.explain"
    BACKDATE = "backdate"
    EXEMPT_READ = "exempt.read"
    HISTORY_READ = "history.read"
    EXPORT = "export"
    USERS_MANAGE = "users.manage"


class ServiceType(TextChoices):
    """How the December 2013 table groups the services under review (paragraph 3.2.2)."""

    FRONTLINE = "FRONTLINE", "Frontline"
    CORPORATE = "CORPORATE", "Corporate support"


class PersonKind(TextChoices):
    OFFICER = "OFFICER", "Officer"
    MEMBER = "MEMBER", "Elected Member"
    PARTNER = "PARTNER", "Partner"


class DivisionKind(TextChoices):
    """How a part of a directorate reports (County Council, 12 December 2013, section 10.4)."""

    DIVISION = "DIVISION", "Division"
    DIRECT_REPORT = "DIRECT_REPORT", "Direct report"
    FUNCTIONAL_GROUP = "FUNCTIONAL_GROUP", "Functional group"
    NEW_CORPORATE_FUNCTION = "NEW_CORPORATE_FUNCTION", "New corporate function"
    OVERSIGHT = "OVERSIGHT", "Oversight"
