"""The reviews as the list page and its exports show them: rows, their order and their totals."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F

from ftc.periods import NOT_DATED, Precision, display_date
from ftc.programme.enums import Rag
from reviews.calculations import has_passed, slip_in_working_days
from reviews.enums import ReviewState
from reviews.models import Review
from reviews.models.reviews import ReviewQuerySet
from reviews.queries.budgets import Totals, totals_over
from reviews.queries.known import reviews_known_on
from reviews.queries.sql import Standing, covered_services, standings
from reviews.queries.stages import StagePlace

STATE_COLOURS = {
    ReviewState.ACTIVE: "blue",
    ReviewState.DEFERRED: "grey",
    ReviewState.WITHDRAWN: "red",
    ReviewState.MERGED: "purple",
    ReviewState.CLOSED: "green",
}
WORST_FIRST = (Rag.RED, Rag.AMBER, Rag.GREEN)
_EXACT = (Precision.DAY, Precision.DAY_INFERRED)


@dataclass(frozen=True)
class NextMilestone:
    """The first milestone not yet reached; ``text`` is its date as exactly as its source gives it.

    ``slip`` is whole working days from baseline to forecast, later positive; None unless both
    are known. ``is_exact`` is false when either is known less exactly than to the day.
    """

    title: str
    on: date | None
    text: str
    slip: int | None
    is_exact: bool
    is_overdue: bool

    @property
    def slip_text(self) -> str:
        """ "12 working days late", "about 3 working days early", or nothing without a slip."""
        if not self.slip:
            return ""
        days = abs(self.slip)
        about = "" if self.is_exact else "about "
        unit = "working day" if days == 1 else "working days"
        return f"{about}{days} {unit} {'late' if self.slip > 0 else 'early'}"


@dataclass(frozen=True)
class ReviewRow:
    """A review as one line of a list; ``net_gbp`` is pounds a year, None when not known."""

    code: str
    title: str
    url: str
    phase: int
    services: tuple[str, ...]
    stage: StagePlace | None
    state: ReviewState
    rag: str
    milestone: NextMilestone | None
    net_gbp: Decimal | None
    portfolio: str
    lead: str

    @property
    def state_colour(self) -> str:
        return STATE_COLOURS[self.state]

    @property
    def services_text(self) -> str:
        """The services in order, in one line; where the papers name none, it says so."""
        return "; ".join(self.services) or "None named"

    @property
    def rag_text(self) -> str:
        return Rag(self.rag).label if self.rag else ""


@dataclass(frozen=True)
class Listing:
    """Reviews as rows in the order of the programme, and totals over all of them.

    ``papers`` are the (code, title) of those that state the budgets, each once.
    """

    rows: list[ReviewRow]
    totals: Totals
    papers: list[tuple[str, str]]


def review_rows(*, as_at: date | None) -> ReviewQuerySet:
    """The reviews known on ``as_at``, to be narrowed and then read by ``listing``.

    Adds to ``stage_then`` and ``state_then``: ``phase_number`` and ``portfolio_name``.
    """
    return reviews_known_on(as_at).annotate(
        phase_number=F("phase__number"), portfolio_name=F("portfolio__name")
    )


def listing(
    reviews: ReviewQuerySet, *, as_at: date | None, today: date, stages: dict[int, StagePlace]
) -> Listing:
    """Read reviews of ``review_rows`` as rows in the order of the programme: three queries.

    ``today`` judges what is overdue; ``stages`` comes from ``stage_places``. The totals count a
    service once, in however many of the reviews it is.
    """
    found: list[dict[str, Any]] = list(
        reviews.order_by("phase_number", "order", "code").values(
            "pk", "code", "title", "phase_number", "portfolio_name", "stage_then", "state_then"
        )
    )
    keys = [review["pk"] for review in found]
    services = covered_services(keys, as_at=as_at) if keys else []
    standing = standings(keys, as_at=as_at) if keys else {}
    names: dict[int, list[str]] = {}
    nets: dict[int, list[Decimal]] = {}
    for covered in services:
        names.setdefault(covered.review, []).append(covered.name)
        if covered.net_gbp is not None:
            nets.setdefault(covered.review, []).append(covered.net_gbp)
    rows = [
        ReviewRow(
            code=review["code"],
            title=review["title"],
            url=Review(code=review["code"]).get_absolute_url(),
            phase=review["phase_number"],
            services=tuple(names.get(review["pk"], ())),
            stage=stages.get(review["stage_then"]),
            state=ReviewState(review["state_then"]),
            rag=standing[review["pk"]].rag or "",
            milestone=_next_milestone(standing[review["pk"]], today),
            net_gbp=sum(nets[review["pk"]], Decimal(0)) if review["pk"] in nets else None,
            portfolio=review["portfolio_name"] or "",
            lead=standing[review["pk"]].lead or "",
        )
        for review in found
    ]
    papers = {covered.paper: covered.paper_title or "" for covered in services if covered.paper}
    return Listing(
        rows=rows, totals=totals_over(len(rows), services), papers=sorted(papers.items())
    )


def rows_of(
    reviews: ReviewQuerySet, *, as_at: date | None, today: date, stages: dict[int, StagePlace]
) -> list[ReviewRow]:
    """The rows of ``listing`` alone."""
    return listing(reviews, as_at=as_at, today=today, stages=stages).rows


def _rating(row: ReviewRow) -> Any:
    return WORST_FIRST.index(Rag(row.rag)) if row.rag else None


# What each column is sorted by; a key that gives None is not known.
SORTS: dict[str, tuple[Callable[[ReviewRow], Any], ...]] = {
    "code": (),
    "title": (lambda row: row.title.casefold(),),
    "stage": (lambda row: row.stage.order if row.stage else None,),
    "status": (lambda row: list(ReviewState).index(row.state), _rating),
    "next": (lambda row: row.milestone.on if row.milestone else None,),
    "net": (lambda row: row.net_gbp,),
}


def sorted_rows(rows: Iterable[ReviewRow], sort: str) -> list[ReviewRow]:
    """Rows in the order of a column of ``SORTS``, downwards with "-" before it.

    A rating goes from off track to on track. What is not known comes last either way; equal rows
    keep the order they came in, which "code" leaves alone and "-code" turns round.
    """
    ordered = list(rows)
    if sort == "-code":
        return ordered[::-1]
    downwards = sort.startswith("-")
    for key in reversed(SORTS[sort.removeprefix("-")]):
        known = [row for row in ordered if key(row) is not None]
        known.sort(key=key, reverse=downwards)
        ordered = known + [row for row in ordered if key(row) is None]
    return ordered


def _next_milestone(standing: Standing, today: date) -> NextMilestone | None:
    if standing.milestone is None:
        return None
    on, precision, printed = _due(standing)
    given = (standing.baseline_precision, standing.forecast_precision)
    return NextMilestone(
        title=standing.milestone,
        on=on,
        text=display_date(on, Precision(precision), printed) if precision else NOT_DATED,
        slip=slip_in_working_days(standing.baseline_on, standing.forecast_on),
        is_exact=any(given) and all(Precision(name) in _EXACT for name in given if name),
        is_overdue=has_passed(on, Precision(precision), today) if precision else False,
    )


def _due(standing: Standing) -> tuple[date | None, str | None, str]:
    """The date it is expected: the forecast, else the baseline, with its precision and print."""
    if standing.forecast_precision:
        return standing.forecast_on, standing.forecast_precision, standing.forecast_printed or ""
    return standing.baseline_on, standing.baseline_precision, standing.baseline_printed or ""
