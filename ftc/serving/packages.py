"""The Python environment: made once, filled from locked and hashed requirements, kept in step."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ftc.serving import processes, system_packages
from ftc.serving.console import ServingError

OLDEST_PYTHON = (3, 11)
STAMP = ".requirements.json"
NETWORK_REMEDY = (
    "Check that this machine reaches a Python package index, then start again; "
    "what was already fetched is kept."
)


def check_python(version: tuple[int, ...] = sys.version_info[:3]) -> None:
    """Refuse a Python older than the one FTC is written for."""
    if version[:2] < OLDEST_PYTHON:
        raise ServingError(
            f"This is Python {'.'.join(map(str, version))}; FTC needs 3.11 or later.",
            "Install Python 3.11 or later and run the script with it first on the PATH.",
        )


class Environment:
    """The virtual environment of one checkout.

    ``embedded`` is what a server needs; ``dev`` holds it all and the test tools,
    so an environment once filled for tests is never cut down again.
    """

    def __init__(self, root: Path, log: Path) -> None:
        self.root = root
        self.path = root / ".venv"
        self.log = log

    @property
    def python(self) -> Path:
        return self.path / "bin" / "python"

    def ensure(self, wanted: str, tick: Callable[[], None] | None = None) -> str:
        """Bring the environment in step with the requirements; returns what was done, in words."""
        with locked(self.root / "build" / "environment.lock"):
            if self.python.exists() and not self._runs():
                shutil.rmtree(self.path)
            filling = "dev" if wanted == "dev" or self._has_dev() else "embedded"
            if self.python.exists() and self.stamp() == self.fingerprint(filling):
                return "in step"
            if not self.python.exists():
                self._make(tick)
            uv = self._ensure_uv(tick)
            self._sync(uv, filling, tick)
            stamp = json.dumps(self.fingerprint(filling), indent=2, sort_keys=True)
            (self.path / STAMP).write_text(stamp + "\n", encoding="utf-8")
            return "installed"

    def fingerprint(self, filling: str) -> dict[str, str]:
        """What an environment filled this way is marked with."""
        requirements = self.root / "requirements" / f"{filling}.txt"
        digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
        return {"filling": filling, "sha256": digest}

    def stamp(self) -> dict[str, str]:
        """What the environment is marked with; empty when nothing was finished."""
        try:
            kept: dict[str, str] = json.loads((self.path / STAMP).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return kept

    def _runs(self) -> bool:
        """False when the interpreter it was made with has gone or is too old."""
        code = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST_PYTHON})"
        return os.spawnv(os.P_WAIT, self.python, [str(self.python), "-c", code]) == 0

    def _has_dev(self) -> bool:
        filling = self.stamp().get("filling")
        if filling is not None:
            return filling == "dev"
        return any(self.path.glob("lib/python3.*/site-packages/pytest/__init__.py"))

    def _make(self, tick: Callable[[], None] | None) -> None:
        """Make the environment with pip in it, which fetches the installer."""
        if importlib.util.find_spec("ensurepip") is None:
            version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
            system_packages.require(
                ["python3-venv"] if sys.executable.startswith("/usr/bin") else [version],
                cause="This Python cannot make an environment: its module ensurepip is missing.",
                log=self.log,
                tick=tick,
            )
        shutil.rmtree(self.path, ignore_errors=True)
        processes.run(
            [sys.executable, "-m", "venv", str(self.path)],
            log=self.log,
            folder=self.root,
            tick=tick,
            failure=f"The environment {self.path} could not be made.",
            remedy="Check the free space and the rights of this folder.",
        )

    def _ensure_uv(self, tick: Callable[[], None] | None) -> Path:
        """The pinned installer, in a folder of its own inside the environment."""
        pinned = self.root / "requirements" / "uv.txt"
        digest = hashlib.sha256(pinned.read_bytes()).hexdigest()[:12]
        folder = self.path / f".uv-{digest}"
        if not (folder / "bin" / "uv").exists():
            draft = self.path / ".uv-new"
            shutil.rmtree(draft, ignore_errors=True)
            self._fetch_uv(pinned, draft, tick)
            shutil.rmtree(folder, ignore_errors=True)
            draft.rename(folder)
        return folder / "bin" / "uv"

    def _fetch_uv(self, pinned: Path, target: Path, tick: Callable[[], None] | None) -> None:
        options = ["--require-hashes", "--only-binary=:all:", "--no-deps", "--target", str(target)]
        quiet = ["--disable-pip-version-check", "--no-input", "--root-user-action=ignore"]
        if not any(self.path.glob("lib/python3.*/site-packages/pip/__init__.py")):
            processes.run(
                [str(self.python), "-m", "ensurepip"],
                log=self.log,
                folder=self.root,
                tick=tick,
                failure="pip could not be put into the environment.",
                remedy=f"Delete {self.path} and start again.",
            )
        processes.run(
            [str(self.python), "-m", "pip", "install", *quiet, *options, "-r", str(pinned)],
            log=self.log,
            folder=self.root,
            tick=tick,
            failure="The installer uv could not be fetched.",
            remedy=NETWORK_REMEDY,
        )

    def _sync(self, uv: Path, filling: str, tick: Callable[[], None] | None) -> None:
        requirements = self.root / "requirements" / f"{filling}.txt"
        (self.path / STAMP).unlink(missing_ok=True)
        processes.run(
            [str(uv), "pip", "sync", "--require-hashes", "--python", str(self.python),
             str(requirements)],
            log=self.log,
            folder=self.root,
            environment=os.environ | {"UV_COMPILE_BYTECODE": "1", "UV_NO_PROGRESS": "1"},
            tick=tick,
            failure="The Python packages could not be installed.",
            remedy=NETWORK_REMEDY,
        )  # fmt: skip


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time do the work of the block; others wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
