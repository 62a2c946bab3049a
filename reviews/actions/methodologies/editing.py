"""What every edit of a draft shares: its lock, its count of edits, and places in an order."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet

from ftc.errors import StaleVersion
from ftc.organisation.models import User
from ftc.records import history
from reviews import permissions
from reviews.models import Methodology
from reviews.policies.methodologies import check_is_draft

Direction = Literal["up", "down"]


@contextmanager
def draft_locked(
    methodology: Methodology, expected_edits: int, *, by: User, now: datetime
) -> Iterator[Methodology]:
    """Edit a draft inside: locked, checked, and counted as one edit at the end.

    Raises NotPermitted, MethodologyRefused when it is in force, or StaleVersion when somebody
    edited it after ``expected_edits`` was read.
    """
    with (
        transaction.atomic(),
        history.recording(action="reviews.edit_methodology", by=by, at=now),
    ):
        locked = lock(methodology, expected_edits, by=by)
        check_is_draft(locked)
        yield locked
        locked.edits += 1
        locked.save(update_fields=["edits"])


def lock(methodology: Methodology, expected_edits: int, *, by: User) -> Methodology:
    """The version, locked until the transaction ends; raises NotPermitted or StaleVersion."""
    locked = Methodology.objects.select_for_update(of=("self",)).filter(pk=methodology.pk).first()
    permissions.check_can_keep_methodologies(by)
    if locked is None:
        raise StaleVersion("Somebody else has discarded this draft.")
    if locked.edits != expected_edits:
        raise StaleVersion(
            "Somebody else edited this draft while you were working on it. "
            "Compare the two versions before you save yours."
        )
    return locked


def renumber(rows: "QuerySet[Any]") -> None:
    """Number rows from 1 in the order they stand, without gaps."""
    for order, row in enumerate(rows.order_by("order", "pk"), start=1):
        if row.order != order:
            row.order = order
            row.save(update_fields=["order"])


def swap(rows: "QuerySet[Any]", row: Any, direction: Direction) -> bool:
    """Put ``row`` one place up or down among ``rows``; False where it stands at the end."""
    beside = row.order - 1 if direction == "up" else row.order + 1
    other = rows.filter(order=beside).first()
    if other is None:
        return False
    other.order, row.order = row.order, beside
    other.save(update_fields=["order"])
    row.save(update_fields=["order"])
    return True
