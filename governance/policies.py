"""Whether the facts allow it: recording what a body did, withdrawing it, a vote by name."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from django.utils import timezone

from ftc.errors import DomainError
from ftc.organisation.enums import PersonKind
from ftc.organisation.models import Person
from ftc.periods import Precision, long_date
from governance.enums import AttendanceStatus, Regime, ResolutionKind, VoteChoice
from governance.errors import (
    AlreadyResolved,
    BodyCannotDecide,
    MeetingNotReady,
    MoverRefused,
    ResolutionStands,
    VoteRefused,
)
from governance.models import AgendaItem, Body, Meeting, Recommendation, Resolution

NamedVotes = Sequence[tuple[Person, VoteChoice]]

_KNOWN_DAYS = {Precision.DAY, Precision.DAY_INFERRED, Precision.RANGE}


def check_body_resolves(body: Body) -> None:
    """Only a formal body resolves.

    Source: Local Government Act 1972, Part VA; SI 2012/2089; item 10 of County Council,
    15 May 2014, on the Transformation Advisory Group.
    """
    if body.regime == Regime.INFORMAL:
        raise BodyCannotDecide(
            f"{body.name} is an informal body: it gives advice and cannot resolve. "
            "Record its advice instead."
        )


def check_body_advises(body: Body) -> None:
    """What a formal body does is a resolution, advice included."""
    if body.regime != Regime.INFORMAL:
        raise BodyCannotDecide(
            f"{body.name} is a formal body: what it did is a resolution. Record that instead."
        )


def check_has_met(meeting: Meeting, *, now: datetime) -> None:
    """The meeting's day is known and is not in the future on the real clock."""
    if meeting.held_on is None or Precision(meeting.precision) not in _KNOWN_DAYS:
        raise MeetingNotReady(
            f"The day of this meeting is not known ({meeting.date_text}). "
            "Give it its day before you record what it did."
        )
    if meeting.held_on > timezone.localdate(now):
        raise MeetingNotReady(
            f"This meeting is on {long_date(meeting.held_on)}. "
            "What it did can be recorded from that day on."
        )


def has_met(meeting: Meeting, *, now: datetime) -> bool:
    return _passes(check_has_met, meeting, now=now)


def check_item_is_of(meeting: Meeting, agenda_item: AgendaItem | None) -> None:
    if agenda_item is not None and agenda_item.meeting_id != meeting.pk:
        raise MeetingNotReady("That item of business is on the agenda of another meeting.")


def check_not_resolved_already(
    meeting: Meeting, *, agenda_item: AgendaItem | None, verb: str, title: str
) -> None:
    """An item is resolved once with each verb; without an agenda its title names it."""
    same = Resolution.objects.filter(meeting=meeting, verb=verb)
    same = (
        same.filter(agenda_item=agenda_item)
        if agenda_item is not None
        else same.filter(agenda_item=None, title__iexact=title)
    )
    earlier = same.select_related("recorded_by").first()
    if earlier is not None:
        who = f" by {earlier.recorded_by}" if earlier.recorded_by else ""
        what = f"item {agenda_item.number}" if agenda_item is not None else f"“{title}”"
        raise AlreadyResolved(
            f"“{earlier.get_verb_display()}” is already recorded{who} for {what} of this meeting."
        )


def check_movers(meeting: Meeting, moved_by: Person | None, seconded_by: Person | None) -> None:
    """Two different Members move and second; both were present where attendance is listed."""
    if seconded_by is not None and moved_by is None:
        raise MoverRefused("Choose who moved it as well as who seconded it.")
    if moved_by is not None and moved_by == seconded_by:
        raise MoverRefused(f"{moved_by} cannot move and second the same motion.")
    people = [person for person in (moved_by, seconded_by) if person is not None]
    for person in people:
        if person.kind != PersonKind.MEMBER:
            raise MoverRefused(f"{person} is not a Member and cannot move or second.")
    present = set(
        meeting.attendances.filter(status=AttendanceStatus.PRESENT).values_list(
            "person_id", flat=True
        )
    )
    for person in people:
        if present and person.pk not in present:
            raise MoverRefused(f"{person} was not present at this meeting.")


def check_recommendations_are_put(
    meeting: Meeting, agenda_item: AgendaItem | None, recommendations: Collection[Recommendation]
) -> None:
    """A body answers the recommendations of the item, or ones addressed to it."""
    for each in recommendations:
        belongs = (
            each.agenda_item_id == getattr(agenda_item, "pk", None)
            if each.agenda_item_id is not None
            else each.body_id == meeting.body_id
        )
        if not belongs:
            raise MeetingNotReady(f"Recommendation {each} was not put to this item.")


def check_can_withdraw(resolution: Resolution) -> None:
    """What a paper reports stands; only what was recorded here can be taken back."""
    if resolution.source is not None:
        raise ResolutionStands(
            f"This is read from “{resolution.source.title}” and cannot be withdrawn here."
        )


def can_withdraw(resolution: Resolution) -> bool:
    return _passes(check_can_withdraw, resolution)


def voters_of(resolution: Resolution) -> dict[int, Person]:
    """The Members who vote on it by key: those present who did not leave for an interest."""
    present = resolution.meeting.attendances.filter(status=AttendanceStatus.PRESENT)
    if resolution.minute_id is not None:
        present = present.exclude(withdrawals__minute=resolution.minute_id)
    return {a.person_id: a.person for a in present.select_related("person")}


def check_votes(resolution: Resolution, votes: NamedVotes) -> None:
    """Every Member present votes exactly once, nobody else does; abstaining is a vote.

    Source: minute 71 of County Council, 27 March 2014; SI 2014/165 for budget meetings.
    """
    check_takes_vote(resolution)
    twice = [person for person, times in Counter(p for p, _ in votes).items() if times > 1]
    if twice:
        raise VoteRefused(f"{_names(twice)} cannot vote twice.")
    attendance = {a.person_id: a for a in resolution.meeting.attendances.all()}
    voters = voters_of(resolution)
    for person, _ in votes:
        there = attendance.get(person.pk)
        if there is None or there.status != AttendanceStatus.PRESENT:
            raise VoteRefused(f"{person} was not present and cannot vote.")
        if person.pk not in voters:
            raise VoteRefused(f"{person} left for an interest and cannot vote on this item.")
    missing = [person for key, person in voters.items() if key not in {p.pk for p, _ in votes}]
    if missing:
        raise VoteRefused(f"Every Member present must be listed: {_names(missing)} is missing.")


def check_takes_vote(resolution: Resolution) -> None:
    """A formal body's resolution is voted on by name once, where attendance is listed."""
    if resolution.kind != ResolutionKind.RESOLUTION:
        raise VoteRefused("An informal body gives advice; it takes no recorded vote.")
    if resolution.has_recorded_vote:
        raise VoteRefused("The vote on this resolution is recorded already.")
    if not resolution.meeting.attendances.filter(status=AttendanceStatus.PRESENT).exists():
        raise VoteRefused("Nobody is listed as present yet. Enter the attendance first.")


def _names(people: Sequence[Person]) -> str:
    shown = ", ".join(str(person) for person in people[:3])
    return f"{shown} and {len(people) - 3} more" if len(people) > 3 else shown


def _passes(check: Callable[..., None], *args: object, **kwargs: object) -> bool:
    try:
        check(*args, **kwargs)
    except DomainError:
        return False
    return True
