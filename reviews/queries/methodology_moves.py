"""What moving a review to another version of its methodology would change, review by review."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass

from django.db.models import QuerySet

from reviews.calculations.methodologies import Landing, Shape, StageShape
from reviews.enums import ReviewState
from reviews.models import Methodology, Review
from reviews.policies.criteria import CriterionStatus
from reviews.policies.gates import gate_statuses
from reviews.policies.methodologies import shapes_of, where_it_goes


@dataclass(frozen=True)
class MovePreview:
    """A review that follows another version, and what would change for it.

    ``to`` is the stage it would be at, None where it cannot be moved (``why``); ``choices`` are
    the stages it may go to where its own is gone. ``skipped`` are new stages before it, which are
    not asked of it. ``kept`` criteria are met and stay so, ``waiting`` were asked and still are,
    ``asked`` are new and not met, ``met`` are new and met already, ``dropped`` are asked no more.
    """

    code: str
    title: str
    url: str
    version: int
    state: ReviewState
    follows: int
    at: str
    to: StageShape | None
    choices: tuple[StageShape, ...]
    why: str
    skipped: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def must_choose(self) -> bool:
        return len(self.choices) > 1

    @property
    def changes_stage(self) -> bool:
        return self.to is not None and bool(self.why)


def to_be_moved(methodology: Methodology) -> "QuerySet[Review]":
    """The reviews of the phase that follow another version, in the order of their lists."""
    return (
        Review.objects.filter(phase=methodology.phase_id)
        .exclude(methodology=methodology)
        .select_related("stage")
        .order_by("order", "code")
    )


def move_previews(
    reviews: Iterable[Review], methodology: Methodology, chosen: Mapping[str, str] | None = None
) -> list[MovePreview]:
    """What moving each review to the version would change; five queries however many.

    ``chosen`` are codes of stages by the codes of reviews, where their own stage is gone.
    """
    rows = list(reviews)
    shapes = shapes_of({methodology.pk, *(review.methodology_id for review in rows)})
    after = shapes[methodology.pk]
    landings = {r.pk: where_it_goes(r, shapes[r.methodology_id], after) for r in rows}
    goes = {r.pk: _chosen(landings[r.pk], (chosen or {}).get(r.code, "")) for r in rows}
    now = gate_statuses(rows, None)
    then = gate_statuses([_as_if_at(r, to) for r in rows if (to := goes[r.pk])], None)
    return [
        _preview(
            review,
            shapes[review.methodology_id],
            after,
            landings[review.pk],
            goes[review.pk],
            now[review.pk],
            then.get(review.pk, []),
        )
        for review in rows
    ]


def _chosen(goes: Landing, code: str) -> StageShape | None:
    offered = {stage.code: stage for stage in goes.choices}
    return offered.get(code) or next(iter(goes.choices), None)


def _as_if_at(review: Review, stage: StageShape) -> Review:
    """The review as if it stood at another stage, for judging its gate."""
    moved = copy(review)
    moved.stage_then = stage.key  # type: ignore[attr-defined]
    return moved


def _preview(
    review: Review,
    before: Shape,
    after: Shape,
    goes: Landing,
    to: StageShape | None,
    now: list[CriterionStatus],
    then: list[CriterionStatus],
) -> MovePreview:
    was = {status.criterion.code: status for status in now} if to else {}
    asked = {status.criterion.code for status in then}
    known = {stage.code for stage in before.stages}
    new = [status for status in then if status.criterion.code not in was]
    old = [status for status in then if status.criterion.code in was]
    return MovePreview(
        code=review.code,
        title=review.title,
        url=review.get_absolute_url(),
        version=review.version,
        state=ReviewState(review.state),
        follows=before.version,
        at=review.stage.title if review.stage else "Not started",
        to=to,
        choices=goes.choices,
        why=goes.why,
        skipped=tuple(
            s.title for s in after.stages if to and s.order < to.order and s.code not in known
        ),
        kept=_titles(status for status in old if status.met),
        waiting=_titles(status for status in old if not status.met),
        asked=_titles(status for status in new if not status.met),
        met=_titles(status for status in new if status.met),
        dropped=_titles(status for code, status in was.items() if code not in asked),
    )


def _titles(statuses: Iterable[CriterionStatus]) -> tuple[str, ...]:
    return tuple(status.criterion.title for status in statuses)
