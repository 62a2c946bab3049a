"""The register of market engagement in the browser: read, filtered, recorded, corrected."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ftc.organisation.enums import Role
from reviews.enums import EngagementKind, ResponseState
from reviews.models import EngagementCount, EngagementNote, EngagementResponse, MarketEngagement
from tests.factories.engagement import (
    ANSWERED_ON,
    EXEMPT,
    make_engagement,
    make_note,
    make_phase_2_methodology,
    make_response,
    make_supplier,
)
from tests.factories.organisation import make_user
from tests.factories.overview import make_stated_figure
from tests.factories.reviews import make_paper, make_phase, make_review, make_service
from tests.integration.reviews.reading import text_of

pytestmark = pytest.mark.django_db
LIST = "/reviews/engagement/"
LIST_QUERIES = 12
DETAIL_QUERIES = 19
SECTION_QUERIES = 11


@pytest.fixture
def review(officer):
    return make_review("P1-PRO", title="Property Review", stage="stage-2", lead=officer)


@pytest.fixture
def office(client_of, portfolio_officer):
    return client_of(portfolio_officer)


def dated(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def engagement_form(**changes):
    return {
        "version": 1, "kind": "SOFT_MARKET_TEST", "title": "Soft market test",
        "classification": "INTERNAL", **dated("starts_on", date(2014, 3, 3)), **changes,
    }  # fmt: skip


def response_form(**changes):
    return {
        "version": 1, "state": "RESPONDED", "classification": "INTERNAL",
        **dated("responded_on", ANSWERED_ON), **changes,
    }  # fmt: skip


def note_form(**changes):
    return {
        "noted_on_day": 5, "noted_on_month": 5, "noted_on_year": 2014, "text": "Ten years.",
        "classification": "EXEMPT", "exempt_paragraph": "3", "exempt_reason": "Prices.", **changes,
    }  # fmt: skip


def test_an_empty_register_says_what_to_do(office, review):
    page = office.get(LIST)

    assert "Nothing is in the register yet." in text_of(page)
    assert "Record the first" in text_of(page)


def test_whoever_may_not_record_is_not_asked_to(client_of, member):
    page = text_of(client_of(member).get(LIST))

    assert "Nothing is in the register that you may read." in page
    assert "Record" not in page


def test_the_list_tells_what_each_brought(office, review):
    engagement = make_engagement(review, title="Soft test", code="P1-PRO-E01")
    for state in ResponseState:
        make_response(engagement, state=state)

    page = text_of(office.get(LIST))

    assert "1 engagement " in page
    assert (
        "Soft test Property Review, P1-PRO-E01 Soft market test Closed 4 November 2013 "
        "6 December 2013 1 1"
    ) in page


@pytest.mark.parametrize(
    "query, found",
    [
        ("kind=DIALOGUE", {"Talk"}),
        ("activity=PHASE-1", {"Notice"}),
        ("state=PLANNED", {"Visit"}),
        ("state=OPEN", set()),
        ("service=P1-PRO", {"Talk"}),
        ("year=2013", {"Notice", "Talk"}),
        ("kind=DIALOGUE&activity=PHASE-1", set()),
        ("", {"Notice", "Talk", "Visit"}),
    ],
)
def test_the_list_is_filtered(office, review, query, found):
    service = make_service(review, code="P1-PRO").service
    make_engagement(review, EngagementKind.DIALOGUE, title="Talk", services=[service])
    make_engagement(make_phase(1), EngagementKind.PRIOR_INFORMATION_NOTICE, title="Notice")
    make_engagement(
        review, EngagementKind.COUNCIL_VISIT, title="Visit", council="Another", starts_on=None,
        ends_on=None,
    )  # fmt: skip
    make_engagement(review, title="Open", starts_on=date(2014, 5, 1), ends_on=None, **EXEMPT)
    make_engagement(review, title="Gone", starts_on=date(2014, 5, 1), cancelled_on=date(2014, 5, 2),
                    ends_on=None, **EXEMPT)  # fmt: skip
    officer = office_of_nobody(office)

    page = officer.get(f"{LIST}?{query}").content.decode()

    titles = {"Talk", "Notice", "Visit", "Open", "Gone"}
    assert {title for title in titles if f">{title}</a>" in page} == found


def office_of_nobody(office):
    """A client of an officer, who reads nothing exempt."""
    office.force_login(make_user(Role.OFFICER))
    return office


@pytest.mark.parametrize("query", ["kind=CHAT", "year=1999", "service=X", "activity=X", "state=X"])
def test_a_filter_that_is_not_understood_shows_nothing_and_says_so(office, review, query):
    make_engagement(review, title="Soft test")

    page = office.get(f"{LIST}?{query}")
    sheet = office.get(f"{LIST}export.csv?{query}")

    assert page.status_code == sheet.status_code == 422
    assert "Choose one from the list." in text_of(page)
    assert "Soft test" not in text_of(page)
    assert sheet.content.decode().startswith("There is no ")


def test_the_picture_counts_answers_by_service(office, review):
    services = [make_service(review, code=code).service for code in ("CLE", "EST")]
    engagement = make_engagement(review)
    make_response(engagement, services=services)
    make_response(engagement, services=services[:1])
    make_response(engagement)
    make_response(engagement, state=ResponseState.DECLINED, services=services)

    page = text_of(office.get(LIST))

    assert "Service CLE drew the most answers: 2" in page
    assert "Service Answers Service CLE 2 Service EST 1 No service named 1" in page


def test_a_fragment_is_the_results_alone(office, review):
    make_engagement(review, title="Soft test")

    fragment = office.get(LIST, headers={"HX-Request": "true"}).content.decode()

    assert fragment.lstrip().startswith('<div id="engagement-results">')
    assert "Soft test" in fragment


def test_what_is_not_open_is_counted_and_not_named(client_of, officer, review):
    make_engagement(review, title="Hidden test", **EXEMPT)

    page = text_of(client_of(officer).get(LIST))

    assert "1 more is not open to you and counts in nothing here." in page
    assert "Hidden" not in page


def test_exports_hold_what_the_list_shows(client_of, auditor, review):
    make_engagement(review, title="=1+1", code="E-1")
    make_engagement(make_phase(1), EngagementKind.DIALOGUE, title="Talk", code="E-2")
    client = client_of(auditor)

    sheet = client.get(f"{LIST}export.csv?kind=SOFT_MARKET_TEST").content.decode("utf-8-sig")
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(client.get(f"{LIST}export.xlsx"))), read_only=True
    )

    rows = sheet.splitlines()
    assert len(rows) == 2
    assert rows[1].startswith("E-1,Property Review,Soft market test,'=1+1,,,Closed,2013-11-04,")
    values = list(book.worksheets[0].values)
    assert [row[0] for row in values] == ["Code", "E-1", "E-2"]
    assert values[1][3] == "=1+1"
    assert ("Filtered by", "Nothing: every row") in list(book["About"].values)
    assert client.get(f"{LIST}export.pdf").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries(number, office, review, django_assert_num_queries):
    for _ in range(number):
        engagement = make_engagement(review, services=[make_service(review).service])
        make_response(engagement)
    office.get(LIST)

    with django_assert_num_queries(LIST_QUERIES):
        office.get(LIST)


@pytest.mark.parametrize("number", [1, 3])
def test_one_engagement_takes_the_same_queries(number, office, review, django_assert_num_queries):
    engagement = make_engagement(review, code="E")
    for _ in range(number):
        make_response(engagement, services=[make_service(review).service])
        make_note(engagement)
    office.get(f"{LIST}E/")

    with django_assert_num_queries(DETAIL_QUERIES):
        office.get(f"{LIST}E/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_section_takes_the_same_queries(number, office, review, django_assert_num_queries):
    for _ in range(number):
        make_engagement(review)
        make_engagement(make_phase(1))
    office.get("/reviews/P1-PRO/engagement/")

    with django_assert_num_queries(SECTION_QUERIES):
        office.get("/reviews/P1-PRO/engagement/")


def test_the_section_sets_the_register_beside_what_papers_count(office, review):
    paper = make_paper()
    EngagementCount.objects.create(
        code="ME01", activity=review.phase, kind="notice", measure="responses", value=174,
        unit="responses", effective_on=date(2014, 5, 6), source=paper,
    )  # fmt: skip
    EngagementCount.objects.create(
        code="ME05", activity=review.phase, kind="visit", measure="client role",
        effective_on=date(2014, 5, 6), source=paper,
    )  # fmt: skip
    make_stated_figure(
        "174 responses", "174", key="reviews.engagement_responses", params={"phase": "1"},
        unit="responses", source=paper,
    )  # fmt: skip
    empty = text_of(office.get("/reviews/P1-PRO/engagement/"))
    make_response(make_engagement(make_phase(1), title="Notice"))

    page = text_of(office.get("/reviews/P1-PRO/engagement/"))

    row = "Notice responses Phase 1 as a whole 174"
    assert f"{row} Not known Nothing of this is in the register yet." in empty
    assert f"{row} 1 " in page
    assert "Visit client role Phase 1 as a whole not known Not compared" in page
    assert "Market engagement of Phase 1 as a whole" in page


def test_the_lead_records_an_engagement(client_of, officer, review):
    client = client_of(officer)
    make_service(review, code="P1-PRO")

    chosen = client.get(f"{LIST}add/")
    form = client.get(f"{LIST}add/?activity=P1-PRO")
    answer = client.post(
        f"{LIST}add/?activity=P1-PRO", engagement_form(services=["P1-PRO"]), follow=True
    )

    assert "Property Review (P1-PRO)" in text_of(chosen)
    assert "Record market engagement of Property Review" in text_of(form)
    assert answer.redirect_chain == [("/reviews/engagement/P1-PRO-E01/", 302)]
    assert "“Soft market test” is recorded as P1-PRO-E01." in text_of(answer)
    assert "Recorded market engagement." in text_of(answer)
    assert MarketEngagement.objects.get().services.get().code == "P1-PRO"


def test_an_unknown_review_is_refused_in_words(office, review):
    page = office.get(f"{LIST}add/?activity=X")

    assert page.status_code == 422
    assert "Choose a review or a phase from the list." in text_of(page)


@pytest.mark.parametrize(
    "changes, refusal",
    [
        ({"title": ""}, "Enter title"),
        ({"kind": ""}, "Select kind"),
        ({"kind": "PRELIMINARY_NOTICE"}, "There were no preliminary market engagement notices"),
        (
            {"kind": "PRIOR_INFORMATION_NOTICE", **dated("starts_on", date(2025, 2, 24))},
            "Since 24 February 2025 a preliminary market engagement notice (UK2) stands in its",
        ),
        ({"kind": "COUNCIL_VISIT"}, "Name the council that is visited."),
        (dated("ends_on", date(2014, 3, 2)), "is before the first"),
        ({"classification": "EXEMPT"}, "Select the paragraph of Schedule 12A."),
        ({"starts_on_month": "13"}, "must be a real date"),
    ],
)
def test_a_form_that_does_not_fit_keeps_what_was_typed(office, review, changes, refusal):
    form = engagement_form(summary="Typed words") | changes

    page = office.post(f"{LIST}add/?activity=P1-PRO", form)

    assert page.status_code == 422
    assert refusal in text_of(page)
    assert "Typed words" in page.content.decode()
    assert not MarketEngagement.objects.exists()


def test_a_phase_2_review_is_refused_until_its_service_review_has_passed(office):
    make_phase_2_methodology()
    make_review("P2-LIB", title="Libraries", phase=2, stage="service-review")

    page = office.post(f"{LIST}add/?activity=P2-LIB", engagement_form())

    assert page.status_code == 422
    assert "Pass the gate of “Service review” first" in text_of(page)


def test_two_people_who_edit_at_once_see_both_versions(office, client_of, officer, review):
    engagement = make_engagement(review, title="As it was", code="E")
    client_of(officer).post(f"{LIST}E/edit/", engagement_form(title="Theirs"))

    page = office.post(f"{LIST}E/edit/", engagement_form(title="Mine"))
    again = office.post(f"{LIST}E/edit/", engagement_form(title="Mine", version=2), follow=True)

    assert page.status_code == 422
    assert "Title Mine Theirs Differs" in text_of(page)
    assert "Save mine over theirs" in text_of(page)
    engagement.refresh_from_db()
    assert (engagement.title, engagement.version) == ("Mine", 3)
    assert "Your changes are saved." in text_of(again)


def test_an_engagement_is_cancelled_and_taken_back(office, review):
    make_engagement(review, code="E", ends_on=None)

    refused = office.post(f"{LIST}E/cancel/", {"reason": ""})
    cancelled = office.post(f"{LIST}E/cancel/", {"reason": "Nobody came."}, follow=True)
    taken_back = office.post(f"{LIST}E/cancel/", {"reason": "They came."}, follow=True)

    assert refused.status_code == 422
    assert "Cancelled 6 May 2014" in text_of(cancelled)
    assert "Record an answer" not in text_of(cancelled)
    assert "Nobody came." in text_of(cancelled)
    assert "Record an answer" in text_of(taken_back)


def test_an_engagement_that_is_over_is_not_cancelled(office, review):
    make_engagement(review, code="E")

    page = office.post(f"{LIST}E/cancel/", {"reason": "So"})

    assert page.status_code == 422
    assert "This engagement is over." in text_of(page)


def test_suppliers_are_invited_by_name_or_code(office, review):
    make_engagement(review, code="E")
    acme, other = make_supplier("Acme"), make_supplier("Other")
    day = dated("invited_on", date(2014, 5, 5))

    refused = office.post(f"{LIST}E/invite/", {"suppliers": "Acme\nNobody Ltd\nSomeone", **day})
    done = office.post(
        f"{LIST}E/invite/", {"suppliers": f"acme\n{other.code}\nACME\n", **day}, follow=True
    )

    assert refused.status_code == 422
    assert "“Nobody Ltd” is not in the register of suppliers." in text_of(refused)
    assert "“Someone” is not in the register of suppliers." in text_of(refused)
    assert "2 suppliers are recorded as invited." in text_of(done)
    assert set(EngagementResponse.objects.values_list("supplier", flat=True)) == {
        acme.pk, other.pk,
    }  # fmt: skip


def test_an_answer_is_recorded_and_corrected(office, client_of, officer, review):
    make_engagement(review, code="E")
    acme = make_supplier("Acme")

    recorded = office.post(
        f"{LIST}E/responses/add/", response_form(supplier=acme.code, summary="Yes"), follow=True
    )
    again = office.post(f"{LIST}E/responses/add/", response_form(supplier=acme.code))
    address = f"{LIST}E/responses/{acme.code}/edit/"
    client_of(officer).post(address, response_form(summary="Theirs"))
    stale = office.post(address, response_form(summary="Mine"))

    assert "Acme is recorded." in text_of(recorded)
    assert "Acme Responded not invited 29 November 2013 Yes Internal" in text_of(recorded)
    assert again.status_code == 422
    assert "Choose a supplier that is not in it already." in text_of(again)
    assert stale.status_code == 422
    assert "What it said Mine Theirs Differs" in text_of(stale)


def test_an_answer_before_the_engagement_is_refused(office, review):
    make_engagement(review, code="E")
    acme = make_supplier("Acme")

    page = office.post(
        f"{LIST}E/responses/add/",
        response_form(supplier=acme.code, **dated("responded_on", date(2013, 11, 1))),
    )

    assert page.status_code == 422
    assert "The engagement began on 4 November 2013." in text_of(page)


def test_a_note_is_exempt_unless_somebody_says_otherwise(office, review, media_root):
    make_engagement(review, code="E")

    form = office.get(f"{LIST}E/notes/add/").content.decode()
    file = SimpleUploadedFile("prices.txt", b"ten")
    saved = office.post(f"{LIST}E/notes/add/", note_form(file=file), follow=True)

    note = EngagementNote.objects.get()
    assert 'value="EXEMPT"' in form
    assert "which outweighs the public" in form
    assert "The note is saved." in text_of(saved)
    assert "Exempt, paragraph 3 of Schedule 12A Ten years. prices.txt" in text_of(saved)
    assert note.upload.get_absolute_url() in saved.content.decode()


def test_a_lead_who_reads_nothing_exempt_is_told_where_the_note_went(client_of, officer, review):
    make_engagement(review, code="E")

    saved = client_of(officer).post(f"{LIST}E/notes/add/", note_form(), follow=True)

    page = text_of(saved)
    assert "It is exempt, and your role does not read exempt material." in page
    assert "Ten years." not in page
    assert "1 more note is not open to you." in page
    assert client_of(officer).get(f"{LIST}E/notes/1/edit/").status_code == 404


def test_a_note_with_a_wrong_file_asks_for_it_again(office, review, media_root):
    make_engagement(review, code="E")

    page = office.post(f"{LIST}E/notes/add/", note_form(file=SimpleUploadedFile("a.exe", b"MZ")))

    assert page.status_code == 422
    assert "a.exe is a .exe file." in text_of(page)
    assert "Ten years." in page.content.decode()


def test_two_people_who_edit_a_note_at_once_see_both_versions(office, portfolio_officer, review):
    engagement = make_engagement(review, code="E")
    make_note(engagement)
    office.post(f"{LIST}E/notes/1/edit/", note_form(version=1, text="Theirs"))

    page = office.post(f"{LIST}E/notes/1/edit/", note_form(version=1, text="Mine"))

    assert page.status_code == 422
    assert "Note Mine Theirs Differs" in text_of(page)
    assert office.get(f"{LIST}E/notes/2/edit/").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["edit/", "cancel/", "invite/", "responses/add/", "responses/S/edit/", "notes/add/",
     "notes/1/edit/"],
)  # fmt: skip
@pytest.mark.parametrize("who", ["sro", "finance_partner", "clerk", "member", "auditor"])
def test_only_those_who_keep_it_change_it(client_of, request, review, who, address):
    engagement = make_engagement(review, code="E")
    response = make_response(engagement)
    make_note(engagement)
    client = client_of(request.getfixturevalue(who))

    answer = client.get(f"{LIST}E/{address.replace('/S/', f'/{response.supplier.code}/')}")

    assert answer.status_code == 403


def test_nobody_records_without_a_review_to_keep(client_of, member):
    assert client_of(member).get(f"{LIST}add/").status_code == 403


@pytest.mark.parametrize("address", ["E/edit/", "E/invite/", "E/notes/add/", "add/"])
def test_nothing_is_changed_while_a_past_day_is_shown(office, review, address):
    make_engagement(review, code="E")

    opened = office.get(f"{LIST}{address}?as_at=2014-03-27", follow=True)
    office.get("/?as_at=")

    assert "Go back to today to make changes." in text_of(opened)


def test_a_past_day_shows_what_had_come_by_it(office, review):
    engagement = make_engagement(review, title="Soft test", code="E")
    make_response(
        engagement, make_supplier("Acme"), invited_on=date(2013, 11, 5), summary="It says yes"
    )
    make_response(engagement, make_supplier("Later"))
    make_note(engagement, "Noted later")

    before = text_of(office.get(f"{LIST}?as_at=2013-11-03"))
    page = text_of(office.get(f"{LIST}E/?as_at=2013-11-06"))
    gone = office.get(f"{LIST}E/?as_at=2013-11-03")

    assert "Soft test" not in before
    assert "Acme Invited 5 November 2013 not yet" in page
    assert "1 invited, 0 responded, 0 declined" in page
    assert [word for word in ("It says yes", "Later", "Noted later") if word in page] == []
    assert gone.status_code == 404
