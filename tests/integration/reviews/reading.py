"""What a person reads on a page."""

import re
from html import unescape


def text_of(response):
    """The words of a page in order, with single spaces between them."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+([.,;:])(?=\s|$)", r"\1", re.sub(r"\s+", " ", unescape(words)))
