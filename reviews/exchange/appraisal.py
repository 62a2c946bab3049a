"""An appraisal as a workbook: the result, the scores, the costs, and how they were found.

Text is written as text, so that none of it is ever a formula; numbers stay numbers.
"""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import xlsxwriter

from ftc.money import NOT_KNOWN
from ftc.periods import FinancialYear, long_date
from reviews.calculations.appraisal import to_places
from reviews.models import Appraisal
from reviews.queries.appraisal import Result
from reviews.queries.appraisal_scores import Moderation
from reviews.queries.appraisal_words import simulations_in_words, what_would_change

Value = str | int | Decimal | Fraction | None
SCORE_PLACES = 4


def appraisal_xlsx(
    result: Result | None,
    moderation: Moderation | None,
    appraisal: Appraisal,
    *,
    as_at: date | None,
) -> bytes:
    """The appraisal as a workbook; without a result only what it is.

    ``moderation`` holds the scores of the assessors, None while they are blind.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        pounds = book.add_format({"num_format": "#,##0.00;[Red]-#,##0.00"})
        sheets = _Sheets(book, head, pounds)
        if result is not None:
            sheets.write("Result", _result_lines(result), widths=[40, 40, 24, 10, 8, 20, 20, 60])
            sheets.write("Moderated scores", _marks_lines(result), widths=[40])
            sheets.write("Costs and benefits", _costs_lines(result), widths=[40, 12, 18, 18])
            sheets.write("What would change it", _words_lines(result), widths=[120])
        if moderation is not None:
            sheets.write("Scores", _scores_lines(moderation), widths=[40, 40])
        sheets.write("About", _about(appraisal, as_at), widths=[24, 60])
    return file.getvalue()


class _Sheets:
    def __init__(self, book: Any, head: Any, pounds: Any) -> None:
        self.book, self.head, self.pounds = book, head, pounds

    def write(self, name: str, lines: Sequence[Sequence[Value]], *, widths: Sequence[int]) -> None:
        """A sheet whose first line is its head, frozen."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(1, 40, 16)
        for position, width in enumerate(widths):
            sheet.set_column(position, position, width)
        for number, line in enumerate(lines):
            for position, value in enumerate(line):
                self._cell(sheet, number, position, value)

    def _cell(self, sheet: Any, number: int, position: int, value: Value) -> None:
        if number == 0:
            sheet.write_string(number, position, str(value), self.head)
        elif isinstance(value, Fraction):
            sheet.write_number(number, position, to_places(value, SCORE_PLACES))
        elif isinstance(value, Decimal):
            sheet.write_number(number, position, value, self.pounds)
        elif isinstance(value, int):
            sheet.write_number(number, position, value)
        elif value is None:
            sheet.write_string(number, position, NOT_KNOWN)
        elif value:
            sheet.write_string(number, position, value)


def _result_lines(result: Result) -> list[Sequence[Value]]:
    head: list[Value] = [
        "Option", "Delivery models", "State", "Score of 100", "Rank", "Net present value (£)",
        "Over doing nothing (£)", "Reason",
    ]  # fmt: skip
    return [
        head,
        *(
            [
                line.option.title,
                ", ".join(line.models),
                line.state.label if line.state else "",
                line.score if line.score is not None else "not scored",
                line.rank if line.rank is not None else "",
                line.worth.net_present_gbp,
                line.worth.over_nothing_gbp,
                line.reason,
            ]
            for line in result.ranked
        ),
    ]


def _marks_lines(result: Result) -> list[Sequence[Value]]:
    weights = [Fraction(criterion.weight) for criterion in result.criteria]
    return [
        ["Option", *(criterion.title for criterion in result.criteria)],
        ["Weight", *weights],
        *(
            [
                line.option.title,
                *("" if mark is None else Fraction(mark) for mark in line.marks),
            ]
            for line in result.lines
        ),
    ]


def _costs_lines(result: Result) -> list[list[Value]]:
    lines: list[list[Value]] = [["Option", "Financial year", "Costs (£)", "Benefits (£)"]]
    for line in result.lines:
        for year, cost, benefit in zip(
            result.years, line.worth.costs, line.worth.benefits, strict=True
        ):
            lines.append([line.option.title, str(year), cost, benefit])
    return lines


def _words_lines(result: Result) -> list[list[Value]]:
    lines: list[list[Value]] = [["What would change the answer"]]
    if result.is_scored:
        lines += [[sentence] for sentence in what_would_change(result)]
    for drawn, wins in simulations_in_words(result):
        lines.append([drawn])
        lines += [[sentence] for sentence in wins]
    return lines


def _scores_lines(moderation: Moderation) -> list[Sequence[Value]]:
    return [
        ["Criterion", "Option", *moderation.assessors, "Spread", "Mean", "Moderated", "Reason"],
        *(
            [
                criterion.title,
                line.option,
                *line.marks,
                line.spread,
                Fraction(line.mean),
                "" if line.moderated is None else Fraction(line.moderated),
                line.reason,
            ]
            for criterion in moderation.criteria
            for line in criterion.lines
        ),
    ]


def _about(appraisal: Appraisal, as_at: date | None) -> list[list[Value]]:
    agreed = long_date(appraisal.agreed_on) if appraisal.agreed_on else "not agreed"
    if as_at and appraisal.agreed_on and appraisal.agreed_on > as_at:
        agreed = "not agreed"
    return [
        ["Appraisal", appraisal.title],
        ["Review", f"{appraisal.review.title} ({appraisal.review.code})"],
        ["Agreed", agreed],
        ["As at", long_date(as_at) if as_at else "Everything recorded"],
        ["Discount rate", f"{appraisal.discount_rate.normalize():f}% a year"],
        ["First year, not discounted", str(FinancialYear(appraisal.first_year))],
        ["Seed of the simulation", str(appraisal.seed)],
        ["Draws of the simulation", str(appraisal.draws)],
        ["Scores", "Marks 0 to 10 times weight, divided by 10; weights sum to 100"],
    ]
