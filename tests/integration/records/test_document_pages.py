"""The pages of documents: chooser, progress, file, publishing; allowed, refused, as a fragment."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ftc.errors import DomainError
from ftc.organisation.enums import Permission, Role
from ftc.records import documents, permissions
from ftc.records.enums import DocumentKind, DocumentState
from ftc.records.models import Document
from tests.factories.organisation import make_user
from tests.factories.records import make_document, plain_kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_report", "media_root")]

NEW = "/documents/new/"
WISH = {
    "kind": "OUTTURN_REPORT",
    "as_at_day": "6",
    "as_at_month": "5",
    "as_at_year": "2014",
}


def drawn(celery_eager=None, **fields):
    """A document that the worker has drawn and stored."""
    from ftc.records import tasks

    document = make_document(requested_at=timezone.now(), **fields)
    tasks.draw_document(document_id=document.pk)
    document.refresh_from_db()
    assert document.state == DocumentState.READY
    return document


def act(client, document, what):
    return client.post(reverse(f"records:document-{what}", args=[document.code]))


def test_permission_names_are_those_of_the_organisation():
    assert Permission.REPORT_MAKE.value == permissions.REPORT_MAKE
    assert Permission.REPORT_PUBLISH.value == permissions.REPORT_PUBLISH


def test_document_new_offers_the_reports_and_the_working_date(client_of, portfolio_officer):
    response = client_of(portfolio_officer).get(NEW)

    html = response.content.decode()
    assert response.status_code == 200
    assert "Plain report" in html
    assert [b.value() for b in response.context["form"] if b.name == "as_at"] == [date(2014, 5, 6)]
    assert 'value="2014"' in html


def test_document_new_has_a_report_made_and_shows_it(client_of, portfolio_officer):
    response = client_of(portfolio_officer).post(NEW, WISH)

    document = Document.objects.get()
    assert response.status_code == 302
    assert response.url == document.get_absolute_url()
    assert document.requested_by == portfolio_officer


def test_two_presses_make_one_document(client_of, portfolio_officer):
    client = client_of(portfolio_officer)

    first, second = client.post(NEW, WISH), client.post(NEW, WISH)

    assert first.url == second.url
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"as_at_year": "2190"}, "Choose a date that is not in the future"),
        ({"as_at_month": ""}, "must include a month"),
        ({"kind": "NOVEL"}, "Select a valid choice"),
    ],
)
def test_document_new_refuses_in_words_and_keeps_what_was_typed(
    client_of, portfolio_officer, changes, sentence
):
    response = client_of(portfolio_officer).post(NEW, WISH | changes)

    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert 'value="6"' in html
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "role",
    [Role.OFFICER, Role.FINANCE, Role.MEMBER, Role.AUDITOR, Role.SENIOR_RESPONSIBLE_OWNER],
)
def test_document_new_is_refused_to_other_roles(client_of, role):
    client = client_of(make_user(role))

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, WISH).status_code == 403


def test_document_new_asks_to_sign_in():
    response = Client().get(NEW)

    assert response.status_code == 302
    assert "/sign-in/" in response.url


def test_document_detail_shows_how_far_it_is_and_can_be_reloaded(client_of, portfolio_officer):
    document = make_document(
        state=DocumentState.DRAWING, steps_done=1, steps_total=4, requested_at=timezone.now()
    )

    html = client_of(portfolio_officer).get(document.get_absolute_url()).content.decode()

    assert "1 of 4 steps" in html
    assert "Drawing the pages" in html
    assert f'href="{document.get_absolute_url()}" hx-get' in html
    assert "Cancel" in html


def test_document_detail_answers_htmx_with_its_state_alone(client_of, portfolio_officer):
    document = make_document()

    response = client_of(portfolio_officer).get(
        document.get_absolute_url(), headers={"HX-Request": "true"}
    )

    assert response.content.decode().strip().startswith('<div id="document-state">')
    assert "HX-Request" in response["Vary"]
    assert "no-store" in response["Cache-Control"]


def test_document_detail_stops_asking_once_it_is_ready(client_of, portfolio_officer):
    document = drawn()

    html = client_of(portfolio_officer).get(document.get_absolute_url()).content.decode()

    assert "hx-trigger" not in html
    assert "Checked: it meets PDF/UA-1" in html
    assert document.sha256 in html
    assert "£1250.50" in html
    assert "A service, 1250.50, A paper, paragraph 1" in html


def test_document_detail_says_why_it_failed_and_offers_another_try(client_of, portfolio_officer):
    document = make_document(state=DocumentState.FAILED, failure="It stopped.", attempts=2)

    html = client_of(portfolio_officer).get(document.get_absolute_url()).content.decode()

    assert "It stopped." in html
    assert "Try again" in html


def test_document_detail_offers_a_reader_nothing_to_press(client_of, officer):
    document = make_document(state=DocumentState.FAILED, failure="It stopped.")

    html = client_of(officer).get(document.get_absolute_url()).content.decode()

    assert "It stopped." in html
    assert "Try again" not in html


def test_document_detail_of_exempt_material_is_not_there_for_an_officer(client_of, officer, member):
    document = make_document(
        classification="EXEMPT", exempt_paragraph=3, exempt_reason="A tender is open"
    )

    assert client_of(officer).get(document.get_absolute_url()).status_code == 404
    assert client_of(member).get(document.get_absolute_url()).status_code == 200


def test_document_download_sends_the_file_as_it_is(client_of, officer):
    document = drawn()

    response = client_of(officer).get(f"{document.get_absolute_url()}file/")

    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{document.code}.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_document_download_of_an_unfinished_report_is_not_there(client_of, officer):
    document = make_document()

    assert client_of(officer).get(f"{document.get_absolute_url()}file/").status_code == 404


def test_document_cancel_and_retry(client_of, portfolio_officer):
    client = client_of(portfolio_officer)
    document = make_document()

    assert act(client, document, "cancel").status_code == 302
    document.refresh_from_db()
    assert document.state == DocumentState.CANCELLED

    assert act(client, document, "retry").status_code == 302
    document.refresh_from_db()
    assert document.state == DocumentState.QUEUED


def test_a_refused_act_is_told_on_the_page(client_of, portfolio_officer):
    document = make_document(state=DocumentState.FAILED, failure="It stopped.")

    response = act(client_of(portfolio_officer), document, "cancel")

    assert response.status_code == 422
    assert "there is nothing left to cancel" in response.content.decode()


@pytest.mark.parametrize("what", ["cancel", "retry", "publish"])
def test_acts_are_refused_to_whoever_may_only_read(client_of, officer, what):
    assert act(client_of(officer), make_document(), what).status_code == 403


def test_document_publish_is_for_the_portfolio_office(client_of, clerk, portfolio_officer):
    document = drawn()

    assert act(client_of(clerk), document, "publish").status_code == 403
    assert act(client_of(portfolio_officer), document, "publish").status_code == 302


def test_a_published_report_is_read_without_signing_in(client_of, portfolio_officer):
    document, unpublished = drawn(), drawn()
    documents.publish_document(document=document, by=portfolio_officer, now=timezone.now())
    anybody = Client()

    assert anybody.get(document.get_absolute_url()).status_code == 200
    assert anybody.get(f"{document.get_absolute_url()}file/").status_code == 200
    assert anybody.get(unpublished.get_absolute_url()).status_code == 404
    listed = anybody.get("/documents/").content.decode()
    assert document.code in listed
    assert unpublished.code not in listed


@pytest.mark.parametrize("count", [1, 3])
def test_document_list_takes_the_same_queries_for_one_and_for_three(
    client_of, officer, count, django_assert_num_queries
):
    for number in range(count):
        make_document(requested_at=timezone.now() - timedelta(minutes=number))
    client = client_of(officer)

    with django_assert_num_queries(5):
        html = client.get("/documents/").content.decode()

    assert html.count("PLAIN-") >= count


def test_the_kind_is_that_of_the_request():
    assert DocumentKind.OUTTURN_REPORT in {d.kind for d in documents.kind_definitions()}


@pytest.mark.slow
@pytest.mark.usefixtures("loaded_programme")
def test_document_preview_shows_the_report_in_a_page(client_of, monkeypatch):
    from ftc.records.documents import kinds
    from reviews.reports import build_outturn_report

    definition = replace(plain_kind(), build=build_outturn_report)
    monkeypatch.setitem(kinds._KINDS, DocumentKind.OUTTURN_REPORT, definition)
    client = client_of(make_user(Role.PORTFOLIO_OFFICE))

    html = client.get("/documents/preview/outturn_report/").content.decode()

    assert "F. Libraries, Registration &amp; Archives (LRA) Review" in html
    assert "Figures as at 6 May 2014" in html
    assert not Document.objects.exists()


def test_document_preview_is_for_those_who_make_reports(client_of, officer, portfolio_officer):
    assert client_of(officer).get("/documents/preview/outturn_report/").status_code == 403
    assert client_of(portfolio_officer).get("/documents/preview/novel/").status_code == 404


def test_document_preview_tells_why_there_is_nothing_to_show(
    client_of, portfolio_officer, monkeypatch
):
    from ftc.records.documents import kinds

    def build(**wish):
        raise DomainError("There is nothing to report yet.")

    monkeypatch.setitem(kinds._KINDS, DocumentKind.OUTTURN_REPORT, plain_kind(build))

    response = client_of(portfolio_officer).get("/documents/preview/outturn_report/", follow=True)

    assert response.redirect_chain == [("/documents/new/", 302)]
    assert "There is nothing to report yet." in response.content.decode()
