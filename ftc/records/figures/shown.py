"""A living figure as pages show it: the value, its records, and what papers printed."""

from decimal import Decimal

from django.urls import reverse

from ftc.records.enums import Unit
from ftc.records.figures.evaluate import Figure, Stated, in_words
from ftc.records.figures.registry import Line
from ftc.ui import components


def shown(figure: Figure, *, value: str = "", meaning: str = "") -> components.Figure:
    """The figure for ``_components/figure.html`` and ``figure_chip.html``.

    ``value`` replaces its text where a sentence prints it shorter (£45m); ``meaning`` its title.
    """
    return components.Figure(
        value=value or figure.text,
        meaning=meaning or figure.title,
        as_at=figure.as_at,
        lineage=lineage_links(figure),
        stated=[
            components.StatedValue(
                value=stated.text,
                paper=stated.paper_title,
                paragraph=stated.paragraph,
                url=paper_url(stated.paper),
                difference=signed(stated.difference, figure.unit),
                is_compared=stated.difference is not None,
            )
            for stated in figure.stated
        ],
    )


def lineage_links(figure: Figure) -> list[components.Link]:
    """One link for each record a figure was read from: its name, amount and credit."""
    return [components.Link(line_in_words(line, figure.unit), line.url) for line in figure.lineage]


def line_in_words(line: Line, unit: Unit) -> str:
    """ "Savings required, 2015/16: £88,000,000 (Outturn Report, para 5.1)"."""
    counted = Unit.GBP if unit == Unit.RATIO else unit
    amount = f": {in_words(line.value, counted)}" if line.value is not None else ""
    return f"{line.label}{amount} ({line.source})" if line.source else f"{line.label}{amount}"


def printed_in_words(stated: Stated) -> str:
    """ "printed £45m (LGA Peer Challenge, LGA letter)"."""
    where = ", ".join(part for part in (stated.paper_title, stated.paragraph) if part)
    return f"printed {stated.text} ({where})"


def signed(difference: Decimal | None, unit: Unit) -> str:
    """Stated less computed with its sign; empty when there is none or it is 0."""
    if not difference:
        return ""
    sign = "+" if difference > 0 else "−"
    text = in_words(abs(difference), unit)
    return sign + text.removesuffix(":1")


def paper_url(code: str) -> str:
    """The page of a source paper; empty when there is none."""
    return reverse("overview:paper-detail", args=[code]) if code else ""
