"""Reconsidering a review whose option failed the test of the Full Business Case."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.records import history
from reviews import permissions, policies
from reviews.actions.database import told_as_refusals
from reviews.actions.scope.merging import check_chosen, said
from reviews.enums import GateOutcome, OptionStateKind, ScopeChangeKind
from reviews.errors import ScopeRefused
from reviews.models import GatePassage, Option, OptionState, Review, ScopeChange, Stage
from reviews.policies import scope as rules

# What may become of an option that was preferred and failed.
SET_BACK = (OptionStateKind.NOT_RECOMMENDED_AT_THIS_STAGE, OptionStateKind.SHORT_LISTED)


@transaction.atomic
def reconsider_review(
    *,
    review: Review,
    expected_version: int,
    to_stage: Stage,
    options: Mapping[int, OptionStateKind],
    by: User,
    now: datetime,
    today: date,
    reason: str,
    effective_on: date | None = None,
) -> Review:
    """Take a review back to where its option is chosen, so that the gate asks anew.

    Writes the change of scope, the passage back, what becomes of each preferred option
    (``options`` by key) and the review's version. Raises NotPermitted, StaleVersion, ScopeRefused,
    DateRefused or GateRefused. Source: County Council, 15 May 2014, item 12, paragraph 6.3.
    """
    reason = said(reason)
    with history.recording(action="reviews.reconsider", by=by, at=now, reason=reason):
        locked = Review.objects.locked(pk=review.pk, expected_version=expected_version)
        permissions.check_can_change_scope(by)
        rules.check_can_reconsider(locked, to_stage)
        preferred = _set_back(locked, options)
        last = policies.last_passage(locked)
        on = rules.scope_counts_from([locked], effective_on, today=today)
        check_chosen(effective_on, by=by, now=now, today=today, reason=reason)
        with told_as_refusals():
            ScopeChange.objects.create(
                review=locked,
                kind=ScopeChangeKind.RECONSIDER,
                reason=reason,
                by=by,
                effective_on=on,
            )
            GatePassage.objects.create(
                review=locked,
                sequence=(last.sequence if last else 0) + 1,
                from_stage=locked.stage,
                to_stage=to_stage,
                outcome=GateOutcome.RETURNED,
                reason=reason,
                by=by,
                effective_on=on,
            )
            for option in preferred:
                OptionState.objects.create(
                    option=option,
                    state=options[option.pk],
                    reason=reason,
                    by=by,
                    effective_on=on,
                )
            Review.objects.count_edit(locked)
    return Review.objects.with_stage().get(pk=locked.pk)


def _set_back(review: Review, options: Mapping[int, OptionStateKind]) -> list[Option]:
    """The options preferred now; raises ScopeRefused unless it is said what becomes of each."""
    preferred = list(
        Option.objects.in_state(OptionStateKind.PREFERRED, as_at=None).filter(review=review)
    )
    for option in preferred:
        if options.get(option.pk) not in SET_BACK:
            raise ScopeRefused(
                f"Say what becomes of “{option.title}”: not recommended at this stage, or "
                "short-listed again."
            )
    return preferred
