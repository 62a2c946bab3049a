"""The download of a file that somebody brought."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ftc.records import uploads
from ftc.records.enums import Classification
from ftc.records.uploads import store_upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


def upload(by, now, **fields):
    file = SimpleUploadedFile("Case for change.txt", b"Plain words.")
    values = {"classification": Classification.INTERNAL} | fields
    return store_upload(file=file, by=by, now=now, **values)


def test_upload_download_sends_the_file_to_be_kept(client_of, officer, now):
    stored = upload(officer, now)

    response = client_of(officer).get(stored.get_absolute_url())

    assert b"".join(response.streaming_content) == b"Plain words."
    assert response["Content-Disposition"] == 'attachment; filename="Case for change.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_upload_download_follows_the_classification(client_of, officer, member, now):
    stored = upload(
        officer,
        now,
        classification=Classification.EXEMPT,
        exempt_paragraph=3,
        exempt_reason="A tender is open",
    )

    assert client_of(officer).get(stored.get_absolute_url()).status_code == 404
    assert client_of(member).get(stored.get_absolute_url()).status_code == 200


def test_upload_download_follows_the_owner(client_of, officer, now, monkeypatch):
    stored = upload(officer, now)
    monkeypatch.setattr(uploads, "_OWNER_RULES", [lambda upload, user: False])

    assert client_of(officer).get(stored.get_absolute_url()).status_code == 404


def test_upload_download_of_another_name_is_not_there(client_of, officer, now):
    stored = upload(officer, now)

    assert client_of(officer).get(f"/uploads/{stored.sha256}/Other.txt").status_code == 404


def test_upload_download_asks_to_sign_in(client, officer, now):
    stored = upload(officer, now, classification=Classification.PUBLIC)

    assert client.get(stored.get_absolute_url()).status_code == 302
