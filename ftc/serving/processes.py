"""Child processes: how they are started, tied to their parent, run to the end and stopped."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ftc.serving.console import ServingError

PR_SET_PDEATHSIG = 1
LOG_LIMIT_BYTES = 5_000_000
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Account:
    """A system user that a child runs as."""

    name: str
    uid: int
    gid: int


def service_account() -> Account | None:
    """The unprivileged user for PostgreSQL and the broker; None when we are not root.

    PostgreSQL refuses to run as root, and no user is ever added to the machine for it.
    """
    if os.geteuid() != 0:
        return None
    try:
        found = pwd.getpwnam("nobody")
    except KeyError:
        return Account("uid 65534", 65534, 65534)
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


def can_enter(path: Path, account: Account | None) -> Path | None:
    """The first folder on the way to ``path`` (itself included) that the account may not enter."""
    if account is None:
        return None
    for folder in [*reversed(path.parents), path]:
        if not folder.is_dir():
            continue
        status = folder.stat()
        if status.st_uid == account.uid:
            allowed = status.st_mode & 0o100
        elif status.st_gid == account.gid:
            allowed = status.st_mode & 0o010
        else:
            allowed = status.st_mode & 0o001
        if not allowed:
            return folder
    return None


def give_to(path: Path, account: Account | None) -> None:
    """Make a file or folder the account's own; does nothing when we are not root."""
    if account is not None:
        os.chown(path, account.uid, account.gid)


@dataclass(frozen=True)
class Command:
    """What to start: arguments, environment, user, log, and how it is asked to stop.

    ``stdin`` is written to the child and closed, which keeps passwords out of its arguments.
    ``on_orphaned`` is the signal the kernel sends when the supervisor itself is killed.
    """

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    folder: Path
    account: Account | None = None
    stdin: bytes | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    on_orphaned: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0
    forget: Sequence[Path] = field(default_factory=tuple)


def spawn(command: Command) -> subprocess.Popen[bytes]:
    """Start a child in its own session that dies with us; output goes to its log.

    Call it from the main thread only: the kernel sends the signal when the thread ends.
    """
    for path in command.forget:
        path.unlink(missing_ok=True)
    rotate(command.log)
    account = command.account
    with command.log.open("ab") as log:
        try:
            child = subprocess.Popen(
                list(command.arguments),
                env=dict(command.environment),
                cwd=command.folder,
                stdin=subprocess.DEVNULL if command.stdin is None else subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=tie_to_parent(os.getpid(), command.on_orphaned),
                user=None if account is None else account.uid,
                group=None if account is None else account.gid,
                extra_groups=None if account is None else [],
            )
        except (OSError, subprocess.SubprocessError) as problem:
            raise ServingError(
                f"{command.arguments[0]} could not be run: {problem}",
                "Check that the file is there and may be run by this user.",
                command.log,
            ) from problem
    if child.stdin is not None:
        try:
            child.stdin.write(command.stdin or b"")
            child.stdin.close()
        except BrokenPipeError:
            pass  # it has ended already; its exit and its log say why
    return child


def tie_to_parent(parent: int, orphaned: signal.Signals) -> Callable[[], None]:
    """Between fork and exec: after the change of user, which would clear the tie."""

    def tie() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(orphaned), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return tie


def rotate(log: Path, limit: int = LOG_LIMIT_BYTES) -> None:
    """Set a log aside as ``.1`` once it has grown past the limit; one old file is kept."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > limit:
        log.replace(log.with_name(log.name + ".1"))


def stop(child: subprocess.Popen[bytes], command: Command) -> float:
    """Ask a child to stop, wait, then kill what is left of its session. Returns seconds taken."""
    begun = time.monotonic()
    if child.poll() is None:
        child.send_signal(command.stop_signal)
        try:
            child.wait(timeout=command.stop_seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    kill_session(child.pid)
    return time.monotonic() - begun


def kill_session(leader: int) -> None:
    """End whatever a dead child left behind in its process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


class Task:
    """A command that runs to its end, perhaps beside other work, with its output in a log."""

    def __init__(self, command: Command, *, failure: str, remedy: str) -> None:
        rotate(command.log)
        self.command = command
        self.failure = failure
        self.remedy = remedy
        self._log_start = command.log.stat().st_size if command.log.exists() else 0
        self._child = spawn(command)

    def finish(self, tick: Callable[[], None] | None = None) -> None:
        """Wait for the end; raise with the last words when it was a failure."""
        try:
            while True:
                try:
                    status = self._child.wait(timeout=0.5)
                    break
                except subprocess.TimeoutExpired:
                    if tick is not None:
                        tick()
        except BaseException:
            self.stop()
            raise
        if status != 0:
            words = last_words(self.command.log, self._log_start)
            raise ServingError(f"{self.failure} {words}".strip(), self.remedy, self.command.log)

    def stop(self) -> None:
        """End it early; does nothing when it has ended."""
        stop(self._child, self.command)


def run(
    arguments: Sequence[str],
    *,
    log: Path,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    account: Account | None = None,
    stdin: bytes | None = None,
    tick: Callable[[], None] | None = None,
    failure: str,
    remedy: str,
) -> None:
    """Run a command to its end with its output in a log; raise with its last words if it fails."""
    command = Command(
        name=Path(arguments[0]).name,
        arguments=arguments,
        environment=os.environ if environment is None else environment,
        log=log,
        folder=folder,
        account=account,
        stdin=stdin,
        on_orphaned=signal.SIGKILL,
    )
    Task(command, failure=failure, remedy=remedy).finish(tick)


def last_words(log: Path, start: int = 0, lines: int = 3) -> str:
    """The last lines a program wrote, joined, to be quoted in a failure."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(start, log.stat().st_size - 4000))
        text = file.read().decode("utf-8", "replace")
    kept = [line.strip() for line in text.splitlines() if line.strip(" ^~")]
    return " | ".join(kept[-lines:])
