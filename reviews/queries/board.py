"""The reviews of a list as a board: a column for each stage, its first cards, and how many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from ftc.organisation.models import User
from reviews import permissions
from reviews.enums import ReviewState
from reviews.models import Methodology, Review, Stage
from reviews.queries.budgets import Totals
from reviews.queries.lists import Reviews, sorted_by, totals_of_list
from reviews.queries.rows import ReviewRow, review_rows, rows_of
from reviews.queries.stages import StagePlace

CARDS = 10
MOST_CARDS = 100
NOT_STARTED = "Not started"


@dataclass(frozen=True)
class Card:
    """A review on a board; ``to_stage`` is the key of the stage after its own where this person
    may move it there, and ``to_title`` what that is called.
    """

    row: ReviewRow
    to_stage: int | None = None
    to_title: str = ""


@dataclass(frozen=True)
class BoardColumn:
    """A stage with how many reviews are at it and the first of them; ``stage`` 0 is none yet.

    ``more`` is how many cards to ask for next, 0 when all are shown or no more ever are.
    """

    key: str
    stage: int
    code: str
    title: str
    count: int
    cards: tuple[Card, ...]
    more: int

    @property
    def rest(self) -> int:
        """How many reviews have no card."""
        return self.count - len(self.cards)


@dataclass(frozen=True)
class MethodologyBoard:
    """The columns of one methodology, in the order of its stages."""

    title: str
    count: int
    columns: tuple[BoardColumn, ...]


@dataclass(frozen=True)
class Board:
    """A board for each methodology that a review of the list follows, and totals over all."""

    boards: tuple[MethodologyBoard, ...]
    totals: Totals

    @property
    def may_move(self) -> bool:
        """Whether any card shown may be moved by the person it is shown to."""
        columns = (column for each in self.boards for column in each.columns)
        return any(card.to_stage for column in columns for card in column.cards)


@dataclass(frozen=True)
class _Place:
    """A column before its cards are read: a stage of a methodology, or none of its stages yet."""

    methodology: int
    stage: int | None

    @property
    def key(self) -> str:
        return f"{self.methodology}-{self.stage or 0}"


def board(
    reviews: Reviews,
    *,
    user: User,
    as_at: date | None,
    today: date,
    stages: Mapping[int, StagePlace],
    sort: str = "code",
    shown: Mapping[str, int] | None = None,
) -> Board:
    """The reviews of ``review_rows``, narrowed, as boards: eight queries, however many there are.

    Each column has its first ``CARDS`` in the order of ``SORTS``, or as many as ``shown`` asks for
    by its key, up to ``MOST_CARDS``. ``user`` may move the cards they lead, or any.
    """
    counts = _counts(reviews)
    asked = {key: min(max(number, CARDS), MOST_CARDS) for key, number in (shown or {}).items()}
    laid_out = _layout({place.methodology for place in counts})
    found = _cards(reviews, counts, asked, sort=sort, as_at=as_at)
    rows = {
        row.key: row
        for row in rows_of(
            review_rows(as_at=as_at).filter(
                pk__in=[key for keys in found.values() for key in keys]
            ),
            as_at=as_at,
            today=today,
            stages=stages,
        )
    }
    boards = []
    for title, places in laid_out:
        columns = tuple(
            _column(
                place,
                stages=stages,
                count=counts.get(place, 0),
                rows=[rows[key] for key in found.get(place, ())],
                following=following,
                user=user if as_at is None else None,
            )
            for place, following in zip(places, [*places[1:], None], strict=True)
        )
        boards.append(MethodologyBoard(title, sum(c.count for c in columns), columns))
    return Board(tuple(boards), totals_of_list(reviews, as_at=as_at))


def _counts(reviews: Reviews) -> dict[_Place, int]:
    """How many reviews stand where; a past stage counts for the methodology it belongs to."""
    counted = (
        reviews.order_by().values_list("methodology", "stage_then").annotate(number=Count("pk"))
    )
    found = list(counted)
    of_stage = dict(
        Stage.objects.filter(pk__in={stage for _, stage, _ in found if stage}).values_list(
            "pk", "methodology"
        )
    )
    counts: dict[_Place, int] = {}
    for methodology, stage, number in found:
        place = _Place(of_stage[stage] if stage else methodology, stage)
        counts[place] = counts.get(place, 0) + number
    return counts


def _layout(methodologies: set[int]) -> list[tuple[str, list[_Place]]]:
    """The columns of each methodology, before the first stage included, in order; one query."""
    rows = Methodology.objects.filter(pk__in=methodologies).order_by("phase__number", "version")
    laid_out: dict[int, tuple[str, list[_Place]]] = {}
    for key, title, version, stage in rows.order_by(
        "phase__number", "version", "stages__order"
    ).values_list("pk", "title", "version", "stages"):
        words = title if version == 1 else f"{title}, version {version}"
        _, places = laid_out.setdefault(key, (words, [_Place(key, None)]))
        if stage is not None:
            places.append(_Place(key, stage))
    return list(laid_out.values())


def _cards(
    reviews: Reviews,
    counts: Mapping[_Place, int],
    asked: Mapping[str, int],
    *,
    sort: str,
    as_at: date | None,
) -> dict[_Place, list[int]]:
    """The keys of the first reviews of each column, in order; one query for all columns."""
    parts = []
    for place in counts:
        at_it = (
            reviews.filter(stage_then=place.stage)
            if place.stage and as_at is not None
            else reviews.filter(methodology=place.methodology, stage_then=place.stage)
        )
        ordered = sorted_by(at_it, sort, as_at=as_at)
        part = ordered.values_list("pk", "stage_then", "methodology")
        parts.append(part[: asked.get(place.key, CARDS)])
    if not parts:
        return {}
    first, *others = parts
    rows: Any = first.union(*others, all=True) if others else first
    places = {(place.stage or place): place for place in counts}
    found: dict[_Place, list[int]] = {}
    for key, stage, methodology in rows:
        place = places[stage] if stage else _Place(methodology, None)
        found.setdefault(place, []).append(key)
    return found


def _column(
    place: _Place,
    *,
    stages: Mapping[int, StagePlace],
    count: int,
    rows: list[ReviewRow],
    following: _Place | None,
    user: User | None,
) -> BoardColumn:
    at = stages[place.stage] if place.stage else None
    left = min(count, MOST_CARDS) > len(rows)
    return BoardColumn(
        key=place.key,
        stage=place.stage or 0,
        code=at.code if at else "",
        title=at.title if at else NOT_STARTED,
        count=count,
        cards=tuple(_card(row, following, stages, user) for row in rows),
        more=min(len(rows) * 2, MOST_CARDS) if left else 0,
    )


def _card(
    row: ReviewRow,
    following: _Place | None,
    stages: Mapping[int, StagePlace],
    user: User | None,
) -> Card:
    if following is None or following.stage is None or user is None:
        return Card(row)
    if row.state != ReviewState.ACTIVE or not _may_move(user, row):
        return Card(row)
    return Card(row, following.stage, stages[following.stage].title)


def _may_move(user: User, row: ReviewRow) -> bool:
    """The rule of ``permissions.can_move``, by the lead that was read with the row."""
    review: Any = Review(activity_ptr_id=row.key)
    review.holders = [(row.lead_key, "LEAD")] if row.lead_key else []
    return permissions.can_move(user, review)
