"""Everything that writes a review: its gates, evidence, options, words and state."""

from ftc.records import history
from reviews.actions import appraisal
from reviews.actions.conditions import meet_condition
from reviews.actions.delivery_models import (
    add_delivery_model,
    offer_delivery_model,
    retire_delivery_model,
)
from reviews.actions.editing import edit_review
from reviews.actions.evidence import accept_evidence, return_evidence, supply_evidence
from reviews.actions.gates import (
    move_to_next_stage,
    pass_with_conditions,
    postpone_gate,
    return_review,
    start_review,
)
from reviews.actions.key_decisions import say_whether_key
from reviews.actions.options import add_option, edit_option, set_option_state
from reviews.actions.people import name_people
from reviews.actions.scope import (
    create_review,
    merge_reviews,
    reconsider_review,
    split_review,
    take_out_of_merge,
)
from reviews.actions.sign_offs import give_sign_off, refuse_sign_off
from reviews.actions.states import (
    close_review,
    defer_review,
    hand_over_review,
    reinstate_review,
    reopen_review,
    resume_review,
    take_back_review,
    withdraw_review,
)

__all__ = [
    "accept_evidence",
    "add_delivery_model",
    "add_option",
    "appraisal",
    "close_review",
    "create_review",
    "defer_review",
    "edit_option",
    "edit_review",
    "give_sign_off",
    "hand_over_review",
    "meet_condition",
    "merge_reviews",
    "move_to_next_stage",
    "name_people",
    "offer_delivery_model",
    "pass_with_conditions",
    "postpone_gate",
    "reconsider_review",
    "refuse_sign_off",
    "reinstate_review",
    "reopen_review",
    "resume_review",
    "retire_delivery_model",
    "return_evidence",
    "return_review",
    "say_whether_key",
    "set_option_state",
    "split_review",
    "start_review",
    "supply_evidence",
    "take_back_review",
    "take_out_of_merge",
    "withdraw_review",
]

history.describe_actions(
    reviews_create="took the review into the programme",
    reviews_merge="merged reviews into one",
    reviews_take_out_of_merge="took a review out of a joint one",
    reviews_split="split the review",
    reviews_withdraw="withdrew the review",
    reviews_reinstate="reinstated the review",
    reviews_close="closed the review",
    reviews_reopen="opened the review again",
    reviews_hand_over="handed the review over for implementation",
    reviews_take_back="took the review back from implementation",
    reviews_reconsider="took the review back to be reconsidered",
    reviews_start="started the review",
    reviews_move_to_stage="moved the review to its next stage",
    reviews_pass_with_conditions="passed the gate on conditions",
    reviews_return="returned the review from its gate",
    reviews_postpone="postponed the gate",
    reviews_give_sign_off="signed off at the gate",
    reviews_refuse_sign_off="refused or took back a sign-off",
    reviews_meet_condition="recorded that a condition is met",
    reviews_say_whether_key="said whether a Key Decision is needed",
    reviews_supply_evidence="supplied evidence",
    reviews_accept_evidence="accepted evidence",
    reviews_return_evidence="returned evidence",
    reviews_edit="edited the review",
    reviews_defer="deferred the review",
    reviews_resume="resumed the review",
    reviews_add_option="put an option on the long list",
    reviews_edit_option="edited an option",
    reviews_add_delivery_model="added a delivery model",
    reviews_retire_delivery_model="retired a delivery model",
    reviews_offer_delivery_model="offered a delivery model again",
    reviews_set_option_state="recorded what becomes of an option",
)
