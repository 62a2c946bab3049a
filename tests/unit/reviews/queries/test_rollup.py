"""The status of phases, themes, portfolios and directorates, computed from their reviews."""

from datetime import date
from decimal import Decimal

import pytest

from ftc.programme import actions
from ftc.programme.enums import Rag
from ftc.records.figures import evaluate
from reviews.enums import ReviewState
from reviews.queries.rollup import Part, ScopeKind, roll_up_of, roll_ups, weighted
from tests.factories import reviews
from tests.factories.programme import make_portfolio, make_theme

pytestmark = pytest.mark.django_db

TODAY = date(2014, 5, 6)


def part(rag, weight):
    return Part(rag, 1, Decimal(weight), Decimal(weight))


@pytest.mark.parametrize(
    ("parts", "rating"),
    [
        ([], None),
        ([part("GREEN", 0)], None),
        ([part("GREEN", 51), part("AMBER", 49)], Rag.GREEN),
        ([part("GREEN", 50), part("AMBER", 50)], Rag.AMBER),
        ([part("GREEN", 76), part("RED", 24)], Rag.GREEN),
        ([part("GREEN", 75), part("RED", 25)], Rag.AMBER),
        ([part("AMBER", 50), part("RED", 50)], Rag.RED),
    ],
)
def test_ratings_are_weighed_by_net_budget(parts, rating):
    assert weighted(parts) == rating


@pytest.fixture
def phase(officer):
    """Three rated reviews of 800, -300 and 100 net, one not rated, one deferred."""
    for rag, net in ((Rag.GREEN, "800"), (Rag.RED, "-300"), (Rag.AMBER, "100"), (None, "50")):
        review = reviews.make_review(stage="stage-2")
        reviews.make_service(review, net=net)
        if rag:
            reviews.report_status(review, rag, by=officer)
    deferred = reviews.make_review(stage="stage-2")
    reviews.report_status(deferred, Rag.RED, by=officer)
    reviews.change_state(deferred, ReviewState.DEFERRED)
    return deferred.phase


def of_phase(phase, *, as_at=None):
    return roll_up_of(ScopeKind.PHASE, phase.code, as_at=as_at, today=TODAY)


def test_a_phase_shows_the_worst_of_its_reviews_with_the_spread(phase):
    one = of_phase(phase)

    assert (one.shown, one.worst, one.weighted) == (Rag.RED, Rag.RED, Rag.AMBER)
    assert (one.reviews, one.net_gbp) == (4, Decimal(650))
    assert one.spread == (
        "1 on track (67% of net budget), 1 at risk (8%), 1 off track (25%), 1 not rated"
    )


def test_before_anything_was_reported_nothing_is_rated(phase):
    one = of_phase(phase, as_at=date(2013, 12, 11))

    assert (one.shown, one.weighted) == (None, None)


def test_a_review_counts_under_its_theme_portfolio_and_directorates(officer):
    theme = make_theme()
    portfolio = make_portfolio()
    review = reviews.make_review(stage="stage-2", portfolio=portfolio, parent=theme)
    service = reviews.make_service(review, net="10")
    reviews.report_status(review, Rag.AMBER, by=officer)

    found = {(one.kind, one.code): one for one in roll_ups(as_at=None, today=TODAY)}

    directorate = service.service.directorate
    expected = [
        (ScopeKind.PHASE, review.phase.code),
        (ScopeKind.THEME, theme.code),
        (ScopeKind.PORTFOLIO, portfolio.code),
    ]
    if directorate:
        expected.append((ScopeKind.DIRECTORATE, directorate.code))
    for key in expected:
        assert (found[key].worst, found[key].reviews) == (Rag.AMBER, 1)


def test_an_override_is_shown_until_it_expires_or_it_gets_worse(phase, sro, officer, now):
    for report in phase.reviews.first().status_reports.all():
        assert report.rag == Rag.GREEN
    red = phase.reviews.get(status_reports__rag=Rag.RED, state=ReviewState.ACTIVE)
    reviews.report_status(red, Rag.AMBER, by=officer, on=date(2014, 4, 1))
    actions.sign_override(
        of=phase,
        rag=Rag.GREEN,
        computed=of_phase(phase).worst,
        reason="Both are small.",
        expires_on=date(2014, 6, 1),
        by=sro,
        now=now,
        today=TODAY,
    )

    assert (of_phase(phase).shown, of_phase(phase).worst) == (Rag.GREEN, Rag.AMBER)
    later = roll_up_of(ScopeKind.PHASE, phase.code, as_at=None, today=date(2014, 6, 1))
    assert later.shown == Rag.AMBER
    reviews.report_status(red, Rag.RED, by=officer, on=date(2014, 5, 5))
    assert (of_phase(phase).shown, of_phase(phase).has_lapsed) == (Rag.RED, True)


def test_there_is_no_status_of_what_there_is_not():
    assert roll_up_of(ScopeKind.PORTFOLIO, "none", as_at=None, today=TODAY) is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_roll_up_takes_the_same_queries_however_many(count, officer, django_assert_num_queries):
    for _ in range(count):
        review = reviews.make_review(stage="stage-2")
        reviews.make_service(review)
        reviews.report_status(review, Rag.GREEN, by=officer)

    with django_assert_num_queries(7):
        roll_ups(as_at=None, today=TODAY)


@pytest.mark.parametrize(
    ("rag", "count"), [("green", 1), ("amber", 1), ("red", 1), ("not_rated", 1)]
)
def test_reviews_by_rating_are_a_figure(phase, officer, rag, count):
    figure = evaluate("reviews.rag_count", {"rag": rag, "phase": "1"}, as_at=None, user=officer)

    assert (figure.value, len(figure.lineage)) == (count, count)


def test_the_slippage_is_that_of_the_milestone_that_slips_most(officer):
    review = reviews.make_review("P1-A", stage="stage-2")
    reviews.make_milestone(review, baseline=date(2014, 6, 2), forecast=date(2014, 6, 5))
    reviews.make_milestone(review, baseline=date(2014, 6, 2), forecast=date(2014, 6, 9))
    reviews.make_milestone(
        review, baseline=date(2014, 1, 6), forecast=date(2014, 3, 3), achieved=date(2014, 3, 3)
    )

    figure = evaluate("reviews.slippage", {"review": "P1-A"}, as_at=None, user=officer)

    assert (figure.value, [line.value for line in figure.lineage]) == (5, [5, 3])


def test_without_both_dates_the_slippage_is_not_known(officer):
    reviews.make_milestone(reviews.make_review("P1-A"), baseline=date(2014, 6, 2))

    figure = evaluate("reviews.slippage", {"review": "P1-A"}, as_at=None, user=officer)

    assert figure.value is None
