"""The supervisor: parts come back with a pause that grows, and stop in order."""

import os
import signal
import sys
import time

import pytest

from ftc.serving import supervisor
from ftc.serving.console import ServingError
from ftc.serving.processes import Command
from ftc.serving.supervisor import Supervisor

pytestmark = pytest.mark.slow


def child(tmp_path, name, code, **options):
    return Command(
        name=name,
        arguments=[sys.executable, "-c", code],
        environment=dict(os.environ),
        log=tmp_path / f"{name}.log",
        folder=tmp_path,
        **options,
    )


@pytest.fixture
def tended():
    made = Supervisor()
    yield made
    made.stop_all(announce=False)


def tend_until(tended, condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        tended.tend()
        time.sleep(0.01)


def test_tend_brings_a_killed_part_back_and_says_so(tmp_path, tended, capsys):
    part = tended.add(child(tmp_path, "Web", "import time; time.sleep(60)"))
    first = part.pid
    changes = []
    tended.on_change = lambda: changes.append(part.pid)

    os.kill(first, signal.SIGKILL)
    tend_until(tended, lambda: part.restarts == 1)

    lines = [line.split(" ", 1)[1] for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        f"Web ended (signal 9); starting it again in 0.1 s. Log: {tmp_path / 'Web.log'}",
        f"Web started again (pid {part.pid}).",
    ]
    assert (changes, part.pid != first) == ([part.pid], True)


def test_tend_waits_longer_each_time_a_part_ends_at_once(tmp_path, tended, monkeypatch, capsys):
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE", 0.3)
    part = tended.add(child(tmp_path, "Web", "import sys; sys.exit('no such setting')"))

    tend_until(tended, lambda: part.restarts == 3)

    lines = capsys.readouterr().out.splitlines()
    pauses = [line.split(" in ")[1].split(" s.")[0] for line in lines if "again in" in line]
    assert pauses[:3] == ["0.1", "0.2", "0.3"]
    assert any("Its last words: no such setting" in line for line in lines)


def test_start_quotes_the_last_words_of_a_part_that_ends_at_its_start(tmp_path, tended):
    command = child(tmp_path, "Broker", "import sys; sys.exit('no room on the disk')")

    with pytest.raises(ServingError) as failure:
        tended.start(command, lambda pid: False)

    assert failure.value.cause == ("Broker ended at its start (exit code 1). no room on the disk")
    assert failure.value.log == tmp_path / "Broker.log"


def test_start_gives_up_on_a_part_that_does_not_answer(tmp_path, tended):
    with pytest.raises(ServingError, match=r"Web did not answer within 0 seconds"):
        tended.start(
            child(tmp_path, "Web", "import time; time.sleep(60)"), lambda pid: False, seconds=0.1
        )


def test_stop_all_stops_the_last_started_first(tmp_path, tended, capsys):
    for name in ("PostgreSQL", "Broker", "Web"):
        tended.add(child(tmp_path, name, "import time; time.sleep(60)"))

    tended.stop_all()

    stopped = [line.split()[1] for line in capsys.readouterr().out.splitlines()]
    assert stopped == ["Web", "Broker", "PostgreSQL"]


def test_stop_all_kills_a_part_that_will_not_stop(tmp_path, tended):
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    code += "print('deaf', flush=True); time.sleep(60)"
    command = child(tmp_path, "Worker", code, stop_seconds=0.2)
    part = tended.start(command, lambda pid: "deaf" in command.log.read_text())
    process = part.child

    tended.stop_all(announce=False)

    assert process.returncode == -signal.SIGKILL


def test_a_part_dies_with_its_supervisor(tmp_path):
    code = (
        "import os, signal, sys, pathlib\n"
        "from ftc.serving.processes import Command, spawn\n"
        "here = pathlib.Path(sys.argv[1])\n"
        "command = Command('Child', [sys.executable, '-c', 'import time; time.sleep(60)'],\n"
        "                  dict(os.environ), here / 'log', here)\n"
        "(here / 'pid').write_text(str(spawn(command).pid))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", code, str(tmp_path)])
    pid = int((tmp_path / "pid").read_text())

    deadline = time.monotonic() + 5
    while is_alive(pid):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
