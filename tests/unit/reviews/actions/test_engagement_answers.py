"""Suppliers, what they answered, and notes on it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ftc.errors import NotPermitted, StaleVersion
from ftc.organisation.enums import Role
from ftc.records.enums import Classification
from ftc.records.errors import UploadRefused
from ftc.records.uploads import may_read
from reviews.actions import engagement as actions
from reviews.actions.engagement.notes import NoteTerms
from reviews.actions.engagement.parts import Classified
from reviews.actions.engagement.responses import ResponseTerms
from reviews.actions.engagement.suppliers import SupplierTerms
from reviews.enums import ResponseState, SupplierSector, SupplierSize
from reviews.errors import EngagementRefused, SupplierKnown
from reviews.models import EngagementNote, EngagementResponse, Supplier
from tests.factories.engagement import (
    ANSWERED_ON,
    BEGAN_ON,
    EXEMPT,
    INVITED_ON,
    NOON,
    make_engagement,
    make_note,
    make_response,
    make_supplier,
)
from tests.factories.organisation import make_user
from tests.factories.reviews import make_review, make_service

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 6)
LONG_AFTER = date(2199, 1, 1)
ANSWERED = ResponseTerms(state=ResponseState.RESPONDED, responded_on=ANSWERED_ON)
NOTE = NoteTerms(
    noted_on=ANSWERED_ON,
    text=" They ask for ten years. ",
    classified=Classified(Classification.EXEMPT, 3, "It tells of their prices."),
)


@pytest.fixture
def lead():
    return make_user(Role.OFFICER)


@pytest.fixture
def office():
    return make_user(Role.PORTFOLIO_OFFICE)


@pytest.fixture
def engagement(lead):
    return make_engagement(make_review("P1-PRO", stage="stage-2", lead=lead))


def invite(engagement, suppliers, by, *, on=INVITED_ON):
    return actions.invite_suppliers(
        engagement=engagement, suppliers=suppliers, invited_on=on, by=by, now=NOON, today=TODAY
    )


def record(engagement, supplier, by, **changes):
    return actions.record_response(
        engagement=engagement,
        supplier=supplier,
        terms=replace(ANSWERED, **changes),
        by=by,
        now=NOON,
        today=TODAY,
    )


def correct(response, by, *, version=1, **changes):
    return actions.edit_response(
        response=response,
        expected_version=version,
        terms=replace(ANSWERED, **changes),
        by=by,
        now=NOON,
        today=TODAY,
    )


def note(engagement, by, *, file=None, **changes):
    return actions.add_note(
        engagement=engagement,
        terms=replace(NOTE, **changes),
        file=file,
        by=by,
        now=NOON,
        today=TODAY,
    )


def test_suppliers_are_invited_together(engagement, lead):
    first, second = make_supplier(), make_supplier()

    invite(engagement, [first, second], lead)

    rows = EngagementResponse.objects.order_by("pk")
    assert [(row.supplier, row.state, row.invited_on) for row in rows] == [
        (first, ResponseState.INVITED, INVITED_ON),
        (second, ResponseState.INVITED, INVITED_ON),
    ]


def test_invitations_are_as_secret_as_their_engagement(office):
    engagement = make_engagement(make_review(), **EXEMPT)

    (row,) = invite(engagement, [make_supplier()], office)

    assert {name: getattr(row, name) for name in EXEMPT} == EXEMPT


def test_nobody_is_invited_when_one_cannot_be(engagement, lead):
    known, new = make_supplier("Acme"), make_supplier()
    make_response(engagement, known)

    with pytest.raises(EngagementRefused, match="Acme is in this engagement already"):
        invite(engagement, [new, known], lead)
    with pytest.raises(EngagementRefused, match="at least one"):
        invite(engagement, [], lead)
    with pytest.raises(EngagementRefused, match="in the future"):
        invite(engagement, [new], lead, on=LONG_AFTER)

    assert EngagementResponse.objects.count() == 1


def test_an_answer_is_recorded_with_its_services(engagement, lead):
    service = make_service(engagement.activity.review).service
    supplier = make_supplier()

    response = record(engagement, supplier, lead, services=[service], summary=" Yes. ")

    response.refresh_from_db()
    assert (response.state, response.responded_on) == (ResponseState.RESPONDED, ANSWERED_ON)
    assert (response.summary, list(response.services.all())) == ("Yes.", [service])
    with pytest.raises(EngagementRefused, match="in this engagement already"):
        record(engagement, supplier, lead)


@pytest.mark.parametrize(
    "changes, refusal",
    [
        ({"responded_on": None}, "Enter the day on which the supplier answered"),
        ({"responded_on": BEGAN_ON - timedelta(days=1)}, "began on 4 November 2013"),
        ({"responded_on": LONG_AFTER}, "in the future"),
        ({"invited_on": ANSWERED_ON + timedelta(days=1)}, "cannot have answered"),
        ({"state": ResponseState.INVITED, "responded_on": None}, "was invited"),
        ({"state": ResponseState.INVITED, "invited_on": INVITED_ON}, "has not answered yet"),
        ({"classified": Classified(Classification.EXEMPT)}, "under which paragraph"),
    ],
)
def test_an_answer_whose_dates_do_not_fit_is_refused(engagement, lead, changes, refusal):
    with pytest.raises(EngagementRefused, match=refusal):
        record(engagement, make_supplier(), lead, **changes)


def test_an_engagement_without_a_day_or_cancelled_takes_no_answer(engagement, office):
    planned = make_engagement(engagement.activity, starts_on=None, ends_on=None)
    cancelled = make_engagement(engagement.activity, ends_on=None, cancelled_on=ANSWERED_ON)

    with pytest.raises(EngagementRefused, match="no first day yet"):
        record(planned, make_supplier(), office)
    with pytest.raises(EngagementRefused, match="was cancelled on 29 November 2013"):
        record(cancelled, make_supplier(), office)


def test_an_invited_supplier_answers(engagement, lead):
    invited = make_response(engagement, state=ResponseState.INVITED)

    correct(invited, lead, invited_on=INVITED_ON, state=ResponseState.DECLINED)

    invited.refresh_from_db()
    assert (invited.state, invited.responded_on) == (ResponseState.DECLINED, ANSWERED_ON)
    assert (invited.invited_on, invited.version) == (INVITED_ON, 2)


def test_the_second_of_two_who_correct_an_answer_is_told(engagement, lead, office):
    response = make_response(engagement)
    correct(response, office, summary="Theirs")

    with pytest.raises(StaleVersion):
        correct(response, lead, summary="Mine")

    assert EngagementResponse.objects.get().summary == "Theirs"


def test_an_exempt_answer_stays_exempt(engagement, office):
    response = make_response(engagement, **EXEMPT)

    with pytest.raises(EngagementRefused, match="stays exempt"):
        correct(response, office)


def test_a_note_is_kept_with_its_file(engagement, office, media_root):
    file = SimpleUploadedFile("prices.txt", b"ten")

    kept = note(engagement, office, file=file, supplier=make_supplier("Acme"))

    assert (kept.text, kept.by, kept.supplier.name) == ("They ask for ten years.", office, "Acme")
    assert kept.upload.classification == Classification.EXEMPT
    assert may_read(kept.upload, office)
    assert not may_read(kept.upload, make_user(Role.OFFICER))


def test_the_file_is_as_secret_as_the_engagement_of_its_note(engagement, office, media_root):
    open_note = note(
        engagement,
        office,
        file=SimpleUploadedFile("a.txt", b"ten"),
        classified=Classified(Classification.INTERNAL),
    )
    officer = make_user(Role.OFFICER)
    assert may_read(open_note.upload, officer)

    engagement.classification = Classification.EXEMPT
    engagement.exempt_paragraph, engagement.exempt_reason = 3, "It names a bidder."
    engagement.save()

    assert not may_read(open_note.upload, officer)
    assert may_read(open_note.upload, office)


@pytest.mark.parametrize(
    "changes, refusal",
    [
        ({"text": " "}, "Write the note"),
        ({"noted_on": LONG_AFTER}, "in the future"),
        ({"classified": Classified(Classification.EXEMPT, None, "So")}, "which paragraph"),
    ],
)
def test_a_note_that_does_not_fit_is_refused(engagement, office, changes, refusal):
    with pytest.raises(EngagementRefused, match=refusal):
        note(engagement, office, **changes)


def test_nothing_is_kept_of_a_note_whose_file_is_not_taken(engagement, office, media_root):
    with pytest.raises(UploadRefused):
        note(engagement, office, file=SimpleUploadedFile("a.exe", b"MZ"))

    assert not EngagementNote.objects.exists()


def test_editing_a_note(engagement, office):
    kept = make_note(engagement, by=office)

    def edit(version, **changes):
        return actions.edit_note(
            note=kept,
            expected_version=version,
            terms=replace(NOTE, **changes),
            by=office,
            now=NOON,
            today=TODAY,
        )

    assert (edit(1, text="Five years.").text, EngagementNote.objects.get().version) == (
        "Five years.", 2,
    )  # fmt: skip
    with pytest.raises(StaleVersion):
        edit(1)
    with pytest.raises(EngagementRefused, match="stays exempt"):
        edit(2, classified=Classified(Classification.INTERNAL))


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SENIOR_RESPONSIBLE_OWNER, Role.AUDITOR])
def test_nobody_else_writes_answers_or_notes(engagement, role):
    user, response = make_user(role), make_response(engagement)
    kept = make_note(engagement)

    for act in (
        lambda: invite(engagement, [make_supplier()], user),
        lambda: record(engagement, make_supplier(), user),
        lambda: correct(response, user),
        lambda: note(engagement, user),
        lambda: actions.edit_note(
            note=kept, expected_version=1, terms=NOTE, by=user, now=NOON, today=TODAY
        ),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_a_supplier_is_in_the_register_once(lead):
    supplier = actions.add_supplier(
        terms=SupplierTerms(
            "  Acme   Services ", SupplierSize.SMALL, SupplierSector.VOLUNTARY, " cleaning "
        ),
        by=lead,
        now=NOON,
    )

    assert (supplier.code, supplier.name, supplier.business) == (
        "SUP-0001", "Acme Services", "cleaning",
    )  # fmt: skip
    with pytest.raises(SupplierKnown, match="“Acme Services” is in the register already") as known:
        actions.add_supplier(terms=SupplierTerms("acme services"), by=lead, now=NOON)
    assert known.value.code == "SUP-0001"
    with pytest.raises(EngagementRefused, match="Enter the name"):
        actions.add_supplier(terms=SupplierTerms("  "), by=lead, now=NOON)


def test_the_next_code_passes_over_one_that_is_taken(lead):
    make_supplier(name="Older")
    Supplier.objects.update(code="SUP-0002")

    added = actions.add_supplier(terms=SupplierTerms("Newer"), by=lead, now=NOON)

    assert added.code == "SUP-0003"


def test_editing_a_supplier(lead):
    supplier, other = make_supplier("Acme"), make_supplier("Other")

    def edit(version, name):
        return actions.edit_supplier(
            supplier=supplier,
            expected_version=version,
            terms=SupplierTerms(name, SupplierSize.LARGE),
            by=lead,
            now=NOON,
        )

    assert (edit(1, "ACME").name, Supplier.objects.get(pk=supplier.pk).version) == ("ACME", 2)
    with pytest.raises(StaleVersion):
        edit(1, "Acme")
    with pytest.raises(SupplierKnown, match=other.code):
        edit(2, "other")


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.OFFICER, Role.PORTFOLIO_OFFICE}]
)
def test_nobody_else_keeps_suppliers(role):
    user, supplier = make_user(role), make_supplier()

    with pytest.raises(NotPermitted):
        actions.add_supplier(terms=SupplierTerms("New"), by=user, now=NOON)
    with pytest.raises(NotPermitted):
        actions.edit_supplier(
            supplier=supplier, expected_version=1, terms=SupplierTerms("New"), by=user, now=NOON
        )
