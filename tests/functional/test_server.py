"""``script/server`` as its user meets it: ready, hard to kill, easy to stop, and nothing lost."""

import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.running import RunningServer, free_port, is_alive, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.server, pytest.mark.xdist_group("server")]


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """One data folder for the tests of this module, so that its schema is made once."""
    # As root the services run as another user, who may not enter pytest's own folders.
    path = Path(tempfile.mkdtemp(prefix="ftc café’s server-", dir="/tmp"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def server(data: Path) -> Iterator[RunningServer]:
    """A running server without the demonstration."""
    made = RunningServer(data)
    made.start("--no-demo")
    yield made
    if made.process.poll() is None:
        made.stop(signal.SIGTERM)


def test_server_brings_every_part_back_and_keeps_the_data(server):
    groups = "from django.contrib.auth.models import Group; "
    server.shell(groups + "Group.objects.create(name='kept')")

    for name in ("Web", "Worker", "Schedule", "PostgreSQL", "Broker"):
        killed = server.kill(name)
        wait_for(lambda name=name, killed=killed: server.parts()[name] != killed)
        wait_for(server.answers)
    at_work = "from ftc.celery import app; print(len(app.control.ping(timeout=3)))"
    wait_for(lambda: server.shell(at_work) == "1")
    left = list(server.parts().values())
    status, stopped = server.stop(signal.SIGINT)

    assert (status, stopped) == (0, ["Web", "Worker", "Schedule", "Broker", "PostgreSQL"])
    assert [pid for pid in left if is_alive(pid)] == []
    server.start("--no-demo")
    assert server.shell(groups + "print(Group.objects.filter(name='kept').count())") == "1"


def test_server_says_what_is_in_the_way(server):
    assert server.printed[-1] == f"Ready: {server.url}"
    assert server.ask("script/server", "--port", str(free_port())) == (
        1,
        f"FTC is already running on {server.data} at {server.url}.",
    )
    with tempfile.TemporaryDirectory(dir="/tmp") as elsewhere:
        status, refusal = server.ask(
            "script/server", "--data", elsewhere, "--port", str(server.port)
        )
    assert (status, refusal.splitlines()[1]) == (
        1,
        f"  Cause:  Port {server.port} on 127.0.0.1 cannot be used: address already in use.",
    )
    assert server.stop(signal.SIGTERM)[0] == 0
    assert server.ask("script/manage", "migrate") == (
        1,
        f"FTC is not running on {server.data}. Start it with script/server; "
        "name another folder with --data DIR or FTC_DATA.",
    )


def test_server_comes_back_after_its_supervisor_was_killed(server):
    parts = server.parts()
    server.process.kill()
    server.process.wait()
    server.process.stdout.close()

    server.start("--no-demo")

    assert server.answers()
    wait_for(lambda: [name for name, pid in parts.items() if is_alive(pid)] == [])
