"""Who did what and why: the context that row events carry, told as sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pghistory

ACTIONS: dict[str, str] = {}


def describe_actions(**sentences: str) -> None:
    """Register what each action is called in a sentence: ``reviews_move="moved the review"``."""
    ACTIONS.update({name.replace("_", ".", 1): text for name, text in sentences.items()})


@contextmanager
def recording(*, action: str, by: Any, at: datetime, reason: str = "") -> Iterator[None]:
    """Tie every row event inside to one action, the person who took it, and the reason."""
    with pghistory.context(
        action=action,
        user=getattr(by, "pk", None),
        user_name=str(by) if by is not None else "",
        at=at.isoformat(),
        reason=reason,
    ):
        yield
