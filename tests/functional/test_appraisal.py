"""An appraisal of options from its set-up to its agreement, two assessors blind to one another."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import PHONE, check_page

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.server]

REVIEW = "/reviews/P1-EDU/"
WEIGHTS = {"Quality": "50", "Cost": "30", "Deliverability": "19"}


def _main(page: Page):
    return page.locator("#main-content")


def _set_up(page: Page) -> str:
    """Make the appraisal, refuse a sum of 99, and open it; its address."""
    page.goto(f"{REVIEW}options/")
    check_page(page)
    page.get_by_role("button", name="Appraise the options").click()
    page.get_by_label("Demonstration officer (Officer)").check()
    page.get_by_label("Demonstration finance partner (Finance partner)").check()
    page.get_by_role("button", name="Make the appraisal").click()
    address = page.url
    page.get_by_role("button", name="Set criteria and weights").click()
    for place, (title, weight) in enumerate(WEIGHTS.items()):
        page.get_by_label("Criterion").nth(place).fill(title)
        page.get_by_label("Weight").nth(place).fill(weight)
    page.get_by_role("button", name="Save").click()
    expect(_main(page)).to_contain_text("The weights sum to 99, not to 100.")
    check_page(page)
    expect(page.get_by_label("Criterion").nth(2)).to_have_value("Deliverability")
    page.get_by_label("Weight").nth(2).fill("20")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Open scoring").click()
    expect(_main(page)).to_contain_text("The assessors may score now.")
    return address


def _score(page: Page, address: str, first: int) -> None:
    """Fill the grid by keyboard alone, column by column with the arrows, and hand it in."""
    page.goto(f"{address}scores/")
    check_page(page)
    rows = page.locator("table.ftc-entry tbody tr")
    count = rows.count()
    for column in range(len(WEIGHTS)):
        rows.first.locator("input").nth(column).focus()
        for row in range(count):
            page.keyboard.type(str((first + 3 * row + 2 * column) % 11))
            page.keyboard.press("ArrowDown")
    expect(rows.nth(1).locator("input").first).to_have_value(str((first + 3) % 11))
    hand_in = page.get_by_role("button", name="Hand in")
    hand_in.focus()
    page.keyboard.press("Enter")
    expect(_main(page)).to_contain_text("Your scores are handed in.")


def test_options_are_appraised_from_set_up_to_agreement(open_as):
    office = open_as("Demonstration portfolio officer")
    address = _set_up(office)

    _score(open_as("Demonstration officer"), address, first=4)
    office.goto(address)
    expect(_main(office)).to_contain_text("1 of 2 handed in")
    expect(_main(office)).not_to_contain_text("Spread")
    _score(open_as("Demonstration finance partner"), address, first=5)

    office.goto(f"{address}moderate/")
    check_page(office)
    office.get_by_label(re.compile("moderated score")).first.fill("9")
    office.get_by_role("button", name="Save").click()
    expect(_main(office)).to_contain_text("say why it is 9 and not the mean, 4.5")
    office.get_by_label(re.compile("reason")).first.fill("The site visit changed our minds.")
    office.get_by_role("button", name="Save").click()
    expect(_main(office)).to_contain_text("The moderated scores are saved.")
    office.locator("#main-content").get_by_role("button", name="Agree").click()
    office.get_by_role("button", name="Agree").click()

    expect(_main(office)).to_contain_text("The appraisal is agreed.")
    expect(_main(office)).to_contain_text("What would change the answer")
    check_page(office)
    reader = open_as("Demonstration auditor", viewport=PHONE)
    reader.goto(address)
    expect(_main(reader)).to_contain_text("The site visit changed our minds.")
    check_page(reader)
