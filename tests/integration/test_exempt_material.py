"""Exempt material and every way out of the site: who reads its words, and that nobody else does.

One expectation for every place: they are read by whoever may read exempt material, and there only.
Source: Local Government Act 1972, Schedule 12A, paragraph 3; issue "permission table".
"""

import io
import zipfile
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from ftc.organisation.enums import Permission, Role
from ftc.organisation.tokens import create_token
from ftc.records import pdf
from ftc.records.documents import build_report, kind_definition
from ftc.records.enums import Classification, DocumentKind, DocumentState
from ftc.records.history.sentences import sentences
from ftc.records.models import Document
from governance import actions as governance
from governance.enums import MeetingState, Verb, VoteChoice
from governance.models import AgendaItem
from reviews import actions
from reviews.actions import appraisal as appraisals
from reviews.actions import business_cases
from reviews.actions import engagement as engagement_actions
from reviews.actions.engagement.notes import NoteTerms
from reviews.actions.engagement.parts import Classified
from reviews.enums import EvidenceKind
from reviews.models import Criterion
from tests.factories.appraisal import hand_in, make_open_appraisal, moderate, now_of
from tests.factories.business_cases import keep, make_case, section_of, write
from tests.factories.engagement import (
    make_engagement,
    make_response,
    make_supplier,
)
from tests.factories.governance import (
    make_attendance,
    make_item,
    make_minute,
    make_outcome,
    make_recommendation,
)
from tests.factories.organisation import make_person, make_user
from tests.factories.records import make_document
from tests.factories.reviews import (
    make_body,
    make_meeting,
    make_option,
    make_paper,
    make_review,
    make_service,
)

ASKED = "Zarquon"  # by which exempt things are looked for; a page of results repeats it
SECRET = f"{ASKED} Magrathea"  # in every exempt thing made here, and in nothing else
WORD = "Magrathea"
WORKING_DATE = date(2014, 5, 6)
EXEMPT = {
    "classification": Classification.EXEMPT,
    "exempt_paragraph": 3,
    "exempt_reason": f"It says what {SECRET} offered",
}
A_CASE = "/reviews/business-cases/P1-A-OBC-1"
ANONYMOUS = "anonymous"
READERS = [ANONYMOUS, *Role.values]


@pytest.fixture
def exempt(db, media_root):
    """Exempt evidence, business, recommendation, resolution with its vote, minute and document."""
    people = SimpleNamespace(
        officer=make_user(Role.OFFICER),
        sro=make_user(Role.SENIOR_RESPONSIBLE_OWNER),
        office=make_user(Role.PORTFOLIO_OFFICE),
        clerk=make_user(Role.DEMOCRATIC_SERVICES),
    )
    review = make_review(
        "P1-A", title="Property Review", stage="stage-2", lead=people.officer, sro=people.sro,
        outturn_letter="A",
    )  # fmt: skip
    make_service(review)
    option = make_option(review)
    file = _supply(review, people.officer, file=SimpleUploadedFile(
        f"{SECRET} prices.txt", f"{SECRET} asks for ten.".encode()
    ))  # fmt: skip
    note = _supply(review, people.officer, note=f"{SECRET} asks for ten.", title=f"{SECRET} note")
    returned = _supply(review, people.officer, note=f"Not {SECRET}.", title=f"Older {SECRET} note")
    actions.return_evidence(
        evidence=returned, by=people.sro, now=timezone.now(), today=WORKING_DATE,
        comment=f"{SECRET} has changed it",
    )  # fmt: skip
    meeting = make_meeting(
        make_body(), on=date(2014, 3, 27), state=MeetingState.PUBLISHED,
        published_on=date(2014, 3, 18),
    )  # fmt: skip
    make_meeting(published_on=WORKING_DATE, state=MeetingState.PUBLISHED)
    return SimpleNamespace(
        review=review,
        file=file,
        note=note,
        engaged=_engaged(review, people.office),
        case=_argued(review, people.office),
        option=option,
        appraisal=_appraised(review, people.office),
        meeting=meeting,
        people=people,
        **_business(review, meeting, people.clerk),
        document=make_document(
            title=f"{SECRET} report", state=DocumentState.READY, finished_at=timezone.now(),
            size=9, sha256="0" * 64, file=SimpleUploadedFile("a.pdf", f"%PDF-{SECRET}".encode()),
            **EXEMPT,
        ),
    )  # fmt: skip


def _argued(review, by):
    """An exempt business case with a version kept, and words that were not."""
    case = make_case(review, by=by, title=f"Offer of {SECRET}", **EXEMPT)
    write(section_of(case), f"{SECRET} asks for ten.", by=by)
    keep(case, f"After {SECRET} answered", by=by)
    write(section_of(case), f"{SECRET} asks for twelve.", by=by)
    return case


def _appraised(review, by):
    """An exempt appraisal that was agreed, with a criterion that says it."""
    marks = ((4, 3), (8, 5))
    appraisal = make_open_appraisal(
        review, by=by, assessors=[by], title=f"Appraisal with {SECRET}",
        criteria=((f"Fit with {SECRET}", "60"), ("Cost", "40")), **EXEMPT,
    )  # fmt: skip
    hand_in(appraisal, by, marks)
    appraisal = moderate(now_of(appraisal), by=by)
    return appraisals.agree_appraisal(
        appraisal=appraisal, expected_version=appraisal.version, by=by, now=timezone.now(),
        today=WORKING_DATE,
    )  # fmt: skip


def _engaged(review, by):
    """An exempt engagement; an open one with an exempt answer, and an exempt note with its file."""
    supplier = make_supplier("Answering Ltd")
    make_engagement(
        review, code="ENG-SECRET", title=f"Talks with {SECRET}", summary=f"What {SECRET} asks",
        reference=f"{SECRET} 1", **EXEMPT,
    )  # fmt: skip
    engagement = make_engagement(review, code="ENG-OPEN", title="Soft market test")
    make_response(engagement, supplier, summary=f"{SECRET} asks for ten.", **EXEMPT)
    return engagement_actions.add_note(
        engagement=engagement,
        terms=NoteTerms(
            noted_on=WORKING_DATE,
            text=f"{SECRET} asks for ten.",
            classified=Classified(*EXEMPT.values()),
        ),
        file=SimpleUploadedFile(f"{SECRET} offer.txt", f"{SECRET} asks for ten.".encode()),
        by=by,
        now=timezone.now(),
        today=WORKING_DATE,
    )


def _supply(review, by, *, file=None, note="", title=""):
    return actions.supply_evidence(
        review=review,
        criterion=Criterion.objects.get(code="outline-business-case"),
        kind=EvidenceKind.FILE if file else EvidenceKind.NOTE,
        file=file,
        note=note,
        title=title,
        **(EXEMPT | {"classification": Classification.EXEMPT}),
        by=by,
        now=timezone.now(),
        today=WORKING_DATE,
    )


def _business(review, meeting, clerk):
    """An exempt item that was put, resolved, voted on, minuted; one withdrawn; one not answered."""
    paper = make_paper()
    put = {"report_code": ASKED, "report_title": f"{SECRET} report", "source": paper}
    item = make_item(
        meeting, title=f"Prices of {SECRET}", report_by=f"{SECRET} Partners", source=paper,
        page_from=5, page_to=8, paper=paper, **EXEMPT,
    )  # fmt: skip
    asked = make_recommendation(
        item=item, summary=f"take the offer of {SECRET}", theme=f"{SECRET} theme", **put
    )
    asked.activities.set([review])
    common = {
        "meeting": meeting, "agenda_item": item, "text": f"{SECRET} is chosen",
        "activities": [review.activity_ptr], "by": clerk, "now": timezone.now(),
        "moved_by": None, "seconded_by": None, "reason": f"{SECRET} asked late",
    }  # fmt: skip
    mistaken = governance.record_resolution(**common, verb=Verb.NOTE, recommendations=[])
    governance.withdraw_resolution(
        resolution=mistaken, reason=f"{SECRET} was named", by=clerk, now=timezone.now()
    )
    resolution = governance.record_resolution(**common, verb=Verb.ENDORSE, recommendations=[asked])
    voter = make_person(surname="Voter")
    make_attendance(meeting, voter)
    governance.record_vote(
        resolution=resolution, votes=[(voter, VoteChoice.FOR)], by=clerk, now=timezone.now()
    )
    minute = make_minute(
        meeting, number=80, title=f"Prices of {SECRET}", outcome=f"{SECRET} is chosen",
        source=paper,
    )  # fmt: skip
    resolution.refresh_from_db()
    resolution.minute, resolution.source = minute, paper
    resolution.save()
    # Open: a paper reports its outcome without a resolution, on the way to the next meeting.
    reported = make_recommendation(item=item, summary=f"watch {SECRET}", **put)
    reported.activities.set([review])
    make_outcome(reported, effective_on=date(2014, 4, 10), source=paper)
    make_recommendation(item=item, summary=f"ask {SECRET} again", **put)
    return {"item": item, "resolution": resolution, "recommendation": asked, "paper": paper}


def _upload(made):
    return made.file.upload.get_absolute_url()


# Where it is read, and the address of the place.
PLACES = {
    "review's evidence": lambda made: "/reviews/P1-A/evidence/",
    "review's papers": lambda made: "/reviews/P1-A/papers/",
    "review's history": lambda made: "/reviews/P1-A/history/",
    "evidence file": lambda made: "/reviews/P1-A/evidence/1/",
    "evidence note": lambda made: "/reviews/P1-A/evidence/2/",
    "upload": _upload,
    "review's engagement": lambda made: "/reviews/P1-A/engagement/",
    "business cases": lambda made: "/reviews/P1-A/business-cases/",
    "business case": lambda made: f"{A_CASE}/",
    "business case, whole": lambda made: f"{A_CASE}/whole/",
    "business case, version": lambda made: f"{A_CASE}/versions/1/",
    "business case, differences": lambda made: f"{A_CASE}/differences/",
    "business case, one of five": lambda made: f"{A_CASE}/strategic/",
    "search of business cases": lambda made: f"/search/?q={ASKED}&kind=business-cases",
    "search in business cases": lambda made: f"/search/?q={ASKED}&kind=five-cases",
    "API business cases": lambda made: "/api/v1/reviews/P1-A/business-cases",
    "API figure of a business case": lambda made: (
        "/api/v1/figures/reviews.business_case_completeness?review=P1-A&kind=outline"
    ),
    "review's gate": lambda made: "/reviews/P1-A/gate/",
    "review's options": lambda made: "/reviews/P1-A/options/",
    "appraisal": lambda made: "/reviews/P1-A/appraisal/1/",
    "appraisal workbook": lambda made: "/reviews/P1-A/appraisal/1/export.xlsx",
    "appraisal to print": lambda made: "/reviews/P1-A/appraisal/1/print/",
    "API figure of a score": lambda made: (
        f"/api/v1/figures/reviews.appraisal_score?review=P1-A&option={made.option.code}"
    ),
    "API figure of a rank": lambda made: (
        f"/api/v1/figures/reviews.appraisal_rank?review=P1-A&option={made.option.code}"
    ),
    "engagements": lambda made: "/reviews/engagement/",
    "engagements export": lambda made: "/reviews/engagement/export.csv",
    "engagements workbook": lambda made: "/reviews/engagement/export.xlsx",
    "engagement": lambda made: "/reviews/engagement/ENG-SECRET/",
    "engagement with an exempt answer": lambda made: "/reviews/engagement/ENG-OPEN/",
    "file of a note": lambda made: made.engaged.upload.get_absolute_url(),
    "search of engagements": lambda made: f"/search/?q={ASKED}&kind=engagements",
    "API engagements": lambda made: "/api/v1/engagements",
    "API engagement": lambda made: "/api/v1/engagements/ENG-SECRET",
    "API answers and notes": lambda made: "/api/v1/engagements/ENG-OPEN",
    "API figure of engagements": lambda made: "/api/v1/figures/reviews.engagements?phase=1",
    "search": lambda made: f"/search/?q={ASKED}",
    "search of evidence": lambda made: f"/search/?q={ASKED}&kind=evidence",
    "search of items": lambda made: f"/search/?q={ASKED}&kind=items",
    "search of recommendations": lambda made: f"/search/?q={ASKED}&kind=recommendations",
    "search of resolutions": lambda made: f"/search/?q={ASKED}&kind=resolutions",
    "search of documents": lambda made: f"/search/?q={ASKED}&kind=documents",
    "meeting": lambda made: made.meeting.get_absolute_url(),
    "members' page of it": lambda made: f"/before-council/{made.meeting.code}/",
    "members' next page": lambda made: "/before-council/MT-2014-05-15-CC/",
    "recommendations": lambda made: "/recommendations/",
    "recommendations of it": lambda made: f"/recommendations/?report={ASKED}",
    "recommendations export": lambda made: "/recommendations/export.csv",
    "documents": lambda made: "/documents/",
    "document": lambda made: made.document.get_absolute_url(),
    "document file": lambda made: f"{made.document.get_absolute_url()}file/",
    "paper": lambda made: made.paper.get_absolute_url(),
    "paper items": lambda made: f"{made.paper.get_absolute_url()}?kind=agendaitem",
    "paper recommendations": lambda made: f"{made.paper.get_absolute_url()}?kind=recommendation",
    "paper resolutions": lambda made: f"{made.paper.get_absolute_url()}?kind=resolution",
    "paper minutes": lambda made: f"{made.paper.get_absolute_url()}?kind=minute",
    "API meeting": lambda made: f"/api/v1/meetings/{made.meeting.code}",
    "API recommendations": lambda made: "/api/v1/recommendations",
}
# Places that show other things, or tell of these by a number alone.
NEVER = {
    "reviews": lambda made: "/reviews/",
    "review": lambda made: "/reviews/P1-A/",
    "review's risks": lambda made: "/reviews/P1-A/risks/",
    "reviews export": lambda made: "/reviews/export.csv",
    "my work": lambda made: "/reviews/my-work/",
    "overdue": lambda made: "/reviews/overdue/",
    "overdue export": lambda made: "/reviews/overdue/export.csv",
    "calendar of reviews": lambda made: "/reviews/calendar/",
    "statuses": lambda made: "/reviews/status/",
    "conditions": lambda made: "/reviews/conditions/",
    "board": lambda made: "/reviews/?view=board",
    "timeline": lambda made: "/reviews/?view=timeline",
    "review's scope": lambda made: "/reviews/P1-A/scope/",
    "suppliers": lambda made: "/reviews/engagement/suppliers/",
    "suppliers export": lambda made: "/reviews/engagement/suppliers/export.csv",
    "API suppliers": lambda made: "/api/v1/suppliers",
    "API figure of responses": lambda made: "/api/v1/figures/reviews.engagement_responses?phase=1",
    "reviews workbook": lambda made: "/reviews/export.xlsx",
    "meetings": lambda made: "/meetings/",
    "meetings export": lambda made: "/meetings/export.csv",
    "calendar": lambda made: "/meetings/calendar/?month=2014-03",
    "decisions": lambda made: "/decisions/",
    "discrepancies": lambda made: "/discrepancies/",
    "discrepancies export": lambda made: "/discrepancies/export.csv",
    "programme": lambda made: "/programme/",
    "commissioning": lambda made: "/commissioning/",
    "savings": lambda made: "/savings/",
    "plan export": lambda made: "/savings/export.csv",
    "plan workbook": lambda made: "/savings/export.xlsx",
    "preview": lambda made: "/documents/preview/outturn_report/",
    "API reviews": lambda made: "/api/v1/reviews",
    "API review": lambda made: "/api/v1/reviews/P1-A",
    "API meetings": lambda made: "/api/v1/meetings",
    "API bodies": lambda made: "/api/v1/bodies",
    "API figures": lambda made: "/api/v1/figures",
    "API review figure": lambda made: "/api/v1/figures/reviews.net_budget?phase=1",
}


def reader(name):
    """Somebody of the role, who has nothing to do with the review; None for no role."""
    return None if name == ANONYMOUS else make_user(Role(name))


def may_read(user):
    """The one expectation."""
    return user is not None and user.may(Permission.EXEMPT_READ)


def client_as(user):
    client = Client(REMOTE_ADDR="127.0.0.1")
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def said(response):
    """Everything that came back: headers, body, and the parts of a workbook.

    Where one is sent on to sign in, the address that was asked for is all there is.
    """
    content = b"".join(response) if response.streaming else response.content
    heads = "".join(value for name, value in response.headers.items() if name != "Location")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return heads + content.decode("utf-8", "replace")


@pytest.mark.parametrize("name", READERS)
def test_exempt_material_is_read_by_whoever_may_and_by_nobody_else(exempt, name):
    user = reader(name)
    client = client_as(user)
    expected = may_read(user)

    found = {place for place, at in PLACES.items() if WORD in said(client.get(at(exempt)))}

    assert found == (set(PLACES) if expected else set())


@pytest.mark.parametrize("name", READERS)
def test_places_that_tell_of_other_things_never_say_it(exempt, name):
    client = client_as(reader(name))

    found = [place for place, at in NEVER.items() if WORD in said(client.get(at(exempt)))]

    assert found == []


@pytest.mark.parametrize("name", READERS)
def test_a_vote_on_exempt_business_is_counted_for_whoever_may(exempt, name):
    user = reader(name)
    address = f"/api/v1/figures/governance.votes?meeting={exempt.meeting.code}&minute=80&choice=for"

    response = client_as(user).get(address)

    assert ("Voter" in said(response)) is may_read(user)
    assert response.status_code == (401 if user is None else 200)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("method", ["get", "head"])
def test_an_exempt_file_is_not_there_for_others(exempt, name, method):
    user = reader(name)
    addresses = [
        exempt.file.upload.get_absolute_url(),
        exempt.engaged.upload.get_absolute_url(),
        f"{exempt.document.get_absolute_url()}file/",
        f"{exempt.document.get_absolute_url()}file/?view",
        exempt.document.get_absolute_url(),
    ]

    codes = [getattr(client_as(user), method)(address).status_code for address in addresses]

    refused = [302, 302, 404, 404, 404] if user is None else [404] * 5
    assert codes == ([200] * 5 if may_read(user) else refused)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "place",
    [
        "/reviews/engagement/",
        f"{A_CASE}/strategic/edit/",
        "/reviews/P1-A/",
        "/recommendations/",
        "/reviews/",
        "/meetings/",
        "/reviews/P1-A/move/",
        "/reviews/P1-A/options/",
        "/reviews/P1-A/appraisal/1/",
        "/reviews/P1-A/gate/",
    ],
)
def test_a_fragment_shows_no_more_than_its_page(exempt, name, place):
    client = client_as(reader(name))

    page, fragment = (said(client.get(place, headers=h)) for h in ({}, {"HX-Request": "true"}))

    assert WORD in page or WORD not in fragment


@pytest.mark.parametrize("name", [name for name in READERS if name != ANONYMOUS])
def test_a_token_opens_no_more_than_its_user(exempt, name):
    user = reader(name)
    token = create_token(user=user, now=timezone.now())
    client = Client(REMOTE_ADDR="127.0.0.1", headers={"Authorization": f"Bearer {token}"})

    found = WORD in said(client.get(PLACES["API meeting"](exempt)))

    assert found is may_read(user)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SENIOR_RESPONSIBLE_OWNER, Role.ADMINISTRATOR])
def test_what_is_asked_of_the_owner_names_no_exempt_evidence(exempt, role):
    user = make_user(role)
    exempt.review.assignments.filter(user=exempt.people.sro).update(user=user)

    home = said(client_as(user).get("/"))

    assert WORD not in home
    assert ("/reviews/P1-A/evidence/" in home) is may_read(user)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.PORTFOLIO_OFFICE, Role.ADMINISTRATOR])
def test_exempt_evidence_is_decided_only_by_who_may_read_it(exempt, role):
    user = make_user(role)
    exempt.review.assignments.filter(user=exempt.people.sro).update(user=user)

    response = client_as(user).post("/reviews/P1-A/evidence/2/decide/", {"outcome": "ACCEPT"})

    exempt.note.refresh_from_db()
    assert response.status_code == (403 if may_read(user) else 404)
    assert exempt.note.state == "SUPPLIED"


@pytest.mark.parametrize("name", [name for name in READERS if name != ANONYMOUS])
@pytest.mark.parametrize("kind", ["responses", "engagement-notes"])
def test_a_search_finds_no_exempt_answer_or_note_for_others(exempt, name, kind):
    user = reader(name)

    found = said(client_as(user).get(f"/search/?q={ASKED}&kind={kind}"))

    assert ("/reviews/engagement/ENG-OPEN/" in found) is may_read(user)


@pytest.mark.parametrize("name", [name for name in READERS if name != ANONYMOUS])
def test_an_exempt_answer_counts_for_whoever_may_read_it(exempt, name):
    user = reader(name)

    figure = client_as(user).get("/api/v1/figures/reviews.engagement_suppliers?phase=1").json()

    assert [line["label"] for line in figure["lineage"]] == (
        ["Answering Ltd"] if may_read(user) else []
    )


@pytest.mark.parametrize("name", READERS)
def test_history_tells_of_exempt_acts_to_whoever_may_read_them(exempt, name):
    user = reader(name)

    told = [str(s) for of in (exempt.review, exempt.meeting) for s in sentences(of, user)]

    assert (WORD in " ".join(told)) is may_read(user)


def test_a_public_report_has_nothing_exempt(exempt):
    definition = kind_definition(DocumentKind.OUTTURN_REPORT)

    report = build_report(kind=DocumentKind.OUTTURN_REPORT, as_at=WORKING_DATE, params={})
    printed = pdf.render_pdf(definition.template, report)

    read = PdfReader(io.BytesIO(printed.content))
    text = "".join(page.extract_text() for page in read.pages)
    assert "Property Review" in text
    for words in (
        repr(report),
        text,
        str(read.metadata),
        str(read.outline),
        str(read.xmp_metadata),
    ):
        assert ASKED not in words
        assert WORD not in words
    assert not list(read.attachments)
    assert WORD.encode() not in printed.content


def test_a_report_for_somebody_who_may_reads_the_same_records(exempt):
    report = build_report(
        kind=DocumentKind.OUTTURN_REPORT, as_at=WORKING_DATE, params={}, user=exempt.people.office
    )

    assert WORD in repr(report)


@pytest.mark.parametrize("name", READERS)
def test_a_document_of_an_exempt_business_case_is_exempt(exempt, name):
    made = business_cases.print_business_case(
        case=exempt.case, version=None, by=exempt.people.office, now=timezone.now(),
        today=WORKING_DATE,
    )  # fmt: skip
    user = reader(name)

    page = client_as(user).get(made.get_absolute_url())

    assert made.classification == Classification.EXEMPT
    assert (WORD in said(page)) is may_read(user)
    assert page.status_code == (200 if may_read(user) else 404)


def test_an_exempt_document_is_never_published(exempt):
    Document.objects.update(is_accessible=True)
    client = client_as(exempt.people.office)

    response = client.post(f"{exempt.document.get_absolute_url()}publish/")

    exempt.document.refresh_from_db()
    assert response.status_code == 422
    assert exempt.document.published_at is None


def test_the_clerk_alone_acts_on_exempt_business(exempt):
    address = f"{exempt.meeting.get_absolute_url()}resolutions/{exempt.resolution.code}/withdraw/"

    codes = {name: client_as(reader(name)).get(address).status_code for name in READERS}

    assert {name for name, code in codes.items() if code == 200} == {Role.DEMOCRATIC_SERVICES}


def test_lists_of_choices_do_not_name_exempt_reports(exempt):
    officer, member = (client_as(make_user(role)) for role in (Role.OFFICER, Role.MEMBER))

    assert f"{ASKED}" not in said(officer.get("/recommendations/"))
    assert f"{ASKED}" in said(member.get("/recommendations/"))


def test_public_material_of_the_same_meeting_is_still_read(exempt):
    make_item(exempt.meeting, title="Ordinary business")

    page = said(Client().get(exempt.meeting.get_absolute_url()))

    assert "Ordinary business" in page
    assert AgendaItem.objects.visible_to(None).count() == 1
