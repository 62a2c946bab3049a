"""Recording how the market is met: adding, editing and cancelling an engagement."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import Service, User
from ftc.programme.models import Activity
from ftc.records import history
from reviews import permissions
from reviews.actions.engagement.parts import (
    CODE_LENGTH,
    Classified,
    locked,
    review_at,
    review_of,
)
from reviews.enums import EngagementKind
from reviews.models import MarketEngagement, Review
from reviews.policies import engagement as rules


@dataclass(frozen=True)
class EngagementTerms:
    """What an engagement is, as somebody typed it; without a first day it is planned."""

    kind: EngagementKind
    title: str
    reference: str = ""
    council: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    summary: str = ""
    services: Collection[Service] = ()
    classified: Classified = field(default_factory=Classified)


FIELDS = [
    "kind", "title", "reference", "council", "starts_on", "ends_on", "summary",
    "classification", "exempt_paragraph", "exempt_reason", "version",
]  # fmt: skip


@transaction.atomic
def add_engagement(
    *, activity: Activity, terms: EngagementTerms, by: User, now: datetime
) -> MarketEngagement:
    """Record a notice, a soft market test, a dialogue or a visit, of a review or of a phase.

    Writes the engagement with the next code of its review or phase, then its services. Raises
    NotPermitted, or EngagementRefused when the kind, the dates or the review's stage do not allow
    it. Source: County Council, 15 May 2014, item 12, paragraphs 2.3 to 2.5.
    """
    with history.recording(
        action="reviews.add_engagement",
        by=by,
        at=now,
        classification=terms.classified.classification,
    ):
        Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
        review = review_at(activity.pk)
        permissions.check_can_keep_engagement(by, review)
        rules.check_may_be_engaged(activity, review)
        engagement = MarketEngagement(activity=activity, code=_next_code(activity), recorded_by=by)
        _write(engagement, terms, review)
        engagement.save()
        engagement.services.set(terms.services)
    return engagement


@transaction.atomic
def edit_engagement(
    *,
    engagement: MarketEngagement,
    expected_version: int,
    terms: EngagementTerms,
    by: User,
    now: datetime,
) -> MarketEngagement:
    """Write what an engagement is; of what it is, and its answers, stay.

    Raises NotPermitted, StaleVersion when somebody saved after ``expected_version`` was read, or
    EngagementRefused.
    """
    with history.recording(
        action="reviews.edit_engagement",
        by=by,
        at=now,
        classification=terms.classified.classification,
    ):
        Activity.objects.select_for_update(of=("self",)).get(pk=engagement.activity_id)
        row: MarketEngagement = MarketEngagement.objects.locked(
            pk=engagement.pk, expected_version=expected_version
        )
        review = review_of(row)
        permissions.check_can_keep_engagement(by, review)
        rules.check_can_be_edited(row)
        rules.check_stays_exempt(row.classification, terms.classified.classification)
        rules.check_answers_stay(row, starts_on=terms.starts_on, cancelled_on=None)
        _write(row, terms, review)
        row.version += 1
        row.save(update_fields=FIELDS)
        row.services.set(terms.services)
    return row


@transaction.atomic
def cancel_engagement(
    *, engagement: MarketEngagement, reason: str, by: User, now: datetime, today: date
) -> MarketEngagement:
    """Cancel an engagement from the working date ``today`` on; what it brought so far stays.

    Raises NotPermitted, or EngagementRefused for one that is over, or without a reason.
    """
    with history.recording(
        action="reviews.cancel_engagement",
        by=by,
        at=now,
        reason=reason,
        classification=engagement.classification,
    ):
        row = locked(engagement)
        permissions.check_can_keep_engagement(by, review_of(row))
        rules.check_can_be_cancelled(row, on=today, reason=reason)
        row.cancelled_on = today
        row.version += 1
        row.save(update_fields=["cancelled_on", "version"])
    return row


@transaction.atomic
def reinstate_engagement(
    *, engagement: MarketEngagement, reason: str, by: User, now: datetime
) -> MarketEngagement:
    """Take a cancellation back; the engagement stands as its dates say.

    Raises NotPermitted, or EngagementRefused for one that is not cancelled, or without a reason.
    """
    with history.recording(
        action="reviews.reinstate_engagement",
        by=by,
        at=now,
        reason=reason,
        classification=engagement.classification,
    ):
        row = locked(engagement)
        permissions.check_can_keep_engagement(by, review_of(row))
        rules.check_can_be_reinstated(row, reason=reason)
        row.cancelled_on = None
        row.version += 1
        row.save(update_fields=["cancelled_on", "version"])
    return row


def _write(engagement: MarketEngagement, terms: EngagementTerms, review: Review | None) -> None:
    """Check the terms and set them; a visit without a last day is of one day."""
    ends_on = terms.ends_on
    if terms.kind == EngagementKind.COUNCIL_VISIT and ends_on is None:
        ends_on = terms.starts_on
    rules.check_kind(terms.kind, starts_on=terms.starts_on, council=terms.council)
    rules.check_dates(terms.starts_on, ends_on)
    rules.check_may_meet_market(review, starts_on=terms.starts_on)
    engagement.kind = terms.kind
    engagement.title = terms.title.strip()
    engagement.reference = terms.reference.strip()
    engagement.council = terms.council.strip()
    engagement.starts_on = terms.starts_on
    engagement.ends_on = ends_on
    engagement.summary = terms.summary.strip()
    for name, value in terms.classified.checked().items():
        setattr(engagement, name, value)


def _next_code(activity: Activity) -> str:
    """ "P1-PRO-E01"; the caller holds the lock of the activity."""
    number = MarketEngagement.objects.filter(activity=activity).count() + 1
    while True:
        ending = f"-E{number:02d}"
        code = f"{activity.code[: CODE_LENGTH - len(ending)]}{ending}"
        if not MarketEngagement.objects.filter(code=code).exists():
            return code
        number += 1
