"""What the person at the terminal reads: steps, failures, refusals."""

import socket

import pytest

from ftc.serving import console, management, server
from ftc.serving.console import ServingError, Steps, describe_failure
from ftc.serving.data_folder import DataFolder
from ftc.serving.system_packages import install_line


def test_step_is_numbered_and_ends_with_its_note_and_time(capsys):
    with Steps(9).step("Database") as step:
        step.note = "PostgreSQL 18"

    assert capsys.readouterr().out == "[1/9] Database ... PostgreSQL 18 (0.0 s)\n"


def test_step_that_fails_keeps_its_name_for_the_failure(capsys):
    steps = Steps(9)
    with pytest.raises(ServingError), steps.step("Database"):
        raise ServingError("No space.")

    assert capsys.readouterr().out == "[1/9] Database ... failed (0.0 s)\n"
    assert steps.name == "Step 1 of 9 (Database)"


def test_describe_failure_names_step_cause_remedy_and_log(tmp_path):
    log = tmp_path / "postgresql.log"
    log.touch()

    told = describe_failure(ServingError("No space.", "Make room.", log), step="Step 4 of 9")

    assert told.splitlines() == [
        "Step 4 of 9 failed.",
        "  Cause:  No space.",
        "  Remedy: Make room.",
        f"  Log:    {log}",
    ]


def test_check_port_refuses_one_in_use_and_offers_another():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(ServingError) as refusal:
            server.check_port(port)

    assert (
        refusal.value.cause == f"Port {port} on 127.0.0.1 cannot be used: address already in use."
    )
    assert refusal.value.remedy == (
        f"Stop what uses it, or choose another: script/server --port {port + 1}"
    )


def test_check_port_refuses_a_number_that_is_no_port():
    with pytest.raises(ServingError, match="70000 is no port"):
        server.check_port(70000)


def test_install_line_is_one_line_to_paste():
    assert install_line(["chromium"]) == (
        "apt-get update && apt-get install -y --no-install-recommends chromium"
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--data", "/srv/x", "migrate"], ("/srv/x", ["migrate"])),
        (["--data=/srv/x", "migrate"], ("/srv/x", ["migrate"])),
        (["migrate", "--data", "y"], ("/srv/default", ["migrate", "--data", "y"])),
    ],
)
def test_split_arguments_takes_data_only_as_the_first_option(arguments, expected):
    folder, rest = management.split_arguments(arguments, {"FTC_DATA": "/srv/default"}, 1000)

    assert (str(folder), rest) == expected


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        ([], False),
        (["--help"], False),
        (["migrate", "--help"], False),
        (["makemigrations", "--check"], False),
        (["migrate"], True),
        (["shell"], True),
    ],
)
def test_needs_services_only_for_commands_that_read_the_database(arguments, needed):
    assert management.needs_services(arguments) is needed


def test_environment_for_says_to_start_the_server_when_it_is_not_running(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)

    with pytest.raises(ServingError) as refusal:
        management.environment_for(DataFolder(tmp_path), ["migrate"])

    assert refusal.value.cause == f"FTC is not running on {tmp_path}."
    assert refusal.value.remedy.startswith("Start it with script/server")


def test_write_goes_on_in_silence_when_nobody_reads(monkeypatch):
    class Closed:
        def write(self, text):
            raise BrokenPipeError

    monkeypatch.setattr(console.sys, "stdout", Closed())

    console.say("Web started again.")
    console.say("Web started again.")

    console.sys.stdout.close()
