from datetime import date

import pytest

from finance.enums import PlanMeasure, Scenario
from ftc.overview.queries.changes import Period, changes, passage_in_words
from ftc.programme.enums import MilestoneStatus, Rag
from ftc.programme.models import StatusReport
from governance.enums import BodyKind, DecisionState, RecommendationStatus, Verb
from reviews.enums import GateOutcome, OptionStateKind, ReviewState
from reviews.models import GatePassage, OptionState, Stage
from tests.factories import governance, programme
from tests.factories import reviews as review_rows
from tests.factories.finance import make_amount, make_entry, make_plan, make_saving

pytestmark = pytest.mark.django_db

SINCE = date(2014, 3, 27)
ON = date(2014, 5, 6)
PERIOD = Period(after=SINCE, until=ON)


def told(user=None, period=PERIOD):
    return [(change.on, change.text) for change in changes(period, user=user)]


def test_changes_are_empty_when_nothing_took_effect():
    assert told() == []


def test_changes_tell_a_review_in_one_sentence_a_day():
    review = review_rows.make_review("P1-PRO", title="Property Review", stage="stage-1")
    review_rows.make_delivery_model("LATCO", "Local Authority Trading Company")
    review_rows.make_option(review, on=ON)
    for _ in range(4):
        review_rows.make_option(review, OptionStateKind.NOT_RECOMMENDED, on=ON)
    review_rows.report_stage(review, "stage-2", on=ON)

    (change,) = changes(PERIOD, user=None)

    assert (change.on, change.when, change.text, change.url) == (
        ON,
        "6 May 2014",
        "Property Review: Local Authority Trading Company preferred, "
        "4 options not recommended; reported at Stage 2: Service review and market engagement",
        "/reviews/P1-PRO/",
    )


def test_changes_tell_a_review_added_deferred_and_resumed():
    review = review_rows.make_review(title="Residential Care", stage="stage-1")
    review_rows.change_state(review, ReviewState.ACTIVE, reason="Listed", on=date(2014, 4, 1))
    review_rows.change_state(
        review, ReviewState.DEFERRED, reason="It waits for the strategy.", on=date(2014, 4, 2)
    )
    review_rows.change_state(review, ReviewState.ACTIVE, reason="It came", on=date(2014, 4, 3))

    assert [text for _, text in told()] == [
        "Residential Care: resumed",
        "Residential Care: deferred. It waits for the strategy",
        "Residential Care: added to the reviews",
    ]


def test_changes_leave_out_the_first_day_and_what_came_later():
    review = review_rows.make_review(stage="stage-1")
    for on in (SINCE, date(2014, 5, 7)):
        review_rows.change_state(review, reason="It waits", on=on)

    assert told() == []


def test_changes_count_what_people_did_on_the_day_of_the_last_meeting(officer, clerk):
    review = review_rows.make_review("P1-PRO", title="Property Review", stage="stage-2")
    council = governance.make_body(name="County Council", kind=BodyKind.FULL_COUNCIL)
    meeting = governance.make_meeting(council, on=SINCE)
    governance.make_resolution(meeting, title="Read from the minutes")
    governance.make_resolution(meeting, title="The options", recorded_by=clerk)
    for by in (None, officer):
        option = review_rows.make_option(review, None)
        source = None if by else review_rows.make_paper()
        OptionState.objects.create(
            option=option,
            state=OptionStateKind.PREFERRED,
            reason="It pays",
            effective_on=SINCE,
            by=by,
            source=source,
        )

    assert told() == [
        (SINCE, "Property Review: LATCO preferred"),
        (SINCE, "County Council: endorsed “The options”"),
    ]


def test_changes_of_acts_alone_leave_out_what_papers_say():
    make_amount(make_plan("2015/16"), "2015/16", "88000000", effective_on=ON)
    review_rows.change_state(review_rows.make_review(stage="stage-1"), on=ON)
    taken = {"state": DecisionState.TAKEN, "taken_on": ON}
    governance.make_decision(source=review_rows.make_paper(), **taken)
    governance.make_decision(number="14/00139", title="Appoint", **taken)

    assert told(period=Period(SINCE, ON, acts_only=True)) == [
        (ON, "Decision 14/00139 taken: Appoint")
    ]


def test_changes_tell_the_plan_by_year():
    plan = make_plan("2014/15", "2015/16", "2016/17")
    make_amount(plan, "2014/15", "91000000", effective_on=ON)
    make_amount(plan, "2015/16", "88000000", effective_on=ON)
    make_amount(plan, "2015/16", "43000000", PlanMeasure.UNIDENTIFIED, effective_on=ON)
    make_amount(plan, "2016/17", "45000000", PlanMeasure.UNIDENTIFIED, effective_on=ON)

    assert told() == [
        (ON, "Savings for 2014/15: £91m required"),
        (ON, "Savings for 2015/16: £88m required, £43m of it not yet identified"),
        (ON, "Savings for 2016/17: £45m not yet identified"),
    ]


def test_changes_add_up_the_ledger_of_one_saving_and_never_of_two():
    saving = make_saving("ONE", title="One saving")
    for year in ("2014/15", "2015/16"):
        make_entry(saving, year, "1500000", effective_on=ON)
    make_entry(saving, "2014/15", "4000000", scenario=Scenario.STRETCH, effective_on=ON)
    make_entry(make_saving("TWO", title="Another"), "2014/15", "2000000", effective_on=ON)

    assert [text for _, text in told()] == [
        "One saving: £4m plan (stretch)",
        "One saving: £3m plan (target)",
        "Another: £2m plan (target)",
    ]


def test_changes_tell_resolutions_with_the_date_as_printed():
    body = governance.make_body(name="Cabinet")
    day = governance.make_meeting(body, on=date(2014, 4, 28))
    month = governance.make_meeting(body, on=date(2014, 4, 1), precision="month")
    governance.make_resolution(day, title="The report", verb=Verb.NOTE, code="R-DAY")
    governance.make_resolution(month, title="The method", verb=Verb.AGREE)

    found = changes(PERIOD, user=None)

    assert [(change.when, change.text) for change in found] == [
        ("28 April 2014", "Cabinet: noted “The report”"),
        ("April 2014", "Cabinet: agreed “The method”"),
    ]
    assert found[0].url == f"/meetings/{day.code}/#R-DAY"


def test_changes_keep_a_resolution_on_an_exempt_item_from_who_may_not_read_it(officer, member):
    meeting = governance.make_meeting(on=ON)
    item = governance.make_exempt_item(meeting)
    governance.make_resolution(meeting, agenda_item=item, title="Award the contract")

    assert told(officer) == []
    assert len(told(member)) == 1


def test_changes_tell_decisions_on_the_day_they_were_taken():
    governance.make_decision(
        number="14/00138", title="Appoint", state=DecisionState.TAKEN, taken_on=ON
    )

    assert told() == [(ON, "Decision 14/00138 taken: Appoint")]


def test_changes_count_outcomes_by_report_and_status():
    rows = [
        governance.make_recommendation(report_code="LGA", report_title="LGA letter")
        for _ in range(3)
    ]
    for row in rows[:2]:
        governance.make_outcome(row, RecommendationStatus.ACCEPTED, effective_on=ON)
    governance.make_outcome(rows[2], RecommendationStatus.NOTED, effective_on=ON)

    found = changes(PERIOD, user=None)

    assert [change.text for change in found] == [
        "LGA letter: 2 recommendations accepted",
        "LGA letter: 1 recommendation noted",
    ]
    assert {change.url for change in found} == {"/recommendations/?report=LGA"}


def test_changes_tell_an_outcome_once_when_its_resolution_is_recorded():
    meeting = governance.make_meeting(governance.make_body(name="Cabinet"), on=ON)
    resolution = governance.make_resolution(meeting, title="The report", verb=Verb.NOTE)
    governance.make_outcome(
        governance.make_recommendation(), effective_on=ON, resolution=resolution
    )

    assert [text for _, text in told()] == ["Cabinet: noted “The report”"]


def test_changes_count_milestones_by_day_in_the_order_of_statuses():
    for status in (MilestoneStatus.MET, MilestoneStatus.PLANNED, MilestoneStatus.MET):
        programme.make_milestone_report(programme.make_milestone(), status, effective_on=ON)

    assert told() == [(ON, "3 milestones reported: 1 planned; 2 met")]


def test_changes_tell_status_reports(officer):
    review = review_rows.make_review(title="Property Review")
    StatusReport.objects.create(
        activity=review, rag=Rag.AMBER, narrative="Late", effective_on=ON, reported_by=officer
    )

    assert told() == [(ON, "Property Review: reported at risk")]


@pytest.mark.parametrize("number", [1, 3])
def test_changes_take_the_same_queries_whatever_changed(number, django_assert_num_queries):
    for _ in range(number):
        review = review_rows.make_review(stage="stage-1")
        review_rows.make_option(review, on=ON)
        review_rows.change_state(review, on=ON)
        meeting = governance.make_meeting(
            governance.make_body(kind=BodyKind.COMMITTEE), on=date(2014, 4, 28)
        )
        governance.make_resolution(meeting)
        governance.make_outcome(governance.make_recommendation(), effective_on=ON)
        programme.make_milestone_report(programme.make_milestone(), effective_on=ON)
        make_entry(effective_on=ON)

    with django_assert_num_queries(12):
        changes(PERIOD, user=None)


@pytest.mark.parametrize("outcome", GateOutcome)
def test_every_outcome_of_a_gate_has_its_words(outcome):
    passage = GatePassage(outcome=outcome, to_stage=Stage(title="Stage 2"))

    assert passage_in_words(passage)


def test_changes_tell_of_an_option_where_it_goes_on():
    review = review_rows.make_review(title="Residential Care", stage="stage-1")
    review_rows.make_option(review, OptionStateKind.CARRIED, on=ON)

    assert [text for _, text in told() if "option" in text] == []
