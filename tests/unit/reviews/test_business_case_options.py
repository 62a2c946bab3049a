"""The options a business case argues for, as the database keeps them."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import reviews
from tests.factories.business_cases import make_case

pytestmark = pytest.mark.django_db


def test_a_case_argues_for_options_of_its_own_review_only(portfolio_officer):
    case = make_case(by=portfolio_officer)
    own = reviews.make_option(case.review)
    another = reviews.make_option(reviews.make_review())

    case.options.set([own])
    with (
        pytest.raises(IntegrityError, match="argues for options of its own review"),
        transaction.atomic(),
    ):
        case.options.add(another)

    assert list(case.options.all()) == [own]
