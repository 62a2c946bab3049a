"""What the pages of documents read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ftc.records.enums import DocumentState
from ftc.records.figures import UnknownFigure, definition
from ftc.records.models import Document, FrozenFigure
from ftc.ui.components import Link

STATE_COLOURS = {
    DocumentState.QUEUED: "grey",
    DocumentState.DRAWING: "blue",
    DocumentState.READY: "green",
    DocumentState.FAILED: "red",
    DocumentState.CANCELLED: "grey",
}


@dataclass(frozen=True)
class FrozenRow:
    """A frozen figure as its page shows it: what it measures, of what, and read from what."""

    title: str
    of: str
    text: str
    lineage: tuple[Link, ...]


def frozen_rows(document: Document) -> list[FrozenRow]:
    """The figures a document quotes, as they stood when it was drawn; in order of their keys."""
    return [
        FrozenRow(
            title=_title(figure.key),
            of=_of(figure.params),
            text=figure.text,
            lineage=_links(figure),
        )
        for figure in document.frozen_figures.all()
    ]


def elapsed(document: Document, now: datetime) -> str:
    """How long it took or has taken since it was asked for: "12 seconds", "3 minutes"."""
    seconds = max(0, int(((document.finished_at or now) - document.requested_at).total_seconds()))
    if seconds < 120:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    return f"{seconds // 60} minutes"


def file_size(size: int | None) -> str:
    """Bytes as people say them: "84 KB", "2.1 MB"."""
    if size is None:
        return ""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / (1024 * 1024):.1f} MB"


def _of(params: dict[str, str]) -> str:
    """ "phase 1, state not recommended": what a figure is of, in words."""
    return ", ".join(f"{name} {value}".replace("_", " ") for name, value in sorted(params.items()))


def _title(key: str) -> str:
    try:
        return definition(key).title
    except UnknownFigure:
        return key


def _links(figure: FrozenFigure) -> tuple[Link, ...]:
    lines: Iterable[dict[str, str]] = figure.lineage
    return tuple(
        Link(
            text=", ".join(filter(None, [line["label"], line["value"], line["source"]])),
            url=line["url"],
        )
        for line in lines
    )
