"""The data folder: where it is, who may hold it, what it keeps, how short its sockets are."""

import json
import os
import stat
from pathlib import Path

import pytest

from ftc.serving import data_folder
from ftc.serving.console import ServingError
from ftc.serving.data_folder import DataFolder, default_path


@pytest.mark.parametrize(
    ("environ", "uid", "expected"),
    [
        ({"FTC_DATA": "/srv/council", "XDG_DATA_HOME": "/x"}, 1000, "/srv/council"),
        ({"FTC_DATA": "/srv/council"}, 0, "/srv/council"),
        ({"FTC_DATA": "../data", "FTC_CALLED_FROM": "/home/ann"}, 1000, "/home/data"),
        ({"XDG_DATA_HOME": "/home/ann/data"}, 1000, "/home/ann/data/ftc"),
        ({"XDG_DATA_HOME": "/srv/data"}, 0, "/srv/data/ftc"),
        ({}, 0, "/var/lib/ftc"),
        ({}, 1000, str(Path.home() / ".local/share/ftc")),
    ],
)
def test_default_path_follows_the_environment_then_the_user(environ, uid, expected):
    assert default_path(environ, uid) == Path(expected)


def test_lock_is_refused_in_one_sentence_while_another_holds_it(tmp_path):
    first, second = DataFolder(tmp_path / "data"), DataFolder(tmp_path / "data")
    first.prepare()
    first.lock()
    first.write_state({"url": "http://127.0.0.1:8000/"})

    with pytest.raises(ServingError) as refusal:
        second.lock()

    assert refusal.value.cause == (
        f"FTC is already running on {tmp_path / 'data'} at http://127.0.0.1:8000/."
    )
    assert refusal.value.remedy == ""


def test_is_running_is_true_only_while_the_lock_is_held(tmp_path):
    held, other = DataFolder(tmp_path / "data"), DataFolder(tmp_path / "data")
    before = other.is_running()
    held.prepare()
    held.lock()
    during = other.is_running()
    held.unlock()

    assert (before, during, other.is_running()) == (False, True, False)


def test_settings_are_made_once_and_readable_by_the_owner_alone(tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    made = dict(folder.settings())

    assert DataFolder(tmp_path / "data").settings() == made
    assert stat.S_IMODE(folder.settings_file.stat().st_mode) == 0o600
    assert sorted(made) == [
        "broker_password",
        "database_password",
        "demonstration_password",
        "secret_key",
    ]


def test_settings_of_two_folders_share_no_secret(tmp_path):
    folders = [DataFolder(tmp_path / name) for name in ("one", "two")]
    for folder in folders:
        folder.prepare()

    assert not set(folders[0].settings().values()) & set(folders[1].settings().values())


def test_settings_that_are_damaged_are_refused_rather_than_made_anew(tmp_path):
    folder = DataFolder(tmp_path)
    folder.settings_file.write_text("{")

    with pytest.raises(ServingError, match="is damaged"):
        folder.settings()


def test_remember_keeps_choices_beside_the_secrets(tmp_path):
    folder = DataFolder(tmp_path)
    secret = folder.settings()["secret_key"]
    folder.remember(demonstration=False)

    kept = json.loads(folder.settings_file.read_text())
    assert (kept["secret_key"], kept["demonstration"]) == (secret, False)


@pytest.mark.parametrize(
    ("folder", "fits"),
    [
        ("/tmp/ftc-1000-0123456789ab", True),
        ("/tmp/" + "x" * (107 - len("/tmp/") - len("/.s.PGSQL.5432.lock")), True),
        ("/tmp/" + "x" * (108 - len("/tmp/") - len("/.s.PGSQL.5432.lock")), False),
        ("/tmp/" + "é" * 45, False),
    ],
)
def test_fits_socket_counts_bytes_up_to_the_kernels_limit(folder, fits):
    assert data_folder.fits_socket(Path(folder)) is fits


def test_runtime_leaves_out_a_parent_too_deep_for_a_socket(tmp_path, monkeypatch):
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    short = Path("/tmp")
    monkeypatch.setattr(data_folder, "runtime_parents", lambda environ, uid: [deep, short])
    folder = DataFolder(tmp_path / "data")

    runtime = folder.runtime()

    assert runtime.parent == short
    assert stat.S_IMODE(runtime.stat().st_mode) == 0o700
    runtime.rmdir()


def test_runtime_is_the_same_at_every_start_and_another_for_another_folder(tmp_path):
    names = [DataFolder(tmp_path / name).runtime() for name in ("one", "one", "two")]

    assert names[0] == names[1] != names[2]
    for name in set(names):
        name.rmdir()


def test_private_folder_refuses_a_link_that_somebody_put_there(tmp_path):
    (tmp_path / "target").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "target")

    with pytest.raises(PermissionError):
        data_folder.private_folder(tmp_path / "link", None)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder of somebody else's")
def test_private_folder_refuses_one_that_belongs_to_somebody_else(tmp_path):
    (tmp_path / "theirs").mkdir()
    os.chown(tmp_path / "theirs", 12345, 12345)

    with pytest.raises(PermissionError):
        data_folder.private_folder(tmp_path / "theirs", None)


def test_readable_password_has_four_groups_of_unmistakable_letters():
    password = data_folder.readable_password()

    assert [len(group) for group in password.split("-")] == [3, 3, 3, 3]
    assert not set(password) & set("il1o0")
