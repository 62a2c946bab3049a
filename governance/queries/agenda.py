"""Everything a meeting's page shows, as one person may see it and as at a date."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from ftc.organisation.models import Person
from ftc.programme.queries import known_by
from ftc.records.models.bases import readable_classifications
from governance.enums import AttendanceStatus, MeetingState, VoteChoice
from governance.models import (
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    Minute,
    Recommendation,
    Resolution,
    Vote,
    Withdrawal,
)
from governance.queries.meetings import (
    STATE_COLOURS,
    Deadline,
    Notice,
    deadline_for_papers,
    notice_of,
    state_on,
)


@dataclass(frozen=True)
class VoteList:
    """The names under one choice, by surname."""

    choice: VoteChoice
    names: list[str]

    @property
    def count(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class AgendaLine:
    """An item of business with the recommendations put and what was resolved."""

    item: AgendaItem
    recommendations: list[Recommendation]
    resolutions: list[Resolution]


@dataclass(frozen=True)
class MinuteLine:
    """A minute with what was resolved under it, the vote by name, and who had left."""

    minute: Minute
    resolutions: list["ResolutionLine"]
    withdrawn: list[Person]


@dataclass(frozen=True)
class ResolutionLine:
    """A resolution with its vote by name in three lists, empty where none was recorded."""

    resolution: Resolution
    votes: list[VoteList]


@dataclass(frozen=True)
class MeetingPage:
    """A meeting with everything about it that this person may read, as at a date."""

    meeting: Meeting
    state: MeetingState
    notice: Notice | None
    deadline: Deadline | None
    agenda_is_out: bool
    agenda: list[AgendaLine]
    present: list[Attendance]
    apologies: list[Attendance]
    in_attendance: list[Attendance]
    minutes: list[MinuteLine]
    other_resolutions: list[ResolutionLine]
    decisions: list[Decision]
    minutes_known: bool = True
    as_at: date | None = None

    @property
    def is_told_of(self) -> bool:
        """Whether the paper that tells of the meeting could be read by the date asked about."""
        source = self.meeting.source
        return self.as_at is None or source is None or source.known_on <= self.as_at

    @property
    def state_colour(self) -> str:
        return STATE_COLOURS[self.state]


def readable_resolutions(user: Any, as_at: date | None) -> QuerySet[Resolution]:
    """Resolutions in effect by ``as_at``, without those on items this person may not read."""
    readable = Q(agenda_item__isnull=True) | Q(
        agenda_item__classification__in=readable_classifications(user)
    )
    return Resolution.objects.as_at(as_at).filter(readable)


def readable_minutes(user: Any) -> QuerySet[Minute]:
    """Minutes without those of items this person may not read.

    A minute is of the items that something was resolved on under it.
    """
    closed = AgendaItem.objects.exclude(classification__in=readable_classifications(user))
    return Minute.objects.exclude(resolutions__agenda_item__in=closed)


def minutes_known_by(meeting: Meeting, as_at: date | None) -> bool:
    """Whether the minutes had been published by ``as_at``."""
    published = meeting.minutes_published_on
    return as_at is None or published is None or published <= as_at


def meeting_page(meeting: Meeting, *, user: Any, as_at: date | None) -> MeetingPage:
    """Read the whole page in a number of queries that does not grow with the meeting."""
    published = meeting.published_on
    agenda_is_out = as_at is None or published is None or published <= as_at
    known = minutes_known_by(meeting, as_at)
    resolutions = _resolutions(meeting, user=user, as_at=as_at)
    attendances = list(_attendances(meeting, as_at)) if known else []
    written = readable_minutes(user).filter(meeting=meeting).select_related("source")
    minutes = list(known_by(written, as_at)) if known else []
    under_minutes, others = _resolution_lines(resolutions, votes_known=known)
    return MeetingPage(
        meeting=meeting,
        state=state_on(meeting, as_at),
        notice=notice_of(meeting, as_at),
        deadline=deadline_for_papers(meeting),
        agenda_is_out=agenda_is_out,
        agenda=_agenda(meeting, resolutions, user=user, as_at=as_at) if agenda_is_out else [],
        present=_by_status(attendances, AttendanceStatus.PRESENT),
        apologies=_by_status(attendances, AttendanceStatus.APOLOGIES),
        in_attendance=_by_status(attendances, AttendanceStatus.IN_ATTENDANCE),
        minutes=_minute_lines(meeting, minutes, under_minutes),
        other_resolutions=_not_shown(others, under_minutes, minutes),
        decisions=_decisions(meeting, as_at),
        minutes_known=known,
        as_at=as_at,
    )


def vote_lists(votes: list[Vote]) -> list[VoteList]:
    """For, abstain and against, each by surname, in the words of the minutes."""
    ordered = sorted(votes, key=lambda v: (v.person.surname, v.person.forenames, v.pk))
    return [
        VoteList(choice, [v.printed_name or str(v.person) for v in ordered if v.choice == choice])
        for choice in VoteChoice
    ]


def _resolutions(meeting: Meeting, *, user: Any, as_at: date | None) -> list[Resolution]:
    rows = readable_resolutions(user, as_at).filter(meeting=meeting)
    votes = Vote.objects.select_related("person")
    return list(
        rows.select_related("moved_by", "seconded_by", "recorded_by", "source", "minute")
        .prefetch_related("activities", "recommendations", Prefetch("votes", queryset=votes))
        .order_by("effective_on", "minute__number", "pk")
    )


def _agenda(
    meeting: Meeting, resolutions: list[Resolution], *, user: Any, as_at: date | None
) -> list[AgendaLine]:
    put = known_by(Recommendation.objects.with_status(as_at), as_at).order_by("order", "code")
    items = (
        AgendaItem.objects.visible_to(user)
        .filter(meeting=meeting)
        .select_related("paper", "source")
        .prefetch_related(Prefetch("recommendations", queryset=put))
        .order_by("number")
    )
    return [
        AgendaLine(
            item=item,
            recommendations=list(item.recommendations.all()),
            resolutions=[r for r in resolutions if r.agenda_item_id == item.pk],
        )
        for item in known_by(items, as_at)
    ]


def _attendances(meeting: Meeting, as_at: date | None) -> QuerySet[Attendance]:
    return known_by(meeting.attendances.select_related("person", "source"), as_at).order_by(
        "order", "person__surname", "person__forenames"
    )


def _by_status(attendances: list[Attendance], status: AttendanceStatus) -> list[Attendance]:
    return [attendance for attendance in attendances if attendance.status == status]


def _resolution_lines(
    resolutions: list[Resolution], *, votes_known: bool
) -> tuple[dict[int, list[ResolutionLine]], list[ResolutionLine]]:
    """Resolutions by minute, and those without a minute."""
    lines = [
        ResolutionLine(
            resolution=row,
            votes=vote_lists(list(row.votes.all()))
            if row.has_recorded_vote and votes_known
            else [],
        )
        for row in resolutions
    ]
    with_minute = sorted(
        (line for line in lines if line.resolution.minute_id is not None),
        key=lambda line: line.resolution.minute_id or 0,
    )
    under = {
        key: list(group) for key, group in groupby(with_minute, lambda x: x.resolution.minute_id)
    }
    return (
        {key: group for key, group in under.items() if key is not None},
        [line for line in lines if line.resolution.minute_id is None],
    )


def _not_shown(
    others: list[ResolutionLine], under: dict[int, list[ResolutionLine]], minutes: list[Minute]
) -> list[ResolutionLine]:
    """Resolutions that no listed minute shows: without a minute, or before it was published."""
    listed = {minute.pk for minute in minutes}
    hidden = [line for key, group in under.items() if key not in listed for line in group]
    return [*others, *hidden]


def _minute_lines(
    meeting: Meeting, minutes: list[Minute], under: dict[int, list[ResolutionLine]]
) -> list[MinuteLine]:
    left: dict[int, list[Person]] = {}
    if minutes:
        rows = Withdrawal.objects.filter(minute__meeting=meeting).select_related(
            "attendance__person"
        )
        for row in rows.order_by("attendance__person__surname", "pk"):
            left.setdefault(row.minute_id, []).append(row.attendance.person)
    return [
        MinuteLine(minute, under.get(minute.pk, []), left.get(minute.pk, [])) for minute in minutes
    ]


def _decisions(meeting: Meeting, as_at: date | None) -> list[Decision]:
    rows = Decision.objects.filter(considered_at=meeting).select_related("maker")
    return list(known_by(rows, as_at))
