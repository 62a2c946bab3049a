"""Whom each address of reviews lets in, to open it and to send to it, for every address there is.

A new address fails until somebody writes down who may come; ``test_permission_table.py`` shows that
what is let in is also done.
"""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import transaction

from ftc.organisation.enums import Role
from tests.factories.appraisal import make_open_appraisal
from tests.factories.business_cases import keep, make_case
from tests.factories.engagement import make_engagement, make_note, make_response, make_supplier
from tests.factories.gates import record_passage
from tests.factories.imports import previewed
from tests.factories.methodologies import begin_draft
from tests.factories.organisation import make_user
from tests.factories.reviews import make_evidence, make_option, make_resolution, make_review
from tests.integration.test_access import ADDRESSES
from tests.integration.test_permission_table import (
    CLERK,
    FINANCE,
    LEAD,
    OFFICE,
    OFFICER,
    OTHER_OWNER,
    OWNER,
    PEOPLE,
    WITH_A_ROLE,
    come,
    is_refusal,
)

pytestmark = pytest.mark.django_db

EDITORS = {LEAD, OFFICE}
OPENS = [
    (
        WITH_A_ROLE,
        """
        appraisal-detail appraisal-export appraisal-latest appraisal-print appraisal-scores
        business-case-detail business-case-differences business-case-section
        business-case-version business-case-whole calendar condition-export condition-list
        delivery-model-list engagement-detail engagement-export engagement-list evidence-detail
        methodology-detail methodology-differences methodology-list my-work overdue-export
        overdue-list review-business-cases review-detail review-engagement review-evidence
        review-export review-gate review-history review-list review-options review-papers
        review-risks review-scope status-detail status-export status-list supplier-detail
        supplier-export supplier-list
        """,
    ),
    (
        {OFFICE},
        """
        criterion-add criterion-edit criterion-remove import-detail import-list import-template
        methodology-change methodology-discard methodology-edit methodology-move
        methodology-put-in-force review-add review-people scope-close scope-defer
        scope-hand-over scope-merge scope-reconsider scope-reinstate scope-reopen scope-resume
        scope-split scope-take-back scope-take-out scope-withdraw stage-add stage-edit
        stage-remove
        """,
    ),
    (
        EDITORS,
        """
        appraisal-abandon appraisal-criteria appraisal-edit appraisal-moderate appraisal-new
        business-case-edit business-case-keep business-case-owner business-case-send
        business-case-start business-case-write engagement-add engagement-cancel engagement-edit
        engagement-invite note-add note-edit option-add option-edit option-state response-add
        response-edit review-edit review-move
        """,
    ),
    (
        {LEAD, OFFICER, OFFICE},
        """
        bulk-edit supplier-add supplier-edit
        """,
    ),
    (
        {LEAD, OWNER, OFFICE},
        """
        condition-meet evidence-add
        """,
    ),
    (
        {OWNER, OFFICE},
        """
        appraisal-agree
        """,
    ),
    (
        {LEAD, FINANCE, OFFICE},
        """
        appraisal-costs
        """,
    ),
    (
        {OWNER},
        """
        business-case-decide
        """,
    ),
    (
        {OFFICE, CLERK},
        """
        key-decision
        """,
    ),
]
SENDS = [
    (
        {OFFICE},
        """
        criterion-add criterion-edit criterion-move criterion-remove delivery-model-list
        delivery-model-offer delivery-model-retire import-again import-confirm import-discard
        import-list import-undo methodology-change methodology-discard methodology-edit
        methodology-move methodology-put-in-force review-add review-people scope-close
        scope-defer scope-hand-over scope-merge scope-reconsider scope-reinstate scope-reopen
        scope-resume scope-split scope-take-back scope-take-out scope-withdraw stage-add
        stage-edit stage-move stage-remove
        """,
    ),
    (
        EDITORS,
        """
        appraisal-abandon appraisal-criteria appraisal-edit appraisal-moderate appraisal-new
        appraisal-open business-case-edit business-case-keep business-case-owner
        business-case-send business-case-start business-case-write engagement-add
        engagement-cancel engagement-edit engagement-invite note-add note-edit option-add
        option-edit option-state response-add response-edit review-edit review-gate review-move
        """,
    ),
    (
        {LEAD, OFFICER, OFFICE},
        """
        bulk-edit supplier-add supplier-edit
        """,
    ),
    (
        {OWNER},
        """
        business-case-decide evidence-decide
        """,
    ),
    (
        {LEAD, OWNER, OFFICE},
        """
        condition-meet evidence-add
        """,
    ),
    (
        {OWNER, OTHER_OWNER, OFFICE},
        """
        status-detail status-withdraw
        """,
    ),
    (
        {OWNER, OFFICE},
        """
        appraisal-agree
        """,
    ),
    (
        {LEAD, FINANCE, OFFICE},
        """
        appraisal-costs
        """,
    ),
    (
        WITH_A_ROLE,
        """
        appraisal-scores
        """,
    ),
    (
        {LEAD, OWNER, FINANCE, OFFICE, CLERK},
        """
        business-case-print
        """,
    ),
    (
        {OFFICE, CLERK},
        """
        key-decision
        """,
    ),
]
# Of a gate that asks for it and a card that may move; both are acts of the permission table.
ELSEWHERE = {"sign-off", "board-move"}
OF_ANY_VERSION = {"methodology-move", "methodology-detail"}
OF_A_DRAFT = ("criterion-", "stage-", "methodology-")


def who_by_route(table):
    return {route: who for who, routes in table for route in routes.split()}


MAY_OPEN, MAY_SEND = who_by_route(OPENS), who_by_route(SENDS)


@pytest.fixture
def world(media_root):
    """A review with one of everything that has an address of its own."""
    office = make_user(Role.PORTFOLIO_OFFICE)
    review = make_review("P1-A", title="Property", stage="stage-2")
    make_evidence(review, by=office, accepted_by=make_user(Role.SENIOR_RESPONSIBLE_OWNER))
    make_resolution(review, on=date(2014, 4, 10))
    option = make_option(review)
    make_open_appraisal(review, by=office)
    keep(make_case(review, by=office), by=office)
    engagement = make_engagement(review, code="ENG")
    supplier = make_supplier("Acme")
    make_response(engagement, supplier)
    make_note(engagement, classification="INTERNAL", exempt_paragraph=None, exempt_reason="")
    held = previewed(office, ["Code"], ["M1"])
    begin_draft(office)
    due = ("Agree the lease", office, date(2014, 9, 1))
    passage = record_passage(
        review, "stage-3", "PASSED_WITH_CONDITIONS", on=date(2014, 5, 6), conditions=[due]
    )
    return SimpleNamespace(
        review=review, option=option.code, supplier=supplier.code, held=held.pk,
        passage=passage.sequence,
    )  # fmt: skip


def addresses(world):
    """The address of each route of reviews, of the things of this world."""
    codes = {
        "/options/none/": f"/options/{world.option}/",
        "/suppliers/none/": f"/suppliers/{world.supplier}/",
        "/responses/none/": f"/responses/{world.supplier}/",
        "/import/1/": f"/import/{world.held}/",
        "/conditions/1/": f"/conditions/{world.passage}/",
        "/engagement/none/": "/engagement/ENG/",
        "/business-cases/none/none/": "/business-cases/P1-A-OBC-1/strategic/",
        "/business-cases/none/": "/business-cases/P1-A-OBC-1/",
        "/status/none/none/": "/status/phase/PHASE-1/",
        "/delivery-models/none/": "/delivery-models/LATCO/",
        "/stages/none/": "/stages/stage-2/",
        "/criteria/none/": "/criteria/outline-business-case/",
        "/1/1/differences/": "/1/2/differences/?with=1",
        "/none.none": "/reviews.csv",
        "/export.none": "/export.csv",
        "/reviews/none/": "/reviews/P1-A/",
    }
    found = {}
    for name, address in ADDRESSES:
        namespace, _, route = name.partition(":")
        for placeholder, code in codes.items():
            address = address.replace(placeholder, code)
        if route.startswith(OF_A_DRAFT) and route not in OF_ANY_VERSION:
            address = address.replace("/methodologies/1/1/", "/methodologies/1/2/")
        if namespace == "reviews":
            found[route] = address
    return found


def test_the_table_has_every_address():
    routes = {name.removeprefix("reviews:") for name, _ in ADDRESSES if name.startswith("reviews:")}

    assert MAY_OPEN.keys() | MAY_SEND.keys() | ELSEWHERE == routes


@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_open_what(world, name):
    _, client = come(name, world)
    at = addresses(world)

    got = {route: client.get(at[route]) for route in MAY_OPEN}

    let_in = {route for route, response in got.items() if not is_refusal(response)}
    assert let_in == {route for route, who in MAY_OPEN.items() if name in who}


@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_send_what(world, name):
    """An empty form: whoever may send one is told what it lacks, or it is done."""
    _, client = come(name, world)
    at = addresses(world)
    let_in = set()

    for route in MAY_SEND:
        with transaction.atomic():
            let_in |= set() if is_refusal(client.post(at[route])) else {route}
            transaction.set_rollback(True)

    assert let_in == {route for route, who in MAY_SEND.items() if name in who}
