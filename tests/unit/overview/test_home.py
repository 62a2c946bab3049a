from datetime import date

import pytest

from ftc.organisation.enums import Role
from ftc.overview.queries.home import home
from ftc.programme.enums import AssignmentRole
from ftc.records.enums import DocumentState
from governance.enums import BodyKind
from tests.factories import governance
from tests.factories.finance import make_amount, make_plan
from tests.factories.organisation import make_user
from tests.factories.overview import make_stated_figure
from tests.factories.programme import make_milestone
from tests.factories.records import make_document
from tests.factories.reviews import make_assignment, make_evidence, make_review

pytestmark = pytest.mark.django_db

TODAY = date(2014, 5, 6)


def page_of(user, as_at=None):
    return home(user, today=TODAY, as_at=as_at)


def test_home_lists_the_reviews_led_and_owned(officer):
    led = make_review("P1-ONE", stage="stage-2", lead=officer)
    make_review("P1-TWO", stage="stage-2")
    make_milestone(led, due_on=date(2014, 5, 30), title="Business case")

    (review,) = page_of(officer).reviews

    assert (
        review.row.code,
        review.role,
        review.asked,
        review.row.stage.order,
        review.row.milestone.title,
        review.row.milestone.text,
    ) == ("P1-ONE", "Lead", 2, 2, "Business case", "30 May 2014")


def test_home_asks_with_the_date_of_the_next_milestone_as_exactly_as_its_source(officer):
    review = make_review(stage="stage-2", lead=officer)
    make_milestone(review, due_on=date(2014, 9, 1), precision="month", printed="September 2014")

    asks = page_of(officer).asks

    assert {(ask.due, ask.is_overdue) for ask in asks} == {("September 2014", False)}


def test_home_says_what_is_overdue(officer):
    make_milestone(make_review(stage="stage-2", lead=officer), due_on=date(2014, 4, 30))

    assert {(ask.due, ask.is_overdue) for ask in page_of(officer).asks} == {("30 April 2014", True)}


def test_home_asks_the_owner_to_accept_evidence(officer, sro):
    review = make_review(stage="stage-2", lead=officer, sro=sro)
    make_evidence(review, by=officer)

    page = page_of(sro)

    assert len(page.asks) == 1
    assert [(r.role, r.asked) for r in page.reviews] == [("Senior Responsible Owner", 1)]


def test_home_lists_coming_meetings_with_the_deadline_for_papers(member):
    governance.make_constitution()
    body = governance.make_body(name="County Council", kind=BodyKind.FULL_COUNCIL)
    governance.make_published_meeting(body)
    governance.make_meeting(body, on=date(2014, 7, 1), precision="month")
    governance.make_meeting(body, on=date(2014, 3, 27))

    page = page_of(member)

    assert [(c.title, c.when, c.papers) for c in page.coming] == [
        (
            "County Council, Thursday 15 May 2014",
            "in 9 days",
            "papers by Wednesday 7 May 2014, 5 clear days",
        ),
        ("County Council, July 2014", "", ""),
    ]
    assert (page.is_member, page.council.title) == (True, "County Council, Thursday 15 May 2014")


def test_home_is_empty_without_anything(officer):
    page = page_of(officer)

    assert (page.asks, page.reviews, page.coming, page.council) == ([], [], [], None)
    assert (page.documents, page.without_outcome, page.savings, page.differences) == (None,) * 4
    assert (page.may_have_reviews, page.manages_people) == (True, False)


@pytest.mark.parametrize(
    (
        "role",
        "has_reviews",
        "has_documents",
        "has_items",
        "has_savings",
        "compares",
        "manages",
    ),
    [
        (Role.OFFICER, True, False, False, False, False, False),
        (Role.SENIOR_RESPONSIBLE_OWNER, True, False, False, False, False, False),
        (Role.FINANCE, False, False, False, True, True, False),
        (Role.PORTFOLIO_OFFICE, False, True, False, False, True, False),
        (Role.DEMOCRATIC_SERVICES, False, True, True, False, False, False),
        (Role.MEMBER, False, False, False, False, False, False),
        (Role.AUDITOR, False, False, False, False, True, False),
        (Role.ADMINISTRATOR, False, False, False, False, False, True),
    ],
)
def test_home_gives_each_role_its_part(
    role, has_reviews, has_documents, has_items, has_savings, compares, manages
):
    page = page_of(make_user(role))

    assert (
        page.may_have_reviews,
        page.documents is not None,
        page.without_outcome is not None,
        page.savings is not None,
        page.differences is not None,
        page.manages_people,
    ) == (has_reviews, has_documents, has_items, has_savings, compares, manages)


def test_home_puts_documents_under_way_first(portfolio_officer):
    failed = make_document(state=DocumentState.FAILED, requested_by=portfolio_officer)
    queued = make_document(requested_by=portfolio_officer)

    assert page_of(portfolio_officer).documents == [queued, failed]


def test_home_lists_items_without_an_outcome_for_the_clerk(clerk):
    meeting = governance.make_published_meeting()
    open_item, noted = governance.make_item(meeting), governance.make_item(meeting)
    for _ in range(2):
        governance.make_recommendation(item=open_item)
    governance.make_outcome(governance.make_recommendation(item=noted))

    (found,) = page_of(clerk).without_outcome

    assert (found.item, found.number_open) == (open_item, 2)


def test_home_tells_the_finance_partner_the_savings_and_the_differences(finance_partner):
    make_amount(make_plan("2015/16"), "2015/16", "88000000")
    make_stated_figure("£90m", "90000000")

    page = page_of(finance_partner)

    assert (page.savings.year, page.savings.needed, page.savings.identified) == (
        "2015/16",
        "£88m",
        "not known",
    )
    assert (page.savings.is_known, page.differences) == (True, (1, 1))


def test_home_says_when_the_savings_are_not_known(finance_partner):
    assert page_of(finance_partner).savings.is_known is False


@pytest.mark.parametrize("number", [1, 3])
def test_home_takes_the_same_queries(number, officer, django_assert_num_queries):
    body = governance.make_body(kind=BodyKind.FULL_COUNCIL)
    for _ in range(number):
        review = make_review(stage="stage-2")
        make_assignment(review, officer, AssignmentRole.LEAD)
        make_milestone(review, due_on=date(2014, 5, 30))
        governance.make_published_meeting(body)

    with django_assert_num_queries(16):
        page_of(officer)
