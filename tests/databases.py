"""Copies of the test database, so that the demonstration programme is loaded once a worker."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from psycopg2 import sql

COMMITTING_FIXTURES = {"transactional_db", "live_server", "django_db_reset_sequences"}


def make_loaded_copy() -> str:
    """A copy of the current test database with the demonstration programme loaded into it."""
    original = connection.settings_dict["NAME"]
    name = f"{original}_loaded"
    drop(name)
    _copy(original, name)
    switch_to(name)
    try:
        call_command("load_demo", verbosity=0)
    finally:
        switch_to(original)
    return name


def copy(original: str) -> str:
    """A further copy of ``original``, for a test that commits."""
    name = f"{original}_own"
    drop(name)
    _copy(original, name)
    return name


def switch_to(name: str) -> str:
    """Let every new connection go to the database ``name``; gives the name before."""
    previous: str = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    return previous


def drop(name: str) -> None:
    _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def commits(node: Any) -> bool:
    """Whether a test, or any test of a class, writes for good."""
    if isinstance(node, pytest.Item):
        return _item_commits(node)
    return any(_item_commits(item) for item in node.session.items if node in item.listchain())


def _item_commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = marker is not None and marker.kwargs.get("transaction", False)
    return bool(asked or COMMITTING_FIXTURES & set(getattr(item, "fixturenames", ())))


def _copy(original: str, name: str) -> None:
    connection.close()
    _administer("CREATE DATABASE {} TEMPLATE {}", name, original)


def _administer(statement: str, *names: str) -> None:
    """Run a statement on whole databases from the maintenance database."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))
