"""Bodies, meetings and recommendations for other programs."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from ftc.records.envelope import (
    AsAt,
    ListQuery,
    Page,
    check_known,
    check_names,
    choice,
    credit_of,
    part_of,
    word,
)
from ftc.records.working_date import working_date
from governance import queries
from governance.enums import BodyKind, RecommendationStatus, Regime
from governance.models import Body, Meeting, Recommendation
from governance.queries.agenda import AgendaLine, MeetingPage, MinuteLine, ResolutionLine

router = Router(tags=["Governance"])


class BodyQuery(ListQuery):
    """What narrows the list of bodies."""

    kind: str = Field("", description="kind of body, such as full_council")
    regime: str = Field("", description=", ".join(word(value) for value in Regime.values))


class BodyItem(Schema):
    """A body; an informal one gives advice and decides nothing."""

    code: str
    name: str
    url: str
    kind: str
    regime: str
    may_decide: bool
    chair: str
    frequency: str
    remit: str
    reports_to: str
    next_meeting: str
    paper: str
    paragraph: str


class MeetingQuery(ListQuery):
    """What narrows the list of meetings."""

    body: str = Field("", description="code of the body")
    held_from: date | None = Field(None, alias="from", description="on or after this day")
    held_to: date | None = Field(None, alias="to", description="on or before this day")


class MeetingItem(Schema):
    """A meeting; ``held_on`` is exact only when ``precision`` is day."""

    code: str
    url: str
    body: str
    body_name: str
    held_on: date | None
    precision: str
    date_text: str
    kind: str
    state: str
    published_on: date | None


class AgendaItemItem(Schema):
    """An item of business with its pages in the pack."""

    number: int
    title: str
    kind: str
    page_from: int | None
    page_to: int | None
    page_range: str
    report_by: str
    purpose: str
    paper: str
    classification: str
    recommendations: list[str]


class VotesItem(Schema):
    """How many voted so, and their names as printed."""

    count: int
    names: list[str]


class ResolutionItem(Schema):
    """What the body did; ``votes`` is null where no vote was recorded by name."""

    code: str
    kind: str
    verb: str
    title: str
    text: str
    effective_on: date
    agenda_item: int | None
    minute: int | None
    moved_by: str
    seconded_by: str
    activities: list[str]
    recommendations: list[str]
    votes: dict[str, VotesItem] | None


class MinuteItem(Schema):
    number: int
    title: str
    kind: str
    outcome: str
    withdrawn: list[str]


class AttendanceItem(Schema):
    """How many the minutes list; null before the minutes were known."""

    present: int
    apologies: int
    in_attendance: int


class MeetingDetail(MeetingItem):
    """A meeting with its agenda, minutes and resolutions."""

    venue: str
    business: str
    agenda_items: list[AgendaItemItem]
    attendance: AttendanceItem | None
    minutes: list[MinuteItem]
    resolutions: list[ResolutionItem]
    paper: str
    paragraph: str


class RecommendationQuery(ListQuery):
    """What narrows the list of recommendations."""

    report: str = Field("", description="code of the report")
    theme: str = Field("", description="theme as the report names it")
    status: str = Field("", description=", ".join(word(v) for v in RecommendationStatus.values))
    body: str = Field("", description="code of the body it was put to")


class RecommendationItem(Schema):
    """A recommendation in our summary; without a recorded outcome it is open."""

    code: str
    report: str
    report_title: str
    report_date: str
    body: str
    number: str
    parent: str
    verb: str
    theme: str
    summary: str
    owner: str
    response: str
    status: str
    status_basis: str
    meeting: str
    agenda_item: int | None
    paper: str
    paragraph: str


@router.get("bodies", response=Page[BodyItem], summary="Bodies")
def body_list(request: HttpRequest, asked: Query[BodyQuery]) -> Any:
    """Bodies by name with the law each meets under, and its next meeting."""
    check_names(request, BodyQuery)
    kind = choice(asked.kind, BodyKind, "kind")
    rows = queries.body_list(
        user=request.user,
        on=asked.as_at or working_date(),
        as_at=asked.as_at,
        regime=choice(asked.regime, Regime, "regime"),
    ).select_related("reports_to", "source")
    part, count = part_of(rows.filter(kind=kind) if kind else rows, asked)
    return {"items": [_body(body) for body in part], "count": count}


@router.get("meetings", response=Page[MeetingItem], summary="Meetings")
def meeting_list(request: HttpRequest, asked: Query[MeetingQuery]) -> Any:
    """Meetings known on the date, newest first; one dated by its month stands on its first day."""
    check_names(request, MeetingQuery)
    check_known(asked.body, Body.objects.filter(code=asked.body), "body", "body")
    rows = queries.meetings_known_by(Meeting.objects.visible_to(request.user), asked.as_at)
    if asked.body:
        rows = rows.filter(body__code=asked.body)
    if asked.held_from:
        rows = rows.filter(held_on__gte=asked.held_from)
    if asked.held_to:
        rows = rows.filter(held_on__lte=asked.held_to)
    part, count = part_of(rows.select_related("body").order_by("-held_on", "-code"), asked)
    return {"items": [_meeting(meeting, asked.as_at) for meeting in part], "count": count}


@router.get("meetings/{code}", response=MeetingDetail, summary="A meeting")
def meeting_detail(request: HttpRequest, code: str, asked: Query[AsAt]) -> Any:
    """A meeting with its agenda, minutes, resolutions and the votes by name."""
    check_names(request, AsAt)
    rows = queries.meetings_known_by(Meeting.objects.visible_to(request.user), asked.as_at)
    meeting = rows.filter(code=code).select_related("body", "source").first()
    if meeting is None:
        raise HttpError(404, f"There is no meeting called {code}.")
    page = queries.meeting_page(meeting, user=request.user, as_at=asked.as_at)
    return {
        **_meeting(meeting, asked.as_at),
        "venue": meeting.venue,
        "business": meeting.business,
        "agenda_items": [_agenda_item(line) for line in page.agenda],
        "attendance": _attendance(page),
        "minutes": [_minute(line) for line in page.minutes],
        "resolutions": _resolutions(page),
        **credit_of(meeting),
    }


@router.get("recommendations", response=Page[RecommendationItem], summary="Recommendations")
def recommendation_list(request: HttpRequest, asked: Query[RecommendationQuery]) -> Any:
    """Recommendations of reports, in the papers' order, each with what became of it."""
    check_names(request, RecommendationQuery)
    known = Recommendation.objects.all()
    check_known(asked.body, Body.objects.filter(code=asked.body), "body", "body")
    check_known(asked.report, known.filter(report_code=asked.report), "report", "report")
    check_known(asked.theme, known.filter(theme=asked.theme), "theme", "theme")
    rows = queries.recommendations(
        user=request.user,
        as_at=asked.as_at,
        report=asked.report,
        theme=asked.theme,
        status=choice(asked.status, RecommendationStatus, "status"),
        body=asked.body,
    ).select_related("parent")
    part, count = part_of(rows, asked)
    return {"items": [_recommendation(row) for row in part], "count": count}


def _body(body: Any) -> dict[str, Any]:
    return {
        "code": body.code,
        "name": body.name,
        "url": body.get_absolute_url(),
        "kind": word(body.kind),
        "regime": word(body.regime),
        "may_decide": body.may_decide,
        "chair": body.chair,
        "frequency": body.frequency,
        "remit": body.remit,
        "reports_to": body.reports_to.code if body.reports_to else "",
        "next_meeting": body.next_code or "",
        **credit_of(body),
    }


def _meeting(meeting: Meeting, as_at: date | None) -> dict[str, Any]:
    published = meeting.published_on
    is_out = published is not None and (as_at is None or published <= as_at)
    return {
        "code": meeting.code,
        "url": reverse("governance:meeting-detail", args=[meeting.code]),
        "body": meeting.body.code,
        "body_name": meeting.body.name,
        "held_on": meeting.held_on,
        "precision": meeting.precision,
        "date_text": meeting.date_text,
        "kind": meeting.kind,
        "state": word(queries.state_on(meeting, as_at)),
        "published_on": published if is_out else None,
    }


def _agenda_item(line: AgendaLine) -> dict[str, Any]:
    item = line.item
    return {
        "number": item.number,
        "title": item.title,
        "kind": item.kind,
        "page_from": item.page_from,
        "page_to": item.page_to,
        "page_range": item.page_range,
        "report_by": item.report_by,
        "purpose": item.purpose,
        "paper": item.paper.code if item.paper else "",
        "classification": word(item.classification),
        "recommendations": [row.code for row in line.recommendations],
    }


def _attendance(page: MeetingPage) -> dict[str, int] | None:
    listed = {
        "present": len(page.present),
        "apologies": len(page.apologies),
        "in_attendance": len(page.in_attendance),
    }
    return listed if any(listed.values()) else None


def _minute(line: MinuteLine) -> dict[str, Any]:
    minute = line.minute
    return {
        "number": minute.number,
        "title": minute.title,
        "kind": minute.kind,
        "outcome": minute.outcome,
        "withdrawn": [str(person) for person in line.withdrawn],
    }


def _resolutions(page: MeetingPage) -> list[dict[str, Any]]:
    numbers = {line.item.pk: line.item.number for line in page.agenda}
    under = [resolution for minute in page.minutes for resolution in minute.resolutions]
    return [_resolution(line, numbers) for line in [*under, *page.other_resolutions]]


def _resolution(line: ResolutionLine, numbers: dict[int, int]) -> dict[str, Any]:
    row = line.resolution
    votes = {word(v.choice): {"count": v.count, "names": v.names} for v in line.votes}
    return {
        "code": row.code,
        "kind": word(row.kind),
        "verb": word(row.verb),
        "title": row.title,
        "text": row.text,
        "effective_on": row.effective_on,
        "agenda_item": numbers.get(row.agenda_item_id or 0),
        "minute": row.minute.number if row.minute else None,
        "moved_by": str(row.moved_by or ""),
        "seconded_by": str(row.seconded_by or ""),
        "activities": [activity.code for activity in row.activities.all()],
        "recommendations": [put.code for put in row.recommendations.all()],
        "votes": votes or None,
    }


def _recommendation(row: Any) -> dict[str, Any]:
    item = row.agenda_item
    return {
        "code": row.code,
        "report": row.report_code,
        "report_title": row.report_title,
        "report_date": row.report_date,
        "body": row.body.code,
        "number": row.number,
        "parent": row.parent.code if row.parent else "",
        "verb": row.verb,
        "theme": row.theme,
        "summary": row.summary,
        "owner": row.owner,
        "response": row.response,
        "status": word(row.status),
        "status_basis": row.status_basis or "",
        "meeting": item.meeting.code if item else "",
        "agenda_item": item.number if item else None,
        **credit_of(row),
    }
