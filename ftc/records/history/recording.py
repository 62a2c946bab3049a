"""The context that row events carry: which action, by whom, when and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

import pghistory

from ftc.records.enums import Classification

ACTIONS: dict[str, str] = {}
_IS_RECORDING: ContextVar[bool] = ContextVar("is_recording", default=False)


def describe_actions(**sentences: str) -> None:
    """Register what each action is called in a sentence: ``reviews_move="moved the review"``."""
    ACTIONS.update({name.replace("_", ".", 1): text for name, text in sentences.items()})


@contextmanager
def recording(
    *,
    action: str,
    by: Any,
    at: datetime,
    reason: str = "",
    classification: str = Classification.PUBLIC,
) -> Iterator[None]:
    """Tie every row event inside to one action, the person who took it, and the reason.

    ``classification`` is that of the material the reason is about: whoever may not read the one is
    not told the other, even where the act changed a record that everybody reads as well. An action
    that another one takes on its way is told as part of the outer one.
    """
    if _IS_RECORDING.get():
        yield
        return
    token = _IS_RECORDING.set(True)
    try:
        with pghistory.context(
            action=action,
            user=getattr(by, "pk", None),
            user_name=str(by) if by is not None else "",
            at=at.isoformat(),
            reason=reason,
            classification=str(classification),
        ):
            yield
    finally:
        _IS_RECORDING.reset(token)
