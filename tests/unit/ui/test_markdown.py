import itertools
import re

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from ftc.ui.markdown import SCHEMES, TAGS, render_markdown


def heading_levels(drawn):
    return [int(level) for level in re.findall(r"<h(\d)", drawn)]


def test_paragraphs_lists_and_emphasis_are_drawn():
    drawn = render_markdown("One **bold** word.\n\n- first\n- second")

    assert drawn == (
        '<p class="govuk-body">One <strong>bold</strong> word.</p>\n'
        '<ul class="govuk-list govuk-list--bullet">\n<li>first</li>\n<li>second</li>\n</ul>\n'
    )


def test_a_table_has_heads_with_scope():
    drawn = render_markdown("| Option | Cost |\n| --- | --- |\n| A | 10 |")

    assert '<th class="govuk-table__header" scope="col">Option</th>' in drawn
    assert '<td class="govuk-table__cell">10</td>' in drawn


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](data:text/html;base64,AAAA)",
        "![a](http://example.org/a.png)",
        "<a href='javascript:alert(1)'>a</a>",
        "```html\n<script>alert(1)</script>\n```",
        '<p style="position:fixed" class="x" id="y">a</p>',
        "[a]( javascript&colon;alert(1))",
    ],
)
def test_what_could_harm_stays_words(text):
    drawn = render_markdown(text)

    assert not re.search(r"<(script|img|style|iframe)", drawn)
    for attribute in ("onerror", "style", "id"):
        assert not re.search(rf"<[^>]*\s{attribute}=", drawn)
    assert 'href="javascript' not in drawn
    assert 'href="data' not in drawn


@given(st.text(alphabet="#*_-[]()<>\"'`|:&;!ajs/\n =0", max_size=200))
def test_nothing_but_the_listed_elements_and_addresses_comes_out(text):
    drawn = render_markdown(text)

    assert {tag.lower() for tag in re.findall(r"<([a-z0-9]+)", drawn)} <= TAGS
    addresses = re.findall(r'href="([^"]*)"', drawn)
    assert all(
        ":" not in address.split("/")[0] or address.split(":")[0] in SCHEMES
        for address in addresses
    )


@pytest.mark.parametrize(
    "text, top_level, levels",
    [
        ("# A\n## B\n# C", 3, [3, 4, 3]),
        ("# A\n### B\n### C", 3, [3, 4, 4]),
        ("#### A\n## B\n### C", 3, [3, 3, 4]),
        ("###### A", 2, [2]),
        ("# A\n## B\n### C\n#### D\n##### E", 3, [3, 4, 5, 6, 6]),
        ("## A\n##### B\n#### C", 3, [3, 4, 4]),
    ],
)
def test_headings_begin_at_the_level_of_the_page_and_leave_none_out(text, top_level, levels):
    assert heading_levels(render_markdown(text, top_level=top_level)) == levels


@given(st.lists(st.integers(1, 6), min_size=1, max_size=20))
def test_no_order_of_headings_leaves_a_level_out(typed):
    text = "\n".join(f"{'#' * depth} A" for depth in typed)

    levels = heading_levels(render_markdown(text, top_level=3))

    assert levels[0] == 3
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_link_leads_out_without_saying_from_where():
    drawn = render_markdown("[Green Book](https://www.gov.uk/a)")

    assert drawn == (
        '<p class="govuk-body"><a href="https://www.gov.uk/a" rel="noreferrer">Green Book</a></p>\n'
    )


def test_the_filter_draws_nothing_of_nothing():
    drawn = Template("{% load markdown_tags %}{{ text|markdown:4 }}").render(
        Context({"text": None})
    )

    assert drawn == ""
