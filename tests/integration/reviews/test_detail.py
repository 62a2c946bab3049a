"""The page of a review: what it says, to whom, and as at a date."""

from datetime import date

import pytest
from django.test import Client

from ftc.periods import Precision
from ftc.programme.enums import MilestoneDateKind
from ftc.programme.models import Milestone, MilestoneDate
from governance.enums import BodyKind, DecisionState
from governance.models import AgendaItem, Decision, Recommendation
from reviews.enums import OptionStateKind
from reviews.models import OptionVariant
from tests.factories.reviews import (
    change_state,
    make_body,
    make_evidence,
    make_meeting,
    make_option,
    make_paper,
    make_resolution,
    make_review,
    make_service,
    report_stage,
)
from tests.integration.reviews.reading import text_of

pytestmark = pytest.mark.django_db
SECTIONS = ("engagement", "risks", "papers", "evidence", "history")


@pytest.fixture
def review(officer, sro):
    make_body(name="County Council")
    return make_review("P1-PRO", title="Property Review", stage="stage-2", lead=officer, sro=sro)


def _put_to_council(review, *, published_on=date(2014, 5, 6), classification="PUBLIC"):
    """Item 12 of the Council of 15 May 2014, with a recommendation that covers the review."""
    meeting = make_meeting(on=date(2014, 5, 15), published_on=published_on, state="PUBLISHED")
    exempt = classification == "EXEMPT"
    item = AgendaItem.objects.create(
        meeting=meeting,
        number=12,
        title="Outturn report",
        kind="report",
        classification=classification,
        exempt_paragraph=3 if exempt else None,
        exempt_reason="Prices" if exempt else "",
    )
    recommendation = Recommendation.objects.create(
        code="R-1",
        report_code="CC1405O",
        report_title="Outturn report",
        report_date="2014-05-15",
        body=meeting.body,
        agenda_item=item,
        number="1",
        verb="endorse",
        summary="Preferred options go on",
    )
    recommendation.activities.add(review)
    return item


def test_the_page_says_where_the_review_stands(client_of, officer, review, sro):
    make_evidence(review, by=officer, accepted_by=sro)
    make_option(review, title="Local Authority Trading Company")
    _put_to_council(review)

    response = client_of(officer).get("/reviews/P1-PRO/")

    text = text_of(response)
    assert response.status_code == 200
    assert '<h1 class="govuk-heading-l">Property Review</h1>' in response.content.decode()
    assert "What stands between this review and Stage 3: Full Business Case" in text
    assert "Accepted · 4 April 2014" in text
    assert "Chosen: Local Authority Trading Company" in text
    assert "Waiting: County Council, 15 May 2014, item 12" in text
    assert "Lead: Olive Officer · Senior Responsible Owner: Sam Owner" in text
    assert "Portfolio: not named" in text


def test_demonstration_people_are_marked_and_nobody_is_invented(client_of, auditor, officer):
    review = make_review("P1-LIB", lead=officer)
    review.assignments.update(is_demonstration=True)

    text = text_of(client_of(auditor).get("/reviews/P1-LIB/"))

    assert "Lead: Olive Officer (demonstration) · Senior Responsible Owner: not named" in text


def test_services_have_their_budgets_and_a_total_with_the_paper(client_of, officer, review):
    make_service(review, gross="29493000", net="27661000", code="P1-A")
    make_service(review, gross="1000", net="-500", code="P1-B")

    text = text_of(client_of(officer).get("/reviews/P1-PRO/"))

    assert "29,493,000 1,832,000 27,661,000" in text
    assert "Total 29,494,000 1,833,500 27,660,500" in text
    assert "Paper CC-2013-12-12-FTC, paragraph 3.2.2" in text


def test_a_budget_that_is_not_known_is_never_zero(client_of, officer, review):
    make_service(review, gross="1000", net="800")
    make_service(review, gross=None)

    text = text_of(client_of(officer).get("/reviews/P1-PRO/"))

    assert "not known not known not known Total not known not known not known" in text


def test_options_show_state_models_variants_and_reason(client_of, officer, review):
    option = make_option(
        review,
        OptionStateKind.NOT_RECOMMENDED,
        title="Joint venture",
        models=("JV",),
        reason="The market is thin.",
    )
    OptionVariant.objects.create(option=option, letter="a", title="Private company")

    text = text_of(client_of(officer).get("/reviews/P1-PRO/"))

    assert "Joint venture (a) Private company Not recommended JV The market is thin." in text


def test_a_service_code_leads_to_the_joint_review(client_of, officer, review):
    make_service(review, code="P1-HR")

    response = client_of(officer).get("/reviews/P1-HR/?as_at=2014-03-27")

    assert (response.status_code, response["Location"]) == (
        302,
        "/reviews/P1-PRO/?as_at=2014-03-27",
    )


def test_there_is_no_page_for_a_code_nobody_gave(client_of, officer):
    assert client_of(officer).get("/reviews/P9-ABC/").status_code == 404


def test_nobody_reads_it_without_signing_in(db, review):
    response = Client().get("/reviews/P1-PRO/")

    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/sign-in/")


def test_htmx_is_sent_the_gate_alone(client_of, officer, review):
    page = client_of(officer).get("/reviews/P1-PRO/", headers={"HX-Request": "true"})

    content = page.content.decode()
    assert content.strip().startswith('<section id="gate"')
    assert "<html" not in content


def test_the_past_is_shown_as_it_was_and_offers_nothing(client_of, officer, review, sro):
    make_evidence(review, by=officer, accepted_by=sro, title="The case itself")
    make_option(review, title="Trading company")
    make_service(review)
    make_resolution(review)
    _put_to_council(review)
    change_state(review, reason="It waits", on=date(2014, 5, 1))

    text = text_of(client_of(officer).get("/reviews/P1-PRO/?as_at=2013-12-11"))

    assert "Active" in text
    assert "This review has not been started" in text
    sections = [
        text_of(client_of(officer).get(f"/reviews/P1-PRO/{section}/?as_at=2013-12-11"))
        for section in SECTIONS
    ]
    for later in ("The case itself", "Trading company", "Endorsed", "It waits", "item 12"):
        assert later not in text
        assert not [said for said in sections if later in said]
    for button in ("Add evidence", "Move to next stage", "Start review", "Edit Defer"):
        assert button not in text
    assert "not known not known not known Total" in text


def test_the_agenda_is_not_known_before_it_is_published(client_of, officer, review):
    _put_to_council(review)
    client = client_of(officer)

    before = text_of(client.get("/reviews/P1-PRO/?as_at=2014-05-05"))
    after = text_of(client.get("/reviews/P1-PRO/?as_at=2014-05-06"))

    assert "Waiting: County Council, 15 May 2014, item 12" not in before
    assert "Waiting: County Council, 15 May 2014, item 12" in after


def test_an_exempt_item_is_not_named_to_who_may_not_read_it(client_of, officer, auditor, review):
    _put_to_council(review, classification="EXEMPT")

    assert "item 12" not in text_of(client_of(officer).get("/reviews/P1-PRO/"))
    assert "item 12" in text_of(client_of(auditor).get("/reviews/P1-PRO/"))


def test_exempt_evidence_is_counted_but_not_named(client_of, officer, auditor, review, sro):
    make_evidence(
        review,
        by=sro,
        title="Bids received",
        classification="EXEMPT",
        exempt_paragraph=3,
        exempt_reason="Prices",
    )

    told = text_of(client_of(officer).get("/reviews/P1-PRO/evidence/"))

    assert "Bids received" not in told
    assert "1 more piece of evidence is not open to you" in told
    assert "Bids received" not in text_of(client_of(officer).get("/reviews/P1-PRO/"))
    assert "Bids received" in text_of(client_of(auditor).get("/reviews/P1-PRO/evidence/"))


def test_a_deferred_review_says_why(client_of, officer, review):
    change_state(review, reason="It waits for the Accommodation Strategy")

    text = text_of(client_of(officer).get("/reviews/P1-PRO/"))

    assert "A deferred review passes no gate. It waits for the Accommodation Strategy." in text
    assert "Add evidence" not in text


@pytest.mark.parametrize(
    "who, buttons",
    [
        ("officer", {"Add evidence", "Move to next stage", "Edit"}),
        ("sro", {"Add evidence"}),
        ("portfolio_officer", {"Add evidence", "Move to next stage", "Edit", "Defer"}),
        ("clerk", set()),
        ("member", set()),
        ("auditor", set()),
        ("finance_partner", set()),
        ("administrator", set()),
    ],
)
def test_each_role_is_offered_what_it_may_do(client_of, request, review, who, buttons):
    user = request.getfixturevalue(who)

    content = client_of(user).get("/reviews/P1-PRO/").content.decode()

    actions = content.split('class="ftc-page-head__actions"')[1].split("ftc-meta")[0]
    offered = {"Add evidence", "Move to next stage", "Edit", "Defer", "Resume", "Start review"}
    assert {button for button in offered if f">{button}<" in actions} == buttons


def test_a_review_at_its_last_stage_has_no_gate(client_of, officer, sro, portfolio_officer):
    review = make_review("P1-END", stage="stage-2", lead=officer, sro=sro)
    from reviews import actions
    from tests.factories.reviews import NOON

    make_evidence(review, by=officer, accepted_by=sro)
    make_option(review)
    make_resolution(review)
    make_evidence(review, "full-business-case", by=officer, accepted_by=sro)
    make_resolution(review, body_kind="CABINET_COMMITTEE")
    for _ in range(3):
        review.refresh_from_db()
        actions.move_to_next_stage(
            review=review,
            expected_version=review.version,
            by=officer,
            now=NOON,
            today=date(2014, 5, 6),
        )

    text = text_of(client_of(officer).get("/reviews/P1-END/"))

    assert "Implementation is the last stage" in text
    assert "Move to next stage" not in text


REPORT = 'href="/programme/activities/P1-PRO/status/report/"'


@pytest.mark.parametrize("who", ["officer", "portfolio_officer"])
def test_whoever_may_report_the_status_is_led_there(client_of, request, review, who):
    client = client_of(request.getfixturevalue(who))

    page = client.get("/reviews/P1-PRO/")
    past = client.get("/reviews/P1-PRO/?as_at=2014-03-27")

    assert REPORT in page.content.decode()
    assert "Report status" in text_of(page)
    assert REPORT not in past.content.decode()


@pytest.mark.parametrize("who", ["sro", "clerk", "member", "auditor"])
def test_nobody_else_is_led_to_report_the_status(client_of, request, review, who):
    page = client_of(request.getfixturevalue(who)).get("/reviews/P1-PRO/")

    assert REPORT not in page.content.decode()


def test_an_officer_reports_the_status_of_what_they_lead_alone(client_of, officer):
    make_review("P1-PRO", stage="stage-2")

    assert REPORT not in client_of(officer).get("/reviews/P1-PRO/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_much_there_is(
    client_of, auditor, officer, sro, count, django_assert_num_queries
):
    review = make_review("P1-ANY", stage="stage-2", lead=officer, sro=sro)
    for _ in range(count):
        make_service(review)
        make_option(review)
        make_evidence(review, by=officer)
        make_resolution(review)
    client = client_of(auditor)
    client.get("/reviews/P1-ANY/")

    with django_assert_num_queries(10):
        client.get("/reviews/P1-ANY/")


def test_a_review_not_named_yet_says_so(client_of, officer):
    review = make_review("P2-FOS", phase=2)
    review.source = make_paper("CC-2014-03-27", meeting_on=date(2014, 3, 27))
    review.save(update_fields=["source"])
    client = client_of(officer)

    assert "No paper had named this review" in text_of(
        client.get("/reviews/P2-FOS/?as_at=2014-03-26")
    )
    assert "No paper had named" not in text_of(client.get("/reviews/P2-FOS/?as_at=2014-03-27"))


def test_the_history_tells_who_did_what(client_of, officer, review):
    client = client_of(officer)
    client.post(
        "/reviews/P1-PRO/edit/",
        {"version": review.version, "title": "Property", "description": "", "next_steps": ""},
    )

    text = text_of(client.get("/reviews/P1-PRO/history/"))

    assert "Olive Officer Edited the review. Title: Property, was Property Review." in text
    past = text_of(client.get("/reviews/P1-PRO/history/?as_at=2014-05-06"))
    assert "Edited the review" not in past
    assert "it is shown when you go back to today" in past


def test_a_stage_that_a_paper_reports_is_credited_in_the_history(client_of, officer):
    review = make_review("P1-LEG", lead=officer)
    report_stage(review, "stage-1")

    client = client_of(officer)
    for address in ("/reviews/P1-LEG/", "/reviews/P1-LEG/history/"):
        assert "Paper CC-2013-12-12-FTC" in text_of(client.get(address))


def test_milestones_are_as_exact_as_printed(client_of, officer, review):
    milestone = Milestone.objects.create(code="M-1", activity=review, title="Shadow company")
    MilestoneDate.objects.create(
        milestone=milestone,
        kind=MilestoneDateKind.BASELINE,
        on=date(2014, 9, 1),
        precision=Precision.MONTH,
        printed="from September 2014",
        effective_on=date(2014, 5, 6),
    )
    client = client_of(officer)

    assert (
        "Shadow company September 2014 from September 2014 not recorded not recorded Not reported"
        in text_of(client.get("/reviews/P1-PRO/"))
    )
    past = text_of(client.get("/reviews/P1-PRO/?as_at=2014-05-05"))
    assert "Shadow company not recorded not recorded not recorded Not reported" in past


def test_a_decision_is_proposed_until_it_was_taken(client_of, officer, review):
    decision = Decision.objects.create(
        code="14-00138",
        number="14/00138",
        title="Appointment",
        maker=make_body(BodyKind.EXECUTIVE, may_decide=True),
        state=DecisionState.TAKEN,
        taken_on=date(2014, 5, 6),
    )
    decision.activities.add(review)
    client = client_of(officer)

    taken, past = (
        text_of(client.get(f"/reviews/P1-PRO/papers/{query}"))
        for query in ("", "?as_at=2014-05-05")
    )

    assert "14/00138 Appointment Executive Taken 6 May 2014" in taken
    assert "14/00138 Appointment Executive Proposed not yet" in past
