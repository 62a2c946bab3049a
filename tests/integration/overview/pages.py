"""Reading the text of a page."""

import html
import re


def words(response):
    """The text of a page, without markup and with single spaces."""
    text = re.sub(r"<(svg|head)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
