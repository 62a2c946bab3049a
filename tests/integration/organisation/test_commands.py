"""The commands that make accounts and tokens and say what is wrong."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ftc.organisation import diagnosis
from ftc.organisation.enums import Permission, Role
from ftc.organisation.models import ApiToken, RoleAssignment, User
from ftc.organisation.tokens import digest_of
from ftc.records.models import Heartbeat
from tests.factories.organisation import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def run(*arguments, **options):
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    "username",
    ["officer", "sro", "finance", "portfolio", "clerk", "member", "auditor", "administrator"],
)
def test_create_token_prints_the_token_on_its_last_line(client, username):
    make_user(Role.OFFICER, username=username, is_demonstration=True)

    token = run("create_token", username).splitlines()[-1]

    assert ApiToken.objects.get().digest == digest_of(token)
    response = client.get("/api/v1/bodies", headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 200


def test_create_token_gives_another_each_time():
    make_user(username="officer")

    tokens = {run("create_token", "officer").splitlines()[-1] for _ in range(2)}

    assert len(tokens) == ApiToken.objects.count() == 2


def test_create_token_names_the_users_there_are():
    make_user(username="olive")
    make_user(username="pat")

    with pytest.raises(CommandError, match=r"no user called nobody\. There are: olive, pat\."):
        run("create_token", "nobody")


def test_create_token_refuses_a_closed_account():
    make_user(username="olive", is_active=False)

    with pytest.raises(CommandError, match="The account olive is closed"):
        run("create_token", "olive")


def test_create_administrator_from_the_environment(monkeypatch, client):
    monkeypatch.setenv("FTC_ADMIN_PASSWORD", PASSWORD)

    said = run("create_administrator", "ash", "Ash Administrator")

    user = User.objects.get()
    assert said == "Ash Administrator can sign in as ash and manage users.\n"
    assert user.may(Permission.USERS_MANAGE)
    assert not user.is_demonstration
    assert PASSWORD not in user.password
    assert client.post("/sign-in/", {"login": "ash", "password": PASSWORD}).status_code == 302
    event = RoleAssignment.pgh_event_model.objects.select_related("pgh_context").get()
    assert event.pgh_context.metadata["action"] == "organisation.create_user"


def test_create_administrator_from_standard_input(monkeypatch):
    monkeypatch.setenv("FTC_ADMIN_PASSWORD", "another long pass phrase")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\nmore"))

    run("create_administrator", "ash", "Ash", "--password-stdin")

    assert User.objects.get().check_password(PASSWORD)


def test_create_administrator_asks_where_somebody_sits(monkeypatch):
    monkeypatch.delenv("FTC_ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: PASSWORD)

    run("create_administrator", "ash", "Ash")

    assert User.objects.get().check_password(PASSWORD)


def test_create_administrator_wants_the_same_password_twice(monkeypatch):
    answers = iter([PASSWORD, "something else"])
    monkeypatch.delenv("FTC_ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))

    with pytest.raises(CommandError, match="not the same"):
        run("create_administrator", "ash", "Ash")

    assert not User.objects.exists()


def test_create_administrator_says_how_to_give_a_password(monkeypatch):
    monkeypatch.delenv("FTC_ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    with pytest.raises(CommandError, match="FTC_ADMIN_PASSWORD or use --password-stdin"):
        run("create_administrator", "ash", "Ash")


@pytest.mark.parametrize(
    "username, password, sentence",
    [
        ("ash", "short", "at least 12 characters"),
        ("ASH2", PASSWORD, "There is an account called ASH2 already"),
        ("two words", PASSWORD, "letters, numbers"),
    ],
)
def test_create_administrator_refuses_in_a_sentence(monkeypatch, username, password, sentence):
    make_user(username="ash2")
    monkeypatch.setenv("FTC_ADMIN_PASSWORD", password)

    with pytest.raises(CommandError, match=sentence):
        run("create_administrator", username, "Ash")

    assert User.objects.count() == 1


@pytest.fixture
def healthy(settings, tmp_path):
    """Everything the doctor looks at is in order."""
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "ftc.css").write_text("")
    settings.STATIC_ROOT = tmp_path
    settings.SECRET_KEY = "k" * 50
    settings.ALLOWED_HOSTS = ["ftc.example.gov.uk"]
    Heartbeat.objects.create(name="worker", beat_at=timezone.now())
    return settings


def problems(now=None):
    return {f.part: f for f in diagnosis.examine(now or timezone.now()) if f.is_wrong}


def test_doctor_finds_nothing_wrong(healthy):
    said = run("doctor")

    assert said.splitlines()[-1] == "Nothing is wrong."
    assert "ok     Database: PostgreSQL" in said
    assert "ok     Migrations: all applied" in said
    assert "ok     Pango: WeasyPrint loads" in said


def test_doctor_names_every_setting_and_its_origin(healthy, monkeypatch):
    monkeypatch.setenv("FTC_COUNCIL_NAME", "Kent County Council")
    monkeypatch.delenv("FTC_LOG_LEVEL", raising=False)

    lines = {line.split()[0]: line for line in run("doctor").splitlines() if "[" in line}

    assert "[environment]" in lines["FTC_COUNCIL_NAME"]
    assert "[default]" in lines["FTC_LOG_LEVEL"]
    assert set(lines) >= {"DATABASE_URL", "REDIS_URL", "FTC_SECRET_KEY", "FTC_MEDIA_ROOT"}


def test_doctor_ends_badly_and_gives_the_remedy(healthy):
    healthy.ALLOWED_HOSTS = ["*"]
    out = io.StringIO()

    with pytest.raises(CommandError, match=r"^Wrong: Host names\.$") as refusal:
        call_command("doctor", stdout=out)

    assert refusal.value.returncode == 1
    assert "WRONG  Host names: any is accepted" in out.getvalue()
    assert "Remedy: Name the site's own hosts in FTC_ALLOWED_HOSTS." in out.getvalue()


@pytest.mark.parametrize(
    "changes, found",
    [
        ({"DEBUG": True}, "FTC_DEBUG is on"),
        ({"DEMONSTRATION": False, "SECRET_KEY": "short"}, "FTC_SECRET_KEY has 5 characters"),
        ({"DEMO_PASSWORD": ""}, "FTC_DEMO_PASSWORD is empty"),
    ],
)
def test_doctor_looks_at_the_secrets(healthy, changes, found):
    for name, value in changes.items():
        setattr(healthy, name, value)

    assert [(f.part, f.found) for f in problems().values()] == [("Secrets", found)]


@pytest.mark.parametrize("age, is_wrong", [(0, False), (60, False), (61, True), (9999, True)])
def test_doctor_listens_for_the_worker(healthy, age, is_wrong):
    now = timezone.now()
    Heartbeat.objects.update(beat_at=now - timedelta(seconds=age))

    assert ("Worker" in problems(now)) is is_wrong


def test_doctor_has_never_heard_of_the_worker(healthy):
    Heartbeat.objects.all().delete()

    assert problems()["Worker"].found == "never heard of"


def test_doctor_misses_the_broker(healthy):
    healthy.CACHES = {"default": {"LOCATION": "redis://127.0.0.1:1/0"}}

    assert diagnosis.check_broker().remedy == "Start Redis or Valkey, or correct REDIS_URL."


def test_doctor_misses_the_style_sheet(healthy, tmp_path):
    healthy.STATIC_ROOT = tmp_path / "nothing"

    assert problems()["Static files"].remedy.startswith("Run script/build")


def test_doctor_finds_the_storage_not_writable(healthy, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    healthy.MEDIA_ROOT = in_the_way

    assert problems()["Storage"].remedy.startswith("Let this user write to FTC_MEDIA_ROOT")


def test_doctor_leaves_no_file_behind(healthy, media_root):
    diagnosis.check_storage()

    assert list(media_root.rglob("doctor-*")) == []


def test_doctor_counts_migrations_to_apply(healthy, monkeypatch):
    monkeypatch.setattr(
        "ftc.organisation.diagnosis.MigrationExecutor.migration_plan", lambda self, leaves: [1, 2]
    )

    assert problems()["Migrations"].found == "2 to apply"


def test_doctor_misses_pango():
    def load(name):
        raise OSError("cannot load library 'libpango-1.0-0'\nmore")

    finding = diagnosis.check_pango(load)

    assert finding.found == "WeasyPrint does not load: cannot load library 'libpango-1.0-0'"
    assert finding.remedy.startswith("As root, run: apt-get install")


@pytest.mark.parametrize(
    "given, shown",
    [
        (
            "postgresql://ftc:pass@db:5432/ftc?host=/run",
            "postgresql://ftc:••••••@db:5432/ftc?host=/run",
        ),
        ("postgresql://ftc@/ftc?password=pass", "postgresql://ftc@/ftc?password=••••••"),
        ("redis://:pa@ss@redis:6379/0", "redis://:••••••@redis:6379/0"),
        ("unix:///run/valkey.sock?db=0", "unix:///run/valkey.sock?db=0"),
        ("just a secret", "••••••"),
        ("", ""),
    ],
)
def test_doctor_shows_no_secret(given, shown):
    from pydantic import SecretStr

    assert diagnosis.shown(SecretStr(given)) == shown
