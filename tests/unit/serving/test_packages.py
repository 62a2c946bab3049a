"""The Python environment: when it is in step, and that tests' tools are never taken away."""

import json

import pytest

from ftc.serving import packages
from ftc.serving.console import ServingError
from ftc.serving.packages import STAMP, Environment


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """An environment that notes what it would install instead of installing it."""
    (tmp_path / "requirements").mkdir()
    for filling in ("embedded", "dev"):
        (tmp_path / "requirements" / f"{filling}.txt").write_text(f"{filling}==1\n")
    made = Environment(tmp_path, tmp_path / "log")
    made.synced = []

    def make(tick):
        made.python.parent.mkdir(parents=True)
        made.python.touch()

    monkeypatch.setattr(made, "_runs", lambda: True)
    monkeypatch.setattr(made, "_make", make)
    monkeypatch.setattr(made, "_ensure_uv", lambda tick: tmp_path / "uv")
    monkeypatch.setattr(made, "_sync", lambda uv, filling, tick: made.synced.append(filling))
    return made


def test_ensure_installs_once_while_the_requirements_stay_the_same(environment):
    done = [environment.ensure("embedded"), environment.ensure("embedded")]

    assert (done, environment.synced) == (["installed", "in step"], ["embedded"])


def test_ensure_installs_again_when_the_requirements_change(environment):
    environment.ensure("embedded")
    (environment.root / "requirements" / "embedded.txt").write_text("embedded==2\n")
    environment.ensure("embedded")

    assert environment.synced == ["embedded", "embedded"]


def test_ensure_adds_the_test_tools_and_keeps_them_at_a_server_start(environment):
    for wanted in ("embedded", "dev", "embedded", "dev"):
        environment.ensure(wanted)

    assert environment.synced == ["embedded", "dev"]
    assert json.loads((environment.path / STAMP).read_text())["filling"] == "dev"


def test_ensure_keeps_the_tools_of_an_environment_made_by_hand(environment):
    installed = environment.path / "lib/python3.11/site-packages/pytest"
    installed.mkdir(parents=True)
    (installed / "__init__.py").touch()
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()

    environment.ensure("embedded")

    assert environment.synced == ["dev"]


def test_ensure_leaves_no_stamp_when_the_installation_fails(environment, monkeypatch):
    def fail(uv, filling, tick):
        raise ServingError("The Python packages could not be installed.")

    monkeypatch.setattr(environment, "_sync", fail)

    with pytest.raises(ServingError):
        environment.ensure("embedded")

    assert environment.stamp() == {}


def test_check_python_refuses_an_older_python():
    with pytest.raises(ServingError, match=r"This is Python 3\.10\.4; FTC needs 3\.11 or later\."):
        packages.check_python((3, 10, 4))
