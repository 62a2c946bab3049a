"""Filters of printed papers."""

from django import template

from ftc.records.printed import TableColumn

register = template.Library()


@register.filter
def beside(
    cells: tuple[str, ...], columns: tuple[TableColumn, ...]
) -> list[tuple[TableColumn, str]]:
    """The cells of a row, each with its column; ValueError when a row is too long or short."""
    return list(zip(columns, cells, strict=True))
