"""Our own PostgreSQL cluster: made whole or remade, its major checked, its lock cleared."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from ftc.serving import postgres, processes
from ftc.serving.console import ServingError
from ftc.serving.postgres import Postgres
from ftc.serving.temporary import ROOT, temporary_services


@pytest.fixture
def cluster(tmp_path, monkeypatch):
    """A cluster over stub programs that only make what the code looks at."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "postgres").touch()
    monkeypatch.setattr(postgres.binaries, "find_postgres", lambda venv: programs)
    monkeypatch.setattr(postgres, "_version", lambda programs: "postgres (PostgreSQL) 18.6")
    folder = SimpleNamespace(
        path=tmp_path,
        postgres=tmp_path / "postgres",
        logs=tmp_path / "logs",
        binaries=tmp_path / "binaries",
        account=None,
        check_reachable=lambda: None,
        settings=lambda: {"database_password": "secret"},
        runtime=lambda: tmp_path,
    )

    def run(arguments, *, folder, stdin=None, **rest):
        ran.append((arguments[0].rsplit("/", 1)[1], stdin))
        (folder / "PG_VERSION").write_text("18\n")

    ran = []
    monkeypatch.setattr(processes, "run", run)
    made = Postgres(folder, tmp_path / "venv")
    made.ran = ran
    return made


def test_prepare_makes_a_cluster_with_its_role_and_database(cluster):
    made = cluster.prepare()

    statements = (
        b"CREATE ROLE ftc LOGIN CREATEDB PASSWORD 'secret';\n\nCREATE DATABASE ftc OWNER ftc;\n\n"
    )
    assert made is True
    assert cluster.ran == [("initdb", None), ("postgres", statements)]
    assert (cluster.data.postgres / "pg_hba.conf").read_text() == postgres.ACCESS_RULES


def test_prepare_leaves_a_whole_cluster_alone(cluster):
    cluster.prepare()
    cluster.ran.clear()

    assert cluster.prepare() is False
    assert cluster.ran == []


def test_prepare_remakes_a_half_made_cluster(cluster):
    for name in ("postgres", "postgres.new"):
        (cluster.data.path / name / "base").mkdir(parents=True)

    assert cluster.prepare() is True
    assert sorted(path.name for path in cluster.data.postgres.iterdir()) == [
        "PG_VERSION",
        "pg_hba.conf",
    ]
    assert not (cluster.data.path / "postgres.new").exists()


def test_prepare_refuses_another_major_and_names_the_way_out(cluster):
    cluster.prepare()
    (cluster.data.postgres / "PG_VERSION").write_text("16\n")

    with pytest.raises(ServingError, match="was made by PostgreSQL 16") as refusal:
        cluster.prepare()

    assert refusal.value.remedy.startswith("Put PostgreSQL 16 back, dump with pg_dump")


def test_prepare_drops_the_lock_of_a_server_long_gone(cluster):
    cluster.prepare()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    lock = cluster.data.postgres / "postmaster.pid"
    lock.write_text(f"{ended.pid}\n")

    cluster.prepare()

    assert not lock.exists()


def test_is_ready_reads_the_status_of_the_server_with_this_pid(cluster):
    cluster.prepare()
    lock = cluster.data.postgres / "postmaster.pid"
    lines = ["77", "/data", "0", "5432", "/run", "", "1 2", "starting"]
    lock.write_text("\n".join(lines) + "\n")
    starting = cluster.is_ready(77)
    lock.write_text("\n".join([*lines[:-1], "ready   "]) + "\n")

    assert (starting, cluster.is_ready(77), cluster.is_ready(78)) == (False, True, False)


def test_command_listens_on_no_network_and_keeps_every_commit(cluster):
    arguments = cluster.command().arguments

    assert [
        setting
        for setting in arguments
        if setting.split("=")[0] in {"listen_addresses", "fsync", "synchronous_commit"}
    ] == ["listen_addresses=", "fsync=on", "synchronous_commit=on"]


@pytest.mark.slow
def test_temporary_services_are_real_and_gone_afterwards():
    psycopg2 = pytest.importorskip("psycopg2")
    redis = pytest.importorskip("redis")

    with temporary_services(ROOT / ".venv", environ={}) as (data, services):
        database = psycopg2.connect(services.database_url)
        with database.cursor() as cursor:
            cursor.execute("SELECT current_user, usesuper FROM pg_user WHERE usename = 'ftc'")
            role = cursor.fetchone()
        database.close()
        client = redis.Redis.from_url(services.redis_url)
        answered = client.ping()
        client.close()
        runtime = data.runtime()

    assert (role, answered) == (("ftc", False), True)
    assert (data.path.exists(), runtime.exists()) == (False, False)
