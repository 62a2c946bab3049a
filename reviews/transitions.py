"""The moves a review may make: from stage to stage by outcome, and from state to state."""

from reviews.enums import GateOutcome, OptionStateKind, ReviewState, SectionState

# A deferred review is resumed before anything else but withdrawing it; what is merged comes back
# only by taking it out of the joint review. Each has a way back; closing is for the last stage.
NEXT_STATES: dict[ReviewState, set[ReviewState]] = {
    ReviewState.ACTIVE: {
        ReviewState.DEFERRED,
        ReviewState.WITHDRAWN,
        ReviewState.MERGED,
        ReviewState.HANDED_OVER,
        ReviewState.CLOSED,
    },
    ReviewState.DEFERRED: {ReviewState.ACTIVE, ReviewState.WITHDRAWN},
    ReviewState.WITHDRAWN: {ReviewState.ACTIVE},
    ReviewState.MERGED: {ReviewState.ACTIVE},
    ReviewState.HANDED_OVER: {ReviewState.ACTIVE, ReviewState.CLOSED},
    ReviewState.CLOSED: {ReviewState.ACTIVE},
}

# From the long list over the short list to what is chosen or not; what was not recommended comes
# back only by the long list, unless it was left for a later stage. The first state is free,
# because an option may be known of only once something has become of it.
NEXT_OPTION_STATES: dict[OptionStateKind, set[OptionStateKind]] = {
    OptionStateKind.CONSIDERED: {
        OptionStateKind.SHORT_LISTED,
        OptionStateKind.NOT_RECOMMENDED,
        OptionStateKind.NOT_RECOMMENDED_AT_THIS_STAGE,
    },
    OptionStateKind.SHORT_LISTED: {
        OptionStateKind.CONSIDERED,
        OptionStateKind.PREFERRED,
        OptionStateKind.NOT_RECOMMENDED,
        OptionStateKind.NOT_RECOMMENDED_AT_THIS_STAGE,
    },
    OptionStateKind.PREFERRED: {
        OptionStateKind.SHORT_LISTED,
        OptionStateKind.NOT_RECOMMENDED,
        OptionStateKind.NOT_RECOMMENDED_AT_THIS_STAGE,
    },
    OptionStateKind.NOT_RECOMMENDED: {OptionStateKind.CONSIDERED},
    OptionStateKind.NOT_RECOMMENDED_AT_THIS_STAGE: {
        OptionStateKind.CONSIDERED,
        OptionStateKind.SHORT_LISTED,
        OptionStateKind.NOT_RECOMMENDED,
    },
    OptionStateKind.CARRIED: set(),
}

# A case is sent to clearance, and cleared or returned; editing makes a draft of it whatever it was.
# Whoever owns it or edited it last does not clear it.
NEXT_SECTION_STATES: dict[SectionState, set[SectionState]] = {
    SectionState.DRAFT: {SectionState.IN_CLEARANCE},
    SectionState.IN_CLEARANCE: {
        SectionState.DRAFT,
        SectionState.RETURNED,
        SectionState.CLEARED,
    },
    SectionState.RETURNED: {SectionState.DRAFT},
    SectionState.CLEARED: {SectionState.DRAFT},
}


def follows(
    outcome: GateOutcome, *, from_order: int | None, to_order: int, is_same_stage: bool = False
) -> bool:
    """Whether a passage may lead from one place in the methodology's order to another.

    ``from_order`` is None for a review that has not been started. Stages are rows that a council
    may change, so the table is a rule on their order; the database keeps the same rule.
    ``is_same_stage`` says, of two versions of a methodology, that both places are the stage of one
    code, wherever it stands in each.
    """
    match outcome:
        case GateOutcome.ENTERED:
            return from_order is None and to_order == 1
        case GateOutcome.CARRIED:
            return from_order is None
        case GateOutcome.REPORTED:
            return to_order > (from_order or 0)
        case GateOutcome.PASSED | GateOutcome.PASSED_WITH_CONDITIONS:
            return from_order is not None and to_order == from_order + 1
        case GateOutcome.RETURNED:
            return from_order is not None and to_order <= from_order
        case GateOutcome.POSTPONED:
            return from_order is not None and to_order == from_order
        case GateOutcome.MOVED:
            return from_order is not None and (is_same_stage or to_order <= from_order)
