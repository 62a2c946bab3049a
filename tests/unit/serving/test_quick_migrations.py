"""The short way to migrate an empty database ends in the same schema as Django's own."""

import re
import subprocess

import pytest

from ftc.serving.site import django_environment
from ftc.serving.temporary import ROOT, temporary_services

pytestmark = pytest.mark.slow
PYTHON = ROOT / ".venv" / "bin" / "python"


def schema_after(*manage: str) -> str:
    """The schema of a new database, migrated by this command, without pg_dump's random keys."""
    with temporary_services(ROOT / ".venv", environ={}) as (data, services):
        environment = django_environment(
            ROOT, data, database_url=services.database_url, redis_url=services.redis_url
        )
        subprocess.run(
            [PYTHON, *manage, "migrate", "--no-input", "--verbosity=0"],
            cwd=ROOT,
            env=environment,
            check=True,
        )
        dump = subprocess.run(
            [services.postgres.programs / "pg_dump", "--schema-only", services.database_url],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    return re.sub(r"^\\(un)?restrict .*$", "", dump, flags=re.MULTILINE)


def test_short_way_makes_the_same_schema():
    assert schema_after("-m", "ftc.serving.quick_migrations") == schema_after("manage.py")
