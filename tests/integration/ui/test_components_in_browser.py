"""The gallery in a browser: WCAG 2.2 AA, nothing wider than the screen, no complaint."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium")
STYLES = settings.BASE_DIR / "static/vendor/ftc.css"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
    pytest.mark.skipif(not STYLES.exists(), reason="no styles: run script/build"),
]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


@pytest.fixture
def browser(monkeypatch):
    # Playwright runs an event loop in this thread, where Django would refuse the database.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_components_are_accessible_and_fit_the_screen(browser, live_server, settings, width):
    settings.DEMONSTRATION = True
    page = browser.new_page(viewport={"width": width, "height": 900})
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(live_server.url + reverse("ui:components"))
    found = Axe().run(page, options=RULES).response["violations"]

    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert said == []


def test_components_can_be_read_without_javascript(browser, live_server, settings):
    settings.DEMONSTRATION = True
    page = browser.new_page(java_script_enabled=False)

    page.goto(live_server.url + reverse("ui:components"))

    assert page.locator(".govuk-service-navigation__list").is_visible()
    assert page.locator("summary", has_text="Figures").first.is_visible()
