"""Importing from a sheet in the browser: bringing, previewing, confirming, undoing, refusing."""

import io
import socket
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from ftc.programme.models import Milestone
from reviews.actions.imports import jobs
from reviews.enums import ImportKind, ImportState
from reviews.models import Import
from tests.factories.imports import confirm, csv_of, previewed, sheet_file, work, xlsx_of
from tests.factories.reviews import make_milestone, make_review
from tests.integration.reviews.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
LIST = "/reviews/import/"
HEAD = ("Code", "Review", "Title")
ROWS = (("M1", "P1-PRO", "Tender"), ("M2", "P1-PRO", "Award"))
BOUNDARY = "----a-boundary-of-the-browser"


@pytest.fixture(autouse=True)
def review():
    return make_review("P1-PRO", title="Property")


@pytest.fixture
def office(client_of, portfolio_officer):
    return client_of(portfolio_officer)


def page_of(held):
    return f"/reviews/import/{held.pk}/"


def sent(content=None, name="milestones.csv", **fields):
    content = csv_of(HEAD, *ROWS) if content is None else content
    return {
        "kind": ImportKind.MILESTONES,
        "file": sheet_file(content, name),
        "end": "whole",
        **fields,
    }


def multipart(content):
    """The body that a browser sends with a sheet, field by field as they stand in the page."""
    parts = [
        f'Content-Disposition: form-data; name="kind"\r\n\r\n{ImportKind.MILESTONES.value}',
        'Content-Disposition: form-data; name="file"; filename="milestones.csv"\r\n'
        f"Content-Type: text/csv\r\n\r\n{content.decode()}",
        'Content-Disposition: form-data; name="end"\r\n\r\nwhole',
    ]
    body = "".join(f"--{BOUNDARY}\r\n{part}\r\n" for part in parts)
    return f"{body}--{BOUNDARY}--\r\n".encode()


def test_sheet_is_brought_previewed_saved_and_undone(
    office, celery_eager, django_capture_on_commit_callbacks
):
    assert text_of(office.get(LIST)).count("Template for") >= 3
    with django_capture_on_commit_callbacks(execute=True):
        response = office.post(LIST, sent())
    held = Import.objects.get()
    assert (response.status_code, response["Location"]) == (302, page_of(held))

    preview = office.get(page_of(held))
    assert "Nothing is saved yet. 2 rows would be." in text_of(preview)
    assert not Milestone.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        office.post(f"{page_of(held)}confirm/", {"version": held.version + 1})
    held.refresh_from_db()
    assert held.state == ImportState.PREVIEWED
    with django_capture_on_commit_callbacks(execute=True):
        response = office.post(f"{page_of(held)}confirm/", {"version": held.version})
    assert response["Location"] == page_of(held)
    assert "2 rows saved by Pat Portfolio" in text_of(office.get(page_of(held)))
    assert Milestone.objects.count() == 2

    with django_capture_on_commit_callbacks(execute=True):
        office.post(f"{page_of(held)}undo/")
    assert "Undone by Pat Portfolio" in text_of(office.get(page_of(held)))
    assert not Milestone.objects.exists()
    assert "milestones.csv" in text_of(office.get(LIST))


def test_preview_shows_old_and_new_and_names_the_wrong_cell(office, review, portfolio_officer):
    make_milestone(review, code="M1", title="Brief")
    held = previewed(portfolio_officer, HEAD, *ROWS, ("M3", "P9", "x"), ("M4", "P1-PRO", "=A1"))

    text = text_of(office.get(page_of(held)))

    assert "All (4) · New (1) · Changed (1) · Wrong (2)" in text
    assert "Title: from Brief → to Tender" in text
    assert "B4: there is no review P9." in text
    assert "C5 holds a formula; paste its value." in text
    assert "2 rows would be; 2 are wrong." in text
    assert "Leave out the rows that are wrong" in text


def test_preview_is_filtered_by_outcome_and_paged(office, portfolio_officer):
    rows = [(f"M{number}", "P1-PRO", f"Title {number}") for number in range(60)]
    held = previewed(portfolio_officer, HEAD, *rows, ("M99", "P9", "x"))

    def shown(query):
        return text_of(office.get(f"{page_of(held)}{query}"))

    assert "Title 49" in shown("")
    assert "Title 50" not in shown("")
    assert "Title 50" in shown("?page=2")
    assert "Title 0" not in shown("?outcome=WRONG")
    assert "there is no review P9" in shown("?outcome=WRONG")
    assert "Title 0" in shown("?outcome=nonsense&page=zero")


def test_wrong_rows_must_be_left_out_knowingly(office, portfolio_officer):
    held = previewed(portfolio_officer, HEAD, *ROWS, ("M3", "P9", "x"))

    response = office.post(f"{page_of(held)}confirm/", {"version": held.version})

    assert response.status_code == 422
    assert "Some rows are wrong. Put them right in the file" in text_of(response)
    office.post(f"{page_of(held)}confirm/", {"version": held.version, "leave_out_wrong": "on"})
    assert work(held).state == ImportState.SAVED


def test_progress_is_sent_alone_while_the_page_asks(office, portfolio_officer):
    office.post(LIST, sent())
    held = Import.objects.get()
    Import.objects.update(rows_done=250, rows_total=5_000)

    fragment = office.get(page_of(held), headers={"HX-Request": "true"})

    assert fragment.content.decode().lstrip().startswith('<div id="import-state">')
    assert "250 of 5000 rows" in text_of(fragment)
    assert 'hx-trigger="every 2s, click"' in fragment.content.decode()
    work(held)
    assert "every 2s" not in office.get(page_of(held)).content.decode()


@pytest.mark.parametrize(
    "content, name, sentence",
    [
        (b"", "m.csv", "The file is empty. Choose a file with something in it."),
        (b"%PDF-1.7", "m.xlsx", "m.xlsx is not an Excel workbook, although its name says so."),
        (b"%PDF-1.7", "m.pdf", "Choose an Excel workbook (.xlsx) or a CSV file (.csv)"),
        (xlsx_of(HEAD, *ROWS)[:-30], "m.xlsx", "m.xlsx is not an Excel workbook"),
    ],
)
def test_file_that_is_not_taken_is_told_beside_the_field(office, content, name, sentence):
    response = office.post(LIST, sent(content, name))

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not Import.objects.exists()


def test_form_without_file_or_kind_says_so(office):
    response = office.post(LIST, {"end": "whole"})

    assert response.status_code == 422
    assert "Choose the file to import." in text_of(response)


def test_wrong_header_is_told_with_a_link_to_the_template(office):
    office.post(LIST, sent(csv_of(("Kode", "Title"), ("M1", "x"))))
    held = work(Import.objects.get())

    page = office.get(page_of(held))

    assert "Not known: “Kode”. Missing: “Code”." in text_of(page)
    assert 'href="/reviews/import/templates/milestones.xlsx"' in page.content.decode()


def sent_by_socket(site, client, body, *, kept):
    """Send a part of a body whose length says more, close that side, and read the answer."""
    secret = "a" * 32
    session = client.cookies["sessionid"].value
    head = (
        f"POST {LIST} HTTP/1.1\r\nHost: {site.netloc}\r\nConnection: close\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
        f"Content-Length: {len(body)}\r\nX-CSRFToken: {secret}\r\n"
        f"Cookie: sessionid={session}; csrftoken={secret}\r\n\r\n"
    )
    with socket.create_connection((site.hostname, site.port), timeout=20) as line:
        line.sendall(head.encode() + body[: int(len(body) * kept)])
        line.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    return answer.decode()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_upload_cut_off_half_way_keeps_nothing(live_server, client_of, portfolio_officer):
    """The body ends before its length says: what the server has by then is no whole sheet."""
    rows = [(f"M{n}", "P1-PRO", "Tender") for n in range(40)]
    body = multipart(csv_of(HEAD, *rows, encoding="utf-8"))
    site, client = urlsplit(live_server.url), client_of(portfolio_officer)

    for kept in (0.35, 0.6, 0.8, 0.93, 0.97):
        answer = sent_by_socket(site, client, body, kept=kept)
        assert answer.startswith("HTTP/1.1 422"), kept
        assert "The upload was cut off half way, so nothing was kept." in answer
    assert not Import.objects.exists()

    assert sent_by_socket(site, client, body, kept=1).startswith("HTTP/1.1 302")
    assert Import.objects.count() == 1


@pytest.mark.parametrize("kind", ["reviews", "milestones", "options"])
def test_templates_are_downloaded_with_the_values_allowed(office, kind):
    page = office.get(f"/reviews/import/templates/{kind}.xlsx")
    book = load_workbook(io.BytesIO(page.content))
    text = office.get(f"/reviews/import/templates/{kind}.csv")

    assert book.sheetnames == [kind.capitalize(), "Columns", "Allowed values"]
    assert [cell.value for cell in next(book.worksheets[0].rows)] == (
        text.content.decode("utf-8-sig").splitlines()[0].split(",")
    )
    assert book["Allowed values"]["A1"].value
    assert page["Content-Disposition"] == f'attachment; filename="{kind}.xlsx"'


@pytest.mark.parametrize("path", ["savings.xlsx", "reviews.pdf", "bulk_edit.xlsx"])
def test_template_that_there_is_not_is_not_found(office, path):
    assert office.get(f"/reviews/import/templates/{path}").status_code == 404


def test_refusals_are_told_on_the_page_of_the_import(office, portfolio_officer):
    held = confirm(previewed(portfolio_officer, HEAD, *ROWS), portfolio_officer)

    for act, sentence in (
        ("confirm", "This is saved by Pat Portfolio, so it cannot be confirmed."),
        ("discard", "This is saved, so there is nothing to discard."),
        ("again", "This is saved, so its preview stays as it is."),
    ):
        response = office.post(f"{page_of(held)}{act}/", {"version": held.version})
        assert response.status_code == 422
        assert sentence in text_of(response)
    assert office.post(f"{page_of(held)}confirm/", {"version": "x"}).status_code == 422
    Import.objects.update(saved_at=held.saved_at - timedelta(hours=2))
    response = office.post(f"{page_of(held)}undo/")
    assert response.status_code == 422
    assert "An hour has passed" in text_of(response)


def test_preview_is_discarded_or_made_again(office, portfolio_officer):
    held = previewed(portfolio_officer, HEAD, *ROWS)

    office.post(f"{page_of(held)}again/")
    assert work(held).state == ImportState.PREVIEWED
    office.post(f"{page_of(held)}discard/")

    assert "It was discarded. Nothing was changed." in text_of(office.get(page_of(held)))


def test_import_that_the_worker_gave_up_says_so_and_can_be_read_again(office, portfolio_officer):
    office.post(LIST, sent())
    Import.objects.update(state=ImportState.REFUSED, error=jobs.STOPPED_TOO_OFTEN)
    held = Import.objects.get()

    assert "The worker stopped 3 times" in text_of(office.get(page_of(held)))
    office.post(f"{page_of(held)}again/")
    assert work(held).state == ImportState.PREVIEWED


def test_nothing_is_imported_while_a_past_day_is_shown(office, portfolio_officer):
    held = previewed(portfolio_officer, HEAD, *ROWS)
    office.get("/reviews/?as_at=2014-03-27")

    assert office.get(LIST)["Location"] == "/reviews/"
    response = office.post(f"{page_of(held)}confirm/", {"version": held.version})

    assert response.status_code == 422
    assert "Go back to today to make changes." in text_of(response)
    assert work(held).state == ImportState.PREVIEWED


def test_only_the_portfolio_office_sees_imports(client_of, officer, auditor, portfolio_officer):
    held = previewed(portfolio_officer, HEAD, *ROWS)

    for user in (officer, auditor):
        client = client_of(user)
        assert client.get(LIST).status_code == 403
        assert client.post(LIST, sent()).status_code == 403
        assert client.get(page_of(held)).status_code == 403
        assert client.get("/reviews/import/templates/reviews.csv").status_code == 403
        for act in ("confirm", "discard", "again", "undo"):
            assert client.post(f"{page_of(held)}{act}/").status_code == 403
        assert client.get(held.upload.get_absolute_url()).status_code in (403, 404)


def test_pages_ask_as_much_of_the_database_at_1_row_as_at_3(office, portfolio_officer):
    one = previewed(portfolio_officer, HEAD, ROWS[0])
    office.get(LIST)
    counts = []
    for page in (LIST, page_of(one)):
        with CaptureQueriesContext(connection) as asked:
            office.get(page)
        counts.append(len(asked))
    three = previewed(portfolio_officer, HEAD, *ROWS, ("M3", "P1-PRO", "x"))
    previewed(portfolio_officer, HEAD, ROWS[0])

    for page, expected in zip((LIST, page_of(three)), counts, strict=True):
        with CaptureQueriesContext(connection) as asked:
            office.get(page)
        assert len(asked) == expected == LITERAL[page == LIST]


LITERAL = {True: 5, False: 7}


def test_progress_counts_the_rows_that_are_saved(office, portfolio_officer):
    held = previewed(portfolio_officer, HEAD, *ROWS, ("M3", "P9", "x"))
    Import.objects.update(state=ImportState.SAVING, rows_done=1)

    text = text_of(office.get(page_of(held)))

    assert "1 of 2 rows Now: Being saved" in text
    assert "Tender" not in text


def test_sheet_that_was_brought_is_downloaded_again(office, portfolio_officer):
    held = previewed(portfolio_officer, HEAD, *ROWS)

    assert f'href="{held.upload.get_absolute_url()}"' in office.get(page_of(held)).content.decode()
    response = office.get(held.upload.get_absolute_url())
    assert b"".join(response.streaming_content) == csv_of(HEAD, *ROWS)
