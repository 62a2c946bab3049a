"""Recording how the market is met: engagements, their stage, their cancellation."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ftc.errors import NotPermitted, StaleVersion
from ftc.organisation.enums import Role
from ftc.records.enums import Classification
from reviews.actions import engagement as actions
from reviews.actions.engagement.parts import Classified
from reviews.actions.engagement.register import EngagementTerms
from reviews.enums import EngagementKind, ReviewState
from reviews.errors import EngagementRefused
from reviews.models import MarketEngagement
from tests.factories.engagement import (
    ANSWERED_ON,
    BEGAN_ON,
    ENDED_ON,
    NOON,
    make_engagement,
    make_phase_2_methodology,
    make_response,
)
from tests.factories.organisation import make_user
from tests.factories.reviews import (
    change_state,
    make_phase,
    make_review,
    make_service,
    report_stage,
)

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 6)
TEST = EngagementTerms(
    kind=EngagementKind.SOFT_MARKET_TEST,
    title=" Soft market test ",
    starts_on=BEGAN_ON,
    ends_on=ENDED_ON,
)
EXEMPT = Classified(Classification.EXEMPT, 3, "It names a bidder.")


@pytest.fixture
def lead():
    return make_user(Role.OFFICER)


@pytest.fixture
def office():
    return make_user(Role.PORTFOLIO_OFFICE)


@pytest.fixture
def review(lead):
    return make_review("P1-PRO", title="Property Review", stage="stage-2", lead=lead)


def add(activity, by, terms=TEST, **changes):
    return actions.add_engagement(
        activity=activity, terms=replace(terms, **changes), by=by, now=NOON
    )


def edit(engagement, by, *, version=1, **changes):
    return actions.edit_engagement(
        engagement=engagement,
        expected_version=version,
        terms=replace(TEST, **changes),
        by=by,
        now=NOON,
    )


def cancel(engagement, by, *, reason="Nobody came.", today=TODAY):
    return actions.cancel_engagement(
        engagement=engagement, reason=reason, by=by, now=NOON, today=today
    )


def test_the_lead_records_an_engagement_of_the_review(review, lead):
    service = make_service(review).service

    engagement = add(review, lead, services=[service], summary=" What it costs. ")

    engagement.refresh_from_db()
    assert engagement.code == "P1-PRO-E01"
    assert (engagement.title, engagement.summary) == ("Soft market test", "What it costs.")
    assert (engagement.starts_on, engagement.ends_on) == (BEGAN_ON, ENDED_ON)
    assert engagement.classification == Classification.INTERNAL
    assert engagement.recorded_by == lead
    assert list(engagement.services.all()) == [service]


def test_codes_follow_one_another(review, lead):
    codes = [add(review, lead).code for _ in range(2)]

    assert codes == ["P1-PRO-E01", "P1-PRO-E02"]


def test_a_long_code_is_cut_and_stays_unique(office):
    first, second = (make_review(f"P1-A-VERY-LONG-CODE-{end}") for end in ("A", "B"))

    codes = [add(review, office).code for review in (first, second)]

    assert codes == ["P1-A-VERY-LONG-C-E01", "P1-A-VERY-LONG-C-E02"]


def test_the_office_records_an_engagement_of_a_phase(office):
    assert add(make_phase(1), office).code == "PHASE-1-E01"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PORTFOLIO_OFFICE])
def test_nobody_else_records_an_engagement(review, role):
    with pytest.raises(NotPermitted):
        add(review, make_user(role))
    with pytest.raises(NotPermitted):
        add(review.phase, make_user(role))


@pytest.mark.parametrize("state", [ReviewState.DEFERRED, ReviewState.WITHDRAWN, ReviewState.CLOSED])
def test_a_review_that_is_not_going_on_takes_no_engagement(review, lead, state):
    change_state(review, state)

    with pytest.raises(EngagementRefused, match="takes no further market engagement"):
        add(review, lead)


def test_a_visit_of_no_stated_length_is_of_one_day(review, lead):
    visit = add(
        review, lead, kind=EngagementKind.COUNCIL_VISIT, council="Another Council", ends_on=None
    )

    assert visit.ends_on == BEGAN_ON


def test_a_phase_2_review_meets_the_market_after_its_service_review(office):
    make_phase_2_methodology()
    review = make_review("P2-A", title="Libraries", phase=2, stage="service-review")

    with pytest.raises(
        EngagementRefused,
        match=r"^Libraries stands at “Service review”, and meets the market from “Market "
        r"engagement and options” on\. Pass the gate of “Service review” first, or leave the "
        r"first day empty while the engagement is planned\.$",
    ):
        add(review, office)
    assert add(review, office, starts_on=None, ends_on=None).starts_on is None
    report_stage(review, "market")
    assert add(review, office).starts_on == BEGAN_ON


def test_a_planned_engagement_is_dated_only_in_its_stage(office):
    make_phase_2_methodology()
    review = make_review("P2-A", phase=2)
    planned = add(review, office, starts_on=None, ends_on=None)

    with pytest.raises(EngagementRefused, match="has not been started"):
        edit(planned, office)


def test_an_exempt_engagement_says_why(review, office):
    with pytest.raises(EngagementRefused, match="under which paragraph"):
        add(review, office, classified=Classified(Classification.EXEMPT, 3, " "))
    with pytest.raises(EngagementRefused, match="Only exempt material"):
        add(review, office, classified=Classified(Classification.INTERNAL, 3, ""))

    assert add(review, office, classified=EXEMPT).exempt_paragraph == 3


def test_editing_writes_the_terms_and_counts_a_version(review, lead):
    engagement = add(review, lead)

    edited = edit(engagement, lead, title="Another name", reference="2013/S 1")

    edited.refresh_from_db()
    assert (edited.title, edited.reference, edited.version) == ("Another name", "2013/S 1", 2)


def test_the_second_of_two_who_edit_is_told(review, lead, office):
    engagement = add(review, lead)
    edit(engagement, office, title="Theirs")

    with pytest.raises(StaleVersion):
        edit(engagement, lead, title="Mine")

    assert MarketEngagement.objects.get().title == "Theirs"


def test_what_is_exempt_stays_exempt(review, office):
    engagement = add(review, office, classified=EXEMPT)

    with pytest.raises(EngagementRefused, match="stays exempt"):
        edit(engagement, office, classified=Classified(Classification.PUBLIC))

    closed = edit(engagement, office, classified=replace(EXEMPT, exempt_reason="Another."))
    assert closed.exempt_reason == "Another."


def test_an_engagement_cannot_begin_after_its_first_answer(review, office):
    engagement = add(review, office)
    make_response(engagement)

    with pytest.raises(EngagementRefused, match="The first answer came on 29 November 2013"):
        edit(engagement, office, starts_on=ANSWERED_ON + timedelta(days=1), ends_on=None)
    with pytest.raises(EngagementRefused, match="nor be without a first day"):
        edit(engagement, office, starts_on=None, ends_on=None)


def test_cancelling_keeps_the_day_and_the_reason(review, office):
    planned = add(review, office, starts_on=None, ends_on=None)

    cancelled = cancel(planned, office)

    told = cancelled.events.select_related("pgh_context").order_by("pgh_id").last()
    assert cancelled.cancelled_on == TODAY
    assert told.pgh_context.metadata["reason"] == "Nobody came."
    with pytest.raises(EngagementRefused, match="cancelled already"):
        cancel(cancelled, office)
    with pytest.raises(EngagementRefused, match="Take that back before you change it"):
        edit(cancelled, office, version=2)


def test_cancelling_is_refused_without_a_reason_and_when_it_is_over(review, office):
    with pytest.raises(EngagementRefused, match="Say why"):
        cancel(add(review, office, ends_on=None), office, reason=" ")
    with pytest.raises(EngagementRefused, match="is over"):
        cancel(add(review, office), office)


def test_an_engagement_is_not_cancelled_before_an_answer_to_it(review, office):
    engagement = add(review, office, ends_on=None)
    make_response(engagement)

    with pytest.raises(EngagementRefused, match="An answer came on 29 November 2013"):
        cancel(engagement, office, today=BEGAN_ON + timedelta(days=1))


def test_a_cancellation_is_taken_back(review, office):
    engagement = cancel(add(review, office, ends_on=None), office)

    with pytest.raises(EngagementRefused, match="goes on after all"):
        actions.reinstate_engagement(engagement=engagement, reason="", by=office, now=NOON)
    actions.reinstate_engagement(engagement=engagement, reason="They came.", by=office, now=NOON)

    engagement.refresh_from_db()
    assert (engagement.cancelled_on, engagement.version) == (None, 3)
    with pytest.raises(EngagementRefused, match="not cancelled"):
        actions.reinstate_engagement(engagement=engagement, reason="So", by=office, now=NOON)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER, Role.FINANCE])
def test_nobody_else_edits_or_cancels(review, role):
    engagement, user = make_engagement(review, ends_on=None), make_user(role)

    for act in (lambda: edit(engagement, user), lambda: cancel(engagement, user)):
        with pytest.raises(NotPermitted):
            act()
    with pytest.raises(NotPermitted):
        actions.reinstate_engagement(engagement=engagement, reason="So", by=user, now=NOON)
