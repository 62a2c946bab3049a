"""``script/manage``: run manage.py against the services that script/server keeps running."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from ftc.serving.console import ServingError
from ftc.serving.data_folder import DataFolder, default_path, named_path
from ftc.serving.site import django_environment

ROOT = Path(__file__).resolve().parents[2]
# Commands that read the code alone; they run with or without the services.
WITHOUT_SERVICES = {
    "check",
    "collectstatic",
    "diffsettings",
    "findstatic",
    "help",
    "makemigrations",
    "version",
}
# Commands that change what script/server remembers having done.
MAKES_STALE = {"migrate", "flush", "sqlflush", "loaddata", "dbshell"}
NOWHERE = {"database_url": "postgresql://ftc@127.0.0.1:9/ftc", "redis_url": "redis://127.0.0.1:9/0"}


def split_arguments(
    arguments: list[str], environ: Mapping[str, str], uid: int
) -> tuple[Path, list[str]]:
    """The data folder (``--data DIR`` may come first) and what is left for manage.py."""
    if arguments[:1] == ["--data"]:
        if len(arguments) < 2:
            raise ServingError("--data needs a folder.", "script/manage --data DIR COMMAND ...")
        return named_path(arguments[1], environ), arguments[2:]
    if arguments and arguments[0].startswith("--data="):
        return named_path(arguments[0].removeprefix("--data="), environ), arguments[1:]
    return default_path(environ, uid), arguments


def needs_services(arguments: list[str]) -> bool:
    """False for commands that read the code alone, and for every --help."""
    if not arguments or {"--help", "-h", "--version"} & set(arguments):
        return False
    return arguments[0] not in WITHOUT_SERVICES


def environment_for(data: DataFolder, arguments: list[str]) -> dict[str, str]:
    """What manage.py runs with: the running services, or those that the environment names.

    Raises ServingError when the command needs services and none are running.
    """
    running = data.is_running()
    state = data.state() if running else {}
    addresses = {
        "database_url": os.environ.get("DATABASE_URL") or state.get("database_url", ""),
        "redis_url": os.environ.get("REDIS_URL") or state.get("redis_url", ""),
    }
    if not all(addresses.values()):
        if running:
            raise ServingError(f"FTC on {data.path} is still starting.", "Wait until it is ready.")
        if needs_services(arguments):
            raise ServingError(
                f"FTC is not running on {data.path}.",
                "Start it with script/server; name another folder with --data DIR or FTC_DATA.",
            )
        addresses = {name: value or NOWHERE[name] for name, value in addresses.items()}
    if not running and not data.settings_file.exists():
        bare = {"FTC_SECRET_KEY": "only-for-commands-that-read-the-code"}
        names = {name.upper(): value for name, value in addresses.items()}
        return bare | dict(os.environ) | names | {"DJANGO_SETTINGS_MODULE": "ftc.settings"}
    if running and arguments[:1] and arguments[0] in MAKES_STALE:
        data.remember(schema=None)
    return django_environment(ROOT, data, **addresses)


def main() -> int:
    """Replace this process by manage.py, or say why not."""
    try:
        folder, arguments = split_arguments(sys.argv[1:], os.environ, os.geteuid())
        environment = environment_for(DataFolder(folder), arguments)
        python = ROOT / ".venv" / "bin" / "python"
        if not python.exists():
            raise ServingError("FTC is not set up here.", "Run script/server once; it sets up all.")
    except ServingError as error:
        print(f"{error.cause} {error.remedy}".strip(), file=sys.stderr)
        return 1
    os.chdir(ROOT)
    os.execve(python, [str(python), "manage.py", *arguments], environment)


if __name__ == "__main__":
    sys.exit(main())
