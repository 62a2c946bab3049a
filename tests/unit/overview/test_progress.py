from datetime import date
from decimal import Decimal

import pytest

from finance.enums import PlanMeasure
from ftc.overview.queries import progress
from ftc.programme.enums import MilestoneStatus
from reviews.enums import ReviewState
from tests.factories import programme
from tests.factories.finance import make_amount, make_plan
from tests.factories.reviews import (
    change_state,
    make_delivery_model,
    make_option,
    make_review,
)

pytestmark = pytest.mark.django_db

BEFORE = date(2014, 3, 27)
ON = date(2014, 5, 6)


def test_progress_of_reviews_is_as_at_a_date():
    make_delivery_model("LATCO", "Trading company")
    review = make_review("P1-PRO", title="Property Review", stage="stage-2")
    make_option(review, on=ON)
    change_state(review, reason="It waits", on=ON)

    before, after = (progress.progress_of_reviews(day)[0] for day in (BEFORE, ON))

    assert (before.stage_title, before.state, before.preferred) == (
        "Stage 2: Service review and market engagement",
        ReviewState.ACTIVE,
        "",
    )
    assert (after.state, after.preferred, after.url) == (
        ReviewState.DEFERRED,
        "Trading company",
        "/reviews/P1-PRO/",
    )


def test_progress_of_reviews_names_each_preferred_model_once():
    review = make_review(stage="stage-2")
    make_delivery_model("JV", "Joint venture")
    make_delivery_model("TRUST", "Trust")
    make_option(review, models=("JV",))
    make_option(review, models=("JV", "TRUST"))

    assert progress.progress_of_reviews(None)[0].preferred == "Joint venture and Trust"


@pytest.mark.parametrize("number", [1, 3])
def test_progress_of_reviews_takes_the_same_queries(number, django_assert_num_queries):
    for _ in range(number):
        make_option(make_review(stage="stage-2"))

    with django_assert_num_queries(4):
        progress.progress_of_reviews(ON)


def test_phase_under_way_is_the_earliest_with_a_review_that_goes_on():
    over = make_review(phase=1, stage="stage-1")
    make_review(phase=2)
    assert progress.phase_under_way(progress.progress_of_reviews(None)) == 1

    change_state(over, ReviewState.CLOSED, reason="Done")
    assert progress.phase_under_way(progress.progress_of_reviews(None)) == 2
    assert progress.phase_under_way([]) is None


def test_stage_chart_counts_deferred_reviews_apart():
    for stage in ("stage-2", "stage-2", "stage-1"):
        make_review(stage=stage)
    change_state(make_review(stage="stage-2"), reason="It waits")

    chart = progress.stage_chart(progress.progress_of_reviews(None), 1)

    assert chart.title == (
        "3 of 4 reviews of Phase 1 at Stage 2: Service review and market engagement; 1 not going on"
    )
    assert [column.head for column in chart.columns] == ["Stage", "Going on", "Deferred"]
    assert chart.rows[:3] == [
        ["Stage 1: Scoping", 1, 0],
        ["Stage 2: Service review and market engagement", 2, 1],
        ["Stage 3: Full Business Case", 0, 0],
    ]


def test_stage_chart_says_when_no_review_has_started():
    make_review()
    make_review()

    chart = progress.stage_chart(progress.progress_of_reviews(None), 1)

    assert (chart.title, chart.rows[0]) == (
        "All 2 reviews of Phase 1 not started",
        ["Not started", 2],
    )


def test_stage_chart_is_none_without_reviews_of_the_phase():
    assert progress.stage_chart([], 1) is None


def test_savings_chart_splits_a_year_only_where_papers_do():
    plan = make_plan("2014/15", "2015/16")
    make_amount(plan, "2014/15", "91000000", effective_on=ON)
    make_amount(plan, "2015/16", "88000000", effective_on=ON)
    make_amount(plan, "2015/16", "43000000", PlanMeasure.UNIDENTIFIED, effective_on=ON)

    chart = progress.savings_chart(ON)

    assert chart.title == (
        "£179m of savings required in 2014/15 to 2015/16; £43m of it not yet identified"
    )
    assert chart.rows == [
        ["2014/15", None, None, Decimal("91000000.00")],
        ["2015/16", Decimal("45000000.00"), Decimal("43000000.00"), Decimal(0)],
    ]
    assert progress.savings_chart(BEFORE) is None


def test_savings_chart_has_two_parts_where_papers_split_every_year():
    plan = make_plan("2015/16")
    make_amount(plan, "2015/16", "88000000")
    make_amount(plan, "2015/16", "43000000", PlanMeasure.UNIDENTIFIED)

    chart = progress.savings_chart(None)

    assert [series.name for series in chart.series] == ["Identified", "Not yet identified"]


def test_savings_chart_says_nothing_of_the_split_where_no_paper_gives_one():
    make_amount(make_plan("2014/15"), "2014/15", "91000000")

    assert progress.savings_chart(None).title == "£91m of savings required in 2014/15 to 2014/15"


def test_milestone_chart_counts_the_last_report_of_each():
    for status in (MilestoneStatus.MET, MilestoneStatus.PLANNED, MilestoneStatus.SUPERSEDED):
        programme.make_milestone_report(programme.make_milestone(), status, effective_on=ON)
    programme.make_milestone()

    chart = progress.milestone_chart(ON)

    assert chart.title == "1 of 3 milestones met or on track, as reported"
    assert chart.rows == [["Planned", 1], ["Met", 1], ["Nothing reported", 1]]


def test_milestone_chart_is_none_without_milestones():
    assert progress.milestone_chart(None) is None
