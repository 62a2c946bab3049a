"""Which refusals of the database are told to people, and which are bugs."""

import pytest
from django.db import IntegrityError, InternalError

from reviews.actions.database import told_as_refusals
from reviews.enums import MethodologyState
from reviews.errors import GateRefused
from reviews.models import GatePassage, Stage
from tests.factories.reviews import make_methodology, make_review, report_stage

pytestmark = pytest.mark.django_db


def test_what_a_trigger_says_is_told_in_its_words():
    review = make_review(stage="stage-2")

    with (
        pytest.raises(GateRefused, match="No report brings a review past a gate"),
        told_as_refusals(),
    ):
        report_stage(review, "stage-3")

    assert review.passages.count() == 1


def test_a_number_taken_at_the_same_moment_is_told_as_such():
    methodology = make_methodology(state=MethodologyState.DRAFT)

    with (
        pytest.raises(GateRefused, match="Somebody else moved this review at the same moment"),
        told_as_refusals(),
    ):
        Stage.objects.create(methodology=methodology, order=9, code="stage-1", title="Again")


def test_a_named_constraint_is_a_bug():
    methodology = make_methodology(state=MethodologyState.DRAFT)

    with pytest.raises(IntegrityError, match="order_from_one"), told_as_refusals():
        Stage.objects.create(methodology=methodology, order=0, code="none", title="None")


def test_changing_what_happened_is_a_bug():
    make_review(stage="stage-2")

    with pytest.raises(InternalError, match="Cannot update or delete"), told_as_refusals():
        GatePassage.objects.update(reason="Otherwise")
