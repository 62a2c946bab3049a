"""One of each thing of reviews on the demonstration, made by its actions, to look at its pages.

``script/manage shell`` runs ``print_addresses`` on the running site.
"""

import json
from datetime import UTC, date, datetime

from ftc.organisation.enums import Role
from ftc.organisation.models import User
from ftc.programme.actions import report_status, sign_override
from ftc.programme.enums import Rag
from ftc.programme.models import Phase
from reviews.actions import gates
from reviews.actions import methodologies as drafting
from reviews.actions.engagement.suppliers import SupplierTerms, add_supplier
from reviews.enums import CriterionKind
from reviews.forms.bulk import BULK_FORMS
from reviews.models import Methodology, Review
from reviews.policies.conditions import AskedCondition
from reviews.queries.rollup import ScopeKind, roll_up_of
from tests.factories import appraisal as appraising
from tests.factories.business_cases import keep, make_case, section_of, write
from tests.factories.engagement import make_engagement, make_note, make_response
from tests.factories.gates import sign
from tests.factories.imports import previewed
from tests.factories.methodologies import edit, put_in_force
from tests.factories.reviews import make_evidence

SCOPE = [
    "add/",
    "P1-HIF/scope/",
    "P1-LIB/scope/merge/",
    "P1-HIF/scope/split/",
    "P1-HIF/scope/take-out/",
    "P1-LIB/scope/reconsider/",
    "P1-LIB/scope/hand-over/",
    "P1-LIB/defer/",
    "P1-LIB/withdraw/",
    "P1-RES/resume/",
]
NOW = datetime(2014, 5, 6, 9, 0, tzinfo=UTC)
TODAY = date(2014, 5, 6)


def person(username):
    return User.objects.get(username=username)


def review(code):
    return Review.objects.get(code=code)


def print_addresses():
    """Make one of each, then print where each is."""
    office = person("portfolio")
    at = [
        *_methodologies(office),
        *_appraisals(office),
        *_business_cases(office),
        *_engagement(office),
        *_gates(office),
        *_imports(office),
        *_status(office),
        *SCOPE,
        *(f"bulk-edit/?code=P1-LIB&code=P1-EDU&what={what}" for what in BULK_FORMS),
    ]
    print(json.dumps(at))


def _methodologies(office):
    """A second version of Phase 2 in force that asks for a sign-off, and a draft of Phase 1."""
    draft = begin_draft_of(2, office)
    sign_off = drafting.CriterionText(
        code="money", title="Money checked", kind=CriterionKind.SIGN_OFF, role=Role.FINANCE
    )
    edit(
        draft,
        drafting.add_criterion,
        office,
        stage="service-review",
        criterion=sign_off,
        paper=None,
    )
    put_in_force(draft, office)
    draft = begin_draft_of(1, office)
    here = f"methodologies/1/{draft.version}/"
    stage, criterion = f"{here}stages/stage-2/", f"{here}stages/stage-2/criteria/preferred-option/"
    return [
        "methodologies/",
        "methodologies/1/1/",
        "methodologies/2/2/",
        "methodologies/1/change/",
        "methodologies/2/2/differences/?with=1",
        "methodologies/2/2/move/",
        f"{here}edit/",
        f"{here}discard/",
        f"{here}put-in-force/",
        f"{here}stages/add/",
        f"{stage}edit/",
        f"{stage}remove/",
        f"{stage}criteria/add/",
        f"{stage}criteria/add/?kind=SIGN_OFF",
        f"{criterion}edit/",
        f"{criterion}remove/",
    ]


def begin_draft_of(phase, by):
    newest = Methodology.objects.filter(phase__number=phase).order_by("-version").first()
    return drafting.draft_methodology(phase=newest.phase, copied_from=newest, by=by, now=NOW)


def _appraisals(office):
    """An appraisal in each of its states."""
    people = [person("officer"), person("finance")]
    asked = {"by": office, "assessors": people}
    setting_up = appraising.make_appraisal(review("P1-LEG"), **asked)
    opened = appraising.make_open_appraisal(review("P1-CLS"), **asked)
    scored = appraising.make_scored_appraisal(review("P1-KSS"), marks=_marks("P1-KSS"), **asked)
    agreed = appraising.make_agreed_appraisal(review("P1-PRO"), marks=_marks("P1-PRO"), **asked)
    pages = [
        (setting_up, ("", "edit/", "criteria/", "abandon/")),
        (opened, ("", "scores/", "costs/")),
        (scored, ("", "moderate/", "costs/", "agree/")),
        (agreed, ("", "costs/", "print/")),
    ]
    return [
        *(
            f"{one.review.code}/appraisal/{one.number}/{page}"
            for one, ends in pages
            for page in ends
        ),
        "P1-EDU/appraisal/new/",
        "delivery-models/",
    ]


def _marks(code):
    """Scores for each option of the review, for doing nothing too."""
    rows = review(code).options.count() + 1
    return [((3 * row) % 11, (5 * row + 2) % 11) for row in range(rows)]


def _business_cases(office):
    """A case of two versions whose texts differ, one of its cases sent to be cleared."""
    case = make_case(review("P1-PRO"), by=office)
    write(section_of(case), by=office)
    keep(case, by=office)
    write(
        section_of(case), "## Why\nThe estate costs far too much.\n\n- fewer buildings", by=office
    )
    keep(case, "For the Committee", by=office)
    here, strategic = f"business-cases/{case.code}/", f"business-cases/{case.code}/strategic/"
    return [
        "P1-PRO/business-cases/",
        "P1-LIB/business-cases/",
        "P1-LIB/business-cases/start/",
        here,
        f"{here}edit/",
        f"{here}keep/",
        f"{here}whole/",
        f"{here}differences/",
        f"{here}versions/1/",
        strategic,
        f"{strategic}edit/",
        f"{strategic}owner/",
        f"{strategic}send/",
    ]


def _engagement(office):
    """A soft market test with an answer and an exempt note."""
    engagement = make_engagement(review("P1-PRO"), code="SMT-1", title="Soft market test")
    supplier = add_supplier(
        terms=SupplierTerms("Alder Facilities Limited", business="Care of buildings"),
        by=office,
        now=NOW,
    )
    make_response(engagement, supplier)
    make_note(engagement, by=office)
    here = f"engagement/{engagement.code}/"
    return [
        "engagement/",
        "engagement/add/",
        "engagement/add/?activity=P1-PRO",
        "engagement/suppliers/",
        "engagement/suppliers/add/",
        f"engagement/suppliers/{supplier.code}/",
        f"engagement/suppliers/{supplier.code}/edit/",
        here,
        f"{here}edit/",
        f"{here}cancel/",
        f"{here}invite/",
        f"{here}responses/add/",
        f"{here}responses/{supplier.code}/edit/",
        f"{here}notes/add/",
        f"{here}notes/1/edit/",
        "P1-PRO/engagement/",
    ]


def _gates(office):
    """A review that passed with a condition that is overdue; gates of other reviews as they are."""
    for code in ("P2-HST", "P2-AFL"):
        gates.start_review(
            review=review(code),
            expected_version=review(code).version,
            by=office,
            now=NOW,
            today=TODAY,
        )
    home_to_school = review("P2-HST")
    make_evidence(
        home_to_school,
        "service-review",
        by=person("officer"),
        accepted_by=person("sro"),
        classification="INTERNAL",
    )
    sign(home_to_school, "money", by=person("finance"), on=TODAY)
    gates.pass_with_conditions(
        review=home_to_school,
        expected_version=review("P2-HST").version,
        conditions=[AskedCondition(title="Agree the lease", owner=person("officer"), due_on=TODAY)],
        by=office,
        now=NOW,
        today=TODAY,
        reason="The lease is nearly agreed.",
    )
    return [
        "P2-HST/conditions/2/1/meet/",
        "P1-PRO/gate/",
        "P1-LIB/gate/",
        "P1-RES/gate/",
        "P2-HST/gate/",
        "P2-SEN/gate/",
        "P1-PRO/gate/key-decision/",
        "conditions/",
    ]


def _imports(office):
    """A preview with a new row and a wrong one."""
    held = previewed(office, ["Code", "Title"], ["M-1", "Lease"], ["", "Nameless"])
    return ["import/", f"import/{held.pk}/"]


def _status(office):
    """A phase whose status is signed for otherwise than computed."""
    report_status(
        activity=review("P1-PRO"),
        rag=Rag.RED,
        narrative="The partners differ about the estate.",
        next_steps="Settle which buildings go in.",
        rag_reason="The business case waits for the schools.",
        by=person("officer"),
        now=NOW,
    )
    phase = Phase.objects.get(number=1)
    sign_override(
        of=phase,
        rag=Rag.AMBER,
        computed=roll_up_of(ScopeKind.PHASE, phase.code, as_at=None, today=TODAY).worst,
        reason="The two reviews that are late wait for the same decision.",
        expires_on=date(2014, 5, 20),
        by=office,
        now=NOW,
        today=TODAY,
    )
    return ["status/", f"status/phase/{phase.code}/"]
