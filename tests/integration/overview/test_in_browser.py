"""The overview in a browser: WCAG 2.2 AA, nothing wider than the screen, two sides of A4."""

import io
import shutil

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import sync_playwright

from ftc.organisation.models import User

CHROMIUM = shutil.which("chromium")
STYLES = settings.BASE_DIR / "static/vendor/ftc.css"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.usefixtures("loaded_programme"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
    pytest.mark.skipif(not STYLES.exists(), reason="no styles: run script/build"),
]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
PAGES = {
    "/": "officer",
    "/before-council/": "member",
    "/discrepancies/": "finance",
    "/discrepancies/F01/explain/": "finance",
    "/papers/": "clerk",
    "/papers/CC-2014-05-15-12/?kind=option": "portfolio",
    "/search/?q=savings": "auditor",
}


@pytest.fixture
def sessions(client_of):
    """The session of each person, made before the browser's event loop runs in this thread."""
    people = User.objects.filter(username__in=PAGES.values())
    return {user.username: client_of(user).cookies["sessionid"].value for user in people}


@pytest.fixture
def visit(live_server, sessions):
    """Call it with an address and a width to have the page, signed in as its person."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )

        def open_page(address, width=1280):
            context = browser.new_context(viewport={"width": width, "height": 900})
            session = sessions[PAGES[address]]
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
            page = context.new_page()
            page.goto(live_server.url + address)
            return page

        yield open_page
        browser.close()


def test_pages_are_accessible_and_fit_the_screen(visit):
    faults = {}
    for address in PAGES:
        for width in (1280, 390):
            page = visit(address, width)
            broken = Axe().run(page, options=RULES).response["violations"]
            faults[address, width] = (
                page.evaluate("document.documentElement.scrollWidth"),
                [(rule["id"], rule["nodes"][0]["html"]) for rule in broken],
            )

    assert faults == {(address, width): (width, []) for address, width in faults}


def test_before_council_prints_on_two_sides_of_a4(visit):
    page = visit("/before-council/")

    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))

    first, second = (" ".join(sheet.extract_text().split()) for sheet in printed.pages)
    assert "You will be asked to decide" in first
    assert "What changed since 27 March 2014" in first
    assert "End-to-end customer services review" in second
    assert [round(float(side)) for side in printed.pages[0].mediabox[2:]] == [595, 842]
