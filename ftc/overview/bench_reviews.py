"""Measuring the working views of reviews at a hundred and at ten thousand of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse

from ftc.overview.bench import Measured, client_of, getting, in_turns

FEW, MANY = 100, 10_000
MOST = 1.5
REVIEW = "SCALE-00050"
MINIMAL = "minimal page"


@dataclass(frozen=True)
class Compared:
    """A page over few reviews and over many of them; times are milliseconds at the middle.

    ``drift`` is how much slower the machine itself was the second time, by a minimal page that
    took turns with the others.
    """

    few: Measured
    many: Measured
    drift: float

    @property
    def ratio(self) -> float:
        return self.many.p50_ms / self.few.p50_ms

    @property
    def steady_ratio(self) -> float:
        """The ratio had the machine been as fast both times."""
        return self.ratio / self.drift

    @property
    def is_within(self) -> bool:
        """Whether it takes at most ``MOST`` times as long, at the same number of queries."""
        return self.steady_ratio <= MOST and self.few.queries == self.many.queries


def compare_reviews(
    requests: int, *, few: int = FEW, many: int = MANY, say: Callable[[str], Any] = print
) -> list[Compared]:
    """Load made-up reviews, measure their pages at both numbers, and undo all of it.

    Everything happens in one transaction that is rolled back, so that nobody else sees it.
    """
    officer = client_of("portfolio")
    pages = {
        name: getting(officer, address)
        for name, address in {
            MINIMAL: reverse("bench-minimal"),
            "list": reverse("reviews:review-list"),
            "list by budget": f"{reverse('reviews:review-list')}?sort=-net",
            "list of a phase": f"{reverse('reviews:review-list')}?phase=91",
            "board": f"{reverse('reviews:review-list')}?view=board",
            "timeline": f"{reverse('reviews:review-list')}?view=timeline",
            "detail": reverse("reviews:review-detail", args=[REVIEW]),
        }.items()
    }
    try:
        with transaction.atomic():
            measured = []
            for number in (few, many):
                say(f"Loading {number} reviews ...")
                call_command("load_scale", reviews=number, verbosity=0)
                say(f"Measuring at {number} reviews ...")
                measured.append(in_turns(pages, requests))
            transaction.set_rollback(True)
    finally:
        connection.close()
    first, then = measured
    drift = then[0].p50_ms / first[0].p50_ms
    return [Compared(*pair, drift) for pair in zip(first, then, strict=True)]
