"""The twelve services' Phase 1 in a browser, from scoping in 2013 to the outturn of May 2014.

It is walked by hand on a site that starts before any review was taken in; dates are set back in
the fields of the pages. Names, options and what became of them are those of the papers' tables.
"""

import csv
import io
import json
import re
import shutil
import signal
import tempfile
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.functional.conftest import PHONE, check_page
from tests.functional.running import RunningServer
from tests.integration.test_figures_by_hand import BY_HAND

# The story is long: some two hundred forms are sent.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.timeout(1200),
]

DATA = Path(__file__).resolve().parents[2] / "ftc/demo/data"
OFFICER, OWNER = "Demonstration officer", "Demonstration Senior Responsible Owner"
PORTFOLIO, CLERK = "Demonstration portfolio officer", "Demonstration clerk"
ADMINISTRATOR = "Demonstration administrator"
OPENED, SCOPED = date(2013, 10, 1), date(2013, 10, 31)
ACCEPTED, STAGE_2 = date(2013, 11, 14), date(2013, 12, 12)
TODAY, ENDORSED = date(2014, 5, 6), date(2014, 5, 15)
MERGED, OPTIONS_ON = date(2014, 1, 16), date(2014, 2, 10)
SHORT_LISTED, CHOSEN = date(2014, 3, 10), date(2014, 4, 7)
CASE_SUPPLIED, CASE_ACCEPTED, DEFERRED = date(2014, 4, 10), date(2014, 4, 24), date(2014, 4, 30)
JOINT = "P1-HIF"
WAITS = "P1-RES"
THEN = "Entered from the papers of the time"
STATES = {
    "preferred": "PREFERRED",
    "not_recommended": "NOT_RECOMMENDED",
    "not_recommended_at_this_stage": "NOT_RECOMMENDED_AT_THIS_STAGE",
}


def _rows(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SERVICES = _rows("reviews")
PARTS = [row["service_code"] for row in SERVICES if row["review_code"] == JOINT]
REVIEWS = list(dict.fromkeys(row["review_code"] for row in SERVICES))
GOING_ON = [code for code in REVIEWS if code != WAITS]


@pytest.fixture(scope="module")
def site():
    """FTC before any review was taken in, started as its user starts it."""
    data = Path(tempfile.mkdtemp(prefix="ftc-beginning-", dir="/tmp"))
    server = RunningServer(data)
    server.start("--beginning")
    yield server
    server.stop(signal.SIGTERM)
    shutil.rmtree(data)


def test_phase_1_is_walked_from_scoping_to_the_outturn(open_as, site):
    portfolio, owner = open_as(PORTFOLIO), open_as(OWNER)
    _may_set_dates_back(open_as(ADMINISTRATOR))
    for row in SERVICES:
        _take_in(portfolio, row)
        _scope(portfolio, owner, row["service_code"])
    _become_one(portfolio)
    _no_gate_without_what_it_asks(open_as(OFFICER))
    for code, options in groupby(_rows("review_options"), key=lambda row: row["review_codes"]):
        for order, option in enumerate(options, start=1):
            _appraise(portfolio, code, order, option)
    _defer(portfolio)
    for code in GOING_ON:
        _make_the_case(portfolio, owner, code)
    _endorse(open_as(CLERK))
    officer = open_as(OFFICER)
    for code in GOING_ON:
        officer.goto(f"/reviews/{code}/move/")
        _send(officer, "Move to next stage")
        _expect_done(officer, "is at Stage 3, in effect from 15 May 2014")

    _list_agrees(officer)
    _past_days_agree(officer)
    _figures_agree(site, officer)
    _joint_review_is_told(open_as(OFFICER, viewport=PHONE))
    _outturn_agrees(portfolio)


def test_a_phase_2_review_engages_the_market_only_after_its_service_review(open_as):
    portfolio, owner = open_as(PORTFOLIO), open_as(OWNER)
    _add(portfolio, "P2-LIB", "Library Access Review", "2", "P1-LIB", opened=None)
    portfolio.goto("/reviews/P2-LIB/move/")
    _send(portfolio, "Start review")
    _expect_done(portfolio, "is at Service review")

    officer = open_as(OFFICER)
    officer.goto("/reviews/P2-LIB/move/")
    _send(officer, "Move to next stage")
    expect(officer.locator("#gate")).to_contain_text(
        "The service review report has not been supplied"
    )
    check_page(officer)
    _meet_the_market(officer)
    expect(officer.locator(".govuk-error-summary")).to_contain_text(
        "meets the market from “Market engagement and options” on"
    )
    check_page(officer)

    officer.goto("/reviews/P2-LIB/evidence/add/")
    officer.get_by_role("radio", name="Service review report").check()
    officer.get_by_label("Title").fill("Report of the service review")
    officer.get_by_label("Address of a page or document").fill("https://www.example.gov.uk/report")
    _send(officer, "Add evidence")
    _accept(owner, "P2-LIB", 1, on=None)
    officer.goto("/reviews/P2-LIB/move/")
    _send(officer, "Move to next stage")
    _expect_done(officer, "is at Market engagement and options")
    _meet_the_market(officer)
    expect(officer.locator("h1")).to_contain_text("Soft market test of library access")


# What is done


def _may_set_dates_back(page):
    """The owner accepts what was accepted at the time, so they may set dates back for once."""
    page.goto("/people/sro/")
    page.get_by_label("Role").select_option(label="Portfolio office")
    _send(page, "Give role")


def _take_in(page, row):
    title = row["service_name"] if row["service_code"] in PARTS else row["outturn_title"]
    _add(page, row["service_code"], title or row["service_name"], "1", row["service_code"], OPENED)
    page.goto(f"/reviews/{row['service_code']}/move/")
    _set_back(page, OPENED)
    _send(page, "Start review")
    _expect_done(page, "is at Stage 1, in effect from 1 October 2013")


def _add(page, code, title, phase, service, opened):
    page.goto("/reviews/add/")
    page.locator("[name=code]").fill(code)
    page.locator("[name=title]").fill(title)
    page.locator("select[name=phase]").select_option(phase)
    page.locator(f"input[name=services][value={service}]").check()
    page.locator("select[name=lead]").select_option("officer")
    page.locator("select[name=owner]").select_option("sro")
    if opened:
        _set_back(page, opened)
    _send(page, "Add review")
    _expect_done(page, "is in the programme")


def _scope(page, owner, code):
    _supply(page, code, "Scoping brief", SCOPED)
    _accept(owner, code, 1, ACCEPTED)
    page.goto(f"/reviews/{code}/move/")
    _set_back(page, STAGE_2)
    _send(page, "Move to next stage")
    _expect_done(page, "is at Stage 2, in effect from 12 December 2013")


def _supply(page, code, criterion, on):
    page.goto(f"/reviews/{code}/evidence/add/")
    page.get_by_role("radio", name=criterion).check()
    page.get_by_label("Title").fill(f"{criterion} of {code}")
    page.get_by_label("Address of a page or document").fill("https://www.example.gov.uk/paper")
    _set_back(page, on)
    _send(page, "Add evidence")


def _accept(page, code, number, on):
    page.goto(f"/reviews/{code}/evidence/{number}/")
    page.get_by_role("radio", name="Accept it").check()
    if on:
        page.get_by_label("Comment").fill(THEN)
        _fill_date(page, on)
    _send(page, "Record")
    _expect_done(page, "is accepted")


def _become_one(page):
    first, *others = PARTS
    page.goto(f"/reviews/{first}/scope/merge/")
    for code in others:
        page.locator(f"input[name=others][value={code}]").check()
    page.get_by_label("Code of the joint review").fill(JOINT)
    page.get_by_label("Title of the joint review").fill("HR, ICT and Finance Review")
    page.locator("select[name=lead]").select_option("officer")
    page.locator("select[name=owner]").select_option("sro")
    _set_back(page, MERGED)
    check_page(page)
    _send(page, "Merge")
    _expect_done(page, "HR, ICT and Finance Review is the joint review now.")
    expect(page.locator("[aria-current=step]")).to_contain_text("Stage 2")


def _no_gate_without_what_it_asks(page):
    page.goto(f"/reviews/{JOINT}/move/")
    _send(page, "Move to next stage")
    for missing in ("outline business case", "No option is preferred", "has not endorsed"):
        expect(page.locator("#gate")).to_contain_text(missing)


def _appraise(page, code, order, option):
    page.goto(f"/reviews/{code}/options/add/")
    page.locator("[name=title]").fill(option["option_name"])
    for model in option["delivery_model_type"].split("|"):
        page.locator(f"input[name=delivery_models][value={model}]").check()
    _set_back(page, OPTIONS_ON)
    _send(page, "Put on the long list")
    _expect_done(page, "is on the long list")
    state = STATES[option["role"]]
    if state == "PREFERRED":
        _becomes(page, code, order, "SHORT_LISTED", SHORT_LISTED)
    _becomes(page, code, order, state, CHOSEN)


def _becomes(page, code, order, state, on):
    page.goto(f"/reviews/{code}/options/{code}-O{order:02d}/record/")
    page.locator(f"input[name=state][value={state}]").check()
    _set_back(page, on)
    _send(page, "Record")
    _expect_done(page, "is recorded")


def _defer(page):
    page.goto(f"/reviews/{WAITS}/defer/")
    page.locator("[name=reason]").fill("The decision waits for the Accommodation Strategy")
    _fill_date(page, DEFERRED)
    _send(page, "Defer")
    _expect_done(page, "is deferred")


def _make_the_case(page, owner, code):
    _supply(page, code, "Outline business case", CASE_SUPPLIED)
    # A joint review is new: what its parts supplied stays with them.
    _accept(owner, code, 1 if code == JOINT else 2, CASE_ACCEPTED)


def _endorse(page):
    page.goto("/meetings/MT-2014-05-15-CC/resolutions/record/?item=12")
    page.get_by_role("radio", name="Endorsed").check()
    for code in GOING_ON:
        page.locator(f"input[name=activities][value={code}]").check()
    _send(page, "Record")
    expect(page.locator("#main-content")).to_contain_text("Endorsed")


def _meet_the_market(page):
    page.goto("/reviews/engagement/add/?activity=P2-LIB")
    page.get_by_role("radio", name="Soft market test").check()
    page.locator("[name=title]").fill("Soft market test of library access")
    _fill_date(page, TODAY, name="starts_on")
    _send(page, "Record")


# What is shown


def _list_agrees(page):
    page.goto("/reviews/?phase=1")
    check_page(page)
    expect(page.locator("h1")).to_have_text("Reviews (10)")
    expect(page.locator("#main-content")).to_contain_text("98,226,400")
    table = page.locator("#main-content table").first.inner_text()
    assert len(re.findall(r"\bStage 3\b", table)) == 9
    assert len(re.findall(r"\bDeferred\b", table)) == 1


def _past_days_agree(page):
    """On each day the same twelve services and their budget, under the reviews of that day."""
    for day, count in (("2013-12-20", 12), ("2014-02-10", 10)):
        page.goto(f"/reviews/?phase=1&as_at={day}")
        expect(page.locator("h1")).to_have_text(f"Reviews ({count})")
        expect(page.locator("#main-content")).to_contain_text("98,226,400")
    page.goto(f"/reviews/{PARTS[0]}/?as_at=2013-12-20")
    expect(page.locator("#main-content")).to_contain_text("6,774,000")
    page.get_by_role("link", name="Back to today").click()


def _figures_agree(site, page):
    """The figures of the demonstration, whose numbers were added up by hand."""
    token = site.shell(
        "from django.utils import timezone;"
        "from ftc.organisation.models import User;"
        "from ftc.organisation.tokens import create_token;"
        "user = User.objects.get(username='officer');"
        "print(create_token(user=user, now=timezone.now()))"
    )
    differ = []
    for name, asked, value in BY_HAND:
        if not name.startswith("reviews.") or "phase=2" in asked:
            continue
        answer = page.request.get(
            f"/api/v1/figures/{name}?{asked}", headers={"Authorization": f"Bearer {token}"}
        )
        given = json.loads(answer.text())["value"]
        if float(given) != float(value):
            differ.append((name, asked, given, value))
    assert differ == []


def _joint_review_is_told(page):
    page.goto(f"/reviews/{PARTS[0]}/")
    check_page(page)
    page.get_by_role("link", name="HR, ICT and Finance Review").first.click()
    for row in SERVICES:
        if row["service_code"] in PARTS:
            expect(page.locator("#services")).to_contain_text(row["service_name"])
    page.goto(f"/reviews/{JOINT}/scope/")
    check_page(page)
    expect(page.locator("#changes")).to_contain_text("Took in Human Resources")
    page.goto(f"/reviews/{JOINT}/history/")
    check_page(page)
    expect(page.locator("#main-content")).to_contain_text("What became of Human Resources")


def _outturn_agrees(page):
    page.goto("/documents/new/")
    _fill_date(page, ENDORSED, name="as_at")
    page.get_by_role("button", name=re.compile("Make")).click()
    expect(page.locator("#main-content")).to_contain_text("SHA-256", timeout=90_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the PDF").click()
    reader = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    words = re.sub(r"\s+", " ", " ".join(part.extract_text() for part in reader.pages))
    for expected in (
        "98,226,400",
        "98,226,440",
        "143,049,800",
        "HR, ICT and Finance Review",
        "Kent Trust",
        "Options preferred: 11",
    ):
        assert expected in words, expected


# How a form is filled


def _set_back(page, on):
    """The day and the reason that an earlier day needs."""
    page.locator("[name=reason]").fill(THEN)
    _fill_date(page, on)


def _fill_date(page, on, name="effective_on"):
    for part in ("day", "month", "year"):
        page.locator(f"[name={name}_{part}]").fill(str(getattr(on, part)))


def _send(page, button):
    page.locator("#main-content").get_by_role("button", name=button, exact=True).last.click()
    page.wait_for_load_state()


def _expect_done(page, words):
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text(words)
