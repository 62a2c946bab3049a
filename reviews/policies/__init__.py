"""What the facts allow: whether a gate is met, evidence may be supplied, a state may change."""

from reviews.policies.criteria import OF_THE_REVIEW, CriterionStatus, doer_of, in_a_sentence
from reviews.policies.dates import check_effective_on, check_follows
from reviews.policies.evidence import (
    check_can_be_decided,
    check_can_take_evidence,
    check_is_of_its_kind,
    state_of_evidence,
)
from reviews.policies.gates import (
    OpenGate,
    can_pass,
    check_can_pass,
    check_gate,
    check_stands_at_a_gate,
    gate_statuses,
    last_passage,
    next_stage,
    passage_takes_effect_on,
    stage_key,
    what_became_of_it,
)
from reviews.policies.states import check_can_change_state, check_can_start, what_holds_it

__all__ = [
    "OF_THE_REVIEW",
    "CriterionStatus",
    "OpenGate",
    "can_pass",
    "check_can_be_decided",
    "check_can_change_state",
    "check_can_pass",
    "check_can_start",
    "check_can_take_evidence",
    "check_effective_on",
    "check_follows",
    "check_gate",
    "check_is_of_its_kind",
    "check_stands_at_a_gate",
    "doer_of",
    "gate_statuses",
    "in_a_sentence",
    "last_passage",
    "next_stage",
    "passage_takes_effect_on",
    "stage_key",
    "state_of_evidence",
    "what_became_of_it",
    "what_holds_it",
]
