"""Who leads and owns a review now."""

from ftc.organisation.models import User
from ftc.programme.enums import AssignmentRole
from reviews.models import Review


def people_of(review: Review) -> dict[AssignmentRole, User]:
    """The people named now, by their part; a part that nobody has is left out."""
    held = review.assignments.filter(ended_on__isnull=True).select_related("user")
    return {AssignmentRole(row.role): row.user for row in held}
