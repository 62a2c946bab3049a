"""The outturn report of a phase: what became of its reviews, what it is worth, what comes next.

Source: County Council, 15 May 2014, item 12; its anatomy, not its sentences.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from ftc.periods import long_date
from ftc.records.figures import Figure, Figures
from ftc.records.printed import Paragraph, Part, PrintedTable, Section
from governance.enums import BodyKind
from governance.models import AgendaItem, Recommendation
from reviews.reports import outturn_sections as sections
from reviews.reports.reads import PhaseRows, ReportRows, read_phase, read_report
from reviews.reports.savings import savings

NONE = "None"


@dataclass(frozen=True)
class PrintedRecommendation:
    """A numbered recommendation: its verb, in bold, and what it asks."""

    number: str
    verb: str
    text: str


@dataclass(frozen=True)
class OutturnReport:
    """Everything the outturn report prints, and the figures it quotes."""

    title: str
    by: tuple[str, ...]
    to: str
    as_at: str
    summary: str
    asked: str
    recommendations: tuple[PrintedRecommendation, ...]
    sections: tuple[Section, ...]
    appendices: str
    background: tuple[str, ...]
    author: str
    figures: tuple[Figure, ...]


def build_outturn_report(
    as_at: date | None, user: Any = None, *, phase: str = "1", author: str = ""
) -> OutturnReport:
    """The outturn report of a phase from the records as they stood on ``as_at``.

    Every number is a living figure read for ``user``; without one, what may be printed publicly.
    Raises Phase.DoesNotExist.
    """
    figures = Figures(as_at=as_at, user=user)
    rows = read_phase(int(phase), as_at)
    report = read_report(rows, as_at, user=user)
    written = (
        sections.introduction(rows, figures),
        sections.method(rows),
        sections.preferred_options(rows, figures),
        sections.market(rows, figures),
        savings(rows, figures),
        sections.next_steps(rows, report),
    )
    numbered = tuple(_with_numbered_tables(written))
    return OutturnReport(
        title=_title(rows, report),
        by=_by(report.item),
        to=_to(report.item),
        as_at=long_date(as_at) if as_at else "now",
        summary=_summary(rows, figures),
        asked=_asked(report.item),
        recommendations=tuple(_recommendation(row) for row in report.recommendations),
        sections=numbered,
        appendices=NONE,
        background=_background(report) or (NONE,),
        author=author or "Not named in the records",
        figures=figures.all,
    )


def _title(rows: PhaseRows, report: ReportRows) -> str:
    if report.recommendations:
        return report.recommendations[0].report_title
    return f"{settings.PROGRAMME_NAME}: {rows.phase.title} outturn report"


def _by(item: AgendaItem | None) -> tuple[str, ...]:
    """A line for each who reports: "Leader of the Council" after the name, as on the agenda."""
    names = item.report_by if item else ""
    return tuple(name.strip() for name in names.split(";") if name.strip())


def _to(item: AgendaItem | None) -> str:
    if item is None:
        return "Not yet on an agenda"
    return f"{item.meeting.body.name} – {item.meeting.date_text}"


def _asked(item: AgendaItem | None) -> str:
    return f"{item.meeting.body.name} is asked to:" if item else "No recommendation is recorded."


def _summary(rows: PhaseRows, figures: Figures) -> str:
    """What became of the phase in three sentences."""
    phase = str(rows.phase.number)
    reviews = figures("reviews.count", phase=phase)
    going = figures("reviews.count", phase=phase, exclude_deferred="true")
    preferred = figures("reviews.option_count", phase=phase, state="preferred")
    rejected = figures("reviews.option_count", phase=phase, state="not_recommended")
    deferred = ", ".join(review.title for review in rows.deferred)
    told = f" Deferred: {deferred}." if deferred else ""
    return (
        f"Of the {reviews} reviews of {rows.phase.title}, {going} go forward.{told} "
        f"Options preferred: {preferred}; options not recommended, or not at this stage: "
        f"{rejected}. "
        "The report sets out how the reviews were done, the options of each, what is expected of "
        "them in savings, and the way to a decision."
    )


def _recommendation(row: Recommendation) -> PrintedRecommendation:
    text = row.summary[:1].lower() + row.summary[1:]
    return PrintedRecommendation(
        number=f"({row.number})", verb=row.verb.capitalize(), text=text.rstrip(".")
    )


def _background(report: ReportRows) -> tuple[str, ...]:
    """Title in quotation marks, body, month and year, oldest first."""
    body = report.item.meeting.body if report.item else None
    name = ""
    if body is not None:
        is_council = body.kind == BodyKind.FULL_COUNCIL
        name = settings.COUNCIL_NAME if is_council else body.name
    return tuple(
        ", ".join(filter(None, [f"‘{paper.title}’", name, f"{paper.meeting_on:%B %Y}"]))
        for paper in report.background
    )


def _with_numbered_tables(written: tuple[Section, ...]) -> Iterator[Section]:
    """The sections with their tables numbered through the whole report."""
    count = 0

    def numbered(table: PrintedTable | None) -> PrintedTable | None:
        nonlocal count
        if table is None:
            return None
        count += 1
        return table.numbered(count)

    for section in written:
        parts = tuple(
            Part(
                letter=part.letter,
                title=part.title,
                paragraphs=tuple(
                    Paragraph(p.number, p.words, p.items, numbered(p.table))
                    for p in part.paragraphs
                ),
            )
            for part in section.parts
        )
        yield Section(section.number, section.title, parts)
