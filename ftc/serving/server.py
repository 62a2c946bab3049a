"""``script/server``: from a bare machine to a running FTC, and back to nothing on Ctrl-C."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from ftc.serving import frontend, packages, processes, system_packages
from ftc.serving import site as site_module
from ftc.serving.console import (
    ServingError,
    Steps,
    StopRequested,
    describe_failure,
    event,
    say,
    write,
)
from ftc.serving.data_folder import DataFolder, default_path, named_path
from ftc.serving.services import Services
from ftc.serving.site import Site, django_environment
from ftc.serving.supervisor import Part, Supervisor

ROOT = Path(__file__).resolve().parents[2]
STEP_COUNT = 9
FIRST_PAGE_SECONDS = 60.0
WRONG_PAGE_SECONDS = 5.0
WORKER_SECONDS = 60.0


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line of ``script/server``."""
    parser = argparse.ArgumentParser(
        prog="script/server",
        description="Set up and run FTC on this machine. Ctrl-C stops it; the data is kept.",
    )
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default 8000)")
    parser.add_argument(
        "--data", metavar="DIR", help="data folder (default: FTC_DATA, or data home)"
    )
    demo = parser.add_mutually_exclusive_group()
    demo.add_argument("--no-demo", action="store_true", help="without the demonstration programme")
    demo.add_argument("--demo", action="store_true", help="with it, on a folder started without")
    demo.add_argument(
        "--beginning",
        action="store_true",
        help="with it, but before any review; on a folder where none was loaded",
    )
    return parser.parse_args(arguments)


class Server:
    """One run of FTC on one data folder."""

    def __init__(self, data: DataFolder, port: int) -> None:
        self.data = data
        self.port = port
        self.steps = Steps(STEP_COUNT)
        self.supervisor = Supervisor()
        self.environment = packages.Environment(ROOT, data.logs / "setup.log")
        self._people: subprocess.Popen[str] | None = None

    @property
    def log(self) -> Path:
        return self.data.logs / "setup.log"

    def start(self) -> Site:
        """Carry out every step up to the first page."""
        with self.steps.step("Python packages") as step:
            packages.check_python()
            step.note = self.environment.ensure("embedded", step.tick)
        with self.steps.step("Front-end build") as step:
            step.note = frontend.build(ROOT, log=self.log, tick=step.tick)
        with self.steps.step("System libraries for PDF papers") as step:
            step.note = self._system_libraries(step)
        services = Services(self.data, self.environment.path, os.environ)
        with self.steps.step("Database") as step:
            step.note = services.start_database(self.supervisor)
        with self.steps.step("Broker") as step:
            step.note = services.start_broker(self.supervisor)
        environment = django_environment(
            ROOT, self.data, database_url=services.database_url, redis_url=services.redis_url
        )
        site = Site(ROOT, self.environment.python, self.data, environment, self.port)
        self._publish(site, services)
        self._prepare_site(site, services)
        with self.steps.step("Web, worker and schedule") as step:
            self._start_site(site, step)
        self._publish(site, services)
        self.supervisor.on_change = lambda: self._publish(site, services)
        return site

    def _system_libraries(self, step: Steps) -> str:
        missing = system_packages.missing_for_papers()
        if not missing:
            return "all there"
        if system_packages.install(missing, log=self.log, tick=step.tick):
            return f"installed {' '.join(missing)}"
        step.warn("FTC runs without them, but draws no PDF papers until, as root, you run:")
        step.warn(f"  {system_packages.install_line(missing)}")
        return "missing"

    def _prepare_site(self, site: Site, services: Services) -> None:
        """Schema, demonstration and static files; each is left alone when nothing changed.

        The static files are compressed on one processor while the database works on the other.
        """
        with packages.locked(site.static_stamp.with_suffix(".lock")):
            static = site.collect_static()
            try:
                self._prepare_database(site, services)
            except BaseException:
                if static is not None:
                    static.stop()
                raise
            with self.steps.step("Static files") as step:
                step.note = "unchanged"
                if static is not None:
                    static.finish(step.tick)
                    site.mark_static()
                    step.note = "collected"

    def _prepare_database(self, site: Site, services: Services) -> None:
        kept = self.data.settings()
        with self.steps.step("Database schema") as step:
            wanted = f"{services.given_database} {site_module.schema_fingerprint(ROOT)}"
            step.note = "unchanged"
            if services.given_database or kept.get("schema") != wanted:
                site.migrate(step.tick)
                if not services.given_database:
                    self.data.remember(schema=wanted)
                step.note = "migrated"
        with self.steps.step("Demonstration programme") as step:
            step.note = self._load_demonstration(site, services, step)

    def _load_demonstration(self, site: Site, services: Services, step: Steps) -> str:
        kept = self.data.settings()
        if not kept.get("demonstration", True):
            return "not wanted"
        if kept.get("demonstration_loaded") and not services.given_database:
            return "there"
        beginning = bool(kept.get("beginning"))
        site.manage(
            "load_demo",
            *(["--beginning"] if beginning else []),
            failure="The demonstration programme could not be loaded.",
            remedy="Start with --no-demo to go without it, or read the log.",
            tick=step.tick,
        )
        self.data.remember(demonstration_loaded=True)
        return "loaded, before any review" if beginning else "loaded"

    def _start_site(self, site: Site, step: Steps) -> None:
        """Start beat, worker and web, so that web is the first to stop; wait for web and worker."""
        self.supervisor.add(site.beat())
        command = site.worker()
        told = site_module.WorkerLog(command.log)
        worker = self.supervisor.add(command)
        web = self.supervisor.add(site.web())
        self._people = self._ask_for_people(site)
        self._await_first_page(web, step)
        deadline = time.monotonic() + WORKER_SECONDS
        while not told.says_ready():
            check_alive(worker)
            if time.monotonic() > deadline:
                raise ServingError(
                    f"The worker was not ready within {WORKER_SECONDS:.0f} seconds.",
                    "Read the log; then start again.",
                    worker.command.log,
                )
            step.tick()
            time.sleep(0.1)

    def _await_first_page(self, web: Part, step: Steps) -> None:
        begun, status = time.monotonic(), None
        while status not in {200, 302}:
            check_alive(web)
            waited = time.monotonic() - begun
            if waited > (FIRST_PAGE_SECONDS if status is None else WRONG_PAGE_SECONDS):
                cause = "did not come" if status is None else f"answered {status}"
                raise ServingError(
                    f"The first page {cause}.", "Read the log; then start again.", web.command.log
                )
            step.tick()
            time.sleep(0.1)
            status = site_module.first_answer(self.port)

    def _ask_for_people(self, site: Site) -> subprocess.Popen[str] | None:
        """Begin to list the demonstration people, beside the start of the site."""
        if not self.data.settings().get("demonstration", True):
            return None
        return subprocess.Popen(
            [str(site.python), "manage.py", "demonstration_people"],
            cwd=ROOT,
            env=site.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def _publish(self, site: Site, services: Services) -> None:
        """Write where everything is, so that other commands find it."""
        state: dict[str, Any] = {
            "url": site.url,
            "port": self.port,
            "supervisor": os.getpid(),
            "database_url": services.database_url,
            "redis_url": services.redis_url,
            "parts": {part.command.name: part.pid for part in self.supervisor.parts},
        }
        self.data.write_state(state)

    def announce(self, site: Site, *, seconds: float) -> None:
        """Print where the data is, then the address and who may sign in to the demonstration."""
        people = ""
        if self._people is not None:
            people, _ = self._people.communicate()
            if self._people.returncode != 0:
                people = "Who can sign in: script/manage demonstration_people\n"
        say(f"Data: {self.data.path}  Logs: {self.data.logs}")
        if self._people is None:
            say("Accounts: script/manage create_administrator makes the first one.")
        say(f"Started in {seconds:.1f} s. Ctrl-C stops everything and keeps the data.")
        write(f"\nReady: {site.url}\n{people}")

    def stop(self) -> None:
        """Stop everything in order: web, worker, schedule, broker, PostgreSQL."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        self.supervisor.stop_all()
        self.data.state_file.unlink(missing_ok=True)
        self.data.remove_runtime()


def check_alive(part: Part) -> None:
    """Raise with the last words of a part that ended while the others were starting."""
    if part.child is None or part.child.poll() is not None:
        cause = f"{part.command.name} ended at its start. {processes.last_words(part.command.log)}"
        raise ServingError(cause, "Read the log; then start again.", part.command.log)


def check_port(port: int, *, wait: float = 0.0) -> None:
    """Refuse a port that somebody listens on; wait for one that our killed web is leaving."""
    deadline = time.monotonic() + wait
    while True:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((site_module.HOST, port))
                return
            except OverflowError:
                raise ServingError(
                    f"{port} is no port.", "Choose one from 1024 to 65535."
                ) from None
            except OSError as problem:
                if time.monotonic() > deadline:
                    raise ServingError(
                        f"Port {port} on {site_module.HOST} cannot be used: "
                        f"{(problem.strerror or str(problem)).lower()}.",
                        f"Stop what uses it, or choose another: script/server --port {port + 1}",
                    ) from problem
        time.sleep(0.1)


def raise_stop(number: int, frame: object) -> None:
    raise StopRequested


def stop_on_signals() -> None:
    """Let Ctrl-C, SIGTERM and a closed terminal end the run in order; nohup's wish is kept."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, raise_stop)


def claim(options: argparse.Namespace) -> DataFolder:
    """Prepare and lock the data folder, check the port, and keep the choice of a demonstration."""
    named = options.data and named_path(options.data, os.environ)
    data = DataFolder(named or default_path(os.environ, os.geteuid()))
    data.prepare()
    data.lock()
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        data.check_reachable()
    left_over = bool(data.state())  # only a start that was killed leaves its state behind
    check_port(options.port, wait=5.0 if left_over else 0.0)
    if "demonstration" not in data.settings() or options.demo or options.no_demo:
        data.remember(demonstration=not options.no_demo)
    if options.beginning and not data.settings().get("demonstration_loaded"):
        data.remember(demonstration=True, beginning=True)
    return data


def main(arguments: list[str] | None = None) -> int:
    """Start, tend, stop. Returns 0 after a stop that was asked for, 1 after a failure."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    stop_on_signals()
    server: Server | None = None
    try:
        server = Server(claim(options), options.port)
        begun = time.monotonic()
        say(f"Starting FTC with its data in {server.data.path}")
        site = server.start()
        server.announce(site, seconds=time.monotonic() - begun)
        server.supervisor.tend_until_stopped()
    except StopRequested:
        event("Stopping.")
    except ServingError as failure:
        if server is not None:
            server.stop()  # first, so that the reason is the last thing on the screen
        step = server.steps.name if server is not None and server.steps.number else ""
        if failure.remedy or step:
            print(describe_failure(failure, step=step), file=sys.stderr, flush=True)
        else:
            print(failure.cause, file=sys.stderr, flush=True)
        return 1
    finally:
        if server is not None:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
