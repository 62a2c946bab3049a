"""Editing a review, and what happens when two people do."""

import threading
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from ftc.errors import NotPermitted, StaleVersion
from ftc.organisation.enums import Role
from ftc.programme.models import Portfolio
from reviews import actions
from reviews.models import Review
from reviews.queries.saved import last_saved
from tests.factories.organisation import make_user
from tests.factories.reviews import make_review

NOW = datetime(2014, 5, 6, 10, 0, tzinfo=ZoneInfo("Europe/London"))


def _edit(review, by, **fields):
    return actions.edit_review(
        **(
            {
                "review": review,
                "expected_version": review.version,
                "title": "Property",
                "description": "The estate",
                "next_steps": "A shadow company from September",
                "portfolio": None,
                "by": by,
                "now": NOW,
            }
            | fields
        )
    )


@pytest.mark.django_db
def test_an_edit_is_saved_and_counted():
    lead = make_user(Role.OFFICER)
    review = make_review(lead=lead)
    portfolio = Portfolio.objects.create(code="BCAP", name="Business Capability")

    _edit(review, lead, portfolio=portfolio)

    saved = Review.objects.get(pk=review.pk)
    assert (saved.title, saved.description, saved.next_steps, saved.portfolio, saved.version) == (
        "Property",
        "The estate",
        "A shadow company from September",
        portfolio,
        2,
    )


@pytest.mark.django_db
def test_an_edit_on_an_older_version_is_refused_and_loses_nothing():
    lead, office = make_user(Role.OFFICER), make_user(Role.PORTFOLIO_OFFICE)
    review = make_review(lead=lead)
    _edit(review, office, title="Property and estates")

    with pytest.raises(StaleVersion, match="Compare the two versions"):
        _edit(review, lead, expected_version=1)

    assert Review.objects.get(pk=review.pk).title == "Property and estates"


@pytest.mark.django_db
def test_somebody_else_does_not_edit():
    review = make_review()

    with pytest.raises(NotPermitted, match="may edit it"):
        _edit(review, make_user(Role.FINANCE))


@pytest.mark.django_db
def test_who_saved_last_is_told_by_name():
    office = make_user(Role.PORTFOLIO_OFFICE, name="Pat Portfolio")
    review = make_review()
    _edit(review, office)

    by, at = last_saved(review)

    assert (by, at is not None) == ("Pat Portfolio", True)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_edits_at_once_one_is_saved_and_the_other_is_stale():
    lead, office = make_user(Role.OFFICER), make_user(Role.PORTFOLIO_OFFICE)
    review = make_review(lead=lead)
    together = threading.Barrier(2, timeout=20)
    outcomes = []

    def edit(by, title):
        try:
            opened = Review.objects.get(pk=review.pk)
            together.wait()
            outcomes.append(_edit(opened, by, title=title).title)
        except StaleVersion:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=edit, args=(lead, "By the lead")),
        threading.Thread(target=edit, args=(office, "By the office")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    saved = Review.objects.get(pk=review.pk)
    assert sorted(outcomes) == sorted([saved.title, "stale"])
    assert saved.version == 2
