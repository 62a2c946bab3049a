"""The running site, a browser, people who sign in, and the accessibility check."""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.functional.running import RunningServer

CHROMIUM = os.environ.get("FTC_CHROMIUM") or shutil.which("chromium")
IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One running site for all who ask for it, so one process; who breaks it comes last."""
    for item in items:
        if "site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("site"))
    items.sort(key=lambda item: item.path.name == "test_faults.py")


@contextlib.contextmanager
def running_site() -> Iterator[RunningServer]:
    """FTC with the demonstration, started as its user starts it, with a worker that draws."""
    # As root the services run as another user, who may not enter pytest's own folders.
    data = Path(tempfile.mkdtemp(prefix="ftc-site-", dir="/tmp"))
    server = RunningServer(data)
    server.start()
    yield server
    server.stop(signal.SIGTERM)
    shutil.rmtree(data)


@pytest.fixture(scope="session")
def site() -> Iterator[RunningServer]:
    """The site that most journeys share."""
    with running_site() as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; its event loop ends with the module, since Django refuses to work beside one."""
    if CHROMIUM is None:
        pytest.fail("Chromium is missing; script/test installs it.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


@pytest.fixture
def open_as(site: RunningServer, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Sign in by the demonstration button of a person and give a page on the home page.

    Every page fails the test when the browser's console complains.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def sign_in(button: str, *, viewport: dict[str, int] = DESKTOP, **options: object) -> Page:
        context = browser.new_context(viewport=viewport, base_url=site.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: complaints.append(message.text) if message.type == "error" else None,
        )
        page.goto("/sign-in/")
        page.get_by_role("button", name=button, exact=True).click()
        page.wait_for_load_state()
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert [text for text in complaints if "422" not in text] == []


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds against WCAG 2.2 AA: rule and the first place."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found]


def check_page(page: Page) -> None:
    """Axe finds nothing, one h1, and nothing is wider than the screen."""
    assert violations(page) == [], page.url
    assert page.locator("h1").count() == 1, page.url
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
