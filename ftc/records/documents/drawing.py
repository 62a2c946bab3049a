"""What the worker does with documents: claim one, say how far it is, store it once, or fail it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from ftc.records import history
from ftc.records.enums import DocumentState
from ftc.records.figures import Figure
from ftc.records.models import Document, FrozenFigure

WORKER = "The worker"
MAX_ATTEMPTS = 3
UNCLAIMED_AFTER = timedelta(seconds=5)
SILENT_AFTER = timedelta(seconds=15)
STOPPED_TOO_OFTEN = (
    f"The worker stopped {MAX_ATTEMPTS} times while it was drawing this report. "
    "Try again; if it stops again, tell the administrator."
)
history.describe_actions(
    records_draw_document="went on with the drawing",
    records_store_document="stored the report",
)
STEPS = (
    "Reading the records",
    "Drawing the pages",
    "Checking that everybody can read it",
    "Storing the file",
)


class ClaimLost(Exception):
    """The document was cancelled, or another worker took it over; this drawing is thrown away."""


class PrintedPdf(Protocol):
    """What is stored: the bytes, their number of pages, and what the accessibility check found."""

    @property
    def content(self) -> bytes: ...

    @property
    def pages(self) -> int: ...

    @property
    def accessibility_faults(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Claim:
    """One worker's hold on a document; a later claim of the same document ends it."""

    document_id: int
    attempt: int
    started_at: datetime

    def rows(self) -> "Q":
        """The document, while this claim still holds."""
        return Q(
            pk=self.document_id,
            state=DocumentState.DRAWING,
            attempts=self.attempt,
            started_at=self.started_at,
        )


@transaction.atomic
def claim(*, document_id: int, now: datetime) -> Claim | None:
    """Take a document to draw, or None when there is nothing to do.

    There is something to do when it is queued, or when whoever drew it has been silent for 15
    seconds. Writes DRAWING, the attempt and the first heartbeat; after three attempts FAILED.
    """
    document = Document.objects.select_for_update(of=("self",)).filter(pk=document_id).first()
    if document is None or not _is_to_be_drawn(document, now):
        return None
    with history.recording(action="records.draw_document", by=WORKER, at=now):
        if document.attempts >= MAX_ATTEMPTS:
            _fail(document, reason=STOPPED_TOO_OFTEN, now=now)
            return None
        document.state = DocumentState.DRAWING
        document.attempts += 1
        document.started_at = document.heartbeat_at = now
        document.steps_done, document.steps_total = 0, len(STEPS)
        document.save(
            update_fields=[
                "state", "attempts", "started_at", "heartbeat_at", "steps_done", "steps_total",
            ]
        )  # fmt: skip
    return Claim(document.pk, document.attempts, now)


def record_heartbeat(*, claim: Claim, now: datetime) -> bool:
    """Say that the drawing goes on; False when the claim is lost. One UPDATE of its own."""
    return bool(Document.objects.filter(claim.rows()).update(heartbeat_at=now))


def record_progress(*, claim: Claim, done: int, now: datetime) -> None:
    """Say how many steps are done, which is a heartbeat too. Raises ClaimLost."""
    if not Document.objects.filter(claim.rows()).update(steps_done=done, heartbeat_at=now):
        raise ClaimLost


@transaction.atomic
def store_pdf(*, claim: Claim, pdf: PrintedPdf, figures: Iterable[Figure], now: datetime) -> bool:
    """Store a drawn document, once: bytes, SHA-256, pages, size, check and READY together.

    Freezes the figures it quotes with their lineage. Gives False, and keeps nothing, when the
    claim is lost: the document was cancelled, taken over, or stored by somebody else.
    """
    document = Document.objects.select_for_update(of=("self",)).filter(claim.rows()).first()
    if document is None:
        return False
    sha256 = hashlib.sha256(pdf.content).hexdigest()
    document.file.save(f"{document.code}-{sha256[:12]}.pdf", ContentFile(pdf.content), save=False)
    try:
        with history.recording(action="records.store_document", by=WORKER, at=now):
            document.state = DocumentState.READY
            document.sha256 = sha256
            document.size = len(pdf.content)
            document.pages = pdf.pages
            document.is_accessible = not pdf.accessibility_faults
            document.steps_done = document.steps_total
            document.heartbeat_at = document.finished_at = now
            document.save()
        FrozenFigure.objects.bulk_create(_frozen(document, figure) for figure in figures)
    except Exception:
        document.file.storage.delete(document.file.name)
        raise
    return True


@transaction.atomic
def mark_failed(*, claim: Claim, reason: str, now: datetime) -> bool:
    """Record why a drawing failed, in words for the person who asked; False when claim is lost."""
    document = Document.objects.select_for_update(of=("self",)).filter(claim.rows()).first()
    if document is None:
        return False
    with history.recording(action="records.draw_document", by=WORKER, at=now):
        _fail(document, reason=reason, now=now)
    return True


@transaction.atomic
def sweep(*, now: datetime) -> list[int]:
    """The documents to hand to the worker again: unclaimed for 5 seconds, or silent for 15.

    A document whose worker stopped three times is failed instead. Rows that somebody holds are
    left for the next sweep. Notes the sending as a heartbeat of the queue.
    """
    waiting = Q(state=DocumentState.QUEUED, last_sign__lt=now - UNCLAIMED_AFTER)
    silent = Q(state=DocumentState.DRAWING, last_sign__lt=now - SILENT_AFTER)
    documents = (
        Document.objects.select_for_update(skip_locked=True, of=("self",))
        .annotate(last_sign=Coalesce(F("heartbeat_at"), F("requested_at")))
        .filter(waiting | silent)
        .order_by("requested_at", "pk")
    )
    again: list[int] = []
    with history.recording(action="records.draw_document", by=WORKER, at=now):
        for document in documents:
            if document.attempts >= MAX_ATTEMPTS:
                _fail(document, reason=STOPPED_TOO_OFTEN, now=now)
                continue
            if document.state == DocumentState.QUEUED:
                document.heartbeat_at = now
                document.save(update_fields=["heartbeat_at"])
            again.append(document.pk)
    return again


def _is_to_be_drawn(document: Document, now: datetime) -> bool:
    if document.state == DocumentState.QUEUED:
        return True
    if document.state != DocumentState.DRAWING:
        return False
    return document.heartbeat_at is None or document.heartbeat_at < now - SILENT_AFTER


def _fail(document: Document, *, reason: str, now: datetime) -> None:
    document.state = DocumentState.FAILED
    document.failure = reason[:500]
    document.finished_at = now
    document.save(update_fields=["state", "failure", "finished_at"])


def _frozen(document: Document, figure: Figure) -> FrozenFigure:
    return FrozenFigure(
        document=document,
        key=figure.key,
        params=figure.params,
        as_at=figure.as_at,
        value=figure.value,
        unit=figure.unit,
        text=figure.text,
        lineage=[
            {
                "label": line.label,
                "url": line.url,
                "value": None if line.value is None else f"{line.value:f}",
                "source": line.source,
            }
            for line in figure.lineage
        ],
    )
