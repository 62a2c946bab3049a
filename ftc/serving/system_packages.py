"""Packages of the operating system: looked for, installed where we may, otherwise named."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from ftc.serving import processes
from ftc.serving.console import ServingError

PAPER_LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
PAPER_FONT = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def missing_for_papers() -> list[str]:
    """Debian packages that drawing PDF papers still needs."""
    missing = [package for library, package in PAPER_LIBRARIES.items() if not _loads(library)]
    if not any(next(Path(folder).rglob("*.[to]tf"), None) for folder in FONT_FOLDERS):
        missing.append(PAPER_FONT)
    return missing


def find_chromium() -> Path | None:
    """The browser for the browser tests; FTC_CHROMIUM names another."""
    given = os.environ.get("FTC_CHROMIUM")
    if given:
        return Path(given)
    for name in CHROMIUM_NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return None


def install_line(packages: Sequence[str]) -> str:
    """The one line a person runs to install packages."""
    return f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"


def install(packages: Sequence[str], *, log: Path, tick: Callable[[], None] | None = None) -> bool:
    """Install Debian packages where we are root on Debian. Returns whether that was done."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    wait = ["-o", "DPkg::Lock::Timeout=60", "-o", "Acquire::Retries=1"]
    put = [apt, *wait, "install", "-y", "-q", "--no-install-recommends", *packages]
    for arguments in (put, [apt, *wait, "update", "-q"], put):
        try:
            processes.run(
                arguments,
                log=log,
                folder=Path("/"),
                environment=quiet,
                tick=tick,
                failure="apt-get failed.",
                remedy="",
            )
        except ServingError:
            if "update" in arguments:
                return False
        else:
            if arguments is put:
                return True
    return False


def require(
    packages: Sequence[str], *, cause: str, log: Path, tick: Callable[[], None] | None = None
) -> None:
    """Install packages that FTC cannot go on without, or say the line that does."""
    if not install(packages, log=log, tick=tick):
        raise ServingError(cause, f"As root, run: {install_line(packages)}", log)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
