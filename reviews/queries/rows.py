"""The reviews as lists show them: which there are, and each as a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet

from ftc.periods import NOT_DATED, Precision, display_date
from ftc.programme.enums import Rag
from reviews.calculations import has_passed, slip_in_working_days
from reviews.enums import ReviewState
from reviews.models import Review, ReviewStanding
from reviews.queries.known import reviews_known_on
from reviews.queries.sql import CoveredService, Standing, covered_services, standings
from reviews.queries.stages import StagePlace

STATE_COLOURS = {
    ReviewState.ACTIVE: "blue",
    ReviewState.DEFERRED: "grey",
    ReviewState.WITHDRAWN: "red",
    ReviewState.MERGED: "purple",
    ReviewState.HANDED_OVER: "turquoise",
    ReviewState.CLOSED: "green",
}
Reviews = QuerySet[Any]
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
    """A review as one line of a list; ``net_gbp`` is pounds a year, None when not known.

    ``lead_key`` is the user who leads it, ``version`` what an edit of it is made on; ``papers``
    are the (code, title) of those that state its budgets.
    """

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
    key: int = 0
    version: int = 0
    lead_key: int | None = None
    papers: tuple[tuple[str, str], ...] = ()

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


def review_rows(*, as_at: date | None) -> Reviews:
    """The reviews known on ``as_at``, to be narrowed and then read by ``listing``.

    Now they are read from their standings, on a past day from the rows behind those; both have
    ``stage_then``, ``state_then``, ``phase_number``, ``order``, ``code``, ``title``, ``portfolio``.
    """
    if as_at is None:
        return ReviewStanding.objects.annotate(stage_then=F("stage_id"), state_then=F("state"))
    return reviews_known_on(as_at).annotate(phase_number=F("phase__number"))


def rows_of(
    reviews: Reviews, *, as_at: date | None, today: date, stages: Mapping[int, StagePlace]
) -> list[ReviewRow]:
    """Read reviews of ``review_rows`` as rows: three queries.

    They come in the order asked for, else in that of the programme. ``today`` judges what is
    overdue; ``stages`` comes from ``stage_places``.
    """
    if not reviews.query.order_by and not reviews.query.is_sliced:
        reviews = reviews.order_by("phase_number", "order", "code")
    found: list[dict[str, Any]] = list(
        reviews.values(
            "pk", "code", "title", "phase_number", "portfolio__name", "stage_then", "state_then"
        )
    )
    keys = [review["pk"] for review in found]
    standing = standings(keys, as_at=as_at) if keys else {}
    services: dict[int, list[CoveredService]] = {key: [] for key in keys}
    for covered in covered_services(keys, as_at=as_at) if keys else ():
        services[covered.review].append(covered)
    return [
        _row(review, services[review["pk"]], standing[review["pk"]], stages, today)
        for review in found
    ]


def _row(
    review: dict[str, Any],
    services: Sequence[CoveredService],
    standing: Standing,
    stages: Mapping[int, StagePlace],
    today: date,
) -> ReviewRow:
    nets = [covered.net_gbp for covered in services if covered.net_gbp is not None]
    return ReviewRow(
        code=review["code"],
        title=review["title"],
        url=Review(code=review["code"]).get_absolute_url(),
        phase=review["phase_number"],
        services=tuple(covered.name for covered in services),
        stage=stages.get(review["stage_then"]),
        state=ReviewState(review["state_then"]),
        rag=standing.rag or "",
        milestone=_next_milestone(standing, today),
        net_gbp=sum(nets, Decimal(0)) if nets else None,
        portfolio=review["portfolio__name"] or "",
        lead=standing.lead or "",
        key=review["pk"],
        version=standing.version,
        lead_key=standing.lead_key,
        papers=tuple((c.paper, c.paper_title or "") for c in services if c.paper),
    )


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
