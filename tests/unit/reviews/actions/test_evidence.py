"""Supplying, accepting and returning evidence."""

import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from ftc.errors import NotPermitted
from ftc.organisation.enums import Role
from ftc.records.enums import Classification
from ftc.records.errors import UploadRefused
from ftc.records.models import Upload
from reviews import actions
from reviews.enums import EvidenceKind, EvidenceState
from reviews.errors import DateRefused, EvidenceRefused
from reviews.models import Criterion, Evidence
from tests.factories.organisation import make_user
from tests.factories.reviews import change_state, make_assignment, make_evidence, make_review

TODAY = date(2014, 5, 6)
NOW = datetime(2014, 6, 2, 10, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def lead(db):
    return make_user(Role.OFFICER, name="Lee Lead")


@pytest.fixture
def owner(db):
    return make_user(Role.SENIOR_RESPONSIBLE_OWNER, name="Oona Owner")


@pytest.fixture
def review(lead, owner):
    return make_review(stage="stage-2", lead=lead, sro=owner)


def _criterion(review, code="outline-business-case"):
    return Criterion.objects.get(stage__methodology=review.methodology, code=code)


def _supply(review, by, **fields):
    return actions.supply_evidence(
        **(
            {
                "review": review,
                "criterion": _criterion(review),
                "kind": EvidenceKind.NOTE,
                "title": "Where it is",
                "note": "In the registry.",
                "classification": Classification.INTERNAL,
                "by": by,
                "now": NOW,
                "today": TODAY,
            }
            | fields
        )
    )


def _pdf(content=b"%PDF-1.7 business case", name="case.pdf"):
    return SimpleUploadedFile(name, content)


def test_evidence_supplied_waits_for_the_owner(review, lead):
    evidence = _supply(review, lead)

    assert (evidence.state, evidence.supplied_by, evidence.supplied_at, evidence.supplied_on) == (
        EvidenceState.SUPPLIED,
        lead,
        NOW,
        TODAY,
    )


def test_a_file_is_kept_under_the_classification_of_its_evidence(review, lead, media_root):
    evidence = _supply(
        review,
        lead,
        kind=EvidenceKind.FILE,
        file=_pdf(),
        title="",
        classification=Classification.EXEMPT,
        exempt_paragraph=3,
        exempt_reason=" Prices ",
    )

    upload = evidence.upload
    assert (evidence.title, upload.classification, upload.exempt_paragraph) == (
        "case.pdf",
        Classification.EXEMPT,
        3,
    )
    assert (upload.exempt_reason, evidence.exempt_reason) == ("Prices", "Prices")


def test_a_link_without_a_title_is_called_by_its_address(review, lead):
    address = "https://www.example.gov.uk/case"

    evidence = _supply(review, lead, kind=EvidenceKind.LINK, url=address, note="", title=" ")

    assert (evidence.title, evidence.url) == (address, address)


def test_a_note_without_a_title_is_called_by_what_it_is_for(review, lead):
    assert _supply(review, lead, title="").title == "Outline business case"


def test_a_program_with_the_name_of_a_paper_is_refused_and_nothing_is_kept(
    review, lead, media_root
):
    with pytest.raises(UploadRefused, match="is a program, not a PDF"):
        _supply(review, lead, kind=EvidenceKind.FILE, file=_pdf(b"MZ\x90\x00"))

    assert (Upload.objects.count(), Evidence.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"kind": EvidenceKind.FILE}, "Choose the file to supply"),
        ({"kind": EvidenceKind.LINK}, "Enter the address"),
        ({"note": " "}, "Write the note"),
        ({"classification": Classification.EXEMPT}, "Say under which paragraph"),
        (
            {"classification": Classification.EXEMPT, "exempt_paragraph": 3, "exempt_reason": " "},
            "Say under which paragraph",
        ),
        ({"exempt_paragraph": 3}, "Only exempt evidence has a paragraph"),
    ],
)
def test_evidence_that_is_not_whole_is_refused(review, lead, fields, sentence):
    with pytest.raises(EvidenceRefused, match=sentence):
        _supply(review, lead, **fields)


def test_evidence_for_a_deferred_review_is_refused(review, lead):
    change_state(review)

    with pytest.raises(EvidenceRefused, match="Its gate takes no evidence"):
        _supply(review, lead)


def test_evidence_for_a_stage_that_was_left_is_refused(review, lead):
    with pytest.raises(EvidenceRefused, match="This review has left Stage 1"):
        _supply(review, lead, criterion=_criterion(review, "scoping-brief"))


def test_who_has_nothing_to_do_with_the_review_supplies_nothing(review):
    with pytest.raises(NotPermitted, match="may supply evidence for it"):
        _supply(review, make_user(Role.OFFICER))


def test_an_earlier_date_needs_the_permission_and_a_reason(review, lead):
    office = make_user(Role.PORTFOLIO_OFFICE)
    earlier = {"effective_on": date(2014, 4, 4)}

    with pytest.raises(NotPermitted, match="Your role does not allow an earlier date"):
        _supply(review, lead, **earlier)
    with pytest.raises(DateRefused, match="Give a reason"):
        _supply(review, office, **earlier)

    assert _supply(review, office, reason="It came then", **earlier).supplied_on == date(2014, 4, 4)


def _decide(act, evidence, by, **fields):
    return act(evidence=evidence, by=by, now=NOW, today=TODAY, **fields)


def test_the_owner_accepts(review, lead, owner):
    accepted = _decide(actions.accept_evidence, make_evidence(review, by=lead), owner)

    accepted.refresh_from_db()
    assert (accepted.state, accepted.decided_by, accepted.decided_on, accepted.version) == (
        EvidenceState.ACCEPTED,
        owner,
        TODAY,
        2,
    )


def test_the_owner_returns_with_a_comment(review, lead, owner):
    returned = _decide(
        actions.return_evidence,
        make_evidence(review, by=lead),
        owner,
        comment=" The costs are missing. ",
    )

    assert (returned.state, returned.comment) == (
        EvidenceState.RETURNED,
        "The costs are missing.",
    )


def test_returning_without_a_comment_is_refused(review, lead, owner):
    with pytest.raises(EvidenceRefused, match="Say what the evidence lacks"):
        _decide(actions.return_evidence, make_evidence(review, by=lead), owner, comment=" ")


def test_evidence_is_never_accepted_before_it_was_supplied(review, lead, owner):
    evidence = make_evidence(review, by=lead, supplied_on=date(2014, 5, 20))

    assert _decide(actions.accept_evidence, evidence, owner).decided_on == date(2014, 5, 20)


def test_the_owner_does_not_accept_what_they_supplied(review, owner):
    with pytest.raises(NotPermitted, match="Nobody accepts or returns evidence that they supplied"):
        _decide(actions.accept_evidence, make_evidence(review, by=owner), owner)


def test_the_lead_does_not_accept(review, lead):
    evidence = make_evidence(review, by=make_user(Role.PORTFOLIO_OFFICE))

    with pytest.raises(NotPermitted, match="Only the Senior Responsible Owner"):
        _decide(actions.accept_evidence, evidence, lead)


def test_evidence_of_a_deferred_review_is_not_accepted(review, lead, owner):
    evidence = make_evidence(review, by=lead)
    change_state(review)

    with pytest.raises(EvidenceRefused, match="Its gate takes no evidence"):
        _decide(actions.accept_evidence, evidence, owner)


def test_who_decides_second_is_told_who_was_first(review, lead, owner):
    evidence = make_evidence(review, by=lead)
    _decide(actions.accept_evidence, evidence, owner)
    review.assignments.filter(user=owner).update(ended_on=TODAY)
    successor = make_user(Role.SENIOR_RESPONSIBLE_OWNER)
    make_assignment(review, successor, "SENIOR_RESPONSIBLE_OWNER")

    with pytest.raises(EvidenceRefused, match="Oona Owner accepted this evidence before you"):
        _decide(actions.return_evidence, evidence, successor, comment="Costs are missing")

    evidence.refresh_from_db()
    assert evidence.state == EvidenceState.ACCEPTED


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_decides_and_the_other_is_told():
    lead, owner = make_user(Role.OFFICER), make_user(Role.SENIOR_RESPONSIBLE_OWNER, name="Oona")
    review = make_review(stage="stage-2", lead=lead, sro=owner)
    evidence = make_evidence(review, by=lead)
    together = threading.Barrier(2, timeout=20)
    outcomes = []

    def decide(act):
        try:
            opened = Evidence.objects.get(pk=evidence.pk)
            together.wait()
            outcomes.append(_decide(act, opened, owner, comment="Looked at").state)
        except Exception as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    acts = (actions.accept_evidence, actions.return_evidence)
    threads = [threading.Thread(target=decide, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    evidence.refresh_from_db()
    said = EvidenceState(evidence.state).label.lower()
    assert set(outcomes) == {
        evidence.state,
        f"Oona {said} this evidence before you. It is decided once.",
    }
    assert evidence.version == 2
