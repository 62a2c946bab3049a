"""The stages of methodologies, and where in them a review stands."""

from collections import Counter
from collections.abc import Sequence
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
    GateOutcome.MOVED: "moved",
}


@dataclass(frozen=True)
class StagePlace:
    """A stage as a list shows it: its place among the stages of its methodology."""

    code: str
    title: str
    order: int
    count: int
    phase: int
    version: int = 1

    @property
    def states(self) -> list[Standing]:
        """done, now or next for every stage of the methodology, in order."""
        return [_standing(order, self.order) for order in range(1, self.count + 1)]


def stage_places() -> dict[int, StagePlace]:
    """Every stage by key, in the order of phases and stages; one query."""
    stages = list(
        Stage.objects.order_by(
            "methodology__phase__number", "methodology__version", "order"
        ).values_list(
            "pk",
            "methodology",
            "code",
            "title",
            "order",
            "methodology__phase__number",
            "methodology__version",
        )
    )
    count = Counter(methodology for _, methodology, *_ in stages)
    return {
        key: StagePlace(code, title, order, count[methodology], phase, version)
        for key, methodology, code, title, order, phase, version in stages
    }


def stage_bar(stages: Sequence[StageLine], steps: Sequence[Step]) -> list[components.Stage]:
    """The stages in order, as the passages among the steps of a review left them.

    A stage behind it tells when it was left; the one it is at, since when. A stage that a paper
    reported passed tells that paper's date. A review that was moved to this version left some of
    them under another one, where they have the same code; one that is new there was not taken.
    """
    passages = sorted((step for step in steps if step.what == "stage"), key=lambda step: step.place)
    order_of = {stage.key: stage.order for stage in stages}
    current = order_of[passages[-1].to_stage or 0] if passages else 0
    return [_place(stage, current, passages) for stage in stages]


def _standing(order: int, current: int) -> Standing:
    if order == current:
        return "now"
    return "done" if order < current else "next"


def _place(stage: StageLine, current: int, passages: Sequence[Step]) -> components.Stage:
    """A stage with when it was last left forwards or, where the review is at it, since when."""
    if stage.order > current:
        return components.Stage(stage.title, "next")
    if stage.order == current:
        came = _arrival(passages)
        word = ARRIVALS.get(GateOutcome(came.word), "since")
        return components.Stage(stage.title, "now", f"{word} {long_date(came.on)}")
    left = next((step for step in reversed(passages) if stage.code in step.behind), None)
    if left is None:
        return components.Stage(stage.title, "skipped")
    on = long_date(left.on)
    detail = f"reported {on}" if left.word == GateOutcome.REPORTED else on
    return components.Stage(stage.title, "done", detail)


def _arrival(passages: Sequence[Step]) -> Step:
    """The passage the review came to its stage with; moving it to the same one is no arrival."""
    place = len(passages) - 1
    while (
        place > 0
        and passages[place].word == GateOutcome.MOVED
        and passages[place - 1].code == passages[place].code
    ):
        place -= 1
    return passages[place]
