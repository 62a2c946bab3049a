"""What the worker does for documents: draws one, sends forgotten ones again, says it lives."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from celery.utils.log import get_task_logger
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from ftc.errors import DomainError
from ftc.records import documents, jobs, pdf
from ftc.records.models import Document, Heartbeat

logger = get_task_logger(__name__)

BEAT_SECONDS = 3.0
WORKER = "worker"


@shared_task(
    name=documents.DRAW_TASK,
    acks_late=True,
    soft_time_limit=120,
    time_limit=150,
    ignore_result=True,
)
def draw_document(*, document_id: int) -> None:
    """Draw a document and store it, once; a second call for the same document does nothing."""
    held = documents.claim(document_id=document_id, now=timezone.now())
    if held is None:
        return
    try:
        _draw(held)
    except documents.ClaimLost:
        logger.info("The drawing of document %s was thrown away: it is not ours.", document_id)
    except DatabaseError:
        raise  # it stays claimed and silent; the sweep has it drawn again
    except Exception as fault:
        documents.mark_failed(claim=held, reason=_in_words(fault), now=timezone.now())
        if not isinstance(fault, DomainError):
            raise


@shared_task(name="records.sweep_documents", expires=10, ignore_result=True)
def sweep_documents() -> None:
    """Send documents again that nobody claimed, or whose worker fell silent."""
    for document_id in documents.sweep(now=timezone.now()):
        jobs.enqueue(documents.DRAW_TASK, document_id=document_id)


@shared_task(name="records.record_heartbeat", expires=10, ignore_result=True)
def record_heartbeat() -> None:
    """Show that the schedule reaches a worker and the worker reaches the database."""
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"beat_at": timezone.now()})


def _draw(held: documents.Claim) -> None:
    document = Document.objects.get(pk=held.document_id)
    definition = documents.kind_definition(document.kind)
    with _heart(held):
        report = documents.build_report(
            kind=document.kind, as_at=document.as_at, params=document.params
        )
        documents.record_progress(claim=held, done=1, now=timezone.now())
        printed = pdf.render_pdf(definition.template, report)
        documents.record_progress(claim=held, done=2, now=timezone.now())
        if printed.accessibility_faults:
            logger.error("%s: %s", document.code, "; ".join(printed.accessibility_faults))
        documents.record_progress(claim=held, done=3, now=timezone.now())
    documents.store_pdf(claim=held, pdf=printed, figures=report.figures, now=timezone.now())


@contextmanager
def _heart(held: documents.Claim) -> Iterator[None]:
    """Beat for a claim from a thread of its own, because a page takes as long as it takes."""
    stopped = threading.Event()

    def beat() -> None:
        try:
            while not stopped.wait(BEAT_SECONDS):
                if not documents.record_heartbeat(claim=held, now=timezone.now()):
                    return
        except DatabaseError:
            logger.warning("The heartbeat of document %s stopped.", held.document_id)
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"heart-{held.document_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _in_words(fault: Exception) -> str:
    """What the person who asked is told; the fault itself is in the log."""
    if isinstance(fault, DomainError):
        return str(fault)
    if isinstance(fault, SoftTimeLimitExceeded):
        return "Drawing took longer than two minutes and was stopped. Try again."
    if isinstance(fault, MemoryError):
        return "Drawing needed more memory than the worker has. Tell the administrator."
    return (
        "Drawing stopped on a fault, which has been written to the log. "
        "Try again; if it fails again, tell the administrator."
    )
