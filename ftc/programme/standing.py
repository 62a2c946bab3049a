"""What the apps on the right say of their activities in a word, such as "Deferred".

An app registers a reader for one kind of activity; pages that list activities ask here and need
not import the app.
"""

from collections.abc import Callable, Collection
from datetime import date

from ftc.programme.enums import ActivityKind
from ftc.programme.models import Activity

Reader = Callable[[Collection[int], date | None], dict[int, str]]

_READERS: dict[ActivityKind, Reader] = {}


def describes(kind: ActivityKind) -> Callable[[Reader], Reader]:
    """Register a function that gives, by key, what keeps an activity of ``kind`` from going on.

    It takes the keys and the date as at which to answer; an activity that goes on is left out.
    """

    def register(reader: Reader) -> Reader:
        if kind in _READERS:
            raise RuntimeError(f"The standing of {kind} is registered twice.")
        _READERS[kind] = reader
        return reader

    return register


def standing_of(activities: Collection[Activity], *, as_at: date | None) -> dict[int, str]:
    """By key, the word for each activity that does not go on: one query for each kind."""
    words: dict[int, str] = {}
    for kind, reader in _READERS.items():
        keys = [activity.pk for activity in activities if activity.kind == kind]
        if keys:
            words |= reader(keys, as_at)
    return words
