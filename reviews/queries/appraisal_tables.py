"""The tables of options and of their appraisal, as pages, prints and papers show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from ftc.organisation.models import User
from ftc.ui.charts import Bar, BarChart
from ftc.ui.components import Cell, Column
from reviews import permissions
from reviews.calculations import appraisal as calculations
from reviews.enums import OptionStateKind, ReviewState
from reviews.models import Appraisal, Option, Review
from reviews.models.appraisal import UNDER_WAY
from reviews.policies.options import next_states
from reviews.queries.appraisal import (
    AppraisedLine,
    Result,
    agreed_appraisal,
    appraisals_of,
    read_result,
)
from reviews.queries.appraisal_words import leading_in_words, printed_score, printed_weight
from reviews.queries.page_tables import NOT_STATED, OPTION_COLOURS, Row, Table, credits_of

NOT_APPRAISED = "not appraised"


@dataclass(frozen=True)
class OptionsPage:
    """The options of a review and the appraisals that this person may read.

    ``may_list`` offers adding and deciding, ``may_appraise`` a further appraisal.
    """

    table: Table
    result_of: Appraisal | None
    appraisals: tuple[Appraisal, ...]
    may_list: bool
    may_appraise: bool


def options_page(review: Any, *, as_at: date | None, user: User) -> OptionsPage:
    """The options as they stood on ``as_at``, with what the appraisal agreed by then gave them.

    ``review`` is read by ``head_of``, with ``state_then``.
    """
    is_open = as_at is None and review.state_then == ReviewState.ACTIVE
    may_list = is_open and permissions.can_edit(user, review)
    agreed = agreed_appraisal(review, user=user, as_at=as_at)
    result = read_result(agreed, as_at=as_at) if agreed else None
    appraisals = tuple(appraisals_of(review, user=user, as_at=as_at))
    under_way = review.appraisals.filter(state__in=UNDER_WAY).exists() if may_list else True
    return OptionsPage(
        table=_options_table(review, result, as_at=as_at, may_list=may_list),
        result_of=agreed,
        appraisals=appraisals,
        may_list=may_list,
        may_appraise=may_list and not under_way,
    )


def _options_table(
    review: Review, result: Result | None, *, as_at: date | None, may_list: bool
) -> Table:
    """Options in their order with model, state, score, rank, worth and reason."""
    options = known_options(review, as_at)
    lines = {line.option.pk: line for line in result.lines} if result else {}
    rows: list[Row] = []
    for option in options:
        line = lines.get(option.pk)
        row: Row = (
            Cell(option.title, hint=_inside(option)),
            ", ".join(model.name for model in option.delivery_models.all()),
            state_cell(option.state),
            *_given(line),
            option.reason or NOT_STATED,
        )
        if may_list:
            edit = reverse("reviews:option-edit", args=[review.code, option.code])
            row = (*row, Cell(f"Edit option {option.order}", url=edit))
            if next_states(option.state):
                decide = reverse("reviews:option-state", args=[review.code, option.code])
                row = (*row, Cell(f"Decide on option {option.order}", url=decide))
        rows.append(row)
    columns = (
        Column("Option"),
        Column("Delivery models"),
        Column("State"),
        Column("Score", "number", "of 100"),
        Column("Rank", "number"),
        Column("Net present value", "money", "£"),
        Column("Reason"),
    )
    return Table(
        "options",
        "Options",
        (*columns, Column("Edit"), Column("Decide")) if may_list else columns,
        tuple(rows),
        sources=credits_of(options),
        empty="No option is recorded for this review.",
    )


def known_options(review: Review, as_at: date | None) -> list[Any]:
    """The options with their state on ``as_at``; on a past day those that had one by then."""
    options: Any = Option.objects.with_state(as_at)
    rows = (
        options.filter(review=review)
        .select_related("source")
        .prefetch_related("delivery_models", "variants")
        .order_by("order")
    )
    return [option for option in rows if option.state or as_at is None]


def state_cell(state: str | None) -> Cell:
    """The state of an option as a tag."""
    if not state:
        return Cell("No state recorded", tag_colour="grey")
    kind = OptionStateKind(state)
    return Cell(kind.label, tag_colour=OPTION_COLOURS.get(kind, "blue"))


def result_table(result: Result) -> Table:
    """The options of an appraisal by rank: model, state, score, rank, worth and reason."""
    return Table(
        "result",
        "Options by rank" if result.is_scored else "Options",
        (
            Column("Option"),
            Column("Delivery models"),
            Column("State"),
            Column("Score", "number", "of 100"),
            Column("Rank", "number"),
            Column("Net present value", "money", "£"),
            Column("Over doing nothing", "money", "£"),
            Column("Reason"),
        ),
        tuple(
            (
                line.option.title,
                ", ".join(line.models),
                state_cell(line.state),
                *_given(line),
                line.worth.over_nothing_gbp,
                line.reason or NOT_STATED,
            )
            for line in result.ranked
        ),
        empty="No option is chosen yet.",
    )


def marks_table(result: Result) -> Table:
    """The moderated scores: options by criteria, with the weights in the head."""
    return Table(
        "marks",
        "Moderated scores by criterion",
        (
            Column("Option"),
            *(
                Column(criterion.title, "number", f"weight {printed_weight(criterion.weight)}")
                for criterion in result.criteria
            ),
            Column("Score", "number", "of 100"),
        ),
        tuple(
            (line.option.title, *(_mark(mark) for mark in line.marks), printed_score(line.score))
            for line in result.ranked
        ),
        empty="No score is moderated yet.",
    )


def costs_table(result: Result) -> Table:
    """What each option costs and brings, year by year, in pounds; no row while nothing is known."""
    rows: list[Row] = []
    known = [line for line in result.lines if {*line.worth.costs, *line.worth.benefits} - {None}]
    for line in result.lines if known else ():
        rows.append((f"{line.option.title}: costs", *line.worth.costs, _sum(line.worth.costs)))
        rows.append(
            (f"{line.option.title}: benefits", *line.worth.benefits, _sum(line.worth.benefits))
        )
    return Table(
        "costs",
        "Costs and benefits",
        (
            Column("Option"),
            *(Column(str(year), "money", "£") for year in result.years),
            Column("All years", "money", "£"),
        ),
        tuple(rows),
        empty="No cost or benefit is entered yet.",
    )


def ranking_chart(result: Result) -> BarChart:
    """The scores as bars, the best first; the title says who leads."""
    return BarChart(
        title=leading_in_words(result),
        bars=[
            Bar(
                line.option.title,
                None if line.score is None else calculations.to_places(line.score, 1),
            )
            for line in result.ranked
        ],
        label_head="Option",
        head="Score of 100",
        key=f"appraisal-{result.appraisal.pk}",
    )


def worth_chart(result: Result) -> BarChart | None:
    """Net present values as bars; None while none is known."""
    known = [line for line in result.lines if line.worth.net_present_gbp is not None]
    if not known:
        return None
    best = max(known, key=lambda line: line.worth.net_present_gbp or Decimal(0))
    return BarChart(
        title=f"{best.option.title} has the highest net present value",
        bars=[Bar(line.option.title, line.worth.net_present_gbp) for line in result.lines],
        unit="pounds",
        label_head="Option",
        head="Net present value",
        key=f"worth-{result.appraisal.pk}",
    )


def _given(line: AppraisedLine | None) -> tuple[str | int | Decimal | None, ...]:
    """Score, rank and worth of an option; in words where it has none."""
    if line is None:
        return (NOT_APPRAISED, "", "")
    return (printed_score(line.score), line.rank or "", line.worth.net_present_gbp)


def _mark(mark: Decimal | None) -> str:
    return "not moderated" if mark is None else f"{mark.normalize():f}"


def _sum(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def _inside(option: Any) -> str:
    """The variants printed inside an option, else what its note says."""
    return "; ".join(str(variant) for variant in option.variants.all()) or option.note
