"""The register of suppliers in the browser: searched, counted, added, edited."""

import pytest

from reviews.enums import ResponseState
from reviews.models import Supplier
from tests.factories.engagement import EXEMPT, make_engagement, make_response, make_supplier
from tests.factories.reviews import make_review
from tests.integration.reviews.reading import text_of

pytestmark = pytest.mark.django_db
LIST = "/reviews/engagement/suppliers/"
LIST_QUERIES = 6


@pytest.fixture
def office(client_of, portfolio_officer):
    return client_of(portfolio_officer)


@pytest.fixture
def three():
    make_supplier("Acme", size="SMALL", sector="PRIVATE", business="cleaning")
    make_supplier("Carers", size="LARGE", sector="VOLUNTARY", business="home care")
    make_supplier("Unknown")


@pytest.mark.parametrize(
    "query, found",
    [
        ("", {"Acme", "Carers", "Unknown"}),
        ("q=acme", {"Acme"}),
        ("q=home+care", {"Carers"}),
        ("q=nothing", set()),
        ("size=SMALL", {"Acme"}),
        ("sector=VOLUNTARY", {"Carers"}),
        ("sme=yes", {"Acme"}),
        ("sme=no", {"Carers"}),
        ("sme=unknown", {"Unknown"}),
        ("vcse=yes", {"Carers"}),
        ("vcse=no", {"Acme"}),
        ("vcse=unknown", {"Unknown"}),
        ("sme=yes&vcse=yes", set()),
    ],
)
def test_suppliers_are_found(office, three, query, found):
    page = office.get(f"{LIST}?{query}")
    sheet = office.get(f"{LIST}export.csv?{query}").content.decode()

    content = page.content.decode()
    names = {"Acme", "Carers", "Unknown"}
    assert {name for name in names if f">{name}</a>" in content} == found
    assert {name for name in names if f",{name}," in sheet} == found


def test_the_list_counts_by_kind(office, three):
    assert (
        "3 suppliers: 1 small or medium-sized (SME), 1 voluntary, community or social enterprise "
        "(VCSE); the size of 1 is not known"
    ) in text_of(office.get(LIST))


def test_engagements_count_as_far_as_one_may_read(client_of, officer, auditor):
    acme = make_supplier("Acme")
    make_response(make_engagement(make_review()), acme)
    make_response(make_engagement(make_review(), **EXEMPT), acme, ResponseState.INVITED)

    pages = [text_of(client_of(who).get(LIST)) for who in (officer, auditor)]

    assert "Not known Not known 1 1" in pages[0]
    assert "Not known Not known 2 1" in pages[1]


def test_the_page_of_one_tells_what_it_took_part_in(client_of, officer, auditor):
    acme = make_supplier("Acme", size="SMALL")
    make_response(make_engagement(make_review(), title="Open test"), acme)
    make_response(make_engagement(make_review(), title="Hidden test", **EXEMPT), acme)
    address = acme.get_absolute_url()

    pages = [text_of(client_of(who).get(address)) for who in (officer, auditor)]

    assert "Small or medium-sized (SME) Yes" in pages[0]
    assert ["Open test" in page for page in pages] == [True, True]
    assert ["Hidden test" in page for page in pages] == [False, True]


@pytest.mark.parametrize("query", ["size=VAST", "sector=X", "sme=perhaps", "q=" + "a" * 300])
def test_a_filter_that_is_not_understood_shows_nothing(office, three, query):
    page, sheet = office.get(f"{LIST}?{query}"), office.get(f"{LIST}export.xlsx?{query}")

    assert page.status_code == sheet.status_code == 422
    assert "Acme" not in text_of(page)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries(number, office, django_assert_num_queries):
    engagement = make_engagement(make_review())
    for _ in range(number):
        make_response(engagement)
    office.get(LIST)

    with django_assert_num_queries(LIST_QUERIES):
        office.get(LIST)


def test_a_supplier_is_added_once(office):
    added = office.post(f"{LIST}add/", {"version": 1, "name": "Acme", "size": "SMALL"}, follow=True)
    again = office.post(f"{LIST}add/", {"version": 1, "name": " ACME ", "business": "typed"})

    assert "Acme is in the register as SUP-0001." in text_of(added)
    assert again.status_code == 422
    assert "“Acme” is in the register already, as SUP-0001." in text_of(again)
    assert 'href="/reviews/engagement/suppliers/SUP-0001/">Acme</a>' in again.content.decode()
    assert 'value="typed"' in again.content.decode()
    assert Supplier.objects.count() == 1


def test_a_supplier_is_edited_and_two_at_once_are_told(office, client_of, officer):
    acme = make_supplier("Acme")
    address = f"{acme.get_absolute_url()}edit/"
    client_of(officer).post(address, {"version": 1, "name": "Theirs", "size": "SMALL"})

    stale = office.post(address, {"version": 1, "name": "Mine", "size": "LARGE"})
    office.post(address, {"version": 2, "name": "Mine", "size": "LARGE"})

    assert stale.status_code == 422
    assert "Name Mine Theirs Differs" in text_of(stale)
    assert "Size Large (250 staff or more) Small (10 to 49 staff) Differs" in text_of(stale)
    acme.refresh_from_db()
    assert (acme.name, acme.size) == ("Mine", "LARGE")


@pytest.mark.parametrize("who", ["sro", "finance_partner", "clerk", "member", "auditor"])
def test_only_those_who_keep_them_change_suppliers(client_of, request, who):
    acme = make_supplier("Acme")
    client = client_of(request.getfixturevalue(who))

    assert client.get(acme.get_absolute_url()).status_code == 200
    for address in (f"{LIST}add/", f"{acme.get_absolute_url()}edit/"):
        assert client.get(address).status_code == 403


def test_an_empty_register_says_what_to_do(office, client_of, member):
    assert "Add the first" in text_of(office.get(LIST))
    assert "Add the first" not in text_of(client_of(member).get(LIST))
