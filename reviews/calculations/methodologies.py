"""Methodologies as plain values: their criteria in words, and where a move may lead."""

from dataclasses import dataclass
from datetime import date

from ftc.organisation.enums import Role
from governance.enums import BodyKind
from reviews.enums import CriterionKind, EvidenceKind, MethodologyState, ReviewFact

# Who accepts evidence or signs off. A lead and an owner are those of the review itself.
ACCEPTING = {
    Role.OFFICER: "the lead of the review",
    Role.SENIOR_RESPONSIBLE_OWNER: "the Senior Responsible Owner",
    Role.FINANCE: "a finance partner",
    Role.PORTFOLIO_OFFICE: "the portfolio office",
    Role.DEMOCRATIC_SERVICES: "Democratic Services",
}
OF_A_BODY = {
    CriterionKind.ADVICE: "Advice",
    CriterionKind.RESOLUTION: "A resolution",
    CriterionKind.DECISION: "An effective decision",
}
ONE_OF_ITS_KIND = (BodyKind.FULL_COUNCIL, BodyKind.EXECUTIVE)
WITHOUT_A_KEY_DECISION = "not asked where no Key Decision is needed"


@dataclass(frozen=True)
class CriterionShape:
    """A criterion for leaving a stage, and the paper that asks for it."""

    code: str
    title: str
    kind: CriterionKind
    body_kind: str = ""
    role: str = ""
    evidence_kind: str = ""
    field: str = ""
    milestone_title: str = ""
    only_if_key: bool = False
    guidance: str = ""
    paper: str = ""
    paper_title: str = ""
    source_ref: str = ""

    @property
    def asks(self) -> str:
        """What meets it, in words: "Evidence (file) that the portfolio office accepts"."""
        match self.kind:
            case CriterionKind.EVIDENCE:
                kind = EvidenceKind(self.evidence_kind).label.lower() if self.evidence_kind else ""
                what = f"Evidence ({kind})" if kind else "Evidence"
                return f"{what} that {ACCEPTING[Role(self.role)]} accepts"
            case CriterionKind.SIGN_OFF:
                return f"A sign-off by {ACCEPTING[Role(self.role)]}"
            case CriterionKind.FIELD:
                return f"Recorded of the review: {ReviewFact(self.field).label}"
            case CriterionKind.MILESTONE:
                return f"The milestone “{self.milestone_title}” achieved"
            case CriterionKind.PREFERRED_OPTION:
                return "An option that is preferred"
            case _:
                but = f", {WITHOUT_A_KEY_DECISION}" if self.only_if_key else ""
                return f"{OF_A_BODY[self.kind]} of {self.body}{but}"

    @property
    def body(self) -> str:
        """The kind of body asked for, in a sentence: "a cabinet committee", "the full council"."""
        words = BodyKind(self.body_kind).label
        words = f"{words[:1].lower()}{words[1:]}"
        if self.body_kind in ONE_OF_ITS_KIND:
            return f"the {words}"
        return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"

    @property
    def decided_by(self) -> str:
        """Who accepts, signs off or gives it, from a capital."""
        if self.kind == CriterionKind.SIGN_OFF:
            return f"Signed off by {ACCEPTING[Role(self.role)]}"
        if self.role:
            return f"Accepted by {ACCEPTING[Role(self.role)]}"
        if self.body_kind:
            return f"Given by {self.body}; Democratic Services records it"
        return "Read from the records of the review"

    @property
    def credit(self) -> str:
        """The paper and paragraph that ask for it, or an empty text."""
        return ", ".join(part for part in (self.paper_title, self.source_ref) if part)


@dataclass(frozen=True)
class StageShape:
    """A stage with its criteria in order; ``key`` is its row."""

    key: int
    order: int
    code: str
    title: str
    description: str = ""
    runs_market_engagement: bool = False
    criteria: tuple[CriterionShape, ...] = ()
    paper: str = ""
    paper_title: str = ""
    source_ref: str = ""

    @property
    def credit(self) -> str:
        return ", ".join(part for part in (self.paper_title, self.source_ref) if part)


@dataclass(frozen=True)
class Shape:
    """A version of a phase's methodology with its stages in order."""

    key: int
    phase: int
    phase_title: str
    version: int
    title: str
    state: MethodologyState
    edits: int = 1
    reason: str = ""
    made_by: str = ""
    in_force_on: date | None = None
    stages: tuple[StageShape, ...] = ()

    @property
    def is_draft(self) -> bool:
        return self.state == MethodologyState.DRAFT

    @property
    def name(self) -> str:
        """ "Version 2" or "The draft of version 2", to begin a sentence with."""
        return (
            f"The draft of version {self.version}" if self.is_draft else f"Version {self.version}"
        )

    def stage(self, code: str | None) -> StageShape | None:
        return next((stage for stage in self.stages if stage.code == code), None)


@dataclass(frozen=True)
class Landing:
    """Where a review that is moved would stand: the stages it may go to, the last one first.

    ``why`` says why it goes nowhere or not to the stage it is at; empty when that is kept.
    """

    choices: tuple[StageShape, ...]
    why: str = ""


def landing(before: Shape, code: str, after: Shape) -> Landing:
    """Where a review at the stage of this code in ``before`` may stand in ``after``.

    At the stage of the same code, else at one from which every stage before it was left before:
    no review gets past a gate that it had not passed. The trigger of passages keeps the same rule.
    """
    here = before.stage(code)
    if here is None:
        raise ValueError(f"There is no stage {code} in the methodology the review follows.")
    allowed = [stage for stage in after.stages if _may_stand(before, here, after, stage)]
    if any(stage.code == code for stage in allowed):
        return Landing(tuple(stage for stage in allowed if stage.code == code))
    if not allowed:
        return Landing((), "Every stage comes after a gate that this review has not passed.")
    again = after.stage(code) is not None
    why = (
        f"{here.title} now comes after a gate that this review has not passed."
        if again
        else f"There is no stage {here.title} any more."
    )
    return Landing(tuple(reversed(allowed)), why)


def _may_stand(before: Shape, here: StageShape, after: Shape, to: StageShape) -> bool:
    """Whether moving from ``here`` to ``to`` passes no gate that was not passed before."""
    orders = {stage.code: stage.order for stage in before.stages}
    same = to.code == here.code
    if not same and to.order > here.order:
        return False
    for stage in after.stages:
        if stage.order > to.order or (same and stage.key == to.key):
            continue
        order = orders.get(stage.code)
        if order is not None and order >= here.order:
            return False
        if order is None and not same and stage.order < to.order:
            return False
    return True
