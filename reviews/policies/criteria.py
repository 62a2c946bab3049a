"""Where each criterion of a gate stands: met or not, what is missing and who can supply it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ftc.organisation.enums import Role
from ftc.periods import long_date
from ftc.programme.enums import AssignmentRole
from governance.enums import BodyKind, Verb
from reviews.enums import CriterionKind, Doer, EvidenceState, ReviewFact
from reviews.models.gate_facts import GateFact

# Who accepts evidence or signs off, by the role a criterion names; the first two are of the
# review itself, the others anybody who holds the role.
DOERS = {
    Role.OFFICER: Doer.LEAD,
    Role.SENIOR_RESPONSIBLE_OWNER: Doer.SENIOR_RESPONSIBLE_OWNER,
    Role.FINANCE: Doer.FINANCE,
    Role.PORTFOLIO_OFFICE: Doer.PORTFOLIO_OFFICE,
    Role.DEMOCRATIC_SERVICES: Doer.DEMOCRATIC_SERVICES,
}
OF_THE_REVIEW = {
    Doer.LEAD: AssignmentRole.LEAD,
    Doer.SENIOR_RESPONSIBLE_OWNER: AssignmentRole.SENIOR_RESPONSIBLE_OWNER,
}

# What is said of a field that is missing: what is not there, who can supply it, and how.
NOT_RECORDED = {
    ReviewFact.LEAD: ("No lead is named", Doer.PORTFOLIO_OFFICE, "name one"),
    ReviewFact.SENIOR_RESPONSIBLE_OWNER: (
        "No Senior Responsible Owner is named",
        Doer.PORTFOLIO_OFFICE,
        "name one",
    ),
    ReviewFact.PORTFOLIO: ("No portfolio is recorded", Doer.LEAD, "record it"),
    ReviewFact.DESCRIPTION: ("There is no description", Doer.LEAD, "write it"),
    ReviewFact.NEXT_STEPS: ("No next steps are recorded", Doer.LEAD, "record them"),
    ReviewFact.SERVICES: ("No service is under review", Doer.PORTFOLIO_OFFICE, "add one"),
    ReviewFact.BUDGETS: (
        "The budget of every service under review is not known",
        Doer.FINANCE,
        "supply the statement",
    ),
}


@dataclass(frozen=True)
class CriterionStatus:
    """Where one criterion of a gate stands.

    ``state`` is short, for a task list; ``sentence`` says what is missing and who can supply it,
    and is empty when the criterion is met; ``who`` is the one who can supply it, None where
    something else comes first.
    """

    criterion: GateFact
    met: bool
    met_on: date | None
    state: str
    sentence: str = ""
    who: Doer | None = None


def statuses_of(facts: list[GateFact]) -> list[CriterionStatus]:
    """Where the criteria of one gate stand, in their order."""
    kinds = {fact.kind for fact in facts}
    waits = False  # an earlier sign-off of the gate has not been given
    statuses: list[CriterionStatus] = []
    for fact in facts:
        statuses.append(_status(fact, kinds, waits=waits))
        waits = waits or (fact.kind == CriterionKind.SIGN_OFF and not fact.signed)
    return statuses


def _status(fact: GateFact, kinds: Collection[str], *, waits: bool) -> CriterionStatus:
    """Where a criterion stands; ``kinds`` are those of all criteria of its gate."""
    match CriterionKind(fact.kind):
        case CriterionKind.EVIDENCE:
            return _evidence_status(fact)
        case CriterionKind.FIELD:
            return _field_status(fact)
        case CriterionKind.MILESTONE:
            return _milestone_status(fact)
        case CriterionKind.PREFERRED_OPTION:
            return _option_status(fact)
        case CriterionKind.SIGN_OFF:
            return _sign_off_status(fact, waits=waits)
        case CriterionKind.ADVICE:
            return _advice_status(fact)
        case CriterionKind.RESOLUTION:
            return _resolution_status(fact, kinds)
        case CriterionKind.DECISION:
            return _decision_status(fact)


def _evidence_status(fact: GateFact) -> CriterionStatus:
    name = f"The {in_a_sentence(fact.title)}"
    match fact.evidence_state:
        case EvidenceState.ACCEPTED if fact.is_fresh:
            state = f"Accepted · {long_date(fact.decided_on)}" if fact.decided_on else "Accepted"
            return CriterionStatus(fact, True, fact.decided_on, state)
        case EvidenceState.ACCEPTED:
            who, words = _can(fact, Doer.LEAD, "supply it again")
            state, said = "Accepted before the review came back", "was accepted before the review"
            said += " came back to this stage"
        case EvidenceState.SUPPLIED:
            who, words = _can(fact, doer_of(fact.role), "accept it")
            state, said = EvidenceState.SUPPLIED.label, "has not been accepted"
        case EvidenceState.RETURNED:
            who, words = _can(fact, Doer.LEAD, "supply it again")
            state, said = "Returned", "was returned"
        case _:
            who, words = _can(fact, Doer.LEAD, "supply it")
            state, said = "Not supplied", "has not been supplied"
    return CriterionStatus(fact, False, None, state, f"{name} {said}; {words}.", who)


def _field_status(fact: GateFact) -> CriterionStatus:
    if fact.is_recorded:
        return CriterionStatus(fact, True, fact.recorded_on, "Recorded")
    missing, doer, what = NOT_RECORDED[ReviewFact(fact.field)]
    who, words = _can(fact, doer, what)
    return CriterionStatus(fact, False, None, "Not recorded", f"{missing}; {words}.", who)


def _milestone_status(fact: GateFact) -> CriterionStatus:
    if fact.achieved_on:
        state = f"Achieved · {long_date(fact.achieved_on)}"
        return CriterionStatus(fact, True, fact.achieved_on, state)
    who, words = _can(fact, Doer.LEAD, "record the day it was")
    sentence = f"The milestone “{fact.milestone_title}” has not been achieved; {words}."
    return CriterionStatus(fact, False, None, "Not achieved", sentence, who)


def _option_status(fact: GateFact) -> CriterionStatus:
    if fact.preferred_on:
        return CriterionStatus(fact, True, fact.preferred_on, f"Chosen: {fact.preferred}")
    who, words = _can(fact, Doer.LEAD, "record which one is")
    said = (
        "No option has been preferred since the review came back to this stage"
        if fact.went_back
        else "No option is preferred"
    )
    return CriterionStatus(fact, False, None, "Not chosen", f"{said}; {words}.", who)


def _sign_off_status(fact: GateFact, *, waits: bool) -> CriterionStatus:
    """``waits`` says that an earlier sign-off of the gate has not been given."""
    name = f"The {in_a_sentence(fact.title)}"
    if fact.signed:
        on = f" · {long_date(fact.signed_on)}" if fact.signed_on else ""
        return CriterionStatus(fact, True, fact.signed_on, f"Signed off by {fact.signed_by}{on}")
    state = "Waiting" if fact.signed is None else f"Refused by {fact.signed_by}"
    if waits:
        sentence = f"{name} waits for the sign-off before it."
        return CriterionStatus(fact, False, None, state, sentence)
    who, words = _can(fact, doer_of(fact.role), "give it")
    said = "has not been given" if fact.signed is None else f"was refused by {fact.signed_by}"
    return CriterionStatus(fact, False, None, state, f"{name} {said}; {words}.", who)


def _advice_status(fact: GateFact) -> CriterionStatus:
    """Where no Key Decision is needed, the body's advice is asked for all the same.

    Source: County Council, 15 May 2014, item 12, paragraph 6.5.
    """
    if fact.verb and fact.resolved_on:
        return _resolved(fact, fact.verb, fact.resolved_on)
    return CriterionStatus(
        fact,
        False,
        None,
        "Waiting",
        f"{_body(fact)} has not advised on the proposal{_since(fact)}; "
        "Democratic Services can record its advice once it is given.",
        Doer.DEMOCRATIC_SERVICES,
    )


def _resolution_status(fact: GateFact, kinds: Collection[str]) -> CriterionStatus:
    if fact.verb and fact.resolved_on:
        return _resolved(fact, fact.verb, fact.resolved_on)
    what = "the options" if CriterionKind.PREFERRED_OPTION in kinds else "the proposal"
    return CriterionStatus(
        fact,
        False,
        None,
        "Waiting",
        f"{_body(fact)} has not endorsed {what}{_since(fact)}; "
        "Democratic Services can record its resolution once it is made.",
        Doer.DEMOCRATIC_SERVICES,
    )


def _resolved(fact: GateFact, verb: str, on: date) -> CriterionStatus:
    return CriterionStatus(fact, True, on, f"{Verb(verb).label} · {long_date(on)}")


def _decision_status(fact: GateFact) -> CriterionStatus:
    """A decision opens the gate once it is effective, unless none is needed."""
    name = f"Decision {fact.decision_number}"
    if fact.is_effective and fact.decision_effective_on:
        on = fact.decision_effective_on
        return CriterionStatus(fact, True, on, f"{name} · effective {long_date(on)}")
    if fact.is_key is False:
        return CriterionStatus(fact, True, fact.key_since, "Not asked: no Key Decision is needed")
    if fact.decision and fact.taken_on:
        on_day = fact.decision_effective_on
        until = f"until {long_date(on_day)}" if on_day else "yet"
        return CriterionStatus(
            fact,
            False,
            None,
            "Waiting: taken, not effective",
            f"{name} was taken on {long_date(fact.taken_on)} but is not effective {until}.",
            Doer.DEMOCRATIC_SERVICES,
        )
    unless = (
        ", or the portfolio office can say that no Key Decision is needed"
        if fact.only_if_key and fact.is_key is None
        else ""
    )
    return CriterionStatus(
        fact,
        False,
        None,
        "Waiting",
        f"{_body(fact)} has not decided{_since(fact)}; "
        f"Democratic Services can record the decision once it is taken{unless}.",
        Doer.DEMOCRATIC_SERVICES,
    )


def _body(fact: GateFact) -> str:
    """The one body of the kind asked for by its name, else one of the kind."""
    if fact.body:
        return f"The {fact.body}"
    kind = BodyKind(fact.body_kind).label
    return f"{'An' if kind[0] in 'AEIOU' else 'A'} {kind}"


def _since(fact: GateFact) -> str:
    return " since the review came back to this stage" if fact.went_back else ""


def doer_of(role: str) -> Doer | None:
    """Who accepts or signs off where a criterion names ``role``; None for a role that cannot."""
    return DOERS.get(Role(role)) if role else None


def _can(fact: GateFact, doer: Doer | None, what: str) -> tuple[Doer | None, str]:
    """Who can do it, and the words for it; the portfolio office stands in for a lead."""
    if doer is None:
        return None, f"the methodology names nobody who could {what}"
    part = OF_THE_REVIEW.get(doer)
    if part is None or part in fact.held:
        return doer, f"{doer.label} can {what}"
    if doer == Doer.LEAD and fact.role != Role.OFFICER:
        return Doer.PORTFOLIO_OFFICE, f"no lead is named, so the portfolio office can {what}"
    return doer, f"no {AssignmentRole(part).label} is named who could {what}"


def in_a_sentence(title: str) -> str:
    """A title inside a sentence: "Outline business case" loses its capital, a name keeps it."""
    return title[:1].lower() + title[1:] if title[1:] == title[1:].lower() else title
