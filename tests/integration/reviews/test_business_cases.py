"""Business cases in the browser: starting, writing, clearing, comparing and printing them."""

import pytest

from ftc.organisation.enums import Role
from ftc.records.enums import Classification
from ftc.records.models import Document
from reviews.enums import FiveCase, ReviewState, SectionState
from reviews.models import BusinessCase, BusinessCaseSection
from tests.factories.business_cases import (
    EXEMPT,
    WORDS,
    cleared_case,
    keep,
    make_case,
    section_at,
    section_of,
    write,
)
from tests.factories.finance import make_entry, make_saving
from tests.factories.organisation import make_user
from tests.factories.reviews import change_state, make_option, make_review, make_service
from tests.integration.reviews.reading import text_of

pytestmark = pytest.mark.django_db
LIST = "/reviews/P1-PRO/business-cases/"
CASE = "/reviews/business-cases/P1-PRO-OBC-1/"
STRATEGIC = f"{CASE}strategic/"
HX = {"HX-Request": "true"}


@pytest.fixture
def review(officer, sro):
    return make_review("P1-PRO", title="Property", lead=officer, sro=sro, stage="stage-2")


@pytest.fixture
def case(review):
    return make_case(review, title="Property: Outline")


def start(client, **fields):
    return client.post(
        f"{LIST}start/",
        {"kind": "OUTLINE", "title": "Why", "classification": "INTERNAL", **fields},
    )


def test_the_lead_starts_one(client_of, officer, review):
    client = client_of(officer)
    assert "No business case of this review is recorded" in text_of(client.get(LIST))
    form = text_of(client.get(f"{LIST}start/?kind=FULL"))

    response = start(client)

    assert "Start a business case of Property" in form
    assert (response.status_code, response.url) == (302, CASE)
    said = text_of(client.get(LIST))
    assert "Why P1-PRO-OBC-1 Outline business case 0 % 0 of 10 checks met 0 of 5 cases" in said


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"title": ""}, "There is a problem"),
        ({"kind": "OTHER"}, "There is a problem"),
        ({"classification": "EXEMPT"}, "Say under which paragraph of Schedule 12A"),
        ({"exempt_paragraph": "3"}, "Only an exempt business case has a paragraph"),
    ],
)
def test_what_is_not_whole_is_refused_and_kept(client_of, portfolio_officer, review, fields, words):
    response = start(client_of(portfolio_officer), **{"title": "Kept words"} | fields)

    assert response.status_code == 422
    assert words in text_of(response)
    assert ("Kept words" in response.content.decode()) is (fields.get("title") != "")
    assert not BusinessCase.objects.exists()


def test_a_second_one_is_refused_in_words(client_of, officer, case):
    client = client_of(officer)

    response = start(client)

    assert response.status_code == 422
    assert "A further one is started after the review" in text_of(response)
    assert "Start: Outline" not in text_of(client.get(LIST))
    assert "Start: Full Business Case" in text_of(client.get(LIST))


def test_the_page_tells_where_it_stands_and_what_it_rests_on(client_of, officer, review, case):
    option = make_option(review, title="A trust")
    case.options.add(option)
    make_entry(make_saving("S-1", activity=review), "2015/16", "100")
    keep(case, "For the Board")

    said = text_of(client_of(officer).get(CASE))

    assert "Strategic case Owner: none" not in said
    assert "Strategic case No owner, not written Being drafted" in said
    assert "Completeness: 20 %" in said  # a preferred option, and a saving with its plan
    assert "Savings planned of an activity: cashable" in said
    assert "From 1 record" in said
    assert "A trust" in said
    assert "Version 1: For the Board" in said


def test_a_case_is_written_with_a_preview_first(client_of, officer, case):
    client = client_of(officer)
    typed = {"version": 1, "text": "## Why\n\n**Now** <script>alert(1)</script>", "preview": "1"}

    page, fragment = (
        client.post(f"{STRATEGIC}edit/", typed),
        client.post(f"{STRATEGIC}edit/", typed, headers=HX),
    )

    for response in (page, fragment):
        assert response.status_code == 200
        body = response.content.decode()
        assert '<h3 class="govuk-heading-s">Why</h3>' in body
        assert "<strong>Now</strong>" in body
        assert "<script>alert" not in body
    assert "<html" in page.content.decode()
    assert "<html" not in fragment.content.decode()
    assert section_of(case).text == ""
    saved = client.post(f"{STRATEGIC}edit/", {"version": 1, "text": typed["text"]})
    assert (saved.status_code, saved.url) == (302, STRATEGIC)
    assert "Why Now" in text_of(client.get(STRATEGIC))


def test_who_saves_second_sees_both_versions_and_loses_nothing(client_of, officer, case):
    write(section_of(case), "The estate costs ten.")
    client = client_of(officer)

    response = client.post(f"{STRATEGIC}edit/", {"version": 1, "text": "The estate costs twelve."})

    said = text_of(response)
    assert response.status_code == 422
    assert "Yours, not saved" in said
    assert "The estate costs twelve." in said
    assert "[removed: ten ] [added: twelve ]" in said
    again = client.post(f"{STRATEGIC}edit/", {"version": 2, "text": "The estate costs twelve."})
    assert again.status_code == 302
    assert section_of(case).text == "The estate costs twelve."


@pytest.mark.parametrize(
    "state, words",
    [
        (SectionState.CLEARED, "This case is cleared. Saving a change makes a draft"),
        (SectionState.IN_CLEARANCE, "This case is in clearance. Saving a change takes it back"),
        (SectionState.RETURNED, "This case was returned. Saving a change"),
    ],
)
def test_it_says_before_saving_what_saving_takes_back(client_of, officer, case, state, words):
    section_at(state, case)

    assert words in text_of(client_of(officer).get(f"{STRATEGIC}edit/"))


def test_it_goes_to_clearance_and_is_cleared_by_the_owner_of_the_review(
    client_of, officer, sro, case
):
    lead, owner = client_of(officer), client_of(sro)
    write(section_of(case), by=officer)
    page = text_of(lead.get(STRATEGIC))
    assert "Name the owner of the strategic case before you send it" in page

    named = lead.post(f"{STRATEGIC}owner/", {"version": 2, "owner": officer.username})
    sent = lead.post(f"{STRATEGIC}send/", {"version": 3})
    refused = lead.get(f"{STRATEGIC}decide/")
    returned = owner.post(
        f"{STRATEGIC}decide/", {"version": 4, "outcome": "RETURN", "comment": "No figures."}
    )

    assert [r.status_code for r in (named, sent, refused, returned)] == [302, 302, 403, 302]
    assert "You own the strategic case" in text_of(refused)
    assert "Returned by" in text_of(lead.get(STRATEGIC))
    assert "No figures." in text_of(lead.get(STRATEGIC))


def test_a_return_without_a_comment_is_refused(client_of, sro, case):
    section_at(SectionState.IN_CLEARANCE, case)

    response = client_of(sro).post(
        f"{STRATEGIC}decide/", {"version": 4, "outcome": "RETURN", "comment": " "}
    )

    assert response.status_code == 422
    assert "Say what the case lacks" in text_of(response)


def test_what_was_decided_meanwhile_is_told(client_of, sro, case):
    section_at(SectionState.IN_CLEARANCE, case)
    client = client_of(sro)
    client.post(f"{STRATEGIC}decide/", {"version": 4, "outcome": "CLEAR"})

    response = client.post(f"{STRATEGIC}decide/", {"version": 4, "outcome": "CLEAR"})
    again = client.post(f"{STRATEGIC}decide/", {"version": 5, "outcome": "CLEAR"})

    assert response.status_code == 422
    assert "Someone else saved this" in text_of(response)
    assert "The strategic case is cleared already" in text_of(again)


def test_an_owner_who_clears_it_is_refused(client_of, officer, sro, case):
    response = client_of(officer).post(f"{STRATEGIC}owner/", {"version": 1, "owner": sro.username})

    assert response.status_code == 422
    assert "so somebody else owns it" in text_of(response)


def test_versions_are_kept_and_compared(client_of, officer, case):
    client = client_of(officer)
    write(section_of(case), "It costs ten.")

    kept = client.post(f"{CASE}keep/", {"note": "For the Board"})
    again = client.post(f"{CASE}keep/", {"note": ""})
    write(section_of(case), "It costs twelve.")
    said = text_of(client.get(f"{CASE}differences/"))

    assert kept.status_code == 302
    assert again.status_code == 422
    assert "Nothing has changed since the last version" in text_of(again)
    assert "From version 1 to as it stands" in said
    assert "It costs [removed: ten ] [added: twelve ]" in said
    assert "Economic case The same." in said
    assert "It costs ten." in text_of(client.get(f"{CASE}versions/1/"))
    assert "It costs twelve." in text_of(client.get(f"{CASE}whole/"))


@pytest.mark.parametrize("query", ["from=9", "to=x", "from=1&to=2", "from=%00"])
def test_versions_that_are_not_there_are_not_found(client_of, officer, case, query):
    assert client_of(officer).get(f"{CASE}differences/?{query}").status_code == 404


@pytest.mark.parametrize("address", ["versions/1/", "other/", "STRATEGIC/", "other/edit/"])
def test_what_is_not_there_is_not_found(client_of, officer, case, address):
    assert client_of(officer).get(f"{CASE}{address}").status_code == 404


def test_the_head_is_edited_and_a_later_save_is_told(client_of, portfolio_officer, review, case):
    client = client_of(portfolio_officer)
    option = make_option(review, title="A trust")
    typed = {"version": 1, "title": "New", "classification": "EXEMPT", "exempt_paragraph": "3",
             "exempt_reason": "Bidders", "options": [option.code]}  # fmt: skip
    assert client.get(f"{CASE}edit/").status_code == 200

    saved = client.post(f"{CASE}edit/", typed)
    second = client.post(f"{CASE}edit/", typed | {"title": "Other"})

    case.refresh_from_db()
    assert saved.status_code == 302
    assert (case.title, case.classification, list(case.options.all())) == (
        "New", Classification.EXEMPT, [option],
    )  # fmt: skip
    assert second.status_code == 422
    assert "Compare the two versions" in text_of(second)


def test_on_a_past_day_it_is_read_and_not_written(client_of, officer, case):
    write(section_of(case), "Not kept")
    client = client_of(officer)

    page = text_of(client.get(f"{STRATEGIC}?as_at=2014-05-06"))
    form = client.get(f"{STRATEGIC}edit/?as_at=2014-05-06")
    sent = client.post(f"{STRATEGIC}edit/?as_at=2014-05-06", {"version": 2, "text": "Other"})
    earlier = client.get(f"{CASE}?as_at=2014-05-05")

    assert "Not kept" not in page
    assert "last version kept by this day" in page
    assert (form.status_code, sent.status_code, earlier.status_code) == (302, 422, 404)
    assert section_of(case).text == "Not kept"


def test_a_review_that_is_not_going_on_offers_nothing(client_of, officer, review, case):
    change_state(review, ReviewState.DEFERRED)
    client = client_of(officer)

    assert "Start:" not in text_of(client.get(LIST))
    assert f"{STRATEGIC}edit/" not in client.get(STRATEGIC).content.decode()
    response = client.post(f"{STRATEGIC}edit/", {"version": 1, "text": "Other"})
    assert response.status_code == 422
    assert "Its business cases stay as they are" in text_of(response)


def test_a_document_is_asked_for(client_of, officer, case):
    client = client_of(officer)

    response = client.post(f"{CASE}document/")

    document = Document.objects.get(kind="BUSINESS_CASE")
    assert response.url == document.get_absolute_url()
    assert (document.title, document.classification) == (case.title, "INTERNAL")
    assert client.post(f"{CASE}document/", {"version": "7"}).url == CASE
    assert Document.objects.count() == 1


def test_documents_of_business_cases_are_not_chosen_from_the_list(client_of, portfolio_officer):
    client = client_of(portfolio_officer)

    assert "Business case" not in text_of(client.get("/documents/new/"))
    assert client.get("/documents/preview/business_case/").status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_exempt_ones_are_not_there_for_others(client_of, review, role):
    make_case(review, title="Magrathea", **EXEMPT)
    client = client_of(make_user(role))
    addresses = [
        CASE, STRATEGIC, *(f"{STRATEGIC}{act}/" for act in ("edit", "owner", "send", "decide")),
        *(f"{CASE}{page}/" for page in ("edit", "keep", "whole", "differences")),
    ]  # fmt: skip

    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.post(f"{CASE}document/").status_code == 404
    assert "Magrathea" not in client.get(LIST).content.decode()
    assert client.get("/api/v1/reviews/P1-PRO/business-cases").json() == []


def test_other_programs_read_how_complete_it_is(client_of, member, review):
    make_case(review, title="Property: Outline")
    section_at(SectionState.CLEARED, BusinessCase.objects.get())

    answer = client_of(member).get("/api/v1/reviews/P1-PRO/business-cases").json()

    assert len(answer) == 1
    found = answer[0]
    assert (found["code"], found["kind"], found["percent_complete"]) == (
        "P1-PRO-OBC-1", "outline", "0",
    )  # fmt: skip
    assert [case["state"] for case in found["cases"]] == ["cleared", *["draft"] * 4]
    assert {check["check"] for check in found["checks"]} >= {"written", "risks"}
    assert client_of(member).get("/api/v1/reviews/NONE/business-cases").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries(
    client_of, member, review, count, django_assert_num_queries
):
    make_case(review)
    for number in range(1, count):
        BusinessCase.objects.create(
            code=f"X-{number}", review=review, kind="OUTLINE", number=number + 1, title="More",
            made_by=member, made_on="2014-05-06",
        )  # fmt: skip
    client = client_of(member)
    client.get(LIST)

    with django_assert_num_queries(18):
        client.get(LIST)


def test_the_five_have_addresses_of_their_own(client_of, officer, case):
    client = client_of(officer)

    for kind in FiveCase:
        response = client.get(f"{CASE}{kind.value.lower()}/")
        assert kind.label in text_of(response)
    assert BusinessCaseSection.objects.filter(case=case).count() == 5


def test_search_finds_the_words_for_whoever_may_read_them(client_of, officer, member, review):
    case = make_case(review, title="Magrathea prices", **EXEMPT)
    write(section_of(case), "Slartibartfast offers ten")

    seen, shut = (
        "".join(client_of(user).get(f"/search/?q={word}").content.decode()
                for word in ("Magrathea", "Slartibartfast"))
        for user in (member, officer)
    )  # fmt: skip

    assert f'href="{CASE}"' in seen
    assert f'href="{STRATEGIC}"' in seen
    assert CASE not in shut


def test_a_cleared_one_says_so(client_of, officer, case):
    cleared_case(case)

    said = text_of(client_of(officer).get(CASE))

    assert "Version 1: Kept when all five cases were cleared." in said
    assert WORDS.splitlines()[1] in text_of(client_of(officer).get(f"{CASE}versions/1/"))


def test_a_head_that_is_refused_keeps_what_was_typed(client_of, portfolio_officer, case):
    response = client_of(portfolio_officer).post(
        f"{CASE}edit/", {"version": 1, "title": "Kept words", "classification": "EXEMPT"}
    )

    assert response.status_code == 422
    assert "Say under which paragraph" in text_of(response)
    assert "Kept words" in response.content.decode()


def test_the_code_of_a_service_leads_to_the_review_it_is_in(client_of, officer, review):
    make_service(review, code="P1-EST")

    response = client_of(officer).get("/reviews/P1-EST/business-cases/")

    assert (response.status_code, response.url) == (302, LIST)
