import pytest
from django.urls import reverse

from ftc.organisation.enums import Role
from tests.factories.finance import make_amount, make_plan
from tests.factories.organisation import make_user
from tests.factories.overview import make_stated_figure
from tests.integration.overview.pages import words

pytestmark = pytest.mark.django_db

LIST = reverse("overview:discrepancies")
EXPLAIN = "/discrepancies/F-ONE/explain/"


@pytest.fixture
def figure():
    """The records say £88m, the paper £90m."""
    make_amount(make_plan("2015/16"), "2015/16", "88000000")
    return make_stated_figure("£90m", "90000000", code="F-ONE", paper="CC-12")


def test_discrepancies_ask_for_sign_in(client):
    assert client.get(LIST).status_code == 302


@pytest.mark.parametrize("role", Role)
def test_discrepancies_open_for_every_role(role, client_of, figure):
    response = client_of(make_user(role)).get(LIST)

    page = words(response)
    assert response.status_code == 200
    assert "£88,000,000" in page
    assert "£90m" in page
    assert "+£2,000,000" in page
    assert ("Explain" in page) == (role in {Role.FINANCE, Role.PORTFOLIO_OFFICE}) or (
        "Explained" in page
    )


def test_discrepancies_offer_the_explanation_to_those_who_may_give_it(
    client_of, finance_partner, officer, figure
):
    assert EXPLAIN in client_of(finance_partner).get(LIST).content.decode()
    assert EXPLAIN not in client_of(officer).get(LIST).content.decode()


def test_discrepancies_say_when_there_is_none(client_of, officer):
    page = words(client_of(officer).get(LIST))

    assert "No printed figure differs from the records." in page
    assert "0 printed figures agree with the records" in page


def test_discrepancies_are_filtered_by_paper(client_of, officer, figure):
    make_stated_figure("£91m", "91000000", paper="CC-13")

    page = words(client_of(officer).get(LIST, {"paper": "CC-13"}))

    assert "£91m" in page
    assert "£90m" not in page


def test_discrepancies_ignore_a_filter_they_do_not_know(client_of, officer, figure):
    assert "£90m" in words(client_of(officer).get(LIST, {"paper": "NONE", "page": "x"}))


def test_discrepancies_as_at_a_past_day_know_nothing_that_came_later(client_of, officer, figure):
    page = words(client_of(officer).get(LIST, {"as_at": "2014-01-01"}))

    assert "Printed, and not yet known from the records" in page
    assert "£88,000,000" not in page


def test_discrepancies_page_the_figures_that_nothing_computes(client_of, officer):
    for number in range(21):
        make_stated_figure(f"some {number}", "1", key="", measure=f"Licences {number:02d}")

    first = words(client_of(officer).get(LIST))
    second = words(client_of(officer).get(LIST, {"page": "2"}))

    assert "nothing in the records can give (21)" in first
    assert "Licences 00" in first
    assert "Licences 20" not in first
    assert "Licences 20" in second


def test_discrepancy_export_is_csv_of_what_was_filtered(client_of, officer, figure):
    make_stated_figure("£91m", "91000000", paper="CC-13")

    response = client_of(officer).get(reverse("overview:discrepancy-export"), {"paper": "CC-12"})

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="discrepancies.csv"'
    assert response.content.decode("utf-8-sig").count("\r\n") == 2


def test_discrepancy_is_explained_with_a_reason(client_of, finance_partner, figure):
    client = client_of(finance_partner)

    response = client.post(EXPLAIN, {"explanation": "It counts pensions.", "version": "1"})
    page = words(client.get(LIST))

    assert (response.status_code, response.url) == (302, LIST)
    assert "The difference is marked as explained." in page
    assert "Explained It counts pensions. Fay Finance" in page
    assert "£88,000,000" in page


def test_discrepancy_explanation_is_told_in_its_history(client_of, finance_partner, figure):
    client = client_of(finance_partner)
    client.post(EXPLAIN, {"explanation": "It counts pensions.", "version": "1"})

    page = words(client.get(EXPLAIN))

    assert "Explained a printed figure" in page


@pytest.mark.parametrize(
    ("explanation", "error"),
    [("", "Enter"), ("x" * 501, "at most 500 characters")],
)
def test_discrepancy_explanation_is_asked_for_again(
    client_of, finance_partner, figure, explanation, error
):
    response = client_of(finance_partner).post(
        EXPLAIN, {"explanation": explanation, "version": "1"}
    )

    assert response.status_code == 422
    assert "There is a problem" in words(response)
    figure.refresh_from_db()
    assert figure.explanation == ""


def test_discrepancy_shows_both_versions_to_the_second_of_two(
    client_of, finance_partner, portfolio_officer, figure
):
    client_of(portfolio_officer).post(EXPLAIN, {"explanation": "Theirs", "version": "1"})

    response = client_of(finance_partner).post(
        EXPLAIN, {"explanation": "Mine, longer", "version": "1"}
    )

    page = words(response)
    assert response.status_code == 422
    assert "Explanation Mine, longer Theirs Differs" in page
    assert "Someone else saved this while you were working on it." in page
    assert 'value="2"' in response.content.decode()
    assert "Mine, longer</textarea>" in response.content.decode()


def test_discrepancy_that_agrees_is_refused_in_words(client_of, finance_partner, figure):
    make_stated_figure("£88m", "88000000", code="F-SAME")

    response = client_of(finance_partner).post(
        "/discrepancies/F-SAME/explain/", {"explanation": "Why", "version": "1"}
    )

    assert response.status_code == 422
    assert "This figure agrees with the records, so there is nothing to explain." in words(response)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.FINANCE, Role.PORTFOLIO_OFFICE}, key=str))
def test_discrepancy_explanation_is_refused_to_other_roles(role, client_of, figure):
    client = client_of(make_user(role))

    assert client.get(EXPLAIN).status_code == 403
    assert client.post(EXPLAIN, {"explanation": "Mine", "version": "1"}).status_code == 403


def test_discrepancy_that_is_not_there_is_not_found(client_of, finance_partner):
    make_stated_figure("some 145", "145", key="", code="F-NONE")
    client = client_of(finance_partner)

    assert client.get("/discrepancies/F-GONE/explain/").status_code == 404
    assert client.get("/discrepancies/F-NONE/explain/").status_code == 404
