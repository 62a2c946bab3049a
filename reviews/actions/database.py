"""What the database refuses, told as the refusals of our own rules."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, InternalError, transaction

from reviews.errors import GateRefused

CHECK_VIOLATION = "23514"
UNIQUE_VIOLATION = "23505"


@contextmanager
def told_as_refusals() -> Iterator[None]:
    """Write inside a savepoint; what a gate's triggers refuse is raised as GateRefused.

    The sentence is the trigger's own. A passage counted twice is one that somebody else recorded
    at the same moment. Anything else is a bug and is raised as it came.
    """
    try:
        with transaction.atomic():
            yield
    except (IntegrityError, InternalError) as error:
        cause = error.__cause__
        code = getattr(cause, "pgcode", None)
        reported = getattr(cause, "diag", None)
        if code == CHECK_VIOLATION and reported and not reported.constraint_name:
            raise GateRefused(str(reported.message_primary)) from error
        if code == UNIQUE_VIOLATION:
            raise GateRefused(
                "Somebody else moved this review at the same moment. Look at it again."
            ) from error
        raise
