"""Reading the figures of one paper, so that exactly those it quotes are frozen with it."""

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import Any

from ftc.records.figures.evaluate import Figure, evaluate
from ftc.records.models import StatedFigure


class Figures:
    """Evaluates figures as at one date for one reader and remembers each, in order, once.

    ``figures("reviews.net_budget", phase="1")``. The printed figures are read once for them all.
    """

    def __init__(self, *, as_at: date | None, user: Any = None) -> None:
        self.as_at = as_at
        self.user = user
        self._read: dict[tuple[str, tuple[tuple[str, str], ...]], Figure] = {}

    def __call__(self, key: str, **params: str) -> Figure:
        wanted = (key, tuple(sorted(params.items())))
        if wanted not in self._read:
            self._read[wanted] = evaluate(
                key, params, as_at=self.as_at, user=self.user, stated=self._stated.get(key, [])
            )
        return self._read[wanted]

    @property
    def all(self) -> tuple[Figure, ...]:
        """Every figure read so far, first read first."""
        return tuple(self._read.values())

    @cached_property
    def _stated(self) -> dict[str, list[StatedFigure]]:
        by_key: dict[str, list[StatedFigure]] = defaultdict(list)
        rows = StatedFigure.objects.comparable().known_by(self.as_at).select_related("source")
        for row in rows:
            by_key[row.figure_key].append(row)
        return by_key
