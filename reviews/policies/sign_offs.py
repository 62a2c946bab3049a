"""Whether a sign-off may be given, refused or taken back at the gate a review stands at."""

from reviews.enums import CriterionKind, ReviewState
from reviews.errors import SignOffRefused
from reviews.models import Criterion, Review
from reviews.policies.criteria import CriterionStatus
from reviews.policies.gates import check_gate
from reviews.policies.states import what_holds_it


def check_can_sign_off(review: Review, criterion: Criterion, *, given: bool, comment: str) -> None:
    """Raises SignOffRefused when the sign-off is not asked for here, not in turn, or as before.

    Sign-offs of a gate are given in the order of its criteria. One that has not been given, or was
    refused, stops those after it.
    """
    if review.state != ReviewState.ACTIVE:
        raise SignOffRefused(f"{what_holds_it(review)} Its gate takes no sign-off.")
    if criterion.kind != CriterionKind.SIGN_OFF:
        raise SignOffRefused(f"“{criterion}” is not met by a sign-off.")
    if criterion.stage_id != review.stage_id:
        raise SignOffRefused(f"This review does not stand at the gate that asks for “{criterion}”.")
    if not given and not comment.strip():
        raise SignOffRefused("Say why, so that it can be put right.")
    statuses = [
        status
        for status in check_gate(review, None)
        if status.criterion.kind == CriterionKind.SIGN_OFF
    ]
    _check_in_turn(statuses, criterion, given=given)


def _check_in_turn(statuses: list[CriterionStatus], criterion: Criterion, *, given: bool) -> None:
    for status in statuses:
        if status.criterion.criterion == criterion.pk:
            if status.met and given:
                raise SignOffRefused(f"{status.criterion.signed_by} has given it already.")
            return
        if given and not status.met:
            raise SignOffRefused(
                f"“{criterion}” waits for “{status.criterion.title}”, which has not been given."
            )
