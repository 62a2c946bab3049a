"""The worker's tasks on real transactions: drawn once, whatever is killed on the way."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from ftc.celery import app
from ftc.errors import DomainError
from ftc.records import documents, pdf, tasks
from ftc.records.documents import kinds
from ftc.records.enums import DocumentKind, DocumentState
from ftc.records.models import Document, FrozenFigure, Heartbeat
from tests.factories.records import AS_AT, make_document, plain_kind

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.usefixtures("plain_report", "media_root"),
]

HANGS = """
import sys, time
import django
django.setup()
from ftc.records import pdf, tasks
from ftc.records.documents import kinds
from tests.factories.records import plain_kind
kinds._KINDS.clear()
kinds.register_kind(plain_kind())
def hang(template, report):
    print("drawing", flush=True)
    time.sleep(60)
pdf.render_pdf = hang
tasks.draw_document(document_id=int(sys.argv[1]))
"""


def drawing_worker(document):
    """A process that has claimed the document and is drawing it."""
    database = urlsplit(os.environ["DATABASE_URL"])
    environment = os.environ | {
        "DATABASE_URL": database._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "DJANGO_SETTINGS_MODULE": "ftc.settings",
        "FTC_MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    worker = subprocess.Popen(
        [sys.executable, "-c", HANGS, str(document.pk)],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout.readline() == "drawing\n"
    return worker


def draw_by(monkeypatch, build):
    monkeypatch.setitem(kinds._KINDS, DocumentKind.OUTTURN_REPORT, plain_kind(build))


def test_draw_document_stores_a_report_and_its_figures():
    document = make_document()

    tasks.draw_document(document_id=document.pk)

    document.refresh_from_db()
    assert (document.state, document.attempts, document.pages) == (DocumentState.READY, 1, 1)
    assert document.is_accessible
    assert document.file.read(5) == b"%PDF-"
    assert [figure.text for figure in document.frozen_figures.all()] == ["£1250.50"]


def test_draw_document_a_second_time_does_nothing():
    document = make_document()
    tasks.draw_document(document_id=document.pk)
    document.refresh_from_db()
    digest = document.sha256

    tasks.draw_document(document_id=document.pk)

    document.refresh_from_db()
    assert (document.sha256, document.attempts) == (digest, 1)
    assert FrozenFigure.objects.count() == 1


def test_a_document_is_drawn_by_the_task_that_a_request_enqueues(celery_eager, portfolio_officer):
    document = documents.request_document(
        kind=DocumentKind.OUTTURN_REPORT,
        params={},
        as_at=AS_AT,
        by=portfolio_officer,
        now=timezone.now(),
    )

    document.refresh_from_db()
    assert document.state == DocumentState.READY


def test_a_request_stands_when_the_broker_is_down(portfolio_officer, monkeypatch, tmp_path):
    monkeypatch.setattr(app.conf, "broker_url", f"redis+socket://{tmp_path}/none.sock")
    monkeypatch.setattr(app.conf, "broker_write_url", f"redis+socket://{tmp_path}/none.sock")
    started = time.monotonic()

    document = documents.request_document(
        kind=DocumentKind.OUTTURN_REPORT,
        params={},
        as_at=AS_AT,
        by=portfolio_officer,
        now=timezone.now() - timedelta(seconds=6),
    )

    assert time.monotonic() - started < 3
    assert documents.sweep(now=timezone.now()) == [document.pk]


def test_a_worker_killed_while_drawing_has_its_report_finished_once(celery_eager):
    document = make_document(requested_at=timezone.now())
    worker = drawing_worker(document)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    tasks.sweep_documents()
    document.refresh_from_db()
    assert (document.state, document.attempts) == (DocumentState.DRAWING, 1)

    # Fifteen seconds of silence, without waiting for them.
    Document.objects.update(heartbeat_at=timezone.now() - timedelta(seconds=16))
    tasks.sweep_documents()
    tasks.sweep_documents()

    document.refresh_from_db()
    assert (document.state, document.attempts) == (DocumentState.READY, 2)
    assert FrozenFigure.objects.count() == 1


def test_a_worker_that_draws_for_long_keeps_its_claim(monkeypatch):
    document = make_document()
    seen = []
    monkeypatch.setattr(tasks, "BEAT_SECONDS", 0.05)

    def build(**wish):
        before = Document.objects.get(pk=document.pk).heartbeat_at
        time.sleep(0.3)
        seen.append(Document.objects.get(pk=document.pk).heartbeat_at > before)
        return plain_kind().build(**wish)

    draw_by(monkeypatch, build)

    tasks.draw_document(document_id=document.pk)

    assert seen == [True]


def test_a_cancelled_document_is_thrown_away(monkeypatch, portfolio_officer):
    document = make_document()

    def build(**wish):
        documents.cancel_document(document=document, by=portfolio_officer, now=timezone.now())
        return plain_kind().build(**wish)

    draw_by(monkeypatch, build)

    tasks.draw_document(document_id=document.pk)

    document.refresh_from_db()
    assert (document.state, bool(document.file)) == (DocumentState.CANCELLED, False)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (KeyError("a bug"), "Drawing stopped on a fault, which has been written to the log."),
        (SoftTimeLimitExceeded(), "Drawing took longer than two minutes and was stopped."),
        (MemoryError(), "Drawing needed more memory than the worker has."),
    ],
)
def test_a_fault_fails_the_document_in_words_and_reaches_the_log(monkeypatch, fault, words):
    document = make_document()

    def build(**wish):
        raise fault

    draw_by(monkeypatch, build)

    with pytest.raises(type(fault)):
        tasks.draw_document(document_id=document.pk)

    document.refresh_from_db()
    assert document.state == DocumentState.FAILED
    assert document.failure.startswith(words)


def test_a_refusal_fails_the_document_with_its_own_sentence(monkeypatch):
    document = make_document()

    def build(**wish):
        raise DomainError("There is nothing to report yet.")

    draw_by(monkeypatch, build)

    tasks.draw_document(document_id=document.pk)

    document.refresh_from_db()
    assert document.failure == "There is nothing to report yet."


def test_a_lost_database_leaves_the_document_to_the_sweep(monkeypatch):
    document = make_document()

    def build(**wish):
        raise DatabaseError("server closed the connection")

    draw_by(monkeypatch, build)

    with pytest.raises(DatabaseError):
        tasks.draw_document(document_id=document.pk)

    document.refresh_from_db()
    assert document.state == DocumentState.DRAWING
    assert documents.sweep(now=timezone.now() + timedelta(seconds=16)) == [document.pk]


def test_a_machine_without_pango_says_what_to_install(monkeypatch):
    document = make_document()

    def refuse():
        raise pdf.DrawingNotPossible(pdf.PANGO_IS_MISSING)

    monkeypatch.setattr(pdf, "_weasyprint", refuse)

    tasks.draw_document(document_id=document.pk)

    document.refresh_from_db()
    assert "install libpango-1.0-0" in document.failure


def test_record_heartbeat_keeps_one_row():
    tasks.record_heartbeat()
    first = Heartbeat.objects.get().beat_at

    tasks.record_heartbeat()

    assert Heartbeat.objects.get(name="worker").beat_at > first
