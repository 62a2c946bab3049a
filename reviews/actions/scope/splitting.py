"""Splitting services and options off a review into a new one."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import Service, User
from ftc.records import history
from reviews import permissions
from reviews.actions.database import told_as_refusals
from reviews.actions.scope.carrying import carry_options, carry_stage, move_services
from reviews.actions.scope.creating import name_people_of_new, new_review
from reviews.actions.scope.merging import NewReview, check_chosen, count_edits, said
from reviews.enums import ScopeChangeKind
from reviews.models import Option, Review, ScopeChange
from reviews.policies import scope as rules


@transaction.atomic
def split_review(
    *,
    review: Review,
    expected_version: int,
    new: NewReview,
    services: Sequence[Service],
    options: Sequence[Option],
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> Review:
    """Split services and options of a review off into a new one at the same stage.

    Writes the new review, the change of scope, its stage, and what goes to it. The way back is to
    merge it into the review it came from. Raises NotPermitted, StaleVersion, ScopeRefused,
    DateRefused or GateRefused.
    """
    reason = said(reason)
    with history.recording(action="reviews.split", by=by, at=now, reason=reason):
        permissions.check_can_change_scope(by)
        locked = Review.objects.locked(pk=review.pk, expected_version=expected_version)
        rules.check_can_split(locked, services=services, options=options)
        rules.check_can_be_created(code=new.code, title=new.title, services=services)
        on = rules.scope_counts_from([locked], effective_on, today=today)
        check_chosen(effective_on, by=by, now=now, today=today, reason=reason)
        with told_as_refusals():
            part = new_review(
                code=new.code,
                title=new.title,
                methodology=locked.methodology,
                portfolio=new.portfolio,
                description="",
                opened_on=on,
                reason=reason,
                by=by,
            )
            ScopeChange.objects.create(
                review=locked,
                other=part,
                kind=ScopeChangeKind.SPLIT,
                reason=reason,
                by=by,
                effective_on=on,
            )
            carry_stage(part, locked.stage, on=on, by=by, reason=reason)
            leaving = locked.reviewed_services.filter(ended_on__isnull=True, service__in=services)
            move_services(list(leaving), to=part, on=on)
            carry_options(options, to=part, on=on, by=by)
            name_people_of_new(part, lead=new.lead, owner=new.owner, by=by, now=now, on=on)
            count_edits([locked])
    return Review.objects.with_stage().get(pk=part.pk)
