import pytest
from django.urls import reverse

from ftc.organisation.enums import Role
from ftc.records.enums import Classification
from tests.factories.organisation import make_user
from tests.factories.programme import make_risk
from tests.factories.reviews import make_evidence, make_review
from tests.integration.overview.pages import words

pytestmark = pytest.mark.django_db

SEARCH = reverse("overview:search")


def test_search_asks_for_sign_in(client):
    assert client.get(SEARCH, {"q": "property"}).status_code == 302


@pytest.mark.parametrize("role", Role)
def test_search_opens_for_every_role(role, client_of):
    make_review("P1-PRO", title="Property Review")

    page = words(client_of(make_user(role)).get(SEARCH, {"q": "property"}))

    assert "Reviews (1) Property Review P1-PRO" in page


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "  "}])
def test_search_without_words_says_what_it_finds(client_of, officer, query):
    response = client_of(officer).get(SEARCH, query)

    assert response.status_code == 200
    assert "Finds reviews, services, options" in words(response)


def test_search_escapes_what_was_typed(client_of, officer):
    typed = '"><script>alert(1)</script>'

    page = client_of(officer).get(SEARCH, {"q": typed}).content.decode()

    assert "<script>alert" not in page
    assert "Nothing was found for" in page


@pytest.mark.parametrize("typed", ["'", "a & | !", "P1-PRO' OR 1=1 --", "%", "\\", "-", '"open'])
def test_search_takes_anything_that_may_be_typed(client_of, officer, typed):
    assert client_of(officer).get(SEARCH, {"q": typed}).status_code == 200


@pytest.mark.parametrize("typed", ["a\x00b", "x" * 201])
def test_search_refuses_in_words_what_it_cannot_read(client_of, officer, typed):
    response = client_of(officer).get(SEARCH, {"q": typed})

    assert response.status_code == 422
    assert "There is a problem" in words(response)


def test_search_never_shows_exempt_evidence_to_who_may_not_read_it(client_of, officer, sro):
    make_evidence(
        make_review(stage="stage-2"),
        by=officer,
        title="Bidders and prices",
        classification=Classification.EXEMPT,
        exempt_paragraph=3,
        exempt_reason="Prices",
    )

    hidden = client_of(officer).get(SEARCH, {"q": "bidders"})
    all_of_a_kind = client_of(officer).get(SEARCH, {"q": "bidders", "kind": "evidence"})
    shown = client_of(sro).get(SEARCH, {"q": "bidders"})

    assert "Bidders and prices" not in hidden.content.decode()
    assert "Bidders and prices" not in all_of_a_kind.content.decode()
    assert "Evidence (1) Bidders and prices" in words(shown)


def test_search_pages_all_of_one_kind(client_of, officer):
    for number in range(27):
        make_risk(title=f"Flood {number:02d}")
    client = client_of(officer)

    few = words(client.get(SEARCH, {"q": "flood"}))
    second = words(client.get(SEARCH, {"q": "flood", "kind": "risks", "page": "2"}))

    assert "Risks (27)" in few
    assert "All 27" in few
    assert "Flood 26" in second


def test_search_for_a_kind_that_is_not_known_is_not_found(client_of, officer):
    assert client_of(officer).get(SEARCH, {"q": "x", "kind": "people"}).status_code == 404


def test_search_as_at_a_past_day_says_so(client_of, officer):
    page = words(client_of(officer).get(SEARCH, {"q": "heron", "as_at": "2014-03-27"}))

    assert "Nothing was found for “heron” as at 27 March 2014." in page


def test_search_leads_from_a_service_code_to_the_joint_review(loaded_programme, client_of, officer):
    page = client_of(officer).get(SEARCH, {"q": "P1-HR"}).content.decode()

    assert 'href="/reviews/P1-HIF/"' in page
