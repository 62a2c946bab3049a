"""What the governance rules refuse, in the user's words."""

from ftc.errors import DomainError


class BodyCannotDecide(DomainError):
    """An informal body, or one without the power, was asked to resolve or decide."""


class MeetingNotReady(DomainError):
    """Something was recorded for a meeting that has not been held or published."""


class VoteRefused(DomainError):
    """A recorded vote breaks a rule: a name twice, absent, withdrawn, or counts that differ."""


class AlreadyResolved(DomainError):
    """The body has resolved this item in this way already."""


class MoverRefused(DomainError):
    """Whoever moved or seconded cannot have: an officer, absent, or the same person twice."""


class ResolutionStands(DomainError):
    """A resolution cannot be withdrawn: a gate rests on it, or a paper reports it."""
