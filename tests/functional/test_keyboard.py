"""The site without a mouse, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import DESKTOP

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.server]

FOCUSED = """() => {
    const e = document.activeElement;
    const label = e.labels && e.labels.length ? e.labels[0].innerText : "";
    return (label || e.innerText || e.value || e.getAttribute("aria-label") || "").trim();
}"""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus reads as ``words``; it must be visible there."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(words):
            assert page.evaluate(
                "() => document.activeElement.getBoundingClientRect().height > 0"
            ), words
            return
    pytest.fail(f"The keyboard does not reach {words!r} on {page.url}.")


def test_an_officer_adds_evidence_by_keyboard_alone(browser, site):
    context = browser.new_context(viewport=DESKTOP, base_url=site.url)
    page = context.new_page()
    page.goto("/sign-in/")
    tab_to(page, "Demonstration officer")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Home")

    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Skip to main content"
    page.keyboard.press("Enter")
    tab_to(page, "Supply the outline business case for HR, ICT and Finance")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("evidence")
    tab_to(page, "Outline business case")
    page.keyboard.press("Space")
    tab_to(page, "Title")
    page.keyboard.type("Outline business case of the joint review")
    tab_to(page, "Note")
    page.keyboard.type("Kept in the programme's files.")
    page.keyboard.press("Tab")
    while not re.match("Add|Supply", page.evaluate(FOCUSED)):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#main-content")).to_contain_text("Outline business case of the joint")
    context.close()


def test_a_member_reads_and_filters_without_javascript(browser, site):
    context = browser.new_context(viewport=DESKTOP, base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_role("button", name="Demonstration Member", exact=True).click()
    page.goto("/reviews/")
    page.get_by_label("Status").select_option(label="Deferred")
    page.get_by_role("button", name="Show").click()

    expect(page.locator("h1")).to_have_text("Reviews (1)")
    expect(page.locator("#main-content")).to_contain_text("Residential Care Homes")
    page.goto("/before-council/")
    expect(page.locator("#main-content")).to_contain_text("You will be asked to decide")
    page.goto("/reviews/P1-PRO/")
    page.get_by_role("link", name="History", exact=True).click()
    expect(page.locator("#main-content")).to_contain_text("History")
    context.close()


def test_a_report_is_made_without_javascript(browser, site):
    context = browser.new_context(viewport=DESKTOP, base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_role("button", name="Demonstration portfolio officer", exact=True).click()
    page.goto("/documents/new/")
    page.get_by_role("button", name=re.compile("Make")).click()
    address = page.url
    for _ in range(60):
        page.goto(address)
        if "SHA-256" in page.content():
            break
        page.wait_for_timeout(1000)

    expect(page.locator("#main-content")).to_contain_text("SHA-256")
    context.close()
