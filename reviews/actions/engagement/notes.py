"""Notes on market engagement: exempt unless said otherwise, with a file of the same secrecy."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from ftc.organisation.models import User
from ftc.records import history
from ftc.records.uploads import store_upload
from reviews import permissions
from reviews.actions.engagement.parts import Classified, locked, review_of
from reviews.models import EngagementNote, MarketEngagement, Supplier
from reviews.policies import engagement as rules


@dataclass(frozen=True)
class NoteTerms:
    """A note as somebody typed it; ``supplier`` is the one it is about, if any."""

    noted_on: date
    text: str
    classified: Classified
    supplier: Supplier | None = None


@transaction.atomic
def add_note(
    *,
    engagement: MarketEngagement,
    terms: NoteTerms,
    by: User,
    now: datetime,
    today: date,
    file: "File | None" = None,
) -> EngagementNote:
    """Write down what was learnt, with a file where there is one.

    Writes the file, of the note's classification, then the note. Raises NotPermitted,
    EngagementRefused, or UploadRefused for a file that is not taken.
    Source: Local Government Act 1972, Schedule 12A, paragraph 3.
    """
    with history.recording(
        action="reviews.add_engagement_note",
        by=by,
        at=now,
        classification=terms.classified.classification,
    ):
        row = locked(engagement)
        permissions.check_can_keep_engagement(by, review_of(row))
        values = _checked(terms, now=now, today=today)
        note = EngagementNote(engagement=row, by=by, **values)
        if file is not None:
            note.upload = store_upload(file=file, by=by, now=now, **terms.classified.checked())
        note.save()
    return note


@transaction.atomic
def edit_note(
    *,
    note: EngagementNote,
    expected_version: int,
    terms: NoteTerms,
    by: User,
    now: datetime,
    today: date,
) -> EngagementNote:
    """Write a note anew; its file stays, and is read by whoever may read the note.

    An exempt note stays exempt. Raises NotPermitted, StaleVersion or EngagementRefused.
    """
    with history.recording(
        action="reviews.edit_engagement_note",
        by=by,
        at=now,
        classification=terms.classified.classification,
    ):
        engagement = locked(note.engagement)
        row: EngagementNote = EngagementNote.objects.locked(
            pk=note.pk, expected_version=expected_version
        )
        permissions.check_can_keep_engagement(by, review_of(engagement))
        rules.check_stays_exempt(row.classification, terms.classified.classification)
        for name, value in _checked(terms, now=now, today=today).items():
            setattr(row, name, value)
        row.version += 1
        row.save()
    return row


def _checked(terms: NoteTerms, *, now: datetime, today: date) -> dict[str, Any]:
    rules.check_noted(terms.noted_on, text=terms.text, now=now, today=today)
    return {
        "noted_on": terms.noted_on,
        "text": terms.text.strip(),
        "supplier": terms.supplier,
        **terms.classified.checked(),
    }
