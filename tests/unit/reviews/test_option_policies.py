"""Which state of an option follows which, and what a list of options may hold."""

from datetime import date
from itertools import product

import pytest
from django.db import DatabaseError, transaction

from ftc.organisation.enums import Role
from reviews.enums import OptionStateKind
from reviews.errors import DateRefused, OptionRefused
from reviews.models import OptionState
from reviews.policies import options as rules
from reviews.transitions import NEXT_OPTION_STATES
from tests.factories.organisation import make_user
from tests.factories.reviews import (
    change_state,
    make_delivery_model,
    make_option,
    make_review,
)

LONG, SHORT, CHOSEN, NOT, LATER = (
    OptionStateKind.CONSIDERED,
    OptionStateKind.SHORT_LISTED,
    OptionStateKind.PREFERRED,
    OptionStateKind.NOT_RECOMMENDED,
    OptionStateKind.NOT_RECOMMENDED_AT_THIS_STAGE,
)
# Long list to short list to chosen or not; "at this stage" may come back
# (County Council, 15 May 2014, item 12, section 3).
ALLOWED = {
    (LONG, SHORT), (LONG, NOT), (LONG, LATER),
    (SHORT, LONG), (SHORT, CHOSEN), (SHORT, NOT), (SHORT, LATER),
    (CHOSEN, SHORT), (CHOSEN, NOT), (CHOSEN, LATER),
    (NOT, LONG),
    (LATER, LONG), (LATER, SHORT), (LATER, NOT),
}  # fmt: skip
ON = date(2014, 5, 6)
# Going to another review and coming back is an act on the review, and no decision on the option.
DECIDED = [kind for kind in OptionStateKind if kind != OptionStateKind.CARRIED]


@pytest.mark.parametrize("before, after", list(product(OptionStateKind, OptionStateKind)))
def test_every_pair_of_option_states(before, after):
    is_allowed = (before, after) in ALLOWED

    assert (after in NEXT_OPTION_STATES[before]) is is_allowed
    if is_allowed:
        rules.check_option_state(before, after, "It fits.")
    else:
        with pytest.raises(OptionRefused):
            rules.check_option_state(before, after, "It fits.")


@pytest.mark.parametrize("after", DECIDED)
def test_the_first_state_of_an_option_is_free(after):
    rules.check_option_state(None, after, "It fits.")


@pytest.mark.django_db
def test_the_database_keeps_the_same_table_for_every_pair():
    by = make_user(Role.OFFICER)
    review = make_review()
    taken = set()
    for before, after in product(DECIDED, DECIDED):
        option = make_option(review, before, on=ON, reason="It fits.")
        try:
            with transaction.atomic():
                OptionState.objects.create(
                    option=option, state=after, reason="It fits.", by=by, effective_on=ON
                )
        except DatabaseError:
            continue
        taken.add((before, after))

    assert taken == ALLOWED


@pytest.mark.parametrize("after", DECIDED)
def test_what_is_decided_upon_has_a_reason(after):
    if after in {CHOSEN, NOT, LATER}:
        with pytest.raises(OptionRefused, match="Give the reason"):
            rules.check_option_state(None, after, " ")
    else:
        rules.check_option_state(None, after, "")


@pytest.mark.django_db
@pytest.mark.parametrize("state", [CHOSEN, NOT, LATER])
def test_the_database_keeps_no_decision_on_an_option_without_a_reason(state):
    option = make_option(make_review(), None)

    with pytest.raises(DatabaseError, match="chosen_or_not_says_why"), transaction.atomic():
        OptionState.objects.create(option=option, state=state, effective_on=ON)


def test_a_refused_state_names_what_it_may_become():
    with pytest.raises(
        OptionRefused,
        match=r"An option that is on the long list cannot become preferred\. It may become "
        r"short-listed or not recommended or not recommended at this stage\.",
    ):
        rules.check_option_state(LONG, CHOSEN, "It fits.")
    with pytest.raises(OptionRefused, match="This option is on the long list already"):
        rules.check_option_state(LONG, LONG, "It fits.")


@pytest.mark.django_db
def test_options_of_a_deferred_review_stay_as_they_are():
    review = make_review()
    rules.check_options_may_change(review)
    change_state(review)

    with pytest.raises(OptionRefused, match="Its options stay as they are"):
        rules.check_options_may_change(review)


@pytest.mark.django_db
def test_a_state_counts_from_no_earlier_than_the_one_before():
    option = make_option(make_review(), SHORT, on=ON)
    latest = option.states.get()
    rules.check_follows_state(latest, ON)
    rules.check_follows_state(None, date(2013, 1, 1))

    with pytest.raises(DateRefused, match="has been short-listed since 6 May 2014"):
        rules.check_follows_state(latest, date(2014, 5, 5))


@pytest.mark.django_db
class TestWhatMayBeListed:
    def check(self, review, **fields):
        rules.check_can_be_listed(
            review,
            **(
                {"title": "A trust", "delivery_models": [make_delivery_model()], "variants": []}
                | fields
            ),
        )

    def test_an_option_with_a_name_of_its_own_and_a_model(self):
        self.check(make_review())

    def test_two_options_of_one_review_are_not_called_the_same(self):
        review = make_review()
        option = make_option(review, title="a Trust")
        self.check(make_review())
        self.check(review, option=option)

        with pytest.raises(OptionRefused, match="has an option called “A trust” already"):
            self.check(review)

    def test_an_option_without_a_delivery_model(self):
        with pytest.raises(OptionRefused, match="at least one delivery model"):
            self.check(make_review(), delivery_models=[])

    def test_a_retired_delivery_model_stays_with_the_options_that_have_it(self):
        review = make_review()
        option = make_option(review, title="A trust")
        model = make_delivery_model()
        model.retired_on = ON
        model.save()
        self.check(review, option=option, delivery_models=[model])

        with pytest.raises(OptionRefused, match="is no longer offered"):
            self.check(review, title="Another", delivery_models=[model])

    def test_more_variants_than_letters(self):
        self.check(make_review(), variants=["One"] * 26)
        with pytest.raises(OptionRefused, match="at most 26 variants"):
            self.check(make_review(), variants=["One"] * 27)
