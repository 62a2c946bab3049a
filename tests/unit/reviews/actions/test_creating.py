"""Taking a review into the programme."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from ftc.errors import NotPermitted
from ftc.organisation.enums import Role
from ftc.organisation.models import Service, ServiceBudget
from ftc.programme.enums import AssignmentRole
from reviews import actions
from reviews.enums import ReviewState
from reviews.errors import DateRefused, ScopeRefused
from reviews.models import Review
from reviews.queries import reviews_known_on
from tests.factories.organisation import make_user
from tests.factories.reviews import make_methodology, make_phase, make_review

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 6)
NOW = datetime(2014, 5, 6, 10, 0, tzinfo=ZoneInfo("Europe/London"))
OCTOBER = date(2013, 10, 31)


@pytest.fixture
def office():
    return make_user(Role.PORTFOLIO_OFFICE)


@pytest.fixture
def service():
    found = Service.objects.create(code="HR", name="Human Resources")
    for on, net in ((date(2013, 12, 12), "100.00"), (date(2014, 4, 1), "90.00")):
        ServiceBudget.objects.create(
            service=found,
            gross_gbp=Decimal(net),
            net_gbp=Decimal(net),
            income_gbp=Decimal(0),
            effective_on=on,
        )
    return found


def _create(by, service, **fields):
    values = {
        "code": "P1-HR",
        "title": " Human Resources ",
        "phase": make_methodology().phase,
        "services": [service],
        "portfolio": None,
        "by": by,
        "now": NOW,
        "today": TODAY,
    }
    return actions.create_review(**(values | fields))


def test_a_review_covers_its_services_with_their_latest_budget(office, service):
    review = _create(office, service)

    covered = review.reviewed_services.get()
    assert (review.title, review.opened_on, review.stage, review.order) == (
        "Human Resources",
        TODAY,
        None,
        1,
    )
    assert (covered.service, covered.started_on, covered.ended_on) == (service, TODAY, None)
    assert covered.budget.net_gbp == Decimal("90.00")
    assert review.state_changes.get().state == ReviewState.ACTIVE


def test_it_is_known_from_the_day_it_was_opened_on(office, service):
    review = _create(office, service, effective_on=OCTOBER, reason="It was taken in then")

    assert review in reviews_known_on(OCTOBER)
    assert review not in reviews_known_on(date(2013, 10, 30))
    assert review in reviews_known_on(None)


def test_its_lead_and_owner_are_named_from_that_day(office, service):
    lead, owner = make_user(Role.OFFICER), make_user(Role.SENIOR_RESPONSIBLE_OWNER)

    review = _create(
        office, service, lead=lead, owner=owner, effective_on=OCTOBER, reason="As agreed then"
    )

    named = {row.role: (row.user, row.started_on) for row in review.assignments.all()}
    assert named == {
        AssignmentRole.LEAD: (lead, OCTOBER),
        AssignmentRole.SENIOR_RESPONSIBLE_OWNER: (owner, OCTOBER),
    }


def test_it_follows_the_newest_methodology_in_force(office, service):
    methodology = make_methodology()

    review = _create(office, service)

    assert review.methodology == methodology


def test_it_comes_last_in_its_phase(office, service):
    make_review(order=41)

    assert _create(office, service).order == 42


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"code": "add"}, "capital letters"),
        ({"code": "P"}, "capital letters"),
        ({"code": "P1-" + "R" * 20}, "capital letters"),
        ({"code": "P1-TAKEN"}, "P1-TAKEN is taken already"),
        ({"title": "  "}, "Give the review a title"),
        ({"services": []}, "at least one service"),
    ],
)
def test_what_cannot_be_taken_in_is_refused(office, service, fields, sentence):
    make_review("P1-TAKEN")

    with pytest.raises(ScopeRefused, match=sentence):
        _create(office, service, **fields)
    assert Review.objects.count() == 1


def test_a_phase_without_a_methodology_in_force_takes_no_review(office, service):
    with pytest.raises(ScopeRefused, match="No methodology is in force for Phase 7"):
        _create(office, service, phase=make_phase(7))


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SENIOR_RESPONSIBLE_OWNER, Role.FINANCE])
def test_only_the_portfolio_office_takes_a_review_in(role, service):
    with pytest.raises(NotPermitted, match="Only the portfolio office"):
        _create(make_user(role), service)


def test_an_earlier_day_needs_a_reason_and_no_day_is_in_the_future(office, service):
    with pytest.raises(DateRefused, match="Give a reason"):
        _create(office, service, effective_on=OCTOBER)
    with pytest.raises(DateRefused, match="in the future"):
        _create(office, service, effective_on=date(2027, 1, 1))
