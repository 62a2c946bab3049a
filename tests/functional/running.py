"""One running ``script/server`` for tests, and visitors who use it over HTTP as a script does."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
OURS = ("FTC_", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PYTEST", "COV_")


class RunningServer:
    """One ``script/server`` on a data folder of its own, and what can be asked of it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.printed: list[str] = []
        self.password = ""  # of the demonstration people, once it has printed it
        # What script/test sets for its own services must not reach the server under test.
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        self.process: subprocess.Popen[str] | None = None

    def start(self, *options: str) -> None:
        """Start it and read what it prints, up to the people who may sign in."""
        self.process = self.run_beside("script/server", "--port", str(self.port), *options)
        last = "Ready: " if "--no-demo" in options else "  password "
        self.printed = []
        for line in self.process.stdout:
            self.printed.append(line.rstrip("\n"))
            if line.startswith(last):
                break
        assert self.printed, "nothing was printed"
        assert self.printed[-1].startswith(last), "\n".join(self.printed)
        self.password = self.printed[-1].split()[-1]

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

    def state(self) -> dict[str, Any]:
        """What the supervisor says of its services."""
        return json.loads((self.data / "state.json").read_text())

    def parts(self) -> dict[str, int]:
        """The process number of each part."""
        return self.state()["parts"]

    def kill(self, part: str) -> int:
        """Kill a part as the kernel would when memory runs out; gives its process number."""
        killed = self.parts()[part]
        os.kill(killed, signal.SIGKILL)
        return killed

    @contextlib.contextmanager
    def held_down(self, part: str) -> Iterator[None]:
        """Kill a part, and keep the supervisor from starting it again until the block ends."""
        supervisor = self.state()["supervisor"]
        os.kill(supervisor, signal.SIGSTOP)
        try:
            self.kill(part)
            yield
        finally:
            os.kill(supervisor, signal.SIGCONT)

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the running database."""
        connection = psycopg2.connect(self.state()["database_url"])
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall()
        finally:
            connection.close()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url, timeout=5) as page:
                return page.status == 200
        except OSError:
            return False

    def visitor(self, username: str) -> "Visitor":
        """A demonstration person who has signed in by the form."""
        visitor = Visitor(self.url)
        answer = visitor.sign_in(username, self.password)
        assert answer.status == 302, answer.text
        return visitor


@dataclass(frozen=True)
class Answer:
    """What came back: status, address redirected to, and the page."""

    status: int
    location: str
    text: str

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.DOTALL)
        return re.sub(r"<[^>]+>", "", found.group(1)).strip() if found else ""


class Visitor:
    """A script that keeps cookies, sends forms with their token, and follows no redirect."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), _Unfollowed()
        )

    def get(self, path: str) -> Answer:
        return self._ask(path, None)

    def post(self, path: str, **fields: object) -> Answer:
        token = next((c.value for c in self.cookies if c.name == "csrftoken"), "")
        return self._ask(path, urlencode({"csrfmiddlewaretoken": token, **fields}).encode())

    def sign_in(self, username: str, password: str) -> Answer:
        """Sign in by the ordinary form."""
        self.get("/sign-in/")
        return self.post("/sign-in/", login=username, password=password)

    def _ask(self, path: str, body: bytes | None) -> Answer:
        request = urllib.request.Request(self.url + path, data=body)
        try:
            reply = self._opener.open(request, timeout=30)
        except urllib.error.HTTPError as refusal:
            reply = refusal
        with reply:
            text = reply.read().decode("utf-8", "replace")
            return Answer(reply.status, reply.headers.get("Location", ""), text)


class _Unfollowed(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition: Callable[[], Any], seconds: float = 20.0) -> Any:
    """Wait until the condition gives something true, and give that."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be noted does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"
