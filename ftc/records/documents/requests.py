"""What people do with documents: ask for one, cancel it, try it again, publish it."""

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from ftc.records import history, jobs
from ftc.records.documents.drawing import STEPS
from ftc.records.documents.kinds import KindDefinition, kind_definition
from ftc.records.enums import Classification, DocumentState
from ftc.records.errors import DocumentRefused
from ftc.records.models import Document

DRAW_TASK = "records.draw_document"
SAME_REQUEST = timedelta(seconds=10)  # a second press of the button, not a second wish
history.describe_actions(
    records_request_document="asked for the report",
    records_cancel_document="cancelled the report",
    records_retry_document="asked for the report again",
    records_publish_document="published the report",
)
_CODES_LOCK = 4_817_001  # an advisory lock of our own: one code is given out at a time


@transaction.atomic
def request_document(
    *, kind: str, params: Mapping[str, str], as_at: date, by: Any, now: datetime
) -> Document:
    """Ask for a document, or give the one that has been asked for already.

    The same kind, parameters and date make one document while it is unfinished, whoever asks; a
    second press by the same person within ten seconds gives the first one too. Writes the row
    QUEUED and hands it to the worker after the commit. Raises DocumentRefused for a date that has
    not come yet.
    """
    if as_at > timezone.localdate(now):
        raise DocumentRefused("Choose a date that is not in the future: figures are read as at it.")
    definition = kind_definition(kind)
    key = request_key(kind=kind, params=params, as_at=as_at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CODES_LOCK])
    asked_for = _already_asked_for(key, by=by, now=now)
    if asked_for is not None:
        return asked_for
    with history.recording(action="records.request_document", by=by, at=now):
        document = Document.objects.create(
            code=_next_code(definition, as_at),
            kind=kind,
            title=definition.title(params),
            params=dict(params),
            request_key=key,
            as_at=as_at,
            requested_by=by,
            requested_at=now,
            steps_total=len(STEPS),
            **(definition.classify(params) if definition.classify else {}),
        )
    jobs.enqueue(DRAW_TASK, document_id=document.pk)
    return document


@transaction.atomic
def cancel_document(*, document: Document, by: Any, now: datetime) -> Document:
    """Stop a document that is not finished; a worker drawing it finds out and throws it away.

    Raises DocumentRefused when it is finished already.
    """
    document = _locked(document)
    if document.state not in (DocumentState.QUEUED, DocumentState.DRAWING):
        raise DocumentRefused(
            f"{document.code} is {document.get_state_display().lower()}, "
            "so there is nothing left to cancel."
        )
    with history.recording(action="records.cancel_document", by=by, at=now):
        document.state = DocumentState.CANCELLED
        document.finished_at = now
        document.save(update_fields=["state", "finished_at"])
    return document


@transaction.atomic
def retry_document(*, document: Document, by: Any, now: datetime) -> Document:
    """Queue a document again that failed or was cancelled; it keeps its code.

    When the same request is under way in another document, gives that one. Raises DocumentRefused
    for a document that has not failed.
    """
    document = _locked(document)
    if document.state not in (DocumentState.FAILED, DocumentState.CANCELLED):
        raise DocumentRefused(
            f"{document.code} is {document.get_state_display().lower()}; "
            "only a report that failed or was cancelled can be tried again."
        )
    under_way = Document.objects.unfinished().filter(request_key=document.request_key).first()
    if under_way is not None:
        return under_way
    with history.recording(action="records.retry_document", by=by, at=now):
        document.state = DocumentState.QUEUED
        document.failure = ""
        document.attempts = document.steps_done = 0
        document.requested_at = now
        document.started_at = document.heartbeat_at = document.finished_at = None
        document.save()
    jobs.enqueue(DRAW_TASK, document_id=document.pk)
    return document


@transaction.atomic
def publish_document(*, document: Document, by: Any, now: datetime) -> Document:
    """Open a finished document to everybody, without signing in; it stays as it is for good.

    Raises DocumentRefused when it is not finished, is published already, or did not pass the
    accessibility check. Source: Public Sector Bodies Accessibility Regulations 2018, reg. 5.
    """
    document = _locked(document)
    check_can_publish(document)
    with history.recording(action="records.publish_document", by=by, at=now):
        document.classification = Classification.PUBLIC
        document.published_at = now
        document.save(update_fields=["classification", "published_at"])
    return document


def reclassify_documents(
    *, kind: str, params: Mapping[str, str], among: Collection[str], **classified: Any
) -> int:
    """Classify what was made of a record anew where it is classified as one of ``among``.

    ``params`` are those that name the record. What is published stays open: it is out. Gives how
    many there were.
    """
    made = Document.objects.filter(
        kind=kind,
        params__contains=dict(params),
        published_at__isnull=True,
        classification__in=among,
    )
    return made.update(**classified)


def check_can_publish(document: Document) -> None:
    """Raises DocumentRefused with the sentence shown beside the button."""
    if document.state != DocumentState.READY:
        raise DocumentRefused("A report can be published once it is ready.")
    if document.published_at is not None:
        raise DocumentRefused("This report has been published already.")
    if not document.is_accessible:
        raise DocumentRefused(
            "This report did not pass the accessibility check, so it cannot be published. "
            "Make it again, or tell the administrator."
        )
    if document.classification in (Classification.EXEMPT, Classification.CONFIDENTIAL):
        raise DocumentRefused("Exempt and confidential material is not published.")


def request_key(*, kind: str, params: Mapping[str, str], as_at: date) -> str:
    """What makes two requests the same: kind, parameters and date, whoever asks."""
    wish = json.dumps([kind, sorted(params.items()), as_at.isoformat()])
    return f"{kind}:{hashlib.sha256(wish.encode()).hexdigest()}"


def _already_asked_for(key: str, *, by: Any, now: datetime) -> Document | None:
    same = Document.objects.filter(request_key=key).order_by("-requested_at", "-pk")
    unfinished = same.unfinished().first()
    if unfinished is not None:
        return unfinished
    return same.filter(
        state=DocumentState.READY, requested_by=by, requested_at__gt=now - SAME_REQUEST
    ).first()


def _next_code(definition: KindDefinition, as_at: date) -> str:
    """OUTTURN-2014-05-06-2: kind, the date its figures are read at, and the count of that day."""
    start = f"{definition.prefix}-{as_at.isoformat()}-"
    taken = Document.objects.filter(code__startswith=start).values_list("code", flat=True)
    numbers = [int(code.removeprefix(start)) for code in taken]
    return f"{start}{max(numbers, default=0) + 1}"


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
