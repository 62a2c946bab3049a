"""Adding evidence, reading it, and accepting or returning it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ftc.records.enums import Classification
from reviews.enums import CriterionKind, EvidenceKind, EvidenceState
from reviews.models import Evidence
from tests.factories.engagement import make_engagement
from tests.factories.programme import make_risk
from tests.factories.reviews import (
    change_state,
    make_evidence,
    make_methodology,
    make_phase,
    make_review,
)
from tests.integration.reviews.reading import text_of

pytestmark = pytest.mark.django_db
ADD = "/reviews/P1-PRO/evidence/add/"


@pytest.fixture
def review(officer, sro):
    return make_review("P1-PRO", title="Property", stage="stage-2", lead=officer, sro=sro)


def _typed(**fields):
    return {
        "criterion": "outline-business-case",
        "title": "The case",
        "url": "",
        "note": "",
        "classification": Classification.INTERNAL,
        "exempt_paragraph": "",
        "exempt_reason": "",
        **fields,
    }


def _file(content=b"%PDF-1.7 case", name="case.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_the_form_starts_with_what_was_asked(client_of, officer):
    asked = [
        (code, code.capitalize(), CriterionKind.EVIDENCE, "")
        for code in ("business-case", "equality-assessment")
    ]
    make_methodology(make_phase(2), stages=[("only", "Only", asked)])
    make_review("P2-LIB", phase=2, stage="only", lead=officer)

    response = client_of(officer).get("/reviews/P2-LIB/evidence/add/?criterion=equality-assessment")

    assert response.status_code == 200
    checked = re.findall(r'value="([a-z-]+)"[^>]*checked', response.content.decode())
    assert checked == ["equality-assessment"]


@pytest.mark.parametrize(
    ("stage", "asked"),
    [
        ("", ["scoping-brief"]),
        ("stage-1", ["scoping-brief"]),
        ("stage-2", ["outline-business-case"]),
    ],
)
def test_only_what_the_stage_asks_can_be_chosen(client_of, officer, stage, asked):
    make_review("P1-ANY", stage=stage, lead=officer)

    content = client_of(officer).get("/reviews/P1-ANY/evidence/add/").content.decode()

    assert re.findall(r'name="criterion" value="([a-z-]+)"', content) == asked


def test_a_file_is_added_and_can_be_read(client_of, officer, review, media_root):
    client = client_of(officer)

    response = client.post(ADD, _typed(file=_file(), title=""))
    evidence = Evidence.objects.get()
    page = client.get("/reviews/P1-PRO/evidence/1/")
    address = re.search(r'href="(/uploads/[^"]+)"', page.content.decode())[1]
    download = client.get(address)

    assert (response.status_code, response["Location"]) == (302, "/reviews/P1-PRO/#gate")
    assert (evidence.kind, evidence.title) == (EvidenceKind.FILE, "case.pdf")
    assert b"".join(download.streaming_content) == b"%PDF-1.7 case"


def test_a_link_and_a_note_are_added(client_of, officer, review):
    client = client_of(officer)

    client.post(ADD, _typed(url="https://www.example.gov.uk/case", note="Section 3"))
    client.post(ADD, _typed(note="It is in the registry"))

    assert list(Evidence.objects.order_by("pk").values_list("kind", "url", "note")) == [
        ("LINK", "https://www.example.gov.uk/case", "Section 3"),
        ("NOTE", "", "It is in the registry"),
    ]


def test_exempt_evidence_carries_its_paragraph_and_is_hidden_from_who_may_not_read_it(
    client_of, officer, auditor, review
):
    client = client_of(officer)
    client.post(
        ADD,
        _typed(
            note="The bids",
            classification=Classification.EXEMPT,
            exempt_paragraph="3",
            exempt_reason="Prices",
        ),
    )

    evidence = Evidence.objects.get()
    assert (evidence.exempt_paragraph, evidence.exempt_reason) == (3, "Prices")
    assert client.get("/reviews/P1-PRO/evidence/1/").status_code == 404
    assert "paragraph 3 of Schedule 12A: Prices" in text_of(
        client_of(auditor).get("/reviews/P1-PRO/evidence/1/")
    )


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({}, "Choose a file, enter an address or write a note."),
        ({"url": "not an address", "note": "n"}, "Enter an address that starts with https://"),
        ({"note": "n", "criterion": ""}, "Select: What is it evidence for?"),
        ({"note": "n", "criterion": "scoping-brief"}, "A stage it has left takes no more evidence"),
        ({"note": "n", "classification": "EXEMPT"}, "Select the paragraph of Schedule 12A."),
        (
            {"note": "n", "classification": "EXEMPT", "exempt_paragraph": "3"},
            "Say why it is in the public interest.",
        ),
    ],
)
def test_a_form_that_is_not_whole_is_refused_and_keeps_what_was_typed(
    client_of, officer, review, fields, sentence
):
    response = client_of(officer).post(ADD, _typed(**{"title": "Kept title"} | fields))

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert 'value="Kept title"' in response.content.decode()
    assert not Evidence.objects.exists()


def test_a_file_and_an_address_are_one_too_many(client_of, officer, review):
    response = client_of(officer).post(ADD, _typed(file=_file(), url="https://example.gov.uk/"))

    assert "Choose a file or enter an address, not both." in text_of(response)
    assert "Choose case.pdf again. Everything else has been kept." in text_of(response)


@pytest.mark.parametrize(
    "upload, sentence",
    [
        (_file(b"MZ\x90 program"), "case.pdf is a program, not a PDF, so it was not kept."),
        (_file(b"plain words"), "case.pdf is not a PDF, although its name says so."),
        (_file(name="case.exe"), "case.exe is a .exe file. Choose one of these types"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_in_words(
    client_of, officer, review, media_root, upload, sentence
):
    upload.seek(0)

    response = client_of(officer).post(ADD, _typed(file=upload, note="Kept note"))

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert "Kept note" in response.content.decode()


def test_evidence_for_a_deferred_review_is_refused(client_of, officer, review):
    change_state(review, reason="It waits")

    response = client_of(officer).post(ADD, _typed(note="n"))

    assert response.status_code == 422
    assert "This review is deferred: It waits. Its gate takes no evidence." in text_of(response)


@pytest.mark.parametrize("who", ["clerk", "member", "auditor", "finance_partner", "administrator"])
def test_who_may_not_supply_is_told_who_may(client_of, request, review, who):
    response = client_of(request.getfixturevalue(who)).post(ADD, _typed(note="n"))

    assert response.status_code == 403
    assert "Only the lead of this review, its Senior Responsible Owner" in text_of(response)


def test_nothing_is_supplied_while_looking_at_the_past(client_of, officer, review):
    client = client_of(officer)
    client.get("/reviews/P1-PRO/?as_at=2014-03-27")

    response = client.post(ADD, _typed(note="n"))

    assert response.status_code == 422
    assert "You are looking at 27 March 2014" in text_of(response)


def test_the_portfolio_office_may_set_an_earlier_date(client_of, portfolio_officer, review):
    date = {"effective_on_day": "4", "effective_on_month": "4", "effective_on_year": "2014"}
    client = client_of(portfolio_officer)

    refused = client.post(ADD, _typed(note="n", **date))
    client.post(ADD, _typed(note="n", reason="It came then", **date))

    assert "Give a reason for the earlier date" in text_of(refused)
    assert Evidence.objects.get().supplied_on.isoformat() == "2014-04-04"


def _decide(client, **typed):
    return client.post("/reviews/P1-PRO/evidence/1/decide/", {"comment": "", **typed})


def test_the_owner_accepts(client_of, officer, sro, review):
    make_evidence(review, by=officer)
    client = client_of(sro)

    page = client.get("/reviews/P1-PRO/evidence/1/")
    response = _decide(client, outcome="ACCEPT")

    assert "What do you decide?" in text_of(page)
    assert (response.status_code, response["Location"]) == (302, "/reviews/P1-PRO/#gate")
    assert Evidence.objects.get().state == EvidenceState.ACCEPTED


def test_the_owner_returns_with_a_comment(client_of, officer, sro, review):
    make_evidence(review, by=officer)

    refused = _decide(client_of(sro), outcome="RETURN")
    _decide(client_of(sro), outcome="RETURN", comment="Costs are missing")

    assert refused.status_code == 422
    assert "Say what the evidence lacks." in text_of(refused)
    evidence = Evidence.objects.get()
    assert (evidence.state, evidence.comment) == (EvidenceState.RETURNED, "Costs are missing")


def test_who_decides_second_is_told_and_keeps_the_comment(client_of, officer, sro, review):
    make_evidence(review, by=officer)
    _decide(client_of(sro), outcome="ACCEPT")

    response = _decide(client_of(sro), outcome="RETURN", comment="Costs are missing")

    assert response.status_code == 422
    assert "Sam Owner accepted this evidence before you." in text_of(response)
    assert "Your comment was not recorded: Costs are missing" in text_of(response)


@pytest.mark.parametrize("who", ["officer", "portfolio_officer", "clerk", "auditor"])
def test_only_the_owner_decides(client_of, request, officer, review, who):
    make_evidence(review, by=officer)
    client = client_of(request.getfixturevalue(who))

    assert "What do you decide?" not in text_of(client.get("/reviews/P1-PRO/evidence/1/"))
    assert _decide(client, outcome="ACCEPT").status_code == 403


def test_the_owner_does_not_accept_what_they_supplied(client_of, sro, review):
    make_evidence(review, by=sro)

    response = _decide(client_of(sro), outcome="ACCEPT")

    assert response.status_code == 403
    assert "Nobody accepts or returns evidence that they supplied themselves." in text_of(response)


def test_evidence_is_not_decided_while_looking_at_the_past(client_of, officer, sro, review):
    make_evidence(review, by=officer)
    client = client_of(sro)
    client.get("/reviews/P1-PRO/?as_at=2014-05-01")

    assert _decide(client, outcome="ACCEPT").status_code == 422


@pytest.mark.parametrize("number", [2, 0])
def test_there_is_no_page_for_evidence_that_is_not(client_of, officer, review, number):
    make_evidence(review, by=officer)

    assert client_of(officer).get(f"/reviews/P1-PRO/evidence/{number}/").status_code == 404


def test_evidence_is_not_there_before_it_was_supplied(client_of, officer, review):
    make_evidence(review, by=officer)

    response = client_of(officer).get("/reviews/P1-PRO/evidence/1/?as_at=2014-03-27")

    assert response.status_code == 404


def test_a_record_of_ours_is_evidence_and_a_link_to_who_may_read_it(client_of, officer, review):
    make_risk(review, code="R1", title="Suppliers leave")

    form = client_of(officer).get(ADD).content.decode()
    response = client_of(officer).post(ADD, _typed(title="", record="RISK:R1"))
    page = client_of(officer).get("/reviews/P1-PRO/evidence/1/").content.decode()

    assert '<optgroup label="Risk">' in form
    assert response.status_code == 302
    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.record_kind, evidence.record_code, evidence.title) == (
        EvidenceKind.RECORD,
        "RISK",
        "R1",
        "Suppliers leave",
    )
    assert '<a class="govuk-link" href="/programme/risks/R1/">Suppliers leave</a>' in page


def test_a_record_of_another_review_is_none(client_of, officer, review):
    make_risk(make_review("P1-OTH"), code="R2")

    response = client_of(officer).post(ADD, _typed(record="RISK:R2"))

    assert response.status_code == 422
    assert Evidence.objects.count() == 0


def test_evidence_of_an_exempt_record_is_exempt_whatever_was_asked_for(
    client_of, portfolio_officer, officer, review
):
    make_engagement(
        review,
        code="MKT-1",
        title="Talks with bidders",
        classification=Classification.EXEMPT,
        exempt_paragraph=3,
        exempt_reason="Prices",
    )
    assert "Talks with bidders" not in client_of(officer).get(ADD).content.decode()

    client_of(portfolio_officer).post(ADD, _typed(title="", record="ENGAGEMENT:MKT-1"))

    evidence = Evidence.objects.get()
    assert (evidence.classification, evidence.exempt_paragraph) == (Classification.EXEMPT, 3)
    for address in ("", "evidence/", "gate/", "evidence/1/"):
        page = client_of(officer).get(f"/reviews/P1-PRO/{address}").content.decode()
        assert "Talks with bidders" not in page


def test_who_supplied_what_they_may_not_open_is_told_so(client_of, officer, review):
    response = client_of(officer).post(
        ADD,
        _typed(
            title="Secret prices",
            note="Their prices.",
            classification=Classification.EXEMPT,
            exempt_paragraph="3",
            exempt_reason="Prices",
        ),
        follow=True,
    )

    assert "You supplied it and may not open it" in text_of(response)
    gate = text_of(client_of(officer).get("/reviews/P1-PRO/gate/"))
    assert "you supplied it and may not open it" in gate
    assert "Secret prices" not in gate
    listed = text_of(client_of(officer).get("/reviews/P1-PRO/evidence/"))
    assert "You supplied evidence 1 and may not open it" in listed
    assert client_of(officer).get("/reviews/P1-PRO/evidence/1/").status_code == 404


def test_one_thing_at_a_time_is_evidence(client_of, officer, review):
    make_risk(review, code="R1")

    response = client_of(officer).post(ADD, _typed(record="RISK:R1", url="https://example.org/"))

    assert response.status_code == 422
    assert "Choose a record, a file or an address, one of them alone." in text_of(response)
