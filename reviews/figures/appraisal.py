"""The living figures of options as they were appraised: score, rank and net present value.

They are those of the appraisal that stood on the date and that the reader may read, once it was
agreed; scores of single assessors are in none of them.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse

from ftc.periods import FinancialYear
from ftc.records.enums import Unit
from ftc.records.figures import BadParameter, Computed, Line, Parameter, figure, text
from reviews import queries
from reviews.calculations import appraisal as calculations
from reviews.models import Option, Review
from reviews.queries.appraisal import AppraisedLine, Result, agreed_appraisal, read_result
from reviews.queries.appraisal_words import printed_weight

REVIEW = Parameter(
    "review",
    text,
    required=True,
    description="code of a review, or of a service, which leads to its review",
)
OPTION = Parameter("option", text, required=True, description="code of an option of the review")
PLACES = 4


@figure(
    "reviews.appraisal_score",
    title="Score of an option, of 100",
    unit=Unit.COUNT,
    parameters=(REVIEW, OPTION),
)
def appraisal_score(*, as_at: date | None, user: Any, review: str, option: str) -> Computed:
    """The weighted score of 100 in the appraisal agreed by the date; a line for each criterion.

    Raises BadParameter for a review or option there is not.
    """
    found = _appraised(review, option, as_at=as_at, user=user)
    if isinstance(found, str):
        return Computed(value=None, note=found)
    result, line = found
    assert line.score is not None  # what is agreed is scored
    return Computed(
        value=calculations.to_places(line.score, PLACES),
        lineage=_lines_of_score(result, line),
        note=f"Of 100, in “{result.appraisal}”.",
    )


@figure(
    "reviews.appraisal_rank",
    title="Rank of an option",
    unit=Unit.COUNT,
    parameters=(REVIEW, OPTION),
)
def appraisal_rank(*, as_at: date | None, user: Any, review: str, option: str) -> Computed:
    """The place of the option in the appraisal agreed by the date; a line for each option.

    Options that tie share the better place. Raises BadParameter for a review or option there is
    not.
    """
    found = _appraised(review, option, as_at=as_at, user=user)
    if isinstance(found, str):
        return Computed(value=None, note=found)
    result, line = found
    assert line.rank is not None  # what is agreed is scored
    lines = [
        Line(
            label=f"{other.option.title}, score {calculations.to_places(other.score, PLACES)}",
            url=_address(result),
            value=Decimal(other.rank or 0),
            source=str(result.appraisal),
        )
        for other in result.ranked
        if other.score is not None
    ]
    return Computed(
        value=Decimal(line.rank),
        lineage=lines,
        note=f"Of {len(result.lines)} options, in “{result.appraisal}”.",
    )


@figure(
    "reviews.option_npv",
    title="Net present value of an option",
    unit=Unit.GBP,
    parameters=(REVIEW, OPTION),
)
def option_npv(*, as_at: date | None, user: Any, review: str, option: str) -> Computed:
    """Pounds of the first year: benefits less costs, discounted; a line for each year.

    Not known while a year of the option is not. Raises BadParameter for a review or option there
    is not. Source: HM Treasury, The Green Book, annex 6.
    """
    found = _appraised(review, option, as_at=as_at, user=user)
    if isinstance(found, str):
        return Computed(value=None, note=found)
    result, line = found
    if line.worth.net_present_gbp is None:
        return Computed(value=None, note="Its costs and benefits are not known for every year.")
    rate = result.appraisal.discount_rate
    return Computed(
        value=line.worth.net_present_gbp,
        lineage=_lines_of_worth(result, line, rate),
        note=f"At {rate.normalize():f}% a year; {result.years[0]} is not discounted.",
    )


def _appraised(
    review: str, option: str, *, as_at: date | None, user: Any
) -> tuple[Result, AppraisedLine] | str:
    """The appraisal that stood with the option's line; else why there is none, as a sentence."""
    found = _review(review)
    if not Option.objects.filter(review=found, code=option).exists():
        raise BadParameter(f"{found.code} has no option called {option!r}.")
    appraisal = agreed_appraisal(found, user=user, as_at=as_at)
    if appraisal is None:
        return f"No appraisal that you may read was agreed {queries.when(as_at)}."
    result = read_result(appraisal, as_at=as_at)
    for line in result.lines:
        if line.option.code == option:
            return result, line
    return f"It is not among the options of “{appraisal}”."


def _review(code: str) -> Review:
    review = queries.review_for_code(code)
    if review is None:
        raise BadParameter(f"There is no review or reviewed service called {code!r}.")
    return review


def _lines_of_score(result: Result, line: AppraisedLine) -> list[Line]:
    """Each criterion with its mark and weight, and what the two add to the score."""
    lines = []
    for criterion, mark in zip(result.criteria, line.marks, strict=True):
        assert mark is not None  # what is agreed is moderated
        share = Fraction(mark) * Fraction(criterion.weight) / calculations.HIGHEST_SCORE
        lines.append(
            Line(
                label=f"{criterion.title}: score {mark.normalize():f}, "
                f"weight {printed_weight(criterion.weight)}",
                url=_address(result),
                value=calculations.to_places(share, PLACES),
                source=str(result.appraisal),
            )
        )
    return lines


def _lines_of_worth(result: Result, line: AppraisedLine, rate: Decimal) -> list[Line]:
    """Each year's net flow, discounted; rounded each on its own, so they may miss by a penny."""
    years = zip(result.years, line.worth.costs, line.worth.benefits, strict=True)
    return [
        _line_of_year(result, year, benefit - cost, number, rate)
        for number, (year, cost, benefit) in enumerate(years)
        if cost is not None and benefit is not None
    ]


def _line_of_year(
    result: Result, year: FinancialYear, flow: Decimal, number: int, rate: Decimal
) -> Line:
    discounted = Fraction(flow) * calculations.discount_factor(rate, number)
    return Line(
        label=f"{year}, discounted",
        url=_address(result),
        value=calculations.to_places(discounted, 2),
        source=str(result.appraisal),
    )


def _address(result: Result) -> str:
    appraisal = result.appraisal
    return reverse("reviews:appraisal-detail", args=[appraisal.review.code, appraisal.number])
