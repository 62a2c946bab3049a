"""Our own PostgreSQL: its cluster made once, started on a unix socket, reached by a password."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from ftc.serving import binaries, processes
from ftc.serving.console import ServingError
from ftc.serving.data_folder import DataFolder
from ftc.serving.processes import Command

ROLE = DATABASE = "ftc"
MAJOR_STAMP = "PG_VERSION"
ACCESS_RULES = "# Made by FTC: unix sockets and passwords only.\nlocal all all scram-sha-256\n"

# Modest for two cores; nothing here trades durability for speed.
TUNING = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_wal_size": "1GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "password_encryption": "scram-sha-256",
    "restart_after_crash": "on",
}


class Postgres:
    """One cluster in ``<data>/postgres`` and the programs that serve it.

    ``hasty`` is for tests alone: a cluster that is thrown away need not reach the disk.
    """

    def __init__(self, data: DataFolder, venv: Path, *, hasty: bool = False) -> None:
        self.data = data
        self.hasty = hasty
        found = binaries.find_postgres(venv)
        self.major = binaries.major_version(_version(found))
        self.programs = binaries.reachable(
            found, venv, binaries.POSTGRES_PARTS, account=data.account, copies=data.binaries
        )
        self.log = data.logs / "postgresql.log"

    @property
    def url(self) -> str:
        """The database's address, as Django's DATABASE_URL."""
        password = self.data.settings()["database_password"]
        return f"postgresql://{ROLE}:{password}@/{DATABASE}?host={quote(str(self.data.runtime()))}"

    def prepare(self) -> bool:
        """Make the cluster if it is not whole, and check its major. True when it was made now."""
        self.data.check_reachable()
        _check_named_user()
        made = not (self.data.postgres / MAJOR_STAMP).exists()
        if made:
            self._make_cluster()
        self._check_major()
        self._clear_stale_lock()
        return made

    def command(self) -> Command:
        """How the supervisor starts it; SIGINT is PostgreSQL's fast shutdown."""
        settings = {**TUNING, "unix_socket_directories": str(self.data.runtime())}
        if self.hasty:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        arguments = [str(self.programs / "postgres"), "-D", str(self.data.postgres)]
        for name, value in settings.items():
            arguments += ["-c", f"{name}={value}"]
        return Command(
            name="PostgreSQL",
            arguments=arguments,
            environment=self._environment(),
            log=self.log,
            folder=self.data.postgres,
            account=self.data.account,
            stop_signal=signal.SIGINT,
            on_orphaned=signal.SIGINT,
            stop_seconds=30,
        )

    def is_ready(self, pid: int) -> bool:
        """True once the server with this pid takes connections, by what it says of itself."""
        try:
            lines = (self.data.postgres / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"

    def _environment(self) -> dict[str, str]:
        kept = ("PATH", "TZ", "LD_LIBRARY_PATH")
        return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C"}

    def _make_cluster(self) -> None:
        """Make the cluster aside, give it its role and database, then move it into place."""
        draft = self.data.path / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(self.data.postgres, ignore_errors=True)
        draft.mkdir(mode=0o700)
        processes.give_to(draft, self.data.account)
        remedy = "Read the log; free disk space and the rights of the data folder are usual causes."
        initdb = [str(self.programs / "initdb"), "-D", str(draft), "--username=postgres"]
        initdb += ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=reject", "--no-instructions"]
        if self.hasty:
            initdb.append("--no-sync")
        self._run(initdb, draft, None, "initdb did not finish.", remedy)
        rules = draft / "pg_hba.conf"
        rules.write_text(ACCESS_RULES, encoding="utf-8")
        password = self.data.settings()["database_password"]
        statements = (
            f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}'\n"
            f"CREATE DATABASE {DATABASE} OWNER {ROLE}\n"
        )
        single = [str(self.programs / "postgres"), "--single", "-j", "-D", str(draft)]
        statements = statements.replace("\n", ";\n\n")  # -j: a statement ends at an empty line
        settings = [
            "-c",
            "password_encryption=scram-sha-256",
            "-c",
            "log_statement=none",
            "postgres",
        ]
        self._run(single + settings, draft, statements, "The role could not be made.", remedy)
        draft.rename(self.data.postgres)

    def _run(
        self, arguments: list[str], folder: Path, stdin: str | None, failure: str, remedy: str
    ) -> None:
        processes.run(
            arguments,
            log=self.log,
            folder=folder,
            environment=self._environment(),
            account=self.data.account,
            stdin=None if stdin is None else stdin.encode(),
            failure=failure,
            remedy=remedy,
        )

    def _check_major(self) -> None:
        """Refuse a cluster of another PostgreSQL major, and say how to carry the data over."""
        kept = (self.data.postgres / MAJOR_STAMP).read_text().strip()
        if kept != str(self.major):
            raise ServingError(
                f"The data in {self.data.postgres} was made by PostgreSQL {kept}; "
                f"the PostgreSQL here is {self.major} and cannot read it.",
                f"Put PostgreSQL {kept} back, dump with pg_dump, start FTC with a new --data "
                f"folder and restore there; or set DATABASE_URL to a PostgreSQL {kept} server.",
            )

    def _clear_stale_lock(self) -> None:
        """Wait for a server whose supervisor was killed; drop the lock file of one long gone.

        We hold the data folder, so a postmaster still alive is on its way out.
        """
        lock = self.data.postgres / "postmaster.pid"
        deadline = time.monotonic() + 20
        while lock.exists():
            pid = _first_number(lock)
            if pid is None or not _is_postgres(pid):
                lock.unlink(missing_ok=True)
                return
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGQUIT)
                deadline += 10
            time.sleep(0.1)


def _check_named_user() -> None:
    """initdb looks its user up by number and gives up on one that has no name."""
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        raise ServingError(
            f"PostgreSQL cannot run as user number {os.geteuid()}, which has no name here.",
            "Run FTC as a user of this machine, or set DATABASE_URL to a server.",
        ) from None


def _version(programs: Path) -> str:
    try:
        return subprocess.run(
            [programs / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as problem:
        raise ServingError(
            f"The PostgreSQL programs in {programs} do not run here: {problem}.",
            "Install PostgreSQL (Debian: apt-get install postgresql), or set DATABASE_URL.",
        ) from problem


def _first_number(file: Path) -> int | None:
    try:
        return int(file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def _is_postgres(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip().startswith("postgres")
    except OSError:
        return False
