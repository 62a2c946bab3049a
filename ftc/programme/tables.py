"""Rows of the list pages, as the table component prints them."""

from collections.abc import Iterable

from django.urls import reverse

from ftc.periods import long_date
from ftc.programme.models import Lesson, Risk
from ftc.programme.queries import MilestoneLine
from ftc.ui.components import Cell, Column

Table = dict[str, list[Column] | list[list[Cell | str]]]

_IN_REGISTER = {True: "Yes", False: "No", None: "no paper says"}


def milestone_table(lines: Iterable[MilestoneLine], *, with_activity: bool = True) -> Table:
    """Title, activity, date as printed, last reported status with its date, and the source."""
    columns = [Column("Milestone"), Column("Due"), Column("Reported"), Column("Source")]
    if with_activity:
        columns.insert(1, Column("Of"))
    rows: list[list[Cell | str]] = []
    for line in lines:
        row: list[Cell | str] = [
            Cell(line.milestone.title, hint=line.milestone.code),
            Cell(line.due, hint=f"printed “{line.printed}”" if line.printed else ""),
            Cell(line.status, tag_colour=line.colour, hint=_reported(line)),
            Cell(line.milestone.credit or "entered here", url=_paper(line.milestone)),
        ]
        if with_activity:
            row.insert(1, Cell(line.activity.title, url=line.activity.get_absolute_url()))
        rows.append(row)
    return {"columns": columns, "rows": rows}


def risk_table(risks: Iterable[Risk]) -> Table:
    """Title, what it is a risk to, rating as printed, owner and register of each risk."""
    columns = [
        Column("Risk"),
        Column("Of"),
        Column("Rating as printed"),
        Column("Owner"),
        Column("In the register"),
    ]
    rows: list[list[Cell | str]] = [
        [
            Cell(
                risk.title,
                url=reverse("programme:risk-detail", args=[risk.code]),
                hint=risk.code,
            ),
            Cell(risk.activity.title, url=risk.activity.get_absolute_url()),
            risk.printed_rating or "not rated",
            risk.printed_owner or "not named",
            _IN_REGISTER[risk.in_register],
        ]
        for risk in risks
    ]
    return {"columns": columns, "rows": rows}


def lesson_table(lessons: Iterable[Lesson]) -> Table:
    """What was learnt, what was done about it, and how sure the link is."""
    columns = [Column("Lesson"), Column("What was learnt"), Column("Response"), Column("Report")]
    rows: list[list[Cell | str]] = [
        [
            Cell(lesson.topic, hint=lesson.code),
            lesson.summary,
            Cell(lesson.response or "none recorded", hint=_basis(lesson)),
            Cell(lesson.report_title, url=_paper(lesson), hint=lesson.source_ref),
        ]
        for lesson in lessons
    ]
    return {"columns": columns, "rows": rows}


def _reported(line: MilestoneLine) -> str:
    return f"reported {long_date(line.report.effective_on)}" if line.report else ""


def _basis(lesson: Lesson) -> str:
    return f"link {lesson.link_basis}" if lesson.response and lesson.link_basis else ""


def _paper(row: Lesson | object) -> str:
    source = getattr(row, "source", None)
    return source.get_absolute_url() if source is not None else ""
