"""Merging reviews into one, and taking one out of the joint review again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.programme.models import Portfolio
from ftc.records import history
from reviews import permissions, policies
from reviews.actions.database import told_as_refusals
from reviews.actions.scope.carrying import (
    carry_options,
    carry_stage,
    move_services,
    return_options,
)
from reviews.actions.scope.creating import name_people_of_new, new_review
from reviews.enums import ReviewState, ScopeChangeKind
from reviews.errors import ScopeRefused
from reviews.models import Review, ReviewStateChange, ScopeChange, Stage
from reviews.policies import scope as rules


@dataclass(frozen=True)
class NewReview:
    """What a joint or split-off review is called and who has a part in it."""

    code: str
    title: str
    portfolio: Portfolio | None = None
    lead: User | None = None
    owner: User | None = None


@transaction.atomic
def merge_reviews(
    *,
    reviews: Sequence[Review],
    into: Review | NewReview,
    expected_versions: Mapping[int, int],
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> Review:
    """Make one review of several: services, options with their states and history follow.

    Writes, for each merged review, the change of scope, its services' new coverage, its options'
    copies and its state, then the stage of a new joint review, which is the earliest of theirs.
    ``expected_versions`` are those of every review taken in, by key. The merged ones stay to be
    read. Raises NotPermitted, StaleVersion, ScopeRefused, DateRefused or GateRefused.
    Source: County Council, 15 May 2014, item 12, paragraphs 3.6 and 3.7.
    """
    reason = said(reason)
    with history.recording(action="reviews.merge", by=by, at=now, reason=reason):
        permissions.check_can_change_scope(by)
        locked = locked_in_order(expected_versions)
        merged = [locked[review.pk] for review in reviews]
        host = locked[into.pk] if isinstance(into, Review) else None
        rules.check_can_merge(merged, host)
        on = rules.scope_counts_from(locked.values(), effective_on, today=today)
        check_chosen(effective_on, by=by, now=now, today=today, reason=reason)
        with told_as_refusals():
            joint = host or _new_joint(into, merged, on=on, reason=reason, by=by, now=now)
            for review in merged:
                _merge_one(review, joint, on=on, by=by, reason=reason)
            if host is None:
                carry_stage(joint, _earliest(merged), on=on, by=by, reason=reason)
            count_edits(locked.values())
    return Review.objects.with_stage().get(pk=joint.pk)


@transaction.atomic
def take_out_of_merge(
    *,
    merge: ScopeChange,
    expected_versions: Mapping[int, int],
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> Review:
    """Take a merged review out of the joint one: its services and options go back.

    Writes the change of scope, the state of the review taken out, the coverage of its services
    and the states of its options. A joint review that is left with no service is withdrawn.
    Raises NotPermitted, StaleVersion, ScopeRefused, DateRefused or GateRefused.
    """
    reason = said(reason)
    with history.recording(action="reviews.take_out_of_merge", by=by, at=now, reason=reason):
        permissions.check_can_change_scope(by)
        locked = locked_in_order(expected_versions)
        review, joint = locked[merge.review_id], locked[int(merge.other_id or 0)]
        rules.check_can_unmerge(merge, joint)
        on = rules.scope_counts_from([review, joint], effective_on, today=today)
        check_chosen(effective_on, by=by, now=now, today=today, reason=reason)
        with told_as_refusals():
            ScopeChange.objects.create(
                review=review,
                other=joint,
                kind=ScopeChangeKind.UNMERGE,
                undoes=merge,
                reason=reason,
                by=by,
                effective_on=on,
            )
            change_state(review, ReviewState.ACTIVE, on=on, by=by, reason=reason)
            services = review.reviewed_services.filter(ended_on=merge.effective_on)
            rows = joint.reviewed_services.filter(
                ended_on__isnull=True, service__in=services.values("service")
            )
            move_services(list(rows), to=review, on=on)
            return_options(review, joint, on=on, by=by)
            if not joint.reviewed_services.filter(ended_on__isnull=True).exists():
                left = f"Everything merged into it was taken out again. {reason}"[:500]
                change_state(joint, ReviewState.WITHDRAWN, on=on, by=by, reason=left)
            count_edits(locked.values())
    return Review.objects.with_stage().get(pk=review.pk)


def locked_in_order(expected_versions: Mapping[int, int]) -> dict[int, Review]:
    """The reviews by key, locked in one order whoever asks, so that no two wait for each other."""
    return {
        pk: Review.objects.locked(pk=pk, expected_version=expected_versions[pk])
        for pk in sorted(expected_versions)
    }


def count_edits(reviews: Iterable[Review]) -> None:
    """Count an edit of each review, so that whoever opened one of them before is told."""
    for review in reviews:
        Review.objects.count_edit(review)


def check_chosen(on: date | None, *, by: User, now: datetime, today: date, reason: str) -> None:
    """Raises NotPermitted or DateRefused for a day that this person may not choose."""
    if on is None:
        return
    permissions.check_can_backdate(by, effective_on=on, today=today)
    policies.check_effective_on(on, today=today, now=now, reason=reason)


def said(reason: str) -> str:
    """The reason without the space around it; raises ScopeRefused when there is none."""
    if not reason.strip():
        raise ScopeRefused("Give the reason.")
    return reason.strip()


def change_state(review: Review, to: ReviewState, *, on: date, by: User, reason: str) -> None:
    """Record a change of state that is part of a change of scope."""
    ReviewStateChange.objects.create(review=review, state=to, reason=reason, by=by, effective_on=on)


def _new_joint(
    wanted: "Review | NewReview",
    merged: Sequence[Review],
    *,
    on: date,
    reason: str,
    by: User,
    now: datetime,
) -> Review:
    """The joint review, under the methodology of those merged into it."""
    assert isinstance(wanted, NewReview)
    services = [row.service for review in merged for row in review.reviewed_services.all()]
    rules.check_can_be_created(code=wanted.code, title=wanted.title, services=services)
    joint = new_review(
        code=wanted.code,
        title=wanted.title,
        methodology=merged[0].methodology,
        portfolio=wanted.portfolio,
        description="",
        opened_on=on,
        reason=reason,
        by=by,
    )
    name_people_of_new(joint, lead=wanted.lead, owner=wanted.owner, by=by, now=now, on=on)
    return joint


def _merge_one(review: Review, joint: Review, *, on: date, by: User, reason: str) -> None:
    ScopeChange.objects.create(
        review=review,
        other=joint,
        kind=ScopeChangeKind.MERGE,
        reason=reason,
        by=by,
        effective_on=on,
    )
    move_services(list(review.reviewed_services.filter(ended_on__isnull=True)), to=joint, on=on)
    carry_options(list(review.options.order_by("order")), to=joint, on=on, by=by)
    change_state(review, ReviewState.MERGED, on=on, by=by, reason=reason)


def _earliest(merged: Sequence[Review]) -> Stage | None:
    """The earliest stage of the merged reviews; None where one has not been started."""
    stages = [review.stage for review in merged if review.stage]
    if len(stages) < len(merged):
        return None
    return min(stages, key=lambda stage: stage.order)
