"""Editing several reviews together in the browser."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ftc.organisation.enums import Role
from ftc.programme.models import StatusReport
from reviews.enums import ImportState
from reviews.models import Import
from tests.factories.imports import work
from tests.factories.organisation import make_user
from tests.factories.reviews import make_milestone, make_review
from tests.integration.reviews.reading import text_of

pytestmark = pytest.mark.django_db
BULK = "/reviews/bulk-edit/"
BOTH = ["P1-PRO", "P1-HR"]


@pytest.fixture(autouse=True)
def reviews(officer):
    return [
        make_review("P1-PRO", title="Property", lead=officer),
        make_review("P1-HR", title="Personnel"),
    ]


@pytest.fixture
def office(client_of, portfolio_officer):
    return client_of(portfolio_officer)


def status(**fields):
    return {"what": "status", "code": BOTH, "rag": "GREEN", "narrative": "Going well"} | fields


def test_what_to_change_is_asked_then_how(office):
    choice = office.get(BULK, {"code": BOTH})
    form = office.get(BULK, {"code": BOTH, "what": "status"})

    assert "2 reviews chosen" in text_of(choice)
    for words in ("Report their status", "Move their next milestone", "Name their lead"):
        assert words in text_of(choice)
    assert "How do they stand?" in text_of(form)
    assert form.content.decode().count('type="hidden" name="code"') == 2


def test_change_is_shown_for_each_then_saved_and_undone(office, portfolio_officer):
    response = office.post(BULK, status(rag="AMBER", next_steps="Chase it"))
    held = Import.objects.get()
    assert response["Location"] == f"/reviews/import/{held.pk}/"

    text = text_of(office.get(response["Location"]))
    assert "Bulk edit of reviews" in text
    assert "Status: from nothing → to At risk" in text
    assert not StatusReport.objects.exists()

    office.post(f"{response['Location']}confirm/", {"version": held.version})
    assert work(held).state == ImportState.SAVED
    assert StatusReport.objects.count() == 2
    office.post(f"{response['Location']}undo/")
    assert work(held).state == ImportState.UNDONE
    assert not StatusReport.objects.exists()


def test_lead_sees_which_are_refused_and_saves_the_rest(client_of, officer):
    client = client_of(officer)
    assert "Name their lead" not in text_of(client.get(BULK, {"code": BOTH}))

    page = client.post(BULK, status())["Location"]

    text = text_of(client.get(page))
    assert "1 row would be; 1 is refused and left out." in text
    assert "Only whoever leads Personnel may report its status." in text
    client.post(f"{page}confirm/", {"version": Import.objects.get().version})
    assert work(Import.objects.get()).state == ImportState.SAVED
    assert StatusReport.objects.get().activity.code == "P1-PRO"


def test_another_lead_does_not_see_it(client_of, office):
    page = office.post(BULK, status())["Location"]

    assert client_of(make_user(Role.OFFICER)).get(page).status_code == 403


@pytest.mark.parametrize(
    "sent, sentence",
    [
        (status(code=[]), "Choose at least one review in the list."),
        (status(code=["P9"]), "Choose at least one review in the list."),
        (status(rag="RED"), "Say what is being done about it: it is not on track."),
        (status(rag=""), "Select"),
        ({"what": "forecast", "code": BOTH}, "Give a number of working days, or a date."),
        ({"what": "forecast", "code": BOTH, "shift": "0"}, "Moving by no day changes nothing."),
        ({"what": "forecast", "code": BOTH, "shift": "9999"}, "260"),
        (
            {"what": "forecast", "code": BOTH, "shift": "5", "on_day": "1", "on_month": "7",
             "on_year": "2014"},
            "Give a number of working days or a date, not both.",
        ),
        ({"what": "owner", "code": BOTH, "user": "nobody"}, "valid choice"),
    ],
)  # fmt: skip
def test_change_that_is_not_clear_is_asked_again(office, sent, sentence):
    response = office.post(BULK, sent)

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not Import.objects.exists()


def test_next_milestone_is_shown_from_its_date_to_the_new_one(office, reviews):
    make_milestone(reviews[0], title="Tender", baseline=date(2014, 6, 2))

    page = office.post(BULK, {"what": "forecast", "code": ["P1-PRO"], "shift": "2"})["Location"]

    text = text_of(office.get(page))
    assert "Forecast of the next milestone: from 2 June 2014 → to 4 June 2014" in text
    assert "Property: Tender" in text


def test_change_nobody_offers_and_a_past_day(office):
    assert "Edit several reviews" in text_of(office.get(BULK, {"code": BOTH, "what": "stage"}))
    office.get("/reviews/?as_at=2014-03-27")

    assert office.get(BULK, {"code": BOTH})["Location"] == "/reviews/"


def test_page_asks_as_much_of_the_database_at_1_review_as_at_2(office):
    office.get(BULK, {"code": BOTH})
    for codes in (BOTH[:1], BOTH):
        with CaptureQueriesContext(connection) as asked:
            office.get(BULK, {"code": codes, "what": "lead"})
        assert len(asked) == 5


def test_list_offers_boxes_to_whoever_may_edit_and_chooses_all(office, client_of, member, officer):
    page = office.get("/reviews/").content.decode()
    assert page.count('name="code" type="checkbox"') == 2
    assert '<form method="get" action="/reviews/bulk-edit/" id="bulk-form">' in page
    assert '<label class="govuk-label govuk-checkboxes__label" for="choose-P1-PRO">' in page
    assert " checked" not in page
    assert office.get("/reviews/?chosen=all").content.decode().count(" checked") == 2
    assert "Import from a sheet" in page

    lead = client_of(officer).get("/reviews/").content.decode()
    assert 'value="status"' in lead
    assert 'value="lead"' not in lead
    assert "Import from a sheet" not in lead
    assert 'name="code"' not in client_of(member).get("/reviews/").content.decode()


def test_list_of_a_past_day_offers_no_boxes(office):
    assert 'name="code"' not in office.get("/reviews/?as_at=2026-11-01").content.decode()
