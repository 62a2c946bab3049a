"""The portfolio office changes a methodology and moves a review, by keyboard and without script."""

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import DESKTOP, PHONE, check_page
from tests.functional.test_keyboard import FOCUSED, tab_to

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.server]
OFFICE = "Demonstration portfolio officer"
AT = "/reviews/methodologies/"


def press(page: Page, words: str, key: str = "Enter") -> None:
    """Reach what reads as ``words`` by Tab and press a key that leads to another page."""
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press(key)


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def test_a_methodology_is_changed_by_keyboard_alone(open_as):
    page = open_as(OFFICE)
    page.goto(f"{AT}2/1/")
    check_page(page)
    press(page, "Change this methodology")
    check_page(page)
    press(page, "Begin the draft")
    assert heading(page) == "Phase 2 reviews: draft of version 2"
    check_page(page)

    press(page, "Add a criterion")  # of the first stage
    check_page(page)
    tab_to(page, "Accepted evidence")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUSED).startswith("A sign-off by a role")
    page.keyboard.press("Space")
    press(page, "Go on")
    check_page(page)
    tab_to(page, "Title")
    page.keyboard.type("Money checked")
    tab_to(page, "The lead of the review")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    press(page, "Save")
    expect(page.locator("#main-content")).to_contain_text("A sign-off by a finance partner.")
    press(page, "Move up")
    press(page, "Put in force")
    check_page(page)
    expect(page.locator("#main-content")).to_contain_text(
        "“Money checked” is newly asked to leave “Service review”"
    )
    tab_to(page, "Reason")
    page.keyboard.type("Savings were claimed that nobody had checked.")
    press(page, "Put in force")
    assert heading(page) == "Phase 2 reviews, version 2"
    check_page(page)


def test_a_review_is_moved_without_javascript(browser, site):
    context = browser.new_context(viewport=PHONE, base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_role("button", name=OFFICE, exact=True).click()
    page.goto(f"{AT}1/change/")
    page.get_by_role("button", name="Begin the draft").click()
    page.get_by_role("button", name="Add a stage").click()
    page.get_by_label("Title", exact=True).fill("Mandate")
    page.get_by_role("button", name="Save").click()
    for _ in range(5):
        page.get_by_role("button", name="Move up Mandate").click()
    page.get_by_role("link", name="Add a criterion for leaving Mandate").click()
    page.get_by_label("Something recorded of the review").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Title", exact=True).fill("A lead")
    page.get_by_label("Lead", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Put in force").click()
    page.get_by_label("Reason").fill("A review begins with its mandate.")
    page.get_by_role("button", name="Put in force").click()
    page.get_by_role("link", name="Move reviews that follow another version to this one").click()
    page.get_by_label("EduKent Review", exact=True).check()
    page.get_by_label("Reason").fill("It begins anew.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("h1")).to_have_text("Move 1 review to version 2?")
    page.get_by_role("button", name="Move them").click()

    expect(page.locator("#main-content")).to_contain_text("1 review is moved to version 2.")
    page.goto("/reviews/P1-EDU/")
    expect(page.locator("#main-content")).to_contain_text(
        "Moved to version 2 of the methodology, at Stage 2."
    )
    context.close()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_everybody_reads_methodologies_on_any_screen(open_as, viewport):
    page = open_as("Demonstration Member", viewport=viewport)

    for address in (AT, f"{AT}1/1/", f"{AT}2/1/"):
        page.goto(address)
        check_page(page)
        assert page.get_by_role("link", name="Change this methodology").count() == 0
    picture = page.get_by_role("img", name="Phase 2 reviews, version 1: 5 stages, 4 gates")
    expect(picture).to_have_count(1)
