"""The one folder that holds a running FTC's data, and the short folder that holds its sockets."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ftc.serving.console import ServingError
from ftc.serving.processes import Account, can_enter, give_to, service_account

SOCKET_PATH_LIMIT = 107
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"
# Letters and digits that are not mistaken for one another when typed from a screen.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def default_path(environ: Mapping[str, str], uid: int) -> Path:
    """Where the data goes when nobody says: FTC_DATA, else the user's data home, else /var/lib."""
    if environ.get("FTC_DATA"):
        return named_path(environ["FTC_DATA"], environ)
    if environ.get("XDG_DATA_HOME"):
        return Path(environ["XDG_DATA_HOME"]).absolute() / "ftc"
    if uid == 0:  # the services run as another user, who may not enter root's home
        return Path("/var/lib/ftc")
    return Path("~/.local/share/ftc").expanduser()


def named_path(text: str, environ: Mapping[str, str]) -> Path:
    """A folder somebody named; a relative one counts from where the script was called."""
    called_from = environ.get("FTC_CALLED_FROM", ".")
    return Path(os.path.abspath(Path(called_from, Path(text).expanduser())))


class DataFolder:
    """The data folder: its parts, its lock, its remembered settings and the state of its services.

    ``postgres/`` and ``broker/`` belong to the account the services run as;
    everything else to whoever started FTC.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.account: Account | None = service_account()
        self._lock: int | None = None
        self._settings: dict[str, Any] | None = None

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def broker(self) -> Path:
        return self.path / "broker"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def media(self) -> Path:
        return self.path / "media"

    @property
    def binaries(self) -> Path:
        return self.path / "binaries"

    @property
    def settings_file(self) -> Path:
        return self.path / "settings.json"

    @property
    def state_file(self) -> Path:
        return self.path / "state.json"

    def prepare(self) -> None:
        """Make the folder and its parts; refuse one that the services could not work in."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if self.account is not None:
                self.path.chmod(0o711)
            for part in (self.logs, self.media):
                part.mkdir(mode=0o700, exist_ok=True)
        except OSError as problem:
            raise ServingError(
                f"The data folder {self.path} cannot be written: {problem.strerror}.",
                "Choose another with --data DIR, or give this user the right to write there.",
            ) from problem

    def check_reachable(self) -> None:
        """Refuse a folder below one that the services' account may not enter."""
        closed = can_enter(self.path, self.account)
        if closed is not None and self.account is not None:
            raise ServingError(
                f"As root, PostgreSQL runs as the user {self.account.name}, "
                f"who may not enter {closed}.",
                f"Choose a folder elsewhere with --data (for example /var/lib/ftc), "
                f"or allow passage with: chmod o+x {closed}",
            )

    def prepare_broker(self) -> None:
        """Make the broker's folder, owned by the account it runs as."""
        self.broker.mkdir(mode=0o700, exist_ok=True)
        give_to(self.broker, self.account)

    def lock(self) -> None:
        """Claim the folder for this process until it ends; refuse when another holds it."""
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            where = self.state().get("url")
            at = f" at {where}" if where else ""
            raise ServingError(f"FTC is already running on {self.path}{at}.") from None
        self._lock = descriptor

    def unlock(self) -> None:
        """Give the folder back."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def is_running(self) -> bool:
        """True while a supervisor holds the folder."""
        try:
            descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False

    def settings(self) -> dict[str, Any]:
        """What is kept between starts: secrets, made once, and choices; stored for us alone."""
        if self._settings is None:
            try:
                kept = json.loads(self.settings_file.read_text("utf-8"))
            except FileNotFoundError:
                kept = {}
            except ValueError as problem:
                raise ServingError(
                    f"{self.settings_file} is damaged: {problem}.",
                    "Restore it from a copy; it holds the passwords of the data beside it.",
                ) from problem
            made = {
                "secret_key": secrets.token_urlsafe(48),
                "database_password": secrets.token_hex(20),
                "broker_password": secrets.token_hex(20),
                "demonstration_password": readable_password(),
            }
            self._settings = {**made, **kept}
            if set(made) - set(kept):
                write_privately(self.settings_file, self._settings)
        return self._settings

    def remember(self, **choices: Any) -> None:
        """Keep choices or stamps beside the secrets."""
        settings = self.settings()
        if any(settings.get(name, self) != value for name, value in choices.items()):
            settings.update(choices)
            write_privately(self.settings_file, settings)

    def state(self) -> dict[str, Any]:
        """What the running supervisor says of its services; empty when none has said."""
        try:
            state: dict[str, Any] = json.loads(self.state_file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return state

    def write_state(self, state: dict[str, Any]) -> None:
        """Tell other commands where the services are."""
        write_privately(self.state_file, state)

    def runtime(self) -> Path:
        """The folder of the sockets: short, private, the same at every start."""
        digest = hashlib.sha256(str(self.path).encode()).hexdigest()[:12]
        uid = os.geteuid()
        for parent in runtime_parents(os.environ, uid):
            folder = parent / (f"ftc-{digest}" if uid == 0 else f"ftc-{uid}-{digest}")
            if not fits_socket(folder):
                continue
            try:
                return private_folder(folder, self.account)
            except OSError:
                continue
        raise ServingError(
            "No folder was found for the sockets of PostgreSQL and the broker.",
            "Make /tmp or $XDG_RUNTIME_DIR writable; an old folder /tmp/ftc-* of another user "
            "may be in the way.",
        )

    def remove_runtime(self) -> None:
        """Take the folder of the sockets away once nothing listens there."""
        shutil.rmtree(self.runtime(), ignore_errors=True)


def runtime_parents(environ: Mapping[str, str], uid: int) -> list[Path]:
    """Folders to try for the sockets, best first."""
    if uid == 0:
        return [Path("/run"), Path("/tmp")]
    given = environ.get("XDG_RUNTIME_DIR")
    return [*([Path(given)] if given else []), Path(f"/run/user/{uid}"), Path("/tmp")]


def fits_socket(folder: Path) -> bool:
    """True when the longest socket name in the folder stays within what the kernel accepts."""
    return len(os.fsencode(folder / LONGEST_SOCKET_NAME)) <= SOCKET_PATH_LIMIT


def private_folder(folder: Path, account: Account | None) -> Path:
    """Make a folder only its owner may enter; refuse one that somebody else put there."""
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    owners = {os.geteuid()} | ({account.uid} if account is not None else set())
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in owners:
        raise PermissionError(f"{folder} belongs to somebody else")
    folder.chmod(0o700)
    give_to(folder, account)
    return folder


def readable_password() -> str:
    """A password of four groups that can be read out and typed: 58 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(3)) for _ in range(4))


def write_privately(path: Path, content: dict[str, Any]) -> None:
    """Replace a JSON file in one move, readable by us alone."""
    draft = path.with_name(path.name + ".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2, sort_keys=True)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
