"""The docs keep pace: every setting is described, every link leads somewhere, nothing is local."""

import re
from pathlib import Path

import pytest

from ftc.environment import Environment

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
# A folder of one machine; "/var/lib" and "/run" are the same on every Debian.
MACHINE_PATH = re.compile(r"(?<![\w.~<-])/(?:root|home|work|tmp|Users|mnt|srv)/\w[\w./-]*")
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def anchors_of(page: Path) -> set[str]:
    """The anchors that a page's headings get where the docs are read."""
    headings = HEADING.findall(FENCED.sub("", page.read_text()))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> list[str]:
    """The relative links of ``page`` whose file or heading does not exist."""
    broken = []
    for target in LINK.findall(FENCED.sub("", page.read_text())):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors_of(file)):
            broken.append(target)
    return broken


def test_every_setting_is_described() -> None:
    described = re.findall(
        r"^\| `([A-Z_]+)`", (ROOT / "docs/reference/settings.md").read_text(), re.MULTILINE
    )

    assert sorted(described) == sorted(
        str(field.alias) for field in Environment.model_fields.values()
    )


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    assert broken_links(page) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_names_a_folder_of_one_machine_or_an_e_mail_address(page: Path) -> None:
    words = page.read_text()

    assert MACHINE_PATH.findall(words) + E_MAIL.findall(words) == []


def test_a_broken_link_and_a_missing_heading_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Here\n[a](page.md#here) [b](gone.md) [c](#there) [d](https://example.org)\n")

    assert broken_links(page) == ["gone.md", "#there"]
