"""Where each criterion of a gate stands: met or not, what is missing and who can supply it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ftc.periods import long_date
from ftc.programme.enums import AssignmentRole
from governance.enums import BodyKind, Verb
from reviews.enums import CriterionKind, Doer, EvidenceState
from reviews.models.gate_facts import GateFact


@dataclass(frozen=True)
class CriterionStatus:
    """Where one criterion of a gate stands.

    ``state`` is short, for a task list; ``sentence`` says what is missing and who can supply it,
    and is empty when the criterion is met; ``who`` is the one who can supply it.
    """

    criterion: GateFact
    met: bool
    met_on: date | None
    state: str
    sentence: str = ""
    who: Doer | None = None


def statuses_of(facts: list[GateFact]) -> list[CriterionStatus]:
    kinds = {fact.kind for fact in facts}
    return [_status(fact, kinds) for fact in facts]


def _status(fact: GateFact, kinds: Collection[str]) -> CriterionStatus:
    """Where a criterion stands; ``kinds`` are those of all criteria of its gate."""
    match CriterionKind(fact.kind):
        case CriterionKind.EVIDENCE:
            return _evidence_status(fact)
        case CriterionKind.PREFERRED_OPTION:
            return _option_status(fact)
        case CriterionKind.RESOLUTION:
            return _resolution_status(fact, kinds)


def _evidence_status(fact: GateFact) -> CriterionStatus:
    name = f"The {in_a_sentence(fact.title)}"
    match fact.evidence_state:
        case EvidenceState.ACCEPTED:
            state = f"Accepted · {long_date(fact.decided_on)}" if fact.decided_on else "Accepted"
            return CriterionStatus(fact, True, fact.decided_on, state)
        case EvidenceState.SUPPLIED:
            who, words = _can(fact, Doer.SENIOR_RESPONSIBLE_OWNER, "accept it")
            state, said = EvidenceState.SUPPLIED.label, "has not been accepted"
        case EvidenceState.RETURNED:
            who, words = _can(fact, Doer.LEAD, "supply it again")
            state, said = "Returned", "was returned"
        case _:
            who, words = _can(fact, Doer.LEAD, "supply it")
            state, said = "Not supplied", "has not been supplied"
    return CriterionStatus(fact, False, None, state, f"{name} {said}; {words}.", who)


def _option_status(fact: GateFact) -> CriterionStatus:
    if fact.preferred_on:
        return CriterionStatus(fact, True, fact.preferred_on, f"Chosen: {fact.preferred}")
    who, words = _can(fact, Doer.LEAD, "record which one is")
    return CriterionStatus(
        fact, False, None, "Not chosen", f"No option is preferred; {words}.", who
    )


def _resolution_status(fact: GateFact, kinds: Collection[str]) -> CriterionStatus:
    if fact.verb and fact.resolved_on:
        state = f"{Verb(fact.verb).label} · {long_date(fact.resolved_on)}"
        return CriterionStatus(fact, True, fact.resolved_on, state)
    what = "the options" if CriterionKind.PREFERRED_OPTION in kinds else "the proposal"
    body = f"The {fact.body}" if fact.body else f"A {BodyKind(fact.body_kind).label}"
    return CriterionStatus(
        fact,
        False,
        None,
        "Waiting",
        f"{body} has not endorsed {what}; "
        "Democratic Services can record its resolution once it is made.",
        Doer.DEMOCRATIC_SERVICES,
    )


def _can(fact: GateFact, doer: Doer, what: str) -> tuple[Doer, str]:
    """Who can do it, and the words for it; the portfolio office stands in for a lead."""
    if AssignmentRole(doer.value) in fact.held:
        return doer, f"{doer.label} can {what}"
    if doer == Doer.LEAD:
        return Doer.PORTFOLIO_OFFICE, f"no lead is named, so the portfolio office can {what}"
    return doer, f"no Senior Responsible Owner is named who could {what}"


def in_a_sentence(title: str) -> str:
    """A title inside a sentence: "Outline business case" loses its capital, a name keeps it."""
    return title[:1].lower() + title[1:] if title[1:] == title[1:].lower() else title
