"""The conditions of gates as rows for a spreadsheet."""

from collections.abc import Iterable, Sequence
from datetime import date

from reviews.queries.gate_conditions import ConditionLine

CONDITION_HEAD = [
    "Phase", "Review", "Title", "Condition", "Set on", "Owner", "Due", "State", "Met on", "Met by",
    "How",
]  # fmt: skip


def condition_rows(lines: Iterable[ConditionLine]) -> Iterable[Sequence[str | date | None]]:
    """One row a condition, as the list shows it."""
    for line in lines:
        condition, review = line.condition, line.review
        yield [
            review.phase.title,
            review.code,
            review.title,
            condition.title,
            condition.passage.effective_on,
            str(condition.owner),
            condition.due_on,
            "Met" if line.is_met else line.state,
            condition.met_on if line.is_met else None,
            str(condition.met_by) if line.is_met else "",
            condition.met_note if line.is_met else "",
        ]
