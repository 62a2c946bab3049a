"""What the first page of a review reads: its head, the item to come, and the evidence waiting."""

from datetime import date

import pytest

from ftc.organisation.enums import Role
from governance.enums import BodyKind
from governance.models import AgendaItem, Recommendation
from reviews.queries.page import review_page
from reviews.queries.page_sql import items_to_come
from tests.factories.organisation import make_user
from tests.factories.reviews import make_body, make_evidence, make_meeting, make_review

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 6)


@pytest.fixture
def review(officer, sro):
    make_body(name="County Council")
    return make_review("P1-PRO", stage="stage-2", lead=officer, sro=sro)


def page_for(user, as_at=None):
    return review_page("P1-PRO", as_at=as_at, today=TODAY, user=user)


def put_to_council(review, *, number, on):
    meeting = make_meeting(on=on, published_on=min(on, TODAY), state="PUBLISHED")
    item = AgendaItem.objects.create(meeting=meeting, number=number, title="Report", kind="report")
    put = Recommendation.objects.create(
        code=f"R-{number}",
        report_code="CC",
        report_title="Report",
        report_date=on,
        body=meeting.body,
        agenda_item=item,
        number=str(number),
        verb="endorse",
        summary="Go on",
    )
    put.activities.add(review)


def test_there_is_no_page_of_a_code_nobody_gave(officer):
    assert page_for(officer) is None


def test_the_soonest_item_to_come_is_the_one_named(review, officer):
    put_to_council(review, number=9, on=date(2014, 7, 17))
    put_to_council(review, number=12, on=date(2014, 5, 15))
    put_to_council(review, number=3, on=date(2014, 3, 27))

    found = items_to_come(
        review, [BodyKind.FULL_COUNCIL], as_at=None, today=TODAY, readable=["INTERNAL"]
    )

    assert {kind: (item.held_on, item.number) for kind, item in found.items()} == {
        BodyKind.FULL_COUNCIL: (date(2014, 5, 15), 12)
    }


def test_evidence_that_waits_is_offered_to_the_owner_alone(review, officer, sro):
    make_evidence(review, by=officer)
    make_evidence(review, by=sro)

    assert page_for(sro).moves.waiting_url == "/reviews/P1-PRO/evidence/1/"
    assert page_for(officer).moves.waiting_url == ""
    assert page_for(make_user(Role.PORTFOLIO_OFFICE)).moves.waiting_url == ""
    assert page_for(sro, as_at=TODAY).moves.waiting_url == ""


def test_a_review_not_started_takes_the_evidence_of_its_first_stage(officer):
    make_review("P1-PRO", lead=officer)

    page = page_for(officer)

    assert (page.gate.leaves, page.moves.start, page.moves.supply) == (None, True, True)
    assert page.gate.leads_to.title == "Stage 1: Scoping"
