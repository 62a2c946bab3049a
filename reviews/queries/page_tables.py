"""The tables on the first page of a review, as at a date: services, options, milestones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.urls import reverse

from ftc.organisation.enums import ServiceType
from ftc.periods import Precision, display_date
from ftc.programme.enums import MilestoneStatus
from ftc.programme.queries import STATUS_COLOURS
from ftc.records.models import CreditedModel
from ftc.ui.components import Cell, Column, Link
from reviews.enums import OptionStateKind, ReviewState
from reviews.models import Review
from reviews.queries.page_sql import milestones_of, options_of, services_of

Row = tuple[str | int | Decimal | date | Cell | None, ...]
NOT_RECORDED = "not recorded"
NOT_STATED = "not stated"
OPTION_COLOURS = {
    OptionStateKind.PREFERRED: "green",
    OptionStateKind.CONSIDERED: "blue",
    OptionStateKind.SHORT_LISTED: "turquoise",
    OptionStateKind.NOT_RECOMMENDED: "grey",
    OptionStateKind.NOT_RECOMMENDED_AT_THIS_STAGE: "yellow",
    OptionStateKind.CARRIED: "purple",
}


@dataclass(frozen=True)
class Table:
    """Everything the table component and the line of sources under it take; plain values."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: Row | None = None
    sources: tuple[Link, ...] = ()
    empty: str = ""


class Credited(Protocol):
    """A line that was read from a paper, or from none."""

    @property
    def paper(self) -> str | None: ...
    @property
    def paper_title(self) -> str | None: ...
    @property
    def source_ref(self) -> str | None: ...


def page_tables(review: Review, *, as_at: date | None, may_set_options: bool) -> tuple[Table, ...]:
    """The tables in their order: three queries.

    ``may_set_options`` adds a link to each option by which its state is recorded.
    """
    return (
        services_table(review, as_at=as_at),
        options_table(review, as_at=as_at, may_set=may_set_options),
        milestones_table(review, as_at=as_at),
    )


def services_table(review: Review, *, as_at: date | None) -> Table:
    """The services with the budget statement each was scoped on, in pounds a year.

    A statement not made by ``as_at`` is not known, and so is a total with one missing.
    """
    lines = services_of(review, as_at=as_at)
    amounts = [(line.gross_gbp, line.income_gbp, line.net_gbp) for line in lines]
    rows: list[Row] = [
        (
            Cell(line.name, hint=line.code),
            ServiceType(line.service_type).label if line.service_type else NOT_STATED,
            Cell(
                line.directorate or NOT_STATED,
                hint="no paper states it" if line.directorate_is_inferred else "",
            ),
            *money,
        )
        for line, money in zip(lines, amounts, strict=True)
    ]
    sums = [_sum(column) for column in zip(*amounts, strict=True)]
    return Table(
        "services",
        "Services and budgets",
        (
            Column("Service"),
            Column("Type"),
            Column("Directorate"),
            Column("Gross", "money", "£ a year"),
            Column("Income", "money", "£ a year"),
            Column("Net", "money", "£ a year"),
        ),
        tuple(rows),
        totals=("Total", "", "", *sums) if rows else None,
        sources=_sources(lines),
        empty="Its services went to the joint review."
        if review.state == ReviewState.MERGED
        else "No service is recorded for this review.",
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None when one of the amounts is not known."""
    total = Decimal(0)
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


def options_table(review: Review, *, as_at: date | None, may_set: bool) -> Table:
    """Options in their printed order with state, delivery models, variants and reason."""
    lines = options_of(review, as_at=as_at)
    columns = (Column("Option"), Column("State"), Column("Delivery models"), Column("Reason"))
    rows: list[Row] = []
    for line in lines:
        state = OptionStateKind(line.state) if line.state else None
        row: Row = (
            Cell(line.title, hint=line.variants or line.note),
            Cell(
                state.label if state else "No state recorded",
                tag_colour=OPTION_COLOURS[state] if state else "grey",
            ),
            line.models or "",
            line.reason or NOT_STATED,
        )
        if may_set:
            url = reverse("reviews:option-state", args=[review.code, line.code])
            row = (*row, Cell(f"Change option {line.order}", url=url))
        rows.append(row)
    return Table(
        "options",
        "Options",
        (*columns, Column("Record")) if may_set else columns,
        tuple(rows),
        sources=_sources(lines),
        empty="No option is recorded for this review.",
    )


def milestones_table(review: Review, *, as_at: date | None) -> Table:
    """Milestones with the dates as exact as printed, and the status last reported."""
    lines = milestones_of(review, as_at=as_at)
    rows: list[Row] = [
        (
            line.title,
            _dated(line.baseline_on, line.baseline_precision, line.baseline_printed),
            _dated(line.forecast_on, line.forecast_precision, line.forecast_printed),
            _dated(line.achieved_on, line.achieved_precision, line.achieved_printed),
            _reported(line.status),
        )
        for line in lines
    ]
    return Table(
        "milestones",
        "Milestones",
        (
            Column("Milestone"),
            Column("Baseline"),
            Column("Forecast"),
            Column("Achieved"),
            Column("Reported"),
        ),
        tuple(rows),
        sources=_sources(lines),
        empty="No milestone is recorded for this review.",
    )


def _dated(on: date | None, precision: str | None, printed: str | None) -> Cell:
    """A date in our words, and what the paper prints under it where that differs."""
    if precision is None:
        return Cell(NOT_RECORDED)
    words = display_date(on, Precision(precision), printed or "")
    return Cell(words, hint=printed if printed and printed != words else "")


def _reported(status: str | None) -> Cell:
    if status is None:
        return Cell("Not reported", tag_colour="grey")
    reported = MilestoneStatus(status)
    return Cell(reported.label, tag_colour=STATUS_COLOURS[reported])


def credits_of(rows: Iterable[CreditedModel]) -> tuple[Link, ...]:
    """The papers and paragraphs the rows were read from, each once."""
    found: dict[str, str] = {}
    for row in rows:
        if row.source is not None:
            found.setdefault(row.credit, row.source.get_absolute_url())
    return tuple(Link(text, url) for text, url in found.items())


def _sources(lines: Iterable[Credited]) -> tuple[Link, ...]:
    """``credits_of`` for lines that carry the paper's code, title and paragraph."""
    found: dict[str, str] = {}
    for line in lines:
        if line.paper:
            text = ", ".join(part for part in (line.paper_title, line.source_ref) if part)
            found.setdefault(text, reverse("overview:paper-detail", args=[line.paper]))
    return tuple(Link(text, url) for text, url in found.items())
