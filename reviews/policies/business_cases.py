"""What the facts allow of business cases: starting one, its five cases from draft to cleared."""

from collections.abc import Collection, Iterable, Sequence

from ftc.organisation.enums import Permission, Role
from ftc.organisation.models import User
from ftc.programme.enums import AssignmentRole
from ftc.records.enums import Classification
from reviews import policies
from reviews.enums import BusinessCaseKind, FiveCase, ReviewState, ScopeChangeKind, SectionState
from reviews.errors import BusinessCaseRefused
from reviews.models import BusinessCase, BusinessCaseSection, BusinessCaseText, Option, Review
from reviews.transitions import NEXT_SECTION_STATES

LONGEST = 50_000  # characters of one case
# From what everybody reads to what fewest do.
STRICTNESS = (
    Classification.PUBLIC,
    Classification.INTERNAL,
    Classification.EXEMPT,
    Classification.CONFIDENTIAL,
)
# Who clears each of the five: money is for finance, the rest for whoever answers for the review.
CLEARED_BY: dict[FiveCase, Role] = {
    FiveCase.STRATEGIC: Role.SENIOR_RESPONSIBLE_OWNER,
    FiveCase.ECONOMIC: Role.SENIOR_RESPONSIBLE_OWNER,
    FiveCase.COMMERCIAL: Role.SENIOR_RESPONSIBLE_OWNER,
    FiveCase.FINANCIAL: Role.FINANCE,
    FiveCase.MANAGEMENT: Role.SENIOR_RESPONSIBLE_OWNER,
}
MAY_OWN = (Permission.EVIDENCE_SUPPLY, Permission.FINANCE_EDIT, Permission.REVIEW_EDIT_LED)


def name_of(section: BusinessCaseSection) -> str:
    """ "the strategic case", inside a sentence."""
    return f"the {FiveCase(section.kind).label.lower()}"


def check_may_change(review: Review) -> None:
    """Raises BusinessCaseRefused when the review is not going on."""
    if review.state != ReviewState.ACTIVE:
        raise BusinessCaseRefused(
            f"{policies.what_holds_it(review)} Its business cases stay as they are."
        )


def check_can_start(review: Review, kind: BusinessCaseKind, last: BusinessCase | None) -> None:
    """Raises BusinessCaseRefused when the review has one of the kind that still counts.

    ``last`` is the one made last. A further one follows only once the review was taken back to be
    reconsidered. Source: County Council, 15 May 2014, item 12, paragraph 6.3.
    """
    check_may_change(review)
    if last is None:
        return
    again = review.scope_changes.filter(
        kind=ScopeChangeKind.RECONSIDER, effective_on__gte=last.made_on
    )
    if not again.exists():
        raise BusinessCaseRefused(
            f"This review has “{last}” already. A further one is started after the review "
            "was taken back to be reconsidered."
        )


def check_title(title: str) -> None:
    """Raises BusinessCaseRefused for no title."""
    if not title.strip():
        raise BusinessCaseRefused("Give the business case a title.")


def check_classified(
    classification: Classification, exempt_paragraph: int | None, exempt_reason: str
) -> None:
    """Raises BusinessCaseRefused when what is exempt does not say why, or what is open does.

    Source: Local Government Act 1972, Schedule 12A, paragraphs 1 to 7 and 10.
    """
    is_exempt = classification == Classification.EXEMPT
    if is_exempt and not (exempt_paragraph and exempt_reason.strip()):
        raise BusinessCaseRefused(
            "Say under which paragraph of Schedule 12A the business case is exempt, and why."
        )
    if not is_exempt and (exempt_paragraph or exempt_reason.strip()):
        raise BusinessCaseRefused("Only an exempt business case has a paragraph of Schedule 12A.")


def check_readable_by(user: User, classification: Classification) -> None:
    """Raises BusinessCaseRefused when ``user`` would shut themselves out."""
    if classification not in user.readable_classifications():
        raise BusinessCaseRefused(
            f"You may not read {classification.label.lower()} material, so you could not go on "
            "with this business case. Ask the portfolio office to classify it."
        )


def check_can_begin_with(begun_from: BusinessCase, classification: Classification) -> None:
    """Raises BusinessCaseRefused when words would go where more people read them."""
    given = Classification(begun_from.classification)
    if STRICTNESS.index(given) > STRICTNESS.index(classification):
        raise BusinessCaseRefused(
            f"“{begun_from}” is {given.label.lower()}. Its words cannot go into a business case "
            f"that is {classification.label.lower()}."
        )


def check_options(review: Review, options: Iterable[Option]) -> None:
    """Raises BusinessCaseRefused for an option of another review."""
    for option in options:
        if option.review_id != review.pk:
            raise BusinessCaseRefused(f"“{option}” is an option of another review.")


def check_owners_still_read(
    sections: Iterable[BusinessCaseSection], classification: Classification
) -> None:
    """Raises BusinessCaseRefused when an owner of a case could not read it any more."""
    for section in sections:
        owner = section.owner
        if owner is not None and classification not in owner.readable_classifications():
            raise BusinessCaseRefused(
                f"{owner} owns {name_of(section)} and may not read "
                f"{classification.label.lower()} material. Name another owner first."
            )


def check_state(section: BusinessCaseSection, to: SectionState) -> None:
    """Raises BusinessCaseRefused when ``to`` does not follow from where the case stands."""
    now = SectionState(section.state)
    if to in NEXT_SECTION_STATES[now]:
        return
    name = name_of(section).capitalize()
    if now == to:
        raise BusinessCaseRefused(f"{name} is {_in_words(now)} already.")
    raise BusinessCaseRefused(f"{name} is {_in_words(now)}, so it cannot be {_done(to)}.")


def check_can_be_sent(section: BusinessCaseSection) -> None:
    """Raises BusinessCaseRefused when a case lacks words or an owner to be cleared."""
    check_state(section, SectionState.IN_CLEARANCE)
    if not section.text.strip():
        raise BusinessCaseRefused(f"Write {name_of(section)} before you send it to clearance.")
    if section.owner_id is None:
        raise BusinessCaseRefused(
            f"Name the owner of {name_of(section)} before you send it to clearance."
        )


def check_can_own(section: BusinessCaseSection, owner: User | None) -> None:
    """Raises BusinessCaseRefused when ``owner`` could not write the case, or would clear it."""
    name = name_of(section)
    if owner is None:
        if section.state in (SectionState.IN_CLEARANCE, SectionState.CLEARED):
            raise BusinessCaseRefused(
                f"{name.capitalize()} is {_in_words(SectionState(section.state))}, "
                "so somebody has to own it."
            )
        return
    if not any(owner.may(permission) for permission in MAY_OWN):
        raise BusinessCaseRefused(f"{owner} has no role that writes business cases.")
    if section.case.classification not in owner.readable_classifications():
        raise BusinessCaseRefused(
            f"{owner} may not read {section.case.get_classification_display().lower()} material, "
            f"so cannot own {name}."
        )
    if section.decided_by_id == owner.pk:
        did = _in_words(SectionState(section.state))
        raise BusinessCaseRefused(
            f"{owner} decided on {name}, which is {did}, so somebody else owns it."
        )
    if CLEARED_BY[FiveCase(section.kind)] == Role.SENIOR_RESPONSIBLE_OWNER and (
        section.case.review.assignments.filter(
            user=owner, role=AssignmentRole.SENIOR_RESPONSIBLE_OWNER, ended_on__isnull=True
        ).exists()
    ):
        raise BusinessCaseRefused(
            f"{owner} is the Senior Responsible Owner and clears {name}, so somebody else owns it."
        )


def check_text(section: BusinessCaseSection, text: str) -> None:
    """Raises BusinessCaseRefused for more words than one case may have."""
    if len(text) > LONGEST:
        raise BusinessCaseRefused(
            f"{name_of(section).capitalize()} has {len(text):,} characters. It may have at most "
            f"{LONGEST:,}; put what is longer in the evidence."
        )


def check_comment(comment: str) -> None:
    """Raises BusinessCaseRefused when a case is returned without saying what it lacks."""
    if not comment.strip():
        raise BusinessCaseRefused("Say what the case lacks, so that it can be mended.")


def is_cleared(sections: Collection[BusinessCaseSection]) -> bool:
    """Whether all five cases are cleared."""
    return len(sections) == len(FiveCase) and all(
        section.state == SectionState.CLEARED for section in sections
    )


def is_as_kept(sections: Sequence[BusinessCaseSection], texts: Sequence[BusinessCaseText]) -> bool:
    """Whether nothing differs between a business case as it stands and a version of it."""
    now = {s.kind: (s.text, str(s.owner or ""), s.state) for s in sections}
    then = {t.kind: (t.text, t.owner_name, t.state) for t in texts}
    return now == then


def _in_words(state: SectionState) -> str:
    return state.label.lower()


def _done(state: SectionState) -> str:
    """ "cleared", after "it cannot be"."""
    words = {
        SectionState.DRAFT: "drafted",
        SectionState.IN_CLEARANCE: "sent to clearance",
        SectionState.RETURNED: "returned",
        SectionState.CLEARED: "cleared",
    }
    return words[state]
