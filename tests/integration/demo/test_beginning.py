"""The demonstration from its beginning: everything but the reviews and what is told of one."""

import pytest

from ftc.demo import loader
from ftc.programme.models import Milestone, Risk
from governance.models import Meeting, Recommendation
from reviews.models import (
    DeliveryModel,
    EngagementCount,
    Methodology,
    Option,
    Review,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_at_the_beginning_there_is_a_programme_and_no_review():
    loader.load(beginning=True)

    assert not Review.objects.exists()
    assert not Option.objects.exists()
    for model in (Methodology, DeliveryModel, Meeting, Recommendation, Milestone, Risk):
        assert model.objects.exists(), model
    assert not EngagementCount.objects.filter(activity__kind="REVIEW").exists()
    assert loader.load(beginning=True) == {}


def test_what_is_loaded_later_makes_it_whole():
    loader.load(beginning=True)

    added = loader.load()

    assert (added["reviews.Review"], added["reviews.Option"]) == (17, 50)
    assert loader.load() == {}
