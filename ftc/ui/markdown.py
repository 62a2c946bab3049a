"""Markdown that people write, as markup for a page or a paper: safe, and in the order of headings.

HTML is never taken as typed; pictures are not taken at all. Headings begin at the level the page
is at and never leave one out, so that a paper stays readable by a screen reader.
"""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

LOWEST = 6
TAGS = {
    "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "s", "code", "pre",
    "blockquote", "hr", "br", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"*": {"class"}, "a": {"href"}, "th": {"scope"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "table_open": "govuk-table ftc-prose__table",
    "thead_open": "govuk-table__head",
    "tbody_open": "govuk-table__body",
    "tr_open": "govuk-table__row",
    "th_open": "govuk-table__header",
    "td_open": "govuk-table__cell",
    "blockquote_open": "govuk-inset-text",
    "hr": "govuk-section-break govuk-section-break--m govuk-section-break--visible",
}
HEADINGS = {2: "govuk-heading-m", 3: "govuk-heading-s"}
_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_PARSER.disable(["image", "html_block", "html_inline"])


@lru_cache(maxsize=256)
def render_markdown(text: str, *, top_level: int = 3) -> SafeString:
    """``text`` as markup; its highest heading becomes one of ``top_level`` (2 to 6)."""
    tokens = _PARSER.parse(text.replace("\0", ""))
    _place_headings(tokens, top_level)
    for token in tokens:
        _dress(token)
    drawn = _PARSER.renderer.render(tokens, _PARSER.options, {})
    cleaned = nh3.clean(
        drawn,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noreferrer",
        strip_comments=True,
    )
    return SafeString(cleaned)  # nh3 has left nothing but TAGS and ATTRIBUTES


def _place_headings(tokens: list[Token], top_level: int) -> None:
    """Level the headings: what is typed deeper stands deeper, by one level at a time."""
    typed: list[int] = []  # the open headings as typed, outermost first
    for token in tokens:
        if token.type == "heading_open":
            depth = int(token.tag[1:])
            while typed and typed[-1] >= depth:
                typed.pop()
            typed.append(depth)
        if token.type in {"heading_open", "heading_close"}:
            level = min(top_level + len(typed) - 1, LOWEST)
            token.tag = f"h{level}"


def _dress(token: Token) -> None:
    """Give the markup the classes of the design system, and heads of columns their scope."""
    if token.type == "heading_open":
        token.attrSet("class", HEADINGS.get(int(token.tag[1:]), "govuk-heading-s"))
    elif token.type in CLASSES:
        token.attrSet("class", CLASSES[token.type])
    if token.type == "th_open":
        token.attrSet("scope", "col")
    if token.type == "fence":
        token.info = ""
