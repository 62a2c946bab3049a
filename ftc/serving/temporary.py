"""Run one command on services of its own, in a data folder that is thrown away afterwards."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ftc.serving import management, processes
from ftc.serving.console import ServingError, StopRequested, describe_failure
from ftc.serving.data_folder import DataFolder
from ftc.serving.server import stop_on_signals
from ftc.serving.services import Services
from ftc.serving.site import Site, django_environment
from ftc.serving.supervisor import Supervisor

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def temporary_services(
    venv: Path, *, hasty: bool = True, environ: Mapping[str, str] | None = None
) -> Iterator[tuple[DataFolder, Services]]:
    """PostgreSQL and a broker in a new folder, gone at the end of the block."""
    path = Path(tempfile.mkdtemp(prefix="ftc-", dir="/tmp"))  # the services' user may go there
    data = DataFolder(path)
    supervisor = Supervisor()
    try:
        data.prepare()
        data.lock()
        services = Services(data, venv, os.environ if environ is None else environ, hasty=hasty)
        services.start_database(supervisor)
        services.start_broker(supervisor)
        yield data, services
    finally:
        supervisor.stop_all(announce=False)
        data.remove_runtime()
        shutil.rmtree(path, ignore_errors=True)


def run_beside(arguments: list[str], environment: dict[str, str]) -> int:
    """Run a command in the foreground; it ends with us. Returns its exit code."""
    tie = processes.tie_to_parent(os.getpid(), signal.SIGTERM)
    child = subprocess.Popen(
        arguments,
        cwd=ROOT,
        env=environment,
        preexec_fn=tie,
    )
    try:
        return child.wait()
    except StopRequested:
        child.terminate()
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
        return 130


def prepare_demonstration(site: Site) -> None:
    """Schema and demonstration programme, for commands that measure with them."""
    site.migrate()
    site.manage("load_demo", failure="load_demo failed.", remedy="Read the log.")


def main() -> int:
    """``python -m ftc.serving.temporary [--demo] -- COMMAND``: run it on temporary services."""
    parser = argparse.ArgumentParser(prog="python -m ftc.serving.temporary")
    parser.add_argument("--demo", action="store_true", help="migrate and load the demonstration")
    parser.add_argument("--unless-running", action="store_true", help="use script/server's if up")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    stop_on_signals()
    python = ROOT / ".venv" / "bin" / "python"
    try:
        if options.unless_running:
            folder, _ = management.split_arguments([], os.environ, os.geteuid())
            data = DataFolder(folder)
            if data.is_running():
                return run_beside(command, management.environment_for(data, ["bench"]))
        with temporary_services(ROOT / ".venv", hasty=not options.demo) as (data, services):
            data.remember(demonstration=options.demo)
            environment = django_environment(
                ROOT, data, database_url=services.database_url, redis_url=services.redis_url
            )
            if options.demo:
                prepare_demonstration(Site(ROOT, python, data, environment, 0))
            return run_beside(command, environment)
    except StopRequested:
        return 130
    except ServingError as failure:
        print(describe_failure(failure), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
