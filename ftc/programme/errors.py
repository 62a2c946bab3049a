"""What the programme's rules refuse, in the user's words."""

from ftc.errors import DomainError


class ReportIncomplete(DomainError):
    """A status report lacks what its rating asks for."""


class AssignmentRefused(DomainError):
    """Somebody cannot lead or own an activity."""


class RegisterRefused(DomainError):
    """A risk, a benefit or an owner cannot be recorded as asked."""


class MilestoneRefused(DomainError):
    """A milestone or its date cannot be recorded as asked."""


class OverrideRefused(DomainError):
    """A rating cannot be signed for in place of the computed one."""
