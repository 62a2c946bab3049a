from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ftc.overview.queries import before_council as queries
from governance.enums import BodyKind
from reviews.enums import OptionStateKind
from reviews.models import OptionState
from tests.factories import governance
from tests.factories.programme import make_source
from tests.factories.reviews import make_option, make_review, make_service

pytestmark = pytest.mark.django_db

CLOCK = date(2026, 3, 2)
TODAY = date(2014, 5, 6)
COUNCIL_ON = date(2014, 5, 15)


@pytest.fixture
def council():
    return governance.make_body(code="CC", name="County Council", kind=BodyKind.FULL_COUNCIL)


@pytest.fixture
def meeting(council):
    return governance.make_published_meeting(council, code="MT-MAY")


def page_of(meeting, user, **changes):
    values = {"today": TODAY, "clock": CLOCK, "chosen": None} | changes
    return queries.before_council(meeting, user=user, **values)


def test_next_council_is_the_first_on_or_after_the_day(council, meeting, member):
    governance.make_meeting(on=date(2014, 5, 8))
    later = governance.make_meeting(council, on=date(2014, 7, 17))

    def found(on):
        return queries.next_council(on=on, user=member, as_at=None)

    assert [found(on) for on in (TODAY, COUNCIL_ON, date(2014, 5, 16), date(2014, 8, 1))] == [
        meeting,
        meeting,
        later,
        None,
    ]


def test_page_date_is_the_publication(meeting):
    found = queries.page_date(meeting, clock=CLOCK, chosen=None)

    assert found == queries.PageDate(TODAY, "when the papers were published")


def test_page_date_is_the_last_day_for_papers_where_no_publication_is_known(council):
    governance.make_constitution()
    meeting = governance.make_meeting(council, on=date(2014, 3, 27))

    found = queries.page_date(meeting, clock=CLOCK, chosen=None)

    assert found == queries.PageDate(
        date(2014, 3, 19),
        "the last day for its papers; no source gives the day they were published",
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, queries.PageDate(COUNCIL_ON, "the day of the meeting")),
        (
            {"precision": "month", "on": date(2014, 7, 1)},
            queries.PageDate(date(2014, 7, 1), "the earliest day it may be held"),
        ),
        (
            {"on": date(2026, 5, 20)},
            queries.PageDate(CLOCK, "today; its papers are not out yet"),
        ),
        ({"on": None}, queries.PageDate(CLOCK, "the earliest day it may be held")),
    ],
)
def test_page_date_of_an_informal_meeting_is_its_day_and_never_after_today(fields, expected):
    meeting = governance.make_meeting(governance.make_informal_body(), **fields)

    assert queries.page_date(meeting, clock=CLOCK, chosen=None) == expected


def test_page_date_goes_no_further_than_the_chosen_day(meeting):
    earlier = queries.page_date(meeting, clock=CLOCK, chosen=date(2014, 4, 1))
    later = queries.page_date(meeting, clock=CLOCK, chosen=date(2014, 6, 1))

    assert earlier == queries.PageDate(date(2014, 4, 1), "the date you chose")
    assert later.on == TODAY


def test_before_council_names_the_meeting_and_its_own_date(meeting, member):
    page = page_of(meeting, member)

    assert (page.title, page.when, page.is_past, queries.spoken_for(page)) == (
        "County Council · Thursday 15 May 2014",
        "in 9 days",
        False,
        "As at 6 May 2014, when the papers were published",
    )


def test_before_council_asks_for_what_is_to_be_decided(meeting, member):
    paper = make_source("CC-12", title="Outturn Report", known_on=TODAY)
    item = governance.make_item(
        meeting, number=12, title="Outturn", page_from=69, page_to=82, paper=paper
    )
    first = make_review("P1-PRO", title="Property Review", stage="stage-2")
    second = make_review("P1-LEG", title="Legal Review", stage="stage-2")
    make_service(first, net="27661000")
    make_service(second, net="8224000")
    endorse = governance.make_recommendation(
        item=item, verb="endorse", summary="Preferred options go on"
    )
    endorse.activities.set([first, second])
    governance.make_recommendation(item=item, verb="note", summary="Indicative savings")

    (ask,) = page_of(meeting, member).to_decide

    assert ask == queries.ToDecide(
        number=12,
        title="Outturn",
        asks=["Endorse: Preferred options go on"],
        notes=["Note: Indicative savings"],
        worth="2 reviews with a net budget of £35.9m a year",
        worth_of=["Legal Review", "Property Review"],
        where="item 12, pages 69 - 82",
        url="/meetings/MT-MAY/#item-12",
        paper_title="Outturn Report",
        paper_url="/papers/CC-12/",
        classification="",
    )


def test_before_council_does_not_take_an_unknown_budget_for_nothing(meeting, member):
    item = governance.make_item(meeting)
    row = governance.make_recommendation(item=item)
    row.activities.set([make_review(stage="stage-2")])

    (ask,) = page_of(meeting, member).to_decide

    assert ask.worth == "1 review; their net budget is not known"


def test_before_council_says_no_worth_where_no_review_is_covered(meeting, member):
    governance.make_recommendation(item=governance.make_item(meeting), verb="adopt")

    (ask,) = page_of(meeting, member).to_decide

    assert (ask.worth, ask.worth_of) == ("", [])


def test_before_council_folds_what_asks_for_no_decision(meeting, member):
    decide = governance.make_item(meeting, number=1)
    note = governance.make_item(meeting, number=2)
    oral = governance.make_item(meeting, number=3)
    governance.make_recommendation(item=decide, verb="agree")
    governance.make_recommendation(item=note, verb="note")

    page = page_of(meeting, member)

    assert [ask.number for ask in page.to_decide] == [1]
    assert page.other_items == [note, oral]


def test_before_council_finds_reports_without_an_agenda_item(council, member):
    meeting = governance.make_meeting(council, on=date(2014, 3, 27))
    governance.make_recommendation(
        council, report_date="2014-03-27", report_title="Pay policy", verb="endorse"
    )
    governance.make_recommendation(council, report_date="2014-02-13", verb="endorse")

    (ask,) = page_of(meeting, member).to_decide

    assert (ask.number, ask.title, ask.where, ask.paper_url) == (None, "Pay policy", "", "")


def test_before_council_keeps_an_exempt_item_from_who_may_not_read_it(meeting, member, officer):
    item = governance.make_exempt_item(meeting)
    governance.make_recommendation(item=item, verb="approve")

    assert [ask.classification for ask in page_of(meeting, member).to_decide] == ["Exempt"]
    hidden = page_of(meeting, officer)
    assert (hidden.to_decide, hidden.other_items) == ([], [])


def test_before_council_shows_no_agenda_before_it_was_out(meeting, member):
    governance.make_recommendation(item=governance.make_item(meeting))

    page = page_of(meeting, member, chosen=date(2014, 5, 1))

    assert (page.papers_are_out, page.to_decide, page.other_items) == (False, [], [])


def test_before_council_tells_changes_since_the_meeting_before(council, meeting, member):
    before = governance.make_meeting(council, on=date(2014, 3, 27))
    governance.make_meeting(on=date(2014, 4, 28))
    make_option(make_review(title="Property Review", stage="stage-2"), on=TODAY)

    page = page_of(meeting, member)

    assert page.since == before
    assert [change.text for change in page.changes] == ["Property Review: LATCO preferred"]
    assert page.numbers[0].value == "1 of 1"
    assert page.numbers[0].note == "Not known on 27 March 2014"


def test_before_council_tells_apart_what_people_did_after_its_papers(meeting, member, officer):
    review = make_review(title="Property Review", stage="stage-2")
    make_option(review, on=date(2014, 5, 7))
    option = make_option(review, None, models=("TRUST",))
    OptionState.objects.create(
        option=option,
        state=OptionStateKind.PREFERRED,
        reason="It pays",
        effective_on=COUNCIL_ON,
        by=officer,
    )

    page = page_of(meeting, member)

    assert [(c.on, c.text) for c in page.later] == [
        (COUNCIL_ON, "Property Review: TRUST preferred")
    ]
    assert page.reviews[0].preferred == ""
    assert page_of(meeting, member, chosen=date(2014, 5, 14)).later == []


def test_before_council_without_anything_recorded_is_empty(meeting, member):
    page = page_of(meeting, member)

    assert (page.since, page.changes, page.later, page.numbers, page.pictures, page.reviews) == (
        None, [], [], [], [], [],
    )  # fmt: skip


def test_before_council_takes_the_same_queries_whatever_is_on_the_agenda(council, meeting, member):
    governance.make_meeting(council, on=date(2014, 3, 27))

    def add_one():
        review = make_review(stage="stage-2")
        make_service(review)
        make_option(review, on=TODAY)
        item = governance.make_item(meeting)
        governance.make_recommendation(item=item, verb="note", report_title=item.title)
        governance.make_item(meeting)

    def count():
        with CaptureQueriesContext(connection) as captured:
            page_of(meeting, member)
        return len(captured)

    add_one()
    count()  # reads what the user may do, once
    first = count()
    for _ in range(2):
        add_one()

    assert count() == first


def test_before_council_dates_a_meeting_no_more_exactly_than_its_source(council, member):
    month = governance.make_meeting(council, on=date(2014, 7, 1), precision="month")
    undated = governance.make_meeting(council, on=None, precision="none", printed_date="spring")

    pages = [page_of(meeting, member) for meeting in (month, undated)]

    assert [(page.title, page.when, page.is_past) for page in pages] == [
        ("County Council · July 2014", "", False),
        ("County Council · spring", "", False),
    ]
