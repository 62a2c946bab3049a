"""How reviews stand: how many of each rating, and how far their milestones have slipped."""

from datetime import date
from decimal import Decimal
from typing import Any

from ftc.programme.calculations import slip_in_working_days
from ftc.programme.enums import Rag
from ftc.programme.models import StatusReport
from ftc.programme.queries import milestone_lines, milestones
from ftc.records.enums import Unit
from ftc.records.figures import Computed, Line, Parameter, figure, one_of
from reviews import queries
from reviews.enums import ReviewState
from reviews.figures.counts import PHASE, REVIEW, scope_of

_RATINGS = (*(rag.value.lower() for rag in Rag), "not_rated")
RATING = Parameter(
    "rag",
    one_of(*_RATINGS),
    required=True,
    choices=_RATINGS,
    description="green is on track, amber at risk, red off track",
)


@figure(
    "reviews.rag_count", title="Reviews by rating", unit=Unit.REVIEWS, parameters=(RATING, PHASE)
)
def rag_count(*, as_at: date | None, user: Any, rag: str, phase: int | None) -> Computed:
    """Reviews that go on and were last reported so; not_rated where nothing was reported.

    Source: County Council, 12 December 2013, section 3.
    """
    scope = scope_of(
        phase=phase, review=None, delivery_model=None, state=ReviewState.ACTIVE.lower()
    )
    selected = queries.selected_reviews(scope, as_at=as_at)
    if selected.not_known:
        return Computed(value=None, note=selected.not_known)
    reports = (
        StatusReport.objects.filter(activity__in=[review.pk for review in selected.rows])
        .as_at(as_at)
        .order_by("activity_id", "-effective_on", "-recorded_at", "-pk")
        .distinct("activity_id")
    )
    latest = {report.activity_id: report for report in reports}
    wanted = "" if rag == "not_rated" else rag.upper()
    lines = []
    for review in selected.rows:
        report = latest.get(review.pk)
        if (report.rag if report else "") == wanted:
            said = f": {report}" if report else ""
            label = f"{review.title} ({review.code}){said}"
            lines.append(Line(label, review.get_absolute_url(), Decimal(1)))
    return Computed(value=Decimal(len(lines)), lineage=lines, note=selected.note)


@figure(
    "reviews.slippage",
    title="Slippage of the milestones of reviews",
    unit=Unit.WORKING_DAYS,
    parameters=(PHASE, REVIEW),
)
def slippage(*, as_at: date | None, user: Any, phase: int | None, review: str | None) -> Computed:
    """Whole working days from baseline to forecast of the milestone that slips most.

    Earlier than its baseline is negative; milestones without both dates, or achieved, are left
    out; not known where none is left. Source: County Council, 12 December 2013, section 3.
    """
    selected = queries.selected_reviews(
        scope_of(phase=phase, review=review, delivery_model=None), as_at=as_at
    )
    if selected.not_known:
        return Computed(value=None, note=selected.not_known)
    rows = milestones(as_at=as_at).filter(activity__in=[row.pk for row in selected.rows])
    lines = []
    for line in milestone_lines(rows, as_at):
        if line.achieved or not (line.planned and line.expected):
            continue
        slip = slip_in_working_days(line.planned.on, line.expected.on)
        if slip is not None:
            label = f"{line.activity.title}: {line.milestone.title}"
            source = line.expected.credit or line.planned.credit
            lines.append(Line(label, line.activity.get_absolute_url(), Decimal(slip), source))
    if not lines:
        note = f"No milestone to come has a baseline and a forecast {queries.when(as_at)}."
        return Computed(value=None, note=note)
    lines.sort(key=lambda line: -(line.value or 0))
    return Computed(value=lines[0].value, lineage=lines, note=selected.note)
