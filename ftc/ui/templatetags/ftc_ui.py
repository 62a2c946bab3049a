"""Template tags and filters of every page: pounds, dates, addresses, table cells."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from ftc import money
from ftc.ui.components import Cell, Column, Link
from ftc.ui.drawing import drawn_once

register = template.Library()

Amount = Decimal | int | None


@register.filter
def gbp(value: Amount) -> str:
    """Pounds for a table: 143049800 -> "143,049,800"; None -> "not known"."""
    return money.in_pounds(_amount(value))


@register.filter
def gbp_m(value: Amount, places: int = 1) -> str:
    """Pounds for a sentence: 143049800 -> "£143.0m"."""
    return money.in_millions(_amount(value), places)


@register.filter
def gbp_thousands(value: Amount) -> str:
    """Thousands for a table whose head says £000: 143049800 -> "143,050"."""
    amount = _amount(value)
    if amount is None:
        return money.NOT_KNOWN
    return f"{money.round_half_up(Decimal(amount), -3).scaleb(-3):,.0f}"


@register.filter
def signed_gbp(value: Amount) -> str:
    """A difference in pounds: "+40", "−1,200", "0"; None -> "not known"."""
    amount = _amount(value)
    if amount is None:
        return money.NOT_KNOWN
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    return sign + money.in_pounds(-amount if amount < 0 else amount)


@register.filter
def long_date(value: date | datetime | None) -> str:
    """15 May 2014; of a moment, its day in London; None -> "not known"."""
    if not value:
        return money.NOT_KNOWN
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_format(value, "j F Y")


@register.filter
def short_date(value: date | datetime | None) -> str:
    """15 May 14 is never printed; 15 May 2014 with a short month: "6 Sep 2014"."""
    if not value:
        return money.NOT_KNOWN
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_format(value, "j M Y")


@register.filter
def moment(value: datetime | None) -> str:
    """15 May 2014, 2:05pm, London time; None -> "not known"."""
    if not value:
        return money.NOT_KNOWN
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    clock = f"{local.hour % 12 or 12}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"
    return f"{date_format(local, 'j F Y')}, {clock}"


@register.filter
def cells_of(row: Iterable[Any], columns: Iterable[Column | str]) -> SafeString:
    """The cells of a row, each under its column, as markup; the first is the row's head.

    Plain heads and plain values are wrapped. Drawn here and not in the template, because a page
    has hundreds of cells and each node of a template costs more than the words it prints.
    """
    drawn: list[str] = []
    for column, value in zip_longest(columns, row, fillvalue=""):
        under = column if isinstance(column, Column) else Column(str(column))
        cell = value if isinstance(value, Cell) else Cell(value)
        opening, closing = _tags_around(under, not drawn)
        drawn.append(f"{opening}<span>{_inside(cell, under)}</span>{closing}")
    return SafeString("".join(drawn))


@lru_cache(maxsize=512)
def _tags_around(column: Column, is_head: bool) -> tuple[SafeString, SafeString]:
    if is_head:
        head = '<th scope="row" role="rowheader" class="govuk-table__header">'
        return SafeString(head), SafeString("</th>")
    opening = format_html(
        '<td role="cell" class="govuk-table__cell{}" data-label="{}{}">',
        " govuk-table__cell--numeric" if column.is_numeric else "",
        column.head,
        f" ({column.unit})" if column.unit else "",
    )
    return opening, SafeString("</td>")


def _inside(cell: Cell, column: Column) -> str:
    """What stands in a cell, escaped: a link, a tag, a rating or the value, and the hint."""
    printed = conditional_escape(cell_value(cell, column))
    if cell.url:
        drawn = f'<a class="govuk-link" href="{conditional_escape(cell.url)}">{printed}</a>'
    elif cell.tag_colour:
        colour = conditional_escape(cell.tag_colour)
        drawn = f'<strong class="govuk-tag govuk-tag--{colour}">{printed}</strong>'
    elif cell.rating:
        drawn = _rating(cell.rating, cell.value)
    else:
        drawn = printed
    if cell.hint:
        drawn += f' <span class="ftc-table__hint">{conditional_escape(cell.hint)}</span>'
    return drawn


@drawn_once
def _rating(rating: str, text: str) -> SafeString:
    return render_to_string("_components/rag.html", {"rating": rating, "text": text})


@register.filter
def as_columns(columns: Iterable[Column | str]) -> list[Column]:
    """The heads of a table; plain words are columns of text."""
    return [column if isinstance(column, Column) else Column(column) for column in columns]


@register.filter
def cell_value(cell: Cell, column: Column) -> str:
    """A cell as printed: pounds, numbers and dates by the kind of the column."""
    value = cell.value
    if value is None:
        return money.NOT_KNOWN
    if column.kind == "money" and isinstance(value, Decimal | int):
        return money.in_pounds(value)
    if column.kind == "number" and isinstance(value, Decimal | int):
        return f"{value:,}"
    if isinstance(value, date):
        return long_date(value)
    return str(value)


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """The query of this page's address with some values changed; None or "" takes one out.

    ``<a href="{% query_with page=2 %}">``. Needs ``request`` in the context: a component called
    with ``only`` is given it.
    """
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else context["request"].path


@register.simple_tag
def links(*parts: str) -> list[Link]:
    """Links from words and addresses in turn; a last one without an address is where we are.

    ``{% links "Reviews" list_url review.title as crumbs %}``
    """
    texts, urls = parts[::2], parts[1::2]
    return [
        Link(text=str(text), url=str(url), is_current=not url)
        for text, url in zip_longest(texts, urls, fillvalue="")
    ]


@register.simple_tag
def page_numbers(page: Page) -> Sequence[int | None]:
    """Numbers to offer under a list: ends, the current page and its neighbours; None is a gap."""
    last = page.paginator.num_pages
    shown = sorted({1, last} | set(range(max(1, page.number - 2), min(last, page.number + 2) + 1)))
    numbers: list[int | None] = []
    for number in shown:
        before = numbers[-1] if numbers else None
        if before is not None and number - before == 2:
            numbers.append(before + 1)
        elif before is not None and number - before > 2:
            numbers.append(None)
        numbers.append(number)
    return numbers


def _amount(value: Any) -> Amount:
    """A name a template could not find comes as an empty text: not known, never zero."""
    return None if value == "" else value
