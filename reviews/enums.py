"""States, outcomes and kinds of evidence; imports nothing of ours. Stages are rows, not here."""

from django.db.models import TextChoices


class ReviewState(TextChoices):
    """Whether a review is going on; where it has got to is its stage."""

    ACTIVE = "ACTIVE", "Active"
    DEFERRED = "DEFERRED", "Deferred"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
    MERGED = "MERGED", "Merged"
    CLOSED = "CLOSED", "Closed"


class GateOutcome(TextChoices):
    """What happened at a gate. REPORTED is a stage read from a paper, credited to it."""

    REPORTED = "REPORTED", "Reported by a paper"
    ENTERED = "ENTERED", "Started"
    PASSED = "PASSED", "Passed"
    RETURNED = "RETURNED", "Returned"
    POSTPONED = "POSTPONED", "Postponed"


class CriterionKind(TextChoices):
    """What meets a criterion for leaving a stage."""

    EVIDENCE = "EVIDENCE", "Accepted evidence"
    PREFERRED_OPTION = "PREFERRED_OPTION", "A preferred option"
    RESOLUTION = "RESOLUTION", "A resolution of a body"


class EvidenceKind(TextChoices):
    FILE = "FILE", "File"
    LINK = "LINK", "Link"
    NOTE = "NOTE", "Note"


class EvidenceState(TextChoices):
    SUPPLIED = "SUPPLIED", "Waiting to be accepted"
    ACCEPTED = "ACCEPTED", "Accepted"
    RETURNED = "RETURNED", "Returned"


class OptionStateKind(TextChoices):
    """What became of an option; "at this stage" may come back."""

    CONSIDERED = "CONSIDERED", "Considered"
    PREFERRED = "PREFERRED", "Preferred"
    NOT_RECOMMENDED = "NOT_RECOMMENDED", "Not recommended"
    NOT_RECOMMENDED_AT_THIS_STAGE = (
        "NOT_RECOMMENDED_AT_THIS_STAGE",
        "Not recommended at this stage",
    )


class Doer(TextChoices):
    """Who can do what a criterion still lacks."""

    LEAD = "LEAD", "the lead"
    SENIOR_RESPONSIBLE_OWNER = "SENIOR_RESPONSIBLE_OWNER", "the Senior Responsible Owner"
    DEMOCRATIC_SERVICES = "DEMOCRATIC_SERVICES", "Democratic Services"
    PORTFOLIO_OFFICE = "PORTFOLIO_OFFICE", "the portfolio office"
