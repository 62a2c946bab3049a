"""What the review rules refuse, in the user's words."""

from ftc.errors import DomainError


class GateRefused(DomainError):
    """A review was asked through a gate whose criteria are not all met."""

    def __init__(self, message: str, missing: list[str] | None = None) -> None:
        super().__init__(message)
        self.missing = missing or []


class SignOffRefused(DomainError):
    """A sign-off cannot be given, refused or taken back as asked."""


class ConditionRefused(DomainError):
    """A condition of a gate cannot be set or met as asked."""


class EvidenceRefused(DomainError):
    """Evidence cannot be supplied, accepted or returned as asked."""


class StateRefused(DomainError):
    """A review cannot be started, deferred or resumed as asked."""


class ScopeRefused(DomainError):
    """A review cannot be taken in, merged, split, handed over or reconsidered as asked."""


class OptionRefused(DomainError):
    """An option cannot be given the state asked for."""


class AppraisalRefused(DomainError):
    """An appraisal of options cannot be set up, scored, moderated or agreed as asked."""


class EngagementRefused(DomainError):
    """The register of market engagement cannot take something as asked."""


class SupplierKnown(EngagementRefused):
    """A supplier of the name is in the register already; ``code`` and ``name`` are its own."""

    def __init__(self, message: str, *, code: str, name: str) -> None:
        super().__init__(message)
        self.code = code
        self.name = name


class BusinessCaseRefused(DomainError):
    """A business case cannot be started, written, cleared or kept as asked."""


class DateRefused(DomainError):
    """Something cannot take effect on the date asked for."""


class PastShown(DomainError):
    """Somebody asked for a change while looking at a past day."""


class SheetRefused(DomainError):
    """A sheet that somebody brings, or one of its cells, cannot be read as it stands."""


class ImportRefused(DomainError):
    """An import or a bulk edit cannot be made, confirmed or undone as asked."""


class MethodologyRefused(DomainError):
    """A methodology cannot be changed, put in force or followed as asked.

    ``problems`` says what is wrong where that is more than one thing, a sentence each.
    """

    def __init__(self, message: str, problems: list[str] | None = None) -> None:
        super().__init__(message)
        self.problems = problems or []
