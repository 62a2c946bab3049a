"""What falls due: a month's grid, what is overdue, and what a person owns."""

from datetime import date

import pytest

from ftc.periods import Precision
from ftc.programme.enums import MilestoneDateKind, MilestoneStatus
from ftc.records.enums import Classification
from reviews.enums import EngagementKind, ReviewState
from reviews.models import MarketEngagement
from reviews.queries.due import month_of, overdue
from reviews.queries.work import own_work, reviews_held_by
from tests.factories import reviews

pytestmark = pytest.mark.django_db

TODAY = date(2014, 5, 6)
MAY = date(2014, 5, 1)


def titles(user, **changes):
    values = {"as_at": None, "today": TODAY, "user": user}
    return [due.title for due in overdue(**(values | changes)).rows]


@pytest.fixture
def review(officer):
    return reviews.make_review("P1-PRO", stage="stage-2", lead=officer)


def test_what_is_overdue_comes_longest_first(review, officer):
    reviews.make_milestone(review, baseline=date(2014, 5, 5), title="Late by a day")
    reviews.make_milestone(review, baseline=date(2014, 5, 6), title="Due today")
    reviews.make_milestone(
        review, baseline=date(2014, 1, 6), forecast=date(2014, 3, 3), title="Late anew"
    )
    reviews.make_milestone(
        review, baseline=date(2014, 1, 6), forecast=date(2014, 6, 3), title="Put off"
    )

    assert titles(officer) == ["Late anew", "Late by a day"]


def test_what_was_reached_or_is_of_a_deferred_review_is_not_overdue(review, officer):
    reviews.make_milestone(review, baseline=date(2014, 1, 6), achieved=date(2014, 1, 6))
    reviews.make_milestone(review, baseline=date(2014, 1, 6), report=MilestoneStatus.MET)
    waiting = reviews.make_review(stage="stage-2")
    reviews.make_milestone(waiting, baseline=date(2014, 1, 6), title="It waits")
    reviews.change_state(waiting, ReviewState.DEFERRED, on=date(2014, 4, 1))

    assert titles(officer) == []
    before = titles(officer, as_at=date(2014, 3, 27), today=date(2014, 3, 27))
    assert before == ["It waits"]


@pytest.mark.parametrize(
    ("precision", "today", "is_late"),
    [
        (Precision.MONTH, date(2014, 4, 30), False),
        (Precision.MONTH, date(2014, 5, 1), True),
        (Precision.WEEK, date(2014, 4, 6), False),
        (Precision.WEEK, date(2014, 4, 7), True),
        (Precision.YEAR, date(2014, 12, 31), False),
        (Precision.YEAR, date(2015, 1, 1), True),
    ],
)
def test_a_date_passes_with_the_end_of_what_it_may_mean(review, officer, precision, today, is_late):
    milestone = reviews.make_milestone(review, title="Vague")
    reviews.date_milestone(
        milestone, MilestoneDateKind.BASELINE, date(2014, 4, 1), precision=precision.value
    )

    assert titles(officer, today=today) == (["Vague"] if is_late else [])


def test_overdue_is_paged_narrowed_and_counted(review, officer, sro):
    for day in (5, 6, 7):
        reviews.make_milestone(review, baseline=date(2014, 1, day), title=f"Of {day}")
    other = reviews.make_review(phase=2, stage="stage-1")
    reviews.make_milestone(other, baseline=date(2014, 1, 2), title="Another's")

    page = overdue(as_at=None, today=TODAY, user=officer, offset=2, limit=2)
    assert ([due.title for due in page.rows], page.count) == (["Of 6", "Of 7"], 4)
    assert titles(officer, mine=True) == ["Of 5", "Of 6", "Of 7"]
    assert titles(officer, phase=2) == ["Another's"]
    assert titles(sro, mine=True) == []


def test_a_month_shows_what_is_due_on_its_days(review, officer):
    reviews.make_milestone(review, baseline=date(2014, 5, 15), title="Council")
    for number in range(6):
        reviews.make_milestone(review, baseline=date(2014, 5, 20), title=f"Many {number}")
    vague = reviews.make_milestone(review, title="Some day")
    reviews.date_milestone(vague, MilestoneDateKind.BASELINE, MAY, precision="month")
    reviews.make_milestone(review, baseline=date(2014, 6, 2), title="Next month")

    month = month_of(MAY, as_at=None, today=TODAY, user=officer)

    days = {day.on: day for week in month.weeks for day in week}
    assert [due.title for due in days[date(2014, 5, 15)].due] == ["Council"]
    assert (len(days[date(2014, 5, 20)].due), days[date(2014, 5, 20)].more) == (4, 2)
    assert [due.title for due in month.vague] == ["Some day"]
    assert (month.count, month.previous, month.following) == (8, "2014-04", "2014-06")
    assert (min(days), max(days)) == (date(2014, 4, 28), date(2014, 6, 1))
    assert days[TODAY].is_today


def test_an_engagement_shows_its_end_to_those_who_may_read_it(review, officer, sro):
    MarketEngagement.objects.create(
        code="ENG-1",
        activity=review,
        kind=EngagementKind.SOFT_MARKET_TEST,
        title="Deep dive",
        starts_on=date(2014, 4, 1),
        ends_on=date(2014, 5, 9),
        classification=Classification.EXEMPT,
        exempt_paragraph=3,
        exempt_reason="Prices",
    )

    counts = [month_of(MAY, as_at=None, today=TODAY, user=user).count for user in (officer, sro)]

    assert counts == [0, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_a_month_and_the_overdue_take_one_query_each(count, officer, django_assert_num_queries):
    for _ in range(count):
        review = reviews.make_review(stage="stage-2")
        reviews.make_milestone(review, baseline=date(2014, 5, 2))

    officer.readable_classifications()  # which roles they hold is read once a request

    with django_assert_num_queries(1):
        month_of(MAY, as_at=None, today=TODAY, user=officer)
    with django_assert_num_queries(1):
        overdue(as_at=None, today=TODAY, user=officer)


def test_own_work_names_the_milestones_a_person_owns(review, officer, sro):
    mine = reviews.make_milestone(review, baseline=date(2014, 5, 2), title="Mine")
    met = reviews.make_milestone(review, baseline=date(2014, 5, 2), achieved=date(2014, 5, 2))
    reviews.make_milestone(review, baseline=date(2014, 5, 2), title="Nobody's")
    for milestone in (mine, met):
        milestone.owner = sro
        milestone.save()

    work = own_work(sro, today=TODAY)

    assert [(item.text, item.of, item.due, item.is_overdue) for item in work] == [
        ("Mine", review.title, "2 May 2014", True)
    ]
    assert own_work(officer, today=TODAY) == []
    assert [row.code for row in reviews_held_by(officer)] == ["P1-PRO"]
