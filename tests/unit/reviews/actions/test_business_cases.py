"""Starting, writing, clearing and keeping business cases."""

import threading
from datetime import date
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction

from ftc.errors import NotPermitted, StaleVersion
from ftc.organisation.enums import Role
from ftc.programme.enums import AssignmentRole
from ftc.records.enums import Classification, DocumentState
from ftc.records.history.sentences import sentences
from ftc.records.models import Document
from reviews.actions import business_cases as actions
from reviews.enums import (
    BusinessCaseKind,
    FiveCase,
    ReviewState,
    ScopeChangeKind,
    SectionState,
)
from reviews.errors import BusinessCaseRefused
from reviews.models import (
    BusinessCase,
    BusinessCaseSection,
    BusinessCaseText,
    BusinessCaseVersion,
    ScopeChange,
)
from reviews.policies import business_cases as rules
from reviews.transitions import NEXT_SECTION_STATES
from tests.factories.business_cases import (
    EXEMPT,
    NOW,
    TODAY,
    WORDS,
    clear,
    cleared_case,
    clearer_of,
    give_back,
    keep,
    make_case,
    name_owner,
    section_at,
    section_of,
    send,
    write,
)
from tests.factories.organisation import make_user
from tests.factories.reviews import change_state, make_assignment, make_option, make_review

pytestmark = pytest.mark.django_db

# Written out by hand: a draft is sent, what is in clearance is decided or taken back, and what was
# decided is a draft again once it is edited.
MAY_FOLLOW = {
    ("DRAFT", "IN_CLEARANCE"),
    ("IN_CLEARANCE", "DRAFT"),
    ("IN_CLEARANCE", "RETURNED"),
    ("IN_CLEARANCE", "CLEARED"),
    ("RETURNED", "DRAFT"),
    ("CLEARED", "DRAFT"),
}
PAIRS = list(product(SectionState, SectionState))


@pytest.mark.parametrize("now, to", PAIRS)
def test_every_pair_of_states(now, to):
    assert (to in NEXT_SECTION_STATES[now]) is ((now.value, to.value) in MAY_FOLLOW)


@pytest.mark.parametrize("now, to", [pair for pair in PAIRS if pair[0] != pair[1]])
def test_the_database_keeps_the_same_table(now, to):
    section = section_at(now)
    decided = {
        "decided_by": make_user() if to in ("CLEARED", "RETURNED") else None,
        "decided_on": TODAY if to in ("CLEARED", "RETURNED") else None,
        "comment": "It lacks a date." if to == "RETURNED" else "",
    }
    whole = {
        "text": section.text or WORDS if now == "DRAFT" else section.text,
        "owner": section.owner or make_user(Role.OFFICER),
    }
    if now == "DRAFT":
        BusinessCaseSection.objects.filter(pk=section.pk).update(**whole)
    rows = BusinessCaseSection.objects.filter(pk=section.pk)

    if (now.value, to.value) in MAY_FOLLOW:
        assert rows.update(state=to, **decided) == 1
    else:
        with pytest.raises(IntegrityError, match="does not follow"), transaction.atomic():
            rows.update(state=to, **decided)


@pytest.mark.parametrize(
    "changes, match",
    [
        ({"text": "Other"}, "What is edited is a draft again"),
        ({"kind": "ECONOMIC"}, "stays what it is"),
        ({"owner": None}, "in_clearance_has_an_owner"),
    ],
)
def test_the_database_keeps_what_is_in_clearance(changes, match):
    section = section_at(SectionState.IN_CLEARANCE)

    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        BusinessCaseSection.objects.filter(pk=section.pk).update(**changes)


@pytest.mark.parametrize(
    "who, match", [("owner", "owner_does_not_clear"), ("edited_by", "last_editor_does_not_clear")]
)
def test_the_database_lets_neither_owner_nor_editor_clear(who, match):
    section = section_at(SectionState.IN_CLEARANCE)

    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        BusinessCaseSection.objects.filter(pk=section.pk).update(
            state="CLEARED", decided_by=getattr(section, who), decided_on=TODAY
        )


def test_the_database_begins_with_drafts_and_keeps_versions():
    case = cleared_case()

    with pytest.raises(IntegrityError, match="begins as a draft"), transaction.atomic():
        BusinessCaseSection.objects.create(
            case=case, kind="STRATEGIC", state="IN_CLEARANCE", text="A", owner=make_user()
        )
    for model in (BusinessCaseVersion, BusinessCaseText):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            model.objects.all().delete()
    with pytest.raises(Exception, match="Cannot"), transaction.atomic():
        BusinessCaseText.objects.update(text="Other")


def test_a_business_case_begins_with_five_drafts():
    review = make_review("P1-PRO")

    case = make_case(review)

    assert case.code == "P1-PRO-OBC-1"
    assert [(s.kind, s.state, s.text) for s in case.sections.order_by("pk")] == [
        (kind.value, "DRAFT", "") for kind in FiveCase
    ]


def test_a_second_one_follows_only_after_the_review_was_reconsidered():
    review = make_review("P1-PRO")
    make_case(review, kind=BusinessCaseKind.FULL)

    with pytest.raises(BusinessCaseRefused, match=r"already\. A further one is started after"):
        make_case(review, kind=BusinessCaseKind.FULL)
    make_case(review, kind=BusinessCaseKind.OUTLINE)
    ScopeChange.objects.create(
        review=review,
        kind=ScopeChangeKind.RECONSIDER,
        reason="The test failed.",
        by=make_user(),
        effective_on=TODAY,
    )
    again = make_case(review, kind=BusinessCaseKind.FULL)

    assert (again.code, again.number) == ("P1-PRO-FBC-2", 2)


@pytest.mark.parametrize("state", [ReviewState.DEFERRED, ReviewState.WITHDRAWN, ReviewState.CLOSED])
def test_nothing_is_started_or_written_while_the_review_is_not_going_on(state):
    section = section_at(SectionState.IN_CLEARANCE)
    review = section.case.review
    change_state(review, state)

    with pytest.raises(BusinessCaseRefused, match="stay as they are"):
        make_case(review, kind=BusinessCaseKind.FULL)
    with pytest.raises(BusinessCaseRefused, match="stay as they are"):
        write(section, "Other")
    with pytest.raises(BusinessCaseRefused, match="stay as they are"):
        clear(section)


def test_the_words_of_an_earlier_one_are_where_it_begins():
    review = make_review("P1-PRO")
    outline = make_case(review)
    write(section_of(outline), "What we said before")

    full = make_case(review, kind=BusinessCaseKind.FULL, begin_with=outline)

    assert section_of(full).text == "What we said before"
    assert section_of(full, FiveCase.ECONOMIC).text == ""


def test_exempt_words_do_not_go_where_more_people_read():
    review = make_review("P1-PRO")
    outline = make_case(review, **EXEMPT)

    with pytest.raises(BusinessCaseRefused, match=r"is exempt\. Its words cannot go"):
        make_case(review, kind=BusinessCaseKind.FULL, begin_with=outline)
    lead = make_user(Role.OFFICER)
    make_assignment(review, lead)
    with pytest.raises(NotPermitted, match="may not read that"):
        make_case(review, kind=BusinessCaseKind.FULL, begin_with=outline, by=lead)


def test_words_of_another_review_are_refused():
    with pytest.raises(BusinessCaseRefused, match="of another review"):
        make_case(begin_with=make_case())


@pytest.mark.parametrize(
    "fields, match",
    [
        ({"title": " "}, "a title"),
        ({"classification": Classification.EXEMPT}, "under which paragraph"),
        (
            {"classification": Classification.PUBLIC, "exempt_paragraph": 3},
            "Only an exempt business case",
        ),
    ],
)
def test_a_head_that_is_not_whole_is_refused(fields, match):
    with pytest.raises(BusinessCaseRefused, match=match):
        make_case(**fields)


def test_nobody_shuts_themselves_out():
    review = make_review()
    lead = make_user(Role.OFFICER)
    make_assignment(review, lead)

    with pytest.raises(BusinessCaseRefused, match="You may not read exempt material"):
        make_case(review, by=lead, **EXEMPT)


@pytest.mark.parametrize("role", [r for r in Role if r != Role.PORTFOLIO_OFFICE])
def test_only_the_lead_and_the_portfolio_office_start_one(role):
    with pytest.raises(NotPermitted, match="Only the lead"):
        make_case(by=make_user(role))


@pytest.mark.parametrize("state", list(SectionState))
def test_editing_makes_a_draft_of_it_again(state):
    section = section_at(state)
    editor = make_user(Role.PORTFOLIO_OFFICE)

    write(section, "Other words", by=editor)

    now = section_of(section.case)
    assert (now.state, now.text, now.edited_by) == ("DRAFT", "Other words", editor)
    assert (now.decided_by, now.decided_on, now.comment) == (None, None, "")


def test_the_same_words_change_nothing():
    section = section_at(SectionState.CLEARED)

    write(section, f"  {WORDS}\r\n".replace("\n", "\r\n").replace("\r\r", "\r"))

    now = section_of(section.case)
    assert (now.state, now.version) == ("CLEARED", section.version)


def test_more_words_than_a_case_may_have_are_refused():
    with pytest.raises(BusinessCaseRefused, match="The strategic case has 50,001 characters"):
        write(section_at(SectionState.DRAFT), "a" * (rules.LONGEST + 1))


def test_who_saves_second_is_told():
    section = section_at(SectionState.DRAFT)
    write(section, "Mine")

    with pytest.raises(StaleVersion):
        write(section, "Theirs")
    assert section_of(section.case).text == "Mine"


def test_its_owner_writes_it_and_others_do_not():
    section = section_at(SectionState.DRAFT)
    finance = make_user(Role.FINANCE)
    section = name_owner(section, finance)

    write(section, "By its owner", by=finance)

    assert section_of(section.case).edited_by == finance
    for role in (Role.FINANCE, Role.OFFICER, Role.SENIOR_RESPONSIBLE_OWNER, Role.MEMBER):
        with pytest.raises(NotPermitted, match="Only whoever owns the strategic case"):
            write(section_of(section.case), "By another", by=make_user(role))


def test_it_is_sent_with_words_and_an_owner():
    section = section_at(SectionState.DRAFT)

    with pytest.raises(BusinessCaseRefused, match="Write the strategic case before"):
        send(section)
    section = write(section)
    with pytest.raises(BusinessCaseRefused, match="Name the owner of the strategic case before"):
        send(section)
    section = send(name_owner(section))
    with pytest.raises(BusinessCaseRefused, match="The strategic case is in clearance already"):
        send(section)


@pytest.mark.parametrize("kind", list(FiveCase))
def test_finance_clears_the_financial_case_and_the_owner_of_the_review_the_others(kind):
    case = make_case()
    owner, finance = clearer_of(case, FiveCase.STRATEGIC), make_user(Role.FINANCE)
    section = section_at(SectionState.IN_CLEARANCE, case, kind)
    right, wrong = (finance, owner) if kind == FiveCase.FINANCIAL else (owner, finance)

    with pytest.raises(NotPermitted, match=r"Only .* may clear or return the"):
        clear(section, by=wrong)
    clear(section, by=right)

    now = section_of(case, kind)
    assert (now.state, now.decided_by, now.decided_on) == ("CLEARED", right, TODAY)


@pytest.mark.parametrize("act", [clear, give_back])
@pytest.mark.parametrize("role", [None, *(r for r in Role if r != Role.SENIOR_RESPONSIBLE_OWNER)])
def test_nobody_else_decides(act, role):
    section = section_at(SectionState.IN_CLEARANCE)

    with pytest.raises(NotPermitted, match="Only the Senior Responsible Owner of this review"):
        act(section, by=make_user(role) if role else make_user(Role.SENIOR_RESPONSIBLE_OWNER))


@pytest.mark.parametrize("act", [clear, give_back])
def test_neither_its_owner_nor_who_edited_it_last_decides(act):
    finance, editor = make_user(Role.FINANCE), make_user(Role.FINANCE, Role.PORTFOLIO_OFFICE)
    case = make_case()
    section = section_of(case, FiveCase.FINANCIAL)
    section = send(name_owner(write(section, by=editor), finance))

    with pytest.raises(NotPermitted, match="You own the financial case"):
        act(section, by=finance)
    with pytest.raises(NotPermitted, match="You edited the financial case last"):
        act(section, by=editor)


def test_it_is_returned_with_what_it_lacks():
    section = section_at(SectionState.IN_CLEARANCE)

    with pytest.raises(BusinessCaseRefused, match="Say what the case lacks"):
        give_back(section, " ")
    give_back(section, "No figures.")

    now = section_of(section.case)
    assert (now.state, now.comment) == ("RETURNED", "No figures.")
    with pytest.raises(BusinessCaseRefused, match="is returned, so it cannot be sent"):
        send(now)
    with pytest.raises(BusinessCaseRefused, match="is returned, so it cannot be cleared"):
        clear(now)


def test_whoever_could_not_write_it_or_clears_it_does_not_own_it():
    section = section_at(SectionState.IN_CLEARANCE)
    clears = clearer_of(section.case, section.kind)

    with pytest.raises(BusinessCaseRefused, match="clears the strategic case"):
        name_owner(section, clears)
    with pytest.raises(BusinessCaseRefused, match="no role that writes"):
        name_owner(section, make_user(Role.MEMBER))
    with pytest.raises(BusinessCaseRefused, match="so somebody has to own it"):
        actions.name_section_owner(
            section=section,
            expected_version=section.version,
            owner=None,
            by=make_user(Role.PORTFOLIO_OFFICE),
            now=NOW,
        )
    with pytest.raises(NotPermitted, match="Only the lead"):
        name_owner(section, by=make_user(Role.FINANCE))


def test_whoever_cleared_it_does_not_own_it_afterwards():
    case = make_case()
    section = section_at(SectionState.CLEARED, case, FiveCase.FINANCIAL)

    with pytest.raises(BusinessCaseRefused, match="decided on the financial case"):
        name_owner(section, section.decided_by)


def test_whoever_may_not_read_it_does_not_own_it():
    section = section_of(make_case(**EXEMPT))

    with pytest.raises(BusinessCaseRefused, match="may not read exempt material, so cannot own"):
        name_owner(section, make_user(Role.OFFICER))


def test_an_owner_may_be_taken_away_from_a_draft():
    section = name_owner(section_at(SectionState.DRAFT))

    actions.name_section_owner(
        section=section,
        expected_version=section.version,
        owner=None,
        by=make_user(Role.PORTFOLIO_OFFICE),
        now=NOW,
    )

    assert section_of(section.case).owner is None


def test_a_version_is_kept_once_all_five_are_cleared():
    case = make_case()
    for kind in list(FiveCase)[:4]:
        section_at(SectionState.CLEARED, case, kind)
    assert not case.versions.exists()

    section_at(SectionState.CLEARED, case, FiveCase.MANAGEMENT)

    version = case.versions.get()
    assert (version.number, version.note) == (1, "Kept when all five cases were cleared.")
    assert [(t.kind, t.text, t.state) for t in version.texts.order_by("pk")] == [
        (kind.value, WORDS, "CLEARED") for kind in FiveCase
    ]


def test_a_version_is_not_kept_twice_of_the_same():
    case = make_case()
    first = keep(case)

    with pytest.raises(BusinessCaseRefused, match="Nothing has changed since"):
        keep(case)
    write(section_of(case), "Other")
    second = keep(case, today=date(2014, 5, 1))

    assert (first.number, second.number) == (1, 2)
    assert second.effective_on == TODAY  # no earlier than the version before it


def test_only_whoever_edits_the_review_keeps_a_version():
    with pytest.raises(NotPermitted):
        keep(make_case(), by=make_user(Role.FINANCE))


def edit(case, *, by=None, **fields):
    saved = {
        "title": case.title,
        "classification": Classification(case.classification),
        "options": [],
        "expected_version": case.version,
    }
    return actions.edit_business_case(
        case=case, **(saved | fields), by=by or make_user(Role.PORTFOLIO_OFFICE), now=NOW
    )


def test_its_head_names_options_of_its_review():
    case = make_case()
    option = make_option(case.review)

    edit(case, title="A better title", options=[option])

    case.refresh_from_db()
    assert (case.title, case.version, list(case.options.all())) == ("A better title", 2, [option])
    with pytest.raises(BusinessCaseRefused, match="option of another review"):
        edit(case, options=[make_option(make_review())])
    with pytest.raises(StaleVersion):
        edit(case, expected_version=1)
    with pytest.raises(NotPermitted):
        edit(case, by=make_user(Role.OFFICER))


def test_documents_follow_the_classification_of_their_case():
    case, other = make_case(), make_case()
    office = make_user(Role.PORTFOLIO_OFFICE)
    made = actions.print_business_case(case=case, version=None, by=office, now=NOW, today=TODAY)
    beside = actions.print_business_case(case=other, version=None, by=office, now=NOW, today=TODAY)
    assert (made.classification, made.title) == ("INTERNAL", case.title)

    edit(case, **EXEMPT)

    made.refresh_from_db()
    beside.refresh_from_db()
    assert (made.classification, made.exempt_paragraph) == ("EXEMPT", 3)
    assert beside.classification == "INTERNAL"
    case.refresh_from_db()
    later = actions.print_business_case(case=case, version=None, by=office, now=NOW, today=TODAY)
    assert later.classification == "EXEMPT"


def test_a_document_is_not_opened_with_its_case():
    case = make_case(**EXEMPT)
    office = make_user(Role.PORTFOLIO_OFFICE)
    made = actions.print_business_case(case=case, version=None, by=office, now=NOW, today=TODAY)

    edit(case, classification=Classification.INTERNAL)

    made.refresh_from_db()
    assert made.classification == "EXEMPT"


def test_an_owner_who_could_not_read_it_any_more_is_replaced_first():
    case = make_case()
    name_owner(section_of(case), make_user(Role.OFFICER))

    with pytest.raises(BusinessCaseRefused, match="owns the strategic case and may not read"):
        edit(case, **EXEMPT)


def test_an_edit_is_not_mistaken_for_a_second_press():
    case = make_case()
    office = make_user(Role.PORTFOLIO_OFFICE)

    def make():
        return actions.print_business_case(case=case, version=None, by=office, now=NOW, today=TODAY)

    first, second = make(), make()
    write(section_of(case))
    third = make()

    assert (first, first == third) == (second, False)
    assert Document.objects.filter(state=DocumentState.QUEUED).count() == 2


def test_a_version_that_is_not_there_is_not_printed():
    case = make_case()
    office = make_user(Role.PORTFOLIO_OFFICE)

    with pytest.raises(BusinessCaseRefused, match="has no version 1"):
        actions.print_business_case(case=case, version=1, by=office, now=NOW, today=TODAY)
    with pytest.raises(NotPermitted):
        actions.print_business_case(
            case=case, version=None, by=make_user(Role.MEMBER), now=NOW, today=TODAY
        )
    keep(case)
    made = actions.print_business_case(case=case, version=1, by=office, now=NOW, today=TODAY)
    assert made.title == f"{case.title}, version 1"


def test_history_tells_the_acts_to_whoever_may_read_the_case():
    case = make_case(**EXEMPT)
    section = section_of(case)
    write(section, "Bidders offered ten")

    told = {
        role: " ".join(str(s) for s in sentences(case.review, make_user(role)))
        for role in (Role.OFFICER, Role.MEMBER)
    }

    assert "wrote one of the five cases" in told[Role.MEMBER]
    assert "business case" not in told[Role.OFFICER]
    assert "Bidders" not in told[Role.OFFICER]


def _together(*acts):
    """Run acts at the same moment; what each raised, by its class, or None."""
    barrier = threading.Barrier(len(acts), timeout=20)
    outcomes = []

    def run(act):
        try:
            barrier.wait()
            act()
            outcomes.append(None)
        except Exception as refusal:
            outcomes.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes, key=str)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told():
    section = section_at(SectionState.IN_CLEARANCE)
    office, clears = make_user(Role.PORTFOLIO_OFFICE), clearer_of(section.case, section.kind)

    outcomes = _together(
        lambda: write(section, "Other words", by=office), lambda: clear(section, by=clears)
    )

    assert sorted(map(str, outcomes)) == sorted(map(str, [None, StaleVersion]))
    now = section_of(section.case)
    assert (now.state, now.text) in {("DRAFT", "Other words"), ("CLEARED", WORDS)}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_start_or_keep_at_once_leave_one():
    review, office = make_review(), make_user(Role.PORTFOLIO_OFFICE)

    started = _together(*[lambda: make_case(review, by=office)] * 2)
    case = BusinessCase.objects.get(review=review)
    kept = _together(*[lambda: keep(case, by=office)] * 2)

    one_refused = sorted(map(str, [None, BusinessCaseRefused]))
    assert sorted(map(str, started)) == one_refused
    assert sorted(map(str, kept)) == one_refused
    assert case.versions.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_last_two_cleared_at_once_keep_one_version():
    case = make_case()
    for kind in list(FiveCase)[:3]:
        section_at(SectionState.CLEARED, case, kind)
    last = [section_at(SectionState.IN_CLEARANCE, case, kind) for kind in list(FiveCase)[3:]]
    by = [clearer_of(case, section.kind) for section in last]

    outcomes = _together(
        lambda: clear(last[0], by=by[0]),
        lambda: clear(last[1], by=by[1]),
    )

    assert outcomes == [None, None]
    assert case.versions.count() == 1


def test_the_lead_may_do_what_the_office_does():
    review = make_review()
    lead = make_user(Role.OFFICER)
    make_assignment(review, lead, AssignmentRole.LEAD)

    case = make_case(review, by=lead)
    section = write(section_of(case), by=lead)
    section = name_owner(section, lead, by=lead)
    send(section, by=lead)

    assert section_of(case).state == "IN_CLEARANCE"
