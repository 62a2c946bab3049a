"""Charts that the gallery shows; their figures are illustrations only."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class NamedChart:
    """A chart and what the gallery calls it."""

    name: str
    chart: Any


CHARTS: list[NamedChart] = []
