"""Asking for a document, cancelling it, trying it again and publishing it."""

from datetime import date, timedelta

import pytest

from ftc.records.documents import (
    cancel_document,
    check_can_publish,
    publish_document,
    request_document,
    retry_document,
)
from ftc.records.enums import Classification, DocumentKind, DocumentState
from ftc.records.errors import DocumentRefused
from ftc.records.models import Document
from tests.factories.records import AS_AT, make_document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_report")]


def ask(by, now, **changes):
    wish = {"kind": DocumentKind.OUTTURN_REPORT, "params": {}, "as_at": AS_AT} | changes
    return request_document(**wish, by=by, now=now)


def ready(**fields):
    return make_document(
        state=DocumentState.READY,
        finished_at=fields.pop("finished_at", None) or fields["requested_at"],
        file="documents/a.pdf",
        size=100,
        sha256="a" * 64,
        is_accessible=fields.pop("is_accessible", True),
        **fields,
    )


def test_request_document_queues_it_and_sends_it_after_the_commit(
    portfolio_officer, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        document = ask(portfolio_officer, now)

    assert (document.code, document.state) == ("PLAIN-2014-05-06-1", DocumentState.QUEUED)
    assert (document.title, document.as_at) == ("A plain report", AS_AT)
    assert len(callbacks) == 1


def test_request_document_gives_the_unfinished_one_whoever_asks(
    portfolio_officer, clerk, now, django_capture_on_commit_callbacks
):
    first = ask(portfolio_officer, now)

    with django_capture_on_commit_callbacks() as callbacks:
        second = ask(clerk, now + timedelta(minutes=5))

    assert second == first
    assert callbacks == []
    assert Document.objects.count() == 1


@pytest.mark.parametrize("changes", [{"as_at": date(2014, 3, 27)}, {"params": {"author": "A"}}])
def test_request_document_makes_another_for_another_wish(portfolio_officer, now, changes):
    first = ask(portfolio_officer, now)

    second = ask(portfolio_officer, now, **changes)

    assert second != first


def test_request_document_counts_the_documents_of_a_day(portfolio_officer, now):
    ask(portfolio_officer, now)

    second = ask(portfolio_officer, now, params={"author": "A"})

    assert second.code == "PLAIN-2014-05-06-2"


def test_request_document_takes_a_second_press_for_the_first_although_it_is_ready(
    portfolio_officer, clerk, now
):
    first = ask(portfolio_officer, now)
    Document.objects.filter(pk=first.pk).update(
        state=DocumentState.READY, finished_at=now, file="a.pdf", size=1, sha256="a" * 64
    )

    pressed_again = ask(portfolio_officer, now + timedelta(seconds=9))
    asked_by_another = ask(clerk, now + timedelta(seconds=9))

    assert pressed_again == first
    assert asked_by_another != first


def test_request_document_makes_a_new_one_once_the_first_is_ready_for_a_while(
    portfolio_officer, now
):
    first = ask(portfolio_officer, now)
    Document.objects.filter(pk=first.pk).update(
        state=DocumentState.READY, finished_at=now, file="a.pdf", size=1, sha256="a" * 64
    )

    later = ask(portfolio_officer, now + timedelta(seconds=11))

    assert later != first


def test_request_document_refuses_a_date_that_has_not_come(portfolio_officer, now):
    tomorrow = now.date() + timedelta(days=1)

    with pytest.raises(DocumentRefused, match="not in the future"):
        ask(portfolio_officer, now, as_at=tomorrow)


@pytest.mark.parametrize("state", [DocumentState.QUEUED, DocumentState.DRAWING])
def test_cancel_document_stops_what_is_not_finished(portfolio_officer, now, state):
    document = make_document(state=state)

    cancelled = cancel_document(document=document, by=portfolio_officer, now=now)

    assert (cancelled.state, cancelled.finished_at) == (DocumentState.CANCELLED, now)


@pytest.mark.parametrize("state", [DocumentState.FAILED, DocumentState.CANCELLED])
def test_cancel_document_refuses_what_is_finished(portfolio_officer, now, state):
    document = make_document(state=state)

    with pytest.raises(DocumentRefused, match="nothing left to cancel"):
        cancel_document(document=document, by=portfolio_officer, now=now)


@pytest.mark.parametrize("state", [DocumentState.FAILED, DocumentState.CANCELLED])
def test_retry_document_queues_it_again_under_its_code(
    portfolio_officer, now, state, django_capture_on_commit_callbacks
):
    document = make_document(state=state, failure="It stopped.", attempts=3)

    with django_capture_on_commit_callbacks() as callbacks:
        again = retry_document(document=document, by=portfolio_officer, now=now)

    assert (again.code, again.state) == (document.code, DocumentState.QUEUED)
    assert (again.attempts, again.failure, again.requested_at) == (0, "", now)
    assert len(callbacks) == 1


def test_retry_document_gives_the_same_request_that_is_under_way(portfolio_officer, now):
    failed = make_document(state=DocumentState.FAILED, request_key="same")
    under_way = make_document(state=DocumentState.DRAWING, request_key="same")

    assert retry_document(document=failed, by=portfolio_officer, now=now) == under_way


def test_retry_document_refuses_what_has_not_failed(portfolio_officer, now):
    document = make_document(state=DocumentState.DRAWING)

    with pytest.raises(DocumentRefused, match="only a report that failed or was cancelled"):
        retry_document(document=document, by=portfolio_officer, now=now)


def test_publish_document_opens_it_to_everybody(portfolio_officer, now):
    document = ready(requested_at=now)

    published = publish_document(document=document, by=portfolio_officer, now=now)

    assert (published.classification, published.published_at) == (Classification.PUBLIC, now)
    assert list(Document.objects.visible_to(None)) == [document]


def test_check_can_publish_says_what_stands_in_the_way(now):
    unfinished = make_document()
    published = ready(requested_at=now, published_at=now)
    inaccessible = ready(requested_at=now, is_accessible=False)
    exempt = ready(
        requested_at=now,
        classification=Classification.EXEMPT,
        exempt_paragraph=3,
        exempt_reason="A tender is open",
    )

    for document, words in [
        (unfinished, "once it is ready"),
        (published, "published already"),
        (inaccessible, "did not pass the accessibility check"),
        (exempt, "Exempt and confidential material is not published"),
    ]:
        with pytest.raises(DocumentRefused, match=words):
            check_can_publish(document)


def test_visible_to_shows_an_unpublished_document_to_nobody_without_signing_in(officer, now):
    document = ready(requested_at=now, classification=Classification.PUBLIC)

    assert list(Document.objects.visible_to(None)) == []
    assert list(Document.objects.visible_to(officer)) == [document]
