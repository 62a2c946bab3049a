"""Recording what a body resolved or advised, and taking back what was recorded by mistake."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from ftc.organisation.models import Person, User
from ftc.programme.models import Activity
from ftc.programme.permissions import check_may_date
from ftc.records import history
from ftc.records.enums import Classification
from ftc.records.working_date import working_date
from governance import policies
from governance.enums import MeetingState, ResolutionKind, Verb
from governance.errors import ResolutionStands
from governance.models import (
    AgendaItem,
    Meeting,
    Recommendation,
    RecommendationOutcome,
    Resolution,
)
from governance.permissions import check_may_record
from governance.transitions import OUTCOMES, is_before_held

history.describe_actions(
    governance_record_resolution="recorded a resolution",
    governance_record_advice="recorded advice",
    governance_withdraw_resolution="withdrew a resolution",
)


@transaction.atomic
def record_resolution(
    *,
    meeting: Meeting,
    agenda_item: AgendaItem | None,
    verb: Verb,
    text: str,
    activities: Collection[Activity],
    moved_by: Person | None,
    seconded_by: Person | None,
    recommendations: Collection[Recommendation],
    by: User,
    now: datetime,
    title: str = "",
    reason: str = "",
    expected_version: int | None = None,
) -> Resolution:
    """Record what a formal body resolved on an item; one resolution may cover several reviews.

    It takes effect on the day of the meeting. Writes the resolution, one outcome for each
    recommendation answered, and the meeting as held when it was not. ``title`` names the
    business of a meeting without an agenda. ``expected_version`` is the meeting's, as the clerk
    saw it; without one the meeting is taken as it stands.
    Raises NotPermitted, StaleVersion, MeetingNotReady (the day lies ahead on the real clock),
    BodyCannotDecide (an informal body), AlreadyResolved, MoverRefused.
    Source: Local Government Act 1972, Schedule 12, paragraph 41; County Council, 15 May 2014,
    item 12, paragraph 2.5.
    """
    check_may_record(by)
    meeting = _locked(meeting, expected_version)
    policies.check_body_resolves(meeting.body)
    policies.check_movers(meeting, moved_by, seconded_by)
    policies.check_recommendations_are_put(meeting, agenda_item, recommendations)
    with history.recording(
        action="governance.record_resolution",
        by=by,
        at=now,
        reason=reason.strip(),
        classification=_classification(agenda_item),
    ):
        resolution = _write(
            meeting,
            agenda_item,
            kind=ResolutionKind.RESOLUTION,
            verb=verb,
            title=title,
            text=text,
            by=by,
            now=now,
            reason=reason,
            moved_by=moved_by,
            seconded_by=seconded_by,
        )
        resolution.activities.set(activities)
        resolution.recommendations.set(recommendations)
        _answer(resolution, recommendations)
    return resolution


@transaction.atomic
def record_advice(
    *,
    meeting: Meeting,
    agenda_item: AgendaItem | None,
    verb: Verb,
    text: str,
    activities: Collection[Activity],
    by: User,
    now: datetime,
    title: str = "",
    reason: str = "",
    expected_version: int | None = None,
) -> Resolution:
    """Record what an informal body advised; it answers no recommendation and opens no gate.

    Writes the advice and the meeting as held when it was not. Raises as record_resolution does,
    BodyCannotDecide for a formal body. Source: item 10 of County Council, 15 May 2014 (TAG).
    """
    check_may_record(by)
    meeting = _locked(meeting, expected_version)
    policies.check_body_advises(meeting.body)
    with history.recording(
        action="governance.record_advice",
        by=by,
        at=now,
        reason=reason.strip(),
        classification=_classification(agenda_item),
    ):
        advice = _write(
            meeting,
            agenda_item,
            kind=ResolutionKind.ADVICE,
            verb=verb,
            title=title,
            text=text,
            by=by,
            now=now,
            reason=reason,
        )
        advice.activities.set(activities)
    return advice


@transaction.atomic
def withdraw_resolution(*, resolution: Resolution, reason: str, by: User, now: datetime) -> Meeting:
    """Take back a resolution that was recorded by mistake, and the outcomes it set.

    Deletes the resolution with its outcomes and votes; the meeting's history keeps who, when and
    why. Raises ResolutionStands when a paper reports it, a gate was passed on it, or no reason
    is given.
    """
    check_may_record(by)
    meeting = _locked(resolution.meeting, None)
    resolution = Resolution.objects.select_related("source", "agenda_item").get(pk=resolution.pk)
    policies.check_can_withdraw(resolution)
    if not reason.strip():
        raise ResolutionStands("Say why the resolution is withdrawn.")
    said = f"{resolution.get_verb_display()}, “{resolution.title}”: {reason.strip()}"
    with history.recording(
        action="governance.withdraw_resolution",
        by=by,
        at=now,
        reason=said,
        classification=_classification(resolution.agenda_item),
    ):
        try:
            resolution.delete()
        except ProtectedError:
            raise ResolutionStands(
                "A review has passed a gate on this resolution, so it stands."
            ) from None
        _count_edit(meeting)
    return meeting


def _classification(agenda_item: AgendaItem | None) -> str:
    """What is said of business shares the classification of its item."""
    return agenda_item.classification if agenda_item else Classification.PUBLIC


def _locked(meeting: Meeting, expected_version: int | None) -> Meeting:
    """The meeting, locked, so that two clerks follow one another."""
    rows = Meeting.objects.select_related("body")
    if expected_version is None:
        locked: Meeting = rows.select_for_update(of=("self",)).get(pk=meeting.pk)
    else:
        locked = rows.locked(pk=meeting.pk, expected_version=expected_version)
    return locked


def _write(
    meeting: Meeting,
    agenda_item: AgendaItem | None,
    *,
    title: str,
    verb: Verb,
    by: User,
    now: datetime,
    reason: str,
    **fields: Any,
) -> Resolution:
    """Check what resolution and advice have in common, then write it and the meeting as held."""
    policies.check_has_met(meeting, now=now)
    policies.check_item_is_of(meeting, agenda_item)
    title = agenda_item.title if agenda_item is not None else title.strip()
    policies.check_not_resolved_already(meeting, agenda_item=agenda_item, verb=verb, title=title)
    assert meeting.held_on is not None  # check_has_met
    check_may_date(by, effective_on=meeting.held_on, working_on=working_date(), reason=reason)
    _count_edit(meeting)
    return Resolution.objects.create(
        code=f"RES-{meeting.code.removeprefix('MT-')}-{meeting.version}",
        meeting=meeting,
        agenda_item=agenda_item,
        title=title,
        verb=verb,
        effective_on=meeting.held_on,
        recorded_by=by,
        **fields,
    )


def _count_edit(meeting: Meeting) -> None:
    """One more version of the meeting; it was held if something was resolved at it."""
    if is_before_held(meeting.state) and meeting.held_on is not None:
        meeting.state = MeetingState.HELD
    meeting.version += 1
    meeting.save(update_fields=["state", "version"])


def _answer(resolution: Resolution, recommendations: Collection[Recommendation]) -> None:
    RecommendationOutcome.objects.bulk_create(
        RecommendationOutcome(
            recommendation=each,
            status=OUTCOMES[Verb(resolution.verb)],
            basis=f"{resolution.get_verb_display()} by {resolution.meeting.body.name}",
            effective_on=resolution.effective_on,
            resolution=resolution,
        )
        for each in recommendations
    )
