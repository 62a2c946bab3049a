"""Deferring and resuming a review."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ftc.errors import NotPermitted, StaleVersion
from ftc.organisation.enums import Role
from reviews import actions
from reviews.enums import ReviewState
from reviews.errors import StateRefused
from reviews.models import Review
from tests.factories.organisation import make_user
from tests.factories.reviews import change_state, make_review

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 6)
NOW = datetime(2014, 5, 6, 10, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def office():
    return make_user(Role.PORTFOLIO_OFFICE)


def _change(act, review, by, **fields):
    review.refresh_from_db()
    return act(
        **(
            {
                "review": review,
                "expected_version": review.version,
                "by": by,
                "now": NOW,
                "today": TODAY,
                "reason": "It waits for the strategy.",
            }
            | fields
        )
    )


def test_a_review_is_deferred_with_its_reason(office):
    review = make_review(stage="stage-2")

    deferred = _change(actions.defer_review, review, office)

    change = review.state_changes.get()
    assert (deferred.state, deferred.stage.code, deferred.version) == (
        ReviewState.DEFERRED,
        "stage-2",
        2,
    )
    assert (change.by, change.effective_on, change.reason) == (
        office,
        TODAY,
        "It waits for the strategy.",
    )


def test_a_deferred_review_is_resumed_where_it_stood(office):
    review = make_review(stage="stage-2")
    _change(actions.defer_review, review, office)

    resumed = _change(actions.resume_review, review, office, reason="The strategy is adopted.")

    assert (resumed.state, resumed.stage.code) == (ReviewState.ACTIVE, "stage-2")


def test_resuming_stands_over_a_deferral_read_from_a_later_paper(office):
    review = make_review()
    change_state(review, on=date(2014, 5, 15))

    resumed = _change(actions.resume_review, review, office)

    assert resumed.state == ReviewState.ACTIVE
    assert review.state_changes.latest_first().first().effective_on == date(2014, 5, 15)


def test_the_past_is_read_as_it_was(office):
    review = make_review()
    _change(actions.defer_review, review, office)

    then = Review.objects.standing_on(date(2014, 5, 5)).get(pk=review.pk)

    assert then.state_then == ReviewState.ACTIVE


@pytest.mark.parametrize(
    "act, sentence",
    [
        (actions.resume_review, "This review is active already"),
        (actions.defer_review, "Give the reason"),
    ],
)
def test_what_makes_no_sense_is_refused(office, act, sentence):
    with pytest.raises(StateRefused, match=sentence):
        _change(act, make_review(), office, reason=" ")


def test_a_closed_review_is_not_deferred(office):
    review = make_review()
    change_state(review, ReviewState.CLOSED)

    with pytest.raises(StateRefused, match="A review that is closed cannot become deferred"):
        _change(actions.defer_review, review, office)


def test_only_the_portfolio_office_defers():
    lead = make_user(Role.OFFICER)

    with pytest.raises(NotPermitted, match="Only the portfolio office"):
        _change(actions.defer_review, make_review(lead=lead), lead)


def test_a_deferral_on_an_older_version_is_stale(office):
    with pytest.raises(StaleVersion):
        _change(actions.defer_review, make_review(), office, expected_version=9)
