"""The table of allowed moves of a meeting, and what each verb makes of a recommendation."""

from governance.enums import MeetingState, RecommendationStatus, Verb

NEXT_STATES: dict[MeetingState, set[MeetingState]] = {
    MeetingState.PLANNED: {MeetingState.SUMMONED, MeetingState.PUBLISHED, MeetingState.HELD},
    MeetingState.SUMMONED: {MeetingState.PUBLISHED, MeetingState.HELD},
    MeetingState.PUBLISHED: {MeetingState.HELD},
    MeetingState.HELD: {MeetingState.MINUTES_DRAFTED},
    MeetingState.MINUTES_DRAFTED: {MeetingState.MINUTES_APPROVED},
    MeetingState.MINUTES_APPROVED: set(),
}

OUTCOMES: dict[Verb, RecommendationStatus] = {
    Verb.NOTE: RecommendationStatus.NOTED,
    Verb.AGREE: RecommendationStatus.AGREED,
    Verb.APPROVE: RecommendationStatus.APPROVED,
    Verb.ENDORSE: RecommendationStatus.ENDORSED,
    Verb.RECOMMEND: RecommendationStatus.ENDORSED,
    Verb.ADOPT: RecommendationStatus.ACCEPTED,
    Verb.ESTABLISH: RecommendationStatus.AGREED,
    Verb.REJECT: RecommendationStatus.NOT_AGREED,
    Verb.DEFER: RecommendationStatus.FOR_CONSIDERATION,
}


def is_before_held(state: str) -> bool:
    """Whether a meeting in ``state`` may still become held."""
    return MeetingState.HELD in NEXT_STATES[MeetingState(state)]
