"""The refusals every part of FTC may raise; an app's own refusals derive from these."""


class DomainError(Exception):
    """A refusal that the rules expect, told to the user as advice.

    The message is a full sentence, shown as it stands beside the button or field it concerns.
    Anything that is not a ``DomainError`` is a bug.
    """


class StaleVersion(DomainError):
    """Somebody else saved the record after this user opened it."""


class NotPermitted(DomainError):
    """The user's role does not allow what they asked for."""


class NotKnown(DomainError):
    """The answer was not yet known at the date asked about; never to be read as zero."""
