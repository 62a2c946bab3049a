"""Template tags and filters."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils.safestring import mark_safe

from ftc.ui.components import Cell, Column, Link
from ftc.ui.templatetags import ftc_ui


@pytest.mark.parametrize(
    ("filter_name", "value", "printed"),
    [
        ("gbp", Decimal("143049800.00"), "143,049,800"),
        ("gbp", None, "not known"),
        ("gbp", "", "not known"),
        ("gbp", 0, "0"),
        ("gbp_m", Decimal("143049800"), "£143.0m"),
        ("gbp_m", None, "not known"),
        ("gbp_thousands", Decimal("143049800"), "143,050"),
        ("gbp_thousands", Decimal("-499.99"), "0"),
        ("gbp_thousands", None, "not known"),
        ("signed_gbp", Decimal("40"), "+40"),
        ("signed_gbp", Decimal("-1200.5"), "−1,200.50"),
        ("signed_gbp", 0, "0"),
        ("signed_gbp", None, "not known"),
        ("long_date", date(2014, 5, 15), "15 May 2014"),
        ("long_date", datetime(2014, 5, 14, 23, 30, tzinfo=UTC), "15 May 2014"),
        ("long_date", None, "not known"),
        ("short_date", date(2014, 9, 6), "6 Sep 2014"),
        ("short_date", datetime(2014, 9, 5, 23, 30, tzinfo=UTC), "6 Sep 2014"),
        ("short_date", None, "not known"),
        ("moment", datetime(2014, 5, 15, 13, 5, tzinfo=UTC), "15 May 2014, 2:05pm"),
        ("moment", datetime(2014, 1, 15, 0, 5, tzinfo=UTC), "15 January 2014, 12:05am"),
        ("moment", None, "not known"),
    ],
)
def test_filters_print_values_for_people(filter_name, value, printed):
    assert getattr(ftc_ui, filter_name)(value) == printed


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ("page=2", "?stage=A&stage=B&page=2"),
        ("stage='C'", "?stage=C"),
        ("stage=None", "/reviews/"),
        ("stage=''", "/reviews/"),
    ],
)
def test_query_with_changes_only_what_is_named(rf, changes, address):
    template = Template(
        "{% load ftc_ui %}{% autoescape off %}{% query_with " + changes + " %}{% endautoescape %}"
    )
    request = rf.get("/reviews/?stage=A&stage=B")

    assert template.render(Context({"request": request})) == address


def test_links_pairs_words_and_addresses():
    assert ftc_ui.links("Reviews", "/reviews/", "Property") == [
        Link("Reviews", "/reviews/"),
        Link("Property", "", is_current=True),
    ]


@pytest.mark.parametrize(
    ("current", "of", "numbers"),
    [
        (1, 1, [1]),
        (1, 5, [1, 2, 3, 4, 5]),
        (1, 6, [1, 2, 3, None, 6]),
        (3, 6, [1, 2, 3, 4, 5, 6]),
        (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (10, 40, [1, None, 8, 9, 10, 11, 12, None, 40]),
    ],
)
def test_page_numbers_gives_ends_neighbours_and_gaps(current, of, numbers):
    assert ftc_ui.page_numbers(Paginator(range(of), 1).page(current)) == numbers


@pytest.mark.parametrize(
    ("kind", "value", "printed"),
    [
        ("money", Decimal("1250000"), "1,250,000"),
        ("money", "Total", "Total"),
        ("number", 1250, "1,250"),
        ("date", date(2014, 5, 15), "15 May 2014"),
        ("text", None, "not known"),
        ("text", 7, "7"),
    ],
)
def test_cell_value_prints_by_the_kind_of_the_column(kind, value, printed):
    assert ftc_ui.cell_value(Cell(value), Column("Head", kind=kind)) == printed


HEAD = '<th scope="row" role="rowheader" class="govuk-table__header"><span>{}</span></th>'
UNDER_STAGE = '<td role="cell" class="govuk-table__cell" data-label="Stage"><span>{}</span></td>'


def test_cells_of_wraps_plain_values_and_fills_what_is_missing():
    assert ftc_ui.cells_of(["Property"], ["Review", "Stage"]) == HEAD.format(
        "Property"
    ) + UNDER_STAGE.format("")


@pytest.mark.parametrize(
    ("cell", "drawn"),
    [
        ("<b>2</b>", "&lt;b&gt;2&lt;/b&gt;"),
        (mark_safe("<b>2</b>"), "<b>2</b>"),
        (
            Cell("A & B", url="/a/?b=1&c=2"),
            '<a class="govuk-link" href="/a/?b=1&amp;c=2">A &amp; B</a>',
        ),
        (
            Cell("Met", tag_colour="green"),
            '<strong class="govuk-tag govuk-tag--green">Met</strong>',
        ),
        (Cell("3", hint="<of> 5"), '3 <span class="ftc-table__hint">&lt;of&gt; 5</span>'),
    ],
)
def test_cells_of_draws_what_a_cell_says_and_escapes_it(cell, drawn):
    assert ftc_ui.cells_of(["Property", cell], ["Review", "Stage"]) == HEAD.format(
        "Property"
    ) + UNDER_STAGE.format(drawn)


def test_cells_of_puts_numbers_to_the_right_under_head_and_unit():
    columns = [Column("Review"), Column("Net", "money", "£ a year")]

    assert ftc_ui.cells_of(["Total", Decimal(1250)], columns) == HEAD.format("Total") + (
        '<td role="cell" class="govuk-table__cell govuk-table__cell--numeric" '
        'data-label="Net (£ a year)"><span>1,250</span></td>'
    )


def test_cells_of_draws_a_rating_in_word_and_shape():
    drawn = ftc_ui.cells_of(["Property", Cell("On track", rating="GREEN")], ["Review", "Stage"])

    assert '<circle cx="8" cy="8" r="7" fill="#00703c"/>' in drawn
    assert "<span>On track</span>" in drawn
