"""Rows of the list pages, as the table component prints them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from ftc.periods import Precision, display_date
from ftc.ui.components import Cell, Column
from governance.enums import RecommendationStatus
from governance.models import Decision, Meeting, Recommendation
from governance.queries import state_on
from governance.queries.bodies import power_of
from governance.queries.meetings import STATE_COLOURS
from governance.queries.recommendations import STATUS_COLOURS

Table = dict[str, list[Column] | list[list[Cell | str]]]


def meeting_table(meetings: Iterable[Meeting], *, as_at: date | None, on: date) -> Table:
    """Date, body, business and state of each meeting, with the days to go."""
    columns = [Column("Date"), Column("Body"), Column("Business"), Column("State")]
    rows: list[list[Cell | str]] = []
    for meeting in meetings:
        state = state_on(meeting, as_at)
        kind = meeting.kind.replace("_", " ").capitalize()
        rows.append(
            [
                Cell(
                    meeting.date_text,
                    url=meeting.get_absolute_url(),
                    hint=days_to_go(meeting, on),
                ),
                Cell(meeting.body.name, hint="" if kind in {"Meeting", "Planned"} else kind),
                meeting.business,
                Cell(state.label, tag_colour=STATE_COLOURS[state]),
            ]
        )
    return {"columns": columns, "rows": rows}


def days_to_go(meeting: Meeting, on: date) -> str:
    """ "in 9 days", for a meeting whose day is known and ahead; "today" on the day."""
    if meeting.held_on is None or meeting.precision != "day" or meeting.held_on < on:
        return ""
    days = (meeting.held_on - on).days
    return "today" if days == 0 else f"in {days} day{'' if days == 1 else 's'}"


def body_table(bodies: Iterable[Any]) -> Table:
    """Name, kind, regime, power and next meeting, as ``queries.body_list`` gives them."""
    columns = [
        Column("Body"),
        Column("Kind"),
        Column("Meets under"),
        Column("May it decide?"),
        Column("Next meeting"),
    ]
    rows: list[list[Cell | str]] = [
        [
            Cell(body.name, url=body.get_absolute_url(), hint=body.code),
            body.get_kind_display(),
            body.get_regime_display(),
            Cell(power_of(body), tag_colour="blue" if body.may_decide else "grey"),
            _next_meeting(body),
        ]
        for body in bodies
    ]
    return {"columns": columns, "rows": rows}


def _next_meeting(body: Any) -> Cell:
    if body.next_on is None:
        return Cell("none known")
    return Cell(
        display_date(body.next_on, Precision(body.next_precision), body.next_printed),
        url=reverse("governance:meeting-detail", args=[body.next_code]),
    )


def recommendation_table(recommendations: Iterable[Any]) -> Table:
    """Number and words, report, body and status, as ``queries.recommendations`` gives them."""
    columns = [
        Column("Recommendation"),
        Column("Report"),
        Column("Made to"),
        Column("Theme"),
        Column("Status"),
    ]
    rows: list[list[Cell | str]] = []
    for each in recommendations:
        status = RecommendationStatus(each.status)
        rows.append(
            [
                Cell(
                    f"{each.report_code} ({each.number}) {each.summary}",
                    hint=f"To {each.verb}" + (f" · {each.owner}" if each.owner else ""),
                ),
                Cell(
                    each.report_title,
                    url=each.agenda_item.meeting.get_absolute_url() if each.agenda_item else "",
                    hint=_credit(each),
                ),
                each.body.name,
                each.theme,
                Cell(
                    status.label,
                    tag_colour=STATUS_COLOURS.get(status, "green"),
                    hint=each.status_basis or "",
                ),
            ]
        )
    return {"columns": columns, "rows": rows}


def _credit(each: Recommendation) -> str:
    """Where it is printed, without the title of the report a second time."""
    told_by_itself = each.source is not None and each.source.title == each.report_title
    return each.source_ref if told_by_itself else each.credit


def decision_table(decisions: Iterable[Decision]) -> Table:
    """Number, title, maker and state of each decision."""
    columns = [Column("Decision"), Column("Maker"), Column("Key decision"), Column("State")]
    rows: list[list[Cell | str]] = [
        [
            Cell(
                f"{each.number} {each.title}",
                url=reverse("governance:decision-detail", args=[each.code]),
            ),
            each.maker_post or each.maker.name,
            "Yes" if each.is_key else "No",
            Cell(each.get_state_display(), tag_colour="grey" if each.taken_on is None else "green"),
        ]
        for each in decisions
    ]
    return {"columns": columns, "rows": rows}
