"""What an appraisal of options gives: scores, ranks, worth, and what would change the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ftc.organisation.models import User
from ftc.periods import FinancialYear
from reviews.calculations import appraisal as calculations
from reviews.enums import AppraisalState, OptionStateKind
from reviews.models import Appraisal, AppraisalCriterion, ModeratedScore, Option, OptionYear, Review

SPREAD = 50  # percent by which each weight varies in the second simulation


@dataclass(frozen=True)
class OptionWorth:
    """What an option costs and brings over the years, and what that is worth in the first.

    ``net_present_gbp`` and ``over_nothing_gbp`` are None while a year is not known.
    """

    costs: tuple[Decimal | None, ...]
    benefits: tuple[Decimal | None, ...]
    net_present_gbp: Decimal | None
    over_nothing_gbp: Decimal | None


@dataclass(frozen=True)
class AppraisedLine:
    """One option of an appraisal: what it is, what became of it, and what it was given.

    ``score`` is exact and out of 100, ``marks`` in the order of the criteria; None while they are
    not all moderated.
    """

    key: int
    option: Option
    models: tuple[str, ...]
    state: OptionStateKind | None
    reason: str
    marks: tuple[Decimal | None, ...]
    score: Fraction | None
    rank: int | None
    worth: OptionWorth


@dataclass(frozen=True)
class Result:
    """An appraisal read whole; what depends on every score is None until all are moderated."""

    appraisal: Appraisal
    criteria: tuple[AppraisalCriterion, ...]
    years: tuple[FinancialYear, ...]
    lines: tuple[AppraisedLine, ...]
    switching: tuple[calculations.Switching[int], ...] = ()
    any_weights: calculations.Simulation[int] | None = None
    near_weights: calculations.Simulation[int] | None = None

    @property
    def is_scored(self) -> bool:
        """Whether every option has its score."""
        return bool(self.lines) and all(line.score is not None for line in self.lines)

    @property
    def ranked(self) -> tuple[AppraisedLine, ...]:
        """The lines by rank, then in the order of the list."""
        return tuple(sorted(self.lines, key=lambda line: line.rank or 0))

    def titles(self, keys: Sequence[int]) -> list[str]:
        """The names of options by the keys of the calculations, in the order of the list."""
        return [line.option.title for line in self.lines if line.key in keys]


def appraisals_of(review: Review, *, user: User | None, as_at: date | None) -> list[Appraisal]:
    """The appraisals this person may read, newest first; on a past day those agreed by then."""
    rows = review.appraisals.visible_to(user).select_related("agreed_by").order_by("-number")
    if as_at is not None:
        rows = rows.filter(agreed_on__lte=as_at)
    return list(rows)


def agreed_appraisal(review: Review, *, user: User | None, as_at: date | None) -> Appraisal | None:
    """The appraisal whose result stood on ``as_at``: the last one agreed that may be read."""
    rows = Appraisal.objects.visible_to(user).filter(review=review, state=AppraisalState.AGREED)
    if as_at is not None:
        rows = rows.filter(agreed_on__lte=as_at)
    found: Appraisal | None = (
        rows.select_related("review").order_by("-agreed_on", "-number").first()
    )
    return found


def read_result(
    appraisal: Appraisal, *, as_at: date | None, with_simulation: bool = False
) -> Result:
    """The whole of an appraisal that its reader may read, options as they stood on ``as_at``.

    Five queries. ``with_simulation`` draws the weights as often as the appraisal says.
    """
    criteria = tuple(appraisal.criteria.order_by("order"))
    chosen = list(appraisal.options.order_by("order").values_list("pk", "option_id"))
    options: Any = Option.objects.with_state(as_at)
    by_key = {
        option.pk: option
        for option in options.filter(pk__in=[option for _, option in chosen])
        .select_related("source")
        .prefetch_related("delivery_models", "variants")
    }
    years = years_of(appraisal)
    marks = _marks(appraisal, criteria, [key for key, _ in chosen])
    worths = _worths(appraisal, [(key, by_key[option]) for key, option in chosen], years)
    totals: dict[int, Fraction] = {}
    whole = {key: [m for m in row if m is not None] for key, row in marks.items()}
    is_scored = bool(criteria) and all(len(row) == len(criteria) for row in whole.values())
    weights = [criterion.weight for criterion in criteria]
    if is_scored:
        totals = calculations.weighted_scores(whole, weights)
    ranks = calculations.ranks(totals)
    lines = tuple(
        _line(key, by_key[option], marks[key], totals.get(key), ranks.get(key), worths[key])
        for key, option in chosen
    )
    if not is_scored:
        return Result(appraisal, criteria, years, lines)
    return Result(
        appraisal,
        criteria,
        years,
        lines,
        tuple(calculations.switching_weights(whole, weights)),
        *(_simulations(appraisal, whole, weights) if with_simulation else ()),
    )


def years_of(appraisal: Appraisal) -> tuple[FinancialYear, ...]:
    """The financial years an appraisal runs over, the one that is not discounted first."""
    return tuple(FinancialYear(appraisal.first_year + year) for year in range(appraisal.years))


def _line(
    key: int,
    option: Any,
    marks: Sequence[Decimal | None],
    score: Fraction | None,
    rank: int | None,
    worth: OptionWorth,
) -> AppraisedLine:
    return AppraisedLine(
        key=key,
        option=option,
        models=tuple(model.name for model in option.delivery_models.all()),
        state=OptionStateKind(option.state) if option.state else None,
        reason=option.reason or "",
        marks=tuple(marks),
        score=score,
        rank=rank,
        worth=worth,
    )


def _marks(
    appraisal: Appraisal, criteria: Sequence[AppraisalCriterion], options: Sequence[int]
) -> dict[int, list[Decimal | None]]:
    """Moderated scores by appraised option, in the order of the criteria."""
    given = {
        (row.option_id, row.criterion_id): row.score
        for row in ModeratedScore.objects.filter(criterion__appraisal=appraisal)
    }
    return {
        option: [given.get((option, criterion.pk)) for criterion in criteria] for option in options
    }


def _worths(
    appraisal: Appraisal,
    options: Sequence[tuple[int, Option]],
    years: Sequence[FinancialYear],
) -> dict[int, OptionWorth]:
    """Costs, benefits and present values by appraised option."""
    rows: dict[tuple[int, int], OptionYear] = {
        (row.option_id, row.financial_year): row
        for row in OptionYear.objects.filter(option__appraisal=appraisal)
    }
    flows: dict[int, list[Decimal] | None] = {}
    for key, _ in options:
        known = [rows[key, year.start] for year in years if (key, year.start) in rows]
        flows[key] = (
            [row.benefit_gbp - row.cost_gbp for row in known] if len(known) == len(years) else None
        )
    base = next((flows[key] for key, option in options if option.is_do_nothing), None)
    return {
        key: OptionWorth(
            costs=tuple(_amount(rows, key, year, "cost_gbp") for year in years),
            benefits=tuple(_amount(rows, key, year, "benefit_gbp") for year in years),
            **_values(flows[key], base, appraisal.discount_rate),
        )
        for key, _ in options
    }


def _amount(
    rows: Mapping[tuple[int, int], OptionYear], key: int, year: FinancialYear, field: str
) -> Decimal | None:
    row = rows.get((key, year.start))
    return getattr(row, field) if row is not None else None


def _values(
    flow: Sequence[Decimal] | None, base: Sequence[Decimal] | None, rate: Decimal
) -> dict[str, Decimal | None]:
    return {
        "net_present_gbp": None if flow is None else calculations.net_present_value(flow, rate),
        "over_nothing_gbp": None
        if flow is None or base is None
        else calculations.net_present_value_over(flow, base, rate),
    }


def _simulations(
    appraisal: Appraisal, marks: Mapping[int, Sequence[Decimal]], weights: Sequence[Decimal]
) -> tuple[calculations.Simulation[int], calculations.Simulation[int]]:
    return (
        calculations.simulate_any_weights(
            marks, len(weights), draws=appraisal.draws, seed=appraisal.seed
        ),
        calculations.simulate_near_weights(
            marks, weights, spread=SPREAD, draws=appraisal.draws, seed=appraisal.seed
        ),
    )
