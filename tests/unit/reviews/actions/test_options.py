"""Recording what becomes of an option."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ftc.errors import NotPermitted, StaleVersion
from ftc.organisation.enums import Role
from reviews import actions
from reviews.enums import OptionStateKind
from reviews.errors import OptionRefused
from reviews.models import Option
from tests.factories.organisation import make_user
from tests.factories.reviews import change_state, make_option, make_review

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 6)
NOW = datetime(2014, 5, 6, 10, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def lead():
    return make_user(Role.OFFICER)


@pytest.fixture
def option(lead):
    return make_option(
        make_review(lead=lead), OptionStateKind.CONSIDERED, on=date(2014, 4, 1), title="A trust"
    )


def _record(option, by, **fields):
    return actions.set_option_state(
        **(
            {
                "option": option,
                "state": OptionStateKind.PREFERRED,
                "reason": "It keeps the assets.",
                "expected_version": 1,
                "by": by,
                "now": NOW,
                "today": TODAY,
            }
            | fields
        )
    )


def test_an_option_is_preferred_from_today_and_was_considered_before(option, lead):
    change = _record(option, lead)

    def state(on):
        return Option.objects.with_state(on).get(pk=option.pk).state

    assert (change.effective_on, change.by) == (TODAY, lead)
    assert [state(None), state(date(2014, 5, 5)), state(date(2014, 3, 31))] == [
        OptionStateKind.PREFERRED,
        OptionStateKind.CONSIDERED,
        None,
    ]


def test_an_option_without_a_state_gets_its_first(lead):
    option = make_option(make_review(lead=lead), None)

    assert _record(option, lead).effective_on == TODAY


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"reason": " "}, "Give the reason"),
        ({"state": OptionStateKind.CONSIDERED}, "This option is considered already"),
    ],
)
def test_what_makes_no_sense_is_refused(option, lead, fields, sentence):
    with pytest.raises(OptionRefused, match=sentence):
        _record(option, lead, **fields)


def test_options_of_a_deferred_review_stay_as_they_are(option, lead):
    change_state(option.review)

    with pytest.raises(OptionRefused, match="Its options stay as they are"):
        _record(Option.objects.get(pk=option.pk), lead)


def test_somebody_else_records_nothing(option):
    with pytest.raises(NotPermitted, match="may edit it"):
        _record(option, make_user(Role.OFFICER))


def test_an_older_version_is_stale(option, lead):
    _record(option, lead)

    with pytest.raises(StaleVersion):
        _record(option, lead, state=OptionStateKind.NOT_RECOMMENDED)
