"""Listing options, and recording what becomes of one."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ftc.errors import NotPermitted, StaleVersion
from ftc.organisation.enums import Role
from reviews import actions
from reviews.enums import OptionStateKind
from reviews.errors import DateRefused, OptionRefused
from reviews.models import Option, Review
from tests.factories.organisation import make_user
from tests.factories.reviews import change_state, make_delivery_model, make_option, make_review

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 6)
NOW = datetime(2014, 5, 6, 10, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def lead():
    return make_user(Role.OFFICER)


@pytest.fixture
def office():
    return make_user(Role.PORTFOLIO_OFFICE)


@pytest.fixture
def option(lead):
    return make_option(
        make_review(lead=lead), OptionStateKind.SHORT_LISTED, on=date(2014, 4, 1), title="A trust"
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


def _add(review, by, **fields):
    return actions.add_option(
        **(
            {
                "review": review,
                "expected_version": 1,
                "title": "A joint venture",
                "note": "With a neighbour",
                "delivery_models": [make_delivery_model("JV", "Joint venture")],
                "variants": ["With Medway", "With Surrey"],
                "by": by,
                "now": NOW,
                "today": TODAY,
            }
            | fields
        )
    )


def _edit(option, by, **fields):
    return actions.edit_option(
        **(
            {
                "option": option,
                "expected_version": 1,
                "title": "A charitable trust",
                "note": "",
                "delivery_models": [make_delivery_model("TRUST", "Trust")],
                "variants": ["For libraries"],
                "by": by,
                "now": NOW,
            }
            | fields
        )
    )


def test_an_option_is_preferred_from_today_and_was_short_listed_before(option, lead):
    change = _record(option, lead)

    def state(on):
        return Option.objects.with_state(on).get(pk=option.pk).state

    assert (change.effective_on, change.by) == (TODAY, lead)
    assert [state(None), state(date(2014, 5, 5)), state(date(2014, 3, 31))] == [
        OptionStateKind.PREFERRED,
        OptionStateKind.SHORT_LISTED,
        None,
    ]


def test_an_option_without_a_state_gets_its_first(lead):
    option = make_option(make_review(lead=lead), None)

    assert _record(option, lead).effective_on == TODAY


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"reason": " "}, "Give the reason"),
        ({"state": OptionStateKind.SHORT_LISTED}, "This option is short-listed already"),
    ],
)
def test_what_makes_no_sense_is_refused(option, lead, fields, sentence):
    with pytest.raises(OptionRefused, match=sentence):
        _record(option, lead, **fields)


def test_an_option_is_preferred_only_from_the_short_list(lead):
    option = make_option(make_review(lead=lead), OptionStateKind.CONSIDERED)

    with pytest.raises(OptionRefused, match="cannot become preferred"):
        _record(option, lead)


def test_an_earlier_date_is_for_the_portfolio_office_and_has_a_reason(option, lead, office):
    earlier = {"effective_on": date(2014, 4, 10)}
    with pytest.raises(NotPermitted, match="does not allow an earlier date"):
        _record(option, lead, **earlier)
    with pytest.raises(DateRefused, match="since 1 April 2014"):
        _record(option, office, effective_on=date(2014, 3, 31))

    assert _record(option, office, **earlier).effective_on == date(2014, 4, 10)


def test_options_of_a_deferred_review_stay_as_they_are(option, lead):
    change_state(option.review)

    with pytest.raises(OptionRefused, match="Its options stay as they are"):
        _record(Option.objects.get(pk=option.pk), lead, expected_version=1)
    with pytest.raises(OptionRefused, match="Its options stay as they are"):
        _add(Review.objects.get(pk=option.review_id), lead)
    with pytest.raises(OptionRefused, match="Its options stay as they are"):
        _edit(option, lead)


def test_somebody_else_records_nothing(option):
    stranger = make_user(Role.OFFICER)
    for act in (
        lambda: _record(option, stranger),
        lambda: _add(option.review, stranger),
        lambda: _edit(option, stranger),
    ):
        with pytest.raises(NotPermitted, match="may edit it"):
            act()


def test_an_older_version_is_stale(option, lead):
    _record(option, lead)

    with pytest.raises(StaleVersion):
        _record(option, lead, state=OptionStateKind.NOT_RECOMMENDED)
    with pytest.raises(StaleVersion):
        _add(option.review, lead)


def test_an_option_is_added_at_the_end_of_the_long_list(option, lead):
    added = _add(option.review, lead)

    assert (added.order, added.code, added.title, added.note) == (
        2,
        f"{option.review.code}-O02",
        "A joint venture",
        "With a neighbour",
    )
    assert [str(variant) for variant in added.variants.all()] == [
        "(a) With Medway",
        "(b) With Surrey",
    ]
    state = added.states.get()
    assert (state.state, state.by, state.effective_on) == (OptionStateKind.CONSIDERED, lead, TODAY)
    assert not added.is_do_nothing


def test_an_option_is_added_with_an_earlier_date_and_its_reason(option, lead, office):
    earlier = {"effective_on": date(2013, 10, 31), "reason": "It was listed in October."}
    with pytest.raises(NotPermitted, match="does not allow an earlier date"):
        _add(option.review, lead, **earlier)
    with pytest.raises(DateRefused, match="Give a reason"):
        _add(option.review, office, **(earlier | {"reason": ""}))

    state = _add(option.review, office, **earlier).states.get()

    assert (state.effective_on, state.reason) == (
        date(2013, 10, 31),
        "It was listed in October.",
    )


def test_a_code_that_is_taken_is_passed_over(option, lead):
    taken = make_option(make_review())
    Option.objects.filter(pk=taken.pk).update(code=f"{option.review.code}-O02")

    assert _add(option.review, lead).code == f"{option.review.code}-O03"


def test_an_option_that_cannot_be_listed_is_refused(option, lead):
    with pytest.raises(OptionRefused, match="already"):
        _add(option.review, lead, title="A TRUST")


def test_an_edited_option_keeps_its_state_and_counts_the_edit(option, lead):
    _edit(option, lead)

    option.refresh_from_db()
    assert (option.title, option.note, option.version) == ("A charitable trust", "", 2)
    assert [model.code for model in option.delivery_models.all()] == ["TRUST"]
    assert [str(variant) for variant in option.variants.all()] == ["(a) For libraries"]
    assert option.states.count() == 1


def test_who_edits_an_option_second_is_stale(option, lead):
    _edit(option, lead)

    with pytest.raises(StaleVersion, match="Someone else saved this"):
        _edit(option, lead, title="Mine")


class TestDeliveryModels:
    def test_one_is_added_at_the_end_under_a_code_made_of_its_name(self, office):
        make_delivery_model()

        model = actions.add_delivery_model(name=" Shared service ", by=office, now=NOW)

        assert (model.code, model.name, model.order) == ("SHARED_SERVICE", "Shared service", 1)

    def test_one_that_is_on_the_list_is_refused(self, office):
        make_delivery_model("TRUST", "Trust")

        with pytest.raises(OptionRefused, match=r"“Trust” is on the list already\.$"):
            actions.add_delivery_model(name="trust", by=office, now=NOW)

    def test_one_that_is_retired_is_offered_again_and_not_added(self, office):
        model = make_delivery_model("TRUST", "Trust")
        actions.retire_delivery_model(model=model, by=office, now=NOW, today=TODAY)

        with pytest.raises(OptionRefused, match=r"but it is retired\. Offer it again instead"):
            actions.add_delivery_model(name="Trust", by=office, now=NOW)
        assert actions.offer_delivery_model(model=model, by=office, now=NOW).retired_on is None

    def test_a_name_without_letters_is_refused(self, office):
        with pytest.raises(OptionRefused, match="has letters or digits"):
            actions.add_delivery_model(name="–", by=office, now=NOW)

    def test_one_is_retired_and_offered_once(self, office):
        model = make_delivery_model()
        with pytest.raises(OptionRefused, match="is offered already"):
            actions.offer_delivery_model(model=model, by=office, now=NOW)

        retired = actions.retire_delivery_model(model=model, by=office, now=NOW, today=TODAY)

        assert retired.retired_on == TODAY
        with pytest.raises(OptionRefused, match="is retired already"):
            actions.retire_delivery_model(model=model, by=office, now=NOW, today=TODAY)

    def test_nobody_but_the_portfolio_office_keeps_the_list(self, lead):
        model = make_delivery_model()
        for act in (
            lambda: actions.add_delivery_model(name="Trust", by=lead, now=NOW),
            lambda: actions.retire_delivery_model(model=model, by=lead, now=NOW, today=TODAY),
            lambda: actions.offer_delivery_model(model=model, by=lead, now=NOW),
        ):
            with pytest.raises(NotPermitted, match="Only the portfolio office"):
                act()
