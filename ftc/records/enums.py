"""Classifications, document states and kinds; imports nothing of ours."""

from django.db.models import TextChoices


class Classification(TextChoices):
    """Who may read a record. Source: Local Government Act 1972, s.100A and Schedule 12A."""

    PUBLIC = "PUBLIC", "Public"
    INTERNAL = "INTERNAL", "Internal"
    EXEMPT = "EXEMPT", "Exempt"
    CONFIDENTIAL = "CONFIDENTIAL", "Confidential"


class DocumentState(TextChoices):
    """Where a document stands between the button and the stored file."""

    QUEUED = "QUEUED", "Queued"
    DRAWING = "DRAWING", "Being drawn"
    READY = "READY", "Ready"
    FAILED = "FAILED", "Failed"
    CANCELLED = "CANCELLED", "Cancelled"


class DocumentKind(TextChoices):
    """What a document is; each kind has one builder and one template."""

    OUTTURN_REPORT = "OUTTURN_REPORT", "Phase 1 outturn report"
    BUSINESS_CASE = "BUSINESS_CASE", "Business case"


class Unit(TextChoices):
    """What a figure counts."""

    GBP = "GBP", "pounds"
    RATIO = "ratio", "ratio to one"
    REVIEWS = "reviews", "reviews"
    SERVICES = "services", "services"
    OPTIONS = "options", "options"
    VOTES = "votes", "votes"
    PROGRAMMES = "programmes", "programmes"
    COUNT = "count", "count"
    PERCENT = "percent", "percent"
    RESPONSES = "responses", "responses"
    COMPANIES = "companies", "companies"
    PROVIDERS = "providers", "providers"
    LICENCES = "licences", "licences"
    WORKING_DAYS = "working_days", "working days"
    LABORATORIES = "laboratories", "laboratories"
