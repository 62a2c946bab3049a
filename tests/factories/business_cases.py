"""Business cases, walked by their actions to where a test wants them."""

from datetime import UTC, date, datetime

from ftc.organisation.enums import Role
from ftc.programme.enums import AssignmentRole
from ftc.records.enums import Classification
from reviews.actions import business_cases as actions
from reviews.enums import BusinessCaseKind, FiveCase, SectionState
from reviews.models import BusinessCaseSection
from tests.factories.organisation import make_user
from tests.factories.reviews import make_assignment, make_review

NOW = datetime(2014, 5, 6, 9, 0, tzinfo=UTC)
TODAY = date(2014, 5, 6)
WORDS = "## Why\nThe estate costs too much.\n\n- fewer buildings"
EXEMPT = {
    "classification": Classification.EXEMPT,
    "exempt_paragraph": 3,
    "exempt_reason": "It says what bidders offered",
}


def make_case(review=None, *, by=None, kind=BusinessCaseKind.OUTLINE, today=TODAY, **fields):
    """A business case of a review with five empty cases, started by the portfolio office."""
    review = review or make_review()
    return actions.start_business_case(
        review=review,
        kind=kind,
        **({"title": f"{kind.label} of {review.title}"} | fields),
        **({} if "classification" in fields else {"classification": Classification.INTERNAL}),
        by=by or make_user(Role.PORTFOLIO_OFFICE),
        now=NOW,
        today=today,
    )


def section_of(case, kind=FiveCase.STRATEGIC):
    """The case of the kind as the database has it now."""
    return BusinessCaseSection.objects.select_related("case__review").get(case=case, kind=kind)


def write(section, text=WORDS, *, by=None):
    by = by or make_user(Role.PORTFOLIO_OFFICE)
    return actions.write_section(
        section=section, expected_version=section.version, text=text, by=by, now=NOW
    )


def name_owner(section, owner=None, *, by=None):
    return actions.name_section_owner(
        section=section,
        expected_version=section.version,
        owner=owner or make_user(Role.PORTFOLIO_OFFICE),
        by=by or make_user(Role.PORTFOLIO_OFFICE),
        now=NOW,
    )


def send(section, *, by=None):
    return actions.send_section(
        section=section,
        expected_version=section.version,
        by=by or make_user(Role.PORTFOLIO_OFFICE),
        now=NOW,
    )


def clearer_of(case, kind):
    """Whoever clears cases of the kind: a finance partner, or the review's owner, named anew."""
    if kind == FiveCase.FINANCIAL:
        return make_user(Role.FINANCE)
    held = case.review.assignments.filter(
        role=AssignmentRole.SENIOR_RESPONSIBLE_OWNER, ended_on__isnull=True
    ).first()
    if held:
        return type(held.user).objects.get(pk=held.user_id)
    owner = make_user(Role.SENIOR_RESPONSIBLE_OWNER)
    make_assignment(case.review, owner, AssignmentRole.SENIOR_RESPONSIBLE_OWNER)
    return owner


def clear(section, *, by=None, today=TODAY):
    return actions.clear_section(
        section=section,
        expected_version=section.version,
        by=by or clearer_of(section.case, section.kind),
        now=NOW,
        today=today,
    )


def give_back(section, comment="It has no figures.", *, by=None):
    return actions.return_section(
        section=section,
        expected_version=section.version,
        comment=comment,
        by=by or clearer_of(section.case, section.kind),
        now=NOW,
        today=TODAY,
    )


def section_at(state, case=None, kind=FiveCase.STRATEGIC):
    """A case walked to ``state`` by the real actions."""
    section = section_of(case or make_case(), kind)
    if state == SectionState.DRAFT:
        return section
    section = send(name_owner(write(section)))
    if state == SectionState.CLEARED:
        section = clear(section)
    elif state == SectionState.RETURNED:
        section = give_back(section)
    return section_of(section.case, kind)


def cleared_case(case=None):
    """A business case whose five cases are all cleared, so that a version was kept."""
    case = case or make_case()
    for kind in FiveCase:
        section_at(SectionState.CLEARED, case, kind)
    case.refresh_from_db()
    return case


def keep(case, note="For the Board", *, by=None, today=TODAY):
    return actions.keep_version(
        case=case, note=note, by=by or make_user(Role.PORTFOLIO_OFFICE), now=NOW, today=today
    )
