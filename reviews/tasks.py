"""What the worker does for reviews: imports, and sending forgotten ones on."""

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
from ftc.records import jobs
from ftc.records.working_date import working_date
from reviews.actions import imports
from reviews.enums import ImportState

logger = get_task_logger(__name__)

BEAT_SECONDS = 2.0
ACTS = {
    ImportState.READING: imports.read_import,
    ImportState.SAVING: imports.save_import,
    ImportState.UNDOING: imports.undo_import,
}


@shared_task(
    name=imports.WORK_TASK,
    acks_late=True,
    soft_time_limit=1740,  # longer than the broker waits: a second delivery finds it claimed
    time_limit=1770,
    ignore_result=True,
)
def work_on_import(*, import_id: int) -> None:
    """Do what the state of an import asks for, once; a second call does nothing."""
    held = imports.claim(import_id=import_id, now=timezone.now())
    if held is None:
        return
    progress = imports.Progress()
    try:
        with _heart(held, progress):
            ACTS[held.state](claim=held, progress=progress, today=working_date())
    except imports.ClaimLost:
        logger.info("The work on import %s was thrown away: it is not ours.", import_id)
    except DatabaseError:
        raise  # it stays claimed and silent; the sweep has it begun again
    except Exception as fault:
        imports.give_up(claim=held, error=_in_words(fault), now=timezone.now())
        if not isinstance(fault, DomainError):
            raise


@shared_task(name="reviews.sweep_imports", expires=10, ignore_result=True)
def sweep_imports() -> None:
    """Send imports again that nobody claimed, or whose worker fell silent."""
    for import_id in imports.sweep(now=timezone.now()):
        jobs.enqueue(imports.WORK_TASK, import_id=import_id)


@contextmanager
def _heart(held: imports.Claim, progress: imports.Progress) -> Iterator[None]:
    """Beat for a claim from a thread of its own: what a transaction has done is not seen yet."""
    stopped = threading.Event()

    def beat() -> None:
        try:
            while not stopped.wait(BEAT_SECONDS):
                if not imports.beat(claim=held, done=progress.done, now=timezone.now()):
                    return
        except DatabaseError:
            logger.warning("The heartbeat of import %s stopped.", held.import_id)
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"heart-import-{held.import_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _in_words(fault: Exception) -> str:
    """What whoever waits is told; the fault itself is in the log."""
    if isinstance(fault, DomainError):
        return str(fault)
    if isinstance(fault, SoftTimeLimitExceeded):
        return "It took longer than half an hour and was stopped; nothing was changed. Try again."
    if isinstance(fault, MemoryError):
        return "It needed more memory than the worker has. Bring fewer rows at a time."
    return (
        "It stopped on a fault, which has been written to the log; nothing was changed. "
        "Try again; if it stops again, tell the administrator."
    )
