"""The board of reviews in a browser: by mouse, by keyboard, without JavaScript, and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import DESKTOP, PHONE, check_page

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.server]
BOARD = "/reviews/?view=board"
OFFICE = "Demonstration portfolio officer"


def column(page: Page, review: str):
    """The title of the column that holds the card of a review."""
    return page.locator(f".ftc-board__column:has(#card-{review})").get_attribute("data-title")


def drag(page: Page, review: str, title: str) -> None:
    """Drag the card of a review by mouse into the column of this title beside it."""
    card = page.locator(f"#card-{review}")
    board = page.locator(f".ftc-board__columns:has(#card-{review})")
    card.drag_to(board.locator(f'.ftc-board__column[data-title="{title}"] h3'))


def titles(page: Page, review: str) -> list[str]:
    """The titles of the columns of the board that a review is on."""
    found = page.locator(f".ftc-board__columns:has(#card-{review}) .ftc-board__column")
    return [each.get_attribute("data-title") for each in found.all()]


def test_views_of_reviews_are_accessible_and_fit_a_phone(open_as):
    for viewport in (DESKTOP, PHONE):
        page = open_as(OFFICE, viewport=viewport)
        for address in ("/reviews/", BOARD, "/reviews/?view=timeline"):
            page.goto(address)
            check_page(page)


def test_a_card_is_dragged_to_the_next_column(open_as):
    page = open_as(OFFICE)
    page.goto(f"{BOARD}&phase=2")
    review = page.locator(".ftc-board__card").first.get_attribute("data-code")
    first, second = titles(page, review)[:2]
    assert column(page, review) == first

    drag(page, review, second)

    expect(page.locator("#board-said")).to_have_text(re.compile(f"is at {re.escape(second)}"))
    assert column(page, review) == second
    page.reload()
    assert column(page, review) == second


def test_a_refused_drag_returns_the_card_and_says_what_is_missing(open_as):
    page = open_as(OFFICE)
    page.goto(f"{BOARD}&phase=1&q=P1-CON")
    stood = column(page, "P1-CON")
    following = titles(page, "P1-CON")[titles(page, "P1-CON").index(stood) + 1]

    drag(page, "P1-CON", following)

    problem = page.locator("#board-problem")
    expect(problem).to_be_focused()
    expect(problem).to_contain_text("This review cannot move to")
    assert problem.locator("li").count() > 1
    expect(page.locator("#board-said")).to_contain_text("This review cannot move to")
    assert column(page, "P1-CON") == stood
    check_page(page)
    problem.get_by_role("link", name="Its gate, and what it asks").click()
    expect(page).to_have_url(re.compile("/reviews/P1-CON/move/$"))


def test_a_card_dragged_past_the_next_column_returns(open_as):
    page = open_as(OFFICE)
    page.goto(f"{BOARD}&phase=1&q=P1-CON")
    stood = column(page, "P1-CON")

    drag(page, "P1-CON", titles(page, "P1-CON")[-1])

    expect(page.locator("#board-problem")).to_contain_text("so it cannot be put in")
    assert column(page, "P1-CON") == stood


def test_a_card_is_moved_by_keyboard_alone(open_as):
    page = open_as(OFFICE)
    page.goto(f"{BOARD}&phase=2")
    cards = page.locator(".ftc-board__column").first.locator(".ftc-board__card")
    above, below = (cards.nth(place).get_attribute("data-code") for place in (0, 1))
    page.locator(f"#card-{above} button").focus()

    page.keyboard.press("ArrowDown")
    expect(page.locator(f"#card-{below} button")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(f"#card-{above} button")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator("#board-said")).to_have_text(re.compile("is at "))
    expect(page.locator(f"#card-{below} a")).to_be_focused()
    assert column(page, below) != "Not started"
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.closest('.ftc-board__column').dataset.title") == (
        "Not started"
    )


def test_a_card_is_moved_without_javascript(browser, site):
    context = browser.new_context(viewport=DESKTOP, base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_role("button", name=OFFICE, exact=True).click()
    page.goto(f"{BOARD}&phase=2&status=ACTIVE")
    review = page.locator(".ftc-board__column").first.locator(".ftc-board__card").first
    code = review.get_attribute("data-code")
    review.locator("button").click()

    expect(page).to_have_url(re.compile("view=board"))
    expect(page.locator(".govuk-notification-banner")).to_contain_text("is at ")
    assert column(page, code) != "Not started"

    page.locator(f"#card-{code} button").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("cannot move to")
    page.get_by_role("link", name="Back to the board").click()
    expect(page).to_have_url(re.compile("view=board"))
    context.close()
