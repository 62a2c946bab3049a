"""A decision on evidence that counts from an earlier day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ftc.errors import NotPermitted
from ftc.organisation.enums import Role
from reviews import actions
from reviews.enums import EvidenceState
from reviews.errors import DateRefused
from tests.factories.organisation import make_user
from tests.factories.reviews import make_evidence, make_review

pytestmark = pytest.mark.django_db
TODAY, SUPPLIED, ACCEPTED = date(2014, 5, 6), date(2014, 4, 1), date(2014, 4, 10)
NOW = datetime(2014, 5, 6, 10, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def owner():
    """An owner who may set dates back for once."""
    return make_user(Role.SENIOR_RESPONSIBLE_OWNER, Role.PORTFOLIO_OFFICE)


@pytest.fixture
def evidence(owner):
    review = make_review(stage="stage-2", sro=owner)
    return make_evidence(review, by=make_user(Role.OFFICER), supplied_on=SUPPLIED)


def _decide(action, evidence, by, **fields):
    values = {"comment": "It was agreed then", "effective_on": ACCEPTED} | fields
    return action(evidence=evidence, by=by, now=NOW, today=TODAY, **values)


@pytest.mark.parametrize(
    "action, state",
    [("accept_evidence", EvidenceState.ACCEPTED), ("return_evidence", EvidenceState.RETURNED)],
)
def test_a_decision_counts_from_the_day_given(owner, evidence, action, state):
    decided = _decide(getattr(actions, action), evidence, owner)

    assert (decided.state, decided.decided_on, decided.decided_by) == (state, ACCEPTED, owner)


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"comment": ""}, "Give a reason for the earlier date"),
        ({"effective_on": date(2014, 3, 31)}, "supplied on 1 April 2014"),
        ({"effective_on": date(2099, 1, 1)}, "in the future"),
    ],
)
def test_a_day_that_cannot_be_is_refused(owner, evidence, fields, sentence):
    with pytest.raises(DateRefused, match=sentence):
        _decide(actions.accept_evidence, evidence, owner, **fields)


def test_an_owner_alone_sets_no_date_back():
    owner = make_user(Role.SENIOR_RESPONSIBLE_OWNER)
    review = make_review(stage="stage-2", sro=owner)
    evidence = make_evidence(review, by=make_user(Role.OFFICER), supplied_on=SUPPLIED)

    with pytest.raises(NotPermitted, match="does not allow an earlier date"):
        _decide(actions.accept_evidence, evidence, owner)
