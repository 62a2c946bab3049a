"""The members' page before a meeting: its date, what will be decided, and where things stand."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from ftc.overview.calculations import counted, in_days, is_for_decision, short_pounds
from ftc.overview.queries.changes import Change, Period, changes
from ftc.overview.queries.numbers import Number, five_numbers, two_dates
from ftc.overview.queries.progress import (
    ReviewProgress,
    milestone_chart,
    phase_under_way,
    progress_of_reviews,
    savings_chart,
    stage_chart,
)
from ftc.periods import FinancialYear, Precision, long_date, weekday_date
from ftc.programme.enums import ActivityKind
from ftc.ui import charts
from governance.enums import BodyKind
from governance.models import AgendaItem, Meeting, Recommendation
from governance.queries import (
    deadline_for_papers,
    meetings_known_by,
    previous_meeting,
    recommendations,
)
from reviews.models import Review
from reviews.queries import totals_of


@dataclass(frozen=True)
class PageDate:
    """The date the page speaks for, and why that one."""

    on: date
    why: str


@dataclass(frozen=True)
class ToDecide:
    """An item that asks for a decision: what, what it is worth, and where to read it."""

    number: int | None
    title: str
    asks: list[str]
    notes: list[str]
    worth: str
    worth_of: list[str]
    where: str
    url: str
    paper_title: str
    paper_url: str
    classification: str


@dataclass(frozen=True)
class BeforeCouncil:
    """Everything the members' page prints, as at its own date."""

    meeting: Meeting
    title: str
    when: str
    is_past: bool
    date: PageDate
    since: Meeting | None
    papers_are_out: bool
    to_decide: list[ToDecide]
    other_items: list[AgendaItem]
    changes: list[Change]
    later: list[Change]
    numbers: list[Number]
    pictures: list[charts.BarChart | charts.StackedBarChart]
    reviews: list[ReviewProgress]


def next_council(*, on: date, user: Any, as_at: date | None) -> Meeting | None:
    """The next meeting of the full council on or after ``on``; None when none is known."""
    rows = meetings_known_by(Meeting.objects.visible_to(user), as_at)
    rows = rows.filter(body__kind=BodyKind.FULL_COUNCIL).select_related("body")
    return rows.filter(held_on__gte=on).order_by("held_on", "code").first()


def page_date(meeting: Meeting, *, clock: date, chosen: date | None) -> PageDate:
    """When the page speaks: the publication of the papers, else the last day they were due.

    Without either it is the day of the meeting. Never after today by the ``clock``, nor after
    the day the reader chose.
    """
    deadline = deadline_for_papers(meeting) if meeting.published_on is None else None
    if meeting.published_on:
        date_of = PageDate(meeting.published_on, "when the papers were published")
    elif deadline:
        why = "the last day for its papers; no source gives the day they were published"
        date_of = PageDate(deadline.on, why)
    elif meeting.held_on and meeting.precision in {Precision.DAY, Precision.DAY_INFERRED}:
        date_of = PageDate(meeting.held_on, "the day of the meeting")
    else:
        date_of = PageDate(meeting.held_on or clock, "the earliest day it may be held")
    if date_of.on > clock:
        date_of = PageDate(clock, "today; its papers are not out yet")
    if chosen and chosen < date_of.on:
        date_of = PageDate(chosen, "the date you chose")
    return date_of


def before_council(
    meeting: Meeting, *, user: Any, today: date, clock: date, chosen: date | None
) -> BeforeCouncil:
    """The page for one meeting, in a number of queries that does not grow with the programme.

    ``today`` counts the days to the meeting; ``clock`` is the real day; ``chosen`` a past day
    the reader looks from.
    """
    date_of = page_date(meeting, clock=clock, chosen=chosen)
    since = (
        previous_meeting(meeting.body.code, meeting.held_on, user=user, as_at=date_of.on)
        if meeting.held_on
        else None
    )
    since_on = since.held_on if since and since.held_on and since.held_on < date_of.on else None
    papers_are_out = meeting.published_on is None or meeting.published_on <= date_of.on
    items = _agenda(meeting, user) if papers_are_out else []
    to_decide = _to_decide(meeting, items, user=user, as_at=date_of.on) if papers_are_out else []
    reviews = progress_of_reviews(date_of.on)
    phase = phase_under_way(reviews)
    dates = two_dates(as_at=date_of.on, since=since_on, user=user)
    year = FinancialYear.containing(date_of.on).next()
    asked = {ask.number for ask in to_decide}
    drawn = [
        stage_chart(reviews, phase) if phase else None,
        savings_chart(date_of.on),
        milestone_chart(date_of.on),
    ]
    return BeforeCouncil(
        meeting=meeting,
        title=f"{meeting.body.name} · {_day(meeting)}",
        when=_when(meeting, today),
        is_past=meeting.held_on is not None and meeting.held_on < today,
        date=date_of,
        since=since if since_on else None,
        papers_are_out=papers_are_out,
        to_decide=to_decide,
        other_items=[item for item in items if item.number not in asked],
        changes=changes(Period(since_on, date_of.on), user=user) if since_on else [],
        later=changes(_afterwards(date_of.on, chosen or clock), user=user),
        numbers=five_numbers(dates, phase=phase, year=year) if phase else [],
        pictures=[chart for chart in drawn if chart is not None],
        reviews=reviews,
    )


def _afterwards(on: date, until: date) -> Period:
    """What people did after the page's date; no paper of that time is read for it."""
    return Period(on, until, acts_only=True)


def _agenda(meeting: Meeting, user: Any) -> list[AgendaItem]:
    rows = AgendaItem.objects.visible_to(user).filter(meeting=meeting)
    return list(rows.select_related("paper").order_by("number"))


def _to_decide(
    meeting: Meeting, items: list[AgendaItem], *, user: Any, as_at: date
) -> list[ToDecide]:
    """The items with a recommendation that asks for more than noting, in the agenda's order.

    Papers without an agenda item are found by the body and the day they were put to. What is to
    be decided is read from the meeting's own papers, whatever day counts for their figures.
    """
    own = Q(agenda_item__meeting=meeting)
    if meeting.held_on:
        own |= Q(
            agenda_item__isnull=True,
            body=meeting.body,
            report_date=meeting.held_on.isoformat(),
        )
    put = recommendations(user=user, as_at=None).filter(own).prefetch_related("activities")
    groups: dict[tuple[int, str], list[Recommendation]] = defaultdict(list)
    for row in put:
        groups[row.agenda_item_id or 0, row.report_title].append(row)
    by_key = {item.pk: item for item in items}
    found = [
        _ask(title, rows, by_key.get(key), meeting=meeting, as_at=as_at)
        for (key, title), rows in groups.items()
        if any(is_for_decision(row.verb) for row in rows)
    ]
    return sorted(found, key=lambda ask: (ask.number is None, ask.number or 0))


def _ask(
    title: str,
    rows: list[Recommendation],
    item: AgendaItem | None,
    *,
    meeting: Meeting,
    as_at: date,
) -> ToDecide:
    worth, worth_of = _worth(rows, as_at)
    pages = item.page_range if item else ""
    numbered = f"item {item.number}" if item else ""
    paper = (item.paper if item else None) or rows[0].source
    parts = [row for row in rows if row.parent_id is None]
    return ToDecide(
        number=item.number if item else None,
        title=item.title if item else title,
        asks=[_asked(row) for row in parts if is_for_decision(row.verb)],
        notes=[_asked(row) for row in parts if not is_for_decision(row.verb)],
        worth=worth,
        worth_of=worth_of,
        where=", ".join(part for part in (numbered, pages.lower()) if part),
        url=f"{meeting.get_absolute_url()}#{f'item-{item.number}' if item else 'agenda'}",
        paper_title=paper.title if paper else "",
        paper_url=paper.get_absolute_url() if paper else "",
        classification=""
        if item is None or item.classification == "PUBLIC"
        else item.get_classification_display(),
    )


def _asked(row: Recommendation) -> str:
    """ "Endorse: preferred options to go to Full Business Case"."""
    return f"{row.verb.capitalize()}: {row.summary}"


def _worth(rows: list[Recommendation], as_at: date) -> tuple[str, list[str]]:
    """The net budget of the reviews that the recommendations cover, and the reviews by name."""
    covered = {
        activity.pk: activity.title
        for row in rows
        for activity in row.activities.all()
        if activity.kind == ActivityKind.REVIEW
    }
    if not covered:
        return "", []
    totals = totals_of(Review.objects.filter(pk__in=covered), as_at=as_at)
    reviews = counted(len(covered), "review")
    net: Decimal | None = totals.net_gbp
    worth = (
        f"{reviews}; their net budget is not known"
        if net is None
        else f"{reviews} with a net budget of {short_pounds(net)} a year"
    )
    return worth, sorted(covered.values())


def _day(meeting: Meeting) -> str:
    """The day with its weekday where it is known to the day: "Thursday 15 May 2014"."""
    if meeting.held_on and meeting.precision == Precision.DAY:
        return weekday_date(meeting.held_on)
    return meeting.date_text


def _when(meeting: Meeting, today: date) -> str:
    """ "in 9 days" for a meeting whose day is known; otherwise nothing."""
    if meeting.held_on is None or meeting.precision != Precision.DAY:
        return ""
    return in_days(meeting.held_on, today)


def spoken_for(page: BeforeCouncil) -> str:
    """ "As at 6 May 2014, when the papers were published"."""
    return f"As at {long_date(page.date.on)}, {page.date.why}"
