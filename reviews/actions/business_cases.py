"""Starting business cases, writing and clearing the five cases, keeping versions, printing."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from ftc.organisation.models import User
from ftc.programme.models import Activity
from ftc.records import documents, history
from ftc.records.enums import Classification, DocumentKind
from ftc.records.models import Document
from reviews import permissions
from reviews.enums import BusinessCaseKind, FiveCase, SectionState
from reviews.errors import BusinessCaseRefused
from reviews.models import (
    BusinessCase,
    BusinessCaseSection,
    BusinessCaseText,
    BusinessCaseVersion,
    Option,
    Review,
)
from reviews.policies import business_cases as rules

ALL_CLEARED = "Kept when all five cases were cleared."
CODES = {BusinessCaseKind.OUTLINE: "OBC", BusinessCaseKind.FULL: "FBC"}

history.describe_actions(
    reviews_start_business_case="started a business case",
    reviews_edit_business_case="edited the head of a business case",
    reviews_write_section="wrote one of the five cases",
    reviews_name_section_owner="named the owner of one of the five cases",
    reviews_send_section="sent one of the five cases to clearance",
    reviews_clear_section="cleared one of the five cases",
    reviews_return_section="returned one of the five cases",
    reviews_keep_version="kept a version of a business case",
)


@transaction.atomic
def start_business_case(
    *,
    review: Review,
    kind: BusinessCaseKind,
    title: str,
    classification: Classification,
    by: User,
    now: datetime,
    today: date,
    exempt_paragraph: int | None = None,
    exempt_reason: str = "",
    begin_with: BusinessCase | None = None,
) -> BusinessCase:
    """Start an outline or Full Business Case: its head and five empty cases.

    With ``begin_with`` the words of another business case of the review are where it begins.
    Raises NotPermitted or BusinessCaseRefused.
    Source: County Council, 15 May 2014, item 12, paragraphs 2.5, 6.1 and 6.3.
    """
    with history.recording(
        action="reviews.start_business_case", by=by, at=now, classification=classification
    ):
        Activity.objects.select_for_update(of=("self",)).get(pk=review.pk)
        current = Review.objects.get(pk=review.pk)
        permissions.check_can_edit(by, current)
        cases = BusinessCase.objects.filter(review=current, kind=kind)
        rules.check_can_start(current, kind, cases.order_by("-number").first())
        classified = _classified(by, title, classification, exempt_paragraph, exempt_reason)
        number = (cases.aggregate(last=Max("number"))["last"] or 0) + 1
        case = BusinessCase.objects.create(
            code=f"{current.code}-{CODES[kind]}-{number}",
            review=current,
            kind=kind,
            number=number,
            title=title.strip(),
            made_by=by,
            made_on=today,
            **classified,
        )
        _write_sections(case, begin_with=begin_with, by=by)
        return case


@transaction.atomic
def edit_business_case(
    *,
    case: BusinessCase,
    expected_version: int,
    title: str,
    classification: Classification,
    options: Collection[Option],
    by: User,
    now: datetime,
    exempt_paragraph: int | None = None,
    exempt_reason: str = "",
) -> BusinessCase:
    """Write the title, the classification and the options that a business case argues for.

    Documents made of it are shut with it, but for those that are published; none is opened, for it
    may say what the business case no longer does. Raises NotPermitted, StaleVersion or
    BusinessCaseRefused.
    """
    stricter = max(case.classification, classification, key=rules.STRICTNESS.index)
    with history.recording(
        action="reviews.edit_business_case", by=by, at=now, classification=stricter
    ):
        locked = BusinessCase.objects.locked(pk=case.pk, expected_version=expected_version)
        permissions.check_can_edit(by, locked.review)
        rules.check_may_change(locked.review)
        rules.check_options(locked.review, options)
        classified = _classified(by, title, classification, exempt_paragraph, exempt_reason)
        rules.check_owners_still_read(
            locked.sections.select_related("owner"), Classification(classification)
        )
        locked.title = title.strip()
        for name, value in classified.items():
            setattr(locked, name, value)
        locked.version += 1
        locked.save(update_fields=["title", *classified, "version"])
        locked.options.set(options)
        documents.reclassify_documents(
            kind=DocumentKind.BUSINESS_CASE,
            params={"case": locked.code},
            among=rules.STRICTNESS[: rules.STRICTNESS.index(classification) + 1],
            **classified,
        )
        return locked


@transaction.atomic
def write_section(
    *, section: BusinessCaseSection, expected_version: int, text: str, by: User, now: datetime
) -> BusinessCaseSection:
    """Write the words of one of the five cases; whatever state it was in, it is a draft again.

    The same words change nothing. Writes the words, who wrote them and the state. Raises
    NotPermitted, StaleVersion or BusinessCaseRefused.
    """
    with _recording("reviews.write_section", section, by=by, now=now):
        locked = _locked(section, expected_version)
        permissions.check_can_write_section(by, locked)
        rules.check_may_change(locked.case.review)
        written = _tidy(text)
        rules.check_text(locked, written)
        if written == locked.text:
            return locked
        if locked.state != SectionState.DRAFT:
            rules.check_state(locked, SectionState.DRAFT)
        locked.text = written
        locked.edited_by = by
        _to_state(locked, SectionState.DRAFT)
        return locked


@transaction.atomic
def name_section_owner(
    *,
    section: BusinessCaseSection,
    expected_version: int,
    owner: User | None,
    by: User,
    now: datetime,
) -> BusinessCaseSection:
    """Name who owns one of the five cases. Its state stays as it is.

    Raises NotPermitted, StaleVersion or BusinessCaseRefused.
    """
    with _recording("reviews.name_section_owner", section, by=by, now=now):
        locked = _locked(section, expected_version)
        permissions.check_can_edit(by, locked.case.review)
        rules.check_may_change(locked.case.review)
        rules.check_can_own(locked, owner)
        locked.owner = owner
        locked.version += 1
        locked.save(update_fields=["owner", "version"])
        return locked


@transaction.atomic
def send_section(
    *, section: BusinessCaseSection, expected_version: int, by: User, now: datetime
) -> BusinessCaseSection:
    """Send one of the five cases to whoever clears it.

    Raises NotPermitted, StaleVersion, or BusinessCaseRefused without words or an owner.
    """
    with _recording("reviews.send_section", section, by=by, now=now):
        locked = _locked(section, expected_version)
        permissions.check_can_write_section(by, locked)
        rules.check_may_change(locked.case.review)
        rules.check_can_be_sent(locked)
        _to_state(locked, SectionState.IN_CLEARANCE)
        return locked


@transaction.atomic
def clear_section(
    *,
    section: BusinessCaseSection,
    expected_version: int,
    by: User,
    now: datetime,
    today: date,
    comment: str = "",
) -> BusinessCaseSection:
    """Clear one of the five cases; once all are, a version is kept.

    Raises NotPermitted, StaleVersion or BusinessCaseRefused.
    Source: HM Treasury, Green Book (five cases); the clearer is neither owner nor last editor.
    """
    with _recording("reviews.clear_section", section, by=by, now=now, reason=comment):
        locked = _locked(section, expected_version)
        permissions.check_can_clear_section(by, locked)
        rules.check_may_change(locked.case.review)
        rules.check_state(locked, SectionState.CLEARED)
        _to_state(locked, SectionState.CLEARED, by=by, on=today, comment=comment)
        sections = _sections(locked.case)
        if rules.is_cleared(sections) and not _is_kept(locked.case, sections):
            _keep(locked.case, sections, note=ALL_CLEARED, by=by, on=today)
        return locked


@transaction.atomic
def return_section(
    *,
    section: BusinessCaseSection,
    expected_version: int,
    comment: str,
    by: User,
    now: datetime,
    today: date,
) -> BusinessCaseSection:
    """Return one of the five cases to its owner, saying what it lacks.

    Raises NotPermitted, StaleVersion or BusinessCaseRefused.
    """
    with _recording("reviews.return_section", section, by=by, now=now, reason=comment):
        locked = _locked(section, expected_version)
        permissions.check_can_clear_section(by, locked)
        rules.check_may_change(locked.case.review)
        rules.check_state(locked, SectionState.RETURNED)
        rules.check_comment(comment)
        _to_state(locked, SectionState.RETURNED, by=by, on=today, comment=comment)
        return locked


@transaction.atomic
def keep_version(
    *, case: BusinessCase, note: str, by: User, now: datetime, today: date
) -> BusinessCaseVersion:
    """Keep a business case as it stands, with its five cases, owners and states.

    Raises NotPermitted, or BusinessCaseRefused when it stands as in its last version.
    """
    with history.recording(
        action="reviews.keep_version",
        by=by,
        at=now,
        reason=note,
        classification=case.classification,
    ):
        locked = _locked_case(case.pk)
        permissions.check_can_edit(by, locked.review)
        sections = _sections(locked)
        if _is_kept(locked, sections):
            raise BusinessCaseRefused("Nothing has changed since the last version was kept.")
        return _keep(locked, sections, note=note.strip(), by=by, on=today)


@transaction.atomic
def print_business_case(
    *, case: BusinessCase, version: int | None, by: User, now: datetime, today: date
) -> Document:
    """Have the worker make a document of a business case, or of the version of this number.

    The document is classified as the business case is. Raises NotPermitted, or
    BusinessCaseRefused for a version that is not there.
    """
    locked = _locked_case(case.pk)
    permissions.check_can_print_case(by, locked.review)
    params = {"case": locked.code}
    if version is None:
        # What is printed is told apart by its edits, so that an edit is not mistaken for a
        # second press of the button.
        params["edition"] = str(locked.version + sum(s.version for s in _sections(locked)))
    elif locked.versions.filter(number=version).exists():
        params["version"] = str(version)
    else:
        raise BusinessCaseRefused(f"“{locked}” has no version {version}.")
    return documents.request_document(
        kind=DocumentKind.BUSINESS_CASE, params=params, as_at=today, by=by, now=now
    )


def _recording(
    action: str, section: BusinessCaseSection, *, by: User, now: datetime, reason: str = ""
) -> Any:
    return history.recording(
        action=action,
        by=by,
        at=now,
        reason=reason.strip(),
        classification=section.case.classification,
    )


def _locked_case(key: int) -> BusinessCase:
    """The business case is locked before any of its five, by everybody who writes either."""
    locked: BusinessCase = (
        BusinessCase.objects.select_for_update(of=("self",)).select_related("review").get(pk=key)
    )
    return locked


def _locked(section: BusinessCaseSection, expected_version: int) -> BusinessCaseSection:
    case = _locked_case(section.case_id)
    locked: BusinessCaseSection = BusinessCaseSection.objects.locked(
        pk=section.pk, expected_version=expected_version
    )
    locked.case = case
    return locked


def _to_state(
    section: BusinessCaseSection,
    state: SectionState,
    *,
    by: User | None = None,
    on: date | None = None,
    comment: str = "",
) -> None:
    section.state = state
    section.decided_by, section.decided_on = by, on
    section.comment = comment.strip()
    section.version += 1
    section.save(
        update_fields=[
            "text", "edited_by", "state", "decided_by", "decided_on", "comment", "version",
        ]
    )  # fmt: skip


def _sections(case: BusinessCase) -> list[BusinessCaseSection]:
    return list(case.sections.select_related("owner").order_by("pk"))


def _is_kept(case: BusinessCase, sections: list[BusinessCaseSection]) -> bool:
    last = case.versions.order_by("-number").first()
    return last is not None and rules.is_as_kept(sections, list(last.texts.all()))


def _keep(
    case: BusinessCase, sections: list[BusinessCaseSection], *, note: str, by: User, on: date
) -> BusinessCaseVersion:
    last = case.versions.order_by("-number").first()
    version = BusinessCaseVersion.objects.create(
        case=case,
        number=last.number + 1 if last else 1,
        note=note,
        by=by,
        effective_on=max(on, last.effective_on) if last else on,
    )
    BusinessCaseText.objects.bulk_create(
        BusinessCaseText(
            version=version,
            kind=section.kind,
            text=section.text,
            owner_name=str(section.owner or ""),
            state=section.state,
        )
        for section in sections
    )
    return version


def _write_sections(case: BusinessCase, *, begin_with: BusinessCase | None, by: User) -> None:
    """Five cases in their order, empty or with the words of another business case."""
    words: dict[str, str] = {}
    if begin_with is not None:
        if begin_with.review_id != case.review_id:
            raise BusinessCaseRefused(f"“{begin_with}” is of another review.")
        permissions.check_can_read_case(by, begin_with)
        rules.check_can_begin_with(begin_with, Classification(case.classification))
        words = dict(begin_with.sections.values_list("kind", "text"))
    for kind in FiveCase:
        text = words.get(kind, "")
        BusinessCaseSection.objects.create(
            case=case, kind=kind, text=text, edited_by=by if text else None
        )


def _classified(
    by: User,
    title: str,
    classification: Classification,
    exempt_paragraph: int | None,
    exempt_reason: str,
) -> dict[str, Any]:
    """The checked classification, as fields."""
    rules.check_title(title)
    rules.check_classified(classification, exempt_paragraph, exempt_reason)
    rules.check_readable_by(by, classification)
    return {
        "classification": classification,
        "exempt_paragraph": exempt_paragraph,
        "exempt_reason": exempt_reason.strip(),
    }


def _tidy(text: str) -> str:
    """Lines ended alike, without blanks at either end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
