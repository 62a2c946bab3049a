"""Fixtures every test may ask for: people by role, clients, the clock, and the loaded programme.

Tests run against a real PostgreSQL and broker, with the network closed but for this machine.
"""

import itertools
import os
import socket
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client, override_settings

from ftc.celery import app as celery_app
from ftc.organisation.enums import Role
from tests import databases, network
from tests.factories.organisation import make_user

hypothesis.settings.register_profile(
    "ftc", max_examples=50, deadline=None, derandomize=True, database=None
)
hypothesis.settings.load_profile("ftc")

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
DEMO_PASSWORD = "demonstration"
LOADED = "loaded_programme"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for the loaded programme has a database."""
    for item in items:
        if LOADED in getattr(item, "fixturenames", ()) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session", autouse=True)
def _same_settings_everywhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The demonstration's day and names, cheap passwords, plain static files, files apart.

    The broker is one in memory: a test that wants its tasks run asks for ``celery_eager``.
    """
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    celery_app.conf.broker_url = "memory://"
    with override_settings(
        DEBUG=False,
        DEMONSTRATION=True,
        DEMO_PASSWORD=DEMO_PASSWORD,
        WORKING_DATE=date(2014, 5, 6),
        COUNCIL_NAME="Kent County Council",
        PROGRAMME_NAME="Facing the Challenge",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        STORAGES=storages,
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _network_closed() -> Iterator[None]:
    """Only this machine and the services the settings name can be reached."""
    allowed = network.service_hosts(
        django_settings.CACHES["default"]["LOCATION"],
        django_settings.DATABASES["default"]["HOST"],
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", network.guarded(socket.socket.connect, allowed))
        patch.setattr(
            socket.socket, "connect_ex", network.guarded(socket.socket.connect_ex, allowed)
        )
        yield


_cache_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def _cache_of_its_own() -> None:
    """Each test starts with an empty cache; the broker beside it is never flushed."""
    database = django_settings.DATABASES["default"]["NAME"]
    cache.key_prefix = f"test:{database}:{WORKER}:{os.getpid()}:{next(_cache_numbers)}"


@pytest.fixture(scope="session")
def _loaded_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A copy of the test database with the demonstration programme, made once a worker."""
    with django_db_blocker.unblock():
        name = databases.make_loaded_copy()
        yield name
        databases.drop(name)


@pytest.fixture(scope="class")
def loaded_programme(
    request: pytest.FixtureRequest, _loaded_database: str, django_db_blocker: Any
) -> Iterator[None]:
    """Run the test on a database where the demonstration programme is loaded.

    Ask for it by argument or ``pytest.mark.usefixtures``. What a test writes is rolled back; one
    that commits (``live_server``, ``transactional_db``) works on a copy of its own. Its scope is
    the class so that it stands before every fixture of the test; a plain function is its own.
    """
    commits = databases.commits(request.node)
    with django_db_blocker.unblock():
        name = databases.copy(_loaded_database) if commits else _loaded_database
        previous = databases.switch_to(name)
    yield
    with django_db_blocker.unblock():
        databases.switch_to(previous)
        if commits:
            databases.drop(name)


@pytest.fixture
def celery_eager() -> Iterator[None]:
    """Run tasks where they are enqueued, and let them raise."""
    before = celery_app.conf.task_always_eager, celery_app.conf.task_eager_propagates
    celery_app.conf.task_always_eager = celery_app.conf.task_eager_propagates = True
    yield
    celery_app.conf.task_always_eager, celery_app.conf.task_eager_propagates = before


@pytest.fixture
def media_root(settings: Any, tmp_path: Path) -> Path:
    """An empty folder for uploads and documents, of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def now() -> datetime:
    """Ten in the morning of the demonstration's working date, in London."""
    return datetime(2014, 5, 6, 10, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def client_of(db: None) -> Callable[[Any], Client]:
    """Call it with a user to have a client of this machine, signed in as that user."""

    def sign_in(user: Any) -> Client:
        client = Client(REMOTE_ADDR="127.0.0.1")
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def officer(db: None) -> Any:
    return make_user(Role.OFFICER, name="Olive Officer")


@pytest.fixture
def sro(db: None) -> Any:
    return make_user(Role.SENIOR_RESPONSIBLE_OWNER, name="Sam Owner")


@pytest.fixture
def finance_partner(db: None) -> Any:
    return make_user(Role.FINANCE, name="Fay Finance")


@pytest.fixture
def portfolio_officer(db: None) -> Any:
    return make_user(Role.PORTFOLIO_OFFICE, name="Pat Portfolio")


@pytest.fixture
def clerk(db: None) -> Any:
    return make_user(Role.DEMOCRATIC_SERVICES, name="Chris Clerk")


@pytest.fixture
def member(db: None) -> Any:
    return make_user(Role.MEMBER, name="Mel Member")


@pytest.fixture
def auditor(db: None) -> Any:
    return make_user(Role.AUDITOR, name="Ali Auditor")


@pytest.fixture
def administrator(db: None) -> Any:
    return make_user(Role.ADMINISTRATOR, name="Ash Administrator")
