"""What is taken as a file, what is refused and in which words, and how it is kept."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ftc.records import uploads
from ftc.records.enums import Classification
from ftc.records.errors import UploadRefused
from ftc.records.models import Upload
from ftc.records.uploads import check_upload, clean_name, store_upload

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
PROGRAM = b"MZ\x90\0\x03\0\0\0" + b"\0" * 60


def a_file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def a_zip(**entries: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


WORD = a_zip(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
EXCEL = a_zip(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"})
SLIDES = a_zip(**{"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"})
OPEN_TEXT = a_zip(mimetype="application/vnd.oasis.opendocument.text")
OPEN_SHEET = a_zip(mimetype="application/vnd.oasis.opendocument.spreadsheet")


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("case.pdf", PDF, "application/pdf"),
        (
            "case.docx",
            WORD,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("sums.xlsx", EXCEL, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            "talk.pptx",
            SLIDES,
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        ("case.odt", OPEN_TEXT, "application/vnd.oasis.opendocument.text"),
        ("sums.ods", OPEN_SHEET, "application/vnd.oasis.opendocument.spreadsheet"),
        ("rows.csv", "année,£\n1,2\n".encode(), "text/csv"),
        ("from-windows.csv", "£\x92s\n".encode("latin-1"), "text/csv"),
        ("note.txt", b"Plain words.", "text/plain"),
        ("plan.PNG", PNG, "image/png"),
        ("plan.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
        ("plan.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
    ],
)
def test_check_upload_takes_a_file_that_is_what_its_name_says(name, content, content_type):
    file = a_file(name, content)

    checked = check_upload(file)

    assert (checked.content_type, checked.size) == (content_type, len(content))
    assert file.read() == content


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.pdf", b"", r"^empty\.pdf is empty\. Choose a file with something in it\.$"),
        ("tool.exe", PROGRAM, r"^tool\.exe is a \.exe file\. Choose one of these types: pdf, docx"),
        ("page.html", b"<html>", r"is a \.html file"),
        ("macros.docm", WORD, r"is a \.docm file"),
        ("README", b"words", r"^README is without an ending that says what it is"),
        ("case.pdf", PROGRAM, r"^case\.pdf is a program, not a PDF, so it was not kept\.$"),
        ("case.pdf", b"\x7fELF\x02\x01", r"is a program, not a PDF"),
        ("note.txt", b"#!/bin/sh\nrm -r /\n", r"is a program, not a plain text file"),
        ("case.pdf", WORD, r"^case\.pdf is not a PDF, although its name says so\."),
        ("case.docx", EXCEL, r"is not a Word document, although its name says so"),
        ("case.docx", a_zip(**{"word/document.xml": "x"}), r"is not a Word document"),
        ("case.docx", b"PK\x03\x04 broken", r"is not a Word document"),
        (
            "case.docx",
            a_zip(
                **{
                    "[Content_Types].xml": "",
                    "word/document.xml": "",
                    "word/vbaProject.bin": "",
                }
            ),
            r"is not a Word document",
        ),
        ("case.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", r"is protected by a password"),
        ("case.odt", OPEN_SHEET, r"is not an OpenDocument text"),
        ("case.odt", a_zip(content="x"), r"is not an OpenDocument text"),
        ("rows.csv", b"a,b\0c", r"is not a CSV file"),
        ("rows.csv", b"\x81\x8d", r"is not a CSV file"),
        ("plan.png", b"\xff\xd8\xff\xe0 a jpeg", r"is not a PNG picture"),
        ("plan.jpg", PNG, r"is not a JPEG picture"),
    ],
)
def test_check_upload_refuses_in_words(name, content, sentence):
    with pytest.raises(UploadRefused, match=sentence):
        check_upload(a_file(name, content))


def test_check_upload_refuses_a_file_that_is_too_large(settings):
    settings.UPLOAD_LIMIT_MB = 1
    just_over = a_file("big.txt", b"a" * (1024 * 1024 + 1))

    with pytest.raises(UploadRefused, match=r"^big\.txt is 1\.1 MB\. A file may be at most 1 MB\."):
        check_upload(just_over)


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/Report.PDF", "Report.pdf"),
        (r"C:\Users\o\Case  v2.docx", "Case v2.docx"),
        ("in\u202evoice_fdp.exe", "in voice_fdp.exe"),
        ("line\nbreak.txt", "line break.txt"),
        ("  .pdf", "file.pdf"),
        ('a<b>:"c|?*.csv', "a-b---c---.csv"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_clean_name_leaves_a_name_that_is_safe_to_show_and_keep(given, cleaned):
    assert clean_name(given) == cleaned


@pytest.mark.django_db
def test_store_upload_keeps_the_same_bytes_once(officer, sro, now, media_root):
    first = store_upload(
        file=a_file("case.pdf", PDF), classification=Classification.INTERNAL, by=officer, now=now
    )
    second = store_upload(
        file=a_file("again.pdf", PDF), classification=Classification.PUBLIC, by=sro, now=now
    )

    assert first.pk != second.pk
    assert first.file.name == second.file.name
    assert [p.read_bytes() for p in media_root.rglob("*") if p.is_file()] == [PDF]
    assert (second.name, second.size, second.classification) == ("again.pdf", len(PDF), "PUBLIC")


@pytest.mark.django_db
def test_store_upload_keeps_nothing_of_a_refused_file(officer, now, media_root):
    with pytest.raises(UploadRefused):
        store_upload(
            file=a_file("case.pdf", PROGRAM),
            classification=Classification.INTERNAL,
            by=officer,
            now=now,
        )

    assert not Upload.objects.exists()
    assert not media_root.exists()


@pytest.mark.django_db
def test_store_upload_asks_why_a_file_is_exempt(officer, now, media_root):
    with pytest.raises(UploadRefused, match="which paragraph of Schedule 12A"):
        store_upload(
            file=a_file("case.pdf", PDF), classification=Classification.EXEMPT, by=officer, now=now
        )


@pytest.mark.django_db
def test_may_read_asks_the_owner_before_the_classification(
    officer, member, now, media_root, monkeypatch
):
    upload = store_upload(
        file=a_file("case.pdf", PDF), classification=Classification.INTERNAL, by=officer, now=now
    )
    assert uploads.may_read(upload, officer)

    monkeypatch.setattr(uploads, "_OWNER_RULES", [lambda upload, user: user == member])

    assert not uploads.may_read(upload, officer)
    assert uploads.may_read(upload, member)


@pytest.mark.django_db
def test_may_read_falls_back_on_the_classification(officer, member, now, media_root, monkeypatch):
    upload = store_upload(
        file=a_file("case.pdf", PDF),
        classification=Classification.EXEMPT,
        exempt_paragraph=3,
        exempt_reason="A tender is open",
        by=officer,
        now=now,
    )
    monkeypatch.setattr(uploads, "_OWNER_RULES", [lambda upload, user: None])

    assert not uploads.may_read(upload, officer)
    assert uploads.may_read(upload, member)
