"""Claiming, beating, storing once, failing, and sweeping what was forgotten."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from ftc.records.documents import (
    ClaimLost,
    cancel_document,
    claim,
    mark_failed,
    record_heartbeat,
    record_progress,
    store_pdf,
    sweep,
)
from ftc.records.enums import DocumentState
from ftc.records.models import Document, FrozenFigure
from tests.factories.records import ASKED_AT, make_document, make_figure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]

A_WHILE = timedelta(seconds=16)


@dataclass(frozen=True)
class Printed:
    content: bytes = b"%PDF-1.7 drawn"
    pages: int = 3
    accessibility_faults: tuple[str, ...] = ()


def claimed(now=ASKED_AT, **fields):
    document = make_document(**fields)
    held = claim(document_id=document.pk, now=now)
    assert held is not None
    return document, held


def test_claim_takes_a_queued_document():
    document, held = claimed()

    document.refresh_from_db()
    assert (document.state, document.attempts) == (DocumentState.DRAWING, 1)
    assert (document.started_at, document.heartbeat_at) == (ASKED_AT, ASKED_AT)
    assert held.attempt == 1


def test_claim_leaves_a_document_that_somebody_draws():
    document, _ = claimed()

    assert claim(document_id=document.pk, now=ASKED_AT + timedelta(seconds=14)) is None


def test_claim_takes_over_from_whoever_fell_silent():
    document, first = claimed()

    second = claim(document_id=document.pk, now=ASKED_AT + A_WHILE)

    assert second is not None
    assert second.attempt == 2
    assert not record_heartbeat(claim=first, now=ASKED_AT + A_WHILE)
    with pytest.raises(ClaimLost):
        record_progress(claim=first, done=1, now=ASKED_AT + A_WHILE)


@pytest.mark.parametrize(
    "state", [DocumentState.FAILED, DocumentState.CANCELLED, DocumentState.READY]
)
def test_claim_leaves_a_finished_document(state):
    document = make_document(
        state=state, finished_at=ASKED_AT, file="a.pdf", size=1, sha256="a" * 64
    )

    assert claim(document_id=document.pk, now=ASKED_AT + A_WHILE) is None


def test_claim_leaves_a_document_that_is_not_there():
    assert claim(document_id=0, now=ASKED_AT) is None


def test_claim_fails_a_document_whose_worker_stopped_three_times():
    document = make_document(attempts=3)

    assert claim(document_id=document.pk, now=ASKED_AT) is None

    document.refresh_from_db()
    assert document.state == DocumentState.FAILED
    assert document.failure == (
        "The worker stopped 3 times while it was drawing this report. "
        "Try again; if it stops again, tell the administrator."
    )


def test_record_progress_is_a_heartbeat_too():
    document, held = claimed()
    later = ASKED_AT + timedelta(seconds=3)

    record_progress(claim=held, done=2, now=later)

    document.refresh_from_db()
    assert (document.steps_done, document.steps_total, document.heartbeat_at) == (2, 4, later)


def test_store_pdf_keeps_bytes_digest_size_and_figures_together():
    document, held = claimed()

    is_stored = store_pdf(claim=held, pdf=Printed(), figures=[make_figure()], now=ASKED_AT)

    document.refresh_from_db()
    digest = hashlib.sha256(b"%PDF-1.7 drawn").hexdigest()
    assert is_stored
    assert (document.state, document.size, document.pages) == (DocumentState.READY, 14, 3)
    assert (document.sha256, document.is_accessible) == (digest, True)
    assert document.file.read() == b"%PDF-1.7 drawn"
    assert document.file.name.endswith(f"{document.code}-{digest[:12]}.pdf")
    frozen = document.frozen_figures.get()
    assert (frozen.key, frozen.params, frozen.text) == ("tests.cost", {"phase": "1"}, "£1250.50")
    assert frozen.lineage == [
        {
            "label": "A service",
            "url": "/reviews/P1-PRO/",
            "value": "1250.50",
            "source": "A paper, paragraph 1",
        }
    ]


def test_store_pdf_drops_the_second_of_two(media_root):
    _, held = claimed()
    store_pdf(claim=held, pdf=Printed(), figures=[make_figure()], now=ASKED_AT)

    is_stored = store_pdf(
        claim=held, pdf=Printed(content=b"other"), figures=[make_figure()], now=ASKED_AT
    )

    assert not is_stored
    assert FrozenFigure.objects.count() == 1
    assert len([path for path in media_root.rglob("*") if path.is_file()]) == 1


def test_store_pdf_drops_the_work_of_whoever_was_taken_over():
    document, first = claimed()
    second = claim(document_id=document.pk, now=ASKED_AT + A_WHILE)

    assert not store_pdf(claim=first, pdf=Printed(), figures=[], now=ASKED_AT)
    assert store_pdf(claim=second, pdf=Printed(), figures=[], now=ASKED_AT)


def test_store_pdf_drops_a_cancelled_document(portfolio_officer):
    document, held = claimed()
    cancel_document(document=document, by=portfolio_officer, now=ASKED_AT)

    assert not store_pdf(claim=held, pdf=Printed(), figures=[], now=ASKED_AT)


def test_store_pdf_leaves_no_file_when_the_row_cannot_be_written(media_root):
    _, held = claimed()
    too_long = make_figure(value="9" * 40)

    with pytest.raises(DatabaseError), transaction.atomic():
        store_pdf(claim=held, pdf=Printed(), figures=[too_long], now=ASKED_AT)

    assert [path for path in media_root.rglob("*") if path.is_file()] == []


def test_store_pdf_says_when_the_check_found_faults():
    document, held = claimed()

    store_pdf(claim=held, pdf=Printed(accessibility_faults=("no title",)), figures=[], now=ASKED_AT)

    document.refresh_from_db()
    assert document.is_accessible is False


def test_a_stored_document_is_never_drawn_again():
    document, held = claimed()
    store_pdf(claim=held, pdf=Printed(), figures=[], now=ASKED_AT)

    with pytest.raises(DatabaseError, match="never drawn again"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(sha256="b" * 64)


def test_a_frozen_figure_is_never_changed():
    _, held = claimed()
    store_pdf(claim=held, pdf=Printed(), figures=[make_figure()], now=ASKED_AT)

    with pytest.raises(DatabaseError), transaction.atomic():
        FrozenFigure.objects.update(text="£2")


def test_mark_failed_tells_why_and_only_while_the_claim_holds():
    document, held = claimed()

    assert mark_failed(claim=held, reason="It stopped.", now=ASKED_AT)
    assert not mark_failed(claim=held, reason="Something else.", now=ASKED_AT)

    document.refresh_from_db()
    assert (document.state, document.failure) == (DocumentState.FAILED, "It stopped.")


def test_sweep_sends_again_what_nobody_claimed_and_what_fell_silent():
    unclaimed = make_document(requested_at=ASKED_AT - timedelta(seconds=6))
    make_document(requested_at=ASKED_AT - timedelta(seconds=4))
    silent, _ = claimed(now=ASKED_AT - A_WHILE)
    claimed(now=ASKED_AT - timedelta(seconds=14))
    make_document(state=DocumentState.CANCELLED, requested_at=ASKED_AT - A_WHILE)

    assert sorted(sweep(now=ASKED_AT)) == sorted([unclaimed.pk, silent.pk])


def test_sweep_sends_a_queued_document_once_in_five_seconds():
    document = make_document(requested_at=ASKED_AT - A_WHILE)

    assert sweep(now=ASKED_AT) == [document.pk]
    assert sweep(now=ASKED_AT + timedelta(seconds=4)) == []
    assert sweep(now=ASKED_AT + timedelta(seconds=6)) == [document.pk]


def test_sweep_fails_what_stopped_three_times():
    document, _ = claimed(attempts=2)

    assert sweep(now=ASKED_AT + A_WHILE) == []

    document.refresh_from_db()
    assert document.state == DocumentState.FAILED
    assert document.failure.startswith("The worker stopped 3 times")
