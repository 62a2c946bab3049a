"""Supplying, accepting and returning the evidence for a gate."""

from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from ftc.organisation.models import User
from ftc.periods import long_date
from ftc.programme.models import Activity
from ftc.records import history
from ftc.records.enums import Classification
from ftc.records.models import Upload
from ftc.records.uploads import store_upload
from reviews import permissions, policies
from reviews.enums import EvidenceKind, EvidenceState
from reviews.errors import DateRefused, EvidenceRefused
from reviews.models import Criterion, Evidence, Review
from reviews.queries.gate_records import RecordOffered, record_of

TITLE_LENGTH = 200


@transaction.atomic
def supply_evidence(
    *,
    review: Review,
    criterion: Criterion,
    kind: EvidenceKind,
    title: str,
    classification: Classification,
    by: User,
    now: datetime,
    today: date,
    file: "File | None" = None,
    url: str = "",
    note: str = "",
    record_kind: str = "",
    record_code: str = "",
    exempt_paragraph: int | None = None,
    exempt_reason: str = "",
    effective_on: date | None = None,
    reason: str = "",
) -> Evidence:
    """Supply a file, a link, a note or a record of ours; it waits for whoever accepts it.

    Evidence of a record that only some may read is closed to the others as well, whatever was
    asked for. Writes the upload, of the evidence's classification, then the evidence. Raises
    NotPermitted, EvidenceRefused, DateRefused, or UploadRefused for a file that is not taken.
    Source: County Council, 15 May 2014, item 12, paragraph 1.2.
    """
    with history.recording(
        action="reviews.supply_evidence",
        by=by,
        at=now,
        reason=reason,
        classification=classification,
    ):
        Activity.objects.select_for_update(of=("self",)).get(pk=review.pk)
        current = Review.objects.with_stage().get(pk=review.pk)
        permissions.check_can_supply(by, current)
        policies.check_can_take_evidence(current, criterion)
        supplied_on = effective_on or today
        permissions.check_can_backdate(by, effective_on=supplied_on, today=today)
        policies.check_effective_on(supplied_on, today=today, now=now, reason=reason)
        policies.check_is_of_its_kind(criterion, kind)
        _check_content(kind=kind, file=file, url=url, note=note)
        record = _record(current, by, record_kind, record_code)
        if (kind == EvidenceKind.RECORD) != (record is not None):
            raise EvidenceRefused("Choose one of the records of this review that you may read.")
        classified = _classified(classification, exempt_paragraph, exempt_reason.strip())
        if record is not None and record.is_closed:
            classified = {name: getattr(record, name) for name in classified}
        upload = None
        if kind == EvidenceKind.FILE and file is not None:
            upload = store_upload(file=file, by=by, now=now, **classified)
        return Evidence.objects.create(
            review=current,
            criterion=criterion,
            kind=kind,
            title=title.strip() or _own_title(upload, url, record) or criterion.title,
            upload=upload,
            url=url if kind == EvidenceKind.LINK else "",
            note=note.strip(),
            record_kind=record.kind if record else "",
            record_code=record.code if record else "",
            supplied_by=by,
            supplied_at=now,
            supplied_on=supplied_on,
            **classified,
        )


@transaction.atomic
def accept_evidence(
    *,
    evidence: Evidence,
    by: User,
    now: datetime,
    today: date,
    comment: str = "",
    effective_on: date | None = None,
) -> Evidence:
    """Accept evidence for its criterion, from the working date ``today`` on.

    An earlier ``effective_on`` needs a permission and a comment that says why. Writes who accepted
    it and when. Raises NotPermitted, DateRefused, or EvidenceRefused when somebody decided it
    first. Source: County Council, 15 May 2014, item 12, paragraph 2.5.
    """
    with history.recording(
        action="reviews.accept_evidence",
        by=by,
        at=now,
        reason=comment,
        classification=evidence.classification,
    ):
        on = _chosen(evidence, effective_on, by=by, now=now, today=today, comment=comment)
        return _decide(evidence, EvidenceState.ACCEPTED, by=by, now=now, on=on, comment=comment)


@transaction.atomic
def return_evidence(
    *,
    evidence: Evidence,
    by: User,
    now: datetime,
    today: date,
    comment: str,
    effective_on: date | None = None,
) -> Evidence:
    """Return evidence to whoever supplied it, saying what it lacks.

    Writes who returned it, when and the comment. Raises NotPermitted, DateRefused, or
    EvidenceRefused when somebody decided it first or the comment is missing.
    """
    if not comment.strip():
        raise EvidenceRefused("Say what the evidence lacks, so that it can be supplied again.")
    with history.recording(
        action="reviews.return_evidence",
        by=by,
        at=now,
        reason=comment,
        classification=evidence.classification,
    ):
        on = _chosen(evidence, effective_on, by=by, now=now, today=today, comment=comment)
        return _decide(evidence, EvidenceState.RETURNED, by=by, now=now, on=on, comment=comment)


def _chosen(
    evidence: Evidence,
    effective_on: date | None,
    *,
    by: User,
    now: datetime,
    today: date,
    comment: str,
) -> date:
    """The day a decision on evidence counts from; none is before it was supplied."""
    if effective_on is None:
        return today
    permissions.check_can_backdate(by, effective_on=effective_on, today=today)
    policies.check_effective_on(effective_on, today=today, now=now, reason=comment)
    if effective_on < evidence.supplied_on:
        raise DateRefused(
            f"This evidence was supplied on {long_date(evidence.supplied_on)}. "
            "It cannot be decided before that."
        )
    return effective_on


def _decide(
    evidence: Evidence, state: EvidenceState, *, by: User, now: datetime, on: date, comment: str
) -> Evidence:
    """Lock, check and write; the review is locked first, as by everybody else who writes it."""
    Activity.objects.select_for_update(of=("self",)).get(pk=evidence.review_id)
    locked = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    permissions.check_can_decide(by, locked)
    policies.check_can_be_decided(locked)
    locked.state = state
    locked.decided_by = by
    locked.decided_at = now
    locked.decided_on = max(on, locked.supplied_on)
    locked.comment = comment.strip()
    locked.version += 1
    locked.save(
        update_fields=["state", "decided_by", "decided_at", "decided_on", "comment", "version"]
    )
    return locked


def _record(review: Review, by: User, kind: str, code: str) -> RecordOffered | None:
    """The record chosen, among those of the review that ``by`` may read."""
    return record_of(review, by, kind=kind, code=code) if kind or code else None


def _own_title(upload: Upload | None, url: str, record: RecordOffered | None) -> str:
    """What the evidence is called where nobody gave it a title."""
    if upload is not None:
        return upload.name
    return record.title[:TITLE_LENGTH] if record is not None else url[:TITLE_LENGTH]


def _check_content(*, kind: EvidenceKind, file: File | None, url: str, note: str) -> None:
    if kind == EvidenceKind.FILE and file is None:
        raise EvidenceRefused("Choose the file to supply.")
    if kind == EvidenceKind.LINK and not url:
        raise EvidenceRefused("Enter the address of the page or document.")
    if kind == EvidenceKind.NOTE and not note.strip():
        raise EvidenceRefused("Write the note.")


def _classified(
    classification: Classification, exempt_paragraph: int | None, exempt_reason: str
) -> dict[str, Any]:
    """The classification of evidence and of its file alike; exempt evidence says why it is.

    Source: Local Government Act 1972, Schedule 12A, paragraphs 1 to 7 and 10.
    """
    is_exempt = classification == Classification.EXEMPT
    if is_exempt and not (exempt_paragraph and exempt_reason):
        raise EvidenceRefused(
            "Say under which paragraph of Schedule 12A the evidence is exempt, and why."
        )
    if not is_exempt and (exempt_paragraph or exempt_reason):
        raise EvidenceRefused("Only exempt evidence has a paragraph of Schedule 12A.")
    return {
        "classification": classification,
        "exempt_paragraph": exempt_paragraph,
        "exempt_reason": exempt_reason,
    }
