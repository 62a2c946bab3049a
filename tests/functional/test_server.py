"""``script/server`` as its user meets it: ready, hard to kill, easy to stop, and nothing lost."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("FTC_", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PYTEST", "COV_")

pytestmark = [pytest.mark.slow, pytest.mark.server]


class RunningServer:
    """One ``script/server`` on a data folder of its own, and what can be asked of it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        # What script/test sets for its own services must not reach the server under test.
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> list[str]:
        """Start it and return what it printed up to and with the line that says Ready."""
        self.process = self.run_beside("script/server", "--port", str(self.port))
        printed = []
        for line in self.process.stdout:
            printed.append(line.rstrip("\n"))
            if line.startswith("Ready: "):
                break
        assert printed, "nothing was printed"
        assert printed[-1].startswith("Ready: "), "\n".join(printed)
        return printed

    def stop(self, number: signal.Signals) -> tuple[int, list[str]]:
        """Send a signal; return the exit code and the parts in the order they stopped."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=60)
        stopped = [line.split()[1] for line in rest.splitlines() if " stopped (" in line]
        return self.process.returncode, stopped

    def run_beside(self, script: str, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [ROOT / script, *arguments],
            env=self.environment | {"FTC_DATA": str(self.data)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def ask(self, script: str, *arguments: str) -> tuple[int, str]:
        process = self.run_beside(script, *arguments)
        printed, _ = process.communicate(timeout=60)
        return process.returncode, printed.strip()

    def shell(self, code: str) -> str:
        status, printed = self.ask("script/manage", "shell", "--verbosity=0", "-c", code)
        assert status == 0, printed
        return printed.splitlines()[-1] if printed else ""

    def parts(self) -> dict[str, int]:
        return json.loads((self.data / "state.json").read_text())["parts"]

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url, timeout=5) as page:
                return page.status == 200
        except OSError:
            return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def server():
    # As root the services run as another user, who may not enter pytest's own folders.
    data = Path(tempfile.mkdtemp(prefix="ftc-server-", dir="/tmp"))
    made = RunningServer(data)
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop(signal.SIGTERM)
    shutil.rmtree(data)


def test_server_brings_every_part_back_and_keeps_the_data(server):
    server.start()
    groups = "from django.contrib.auth.models import Group; "
    server.shell(groups + "Group.objects.create(name='kept')")

    for name in ("Web", "Worker", "Schedule", "PostgreSQL", "Broker"):
        killed = server.parts()[name]
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda name=name, killed=killed: server.parts()[name] != killed)
        wait_for(server.answers)
    at_work = "from ftc.celery import app; print(len(app.control.ping(timeout=3)))"
    wait_for(lambda: server.shell(at_work) == "1")
    left = list(server.parts().values())
    status, stopped = server.stop(signal.SIGINT)

    assert (status, stopped) == (0, ["Web", "Worker", "Schedule", "Broker", "PostgreSQL"])
    assert [pid for pid in left if is_alive(pid)] == []
    server.start()
    assert server.shell(groups + "print(Group.objects.filter(name='kept').count())") == "1"


def test_server_says_what_is_in_the_way(server):
    printed = server.start()

    assert printed[-1] == f"Ready: {server.url}"
    assert server.ask("script/server", "--port", str(free_port())) == (
        1,
        f"FTC is already running on {server.data} at {server.url}.",
    )
    elsewhere = ("--data", f"{server.data}/other", "--port", str(server.port))
    status, refusal = server.ask("script/server", *elsewhere)
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
    server.start()
    parts = list(server.parts().values())
    server.process.kill()
    server.process.wait()
    server.process.stdout.close()

    server.start()

    assert server.answers()
    wait_for(lambda: not any(is_alive(pid) for pid in parts))
