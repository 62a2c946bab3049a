"""The stages of methodologies, and where in them a review stands."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ftc.periods import long_date
from ftc.ui import components
from reviews.enums import GateOutcome
from reviews.models import Stage
from reviews.queries.page_sql import StageLine, Step

Standing = Literal["done", "now", "next"]
ARRIVALS = {
    GateOutcome.REPORTED: "reported",
    GateOutcome.RETURNED: "returned",
    GateOutcome.POSTPONED: "postponed",
}


@dataclass(frozen=True)
class StagePlace:
    """A stage as a list shows it: its place among the stages of its methodology."""

    code: str
    title: str
    order: int
    count: int
    phase: int

    @property
    def states(self) -> list[Standing]:
        """done, now or next for every stage of the methodology, in order."""
        return [_standing(order, self.order) for order in range(1, self.count + 1)]


def stage_places() -> dict[int, StagePlace]:
    """Every stage by key, in the order of phases and stages; one query."""
    stages = list(
        Stage.objects.order_by(
            "methodology__phase__number", "methodology__version", "order"
        ).values_list("pk", "methodology", "code", "title", "order", "methodology__phase__number")
    )
    count = Counter(methodology for _, methodology, *_ in stages)
    return {
        key: StagePlace(code, title, order, count[methodology], phase)
        for key, methodology, code, title, order, phase in stages
    }


def stage_bar(stages: Sequence[StageLine], steps: Sequence[Step]) -> list[components.Stage]:
    """The stages in order, as the passages among the steps of a review left them.

    A stage behind it tells when it was left; the one it is at, since when. A stage that a paper
    reported passed tells that paper's date.
    """
    passages = sorted((step for step in steps if step.what == "stage"), key=lambda step: step.place)
    order_of: dict[int | None, int] = {stage.key: stage.order for stage in stages}
    current = order_of[passages[-1].to_stage] if passages else 0
    return [
        components.Stage(
            name=stage.title,
            state=_standing(stage.order, current),
            detail=_detail(stage.order, current, passages, order_of),
        )
        for stage in stages
    ]


def _standing(order: int, current: int) -> Standing:
    if order == current:
        return "now"
    return "done" if order < current else "next"


def _detail(
    order: int, current: int, passages: Sequence[Step], order_of: Mapping[int | None, int]
) -> str:
    """When the stage was last left forwards or, where the review is at it, how it came there."""
    if order > current:
        return ""
    if order == current:
        word = ARRIVALS.get(GateOutcome(passages[-1].word), "since")
        return f"{word} {long_date(passages[-1].on)}"
    left = next(
        passage
        for passage in reversed(passages)
        if order_of.get(passage.from_stage, 0) <= order < order_of[passage.to_stage]
    )
    on = long_date(left.on)
    return f"reported {on}" if left.word == GateOutcome.REPORTED else on
