"""What the rules on documents and uploads refuse, in the user's words."""

from ftc.errors import DomainError


class UploadRefused(DomainError):
    """A file is empty, too large, of a type that is not taken, or not what its name says."""


class DocumentRefused(DomainError):
    """A document cannot be asked for, cancelled, tried again or published as it stands."""


class DrawingNotPossible(DomainError):
    """The machine lacks what drawing a PDF needs; the sentence says what to install."""


class DiscrepancyRefused(DomainError):
    """A printed figure cannot be marked as explained: it agrees, or nothing can be compared."""
