"""States, outcomes and kinds of evidence; imports nothing of ours. Stages are rows, not here."""

from django.db.models import TextChoices


class ReviewState(TextChoices):
    """Whether a review is going on; where it has got to is its stage."""

    ACTIVE = "ACTIVE", "Active"
    DEFERRED = "DEFERRED", "Deferred"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
    MERGED = "MERGED", "Merged"
    HANDED_OVER = "HANDED_OVER", "Handed over"
    CLOSED = "CLOSED", "Closed"


class MethodologyState(TextChoices):
    """A draft is edited; what is in force stands, and a change makes a further version."""

    DRAFT = "DRAFT", "Draft"
    IN_FORCE = "IN_FORCE", "In force"


class ScopeChangeKind(TextChoices):
    """What was done to the scope of a review; the second of each pair is the way back."""

    MERGE = "MERGE", "Merged into another review"
    UNMERGE = "UNMERGE", "Taken out of a joint review"
    SPLIT = "SPLIT", "Split"
    HAND_OVER = "HAND_OVER", "Handed over for implementation"
    TAKE_BACK = "TAKE_BACK", "Taken back from implementation"
    RECONSIDER = "RECONSIDER", "Reconsidered"


class GateOutcome(TextChoices):
    """What happened at a gate.

    REPORTED is a stage read from a paper, credited to it; CARRIED the place of a joint or split
    review, which is that of the reviews it was made of.
    """

    REPORTED = "REPORTED", "Reported by a paper"
    ENTERED = "ENTERED", "Started"
    CARRIED = "CARRIED", "Carried over"
    PASSED = "PASSED", "Passed"
    PASSED_WITH_CONDITIONS = "PASSED_WITH_CONDITIONS", "Passed with conditions"
    RETURNED = "RETURNED", "Returned"
    POSTPONED = "POSTPONED", "Postponed"
    MOVED = "MOVED", "Moved to another version of the methodology"


class CriterionKind(TextChoices):
    """What meets a criterion for leaving a stage."""

    EVIDENCE = "EVIDENCE", "Accepted evidence"
    FIELD = "FIELD", "Something recorded of the review"
    MILESTONE = "MILESTONE", "A milestone achieved"
    PREFERRED_OPTION = "PREFERRED_OPTION", "A preferred option"
    SIGN_OFF = "SIGN_OFF", "A sign-off by a role"
    ADVICE = "ADVICE", "Advice of a body"
    RESOLUTION = "RESOLUTION", "A resolution of a body"
    DECISION = "DECISION", "A decision that is effective"


class ReviewFact(TextChoices):
    """What a criterion of the kind FIELD may ask to be recorded of a review."""

    LEAD = "LEAD", "Lead"
    SENIOR_RESPONSIBLE_OWNER = "SENIOR_RESPONSIBLE_OWNER", "Senior Responsible Owner"
    PORTFOLIO = "PORTFOLIO", "Portfolio"
    DESCRIPTION = "DESCRIPTION", "Description"
    NEXT_STEPS = "NEXT_STEPS", "Next steps"
    SERVICES = "SERVICES", "Services under review"
    BUDGETS = "BUDGETS", "Budget of every service"


class EvidenceKind(TextChoices):
    FILE = "FILE", "File"
    LINK = "LINK", "Link"
    NOTE = "NOTE", "Note"
    RECORD = "RECORD", "Record in FTC"


class EvidenceRecord(TextChoices):
    """A record of ours that may be evidence, named by its code."""

    BUSINESS_CASE = "BUSINESS_CASE", "Business case"
    APPRAISAL = "APPRAISAL", "Options appraisal"
    ENGAGEMENT = "ENGAGEMENT", "Market engagement"
    DOCUMENT = "DOCUMENT", "Document"
    PAPER = "PAPER", "Paper"
    RESOLUTION = "RESOLUTION", "Resolution"
    DECISION = "DECISION", "Decision"
    MILESTONE = "MILESTONE", "Milestone"
    RISK = "RISK", "Risk"


class EvidenceState(TextChoices):
    SUPPLIED = "SUPPLIED", "Waiting to be accepted"
    ACCEPTED = "ACCEPTED", "Accepted"
    RETURNED = "RETURNED", "Returned"


class OptionStateKind(TextChoices):
    """What became of an option; "at this stage" may come back."""

    CONSIDERED = "CONSIDERED", "Considered"
    SHORT_LISTED = "SHORT_LISTED", "Short-listed"
    PREFERRED = "PREFERRED", "Preferred"
    NOT_RECOMMENDED = "NOT_RECOMMENDED", "Not recommended"
    NOT_RECOMMENDED_AT_THIS_STAGE = (
        "NOT_RECOMMENDED_AT_THIS_STAGE",
        "Not recommended at this stage",
    )
    CARRIED = "CARRIED", "Gone to another review"


class Doer(TextChoices):
    """Who can do what a criterion still lacks."""

    LEAD = "LEAD", "the lead"
    SENIOR_RESPONSIBLE_OWNER = "SENIOR_RESPONSIBLE_OWNER", "the Senior Responsible Owner"
    DEMOCRATIC_SERVICES = "DEMOCRATIC_SERVICES", "Democratic Services"
    PORTFOLIO_OFFICE = "PORTFOLIO_OFFICE", "the portfolio office"
    FINANCE = "FINANCE", "a finance partner"


class EngagementKind(TextChoices):
    """How the market was met. UK2 has stood in the place of the PIN since 24 February 2025.

    Source: Public Contracts Regulations 2015, regulation 48; Procurement Act 2023, section 17.
    """

    PRIOR_INFORMATION_NOTICE = "PRIOR_INFORMATION_NOTICE", "Prior information notice (PIN)"
    PRELIMINARY_NOTICE = "PRELIMINARY_NOTICE", "Preliminary market engagement notice (UK2)"
    SOFT_MARKET_TEST = "SOFT_MARKET_TEST", "Soft market test"
    DIALOGUE = "DIALOGUE", "Dialogue"
    COUNCIL_VISIT = "COUNCIL_VISIT", "Visit to another council"


class EngagementState(TextChoices):
    """Where an engagement stands on a day; it follows from its dates and is kept nowhere."""

    PLANNED = "PLANNED", "Planned"
    OPEN = "OPEN", "Open"
    CLOSED = "CLOSED", "Closed"
    CANCELLED = "CANCELLED", "Cancelled"


class SupplierSize(TextChoices):
    """By staff, as public procurement counts; up to medium is an SME."""

    MICRO = "MICRO", "Micro (under 10 staff)"
    SMALL = "SMALL", "Small (10 to 49 staff)"
    MEDIUM = "MEDIUM", "Medium (50 to 249 staff)"
    LARGE = "LARGE", "Large (250 staff or more)"


class SupplierSector(TextChoices):
    PRIVATE = "PRIVATE", "Private"
    VOLUNTARY = "VOLUNTARY", "Voluntary, community or social enterprise"
    PUBLIC = "PUBLIC", "Public"


class ResponseState(TextChoices):
    INVITED = "INVITED", "Invited"
    RESPONDED = "RESPONDED", "Responded"
    DECLINED = "DECLINED", "Declined"


class AppraisalState(TextChoices):
    """Criteria and weights are fixed once scoring opens; scores are blind until all are in."""

    SETTING_UP = "SETTING_UP", "Being set up"
    SCORING = "SCORING", "Being scored"
    MODERATION = "MODERATION", "Being moderated"
    AGREED = "AGREED", "Agreed"
    ABANDONED = "ABANDONED", "Abandoned"


class BusinessCaseKind(TextChoices):
    OUTLINE = "OUTLINE", "Outline business case"
    FULL = "FULL", "Full Business Case"


class FiveCase(TextChoices):
    """The five cases of a business case (HM Treasury, Green Book)."""

    STRATEGIC = "STRATEGIC", "Strategic case"
    ECONOMIC = "ECONOMIC", "Economic case"
    COMMERCIAL = "COMMERCIAL", "Commercial case"
    FINANCIAL = "FINANCIAL", "Financial case"
    MANAGEMENT = "MANAGEMENT", "Management case"


class SectionState(TextChoices):
    """Where one case of a business case stands; clearing it is not for whoever owns it."""

    DRAFT = "DRAFT", "Being drafted"
    IN_CLEARANCE = "IN_CLEARANCE", "In clearance"
    RETURNED = "RETURNED", "Returned"
    CLEARED = "CLEARED", "Cleared"


class ImportKind(TextChoices):
    REVIEWS = "REVIEWS", "Reviews"
    MILESTONES = "MILESTONES", "Milestones"
    OPTIONS = "OPTIONS", "Options"
    BULK_EDIT = "BULK_EDIT", "Bulk edit"


class ImportState(TextChoices):
    """Nothing of an import is saved before it is confirmed; then all of it or nothing."""

    READING = "READING", "Being read"
    PREVIEWED = "PREVIEWED", "Waiting to be confirmed"
    SAVING = "SAVING", "Being saved"
    SAVED = "SAVED", "Saved"
    UNDOING = "UNDOING", "Being undone"
    UNDONE = "UNDONE", "Undone"
    REFUSED = "REFUSED", "Refused"
    DISCARDED = "DISCARDED", "Discarded"


class RowOutcome(TextChoices):
    NEW = "NEW", "New"
    CHANGED = "CHANGED", "Changed"
    UNCHANGED = "UNCHANGED", "Unchanged"
    WRONG = "WRONG", "Wrong"
