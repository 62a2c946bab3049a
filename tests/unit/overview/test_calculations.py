from datetime import date
from decimal import Decimal

import pytest

from ftc.overview.calculations import (
    counted,
    in_days,
    is_for_decision,
    is_only_rounding,
    listed,
    printed_places,
    short_pounds,
)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("£98,226,440", 0),
        ("£59.9m", -5),
        ("£45m", -6),
        ("£143k", -3),
        ("3.2:1", 1),
        ("7", 0),
        ("around £20m", None),
        ("£20m to £30m", None),
        ("seven", None),
        ("", None),
    ],
)
def test_printed_places_reads_how_a_number_was_rounded(text, places):
    assert printed_places(text) == places


@pytest.mark.parametrize(
    ("value", "low", "high", "text", "expected"),
    [
        ("3.22", "3.2", "3.2", "3.2:1", True),
        ("10.89", "10.9", "10.9", "10.9:1", True),
        ("5.13", "5.5", "5.5", "5.5:1", False),
        ("98226400", "98226440", "98226440", "£98,226,440", False),
        ("98226400", "92000000", "92000000", "£92m", False),
        ("91600000", "92000000", "92000000", "£92m", True),
        ("92000000", "92000000", "92000000", "£92m", False),
        ("19900000", "20000000", "30000000", "£20m to £30m", False),
        ("21000000", "20000000", "20000000", "around £20m", False),
    ],
)
def test_is_only_rounding_asks_whether_the_paper_rounded(value, low, high, text, expected):
    assert is_only_rounding(Decimal(value), Decimal(low), Decimal(high), text) is expected


def test_is_only_rounding_is_false_when_nothing_is_known():
    assert is_only_rounding(None, Decimal(1), Decimal(1), "1") is False
    assert is_only_rounding(Decimal(1), None, Decimal(1), "1") is False


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("endorse", True),
        ("Agree", True),
        ("note and agree", True),
        ("support", True),
        ("note", False),
        ("thank", False),
        ("note and discuss", False),
        ("consider and endorse", True),
        ("", False),
    ],
)
def test_is_for_decision_leaves_out_noting_and_thanking(verb, expected):
    assert is_for_decision(verb) is expected


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2014, 5, 15), "in 9 days"),
        (date(2014, 5, 7), "tomorrow"),
        (date(2014, 5, 6), "today"),
        (date(2014, 5, 5), "yesterday"),
        (date(2014, 3, 27), "40 days ago"),
    ],
)
def test_in_days_says_how_far_off_a_day_is(on, words):
    assert in_days(on, date(2014, 5, 6)) == words


def test_counted_takes_the_number_it_counts():
    assert [counted(n, "review") for n in (0, 1, 1200)] == [
        "0 reviews",
        "1 review",
        "1,200 reviews",
    ]
    assert counted(2, "entry", "entries") == "2 entries"


def test_listed_joins_words_as_a_sentence_does():
    assert [listed(list(words)) for words in ("", "A", "AB", "ABC")] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]


@pytest.mark.parametrize(
    ("pounds", "words"),
    [("88000000", "£88m"), ("98226400", "£98.2m"), ("0", "£0"), ("-1800000", "-£1.8m")],
)
def test_short_pounds_prints_no_needless_decimal(pounds, words):
    assert short_pounds(Decimal(pounds)) == words


def test_short_pounds_never_prints_zero_for_not_known():
    assert short_pounds(None) == "not known"
