"""``script/check``: every check that needs no running service, one line each; why, if it failed."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from ftc.serving import management
from ftc.serving.console import say
from ftc.serving.data_folder import DataFolder

ROOT = Path(__file__).resolve().parents[2]
CODE = ("ftc", "governance", "reviews", "commissioning", "finance")
LONGEST_REPORT = 6000


def checks(root: Path) -> dict[str, list[str]]:
    """The checks by name, each as the command that runs it."""
    programs = root / ".venv" / "bin"
    templates = sorted(str(path.relative_to(root)) for path in root.glob("templates/**/*.html"))
    djade = [str(programs / "djade"), "--check", "--target-version", "5.2", *templates]
    python = str(programs / "python")
    return {
        "types (mypy)": [str(programs / "mypy"), *CODE],
        "format (ruff)": [str(programs / "ruff"), "format", "--check", "."],
        "rules (ruff)": [str(programs / "ruff"), "check", "."],
        "import order (import-linter)": [str(programs / "lint-imports")],
        "templates (djade)": djade if templates else [python, "-c", ""],
        "migrations": [python, "manage.py", "makemigrations", "--check", "--dry-run"],
    }


def run_check(command: list[str], environment: dict[str, str]) -> tuple[bool, str, float]:
    """Run one check. Returns whether it passed, what it said, and the seconds it took."""
    begun = time.monotonic()
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as problem:
        return False, f"{command[0]} could not be run: {problem}", time.monotonic() - begun
    return done.returncode == 0, done.stdout, time.monotonic() - begun


def run_all(environment: dict[str, str]) -> list[str]:
    """Run the checks, two at a time, and print how each ended. Returns the names that failed."""
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = {
            name: pool.submit(run_check, command, environment)
            for name, command in checks(ROOT).items()
        }
        for name, future in running.items():
            passed, report, seconds = future.result()
            say(f"{'ok  ' if passed else 'FAIL'} {name} ({seconds:.1f} s)")
            if not passed:
                failed.append(name)
                say(report[-LONGEST_REPORT:].rstrip())
    return failed


def main() -> int:
    """Run every check; 0 when all passed."""
    if not (ROOT / ".venv" / "bin" / "ruff").exists():
        print("The tools are not here. script/test fetches them.", file=sys.stderr)
        return 1
    with TemporaryDirectory() as nowhere:
        environment = management.environment_for(DataFolder(Path(nowhere)), ["check"])
    failed = run_all(environment)
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
