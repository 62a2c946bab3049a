"""Two people at one moment: making, moderating, handing in."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from ftc.errors import StaleVersion
from ftc.organisation.enums import Role
from reviews import actions as reviews
from reviews.actions import appraisal as actions
from reviews.enums import AppraisalState, OptionStateKind
from reviews.errors import OptionRefused
from reviews.models import DeliveryModel, ModeratedScore, Review
from tests.factories.appraisal import (
    NOON,
    ON,
    grid,
    make_open_appraisal,
    make_plan,
    make_scored_appraisal,
    now_of,
)
from tests.factories.organisation import make_user
from tests.factories.reviews import make_option, make_review

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def together(*acts):
    """What each act raised, or None, when they run at one moment."""
    gate = threading.Barrier(len(acts))
    outcomes = []

    def run(act):
        try:
            gate.wait()
            act()
            outcomes.append(None)
        except Exception as refusal:
            outcomes.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes, key=str)


def test_of_two_who_moderate_at_once_one_is_told():
    appraisal = make_scored_appraisal()
    first = next(iter(grid(appraisal)))

    def moderating(by, score):
        return lambda: actions.moderate_scores(
            appraisal=appraisal,
            expected_version=appraisal.version,
            scores={first: (Decimal(score), f"{score}, because")},
            by=by,
            now=NOON,
        )

    outcomes = together(
        *(moderating(make_user(Role.PORTFOLIO_OFFICE), score) for score in ("6", "7"))
    )

    assert outcomes == [StaleVersion, None]
    row = ModeratedScore.objects.get()
    assert (row.reason, row.version) == (f"{row.score.normalize():f}, because", 1)
    assert now_of(appraisal).version == appraisal.version + 1


def test_of_the_last_two_who_hand_in_at_once_one_begins_moderation():
    people = [make_user(Role.OFFICER), make_user(Role.FINANCE)]
    appraisal = make_open_appraisal(assessors=people)
    given = grid(appraisal)

    outcomes = together(
        *(
            lambda user=user: actions.hand_in_scores(
                appraisal=appraisal, scores=given, by=user, now=NOON
            )
            for user in people
        )
    )

    assert outcomes == [None, None]
    assert now_of(appraisal).state == AppraisalState.MODERATION


def test_two_who_make_an_appraisal_at_once_leave_one_and_one_doing_nothing():
    review = make_review()
    make_option(review, OptionStateKind.SHORT_LISTED)
    plan = make_plan(review)
    version = Review.objects.get(pk=review.pk).version

    outcomes = together(
        *(
            lambda by=by: actions.make_appraisal(
                review=review, expected_version=version, plan=plan, by=by, now=NOON, today=ON
            )
            for by in (make_user(Role.PORTFOLIO_OFFICE), make_user(Role.PORTFOLIO_OFFICE))
        )
    )

    assert outcomes == [StaleVersion, None]
    assert review.appraisals.count() == 1
    assert review.options.filter(is_do_nothing=True).count() == 1


def test_two_who_add_the_same_delivery_model_at_once_leave_one():
    office = make_user(Role.PORTFOLIO_OFFICE)
    reviews.add_delivery_model(name="In-house", by=office, now=NOON)

    outcomes = together(
        *[lambda: reviews.add_delivery_model(name="Trust", by=office, now=NOON)] * 2
    )

    assert outcomes == [OptionRefused, None]
    assert DeliveryModel.objects.filter(name="Trust").count() == 1
