"""Meetings in lists, the next and the last one, their notice and the deadline for papers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, IntegerField, Q, QuerySet, Value, When

from ftc import clear_days
from ftc.periods import Precision
from governance.enums import MeetingState, Regime
from governance.models import Constitution, Meeting
from governance.transitions import is_before_held

# The rule that says how long papers lie open, by the law a body meets under.
NOTICE_RULES = {
    Regime.LOCAL_GOVERNMENT_ACT_1972: "Local Government Act 1972, s.100B(3) and (4)",
    Regime.EXECUTIVE_2012: "SI 2012/2089, reg. 6 and 7",
}
STATE_COLOURS = {
    MeetingState.PLANNED: "grey",
    MeetingState.SUMMONED: "blue",
    MeetingState.PUBLISHED: "blue",
    MeetingState.HELD: "green",
    MeetingState.MINUTES_DRAFTED: "green",
    MeetingState.MINUTES_APPROVED: "green",
}
_WHOLE_MONTHS = [Precision.MONTH, Precision.MONTH_END]


def meetings_known_by(rows: QuerySet[Meeting], as_at: date | None) -> QuerySet[Meeting]:
    """Meetings that had been held, called or told of by ``as_at``."""
    if as_at is None:
        return rows
    return rows.filter(
        Q(held_on__lte=as_at)
        | Q(published_on__lte=as_at)
        | Q(source__isnull=True)
        | Q(source__known_on__lte=as_at)
    )


def meetings(
    *, user: Any, on: date, as_at: date | None, body: str = "", period: str = ""
) -> QuerySet[Meeting]:
    """Meetings this person may see: from ``on`` soonest first, then past ones newest first.

    ``body`` is a code; ``period`` is "upcoming", "past" or a year such as "2014". One that is
    dated by its month only counts as coming until the month is over.
    """
    coming = Q(held_on__gte=on) | Q(
        held_on__gte=on.replace(day=1), precision__in=_WHOLE_MONTHS, state=MeetingState.PLANNED
    )
    rows = meetings_known_by(Meeting.objects.visible_to(user), as_at).annotate(
        is_past=Case(When(coming, then=Value(0)), default=Value(1), output_field=IntegerField()),
        coming_on=Case(When(coming, then=F("held_on")), output_field=DateField()),
    )
    if body:
        rows = rows.filter(body__code=body)
    if period == "upcoming":
        rows = rows.filter(is_past=0)
    elif period == "past":
        rows = rows.filter(is_past=1)
    elif period:
        rows = rows.filter(held_on__year=int(period))
    return rows.select_related("body").order_by(
        "is_past", F("coming_on").asc(nulls_last=True), F("held_on").desc(nulls_last=True), "code"
    )


def years_of_meetings(user: Any) -> list[int]:
    """The years that have meetings this person may see, newest first."""
    dates = Meeting.objects.visible_to(user).filter(held_on__isnull=False)
    return [day.year for day in dates.order_by().dates("held_on", "year", order="DESC")]


def next_meeting(
    body_code: str, on: date, *, user: Any = None, as_at: date | None = None
) -> Meeting | None:
    """The body's first meeting after ``on`` whose day is known; None when none is known."""
    rows = _of(body_code, user, as_at).filter(held_on__gt=on, precision__in=_days())
    return rows.order_by("held_on", "code").first()


def previous_meeting(
    body_code: str, on: date, *, user: Any = None, as_at: date | None = None
) -> Meeting | None:
    """The body's last meeting before ``on`` whose day is known; None when none is known."""
    rows = _of(body_code, user, as_at).filter(held_on__lt=on, precision__in=_days())
    return rows.order_by("-held_on", "-code").first()


def upcoming(on: date, limit: int, *, user: Any, as_at: date | None = None) -> list[Meeting]:
    """The next ``limit`` meetings from ``on``, soonest first."""
    return list(meetings(user=user, on=on, as_at=as_at, period="upcoming")[:limit])


def state_on(meeting: Meeting, as_at: date | None) -> MeetingState:
    """How far the meeting had got on ``as_at``; its recorded state without a date."""
    state = MeetingState(meeting.state)
    if as_at is None or meeting.held_on is None:
        return state
    if meeting.held_on > as_at:
        return _before_it(meeting, as_at, state)
    minutes_on = meeting.minutes_published_on
    if minutes_on is not None and minutes_on > as_at and not is_before_held(state):
        return MeetingState.HELD
    return state


@dataclass(frozen=True)
class Notice:
    """The clear days an agenda gave, with the days counted and the rule it is held against."""

    clear: clear_days.ClearDays
    required: int | None
    rule: str

    @property
    def is_enough(self) -> bool | None:
        """None when no rule is recorded."""
        return None if self.required is None else self.clear.number >= self.required


def notice_of(meeting: Meeting, as_at: date | None = None) -> Notice | None:
    """The notice the published agenda gave; None for an informal body or before publication.

    Source: Local Government Act 1972, s.100B(3) as amended by SI 2002/715; SI 2012/2089 reg. 6.
    """
    rule = NOTICE_RULES.get(Regime(meeting.body.regime))
    published = meeting.published_on
    if rule is None or published is None or meeting.held_on is None:
        return None
    if as_at is not None and published > as_at:
        return None
    clear = clear_days.count_clear_days(published_on=published, meeting_on=meeting.held_on)
    return Notice(clear=clear, required=_agenda_clear_days(meeting), rule=rule)


@dataclass(frozen=True)
class Deadline:
    """The last day on which papers may be published, and the rule that makes it so."""

    on: date
    clear_days: int
    rule: str


def deadline_for_papers(
    meeting: Meeting, constitution: Constitution | None = None
) -> Deadline | None:
    """The last day to publish its papers; None when no rule applies or its day is not known.

    ``constitution`` may be handed in by a page of many meetings.
    Source: Local Government Act 1972, s.100B(3) and Schedule 12, paragraph 4(1A).
    """
    rule = NOTICE_RULES.get(Regime(meeting.body.regime))
    if rule is None or meeting.held_on is None or meeting.precision not in _days():
        return None
    needed = constitution.agenda_clear_days if constitution else _agenda_clear_days(meeting)
    if needed is None:
        return None
    on = clear_days.latest_publication_on(meeting_on=meeting.held_on, clear_days=needed)
    return Deadline(on=on, clear_days=needed, rule=rule)


def _of(body_code: str, user: Any, as_at: date | None) -> QuerySet[Meeting]:
    """Meetings of a body; without a person every one, for a paper that names the next."""
    rows = Meeting.objects.all() if user is None else Meeting.objects.visible_to(user)
    return meetings_known_by(rows, as_at).filter(body__code=body_code).select_related("body")


def _days() -> list[str]:
    return [Precision.DAY, Precision.DAY_INFERRED]


def _before_it(meeting: Meeting, as_at: date, state: MeetingState) -> MeetingState:
    published = meeting.published_on is not None and meeting.published_on <= as_at
    if published:
        return MeetingState.PUBLISHED
    if state == MeetingState.SUMMONED and meeting.published_on is None:
        return state
    return MeetingState.PLANNED


def _agenda_clear_days(meeting: Meeting) -> int | None:
    constitution = Constitution.objects.in_force(meeting.held_on)
    return constitution.agenda_clear_days if constitution else None
