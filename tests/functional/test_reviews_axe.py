"""Every page of reviews is accessible and fits a phone, with one of everything to show."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import DESKTOP, PHONE, check_page, running_site

# A hundred pages and more, each at two widths.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.timeout(1800),
]
OFFICER, FINANCE = "Demonstration officer", "Demonstration finance partner"
OWNER, PORTFOLIO = "Demonstration Senior Responsible Owner", "Demonstration portfolio officer"
MAKE = "from tests.functional.one_of_everything import print_addresses; print_addresses()"
WORKING_VIEWS = [
    "/reviews/",
    "/reviews/?view=board",
    "/reviews/?view=timeline",
    "/reviews/my-work/",
    "/reviews/overdue/",
    "/reviews/calendar/",
    "/reviews/conditions/",
    "/reviews/P1-PRO/",
    "/reviews/P1-PRO/gate/",
    "/reviews/P1-PRO/options/",
    "/reviews/P1-PRO/business-cases/",
    "/reviews/P1-PRO/engagement/",
    "/reviews/P1-PRO/scope/",
]
# What somebody else sees otherwise than the portfolio office.
OWN = ["/", "/reviews/my-work/", "/reviews/P1-PRO/", "/reviews/P1-PRO/gate/"]
PAGES = {
    OFFICER: [
        *OWN,
        "/programme/activities/P1-PRO/status/report/",
        "/reviews/P1-CLS/appraisal/1/scores/",
    ],
    OWNER: [*OWN, "/reviews/P1-LIB/gate/", "/reviews/P1-PRO/appraisal/1/"],
    FINANCE: [
        *OWN,
        "/reviews/P2-AFL/gate/sign-offs/money/",
        "/reviews/P1-CLS/appraisal/1/scores/",
        "/reviews/P1-CLS/appraisal/1/costs/",
    ],
}
# Sent as they are opened, each is refused.
REFUSED = [
    "add/",
    "import/",
    "P1-LIB/gate/",
    "P1-LIB/options/add/",
    "P1-LIB/scope/merge/",
    "P1-LIB/defer/",
    "P1-LEG/appraisal/1/abandon/",
    "engagement/add/?activity=P1-PRO",
    "engagement/suppliers/add/",
    "engagement/SMT-1/notes/add/",
]
WIDTHS = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture(scope="module")
def site():
    """A site of this module's own: what is made here would be in the way of other journeys."""
    with running_site() as server:
        yield server


@pytest.fixture(scope="module")
def addresses(site):
    """Where one of each thing is, as the portfolio office comes to it."""
    return [f"/reviews/{address}" for address in json.loads(site.shell(MAKE))]


@WIDTHS
def test_what_the_portfolio_office_sees_is_accessible_and_fits(open_as, addresses, viewport):
    page = open_as(PORTFOLIO, viewport=viewport)
    _check_all(page, [*WORKING_VIEWS, *addresses])


@WIDTHS
@pytest.mark.parametrize("person", PAGES)
def test_what_others_see_of_reviews_is_accessible_and_fits(open_as, addresses, person, viewport):
    _check_all(open_as(person, viewport=viewport), PAGES[person])


def _check_all(page: Page, addresses: list[str]) -> None:
    for address in addresses:
        answer = page.goto(address)
        assert answer.status == 200, address
        check_page(page)


@WIDTHS
def test_refused_forms_of_reviews_are_accessible_and_fit(open_as, addresses, viewport):
    page = open_as(PORTFOLIO, viewport=viewport)
    for address in REFUSED:
        page.goto(f"/reviews/{address}")
        page.locator(
            "#main-content button.govuk-button:not(.govuk-button--secondary)"
        ).first.click()
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        check_page(page)
