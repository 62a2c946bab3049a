"""The production files, as far as a machine without a container engine can read them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
COMPOSE = (ROOT / "docker-compose.yml").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def services() -> dict[str, str]:
    """The text of each service, by its name."""
    block = re.search(r"^services:\n(.*?)^volumes:", COMPOSE, re.MULTILINE | re.DOTALL).group(1)
    parts = re.split(r"^  (\w+):\n", block, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_compose_runs_the_three_parts_over_one_database_and_one_broker():
    assert sorted(services()) == ["beat", "migrate", "postgres", "redis", "web", "worker"]


@pytest.mark.parametrize("name", ["web", "worker", "beat", "postgres", "redis"])
def test_compose_checks_the_health_of_every_part_that_stays(name):
    assert "healthcheck:" in services()[name]


def test_compose_demands_every_secret_and_gives_none_a_default():
    secrets = re.findall(r"\$\{(\w*(?:PASSWORD|SECRET)\w*)(:\?|:-|-|\})", COMPOSE)

    assert {name for name, _ in secrets} == {
        "FTC_DATABASE_PASSWORD",
        "FTC_REDIS_PASSWORD",
        "FTC_SECRET_KEY",
    }
    assert {how for _, how in secrets} == {":?"}


def test_compose_sets_only_what_the_site_reads():
    environment = (ROOT / "ftc" / "environment.py").read_text()
    known = set(re.findall(r'alias="(\w+)"', environment))
    shared = COMPOSE.split("services:")[0]

    assert set(re.findall(r"^    ([A-Z_]+):", shared, re.MULTILINE)) - known == set()


def test_compose_pins_the_majors_of_its_images():
    assert re.findall(r"image: (\S+)", COMPOSE) == ["ftc", "postgres:16", "redis:7"]


def test_image_is_slim_and_runs_without_root():
    last_stage = DOCKERFILE.rsplit("\nFROM ", 1)[1]

    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["python:3.11-slim-bookworm"] * 2
    assert re.findall(r"^USER (\S+)", last_stage, re.MULTILINE) == ["ftc"]


def test_image_holds_the_locked_packages_and_no_test_tools():
    assert set(re.findall(r"requirements/(\w+)\.txt", DOCKERFILE)) == {"base", "uv"}
    assert DOCKERFILE.count("--require-hashes") == 2


def test_image_carries_the_libraries_that_papers_need():
    from ftc.serving.system_packages import PAPER_FONT, PAPER_LIBRARIES

    assert [p for p in [*PAPER_LIBRARIES.values(), PAPER_FONT] if p not in DOCKERFILE] == []
