"""Scale data: as many reviews as asked for, at their stages by passages, and gone again."""

from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from ftc.demo import scale
from ftc.demo.loader.run import count_rows
from ftc.organisation.models import User
from ftc.programme.models import Activity, Milestone
from reviews.models import GatePassage, Review
from reviews.models.standings import ReviewStanding
from tests.factories.programme import make_risk
from tests.unit.reviews.test_standings import as_computed, kept

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MAY = date(2014, 5, 6)


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMONSTRATION = True


def events():
    """How many rows of history there are, by model."""
    models = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    return {model.__name__: model.objects.count() for model in models}


def test_load_scale_loads_reviews_with_ten_milestones_each():
    scale.load_scale(24, on=MAY)

    reviews = Review.objects.all()
    assert (scale.count_scale(), reviews.count(), Milestone.objects.count()) == (24, 24, 240)
    assert all(review.code.startswith("SCALE-") for review in reviews)
    assert {review.stage.order if review.stage else 0 for review in reviews} == {0, 1, 2, 3, 4, 5}
    for review in reviews:
        last = GatePassage.objects.filter(review=review).order_by("sequence").last()
        assert review.stage_id == (last.to_stage_id if last else None)


def test_load_scale_leaves_the_standings_that_triggers_would_keep():
    scale.load_scale(100, on=MAY)
    scale.load_scale(110, on=MAY)

    assert ReviewStanding.objects.filter(shared=True).count() == 2
    assert kept() == as_computed()


def test_load_scale_adds_to_what_there_is():
    scale.load_scale(3, on=MAY)
    scale.load_scale(5, on=MAY)

    with pytest.raises(scale.ScaleRefused, match="There are 5 reviews of scale data"):
        scale.load_scale(5, on=MAY)


def test_remove_scale_leaves_nothing():
    before, people, known = count_rows(), User.objects.count(), events()
    scale.load_scale(24, on=MAY)

    scale.remove_scale()

    assert count_rows() == before
    assert User.objects.count() == people
    assert not ReviewStanding.objects.exists()
    assert events() == known


def test_remove_scale_is_refused_when_somebody_worked_on_it():
    scale.load_scale(1, on=MAY)
    make_risk(activity=Activity.objects.get(code="SCALE-00001"))

    with pytest.raises(scale.ScaleRefused, match="so it stays"):
        scale.remove_scale()
    assert scale.count_scale() == 1


def test_load_scale_is_refused_where_work_is_real(settings):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="into a demonstration only"):
        call_command("load_scale", reviews=1)


def test_the_command_loads_and_removes():
    said = StringIO()

    call_command("load_scale", reviews=2, stdout=said)
    call_command("load_scale", remove=True, stdout=said)

    first, second = said.getvalue().splitlines()
    assert first.startswith("2 reviews of scale data; ")
    assert second.endswith(" rows of scale data removed.")
