"""Suppliers in an engagement: inviting them, and recording what each answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ftc.organisation.models import Service, User
from ftc.records import history
from reviews import permissions
from reviews.actions.engagement.parts import Classified, locked, review_of
from reviews.enums import ResponseState
from reviews.errors import EngagementRefused
from reviews.models import EngagementResponse, MarketEngagement, Supplier
from reviews.policies import engagement as rules


@dataclass(frozen=True)
class ResponseTerms:
    """What is recorded of a supplier in an engagement, as somebody typed it."""

    state: ResponseState
    invited_on: date | None = None
    responded_on: date | None = None
    summary: str = ""
    services: Collection[Service] = ()
    classified: Classified = field(default_factory=Classified)


@transaction.atomic
def invite_suppliers(
    *,
    engagement: MarketEngagement,
    suppliers: Sequence[Supplier],
    invited_on: date,
    by: User,
    now: datetime,
    today: date,
) -> list[EngagementResponse]:
    """Record that suppliers were invited; all of them or, when one cannot be, none.

    Writes one row a supplier, of the engagement's own classification. Raises NotPermitted, or
    EngagementRefused for no supplier, one that is in it already, or a day to come.
    Source: County Council, 15 May 2014, item 12, paragraph 2.3.
    """
    if not suppliers:
        raise EngagementRefused("Choose at least one supplier to invite.")
    with history.recording(
        action="reviews.invite_suppliers",
        by=by,
        at=now,
        classification=engagement.classification,
    ):
        row = locked(engagement)
        permissions.check_can_keep_engagement(by, review_of(row))
        rules.check_response(
            row, state=ResponseState.INVITED, invited_on=invited_on, responded_on=None,
            now=now, today=today,
        )  # fmt: skip
        for supplier in suppliers:
            rules.check_not_among(row, supplier)
        return [
            EngagementResponse.objects.create(
                engagement=row,
                supplier=supplier,
                state=ResponseState.INVITED,
                invited_on=invited_on,
                classification=row.classification,
                exempt_paragraph=row.exempt_paragraph,
                exempt_reason=row.exempt_reason,
            )
            for supplier in suppliers
        ]


@transaction.atomic
def record_response(
    *,
    engagement: MarketEngagement,
    supplier: Supplier,
    terms: ResponseTerms,
    by: User,
    now: datetime,
    today: date,
) -> EngagementResponse:
    """Record that a supplier answered or declined, invited or not, and for which services.

    Raises NotPermitted, or EngagementRefused when its dates do not fit or when the supplier is in
    this engagement already; an invited one is edited. Source: County Council, 15 May 2014,
    item 12, paragraph 2.3.
    """
    with history.recording(
        action="reviews.record_response",
        by=by,
        at=now,
        classification=terms.classified.classification,
    ):
        row = locked(engagement)
        permissions.check_can_keep_engagement(by, review_of(row))
        rules.check_not_among(row, supplier)
        response = EngagementResponse(engagement=row, supplier=supplier)
        _write(response, terms, row, now=now, today=today)
        response.save()
        response.services.set(terms.services)
    return response


@transaction.atomic
def edit_response(
    *,
    response: EngagementResponse,
    expected_version: int,
    terms: ResponseTerms,
    by: User,
    now: datetime,
    today: date,
) -> EngagementResponse:
    """Write what is recorded of a supplier: that an invited one answered, or a correction.

    Raises NotPermitted, StaleVersion when somebody saved after ``expected_version`` was read, or
    EngagementRefused.
    """
    with history.recording(
        action="reviews.edit_response",
        by=by,
        at=now,
        classification=terms.classified.classification,
    ):
        engagement = locked(response.engagement)
        row: EngagementResponse = EngagementResponse.objects.locked(
            pk=response.pk, expected_version=expected_version
        )
        permissions.check_can_keep_engagement(by, review_of(engagement))
        rules.check_stays_exempt(row.classification, terms.classified.classification)
        _write(row, terms, engagement, now=now, today=today)
        row.version += 1
        row.save()
        row.services.set(terms.services)
    return row


def _write(
    response: EngagementResponse,
    terms: ResponseTerms,
    engagement: MarketEngagement,
    *,
    now: datetime,
    today: date,
) -> None:
    rules.check_response(
        engagement,
        state=terms.state,
        invited_on=terms.invited_on,
        responded_on=terms.responded_on,
        now=now,
        today=today,
    )
    values: dict[str, Any] = {
        "state": terms.state,
        "invited_on": terms.invited_on,
        "responded_on": terms.responded_on,
        "summary": terms.summary.strip(),
        **terms.classified.checked(),
    }
    for name, value in values.items():
        setattr(response, name, value)
