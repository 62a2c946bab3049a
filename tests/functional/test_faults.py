"""Parts are killed with -9 while people work: nothing acknowledged is lost, pages stay plain."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from tests.functional.running import Answer, RunningServer, Visitor, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.server, pytest.mark.timeout(90, func_only=True)]

DOCUMENT = "SELECT state, attempts FROM records_document WHERE code = %s"
ASKED_FOR = "SELECT count(*) FROM records_document WHERE as_at = %s"
STORED = "SELECT file, size, is_accessible FROM records_document WHERE code = %s"
TITLES = "SELECT title FROM reviews_evidence WHERE title LIKE %s"
DESCRIPTIONS = "SELECT description FROM programme_activityevent WHERE description LIKE %s"


@dataclass
class Saves:
    """What one client saved: the words of every save that was acknowledged, and the refusals."""

    acknowledged: list[str] = field(default_factory=list)
    refused: list[Answer] = field(default_factory=list)


def ask_for_report(visitor: Visitor, *, day: int) -> Answer:
    """Press "Make report" for the outturn report as at a day of April 2014."""
    return visitor.post(
        "/documents/new/",
        kind="OUTTURN_REPORT",
        author="",
        as_at_day=day,
        as_at_month=4,
        as_at_year=2014,
    )


def code_of(answer: Answer) -> str:
    assert (answer.status, answer.location.split("/")[1]) == (302, "documents"), answer.text
    return answer.location.split("/")[2]


def is_ready(site: RunningServer, code: str) -> bool:
    state = site.rows(DOCUMENT, code)[0][0]
    assert state != "FAILED"
    return state == "READY"


def check_stored_once(site: RunningServer, visitor: Visitor, code: str, as_at: str) -> None:
    """One document, one file, and that file whole and readable by everybody."""
    files = list((site.data / "media").rglob(f"{code}-*.pdf"))
    path, size, is_accessible = site.rows(STORED, code)[0]

    assert site.rows(ASKED_FOR, as_at) == [(1,)]
    assert [file.relative_to(site.data / "media").as_posix() for file in files] == [path]
    assert (files[0].stat().st_size, is_accessible) == (size, True)
    assert visitor.get(f"/documents/{code}/file/").status == 200


def check_plain(answer: Answer, *statuses: int) -> None:
    """An error page of ours: our words, no more than a screen, nothing of the inside."""
    assert answer.status in statuses, answer.text
    assert answer.heading in {
        "Sorry, something went wrong",
        "Sorry, the service is not available",
    }
    for inside in ("Traceback", "psycopg2", "redis", "/ftc/", "OperationalError"):
        assert inside not in answer.text


@pytest.mark.parametrize(("part", "day"), [("the worker", 1), ("its process", 2)])
def test_report_is_finished_once_when_its_worker_is_killed_while_drawing(site, part, day):
    portfolio = site.visitor("portfolio")
    code = code_of(ask_for_report(portfolio, day=day))
    wait_for(lambda: site.rows(DOCUMENT, code)[0][0] == "DRAWING")
    if part == "the worker":
        site.kill("Worker")
    else:
        for process in children_of(site.parts()["Worker"]):
            os.kill(process, signal.SIGKILL)
    killed = time.monotonic()
    assert site.rows(DOCUMENT, code) == [("DRAWING", 1)]

    wait_for(lambda: is_ready(site, code), seconds=60 - (time.monotonic() - killed))

    assert site.rows(DOCUMENT, code) == [("READY", 2)]
    check_stored_once(site, portfolio, code, f"2014-04-{day:02}")


def test_no_acknowledged_save_is_lost_when_postgresql_is_killed(site):
    stopped = threading.Event()
    clients = [
        (keep_adding_notes, site.visitor("officer"), "P1-COM"),
        (keep_adding_notes, site.visitor("officer"), "P1-CLS"),
        (keep_adding_notes, site.visitor("portfolio"), "P1-KSS"),
        (keep_editing, site.visitor("portfolio"), "P1-CON"),
    ]
    with ThreadPoolExecutor(len(clients)) as pool:
        running = [pool.submit(keep, visitor, code, stopped) for keep, visitor, code in clients]
        try:
            for _ in range(2):
                time.sleep(2)
                killed = site.kill("PostgreSQL")
                wait_for(lambda killed=killed: site.parts()["PostgreSQL"] != killed)
                wait_for(site.answers)
            time.sleep(2)  # the clients go on: the site came back by itself
        finally:
            stopped.set()
    saves = [client.result() for client in running]

    titles = {title for (title,) in site.rows(TITLES, "Saved through a fault%")}
    descriptions = {text for (text,) in site.rows(DESCRIPTIONS, "Saved through a fault%")}
    for client in saves:
        assert [word for word in client.acknowledged if word not in titles | descriptions] == []
        assert len(client.acknowledged) > 5
        for answer in client.refused:
            check_plain(answer, 500, 503)
    assert any(client.refused for client in saves)


def keep_adding_notes(visitor: Visitor, code: str, stopped: threading.Event) -> Saves:
    """Add notes as evidence, one after the other, each with a title of its own."""
    saves = Saves()
    while not stopped.is_set():
        title = f"Saved through a fault: {code} {len(saves.acknowledged) + len(saves.refused)}"
        answer = visitor.post(
            f"/reviews/{code}/evidence/add/",
            criterion="outline-business-case",
            title=title,
            note="A note.",
            classification="INTERNAL",
        )
        if answer.status == 302 and answer.location.startswith(f"/reviews/{code}/"):
            saves.acknowledged.append(title)
        else:
            saves.refused.append(answer)
    return saves


def keep_editing(visitor: Visitor, code: str, stopped: threading.Event) -> Saves:
    """Edit one review's description over and over, each time from the form as it then is."""
    saves = Saves()
    while not stopped.is_set():
        form = visitor.get(f"/reviews/{code}/edit/")
        if form.status != 200:
            saves.refused.append(form)
            continue
        text = f"Saved through a fault: {len(saves.acknowledged) + len(saves.refused)}"
        answer = visitor.post(
            f"/reviews/{code}/edit/",
            version=form.text.split('name="version" value="')[1].split('"')[0],
            title="Contact Centre and Digital Services Review",
            description=text,
            next_steps="",
            portfolio="",
        )
        if answer.status == 302 and answer.location == f"/reviews/{code}/":
            saves.acknowledged.append(text)
        else:
            saves.refused.append(answer)
    return saves


def test_report_asked_for_without_a_broker_is_drawn_once_it_is_back(site):
    portfolio = site.visitor("portfolio")
    with site.held_down("Broker"):
        first, second = ask_for_report(portfolio, day=3), ask_for_report(portfolio, day=3)
        code = code_of(first)
        page = portfolio.get(f"/documents/{code}/")
        waiting = site.rows(DOCUMENT, code)
        newcomer = Visitor(site.url)
        refused = newcomer.sign_in("member", site.password)

    assert code_of(second) == code
    assert waiting == [("QUEUED", 0)]
    assert (page.status, "Waiting for the worker" in page.text) == (200, True)
    check_plain(refused, 503)
    wait_for(lambda: is_ready(site, code), seconds=60)
    assert portfolio.get("/documents/").status == 200  # nobody was signed out
    assert newcomer.sign_in("member", site.password).status == 302
    check_stored_once(site, portfolio, code, "2014-04-03")


def children_of(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(child) for child in file.read().split()]
