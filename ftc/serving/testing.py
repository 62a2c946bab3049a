"""``script/test``: from a bare machine to every check and test on a real PostgreSQL and broker."""

from __future__ import annotations

import sys
from pathlib import Path

from ftc.serving import checks, frontend, packages, system_packages
from ftc.serving.console import (
    ServingError,
    Steps,
    StopRequested,
    describe_failure,
    say,
)
from ftc.serving.server import stop_on_signals
from ftc.serving.site import django_environment
from ftc.serving.temporary import run_beside, temporary_services

ROOT = Path(__file__).resolve().parents[2]
LOG = ROOT / "build" / "logs" / "test-setup.log"


def set_up(steps: Steps) -> packages.Environment:
    """Fetch what the tests need: packages, the front end, system libraries, a browser."""
    environment = packages.Environment(ROOT, LOG)
    with steps.step("Python packages and test tools") as step:
        packages.check_python()
        step.note = environment.ensure("dev", step.tick)
    with steps.step("Front-end build") as step:
        step.note = frontend.build(ROOT, log=LOG, tick=step.tick)
    with steps.step("System libraries and browser") as step:
        missing = system_packages.missing_for_papers()
        if system_packages.find_chromium() is None:
            missing.append("chromium")
        step.note = "all there"
        if missing and system_packages.install(missing, log=LOG, tick=step.tick):
            step.note = f"installed {' '.join(missing)}"
        elif missing:
            step.note = "missing"
            step.warn("Tests that need them are skipped until, as root, you run:")
            step.warn(f"  {system_packages.install_line(missing)}")
    return environment


def pytest_arguments(given: list[str]) -> list[str]:
    """What pytest is called with: two processes unless the caller says otherwise.

    A whole run that fails in many places tells each briefly; a run of some tests tells all.
    """
    spread = any(
        argument.startswith(("-n", "--numprocesses", "--pdb", "--co")) for argument in given
    )
    processes = [] if spread else ["-n", "2", "--dist", "loadgroup"]
    return [*processes, *(given or ["--tb=short"])]


def run(given: list[str]) -> int:
    """Set up, check, test; with arguments for pytest the checks are left out."""
    steps = Steps(3)
    try:
        environment = set_up(steps)
        with temporary_services(environment.path) as (data, services):
            data.remember(demonstration=False)
            variables = django_environment(
                ROOT, data, database_url=services.database_url, redis_url=services.redis_url
            )
            chromium = system_packages.find_chromium()
            if chromium is not None:
                variables["FTC_CHROMIUM"] = str(chromium)
            failed = [] if given else checks.run_all(variables)
            if failed:
                say(f"Checks that failed: {', '.join(failed)}.")
            pytest = [str(environment.python), "-m", "pytest", *pytest_arguments(given)]
            return run_beside(pytest, variables) or (1 if failed else 0)
    except ServingError as failure:
        print(describe_failure(failure, step=steps.name), file=sys.stderr)
        return 1


def main() -> int:
    """Run under signals that stop cleanly."""
    stop_on_signals()
    try:
        return run(sys.argv[1:])
    except StopRequested:
        return 130


if __name__ == "__main__":
    sys.exit(main())
