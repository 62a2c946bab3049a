"""Where the reviews and the savings stand on a date: a table and three pictures."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from finance.enums import PlanMeasure
from finance.queries import plan_table
from ftc.overview.calculations import counted, listed, short_pounds
from ftc.programme.enums import MilestoneStatus
from ftc.programme.queries import STATUS_COLOURS, milestones
from ftc.ui import charts
from reviews.enums import ReviewState
from reviews.models import Option
from reviews.queries import StagePlace, preferred_options, reviews_known_on, stage_places
from reviews.queries.rows import STATE_COLOURS

OVER = {ReviewState.CLOSED, ReviewState.WITHDRAWN, ReviewState.MERGED}
NOT_STARTED = "Not started"


@dataclass(frozen=True)
class ReviewProgress:
    """A review as the members' page lists it; ``stage`` is None before it is started."""

    code: str
    title: str
    url: str
    phase: int
    stage: StagePlace | None
    state: ReviewState
    preferred: str

    @property
    def stage_title(self) -> str:
        return self.stage.title if self.stage else NOT_STARTED

    @property
    def state_colour(self) -> str:
        return STATE_COLOURS[self.state]


def progress_of_reviews(as_at: date | None) -> list[ReviewProgress]:
    """Every review known on ``as_at`` by phase and order: four queries."""
    places = stage_places()
    reviews = reviews_known_on(as_at).select_related("phase")
    preferred: dict[int, list[Option]] = defaultdict(list)
    for option in preferred_options(as_at).prefetch_related("delivery_models").order_by("order"):
        preferred[option.review_id].append(option)
    return [
        ReviewProgress(
            code=review.code,
            title=review.title,
            url=review.get_absolute_url(),
            phase=review.phase.number,
            stage=places.get(review.stage_then),
            state=ReviewState(review.state_then),
            preferred=_names(preferred[review.pk]),
        )
        for review in reviews.order_by("phase__number", "order", "code")
    ]


def phase_under_way(reviews: Sequence[ReviewProgress]) -> int | None:
    """The earliest phase with a review that is not over; None without reviews."""
    going_on = [review.phase for review in reviews if review.state not in OVER]
    return min(going_on or [review.phase for review in reviews], default=None)


def stage_chart(reviews: Sequence[ReviewProgress], phase: int) -> charts.StackedBarChart | None:
    """How many reviews of a phase stand at each stage, deferred ones apart."""
    of_phase = [review for review in reviews if review.phase == phase]
    if not of_phase:
        return None
    titles = [place.title for place in stage_places().values() if place.phase == phase]
    if any(review.stage is None for review in of_phase):
        titles = [NOT_STARTED, *titles]
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for review in of_phase:
        counts[review.state == ReviewState.ACTIVE][review.stage_title] += 1
    held = {review.state.label.lower() for review in of_phase if review.state != ReviewState.ACTIVE}
    series = [charts.Series("Going on", [counts[True][title] for title in titles])]
    if held:
        name = " or ".join(sorted(held)).capitalize()
        series.append(charts.Series(name, [counts[False][title] for title in titles]))
    return charts.StackedBarChart(
        title=_stage_message(counts[True] + counts[False], phase, counts[False].total()),
        categories=titles,
        series=series,
        label_head="Stage",
        key="stages",
    )


def _stage_message(counts: Counter[str], phase: int, held: int) -> str:
    """ "All 10 reviews of Phase 1 stand at Stage 2; 1 is not going on"."""
    title, number = max(counts.items(), key=lambda item: item[1])
    of = counted(counts.total(), "review")
    who = f"All {of}" if number == counts.total() > 1 else f"{number} of {of}"
    where = "not started" if title == NOT_STARTED else f"at {title}"
    rest = f"; {held} not going on" if held else ""
    return f"{who} of Phase {phase} {where}{rest}"


def savings_chart(as_at: date | None) -> charts.StackedBarChart | None:
    """What each year of the plan requires: identified, not identified, or not split in print."""
    table = plan_table(as_at)
    years = table.known_years(PlanMeasure.REQUIREMENT)
    if not years:
        return None
    needed = [table.pounds(PlanMeasure.REQUIREMENT, year) or Decimal(0) for year in years]
    missing = [table.pounds(PlanMeasure.UNIDENTIFIED, year) for year in years]
    pairs = list(zip(needed, missing, strict=True))
    series = [
        charts.Series("Identified", [None if m is None else n - m for n, m in pairs]),
        charts.Series("Not yet identified", missing),
    ]
    if None in missing:
        whole = [n if m is None else Decimal(0) for n, m in pairs]
        series.append(charts.Series("Required; papers give no split", whole))
    known = [m for m in missing if m is not None]
    left = f"{short_pounds(sum(known, Decimal(0)))} of it not yet identified" if known else ""
    return charts.StackedBarChart(
        title=f"{short_pounds(sum(needed, Decimal(0)))} of savings required in "
        f"{years[0]} to {years[-1]}" + (f"; {left}" if left else ""),
        categories=[str(year) for year in years],
        series=series,
        unit="pounds",
        label_head="Year",
        key="savings",
    )


def milestone_chart(as_at: date | None) -> charts.BarChart | None:
    """How many milestones were last reported in each status; superseded ones left out."""
    rows: QuerySet[Any] = milestones(as_at=as_at)
    reported = rows.order_by().values_list("reported_status", flat=True)
    counts = Counter(status for status in reported if status != MilestoneStatus.SUPERSEDED)
    if not counts:
        return None
    met = sum(counts[s] for s, colour in STATUS_COLOURS.items() if colour == "green")
    bars = [
        charts.Bar(status.label, counts[status]) for status in MilestoneStatus if counts[status]
    ]
    if counts[None]:
        bars.append(charts.Bar("Nothing reported", counts[None]))
    return charts.BarChart(
        title=f"{met} of {counted(sum(counts.values()), 'milestone')} met or on track, as reported",
        bars=bars,
        label_head="Status",
        head="Milestones",
        key="milestones",
    )


def _names(options: Sequence[Option]) -> str:
    """The delivery models of the preferred options in words, each once."""
    names = [model.name for option in options for model in option.delivery_models.all()]
    return listed(list(dict.fromkeys(names)))
