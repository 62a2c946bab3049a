"""The board of reviews: its columns, their counts and first cards, and who may move which."""

from datetime import date

import pytest

from reviews import queries
from reviews.models import Methodology
from reviews.queries import board as boards
from tests.factories.reviews import change_state, make_review, report_stage

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 6)
MARCH = date(2014, 3, 27)
STAGE_1 = "Stage 1: Scoping"
STAGE_2 = "Stage 2: Service review and market engagement"


def shown(user, as_at=None, reviews=None, **asked):
    return boards.board(
        queries.review_rows(as_at=as_at) if reviews is None else reviews,
        user=user,
        as_at=as_at,
        today=TODAY,
        stages=queries.stage_places(),
        **asked,
    )


def first_stages():
    """The stages of Phase 1 in order."""
    return Methodology.objects.get(phase__number=1).stages.order_by("order")


def told(board):
    """Title, count and codes of each column that has reviews, of each board."""
    return [
        [(c.title, c.count, [card.row.code for card in c.cards]) for c in each.columns if c.count]
        for each in board.boards
    ]


@pytest.mark.parametrize("as_at", [None, TODAY])
def test_board_has_a_column_for_each_stage_of_the_methodologies_shown(officer, as_at):
    make_review("P1-A", order=2, stage="stage-1")
    make_review("P1-B", order=1, stage="stage-1")
    make_review("P1-C")
    make_review("P2-A", phase=2, stage="stage-2")

    board = shown(officer, as_at)

    first, second = board.boards
    titles = list(first_stages().values_list("title", flat=True))
    assert [column.title for column in first.columns] == ["Not started", *titles]
    assert told(board) == [
        [("Not started", 1, ["P1-C"]), (STAGE_1, 2, ["P1-B", "P1-A"])],
        [(STAGE_2, 1, ["P2-A"])],
    ]
    assert (first.count, second.count, board.totals.reviews) == (3, 1, 4)


def test_board_of_a_past_day_shows_where_reviews_stood(officer):
    review = make_review("P1-A", stage="stage-1", lead=officer)
    report_stage(review, "stage-2", on=TODAY)

    then, now = shown(officer, MARCH), shown(officer)

    assert told(then) == [[(STAGE_1, 1, ["P1-A"])]]
    assert told(now) == [[(STAGE_2, 1, ["P1-A"])]]
    assert not then.may_move


def test_board_bounds_its_columns_and_says_how_to_see_more(officer, monkeypatch):
    monkeypatch.setattr(boards, "CARDS", 2)
    monkeypatch.setattr(boards, "MOST_CARDS", 4)
    for order in range(5):
        make_review(f"P1-{order}", order=order)
    column = shown(officer).boards[0].columns[0]

    more = shown(officer, shown={column.key: column.more}).boards[0].columns[0]
    most = shown(officer, shown={column.key: 99}).boards[0].columns[0]

    assert (len(column.cards), column.rest, column.more) == (2, 3, 4)
    assert (len(more.cards), more.rest, more.more) == (4, 1, 0)
    assert most == more


def test_board_orders_its_cards_as_asked(officer):
    make_review("P1-A", title="b")
    make_review("P1-B", title="a")

    assert told(shown(officer, sort="title")) == [[("Not started", 2, ["P1-B", "P1-A"])]]


def test_board_of_what_filters_find_counts_that_alone(officer):
    make_review("P1-A", stage="stage-1")
    make_review("P1-B", stage="stage-2")
    found = queries.at_stage(queries.review_rows(as_at=None), "stage-2")

    assert told(shown(officer, reviews=found)) == [[(STAGE_2, 1, ["P1-B"])]]


def test_board_of_no_reviews_is_empty(officer):
    assert shown(officer).boards == ()


def test_cards_move_to_the_next_column_for_who_may_move_them(
    officer, portfolio_officer, member, sro
):
    make_review("P1-A", stage="stage-1", lead=officer)
    make_review("P1-B")
    change_state(make_review("P1-C", stage="stage-1", lead=officer))
    make_review("P1-D", stage="stage-1", lead=sro)

    def movable(user):
        return {
            card.row.code: card.to_title
            for each in shown(user).boards
            for column in each.columns
            for card in column.cards
            if card.to_stage
        }

    assert movable(officer) == {"P1-A": STAGE_2}
    assert movable(portfolio_officer) == {
        "P1-A": STAGE_2,
        "P1-B": STAGE_1,
        "P1-D": STAGE_2,
    }
    assert movable(member) == {}


@pytest.mark.parametrize("number", [3, 30])
def test_board_takes_the_same_queries_however_many_cards(
    officer, number, django_assert_num_queries
):
    for place in range(number):
        make_review(stage=("", "stage-1", "stage-2")[place % 3], phase=1 + place % 2)
    assert officer.permissions
    stages = queries.stage_places()
    found = queries.review_rows(as_at=None)

    with django_assert_num_queries(8):
        board = boards.board(found, user=officer, as_at=None, today=TODAY, stages=stages)

    assert board.totals.reviews == number
