"""The table of a meeting's states, over every pair."""

from itertools import product

import pytest

from governance.enums import MeetingState, Verb
from governance.transitions import NEXT_STATES, OUTCOMES, is_before_held

S = MeetingState
ALLOWED = {
    (S.PLANNED, S.SUMMONED),
    (S.PLANNED, S.PUBLISHED),
    (S.PLANNED, S.HELD),
    (S.SUMMONED, S.PUBLISHED),
    (S.SUMMONED, S.HELD),
    (S.PUBLISHED, S.HELD),
    (S.HELD, S.MINUTES_DRAFTED),
    (S.MINUTES_DRAFTED, S.MINUTES_APPROVED),
}


@pytest.mark.parametrize("before, after", list(product(S, S)))
def test_next_states_allow_what_the_law_orders(before, after):
    assert (after in NEXT_STATES[before]) is ((before, after) in ALLOWED)


@pytest.mark.parametrize("state", S)
def test_is_before_held_is_true_until_the_meeting(state):
    assert is_before_held(state) is (state in {S.PLANNED, S.SUMMONED, S.PUBLISHED})


def test_every_verb_gives_a_recommendation_an_outcome():
    assert set(OUTCOMES) == set(Verb)
