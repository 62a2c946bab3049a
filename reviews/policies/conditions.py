"""What a gate may be passed on, and when a condition may be said to be met."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ftc.organisation.models import User
from ftc.periods import long_date
from reviews.errors import ConditionRefused
from reviews.models import GateCondition

MOST_CONDITIONS = 20
TITLE_LENGTH = 300


class AskedCondition(NamedTuple):
    """Something a gate is to be passed on: what, whose task it is, and by when."""

    title: str
    owner: User
    due_on: date


def check_conditions(conditions: Sequence[AskedCondition], *, effective_on: date) -> None:
    """Raises ConditionRefused for no condition, too many, or one that nobody could meet.

    ``effective_on`` is the day the passage counts from.
    """
    if not conditions:
        raise ConditionRefused("Say at least one condition, who is to meet it and by when.")
    if len(conditions) > MOST_CONDITIONS:
        raise ConditionRefused(f"A gate is passed on at most {MOST_CONDITIONS} conditions.")
    for number, condition in enumerate(conditions, start=1):
        if not condition.title.strip():
            raise ConditionRefused(f"Condition {number}: say what is to be done.")
        if not condition.owner.is_active:
            raise ConditionRefused(
                f"Condition {number}: the account of {condition.owner} is closed. "
                "Choose somebody else."
            )
        if condition.due_on < effective_on:
            raise ConditionRefused(
                f"Condition {number}: it cannot be due on {long_date(condition.due_on)}, before "
                f"the gate is passed on {long_date(effective_on)}."
            )


def check_can_be_met(condition: GateCondition, *, met_on: date, note: str) -> None:
    """Raises ConditionRefused when it is met already, without a note, or before it was set."""
    if condition.met_on is not None:
        raise ConditionRefused(
            f"{condition.met_by} recorded on {long_date(condition.met_on)} that this condition "
            "is met."
        )
    if not note.strip():
        raise ConditionRefused("Say how the condition was met.")
    if met_on < condition.passage.effective_on:
        raise ConditionRefused(
            f"The condition was set on {long_date(condition.passage.effective_on)}. "
            "It cannot have been met earlier than that."
        )
