"""The whole loop in a browser: evidence, acceptance, endorsement, passage, dashboard, paper."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from ftc.records.pdf import check_accessible
from tests.functional.conftest import IMAGES, PHONE, check_page

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.server]

OFFICER = "Demonstration officer"
OWNER = "Demonstration Senior Responsible Owner"
CLERK = "Demonstration clerk"
MEMBER = "Demonstration Member"
PORTFOLIO = "Demonstration portfolio officer"


def test_a_review_goes_from_evidence_to_the_printed_report(open_as, site):
    officer = open_as(OFFICER)
    officer.goto("/reviews/P1-LIB/")
    check_page(officer)
    officer.get_by_role("button", name="Move to next stage").click()
    gate = officer.locator("#gate")
    expect(gate).to_contain_text("The outline business case has not been supplied")
    expect(gate).to_contain_text("The County Council has not endorsed the options")

    officer.goto("/reviews/P1-LIB/evidence/add/")
    officer.get_by_role("radio", name="Outline business case").check()
    officer.get_by_label("Title").fill("Outline business case of the trust")
    officer.get_by_label("Address of a page or document").fill("https://www.example.gov.uk/case")
    check_page(officer)
    officer.get_by_role("button", name=re.compile("Add|Supply")).click()
    expect(officer.locator("#main-content")).to_contain_text("Outline business case of the trust")

    owner = open_as(OWNER)
    owner.goto("/reviews/P1-LIB/")
    owner.get_by_role("button", name="Accept or return evidence").click()
    check_page(owner)
    owner.get_by_role("radio", name="Accept").check()
    owner.get_by_role("button", name="Record").click()
    owner.goto("/reviews/P1-LIB/")
    expect(owner.locator("#gate")).to_contain_text("Accepted")

    clerk = open_as(CLERK)
    clerk.goto("/meetings/MT-2014-05-15-CC/resolutions/record/?item=12")
    check_page(clerk)
    clerk.get_by_role("radio", name="Endorsed").check()
    expect(clerk.get_by_role("checkbox", name=re.compile("P1-LIB"))).to_be_checked()
    clerk.get_by_role("button", name="Record").click()
    expect(clerk.locator("h1")).to_contain_text("County Council, 15 May 2014")
    expect(clerk.locator("#main-content")).to_contain_text("Endorsed")
    check_page(clerk)

    officer.goto("/reviews/P1-LIB/")
    officer.get_by_role("button", name="Move to next stage").click()
    expect(officer.locator("#main-content")).to_contain_text("is at Stage 3")
    expect(officer.locator("#main-content")).to_contain_text("15 May 2014")
    check_page(officer)

    officer.goto("/reviews/P1-LIB/?as_at=2014-05-06")
    expect(officer.locator(".ftc-strip--as-at")).to_contain_text("As at 6 May 2014")
    expect(officer.locator("[aria-current=step]")).to_contain_text("Stage 2")
    officer.get_by_role("link", name="Back to today").click()
    expect(officer.locator("[aria-current=step]")).to_contain_text("Stage 3")

    member = open_as(MEMBER)
    member.goto("/before-council/")
    check_page(member)
    expect(member.locator("h1")).to_contain_text("15 May 2014")
    expect(member.locator("#main-content")).to_contain_text("You will be asked to decide")
    printed = PdfReader(io.BytesIO(member.pdf(format="A4", print_background=True)))
    assert len(printed.pages) <= 2

    _make_the_report(open_as(PORTFOLIO))


def _make_the_report(page):
    page.goto("/documents/new/")
    check_page(page)
    page.get_by_role("button", name=re.compile("Make")).click()
    expect(page.locator("#main-content")).to_contain_text("SHA-256", timeout=90_000)
    check_page(page)
    link = page.get_by_role("button", name="Download the PDF")
    with page.expect_download() as download:
        link.click()
    data = download.value.path().read_bytes()
    reader = PdfReader(io.BytesIO(data))

    assert check_accessible(data) == []
    assert reader.metadata.title
    assert reader.trailer["/Root"]["/Lang"].startswith("en")
    title, sections = reader.outline
    assert title.title == reader.metadata.title
    assert len(sections) > 5
    words = "\n".join(p.extract_text() for p in reader.pages)
    for expected in ("Property Review", "Kent Trust", "98,226,400", "98,226,440", "Residential"):
        assert expected in words


def test_two_officers_saving_the_same_review_see_both_versions(open_as):
    first, second = open_as(OFFICER), open_as(PORTFOLIO)
    for page, words in ((first, "Settle the client side"), (second, "Write to the schools")):
        page.goto("/reviews/P1-EDU/edit/")
        page.get_by_label("Next steps").fill(words)

    first.get_by_role("button", name="Save").click()
    second.get_by_role("button", name="Save").click()

    conflict = second.locator("table.ftc-conflict")
    expect(conflict).to_contain_text("Settle the client side")
    expect(conflict).to_contain_text("Write to the schools")
    check_page(second)
    expect(second.get_by_label("Next steps")).to_have_value("Write to the schools")
    second.get_by_role("button", name="Save").click()
    expect(second.locator("h1")).to_contain_text("EduKent Review")
    expect(second.locator("#main-content")).to_contain_text("Write to the schools")


def test_a_wrong_file_is_refused_in_words_and_what_was_typed_stays(open_as, tmp_path):
    renamed = tmp_path / "case.pdf"
    renamed.write_bytes(b"MZ\x90\x00" + b"\x00" * 64)
    page = open_as(OFFICER)
    page.goto("/reviews/P1-LEG/evidence/add/")
    page.get_by_role("radio", name="Outline business case").check()
    page.get_by_label("Title").fill("Outline business case, draft 2")
    page.get_by_label("File", exact=False).first.set_input_files(renamed)

    page.get_by_role("button", name=re.compile("Add|Supply")).click()

    expect(page.locator(".govuk-error-summary")).to_contain_text("case.pdf")
    expect(page.get_by_label("Title")).to_have_value("Outline business case, draft 2")
    assert page.title().startswith("Error: ")
    check_page(page)


def test_a_deferred_review_passes_no_gate(open_as):
    page = open_as(OFFICER)
    page.goto("/reviews/P1-RES/")

    expect(page.locator("#main-content")).to_contain_text("Accommodation Strategy")
    page.get_by_role("button", name="Move to next stage").click()

    expect(page.locator("#main-content")).to_contain_text(re.compile("deferred", re.I))
    expect(page.locator("[aria-current=step]")).to_contain_text("Stage 2")


PAGES = {
    OFFICER: [
        "/",
        "/reviews/",
        "/reviews/P1-PRO/",
        "/reviews/P1-PRO/engagement/",
        "/reviews/P1-PRO/risks/",
        "/reviews/P1-PRO/papers/",
        "/reviews/P1-PRO/evidence/",
        "/reviews/P1-PRO/history/",
        "/reviews/P1-PRO/edit/",
        "/reviews/P1-PRO/evidence/add/",
        "/reviews/P2-SEN/",
        "/savings/",
        "/savings/0-25/",
        "/commissioning/",
        "/commissioning/workstreams/W1/",
        "/meetings/",
        "/meetings/calendar/",
        "/meetings/MT-2014-03-27-CC/",
        "/meetings/MT-2014-05-15-CC/",
        "/bodies/",
        "/bodies/CC/",
        "/recommendations/",
        "/decisions/",
        "/decisions/14-00138/",
        "/papers/",
        "/papers/CC-2014-05-15-12/",
        "/discrepancies/",
        "/programme/",
        "/programme/milestones/",
        "/programme/risks/",
        "/programme/lessons/",
        "/search/?q=property",
        "/components/",
    ],
    MEMBER: ["/", "/before-council/", "/before-council/MT-2014-03-27-CC/"],
    PORTFOLIO: ["/", "/documents/", "/documents/new/", "/reviews/P1-PRO/people/"],
    CLERK: ["/", "/meetings/MT-2014-05-15-CC/resolutions/record/"],
    "Demonstration finance partner": ["/", "/savings/0-25/entries/add/"],
    "Demonstration administrator": ["/", "/people/"],
}


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("person", PAGES)
def test_every_page_is_accessible_and_fits_the_screen(open_as, person, viewport):
    page = open_as(person, **({"viewport": viewport} if viewport else {}))

    for address in PAGES[person]:
        answer = page.goto(address)
        assert answer.status == 200, address
        check_page(page)


def test_the_pictures_of_the_guides_are_taken_from_the_running_site(open_as):
    officer, member = open_as(OFFICER), open_as(MEMBER)

    for page, address, name in (
        (officer, "/reviews/P1-PRO/", "review"),
        (officer, "/reviews/", "reviews"),
        (officer, "/savings/", "savings"),
        (member, "/before-council/", "before-council"),
        (officer, "/discrepancies/", "discrepancies"),
    ):
        page.goto(address)
        page.screenshot(path=IMAGES / f"{name}.png")

    assert (IMAGES / "review.png").stat().st_size > 20_000
