"""What the writers of the register share: classifications, locks, the next code."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from ftc.records.enums import Classification
from reviews.errors import EngagementRefused
from reviews.models import MarketEngagement, Review

SUPPLIER_CODES = 7_400_108  # any number of our own: the lock under which codes are given
CODE_LENGTH = 20


@dataclass(frozen=True)
class Classified:
    """Who may read something; exempt material says under which paragraph, and why."""

    classification: Classification = Classification.INTERNAL
    exempt_paragraph: int | None = None
    exempt_reason: str = ""

    def checked(self) -> dict[str, Any]:
        """The fields to write. Raises EngagementRefused for a paragraph or reason out of place.

        Source: Local Government Act 1972, Schedule 12A, paragraphs 1 to 7 and 10.
        """
        reason = self.exempt_reason.strip()
        is_exempt = self.classification == Classification.EXEMPT
        if is_exempt and not (self.exempt_paragraph and reason):
            raise EngagementRefused(
                "Say under which paragraph of Schedule 12A it is exempt, and why."
            )
        if not is_exempt and (self.exempt_paragraph or reason):
            raise EngagementRefused("Only exempt material has a paragraph of Schedule 12A.")
        return {
            "classification": self.classification,
            "exempt_paragraph": self.exempt_paragraph,
            "exempt_reason": reason,
        }


def review_of(engagement: MarketEngagement) -> Review | None:
    """The review an engagement is of, with its stage; None for that of a whole phase."""
    return review_at(engagement.activity_id)


def review_at(activity_id: int) -> Review | None:
    return Review.objects.with_stage().filter(pk=activity_id).first()


def locked(engagement: MarketEngagement) -> MarketEngagement:
    """The engagement as it is now, locked, so that its dates and its answers change in turn."""
    row: MarketEngagement = MarketEngagement.objects.select_for_update(of=("self",)).get(
        pk=engagement.pk
    )
    return row


def hold_supplier_codes() -> None:
    """Wait for whoever is adding a supplier, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SUPPLIER_CODES])
