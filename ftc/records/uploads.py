"""Files that people bring: what is taken, how they are stored, and who may read them."""

import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from ftc.records import history
from ftc.records.enums import Classification
from ftc.records.errors import UploadRefused
from ftc.records.models import Upload

NAME_LENGTH = 120
HEAD_LENGTH = 1024
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!")
PROTECTED_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

history.describe_actions(records_store_upload="brought the file")


@dataclass(frozen=True)
class FileType:
    """A type of file that is taken: its media type and the check of its content."""

    label: str
    content_type: str
    is_genuine: Callable[[File, bytes], bool]


@dataclass(frozen=True)
class CheckedUpload:
    """What a file is, once it has been found to be what its name says."""

    name: str
    content_type: str
    size: int
    sha256: str


def check_upload(file: File) -> CheckedUpload:
    """Find out whether ``file`` may be kept: its size, its type, and that content and name agree.

    Reads the file and leaves it at its start. Gives the cleaned name, the media type, the size in
    bytes and the SHA-256. Raises UploadRefused with a sentence for the person who chose the file.
    """
    name = clean_name(file.name or "")
    kind = _type_of(name)
    size = file.size or 0
    if size == 0:
        raise UploadRefused(f"{name} is empty. Choose a file with something in it.")
    if size > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
        raise UploadRefused(
            f"{name} is {_megabytes(size)} MB. A file may be at most {settings.UPLOAD_LIMIT_MB} MB."
        )
    file.seek(0)
    head = file.read(HEAD_LENGTH)
    if head.startswith(PROGRAMS):
        raise UploadRefused(f"{name} is a program, not {kind.label}, so it was not kept.")
    if head.startswith(PROTECTED_OFFICE):
        raise UploadRefused(
            f"{name} is protected by a password or in an old Office format. "
            f"Save it without a password as {kind.label}, then choose it again."
        )
    if not kind.is_genuine(file, head):
        raise UploadRefused(
            f"{name} is not {kind.label}, although its name says so. "
            "Save it again in the program it came from, then choose it again."
        )
    sha256 = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        sha256.update(chunk)
    file.seek(0)
    return CheckedUpload(name, kind.content_type, size, sha256.hexdigest())


@transaction.atomic
def store_upload(
    *,
    file: File,
    classification: str,
    by: Any,
    now: datetime,
    exempt_paragraph: int | None = None,
    exempt_reason: str = "",
) -> Upload:
    """Check a file and keep it: its bytes once under their SHA-256, a row for each who brings it.

    Writes the bytes unless they are kept already, then the Upload row. Raises UploadRefused.
    """
    checked = check_upload(file)
    if classification == Classification.EXEMPT and not (exempt_paragraph and exempt_reason.strip()):
        raise UploadRefused(
            "Say under which paragraph of Schedule 12A the file is exempt, and why."
        )
    with history.recording(action="records.store_upload", by=by, at=now):
        upload = Upload(
            name=checked.name,
            content_type=checked.content_type,
            size=checked.size,
            sha256=checked.sha256,
            classification=classification,
            exempt_paragraph=exempt_paragraph,
            exempt_reason=exempt_reason.strip(),
            uploaded_by=by,
            uploaded_at=now,
        )
        kept = Upload.objects.filter(sha256=checked.sha256, size=checked.size).first()
        if kept is not None and kept.file.storage.exists(str(kept.file.name)):
            upload.file.name = kept.file.name
        else:
            suffix = PurePosixPath(checked.name).suffix
            upload.file.save(f"{checked.sha256}{suffix}", file, save=False)
        upload.save()
    return upload


OwnerRule = Callable[[Upload, Any], bool | None]
_OWNER_RULES: list[OwnerRule] = []


def register_owner_rule(rule: OwnerRule) -> OwnerRule:
    """Let the record that an upload belongs to say who may read it.

    ``rule(upload, user)`` gives True or False, or None for an upload that is not its own. Where a
    rule answers, the upload's own classification is no longer asked.
    """
    if rule not in _OWNER_RULES:
        _OWNER_RULES.append(rule)
    return rule


def may_read(upload: Upload, user: Any) -> bool:
    """Whether ``user`` may read the file: as its owners say, else as its classification does."""
    answers = [answer for rule in _OWNER_RULES if (answer := rule(upload, user)) is not None]
    if answers:
        return all(answers)
    return Upload.objects.visible_to(user).filter(pk=upload.pk).exists()


def clean_name(given: str) -> str:
    """A file's name without folders, control characters or tricks of writing direction."""
    name = re.split(r"[\\/]", unicodedata.normalize("NFC", given))[-1]
    name = "".join(" " if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} else c for c in name)
    name = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "-", name)).strip().rstrip(" .")
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        return name[:NAME_LENGTH]
    stem = stem.strip(" .") or "file"
    return f"{stem[: NAME_LENGTH - len(suffix) - 1]}.{suffix.strip().lower()}"


def allowed_suffixes() -> list[str]:
    """The endings of names that are taken, for a file input's ``accept`` and for its hint."""
    return [f".{suffix}" for suffix in FILE_TYPES]


def _type_of(name: str) -> FileType:
    if not name:
        raise UploadRefused("The file has no name. Give it one, then choose it again.")
    suffix = PurePosixPath(name).suffix.lstrip(".")
    if suffix not in FILE_TYPES:
        ending = f"a .{suffix} file" if suffix else "without an ending that says what it is"
        raise UploadRefused(
            f"{name} is {ending}. Choose one of these types: {', '.join(FILE_TYPES)}."
        )
    return FILE_TYPES[suffix]


def _megabytes(size: int) -> str:
    """Tenths of a megabyte, rounded up so that a file just over the limit never reads as at it."""
    tenths = -(-size * 10 // (1024 * 1024))
    return f"{tenths // 10}.{tenths % 10}"


def _starts_with(*signatures: bytes) -> Callable[[File, bytes], bool]:
    return lambda file, head: head.startswith(signatures)


def _is_office(folder: str) -> Callable[[File, bytes], bool]:
    """A zip with the parts of its kind of Office document and no macros."""

    def check(file: File, head: bytes) -> bool:
        names = _zip_names(file)
        return (
            "[Content_Types].xml" in names
            and any(name.startswith(f"{folder}/") for name in names)
            and not any(name.endswith("vbaProject.bin") for name in names)
        )

    return check


def _is_open_document(media_type: str) -> Callable[[File, bytes], bool]:
    def check(file: File, head: bytes) -> bool:
        if "mimetype" not in _zip_names(file):
            return False
        file.seek(0)
        try:
            with zipfile.ZipFile(file) as archive, archive.open("mimetype") as declared:
                return declared.read(200).strip() == media_type.encode()
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            return False

    return check


def _zip_names(file: File) -> set[str]:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist())
    except zipfile.BadZipFile:
        return set()


def _is_text(file: File, head: bytes) -> bool:
    """Text in UTF-8 or in the Windows character set, without a NUL."""
    file.seek(0)
    content = file.read()
    if b"\0" in content:
        return False
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
FILE_TYPES: dict[str, FileType] = {
    "pdf": FileType("a PDF", "application/pdf", _starts_with(b"%PDF-")),
    "docx": FileType("a Word document", f"{_OOXML}.wordprocessingml.document", _is_office("word")),
    "xlsx": FileType("an Excel workbook", f"{_OOXML}.spreadsheetml.sheet", _is_office("xl")),
    "pptx": FileType(
        "a PowerPoint presentation", f"{_OOXML}.presentationml.presentation", _is_office("ppt")
    ),
    "odt": FileType("an OpenDocument text", f"{_ODF}.text", _is_open_document(f"{_ODF}.text")),
    "ods": FileType(
        "an OpenDocument spreadsheet",
        f"{_ODF}.spreadsheet",
        _is_open_document(f"{_ODF}.spreadsheet"),
    ),
    "csv": FileType("a CSV file", "text/csv", _is_text),
    "txt": FileType("a plain text file", "text/plain", _is_text),
    "png": FileType("a PNG picture", "image/png", _starts_with(b"\x89PNG\r\n\x1a\n")),
    "jpg": FileType("a JPEG picture", "image/jpeg", _starts_with(b"\xff\xd8\xff")),
    "jpeg": FileType("a JPEG picture", "image/jpeg", _starts_with(b"\xff\xd8\xff")),
}
