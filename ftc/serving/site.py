"""The Django site as the services see it: its environment, its processes, its preparation."""

from __future__ import annotations

import hashlib
import http.client
import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path

from ftc.serving import processes
from ftc.serving.data_folder import DataFolder
from ftc.serving.processes import Command, Task

WORKING_DATE = "2014-05-06"
HOST = "127.0.0.1"


def django_environment(
    root: Path, data: DataFolder, *, database_url: str, redis_url: str
) -> dict[str, str]:
    """Everything Django reads from the environment; what the caller's already sets is kept."""
    settings = data.settings()
    demonstration = bool(settings.get("demonstration", True))
    ours = {
        "FTC_SECRET_KEY": settings["secret_key"],
        "FTC_MEDIA_ROOT": str(data.media),
        "FTC_STATIC_ROOT": str(root / "build" / "static"),
        "FTC_DEMONSTRATION": "1" if demonstration else "0",
        "FTC_ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]",
        "PYTHONUNBUFFERED": "1",
    }
    if demonstration:
        ours["FTC_WORKING_DATE"] = WORKING_DATE
        ours["FTC_DEMO_PASSWORD"] = settings["demonstration_password"]
    fixed = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "FTC_DATA": str(data.path),
        "DJANGO_SETTINGS_MODULE": "ftc.settings",
    }
    return ours | dict(os.environ) | fixed


class Site:
    """The web server, the worker and the schedule, and what is done before they start."""

    def __init__(
        self, root: Path, python: Path, data: DataFolder, environment: dict[str, str], port: int
    ) -> None:
        self.root = root
        self.python = python
        self.data = data
        self.environment = environment
        self.port = port

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/"

    def manage(
        self, *arguments: str, failure: str, remedy: str, tick: Callable[[], None] | None = None
    ) -> None:
        """Run one management command to its end."""
        self._task("setup.log", *arguments, failure=failure, remedy=remedy).finish(tick)

    def migrate(self, tick: Callable[[], None] | None = None) -> None:
        """Bring the schema up to date."""
        self.manage(
            *("migrate", "--no-input"),
            failure="The schema could not be brought up to date.",
            remedy="Read the log. The data is as it was before the failing migration.",
            tick=tick,
        )

    def collect_static(self) -> Task | None:
        """Begin to collect the static files beside other work; None when nothing has changed."""
        target = Path(self.environment["FTC_STATIC_ROOT"])
        kept = self.static_stamp.read_text() if self.static_stamp.exists() else ""
        if target.is_dir() and kept == static_fingerprint(self.root):
            return None
        self.static_stamp.parent.mkdir(parents=True, exist_ok=True)
        return self._task(
            "static.log",
            *("collectstatic", "--no-input", "--verbosity=0"),
            failure="The static files could not be collected.",
            remedy=f"Check the free space and the rights of {self.static_stamp.parent}.",
        )

    def mark_static(self) -> None:
        """Note that the static files are collected as they are now."""
        self.static_stamp.write_text(static_fingerprint(self.root))

    @property
    def static_stamp(self) -> Path:
        target = Path(self.environment["FTC_STATIC_ROOT"])
        return target.with_name(target.name + ".stamp")

    def _task(self, log: str, *arguments: str, failure: str, remedy: str) -> Task:
        command = Command(
            name=arguments[0],
            arguments=[str(self.python), "manage.py", *arguments],
            environment=self.environment,
            log=self.data.logs / log,
            folder=self.root,
            on_orphaned=signal.SIGKILL,
        )
        return Task(command, failure=failure, remedy=remedy)

    def web(self) -> Command:
        """gunicorn; the oldest part of the site and the first to stop."""
        options = [
            "--bind", f"{HOST}:{self.port}",
            "--worker-class", "gthread", "--workers", "2", "--threads", "4",
            "--timeout", "60", "--graceful-timeout", "8",
            "--preload", "--no-control-socket",
            "--access-logfile", str(self.data.logs / "access.log"),
        ]  # fmt: skip
        return self._part("Web", ["gunicorn", "ftc.wsgi:application", *options], "web.log")

    def worker(self) -> Command:
        """Celery's worker; a task it is told to leave runs again at the next start."""
        options = ["--concurrency", "2", "--loglevel", "INFO", "--without-gossip"]
        options += ["--without-mingle", "--heartbeat-interval", "5"]
        arguments = ["celery", "-A", "ftc.celery", "worker", *options]
        return self._part("Worker", arguments, "worker.log", stop_seconds=15)

    def beat(self) -> Command:
        """Celery's schedule; one, and only one, for all workers."""
        files = ["--schedule", str(self.data.path / "beat-schedule"), "--pidfile", ""]
        arguments = ["celery", "-A", "ftc.celery", "beat", "--loglevel", "WARNING", *files]
        return self._part("Schedule", arguments, "beat.log")

    def _part(self, name: str, arguments: list[str], log: str, stop_seconds: float = 10) -> Command:
        processes.rotate(self.data.logs / "access.log")
        return Command(
            name=name,
            arguments=[str(self.python), "-m", *arguments],
            environment=self.environment,
            log=self.data.logs / log,
            folder=self.root,
            on_orphaned=signal.SIGTERM,
            stop_seconds=stop_seconds,
        )


class WorkerLog:
    """What Celery's worker writes from now on; it says when it takes work."""

    def __init__(self, path: Path) -> None:
        processes.rotate(path)
        self.path = path
        self.start = path.stat().st_size if path.exists() else 0

    def says_ready(self) -> bool:
        """True once the worker has connected to the broker and takes tasks."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            return b" ready.\n" in file.read()


def first_answer(port: int) -> int | None:
    """The status of the first page; None when nobody answers in time."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def schema_fingerprint(root: Path) -> str:
    """A hash over our migrations and the packages that bring their own."""
    ours = [
        path
        for folder in ("ftc", "governance", "reviews", "commissioning", "finance")
        for path in sorted((root / folder).rglob("migrations/*.py"))
    ]
    inputs = [*ours, root / "ftc" / "settings.py", root / "requirements" / "base.txt"]
    return _digest(root, inputs)


def static_fingerprint(root: Path) -> str:
    """A hash over the names, sizes and times of what is collected."""
    digest = hashlib.sha256((root / "requirements" / "base.txt").read_bytes())
    for path in sorted((root / "static").rglob("*")):
        if path.is_file():
            status = path.stat()
            digest.update(f"{path}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _digest(root: Path, paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
