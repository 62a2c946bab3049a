"""What a board asks beside a gate: that a card is put where its review goes next."""

from reviews.errors import GateRefused
from reviews.models import Review, Stage
from reviews.policies.gates import next_stage


def check_goes_to(review: Review, stage: Stage) -> None:
    """Raises GateRefused unless ``stage`` is the one after the stage the review is at.

    A board leads forwards and one stage at a time; a return has its own form with its reason.
    """
    following = next_stage(review)
    at = f"is at {review.stage}" if review.stage else "has not been started"
    if following is None:
        raise GateRefused(f"{review.title} {at}, which is the last stage.")
    if stage.pk != following.pk:
        raise GateRefused(
            f"{review.title} {at} and goes to {following} next, so it cannot be put in {stage}."
        )
