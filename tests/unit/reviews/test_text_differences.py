import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.calculations.text_differences import (
    ComparedLine,
    Mark,
    Piece,
    compare_texts,
    count_words,
    has_changed,
)

LINES = st.lists(
    st.text(alphabet="ab ,.£1\u00e9", max_size=12).filter(lambda line: line.splitlines() == [line]),
    max_size=8,
)


def joined(lines, *, without):
    kept = [
        "".join(piece.text for piece in line.pieces if piece.mark != without)
        for line in lines
        if line.mark != without
    ]
    return kept


@given(LINES, LINES)
def test_the_pieces_give_both_texts_back(old, new):
    compared = compare_texts("\n".join(old), "\n".join(new))

    assert joined(compared, without=Mark.ADDED) == "\n".join(old).splitlines()
    assert joined(compared, without=Mark.REMOVED) == "\n".join(new).splitlines()


@given(LINES)
def test_a_text_does_not_differ_from_itself(lines):
    text = "\n".join(lines)

    compared = compare_texts(text, text)

    assert not has_changed(compared)
    assert count_words(compared) == (0, 0)


def test_a_changed_line_shows_its_words():
    compared = compare_texts("It costs ten pounds.", "It costs twelve pounds.")

    assert compared == (
        ComparedLine(
            Mark.CHANGED,
            (
                Piece(Mark.SAME, "It costs "),
                Piece(Mark.REMOVED, "ten"),
                Piece(Mark.ADDED, "twelve"),
                Piece(Mark.SAME, " pounds."),
            ),
        ),
    )
    assert count_words(compared) == (1, 1)


def test_another_line_is_removed_and_added_whole():
    compared = compare_texts("Keep the service in house.", "£4m")

    assert [line.mark for line in compared] == [Mark.REMOVED, Mark.ADDED]


@pytest.mark.parametrize(
    "old, new, marks",
    [
        ("", "One", [Mark.ADDED]),
        ("One", "", [Mark.REMOVED]),
        ("One\nTwo", "One", [Mark.SAME, Mark.REMOVED]),
        ("One", "One\n\nTwo", [Mark.SAME, Mark.ADDED, Mark.ADDED]),
        ("", "", []),
    ],
)
def test_lines_that_come_and_go(old, new, marks):
    assert [line.mark for line in compare_texts(old, new)] == marks


@pytest.mark.slow
def test_the_longest_texts_are_compared_in_a_moment():
    old = " ".join(f"word{number}" for number in range(8000))
    new = " ".join(f"word{number + 1}" for number in range(8000))
    started = time.perf_counter()

    compared = compare_texts(old, new)

    assert [line.mark for line in compared] == [Mark.REMOVED, Mark.ADDED]
    assert time.perf_counter() - started < 5
