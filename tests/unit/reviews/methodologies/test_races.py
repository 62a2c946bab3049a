"""Two people at the same moment: one is done, the other is told, and nothing is half-done."""

import threading

import pytest
from django.db import connection

from ftc.errors import DomainError
from reviews.actions import methodologies, start_review
from reviews.enums import MethodologyState
from reviews.models import Methodology, Review
from tests.factories.methodologies import (
    NOW,
    TODAY,
    begin_draft,
    edits_of,
    make_fit,
    make_version,
)
from tests.factories.reviews import make_methodology, make_review

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def together(*acts):
    """Do the acts at the same moment; what each came to: None, or the refusal."""
    ready = threading.Barrier(len(acts))
    came_to = [None] * len(acts)

    def run(number, act):
        try:
            ready.wait(timeout=10)
            act()
        except DomainError as refusal:
            came_to[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return came_to


def refusals(came_to):
    return [str(refusal) for refusal in came_to if refusal is not None]


def test_two_drafts_at_once_leave_one(portfolio_officer):
    version = make_methodology()

    def act():
        methodologies.draft_methodology(
            phase=version.phase, copied_from=version, by=portfolio_officer, now=NOW
        )

    (told,) = refusals(together(act, act))

    assert "A phase has one draft at a time" in told
    assert Methodology.objects.filter(state=MethodologyState.DRAFT).count() == 1


def test_of_two_edits_at_once_one_is_told(portfolio_officer):
    draft = begin_draft(portfolio_officer)

    def titled(title):
        return lambda: methodologies.edit_methodology(
            methodology=draft, expected_edits=1, title=title, by=portfolio_officer, now=NOW
        )

    (told,) = refusals(together(titled("One"), titled("Other")))

    assert "Somebody else edited this draft" in told
    assert edits_of(draft) == 2


def test_a_review_started_while_a_version_goes_in_force_follows_one_of_them(
    portfolio_officer, officer
):
    review = make_review(lead=officer)
    draft = make_fit(begin_draft(portfolio_officer), portfolio_officer)
    edits = edits_of(draft)

    came_to = together(
        lambda: methodologies.put_in_force(
            methodology=draft, expected_edits=edits, reason="R", by=portfolio_officer, now=NOW,
            today=TODAY,
        ),
        lambda: start_review(
            review=review, expected_version=1, by=officer, now=NOW, today=TODAY
        ),
    )  # fmt: skip

    saved = Review.objects.select_related("stage", "methodology").get(pk=review.pk)
    assert came_to[0] is None
    assert Methodology.objects.get(pk=draft.pk).state == MethodologyState.IN_FORCE
    if came_to[1] is None:
        assert (saved.stage.methodology, saved.methodology.version) == (saved.methodology, 1)
    else:
        assert (saved.stage, saved.methodology.version) == (None, 2)


def test_a_review_moved_by_two_people_at_once_is_moved_once(portfolio_officer):
    review = make_review(stage="stage-2")
    version = make_version(portfolio_officer, add=[(1, "mandate")])

    def act():
        methodologies.move_to_methodology(
            moves=[methodologies.MoveOf(review, 1)], methodology=version, reason="R",
            by=portfolio_officer, now=NOW, today=TODAY,
        )  # fmt: skip

    came_to = together(act, act)

    (told,) = [refusal for refusal in came_to if refusal is not None]
    assert "somebody else changed it since you opened the page" in told.problems[0]
    assert review.passages.filter(outcome="MOVED").count() == 1
