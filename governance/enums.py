"""Kinds of bodies, meetings, items and outcomes; imports nothing of ours."""

from django.db.models import TextChoices


class BodyKind(TextChoices):
    FULL_COUNCIL = "FULL_COUNCIL", "Full council"
    EXECUTIVE = "EXECUTIVE", "Executive"
    EXECUTIVE_INDIVIDUAL = "EXECUTIVE_INDIVIDUAL", "Individual executive member"
    CABINET_COMMITTEE = "CABINET_COMMITTEE", "Cabinet committee"
    SCRUTINY = "SCRUTINY", "Scrutiny committee"
    SELECT_COMMITTEE = "SELECT_COMMITTEE", "Select committee"
    COMMITTEE = "COMMITTEE", "Committee"
    MEMBER_BOARD = "MEMBER_BOARD", "Member board"
    PROGRAMME_BOARD = "PROGRAMME_BOARD", "Programme board"
    PORTFOLIO_BOARD = "PORTFOLIO_BOARD", "Portfolio board"
    PARTNERSHIP_BOARD = "PARTNERSHIP_BOARD", "Partnership board"
    ASSURANCE_BOARD = "ASSURANCE_BOARD", "Assurance board"
    BOARD = "BOARD", "Board"
    OFFICER_BOARD = "OFFICER_BOARD", "Officer board"
    OFFICER_MEMBER_BOARD = "OFFICER_MEMBER_BOARD", "Officer and Member board"
    OFFICER_UNIT = "OFFICER_UNIT", "Officer unit"
    OFFICER_NETWORK = "OFFICER_NETWORK", "Officer network"
    STAFF_NETWORK = "STAFF_NETWORK", "Staff network"
    MEMBER_GROUP = "MEMBER_GROUP", "Member group"
    PANEL = "PANEL", "Panel"
    EXTERNAL_REVIEWER = "EXTERNAL_REVIEWER", "External reviewer"


class Regime(TextChoices):
    """The law a body meets under. An informal body gives advice and decides nothing."""

    LOCAL_GOVERNMENT_ACT_1972 = "LOCAL_GOVERNMENT_ACT_1972", "Local Government Act 1972"
    EXECUTIVE_2012 = "EXECUTIVE_2012", "Executive arrangements (SI 2012/2089)"
    INFORMAL = "INFORMAL", "Informal"


class MeetingState(TextChoices):
    PLANNED = "PLANNED", "Planned"
    SUMMONED = "SUMMONED", "Summoned"
    PUBLISHED = "PUBLISHED", "Agenda published"
    HELD = "HELD", "Held"
    MINUTES_DRAFTED = "MINUTES_DRAFTED", "Minutes drafted"
    MINUTES_APPROVED = "MINUTES_APPROVED", "Minutes approved"


class AttendanceStatus(TextChoices):
    PRESENT = "PRESENT", "Present"
    APOLOGIES = "APOLOGIES", "Apologies"
    IN_ATTENDANCE = "IN_ATTENDANCE", "In attendance"


class VoteChoice(TextChoices):
    FOR = "FOR", "For"
    ABSTAIN = "ABSTAIN", "Abstain"
    AGAINST = "AGAINST", "Against"


class ResolutionKind(TextChoices):
    """A formal body resolves; an informal one advises."""

    RESOLUTION = "RESOLUTION", "Resolution"
    ADVICE = "ADVICE", "Advice"


class Verb(TextChoices):
    """What a body did with what was put to it; ENDORSE and APPROVE open a gate."""

    NOTE = "NOTE", "Noted"
    AGREE = "AGREE", "Agreed"
    APPROVE = "APPROVE", "Approved"
    ENDORSE = "ENDORSE", "Endorsed"
    RECOMMEND = "RECOMMEND", "Recommended"
    ADOPT = "ADOPT", "Adopted"
    ESTABLISH = "ESTABLISH", "Established"
    REJECT = "REJECT", "Not agreed"
    DEFER = "DEFER", "Deferred"


class RecommendationStatus(TextChoices):
    """The outcome of a recommendation; one with no recorded outcome is open."""

    OPEN = "OPEN", "Open: no outcome recorded"
    FOR_CONSIDERATION = "FOR_CONSIDERATION", "For consideration"
    ACCEPTED = "ACCEPTED", "Accepted"
    NOTED = "NOTED", "Noted"
    AGREED = "AGREED", "Agreed"
    APPROVED = "APPROVED", "Approved"
    ENDORSED = "ENDORSED", "Endorsed"
    NOT_AGREED = "NOT_AGREED", "Not agreed"


class DecisionState(TextChoices):
    PROPOSED = "PROPOSED", "Proposed"
    TAKEN = "TAKEN", "Taken"
    IN_FORCE = "IN_FORCE", "In force"
