"""Appraisals of options, walked to where a test wants them by the real actions."""

from datetime import UTC, date, datetime
from decimal import Decimal

from ftc.organisation.enums import Role
from reviews.actions import appraisal as actions
from reviews.enums import OptionStateKind
from reviews.models import Appraisal, Review
from reviews.policies.appraisal import CriterionPlan
from tests.factories.organisation import make_user
from tests.factories.reviews import make_option, make_review

ON = date(2014, 5, 6)
NOON = datetime(2014, 5, 6, 11, 0, tzinfo=UTC)
CRITERIA = (("Quality", "60"), ("Cost", "40"))
# By option in the order of the appraisal, doing nothing first; by criterion.
MARKS = ((4, 3), (8, 5), (5, 9))


def make_plan(review, *, assessors=None, options=None, **fields):
    """The plan of an appraisal of the review's options over two years, scored by one officer."""
    return actions.AppraisalPlan(
        **(
            {
                "title": f"Appraisal of {review.title}",
                "options": list(review.options.all()) if options is None else options,
                "assessors": [make_user(Role.OFFICER)] if assessors is None else assessors,
                "first_year": 2014,
                "years": 2,
                "discount_rate": Decimal("3.5"),
            }
            | fields
        )
    )


def make_appraisal(review=None, *, by=None, assessors=None, made_because="", **fields):
    """An appraisal being set up; without a review of one with two short-listed options."""
    by = by or make_user(Role.PORTFOLIO_OFFICE)
    if review is None:
        review = make_review()
    if not review.options.exists():
        for title in ("Trading company", "Contract out"):
            make_option(review, OptionStateKind.SHORT_LISTED, title=title)
    return actions.make_appraisal(
        review=review,
        expected_version=Review.objects.get(pk=review.pk).version,
        plan=make_plan(review, assessors=assessors, **fields),
        by=by,
        now=NOON,
        today=ON,
        made_because=made_because,
    )


def weigh(appraisal, *, by=None, criteria=CRITERIA):
    """Set the criteria with their weights."""
    return actions.set_criteria(
        appraisal=appraisal,
        expected_version=now_of(appraisal).version,
        criteria=[CriterionPlan(title, Decimal(weight)) for title, weight in criteria],
        by=by or make_user(Role.PORTFOLIO_OFFICE),
        now=NOON,
    )


def make_open_appraisal(review=None, *, by=None, criteria=CRITERIA, **fields):
    """An appraisal with criteria, open to its assessors."""
    by = by or make_user(Role.PORTFOLIO_OFFICE)
    appraisal = weigh(make_appraisal(review, by=by, **fields), by=by, criteria=criteria)
    return actions.open_scoring(
        appraisal=appraisal, expected_version=appraisal.version, by=by, now=NOON, today=ON
    )


def grid(appraisal, rows=MARKS):
    """``rows`` by option and criterion as scores by their keys."""
    criteria = list(appraisal.criteria.order_by("order").values_list("pk", flat=True))
    options = list(appraisal.options.order_by("order").values_list("pk", flat=True))
    return {
        (criterion, option): rows[place][number]
        for place, option in enumerate(options)
        for number, criterion in enumerate(criteria)
    }


def hand_in(appraisal, user, rows=MARKS):
    """``user`` hands in the scores ``rows``."""
    return actions.hand_in_scores(
        appraisal=appraisal, scores=grid(appraisal, rows), by=user, now=NOON
    )


def make_scored_appraisal(review=None, *, by=None, marks=MARKS, **fields):
    """An appraisal whose every assessor has handed in the same scores."""
    appraisal = make_open_appraisal(review, by=by, **fields)
    for assessor in appraisal.assessors.select_related("user"):
        hand_in(appraisal, assessor.user, marks)
    return now_of(appraisal)


def moderate(appraisal, *, by=None, scores=None):
    """Moderate every score to the mean, or to ``scores`` (score and reason by place)."""
    means = actions.means_of(appraisal)
    return actions.moderate_scores(
        appraisal=appraisal,
        expected_version=now_of(appraisal).version,
        scores={place: (mean, "") for place, mean in means.items()} | (scores or {}),
        by=by or make_user(Role.PORTFOLIO_OFFICE),
        now=NOON,
    )


def cost(appraisal, amounts, *, by=None):
    """Costs and benefits, by option in order a list of (cost, benefit) for each year."""
    options = list(appraisal.options.order_by("order").values_list("pk", flat=True))
    return actions.set_option_years(
        appraisal=appraisal,
        expected_version=now_of(appraisal).version,
        amounts={
            (option, appraisal.first_year + year): (Decimal(cost), Decimal(benefit))
            for option, years in zip(options, amounts, strict=True)
            for year, (cost, benefit) in enumerate(years)
        },
        by=by or make_user(Role.FINANCE),
        now=NOON,
    )


def make_agreed_appraisal(review=None, *, by=None, amounts=None, on=None, **fields):
    """An appraisal that is agreed from ``on``; ``amounts`` as for ``cost``."""
    by = by or make_user(Role.PORTFOLIO_OFFICE)
    appraisal = make_scored_appraisal(review, by=by, **fields)
    if amounts is not None:
        appraisal = cost(appraisal, amounts)
    appraisal = moderate(appraisal, by=by)
    return actions.agree_appraisal(
        appraisal=appraisal,
        expected_version=appraisal.version,
        by=by,
        now=NOON,
        today=ON,
        effective_on=on,
        reason="It was agreed then." if on else "",
    )


def now_of(appraisal):
    """The appraisal as it stands."""
    return Appraisal.objects.get(pk=appraisal.pk)
