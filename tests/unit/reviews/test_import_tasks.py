"""The worker at imports on real transactions: saved once, whatever is killed on the way."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from ftc.celery import app
from ftc.programme.models import Milestone
from reviews import tasks
from reviews.actions import imports
from reviews.actions.imports import jobs
from reviews.actions.imports.milestone_rows import MilestoneRows
from reviews.enums import ImportState
from reviews.errors import ImportRefused
from reviews.models import Import
from tests.factories.imports import bring, confirm, previewed, undo, work
from tests.factories.reviews import make_review

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.usefixtures("media_root", "review"),
]
HEAD = ("Code", "Review", "Title")
ROWS = tuple((f"M{number}", "P1-PRO", f"Milestone {number}") for number in range(1, 8))

HANGS = """
import sys, time
import django
django.setup()
from reviews import tasks
from reviews.actions.imports.milestone_rows import MilestoneRows
calls = []
real = MilestoneRows.save
def hang(self, row):
    calls.append(row)
    if len(calls) < 4:
        return real(self, row)
    print("saving", flush=True)
    time.sleep(60)
MilestoneRows.save = hang
tasks.work_on_import(import_id=int(sys.argv[1]))
"""


@pytest.fixture
def review():
    return make_review("P1-PRO")


def requested(held, by):
    return imports.confirm_import(
        held=held,
        expected_version=held.version,
        leave_out_wrong=False,
        by=by,
        now=timezone.now(),
    )


def saving_worker(held):
    """A process that has saved three rows of the import and hangs at the fourth."""
    database = urlsplit(os.environ["DATABASE_URL"])
    environment = os.environ | {
        "DATABASE_URL": database._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "DJANGO_SETTINGS_MODULE": "ftc.settings",
        "FTC_MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    worker = subprocess.Popen(
        [sys.executable, "-c", HANGS, str(held.pk)],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout.readline() == "saving\n"
    return worker


def silent(held, **fields):
    """Let the import's worker have been silent for a minute."""
    ago = timezone.now() - timedelta(minutes=1)
    Import.objects.filter(pk=held.pk).update(heartbeat_at=ago, **fields)


def stopped(held):
    held.refresh_from_db()
    return held.state, held.attempts, held.rows_done


def test_tasks_are_scheduled_and_named():
    assert {tasks.work_on_import.name, tasks.sweep_imports.name} <= set(app.tasks)
    assert settings.CELERY_BEAT_SCHEDULE["sweep-imports"]["task"] == tasks.sweep_imports.name


def test_work_runs_once_however_often_it_is_sent(portfolio_officer):
    held = previewed(portfolio_officer, HEAD, *ROWS)
    requested(held, portfolio_officer)

    for _ in range(3):
        work(held)

    assert stopped(held) == (ImportState.SAVED, 1, 7)
    assert Milestone.objects.count() == 7


def test_killed_worker_leaves_nothing_half_done_and_the_next_one_finishes(portfolio_officer):
    held = previewed(portfolio_officer, HEAD, *ROWS)
    requested(held, portfolio_officer)
    worker = saving_worker(held)
    try:
        assert stopped(held)[:2] == (ImportState.SAVING, 1)
        assert imports.claim(import_id=held.pk, now=timezone.now()) is None
        deadline = time.monotonic() + 10
        while stopped(held)[2] < 3 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert stopped(held)[2] == 3
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert not Milestone.objects.exists()

    silent(held)
    assert imports.sweep(now=timezone.now()) == [held.pk]
    work(held)

    assert stopped(held) == (ImportState.SAVED, 2, 7)
    assert Milestone.objects.count() == 7


def test_worker_that_was_only_slow_throws_its_work_away(portfolio_officer, monkeypatch):
    held = previewed(portfolio_officer, HEAD, *ROWS)
    requested(held, portfolio_officer)
    real = MilestoneRows.save

    def take_over():
        silent(held)
        imports.claim(import_id=held.pk, now=timezone.now())
        connection.close()

    def slow(self, row):
        if row.code == "M3":
            another = threading.Thread(target=take_over)
            another.start()
            another.join()
        return real(self, row)

    monkeypatch.setattr(MilestoneRows, "save", slow)
    work(held)

    assert stopped(held)[:2] == (ImportState.SAVING, 2)
    assert not Milestone.objects.exists()


@pytest.mark.parametrize(
    "state, falls_back_to",
    [
        (ImportState.READING, ImportState.REFUSED),
        (ImportState.SAVING, ImportState.PREVIEWED),
        (ImportState.UNDOING, ImportState.SAVED),
    ],
)
@pytest.mark.parametrize("by_sweep", [True, False])
def test_third_silent_worker_is_the_last(portfolio_officer, state, falls_back_to, by_sweep):
    held = confirm(previewed(portfolio_officer, HEAD, *ROWS), portfolio_officer)
    silent(held, state=state, attempts=3, started_at=timezone.now())

    if by_sweep:
        assert imports.sweep(now=timezone.now()) == []
    else:
        assert imports.claim(import_id=held.pk, now=timezone.now()) is None

    held.refresh_from_db()
    assert (held.state, held.error) == (falls_back_to, jobs.STOPPED_TOO_OFTEN)


def test_sweep_sends_again_what_nobody_claimed_and_leaves_the_rest(portfolio_officer):
    held = bring(portfolio_officer, HEAD, *ROWS)
    previewed(portfolio_officer, HEAD, *ROWS)
    now = timezone.now()

    assert imports.sweep(now=now) == []
    assert imports.sweep(now=now + timedelta(seconds=6)) == [held.pk]
    assert imports.sweep(now=now + timedelta(seconds=7)) == []


def test_reading_again_after_a_stop_keeps_no_row_twice(portfolio_officer, monkeypatch):
    monkeypatch.setattr("reviews.actions.imports.working.CHUNK", 3)
    held = bring(portfolio_officer, HEAD, *ROWS)
    real, calls = MilestoneRows.judge, []

    def fails_once(self, rows):
        calls.append(rows)
        if len(calls) == 2:
            raise DatabaseError("The server closed the connection.")
        return real(self, rows)

    monkeypatch.setattr(MilestoneRows, "judge", fails_once)
    with pytest.raises(DatabaseError):
        tasks.work_on_import(import_id=held.pk)
    assert (stopped(held), held.rows.count()) == ((ImportState.READING, 1, 3), 3)

    silent(held)
    work(held)

    assert stopped(held) == (ImportState.PREVIEWED, 2, 7)
    assert held.rows.count() == 7


@pytest.mark.parametrize(
    "fault, sentence",
    [
        (SoftTimeLimitExceeded(), "It took longer than half an hour and was stopped"),
        (MemoryError(), "It needed more memory than the worker has"),
        (ZeroDivisionError(), "It stopped on a fault, which has been written to the log"),
    ],
)
def test_fault_is_told_in_words_and_saves_nothing(portfolio_officer, monkeypatch, fault, sentence):
    held = previewed(portfolio_officer, HEAD, *ROWS)
    requested(held, portfolio_officer)
    real = MilestoneRows.save

    def fails(self, row):
        if row.code == "M5":
            raise fault
        return real(self, row)

    monkeypatch.setattr(MilestoneRows, "save", fails)
    with pytest.raises(type(fault)):
        tasks.work_on_import(import_id=held.pk)

    held.refresh_from_db()
    assert (held.state, held.confirmed_by) == (ImportState.PREVIEWED, None)
    assert held.error.startswith(sentence)
    assert not Milestone.objects.exists()


def test_of_two_people_who_confirm_at_once_one_does(portfolio_officer):
    held = previewed(portfolio_officer, HEAD, *ROWS)
    together, outcomes = threading.Barrier(2), []

    def confirms():
        try:
            together.wait()
            requested(held, portfolio_officer)
            outcomes.append("confirmed")
        except ImportRefused as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=confirms) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [
        "This is being saved by Pat Portfolio, so it cannot be confirmed.",
        "confirmed",
    ]
    assert work(held).state == ImportState.SAVED
    assert Milestone.objects.count() == 7


def test_of_two_imports_of_the_same_rows_the_second_saves_nothing(portfolio_officer):
    first, second = (previewed(portfolio_officer, HEAD, *ROWS) for _ in range(2))

    confirm(first, portfolio_officer)
    kept = confirm(second, portfolio_officer)

    assert kept.state == ImportState.PREVIEWED
    assert "There is a milestone M1 already" in kept.error
    assert Milestone.objects.count() == 7


def test_undo_that_is_stopped_is_done_by_the_next_worker(portfolio_officer, monkeypatch):
    saved = confirm(previewed(portfolio_officer, HEAD, *ROWS), portfolio_officer)
    real, calls = MilestoneRows.undo, []

    def fails_once(self, row):
        calls.append(row)
        if len(calls) == 3:
            raise DatabaseError("The server closed the connection.")
        return real(self, row)

    monkeypatch.setattr(MilestoneRows, "undo", fails_once)
    with pytest.raises(DatabaseError):
        undo(saved, portfolio_officer)
    assert Milestone.objects.count() == 7

    silent(saved)
    assert work(saved).state == ImportState.UNDONE
    assert not Milestone.objects.exists()


def test_five_thousand_rows_are_read_saved_and_undone(portfolio_officer):
    """Most of them as they are already, so that the test is about reading them."""
    reviews = [make_review(f"P1-R{number:02d}") for number in range(50)]
    Milestone.objects.bulk_create(
        Milestone(activity=reviews[number % 50], code=f"M{number}", title=f"Milestone {number}")
        for number in range(4_900)
    )
    rows = [(f"M{number}", "", "Renamed") for number in range(50)]
    rows += [(f"M{number}", "", f"Milestone {number}") for number in range(50, 4_900)]
    rows += [(f"M-NEW-{number}", f"P1-R{number % 50:02d}", "New") for number in range(100)]

    held = previewed(portfolio_officer, HEAD, *rows)
    assert (held.state, held.rows_done, held.rows_total) == (ImportState.PREVIEWED, 5_000, 5_000)

    saved = confirm(held, portfolio_officer)
    assert (saved.state, saved.rows_done) == (ImportState.SAVED, 150)
    assert Milestone.objects.count() == 5_000

    assert undo(saved, portfolio_officer).state == ImportState.UNDONE
    assert Milestone.objects.count() == 4_900
    assert not Milestone.objects.filter(title="Renamed").exists()
