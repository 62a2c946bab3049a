"""The rolled-up status and the form that reports it, through the browser's requests."""

from datetime import date

import pytest
from django.urls import reverse

from ftc.programme.enums import MilestoneDateKind, Rag
from ftc.programme.models import StatusDraft, StatusOverride
from tests.factories import reviews

pytestmark = pytest.mark.django_db

LIST = "/reviews/status/"


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def phase(officer):
    review = reviews.make_review(stage="stage-2", lead=officer)
    reviews.make_service(review, net="800")
    reviews.report_status(review, Rag.RED, by=officer)
    return review.phase


def address(phase):
    return f"{LIST}phase/{phase.code}/"


SIGNED = {
    "rag": "AMBER",
    "reason": "It is small.",
    "expires_on_day": "30",
    "expires_on_month": "6",
    "expires_on_year": "2014",
}


def test_everybody_reads_how_phases_stand(client_of, member, phase):
    page = text_of(client_of(member).get(LIST))

    assert "1 off track (100% of net budget)" in page
    assert f'href="{address(phase)}"' in page


def test_the_status_of_a_past_day_is_that_of_the_day(client_of, member, phase):
    page = text_of(client_of(member).get(LIST, {"as_at": "2013-12-11"}))

    assert "1 off track" not in page


def test_the_statuses_are_exported(client_of, member, phase):
    response = client_of(member).get(f"{LIST}export.csv")

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith(f"phase,{phase.code},Phase 1,1,800.00,Off track,Off track,")


def test_an_owner_signs_and_withdraws(client_of, sro, phase):
    client = client_of(sro)

    refused = client.post(address(phase), SIGNED | {"reason": ""})
    assert refused.status_code == 422
    signed = client.post(address(phase), SIGNED)
    assert signed["Location"] == address(phase)
    page = text_of(client.get(address(phase)))
    assert f"Signed for by {sro} on 6 May 2014, until 30 June 2014: It is small." in page
    for version in ("7", "", "x", "9" * 30):
        told = client.post(f"{address(phase)}withdraw/", {"version": version}, follow=True)
        assert "int()" not in text_of(told)
    assert StatusOverride.objects.get().withdrawn_on is None
    client.post(f"{address(phase)}withdraw/", {"version": "1"})

    assert StatusOverride.objects.get().withdrawn_on == date(2014, 5, 6)


def test_nobody_else_signs(client_of, officer, phase):
    client = client_of(officer)

    assert "Sign for it" not in text_of(client.get(address(phase)))
    assert client.post(address(phase), SIGNED).status_code == 403
    assert client.post(f"{address(phase)}withdraw/", {"version": "1"}).status_code == 403


def test_there_is_no_status_of_what_there_is_not(client_of, member):
    assert client_of(member).get(f"{LIST}phase/none/").status_code == 404
    assert client_of(member).get(f"{LIST}house/PH1/").status_code == 404


@pytest.fixture
def review(officer):
    review = reviews.make_review("P1-PRO", stage="stage-2", lead=officer)
    reviews.make_milestone(review, baseline=date(2014, 1, 6), title="Gate", code="PRO-GATE")
    return review


REPORT = reverse("programme:status-report-add", args=["P1-PRO"])
DRAFT = reverse("programme:status-draft", args=["P1-PRO"])
TYPED = {"rag": "GREEN", "narrative": "It goes on.", "next_steps": "", "version-PRO-GATE": "1"}


def test_a_rating_against_the_hint_is_asked_why(client_of, officer, review):
    client = client_of(officer)

    page = text_of(client.get(REPORT))
    assert "Gate was due 6 January 2014 and has not been reached." in page
    refused = client.post(REPORT, TYPED)
    assert refused.status_code == 422
    assert "Say why it is on track all the same." in text_of(refused)
    given = TYPED | {"against_hint": "The council met a week later."}
    assert client.post(REPORT, given).status_code == 302

    said = review.status_reports.get()
    assert (said.hint, said.against_hint) == (Rag.RED, "The council met a week later.")


def test_new_forecasts_go_with_the_report(client_of, officer, review):
    forecast = {
        "forecast-PRO-GATE_day": "9",
        "forecast-PRO-GATE_month": "5",
        "forecast-PRO-GATE_year": "2014",
        "reason": "Papers went out late.",
        "rag": "RED",
        "next_steps": "Publish.",
    }

    assert client_of(officer).post(REPORT, TYPED | forecast).status_code == 302

    row = review.milestones.get().dates.get(kind=MilestoneDateKind.FORECAST)
    assert (row.on, row.reason) == (date(2014, 5, 9), "Papers went out late.")


def test_the_second_of_two_reporters_sees_both(client_of, officer, portfolio_officer, review):
    reviews.report_status(review, Rag.AMBER, by=portfolio_officer, on=date(2014, 5, 6))

    refused = client_of(officer).post(REPORT, TYPED | {"seen": "0", "rag": "RED"})

    page = text_of(refused)
    assert refused.status_code == 422
    assert "Somebody else reported the status" in page
    assert "Yours, not saved" in page
    assert "It goes on." in page


def test_what_is_typed_is_kept_and_shown_again(client_of, officer, review):
    client = client_of(officer)

    answer = client.post(
        DRAFT,
        {"narrative": "Half a sent", "forecast-PRO-GATE_day": "31", "rag": "RED"},
        headers={"HX-Request": "true"},
    )
    assert "Draft kept at" in text_of(answer)
    page = text_of(client.get(REPORT))
    assert "Half a sent" in page
    assert 'value="31"' in page
    assert client.post(DRAFT, {"discard_draft": "1"})["Location"] == REPORT

    assert not StatusDraft.objects.exists()


def test_a_draft_is_kept_without_javascript(client_of, officer, review):
    response = client_of(officer).post(DRAFT, {"narrative": "Half", "save_draft": "1"})

    assert response["Location"] == REPORT
    assert StatusDraft.objects.get().typed == {"narrative": "Half"}


def test_a_draft_is_nobody_elses(client_of, officer, portfolio_officer, member, review):
    client_of(officer).post(DRAFT, {"narrative": "Between us"})

    assert "Between us" not in text_of(client_of(portfolio_officer).get(REPORT))
    assert client_of(member).post(DRAFT, {"narrative": "Me too"}).status_code == 403


def test_nothing_is_reported_while_a_past_day_is_shown(client_of, officer, review):
    client = client_of(officer)
    client.get(REPORT, {"as_at": "2014-03-27"})

    assert client.post(REPORT, TYPED).status_code == 403
    assert not review.status_reports.exists()
