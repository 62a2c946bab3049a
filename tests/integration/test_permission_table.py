"""Who may do what over HTTP: every act, tried by everybody, against a table written out by hand.

The words of the rule: an officer edits what they lead, an SRO accepts evidence for theirs, nobody
accepts what they supplied; finance, portfolio office, democratic services, member, auditor and
administrator see and do what their role says.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from finance.models import LedgerEntry
from ftc.organisation.enums import Role
from ftc.organisation.models import RoleAssignment, User
from ftc.programme.models import StatusReport
from ftc.records.enums import DocumentState
from ftc.records.models import Document, StatedFigure
from governance.models import Resolution, Vote
from reviews.actions import merge_reviews
from reviews.enums import AppraisalState, EvidenceState, ReviewState
from reviews.models import (
    BusinessCaseSection,
    DeliveryModel,
    Evidence,
    Import,
    MarketEngagement,
    Methodology,
    ModeratedScore,
    OptionState,
    OptionYear,
    Review,
    Supplier,
)
from tests.factories.appraisal import (
    grid,
    make_appraisal,
    make_scored_appraisal,
    moderate,
    now_of,
    weigh,
)
from tests.factories.business_cases import make_case, name_owner, section_of, send, write
from tests.factories.engagement import make_engagement, make_supplier
from tests.factories.finance import make_full_plan, make_saving, make_stated
from tests.factories.gates import make_gate_methodology, record_passage, sign
from tests.factories.governance import make_attendance, make_item, make_recommendation
from tests.factories.mending import make_benefit
from tests.factories.methodologies import begin_draft
from tests.factories.organisation import make_person, make_user
from tests.factories.programme import make_milestone, make_risk
from tests.factories.records import make_document
from tests.factories.reviews import (
    change_state,
    make_assignment,
    make_body,
    make_evidence,
    make_meeting,
    make_option,
    make_resolution,
    make_review,
    make_service,
)

pytestmark = pytest.mark.django_db

# Everybody who may come: by role, and by what they have to do with the review.
LEAD = "officer who leads it"
OFFICER = "officer who leads another"
OWNER = "SRO who owns it"
OTHER_OWNER = "SRO of another"
FINANCE = "finance partner"
OFFICE = "portfolio office"
CLERK = "democratic services"
MEMBER = "member"
AUDITOR = "auditor"
ADMINISTRATOR = "administrator"
FORMER_LEAD = "lead whose role has ended"
FORMER_OWNER = "SRO whose role has ended"
CLOSED = "lead whose account is closed"
ANONYMOUS = "anonymous"

ROLES = {
    LEAD: Role.OFFICER,
    OFFICER: Role.OFFICER,
    OWNER: Role.SENIOR_RESPONSIBLE_OWNER,
    OTHER_OWNER: Role.SENIOR_RESPONSIBLE_OWNER,
    FINANCE: Role.FINANCE,
    OFFICE: Role.PORTFOLIO_OFFICE,
    CLERK: Role.DEMOCRATIC_SERVICES,
    MEMBER: Role.MEMBER,
    AUDITOR: Role.AUDITOR,
    ADMINISTRATOR: Role.ADMINISTRATOR,
    FORMER_LEAD: Role.OFFICER,
    FORMER_OWNER: Role.SENIOR_RESPONSIBLE_OWNER,
    CLOSED: Role.OFFICER,
}
PEOPLE = [*ROLES, ANONYMOUS]
WITH_A_ROLE = {
    LEAD, OFFICER, OWNER, OTHER_OWNER, FINANCE, OFFICE, CLERK, MEMBER, AUDITOR, ADMINISTRATOR,
}  # fmt: skip
SIGNED_IN = WITH_A_ROLE | {FORMER_LEAD, FORMER_OWNER}
EVERYBODY = SIGNED_IN | {CLOSED, ANONYMOUS}

# The table: each act, and who may do it. Nobody else may.
MAY_DO = {
    "edit the review": {LEAD, OFFICE},
    "name its lead and owner": {OFFICE},
    "record what becomes of an option": {LEAD, OFFICE},
    "add an option": {LEAD, OFFICE},
    "edit an option": {LEAD, OFFICE},
    "add a delivery model": {OFFICE},
    "retire a delivery model": {OFFICE},
    "make an appraisal": {LEAD, OFFICE},
    "weigh the criteria of an appraisal": {LEAD, OFFICE},
    "open an appraisal for scoring": {LEAD, OFFICE},
    "enter what options cost": {LEAD, OFFICE, FINANCE},
    "moderate scores": {LEAD, OFFICE},
    "agree an appraisal": {OWNER, OFFICE},
    "abandon an appraisal": {LEAD, OFFICE},
    "report its status": {LEAD, OFFICE},
    "record market engagement": {LEAD, OFFICE},
    "record market engagement of a phase": {OFFICE},
    "record an answer to it": {LEAD, OFFICE},
    "add a supplier": {LEAD, OFFICER, OFFICE},
    "import from a sheet": {OFFICE},
    "confirm an import": {OFFICE},
    "add evidence": {LEAD, OWNER, OFFICE},
    "accept evidence of another": {OWNER},
    "return evidence of another": {OWNER},
    "accept their own evidence": set(),
    "return their own evidence": set(),
    "move the review": {LEAD, OFFICE},
    "move the review on the board": {LEAD, OFFICE},
    "pass its gate on conditions": {LEAD, OFFICE},
    "return the review": {LEAD, OFFICE},
    "postpone its gate": {LEAD, OFFICE},
    "say whether a decision is key": {OFFICE, CLERK},
    "give its owner's sign-off": {OWNER},
    "give a finance partner's sign-off": {FINANCE},
    "say that a condition is met": {LEAD, OWNER, OFFICE},
    "name the owner of a risk": {LEAD, OFFICE},
    "name the owner of a milestone": {LEAD, OFFICE},
    "add a benefit": {LEAD, OFFICE},
    "edit a benefit": {LEAD, OFFICE},
    "add a review": {OFFICE},
    "merge reviews": {OFFICE},
    "take a review out of a joint one": {OFFICE},
    "split the review": {OFFICE},
    "withdraw the review": {OFFICE},
    "defer the review": {OFFICE},
    "resume the review": {OFFICE},
    "start a business case": {LEAD, OFFICE},
    "edit the head of a business case": {LEAD, OFFICE},
    "write one of the five cases": {LEAD, OFFICE},
    "write a case they own": {LEAD, OFFICER, OWNER, OTHER_OWNER, FINANCE, OFFICE},
    "name the owner of one of the five cases": {LEAD, OFFICE},
    "send one of the five cases to clearance": {LEAD, OFFICE},
    "clear the strategic case": {OWNER},
    "return the strategic case": {OWNER},
    "clear the financial case": {FINANCE},
    "clear a case they own": set(),
    "clear a case they edited last": set(),
    "keep a version of a business case": {LEAD, OFFICE},
    "make a document of a business case": {LEAD, OWNER, FINANCE, OFFICE, CLERK},
    "change a methodology": {OFFICE},
    "edit the draft of a methodology": {OFFICE},
    "record a resolution": {CLERK},
    "withdraw a resolution": {CLERK},
    "record a vote": {CLERK},
    "add an entry to the ledger": {FINANCE},
    "make a report": {OFFICE, CLERK},
    "cancel a report": {OFFICE, CLERK},
    "try a report again": {OFFICE, CLERK},
    "publish a report": {OFFICE},
    "explain a difference": {FINANCE, OFFICE},
    "make an account": {ADMINISTRATOR},
    "give a role": {ADMINISTRATOR},
    "end a role": {ADMINISTRATOR},
    "close an account": {ADMINISTRATOR},
}
OWN = {"accept their own evidence", "return their own evidence"}
MAY_READ = {
    "/": SIGNED_IN,
    "/search/?q=Property": SIGNED_IN,
    "/reviews/": WITH_A_ROLE,
    "/reviews/P1-A/": WITH_A_ROLE,
    "/reviews/P1-A/history/": WITH_A_ROLE,
    "/reviews/engagement/": WITH_A_ROLE,
    "/reviews/engagement/ENG/": WITH_A_ROLE,
    "/reviews/engagement/export.csv": WITH_A_ROLE,
    "/reviews/engagement/suppliers/": WITH_A_ROLE,
    "/reviews/engagement/suppliers/export.xlsx": WITH_A_ROLE,
    "/api/v1/engagements": WITH_A_ROLE,
    "/api/v1/suppliers": WITH_A_ROLE,
    "/reviews/P1-A/evidence/": WITH_A_ROLE,
    "/reviews/P1-A/evidence/1/": WITH_A_ROLE,
    "/reviews/P1-A/business-cases/": WITH_A_ROLE,
    "/reviews/P1-A/business-cases/start/": {LEAD, OFFICE},
    "/api/v1/reviews/P1-A/business-cases": WITH_A_ROLE,
    "/reviews/methodologies/": WITH_A_ROLE,
    "/reviews/methodologies/1/1/": WITH_A_ROLE,
    "/reviews/methodologies/1/change/": {OFFICE},
    "/reviews/methodologies/1/1/move/": {OFFICE},
    "/reviews/export.csv": WITH_A_ROLE,
    "/reviews/export.xlsx": WITH_A_ROLE,
    "/savings/": WITH_A_ROLE,
    "/savings/SAV/": WITH_A_ROLE,
    "/savings/export.csv": WITH_A_ROLE,
    "/meetings/": SIGNED_IN,
    "/meetings/export.csv": WITH_A_ROLE,
    "/recommendations/export.csv": WITH_A_ROLE,
    "/discrepancies/export.csv": WITH_A_ROLE,
    "/programme/milestones/export.csv": WITH_A_ROLE,
    "/programme/risks/export.csv": WITH_A_ROLE,
    "/api/v1/reviews": WITH_A_ROLE,
    "/api/v1/meetings": SIGNED_IN,
    "/meetings/MT-2014-03-27-CC/": EVERYBODY,  # its agenda is published
    "/documents/": EVERYBODY,  # of published ones
    "/documents/new/": {OFFICE, CLERK},
    "/documents/preview/outturn_report/": {OFFICE, CLERK},
    "/people/": {ADMINISTRATOR},
    "/people/new/": {ADMINISTRATOR},
    "/people/somebody/": {ADMINISTRATOR},
    "/reviews/P1-A/edit/": {LEAD, OFFICE},
    "/reviews/engagement/add/": {LEAD, OFFICE},
    "/reviews/engagement/ENG/edit/": {LEAD, OFFICE},
    "/reviews/engagement/ENG/cancel/": {LEAD, OFFICE},
    "/reviews/engagement/ENG/invite/": {LEAD, OFFICE},
    "/reviews/engagement/ENG/responses/add/": {LEAD, OFFICE},
    "/reviews/engagement/ENG/notes/add/": {LEAD, OFFICE},
    "/reviews/engagement/suppliers/add/": {LEAD, OFFICER, OFFICE},
    "/reviews/P1-A/options/": WITH_A_ROLE,
    "/reviews/P1-A/options/add/": {LEAD, OFFICE},
    "/reviews/P1-A/appraisal/new/": {LEAD, OFFICE},
    "/reviews/delivery-models/": WITH_A_ROLE,
    "/reviews/P1-A/move/": {LEAD, OFFICE},
    "/reviews/P1-A/gate/": WITH_A_ROLE,
    "/reviews/P1-A/gate/key-decision/": {OFFICE, CLERK},
    "/reviews/conditions/": WITH_A_ROLE,
    "/reviews/conditions/export.csv": WITH_A_ROLE,
    "/programme/activities/P1-A/benefits/add/": {LEAD, OFFICE},
    "/reviews/P1-A/defer/": {OFFICE},
    "/reviews/P1-A/withdraw/": {OFFICE},
    "/reviews/add/": {OFFICE},
    "/reviews/P1-A/scope/": WITH_A_ROLE,
    "/reviews/P1-A/scope/merge/": {OFFICE},
    "/reviews/P1-A/scope/split/": {OFFICE},
    "/reviews/P1-A/scope/reconsider/": {OFFICE},
    "/reviews/P1-A/scope/hand-over/": {OFFICE},
    "/reviews/import/": {OFFICE},
    "/reviews/import/templates/reviews.xlsx": {OFFICE},
    "/reviews/bulk-edit/?code=P1-A&what=status": {LEAD, OFFICER, OFFICE},
    "/reviews/bulk-edit/?code=P1-A": {LEAD, OFFICER, OFFICE},
    "/reviews/P1-A/evidence/add/": {LEAD, OWNER, OFFICE},
    "/meetings/MT-2014-03-27-CC/resolutions/record/": {CLERK},
    "/savings/SAV/entries/add/": {FINANCE},
    "/discrepancies/SF-1/explain/": {FINANCE, OFFICE},
}


def person(name, review):
    """Somebody of the role, tied to the review as the name says; None for nobody."""
    if name == ANONYMOUS:
        return None
    user = make_user(ROLES[name])
    if name in (LEAD, FORMER_LEAD, CLOSED):
        make_assignment(review, user, "LEAD")
    if name in (OWNER, FORMER_OWNER):
        make_assignment(review, user, "SENIOR_RESPONSIBLE_OWNER")
    if name in (FORMER_LEAD, FORMER_OWNER):
        user.role_assignments.update(ended_on=date(2014, 1, 1))
    return user


def signed_in(user):
    client = Client(REMOTE_ADDR="127.0.0.1")
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def world(media_root):
    """A review whose gate is met, a meeting that was held, a saving, reports, and an account."""
    make_full_plan()
    review = make_review("P1-A", title="Property", stage="stage-2")
    supplier = make_user(Role.OFFICER)
    accepted = make_evidence(
        review, by=supplier, accepted_by=make_user(Role.SENIOR_RESPONSIBLE_OWNER)
    )
    option = make_option(review)
    make_resolution(review, on=date(2014, 4, 10))
    meeting = make_meeting(make_body(), on=date(2014, 3, 27), published_on=date(2014, 3, 18))
    item = make_item(meeting, title="Outturn")
    asked = make_recommendation(item=item)
    other = make_item(meeting, title="Budget")
    recorded = make_resolution(on=date(2014, 3, 27), agenda_item=other)
    voter = make_person()
    make_attendance(meeting, voter)
    stated = make_stated("finance.unidentified", "1", "£1", params={"year": "2015/16"})
    StatedFigure.objects.filter(pk=stated.pk).update(code="SF-1")
    somebody = make_user(Role.MEMBER, username="somebody")
    make_engagement(review, code="ENG")
    make_supplier("Acme")
    return SimpleNamespace(
        review=review, supplier=supplier, accepted=accepted, option=option, meeting=meeting,
        item=item, asked=asked, recorded=recorded, voter=voter, saving=make_saving("SAV"),
        somebody=somebody, me=None,
    )  # fmt: skip


@dataclass(frozen=True)
class Act:
    """What is sent where, and how one sees that it was done."""

    send: object
    done: object
    prepare: object = lambda world: None


def waiting(world, by=None):
    """Evidence that waits, of the supplier or of whoever is asked about: number 2 of the review."""
    world.evidence = make_evidence(world.review, by=by or world.supplier)


def mine(world):
    waiting(world, by=world.me)


OUTCOME = {"version": 1, "reason": "It was so decided."}


def passed_on_a_condition(world):
    """Past its gate on a condition that the one called somebody is to meet."""
    world.condition = record_passage(
        world.review,
        "stage-3",
        "PASSED_WITH_CONDITIONS",
        on=date(2014, 5, 6),
        conditions=[("Agree the lease", world.somebody, date(2014, 9, 1))],
    ).conditions.get()


def asked_to_sign(world):
    """At a gate of another version that two roles sign off, whichever comes first."""
    asked = [
        {"kind": "SIGN_OFF", "code": "owner"},
        {"kind": "SIGN_OFF", "code": "finance", "role": Role.FINANCE},
    ]
    version = make_gate_methodology(*asked, version=2, stages=("stage-1", "stage-2"), at="stage-2")
    record_passage(world.review, "stage-2", "MOVED", on=date(2014, 5, 1), methodology=version)


def sign_off(code):
    def send(client, world):
        if code == "finance":
            sign(world.review, "owner", on=date(2014, 5, 2))
        world.signed = world.review.sign_offs.count()
        return client.post(
            f"/reviews/P1-A/gate/sign-offs/{code}/", {"version": 1, "outcome": "GIVE", "reason": ""}
        )

    return send


def is_signed(world):
    return world.review.sign_offs.count() > world.signed


def decide(outcome):
    def send(client, world):
        address = "/reviews/P1-A/evidence/2/decide/"
        return client.post(address, {"outcome": outcome, "comment": "It lacks a date."})

    return send


def is_decided(world):
    return Evidence.objects.get(pk=world.evidence.pk).state != EvidenceState.SUPPLIED


def report(**fields):
    def prepare(world):
        world.document = make_document(code="REPORT-1", **fields)

    return prepare


def ready(world):
    report(
        state=DocumentState.READY, finished_at=timezone.now(), size=5, sha256="0" * 64,
        file=SimpleUploadedFile("a.pdf", b"%PDF-"), is_accessible=True,
    )(world)  # fmt: skip


def document(world):
    return Document.objects.get(code="REPORT-1")


def deferred(world):
    change_state(world.review, on=date(2014, 4, 1))


NEW_REVIEW = {"code": "P1-N", "title": "New", "services": ["S-1"], "reason": "It is better"}


def with_services(world):
    """Two services under the review, and one under another at the same stage."""
    for code in ("S-1", "S-2"):
        make_service(world.review, code=code)
    other = Review.objects.filter(code="P1-B").first()
    make_service(other or make_review("P1-B", stage="stage-2"), code="S-3")


def merged(world):
    with_services(world)
    other = Review.objects.get(code="P1-B")
    merge_reviews(
        reviews=[other],
        into=world.review,
        expected_versions={world.review.pk: 1, other.pk: 1},
        by=make_user(Role.PORTFOLIO_OFFICE),
        now=timezone.now(),
        today=date(2014, 5, 6),
        reason="One offer",
    )


def brought(world):
    world.brought = Import.objects.create(
        kind="BULK_EDIT", state="PREVIEWED", made_by=world.somebody, made_at=timezone.now()
    )
    world.brought.rows.create(number=1, outcome="CHANGED", code="P1-A")


def appraised(world, make):
    world.appraisal = make(world.review)


A_CASE = "/reviews/business-cases/P1-A-OBC-1/"
HEAD = {"title": "New", "classification": "INTERNAL"}


def argued(world):
    """A business case whose five cases are empty."""
    world.case = make_case(world.review)


def argued_by_me(world):
    """One whose strategic case is owned by whoever is asked about."""
    argued(world)
    BusinessCaseSection.objects.filter(case=world.case).update(owner=world.me)


def written(world):
    argued(world)
    for kind in ("STRATEGIC", "FINANCIAL"):
        name_owner(write(section_of(world.case, kind)))


def sent(world):
    """One whose strategic and financial cases are in clearance."""
    written(world)
    for kind in ("STRATEGIC", "FINANCIAL"):
        send(section_of(world.case, kind))


def sent_by_me(part):
    """The same, with whoever is asked about as its owner or last editor."""

    def prepare(world):
        sent(world)
        BusinessCaseSection.objects.filter(case=world.case).update(
            **{part: world.me or world.supplier}
        )

    return prepare


def write_case(client, world):
    return client.post(f"{A_CASE}strategic/edit/", {"version": 1, "text": "Why"})


def is_written(world):
    return section_of(world.case).text == "Why"


def clear_case(kind, outcome="CLEAR"):
    def send_it(client, world):
        address = f"{A_CASE}{kind}/decide/"
        return client.post(address, {"version": 4, "outcome": outcome, "comment": "Figures."})

    return send_it


def is_cleared(kind):
    return lambda world: section_of(world.case, kind).state == "CLEARED"


RESOLUTION = {"version": 1, "verb": "ENDORSE", "text": "", "moved_by": "", "seconded_by": "",
              "activities": ["P1-A"], "reason": "The minutes came late."}  # fmt: skip
ENTRY = {"version": 1, "financial_year": "2015/16", "basis": "FORECAST", "scenario": "TARGET",
         "amount_gbp": "10", "effective_on_day": "6", "effective_on_month": "5",
         "effective_on_year": "2014", "reason": ""}  # fmt: skip
EVIDENCE = {"criterion": "outline-business-case", "title": "Case", "note": "Here.",
            "classification": "INTERNAL"}  # fmt: skip
OPTION = {"version": 1, "title": "A trust", "note": "", "delivery_models": ["LATCO"],
          "variants": ""}  # fmt: skip
APPRAISAL = {"title": "Appraisal", "assessors": ["somebody"], "first_year": "2014/15",
             "years": "2", "discount_rate": "3.5", "classification": "INTERNAL"}  # fmt: skip
WEIGHTS = {"version": 1, "criteria-TOTAL_FORMS": 1, "criteria-INITIAL_FORMS": 1,
           "criteria-0-title": "Quality", "criteria-0-weight": "100"}  # fmt: skip
FIVES = ((5, 5),) * 2
ENGAGEMENT = {"version": 1, "kind": "DIALOGUE", "title": "Talk", "classification": "INTERNAL"}
ANSWER = {"state": "DECLINED", "classification": "INTERNAL", "responded_on_day": "1",
          "responded_on_month": "12", "responded_on_year": "2013"}  # fmt: skip
WISH = {"kind": "OUTTURN_REPORT", "as_at_day": "6", "as_at_month": "5", "as_at_year": "2014"}
HELD = "/meetings/MT-2014-03-27-CC/"

ACTS = {
    "edit the review": Act(
        lambda c, w: c.post("/reviews/P1-A/edit/", {"version": 1, "title": "New"}),
        lambda w: w.review.title == "New",
    ),
    "name its lead and owner": Act(
        lambda c, w: c.post("/reviews/P1-A/people/", {"version": 1, "lead": w.supplier.username}),
        lambda w: w.review.assignments.filter(user=w.supplier).exists(),
    ),
    "record what becomes of an option": Act(
        lambda c, w: c.post(
            f"/reviews/P1-A/options/{w.option.code}/record/",
            {"version": 1, "state": "SHORT_LISTED", "reason": "More to know"},
        ),
        lambda w: OptionState.objects.filter(option=w.option).count() == 2,
    ),
    "add an option": Act(
        lambda c, w: c.post("/reviews/P1-A/options/add/", OPTION | {"version": w.review.version}),
        lambda w: w.review.options.filter(title="A trust").exists(),
    ),
    "edit an option": Act(
        lambda c, w: c.post(f"/reviews/P1-A/options/{w.option.code}/edit/", OPTION),
        lambda w: w.review.options.filter(title="A trust").exists(),
    ),
    "add a delivery model": Act(
        lambda c, w: c.post("/reviews/delivery-models/", {"name": "Trust"}),
        lambda w: DeliveryModel.objects.filter(code="TRUST").exists(),
    ),
    "retire a delivery model": Act(
        lambda c, w: c.post("/reviews/delivery-models/LATCO/retire/"),
        lambda w: DeliveryModel.objects.filter(retired_on__isnull=False).exists(),
    ),
    "make an appraisal": Act(
        lambda c, w: c.post(
            "/reviews/P1-A/appraisal/new/",
            APPRAISAL | {"version": w.review.version, "options": [w.option.code]},
        ),
        lambda w: w.review.appraisals.exists(),
    ),
    "weigh the criteria of an appraisal": Act(
        lambda c, w: c.post("/reviews/P1-A/appraisal/1/criteria/", WEIGHTS),
        lambda w: w.appraisal.criteria.exists(),
        lambda w: appraised(w, make_appraisal),
    ),
    "open an appraisal for scoring": Act(
        lambda c, w: c.post("/reviews/P1-A/appraisal/1/open/", {"version": w.appraisal.version}),
        lambda w: now_of(w.appraisal).state == AppraisalState.SCORING,
        lambda w: appraised(w, lambda review: weigh(make_appraisal(review))),
    ),
    "enter what options cost": Act(
        lambda c, w: c.post(
            "/reviews/P1-A/appraisal/1/costs/",
            {"version": 1, f"cost-{w.appraisal.options.first().pk}-2014": "5"},
        ),
        lambda w: OptionYear.objects.exists(),
        lambda w: appraised(w, make_appraisal),
    ),
    "moderate scores": Act(
        lambda c, w: c.post(
            "/reviews/P1-A/appraisal/1/moderate/",
            {f"score-{criterion}-{option}": "5" for criterion, option in grid(w.appraisal, FIVES)}
            | {"version": w.appraisal.version},
        ),
        lambda w: ModeratedScore.objects.exists(),
        lambda w: appraised(w, lambda review: make_scored_appraisal(review, marks=FIVES)),
    ),
    "agree an appraisal": Act(
        lambda c, w: c.post("/reviews/P1-A/appraisal/1/agree/", {"version": w.appraisal.version}),
        lambda w: now_of(w.appraisal).state == AppraisalState.AGREED,
        lambda w: appraised(w, lambda review: moderate(make_scored_appraisal(review, marks=FIVES))),
    ),
    "abandon an appraisal": Act(
        lambda c, w: c.post(
            "/reviews/P1-A/appraisal/1/abandon/", {"version": 1, "reason": "It is late"}
        ),
        lambda w: now_of(w.appraisal).state == AppraisalState.ABANDONED,
        lambda w: appraised(w, make_appraisal),
    ),
    "report its status": Act(
        lambda c, w: c.post(
            "/programme/activities/P1-A/status/report/", {"rag": "GREEN", "narrative": "Well"}
        ),
        lambda w: StatusReport.objects.exists(),
    ),
    "import from a sheet": Act(
        lambda c, w: c.post(
            "/reviews/import/",
            {
                "kind": "MILESTONES",
                "end": "whole",
                "file": SimpleUploadedFile("m.csv", b"Code\nM1"),
            },
        ),
        lambda w: Import.objects.exists(),
    ),
    "confirm an import": Act(
        lambda c, w: c.post(f"/reviews/import/{w.brought.pk}/confirm/", {"version": 1}),
        lambda w: Import.objects.get(pk=w.brought.pk).state == "SAVING",
        brought,
    ),
    "record market engagement": Act(
        lambda c, w: c.post("/reviews/engagement/add/?activity=P1-A", ENGAGEMENT),
        lambda w: MarketEngagement.objects.filter(activity=w.review.pk).count() == 2,
    ),
    "record market engagement of a phase": Act(
        lambda c, w: c.post("/reviews/engagement/add/?activity=PHASE-1", ENGAGEMENT),
        lambda w: MarketEngagement.objects.filter(activity=w.review.phase_id).exists(),
    ),
    "record an answer to it": Act(
        lambda c, w: c.post(
            "/reviews/engagement/ENG/responses/add/",
            ANSWER | {"supplier": Supplier.objects.get().code},
        ),
        lambda w: Supplier.objects.get().responses.exists(),
    ),
    "add a supplier": Act(
        lambda c, w: c.post("/reviews/engagement/suppliers/add/", {"version": 1, "name": "New"}),
        lambda w: Supplier.objects.filter(name="New").exists(),
    ),
    "add evidence": Act(
        lambda c, w: c.post("/reviews/P1-A/evidence/add/", EVIDENCE),
        lambda w: Evidence.objects.filter(title="Case").exists(),
    ),
    "accept evidence of another": Act(decide("ACCEPT"), is_decided, waiting),
    "return evidence of another": Act(decide("RETURN"), is_decided, waiting),
    "accept their own evidence": Act(decide("ACCEPT"), is_decided, mine),
    "return their own evidence": Act(decide("RETURN"), is_decided, mine),
    "move the review": Act(
        lambda c, w: c.post("/reviews/P1-A/move/", {"version": 1}),
        lambda w: w.review.stage.code == "stage-3",
    ),
    "move the review on the board": Act(
        lambda c, w: c.post(
            "/reviews/P1-A/move-on-board/",
            {"move": f"1-{w.review.methodology.stages.get(code='stage-3').pk}"},
        ),
        lambda w: w.review.stage.code == "stage-3",
    ),
    "pass its gate on conditions": Act(
        lambda c, w: c.post(
            "/reviews/P1-A/gate/",
            OUTCOME
            | {
                "outcome": "PASSED_WITH_CONDITIONS",
                "conditions-TOTAL_FORMS": 1,
                "conditions-INITIAL_FORMS": 0,
                "conditions-0-title": "Agree the lease",
                "conditions-0-owner": "somebody",
                "conditions-0-due_on_day": 1,
                "conditions-0-due_on_month": 9,
                "conditions-0-due_on_year": 2014,
            },
        ),
        lambda w: w.review.stage.code == "stage-3",
    ),
    "return the review": Act(
        lambda c, w: c.post(
            "/reviews/P1-A/gate/", OUTCOME | {"outcome": "RETURNED", "to_stage": "stage-1"}
        ),
        lambda w: w.review.stage.code == "stage-1",
    ),
    "postpone its gate": Act(
        lambda c, w: c.post("/reviews/P1-A/gate/", OUTCOME | {"outcome": "POSTPONED"}),
        lambda w: w.review.passages.filter(outcome="POSTPONED").exists(),
    ),
    "say whether a decision is key": Act(
        lambda c, w: c.post("/reviews/P1-A/gate/key-decision/", OUTCOME | {"is_needed": "no"}),
        lambda w: w.review.key_decision_tests.exists(),
    ),
    "give its owner's sign-off": Act(sign_off("owner"), is_signed, asked_to_sign),
    "give a finance partner's sign-off": Act(sign_off("finance"), is_signed, asked_to_sign),
    "say that a condition is met": Act(
        lambda c, w: c.post(
            f"/reviews/P1-A/conditions/{w.condition.passage.sequence}/1/meet/",
            {"version": 1, "reason": "It is signed."},
        ),
        lambda w: w.review.passages.filter(conditions__met_on__isnull=False).exists(),
        passed_on_a_condition,
    ),
    "name the owner of a risk": Act(
        lambda c, w: c.post("/programme/risks/R-A/edit/", {"version": 1, "owner": "somebody"}),
        lambda w: w.review.risks.filter(owner__isnull=False).exists(),
        lambda w: make_risk(w.review, code="R-A"),
    ),
    "name the owner of a milestone": Act(
        lambda c, w: c.post(
            "/programme/milestones/M-A/owner/", {"version": 1, "owner": "somebody"}
        ),
        lambda w: w.review.milestones.filter(owner__isnull=False).exists(),
        lambda w: make_milestone(w.review, code="M-A"),
    ),
    "add a benefit": Act(
        lambda c, w: c.post(
            "/programme/activities/P1-A/benefits/add/", {"version": 0, "title": "Faster"}
        ),
        lambda w: w.review.benefits.exists(),
    ),
    "edit a benefit": Act(
        lambda c, w: c.post("/programme/benefits/B-A/edit/", {"version": 1, "title": "Faster"}),
        lambda w: w.review.benefits.filter(title="Faster").exists(),
        lambda w: make_benefit(w.review, code="B-A"),
    ),
    "add a review": Act(
        lambda c, w: c.post("/reviews/add/", NEW_REVIEW | {"phase": "1"}),
        lambda w: Review.objects.filter(code="P1-N").exists(),
        with_services,
    ),
    "merge reviews": Act(
        lambda c, w: c.post(
            "/reviews/P1-A/scope/merge/",
            NEW_REVIEW | {"version": 1, "versions": "P1-B:1", "others": ["P1-B"], "into": "NEW"},
        ),
        lambda w: w.review.state == ReviewState.MERGED,
        with_services,
    ),
    "take a review out of a joint one": Act(
        lambda c, w: c.post(
            "/reviews/P1-B/scope/take-out/", {"version": 2, "reason": "It goes alone"}
        ),
        lambda w: Review.objects.get(code="P1-B").state == ReviewState.ACTIVE,
        merged,
    ),
    "split the review": Act(
        lambda c, w: c.post("/reviews/P1-A/scope/split/", NEW_REVIEW | {"version": 1}),
        lambda w: Review.objects.filter(code="P1-N").exists(),
        with_services,
    ),
    "withdraw the review": Act(
        lambda c, w: c.post("/reviews/P1-A/withdraw/", {"version": 1, "reason": "It ends"}),
        lambda w: w.review.state == ReviewState.WITHDRAWN,
    ),
    "defer the review": Act(
        lambda c, w: c.post("/reviews/P1-A/defer/", {"version": 1, "reason": "It waits"}),
        lambda w: w.review.state == ReviewState.DEFERRED,
    ),
    "resume the review": Act(
        lambda c, w: c.post(
            "/reviews/P1-A/resume/", {"version": w.review.version, "reason": "It goes on"}
        ),
        lambda w: w.review.state == ReviewState.ACTIVE,
        deferred,
    ),
    "start a business case": Act(
        lambda c, w: c.post("/reviews/P1-A/business-cases/start/", HEAD | {"kind": "FULL"}),
        lambda w: w.review.business_cases.exists(),
    ),
    "edit the head of a business case": Act(
        lambda c, w: c.post(f"{A_CASE}edit/", HEAD | {"version": 1}),
        lambda w: w.review.business_cases.filter(title="New").exists(),
        argued,
    ),
    "write one of the five cases": Act(write_case, is_written, argued),
    "write a case they own": Act(write_case, is_written, argued_by_me),
    "name the owner of one of the five cases": Act(
        lambda c, w: c.post(
            f"{A_CASE}strategic/owner/", {"version": 1, "owner": w.supplier.username}
        ),
        lambda w: section_of(w.case).owner == w.supplier,
        argued,
    ),
    "send one of the five cases to clearance": Act(
        lambda c, w: c.post(f"{A_CASE}strategic/send/", {"version": 3}),
        lambda w: section_of(w.case).state == "IN_CLEARANCE",
        written,
    ),
    "clear the strategic case": Act(clear_case("strategic"), is_cleared("STRATEGIC"), sent),
    "return the strategic case": Act(
        clear_case("strategic", "RETURN"),
        lambda w: section_of(w.case).state == "RETURNED",
        sent,
    ),
    "clear the financial case": Act(clear_case("financial"), is_cleared("FINANCIAL"), sent),
    "clear a case they own": Act(
        clear_case("financial"), is_cleared("FINANCIAL"), sent_by_me("owner")
    ),
    "clear a case they edited last": Act(
        clear_case("financial"), is_cleared("FINANCIAL"), sent_by_me("edited_by")
    ),
    "keep a version of a business case": Act(
        lambda c, w: c.post(f"{A_CASE}keep/", {"note": ""}),
        lambda w: w.case.versions.exists(),
        argued,
    ),
    "make a document of a business case": Act(
        lambda c, w: c.post(f"{A_CASE}document/"),
        lambda w: Document.objects.filter(kind="BUSINESS_CASE").exists(),
        argued,
    ),
    "change a methodology": Act(
        lambda c, w: c.post("/reviews/methodologies/1/change/", {"copied_from": "1-1"}),
        lambda w: Methodology.objects.filter(version=2).exists(),
    ),
    "edit the draft of a methodology": Act(
        lambda c, w: c.post("/reviews/methodologies/1/2/edit/", {"version": 1, "title": "New"}),
        lambda w: Methodology.objects.filter(title="New").exists(),
        lambda w: begin_draft(make_user(Role.PORTFOLIO_OFFICE)),
    ),
    "record a resolution": Act(
        lambda c, w: c.post(
            f"{HELD}resolutions/record/?item=1", RESOLUTION | {"recommendations": [w.asked.code]}
        ),
        lambda w: Resolution.objects.filter(agenda_item=w.item).exists(),
    ),
    "withdraw a resolution": Act(
        lambda c, w: c.post(f"{HELD}resolutions/{w.recorded.code}/withdraw/", {"reason": "Wrong"}),
        lambda w: not Resolution.objects.filter(pk=w.recorded.pk).exists(),
    ),
    "record a vote": Act(
        lambda c, w: c.post(
            f"{HELD}resolutions/{w.recorded.code}/vote/", {f"vote-{w.voter.code}": "FOR"}
        ),
        lambda w: Vote.objects.exists(),
    ),
    "add an entry to the ledger": Act(
        lambda c, w: c.post("/savings/SAV/entries/add/", ENTRY),
        lambda w: LedgerEntry.objects.filter(saving=w.saving).exists(),
    ),
    "make a report": Act(
        lambda c, w: c.post("/documents/new/", WISH), lambda w: Document.objects.exists()
    ),
    "cancel a report": Act(
        lambda c, w: c.post("/documents/REPORT-1/cancel/"),
        lambda w: document(w).state == DocumentState.CANCELLED,
        report(),
    ),
    "try a report again": Act(
        lambda c, w: c.post("/documents/REPORT-1/retry/"),
        lambda w: document(w).state == DocumentState.QUEUED,
        report(state=DocumentState.FAILED, failure="It broke.", finished_at=timezone.now()),
    ),
    "publish a report": Act(
        lambda c, w: c.post("/documents/REPORT-1/publish/"),
        lambda w: document(w).published_at is not None,
        ready,
    ),
    "explain a difference": Act(
        lambda c, w: c.post("/discrepancies/SF-1/explain/", {"explanation": "So", "version": 1}),
        lambda w: StatedFigure.objects.get(code="SF-1").explanation == "So",
    ),
    "make an account": Act(
        lambda c, w: c.post(
            "/people/new/", {"username": "newcomer", "name": "New Comer", "roles": ["MEMBER"]}
        ),
        lambda w: User.objects.filter(username="newcomer").exists(),
    ),
    "give a role": Act(
        lambda c, w: c.post("/people/somebody/roles/add/", {"role": "AUDITOR"}),
        lambda w: RoleAssignment.objects.filter(user=w.somebody, role=Role.AUDITOR).exists(),
    ),
    "end a role": Act(
        lambda c, w: c.post(
            "/people/somebody/roles/end/", {"role": w.somebody.role_assignments.get().pk}
        ),
        lambda w: w.somebody.role_assignments.get().ended_on is not None,
    ),
    "close an account": Act(
        lambda c, w: c.post("/people/somebody/close/"),
        lambda w: not User.objects.get(pk=w.somebody.pk).is_active,
    ),
}


def is_refusal(response):
    """Sent to sign in, told that it is not allowed, or that there is no such thing."""
    to_sign_in = response.status_code == 302 and urlsplit(response.url).path == "/sign-in/"
    return to_sign_in or response.status_code in (401, 403, 404)


def test_the_table_has_every_act():
    assert set(ACTS) == set(MAY_DO)


@contextmanager
def undone():
    """What is written inside is taken back, so that everybody finds the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def come(name, world):
    """The person by name and their browser; an account is closed after its holder signed in."""
    user = person(name, world.review)
    client = signed_in(user)
    if name == CLOSED:
        User.objects.filter(pk=user.pk).update(is_active=False)
    return user, client


@pytest.mark.parametrize("act", MAY_DO)
def test_who_may_do_what(world, act):
    did, refused = set(), set()

    for name in PEOPLE if act not in OWN else sorted(SIGNED_IN):
        with undone():
            world.me, client = come(name, world)
            ACTS[act].prepare(world)
            world.review.refresh_from_db()
            response = ACTS[act].send(client, world)
            world.review.refresh_from_db()
            did |= {name} if ACTS[act].done(world) else set()
            refused |= {name} if is_refusal(response) else set()
        world.review.refresh_from_db()

    assert did == MAY_DO[act]
    assert refused == (SIGNED_IN if act in OWN else EVERYBODY) - MAY_DO[act]


@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_see_what(world, name):
    _, client = come(name, world)

    got = {address: client.get(address) for address in MAY_READ}

    seen = {address for address, response in got.items() if response.status_code == 200}
    refused = {address for address, response in got.items() if is_refusal(response)}
    assert seen == {address for address, readers in MAY_READ.items() if name in readers}
    assert refused == set(MAY_READ) - seen


def test_a_role_that_ends_ends_in_the_session_that_is_open(world):
    lead = person(LEAD, world.review)
    client = signed_in(lead)
    before = client.get("/reviews/P1-A/edit/").status_code

    lead.role_assignments.update(ended_on=timezone.localdate())

    assert (before, client.get("/reviews/P1-A/edit/").status_code) == (200, 403)


def test_a_review_that_is_led_gives_nothing_on_another(world):
    make_review("P1-B", title="Other", stage="stage-2")
    client = signed_in(person(LEAD, world.review))

    codes = {
        path: client.get(f"/reviews/P1-B/{path}/").status_code
        for path in ("edit", "move", "evidence/add", "defer")
    }

    assert set(codes.values()) == {403}


def test_evidence_is_found_under_its_own_review_alone(world):
    make_review("P1-B", title="Other", stage="stage-2")
    client = signed_in(person(OWNER, world.review))

    assert client.get("/reviews/P1-A/evidence/1/").status_code == 200
    assert client.get("/reviews/P1-B/evidence/1/").status_code == 404
    assert client.get("/reviews/P1-A/evidence/2/").status_code == 404


def test_options_and_resolutions_are_found_under_their_own_alone(world):
    make_review("P1-B", title="Other", stage="stage-2")
    other = make_meeting(on=date(2014, 4, 24))
    office, clerk = (signed_in(person(name, world.review)) for name in (OFFICE, CLERK))

    assert office.get(f"/reviews/P1-B/options/{world.option.code}/record/").status_code == 404
    for page in ("withdraw", "vote"):
        address = f"/meetings/{other.code}/resolutions/{world.recorded.code}/{page}/"
        assert clerk.get(address).status_code == 404
        assert clerk.post(address, {"reason": "Wrong"}).status_code == 404
    assert Resolution.objects.filter(pk=world.recorded.pk).exists()


def test_a_recommendation_of_another_item_is_not_answered(world):
    elsewhere = make_recommendation(item=make_item())
    client = signed_in(person(CLERK, world.review))

    response = client.post(
        f"{HELD}resolutions/record/?item=1", RESOLUTION | {"recommendations": [elsewhere.code]}
    )

    assert response.status_code == 422
    assert not Resolution.objects.filter(agenda_item=world.item).exists()
