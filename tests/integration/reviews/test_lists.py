"""The list of reviews: filters, totals, sorting, pages, exports and the date it speaks for."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from ftc.organisation.enums import ServiceType
from reviews.enums import OptionStateKind
from tests.factories.organisation import make_directorate, make_user
from tests.factories.reviews import (
    change_state,
    make_milestone,
    make_option,
    make_paper,
    make_review,
    make_service,
    report_stage,
)

pytestmark = pytest.mark.django_db
MARCH = date(2014, 3, 27)
MAY = date(2014, 5, 6)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(officer, client_of):
    return client_of(officer)


@pytest.fixture
def reviews(officer):
    """A joint review and two others of Phase 1, one deferred, and one of Phase 2."""
    directorate = make_directorate(code="SCS")
    joint = make_review("P1-HIF", order=1, title="Joint", lead=officer, stage="stage-1")
    report_stage(joint, "stage-2", on=MAY)
    make_service(
        joint,
        code="P1-HR",
        net="600.00",
        directorate=directorate,
        service_type=ServiceType.CORPORATE,
    )
    make_service(joint, code="P1-ICT", net="500.00")
    make_option(joint, models=["JV"], on=MAY)
    library = make_review("P1-LIB", order=2, title="Libraries", stage="stage-1")
    make_service(library, net="-50.00")
    make_option(library, OptionStateKind.NOT_RECOMMENDED, models=["JV"], on=MAY)
    care = make_review("P1-RES", order=3, title="Care", stage="stage-1")
    make_service(care, net="7.00")
    change_state(care, on=MAY)
    later = make_review(
        "P2-A", phase=2, title="Later", source=make_paper("MAY", meeting_on=MAY), order=101
    )
    make_service(later, gross=None)
    return {"joint": joint, "library": library, "care": care, "later": later}


def listed(response):
    return [row.code for row in response.context["page"]]


def heading(response):
    page = response.content.decode()
    return page[page.index("<h1") : page.index("</h1>")].split(">")[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["P1-HIF", "P1-LIB", "P1-RES", "P2-A"]),
        ("phase=1", ["P1-HIF", "P1-LIB", "P1-RES"]),
        ("phase=2", ["P2-A"]),
        ("stage=stage-1", ["P1-LIB", "P1-RES"]),
        ("stage=stage-1&status=ACTIVE", ["P1-LIB"]),
        ("status=DEFERRED", ["P1-RES"]),
        ("directorate=SCS", ["P1-HIF"]),
        ("delivery_model=JV", ["P1-HIF"]),
        ("delivery_model=JV&phase=2", []),
        ("lead=me", ["P1-HIF"]),
        ("q=libr", ["P1-LIB"]),
        ("changed_since=2014-05-06&phase=1", ["P1-HIF", "P1-LIB", "P1-RES"]),
        ("changed_since=2014-05-07", []),
        ("sort=-net", ["P1-HIF", "P1-RES", "P1-LIB", "P2-A"]),
        ("sort=net&phase=1", ["P1-LIB", "P1-RES", "P1-HIF"]),
        ("sort=title", ["P1-RES", "P1-HIF", "P2-A", "P1-LIB"]),
    ],
)
def test_review_list_shows_what_the_filters_ask_for(client, reviews, query, found):
    response = client.get(f"/reviews/?{query}")

    assert response.status_code == 200
    assert listed(response) == found
    assert heading(response) == f"Reviews ({len(found)})"


def test_review_list_totals_count_a_joint_review_and_a_shared_service_once(client, reviews):
    shared = reviews["joint"].reviewed_services.first().service
    reviews["library"].reviewed_services.create(service=shared, order=2)

    totals = client.get("/reviews/?phase=1").context["totals"]

    assert (totals.reviews, totals.services, totals.net_gbp) == (3, 4, 1057)


def test_review_list_prints_net_budgets_and_says_what_is_not_known(client, reviews):
    page = client.get("/reviews/").content.decode()

    assert "1,100" in page
    assert "-50" in page
    assert "not known" in page
    assert "5 services, each counted once; no budget known for 1" in page


def test_review_list_says_where_the_budgets_come_from(client, reviews):
    page = client.get("/reviews/").content.decode()
    unknown = client.get("/reviews/?phase=2").content.decode()

    assert '<a class="govuk-link" href="/papers/CC-2013-12-12-FTC/">' in page
    assert "Where this comes from" not in unknown


def test_review_list_sends_htmx_the_results_and_the_heading_alone(client, reviews):
    response = client.get("/reviews/?phase=2", headers=HTMX)
    page = response.content.decode()

    assert "<html" not in page
    assert 'id="review-results"' in page
    assert 'hx-swap-oob="true">Reviews (1)</h1>' in page
    assert "HX-Request" in response.headers["Vary"]


def test_review_list_says_in_words_that_nothing_matches(client, reviews):
    page = client.get("/reviews/?q=zebra").content.decode()

    assert "No review matches these filters." in page
    assert "<table" not in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("phase=9", "There is no phase “9”. Choose one from the list."),
        ("stage=x", "There is no stage “x”. Choose one from the list."),
        ("status=x", "There is no status “x”. Choose one from the list."),
        ("delivery_model=x", "There is no delivery model “x”. Choose one from the list."),
        ("lead=nobody", "Nobody called “nobody” leads a review. Choose one from the list."),
        ("changed_since=soon", "Give the date as year-month-day, such as 2014-03-27."),
        ("sort=colour", "Reviews cannot be sorted by “colour”."),
    ],
)
def test_review_list_shows_nothing_for_a_value_it_does_not_know(client, reviews, query, sentence):
    response = client.get(f"/reviews/?{query}")
    fragment = client.get(f"/reviews/?{query}", headers=HTMX)

    assert (response.status_code, fragment.status_code) == (422, 422)
    assert listed(response) == []
    assert sentence in response.content.decode()
    assert sentence in fragment.content.decode()


def test_review_list_escapes_what_was_typed(client, reviews):
    page = client.get("/reviews/?phase=<script>alert(1)</script>").content.decode()

    assert "<script>alert" not in page


def test_review_list_as_at_a_date_shows_it_as_it_stood(client, reviews):
    response = client.get("/reviews/?as_at=2014-03-27")
    page = response.content.decode()

    assert "<strong>As at 27 March 2014</strong>" in page
    assert listed(response) == ["P1-HIF", "P1-LIB", "P1-RES"]
    assert {row.stage.code for row in response.context["page"]} == {"stage-1"}
    assert {row.state.label for row in response.context["page"]} == {"Active"}
    assert listed(client.get("/reviews/?delivery_model=JV")) == []  # the date is kept


def test_review_list_before_any_budget_says_not_known(client, reviews):
    totals = client.get("/reviews/?as_at=2013-11-01").context["totals"]

    assert totals.net_gbp is None


def test_review_list_pages_by_fifty_and_keeps_the_filters(client):
    for number in range(51):
        make_review(f"P1-{number:02d}", order=number)

    first = client.get("/reviews/?phase=1")
    second = client.get("/reviews/?phase=1&page=2")
    beyond = client.get("/reviews/?phase=1&page=99")

    assert (len(listed(first)), listed(second), listed(beyond)) == (50, ["P1-50"], ["P1-50"])
    assert heading(second) == "Reviews (51)"
    assert 'href="?phase=1&amp;page=2"' in first.content.decode()


def test_review_list_heads_sort_and_turn_round(client, reviews):
    columns = {c.head: c for c in client.get("/reviews/?phase=1&sort=net").context["columns"]}

    assert columns["Net budget"].sorted_by == "ascending"
    assert columns["Net budget"].url == "?phase=1&sort=-net"
    assert columns["Review"].url == "?phase=1&sort=title"
    assert columns["Review"].sorted_by == ""


@pytest.mark.parametrize(
    ("query", "marker"), [("", ""), ("?sort=title", "ascending"), ("?sort=-title", "descending")]
)
def test_review_list_marks_the_order_by_name_only_when_it_was_asked_for(
    client, reviews, query, marker
):
    page = client.get(f"/reviews/{query}")

    assert {c.head: c.sorted_by for c in page.context["columns"]}["Review"] == marker
    assert ("aria-sort" in page.content.decode()) is bool(marker)


def test_review_list_keeps_the_order_when_filters_change(client, reviews):
    page = client.get("/reviews/?sort=-net").content.decode()

    assert '<input type="hidden" name="sort" value="-net"' in page


def test_review_list_shows_a_milestone_that_is_overdue(client, reviews):
    make_milestone(reviews["library"], baseline=date(2014, 5, 1), forecast=date(2014, 5, 2))

    page = client.get("/reviews/?q=P1-LIB").content.decode()

    assert "2 May 2014" in page
    assert "Overdue" in page
    assert "1 working day late" in page


@pytest.mark.parametrize("number", [1, 3, 30])
def test_review_list_takes_the_same_queries_however_many_rows(
    client, number, django_assert_num_queries
):
    for _ in range(number):
        review = make_review(stage="stage-1")
        make_service(review)
        make_milestone(review, baseline=date(2014, 6, 2))
    client.get("/reviews/")

    with django_assert_num_queries(9):
        response = client.get("/reviews/")

    assert len(listed(response)) == number


def test_export_csv_holds_exactly_what_was_filtered(client, reviews):
    response = client.get("/reviews/export.csv?phase=1&sort=-net")
    lines = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))

    assert response.headers["Content-Disposition"] == (
        'attachment; filename="reviews-2014-05-06.csv"'
    )
    assert [line[0] for line in lines] == ["Code", "P1-HIF", "P1-RES", "P1-LIB", "Total"]
    assert [line[11] for line in lines[1:]] == ["1100.00", "7.00", "-50.00", "1057.00"]


def test_export_as_at_a_date_names_it(client, reviews):
    response = client.get("/reviews/export.csv?as_at=2014-03-27")
    lines = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))

    assert response.headers["Content-Disposition"] == (
        'attachment; filename="reviews-as-at-2014-03-27.csv"'
    )
    assert {line[-1] for line in lines[1:]} == {"2014-03-27"}
    assert [line[0] for line in lines[1:-1]] == ["P1-HIF", "P1-LIB", "P1-RES"]


def test_export_xlsx_opens_with_numbers_and_the_filters(client, reviews):
    response = client.get("/reviews/export.xlsx?status=DEFERRED")
    book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))

    assert [cell.value for cell in book["Reviews"]["A"]] == ["Code", "P1-RES", "Total"]
    assert book["Reviews"]["L2"].value == 7
    assert book["About"]["B2"].value == "Status: Deferred"


def test_export_is_of_every_page(client):
    for number in range(51):
        make_review(f"P1-{number:02d}", order=number)

    lines = client.get("/reviews/export.csv?page=2").getvalue().decode().splitlines()

    assert len(lines) == 53


def test_export_links_carry_the_filters(client, reviews):
    links = client.get("/reviews/?phase=1&page=1").context["exports"]

    assert [link.url for link in links] == [
        "/reviews/export.csv?phase=1",
        "/reviews/export.xlsx?phase=1",
    ]


def test_export_of_a_value_it_does_not_know_is_refused_in_words(client, reviews):
    response = client.get("/reviews/export.csv?phase=9")

    assert response.status_code == 422
    assert response.content.decode() == "There is no phase “9”. Choose one from the list."


def test_export_in_a_format_it_does_not_know_is_not_found(client, reviews):
    assert client.get("/reviews/export.pdf").status_code == 404


@pytest.mark.parametrize("path", ["/reviews/", "/reviews/export.csv"])
def test_lists_are_refused_to_whoever_has_no_role(client_of, path):
    assert client_of(make_user()).get(path).status_code == 403


@pytest.mark.parametrize("path", ["/reviews/", "/reviews/export.csv"])
def test_lists_ask_for_sign_in(client_of, path):
    client = client_of(make_user())
    client.logout()

    assert client.get(path).status_code == 302


@pytest.mark.usefixtures("loaded_programme")
def test_review_list_of_the_loaded_programme(client_of):
    from ftc.organisation.models import User

    client = client_of(User.objects.get(username="officer"))

    totals = client.get("/reviews/?phase=1").context["totals"]
    mine = client.get("/reviews/?lead=me").context["totals"]

    assert (totals.reviews, totals.services, totals.net_gbp) == (10, 12, 98_226_400)
    assert mine.reviews > 0
