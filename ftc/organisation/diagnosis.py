"""What ``manage.py doctor`` looks at: the settings, and whether each part answers."""

import importlib
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import redis
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from pydantic import SecretStr

from ftc.environment import Environment
from ftc.records.models import Heartbeat

OLDEST_POSTGRESQL = 15
HEARTBEAT_SECONDS = 60
SHORTEST_KEY = 32
HIDDEN = "••••••"


@dataclass(frozen=True)
class Setting:
    """A setting of this deployment; ``value`` never shows a secret."""

    name: str
    value: str
    origin: str
    meaning: str


@dataclass(frozen=True)
class Finding:
    """What one check found; ``remedy`` is empty when nothing is wrong."""

    part: str
    found: str
    remedy: str = ""

    @property
    def is_wrong(self) -> bool:
        return bool(self.remedy)


def settings_in_force(environment: Environment, given: Mapping[str, str]) -> list[Setting]:
    """Every setting with its value and whether the environment or the default gave it."""
    names = {name.upper() for name in given}
    return [
        Setting(
            name=field.alias or name,
            value=shown(getattr(environment, name)),
            origin="environment" if (field.alias or name).upper() in names else "default",
            meaning=field.description or "",
        )
        for name, field in Environment.model_fields.items()
    ]


def examine(now: datetime) -> list[Finding]:
    """Every finding, in the order in which to mend what is wrong."""
    findings = [check_secrets(), check_hosts()]
    database = check_database()
    findings.append(database)
    if not database.is_wrong:
        findings.append(check_migrations())
    findings.append(check_broker())
    if not database.is_wrong:
        findings.append(check_worker(now))
    return [*findings, check_pango(), check_storage(), check_static_files()]


def check_secrets() -> Finding:
    if settings.DEBUG:
        return Finding("Secrets", "FTC_DEBUG is on", "Unset FTC_DEBUG: it shows errors in full.")
    if len(settings.SECRET_KEY) < SHORTEST_KEY and not settings.DEMONSTRATION:
        return Finding(
            "Secrets",
            f"FTC_SECRET_KEY has {len(settings.SECRET_KEY)} characters",
            f"Set FTC_SECRET_KEY to {SHORTEST_KEY} or more random characters.",
        )
    if settings.DEMONSTRATION and not settings.DEMO_PASSWORD:
        return Finding(
            "Secrets",
            "FTC_DEMO_PASSWORD is empty",
            "Set FTC_DEMO_PASSWORD, or unset FTC_DEMONSTRATION.",
        )
    return Finding("Secrets", "set")


def check_hosts() -> Finding:
    if "*" in settings.ALLOWED_HOSTS:
        return Finding(
            "Host names", "any is accepted", "Name the site's own hosts in FTC_ALLOWED_HOSTS."
        )
    return Finding("Host names", ", ".join(settings.ALLOWED_HOSTS))


def check_database() -> Finding:
    """PostgreSQL answers and is new enough."""
    try:
        connection.ensure_connection()
    except DatabaseError as problem:
        return Finding(
            "Database",
            f"not reached: {_first_line(problem)}",
            "Start PostgreSQL, or correct DATABASE_URL.",
        )
    version = connection.pg_version // 10000  # type: ignore[attr-defined]
    if version < OLDEST_POSTGRESQL:
        return Finding(
            "Database",
            f"PostgreSQL {version}",
            f"Move to PostgreSQL {OLDEST_POSTGRESQL} or newer.",
        )
    return Finding("Database", f"PostgreSQL {version}, database {connection.settings_dict['NAME']}")


def check_migrations() -> Finding:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        return Finding("Migrations", f"{len(pending)} to apply", "Run manage.py migrate.")
    return Finding("Migrations", "all applied")


def check_broker() -> Finding:
    """Redis or Valkey answers."""
    client = redis.Redis.from_url(
        settings.CACHES["default"]["LOCATION"], socket_timeout=3, socket_connect_timeout=3
    )
    try:
        client.ping()
    except redis.RedisError as problem:
        return Finding(
            "Broker",
            f"not reached: {_first_line(problem)}",
            "Start Redis or Valkey, or correct REDIS_URL.",
        )
    finally:
        client.close()
    return Finding("Broker", "answers")


def check_worker(now: datetime) -> Finding:
    """The schedule reached a worker, and the worker the database, within the last minute."""
    remedy = "Start the worker and the schedule (celery worker, celery beat)."
    try:
        heartbeat = Heartbeat.objects.filter(name="worker").first()
    except DatabaseError as problem:
        return Finding("Worker", _first_line(problem), "Run manage.py migrate.")
    if heartbeat is None:
        return Finding("Worker", "never heard of", remedy)
    age = int((now - heartbeat.beat_at).total_seconds())
    if age > HEARTBEAT_SECONDS:
        return Finding("Worker", f"last heard of {age} seconds ago", remedy)
    return Finding("Worker", f"heard of {max(age, 0)} seconds ago")


def check_pango(load: Callable[[str], object] = importlib.import_module) -> Finding:
    """WeasyPrint finds the libraries it draws papers with."""
    try:
        load("weasyprint")
    except OSError as problem:
        return Finding(
            "Pango",
            f"WeasyPrint does not load: {_first_line(problem)}",
            "As root, run: apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0 fonts-dejavu-core",
        )
    return Finding("Pango", "WeasyPrint loads")


def check_storage() -> Finding:
    """A file can be written, read and deleted where uploads and documents are kept."""
    name = f"doctor-{uuid.uuid4().hex}.txt"
    try:
        kept = default_storage.save(name, ContentFile(b"doctor"))
        default_storage.open(kept).close()
        default_storage.delete(kept)
    except OSError as problem:
        return Finding(
            "Storage",
            f"not writable: {_first_line(problem)}",
            f"Let this user write to FTC_MEDIA_ROOT ({settings.MEDIA_ROOT}).",
        )
    return Finding("Storage", f"writable: {settings.MEDIA_ROOT}")


def check_static_files() -> Finding:
    """The style sheet was built and collected."""
    if (Path(settings.STATIC_ROOT) / "vendor" / "ftc.css").exists():
        return Finding("Static files", f"collected in {settings.STATIC_ROOT}")
    return Finding(
        "Static files",
        f"not in {settings.STATIC_ROOT}",
        "Run script/build, then manage.py collectstatic --no-input.",
    )


def shown(value: object) -> str:
    """A value as text; of a secret address the password is hidden, any other secret wholly."""
    if not isinstance(value, SecretStr):
        return str(value)
    secret = value.get_secret_value()
    scheme, is_address, rest = secret.partition("://")
    if not is_address:
        return HIDDEN if secret else ""
    who, at, place = rest.rpartition("@")
    name, colon, _ = who.partition(":")
    place = re.sub(r"(?i)(password=)[^&]*", rf"\1{HIDDEN}", place)
    return f"{scheme}://{name}{colon}{HIDDEN if colon else ''}{at}{place}"


def _first_line(problem: Exception) -> str:
    lines = str(problem).strip().splitlines()
    return lines[0] if lines else type(problem).__name__
