"""Moving reviews under way to another version of the methodology, all of them or none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ftc.errors import DomainError, StaleVersion
from ftc.organisation.models import User
from ftc.records import history
from reviews import permissions
from reviews.actions.database import told_as_refusals
from reviews.calculations.methodologies import Shape, StageShape
from reviews.enums import GateOutcome
from reviews.errors import MethodologyRefused
from reviews.models import GatePassage, Methodology, Review
from reviews.policies.dates import check_effective_on
from reviews.policies.gates import last_passage
from reviews.policies.methodologies import (
    check_can_be_followed,
    check_can_be_moved,
    shapes_of,
)


@dataclass(frozen=True)
class MoveOf:
    """A review to move, as it was read; ``stage`` is the code chosen where its own is gone."""

    review: Review
    expected_version: int
    stage: str = ""


@dataclass(frozen=True)
class _Step:
    """One review, locked, with where it goes and from which day."""

    review: Review
    last: GatePassage | None
    to: StageShape
    on: date


@transaction.atomic
def move_to_methodology(
    *,
    moves: Sequence[MoveOf],
    methodology: Methodology,
    reason: str,
    by: User,
    now: datetime,
    today: date,
    effective_on: date | None = None,
) -> list[GatePassage]:
    """Move reviews to another version of their phase's methodology, newer or older.

    Writes one passage each, from which the database sets the stage and the version followed, and
    each review's version. It counts from ``today``, the working date, or from the last passage
    where that is later; an earlier ``effective_on`` needs a permission. When one review cannot be
    moved, none is. Raises NotPermitted, DateRefused, or MethodologyRefused whose ``problems``
    name each review that cannot be moved and why.
    """
    permissions.check_can_keep_methodologies(by)
    if not moves:
        raise MethodologyRefused("Choose at least one review to move.")
    if not reason.strip():
        raise MethodologyRefused("Say why the reviews are moved.")
    permissions.check_can_backdate(by, effective_on=effective_on or today, today=today)
    check_effective_on(effective_on or today, today=today, now=now, reason=reason)
    check_can_be_followed(methodology, effective_on or today)
    with history.recording(action="reviews.move_to_methodology", by=by, at=now, reason=reason):
        steps = _checked(moves, methodology, today=today, effective_on=effective_on)
        return [_record(step, by=by, reason=reason) for step in steps]


def _checked(
    moves: Iterable[MoveOf], methodology: Methodology, *, today: date, effective_on: date | None
) -> list[_Step]:
    """Lock every review in the order of keys, so that nobody waits in a circle, and check it."""
    problems: list[str] = []
    steps: list[_Step] = []
    in_order = sorted(moves, key=lambda move: move.review.pk)
    shapes = _shapes(in_order, methodology)
    for move in in_order:
        try:
            steps.append(_step(move, shapes, methodology, today=today, effective_on=effective_on))
        except StaleVersion:
            problems.append(
                f"{move.review.title}: somebody else changed it since you opened the page."
            )
        except DomainError as refusal:
            problems.append(f"{move.review.title}: {_lower(str(refusal))}")
    if problems:
        raise MethodologyRefused("No review has been moved.", problems)
    return steps


def _shapes(moves: Sequence[MoveOf], methodology: Methodology) -> dict[int, Shape]:
    """The version moved to, and every version that the reviews follow."""
    followed = Review.objects.filter(pk__in=[move.review.pk for move in moves])
    keys = set(followed.values_list("methodology", flat=True))
    return shapes_of({methodology.pk, *keys})


def _step(
    move: MoveOf,
    shapes: dict[int, Shape],
    methodology: Methodology,
    *,
    today: date,
    effective_on: date | None,
) -> _Step:
    review = Review.objects.locked(pk=move.review.pk, expected_version=move.expected_version)
    last = last_passage(review)
    on = effective_on or max([today, *([last.effective_on] if last else [])])
    to = check_can_be_moved(
        review,
        shapes[review.methodology_id],
        shapes[methodology.pk],
        stage=move.stage,
        last=last,
        effective_on=on,
    )
    return _Step(review, last, to, on)


def _record(step: _Step, *, by: User, reason: str) -> GatePassage:
    with told_as_refusals():
        passage = GatePassage.objects.create(
            review=step.review,
            sequence=step.last.sequence + 1 if step.last else 1,
            from_stage=step.review.stage,
            to_stage_id=step.to.key,
            outcome=GateOutcome.MOVED,
            reason=reason,
            by=by,
            effective_on=step.on,
        )
        Review.objects.count_edit(step.review)
    return passage


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
