"""Weighing options: scores, ranks, what would change the answer, and net present value.

Everything is exact: scores and weights are decimals that become fractions, a fraction is rounded
once, half up, and only to be printed. Options are told apart by any key; criteria by their place,
so every sequence of weights and of scores is in the one order of the criteria.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import lcm
from random import Random
from typing import Generic, TypeVar

from ftc.money import ratio

Key = TypeVar("Key", bound=Hashable)
Exact = Decimal | Fraction | int

TOTAL_WEIGHT = 100
LOWEST_SCORE = 0
HIGHEST_SCORE = 10
WHOLE = 1_000_000  # parts that the weights of one draw are counted in
_PER_MARK = Fraction(TOTAL_WEIGHT, HIGHEST_SCORE)


def weighted_scores(
    scores: Mapping[Key, Sequence[Exact]], weights: Sequence[Exact]
) -> dict[Key, Fraction]:
    """The score of each option out of 100: each mark times its weight, in the order given.

    Marks run from 0 to 10 and weights sum to 100, so a mark of 10 everywhere gives 100.
    Raises ValueError for weights that do not sum to 100 or are below zero, for a mark out of
    range, and for an option without a mark for every criterion.
    """
    exact = _weights(weights)
    return {
        key: sum((mark * weight for mark, weight in zip(row, exact, strict=True)), Fraction(0))
        / _PER_MARK
        for key, row in _marks(scores, len(exact)).items()
    }


def ranks(totals: Mapping[Key, Fraction]) -> dict[Key, int]:
    """The place of each option, the highest score first; those that tie share the better place.

    Two at the first place are followed by the third.
    """
    return {
        key: 1 + sum(other > total for other in totals.values()) for key, total in totals.items()
    }


def leaders(totals: Mapping[Key, Fraction]) -> tuple[Key, ...]:
    """The options with the highest score, in the order given: several where they tie."""
    highest = max(totals.values(), default=None)
    return tuple(key for key, total in totals.items() if total == highest)


@dataclass(frozen=True)
class Switch(Generic[Key]):
    """The weight of a criterion at which the answer changes.

    ``leading`` are the options that lead beyond it. At the end of the scale, 0 or 100, there is
    nothing beyond: ``only_level`` says that they draw level there and do not overtake.
    """

    weight: Fraction
    leading: tuple[Key, ...]
    only_level: bool = False


@dataclass(frozen=True)
class Switching(Generic[Key]):
    """The nearest switches below and above a criterion's own weight; None where none is.

    ``can_vary`` is False for a criterion that holds the whole weight: the others then have no
    proportions to keep.
    """

    weight: Fraction
    below: Switch[Key] | None = None
    above: Switch[Key] | None = None
    can_vary: bool = True


def switching_weights(
    scores: Mapping[Key, Sequence[Exact]], weights: Sequence[Exact]
) -> list[Switching[Key]]:
    """For each criterion the weights nearest to its own at which another option comes to lead.

    One criterion is varied from 0 to 100 at a time; the others share what is left in the
    proportions of their weights. Options that tie at the weights themselves switch there.
    Raises ValueError as ``weighted_scores``.
    """
    exact = _weights(weights)
    marks = _marks(scores, len(exact))
    return [_switching(marks, exact, place) for place in range(len(exact))]


@dataclass(frozen=True)
class _Line:
    """An option's score as one weight varies: a straight line through its score now."""

    now: Fraction
    slope: Fraction


def _switching(
    marks: Mapping[Key, Sequence[Fraction]], weights: Sequence[Fraction], place: int
) -> Switching[Key]:
    own = weights[place]
    rest = TOTAL_WEIGHT - own
    if not marks or rest == 0:
        return Switching(own, can_vary=rest != 0)
    lines = {}
    for key, row in marks.items():
        others = sum((m * w for m, w in zip(row, weights, strict=True)), Fraction(0))
        others = (others - row[place] * own) / rest
        now = (row[place] * own + others * rest) / _PER_MARK
        lines[key] = _Line(now, (row[place] - others) / _PER_MARK)
    return Switching(own, below=_switch(lines, own, -1), above=_switch(lines, own, 1))


def _switch(lines: Mapping[Key, _Line], own: Fraction, way: int) -> Switch[Key] | None:
    """The first weight from ``own`` on, up (1) or down (-1), where the leading options change."""
    room = TOTAL_WEIGHT - own if way > 0 else own
    first = leaders({key: line.now for key, line in lines.items()})
    if room == 0:
        return None
    steepest = max(lines[key].slope * way for key in first)
    ahead = tuple(key for key in first if lines[key].slope * way == steepest)
    if ahead != first:
        return Switch(own, ahead)
    lead = lines[first[0]]
    distances = {
        key: (lead.now - line.now) / (line.slope * way - steepest)
        for key, line in lines.items()
        if line.slope * way > steepest
    }
    nearest = min(distances.values(), default=None)
    if nearest is None or nearest > room:
        return None
    level = [key for key, distance in distances.items() if distance == nearest]
    weight = own + way * nearest
    if nearest == room:
        return Switch(weight, tuple(level), only_level=True)
    fastest = max(lines[key].slope * way for key in level)
    return Switch(weight, tuple(key for key in level if lines[key].slope * way == fastest))


@dataclass(frozen=True)
class Simulation(Generic[Key]):
    """How often each option came first alone, and in how many draws several shared the place."""

    draws: int
    seed: int
    wins: Mapping[Key, int] = field(default_factory=dict)
    level: int = 0


def simulate_any_weights(
    scores: Mapping[Key, Sequence[Exact]], criteria: int, *, draws: int, seed: int
) -> Simulation[Key]:
    """How often each option leads when nothing is known of the weights.

    Every set of weights is as likely as any other (a flat Dirichlet distribution): a whole of a
    million parts is cut at places drawn evenly, and the pieces are the weights. The same seed
    gives the same draws anywhere.
    """
    random = Random(seed)

    def draw() -> list[int]:
        cuts = sorted(random.randint(0, WHOLE) for _ in range(criteria - 1))
        return [after - before for before, after in zip([0, *cuts], [*cuts, WHOLE], strict=True)]

    drawn = [draw() for _ in range(draws)]
    return _simulated(_marks(scores, criteria), drawn, seed)


def simulate_near_weights(
    scores: Mapping[Key, Sequence[Exact]],
    weights: Sequence[Exact],
    *,
    spread: int,
    draws: int,
    seed: int,
) -> Simulation[Key]:
    """How often each option leads when the weights are about right.

    Each weight is drawn evenly between ``spread`` percent less and ``spread`` percent more than
    its own, apart from the others, and all are then scaled to sum to 100.
    Raises ValueError for a spread that is not between 1 and 100.
    """
    if not 1 <= spread <= 100:
        raise ValueError("The spread is a percentage between 1 and 100.")
    exact = _weights(weights)
    random = Random(seed)
    unit = lcm(*(weight.denominator for weight in exact))
    own = [int(weight * unit) for weight in exact]

    # Only the order of the options matters, so a draw need not be scaled to sum to 100.
    def draw() -> list[int]:
        width = WHOLE * spread // 100
        return [weight * random.randint(WHOLE - width, WHOLE + width) for weight in own]

    drawn = [draw() for _ in range(draws)]
    return _simulated(_marks(scores, len(exact)), drawn, seed)


def _simulated(
    marks: Mapping[Key, Sequence[Fraction]], drawn: Sequence[Sequence[int]], seed: int
) -> Simulation[Key]:
    """Count the leaders of every draw, in whole numbers throughout."""
    unit = lcm(*(mark.denominator for row in marks.values() for mark in row))
    whole = {key: [int(mark * unit) for mark in row] for key, row in marks.items()}
    wins = dict.fromkeys(marks, 0)
    level = 0
    for weights in drawn:
        totals = {
            key: sum(mark * weight for mark, weight in zip(row, weights, strict=True))
            for key, row in whole.items()
        }
        highest = max(totals.values(), default=0)
        first = [key for key, total in totals.items() if total == highest]
        if len(first) == 1:
            wins[first[0]] += 1
        else:
            level += 1
    return Simulation(len(drawn), seed, wins, level)


def discount_factor(rate_percent: Decimal, year: int) -> Fraction:
    """What a pound of ``year`` is worth in year 0, which is not discounted.

    ``rate_percent`` is a real rate a year. Source: HM Treasury, The Green Book, annex 6.
    Raises ValueError for a year before 0 or a rate that loses everything.
    """
    if year < 0:
        raise ValueError("Years are counted from 0.")
    growth = 1 + Fraction(rate_percent) / 100
    if growth <= 0:
        raise ValueError("A discount rate is above minus 100 %.")
    return 1 / growth**year


def present_value(flows: Sequence[Decimal | int], rate_percent: Decimal) -> Fraction:
    """Exact pounds of year 0: each year's net flow, benefit less cost, discounted and added up.

    ``flows`` are in pounds at constant prices, year 0 first.
    """
    return sum(
        (Fraction(flow) * discount_factor(rate_percent, year) for year, flow in enumerate(flows)),
        Fraction(0),
    )


def net_present_value(flows: Sequence[Decimal | int], rate_percent: Decimal) -> Decimal:
    """``present_value`` in pounds, rounded once to the penny, half up.

    Source: HM Treasury, The Green Book, chapter 5: year 0 undiscounted, 3.5 % as a rule.
    """
    return to_places(present_value(flows, rate_percent), 2)


def net_present_value_over(
    flows: Sequence[Decimal | int], base: Sequence[Decimal | int], rate_percent: Decimal
) -> Decimal:
    """How much more, in pounds, an option is worth than doing nothing; rounded once.

    The difference is taken of the exact values, so it may differ by a penny from that of the two
    printed ones.
    """
    return to_places(present_value(flows, rate_percent) - present_value(base, rate_percent), 2)


def mean(marks: Sequence[Exact]) -> Fraction | None:
    """The plain mean of the assessors' marks; None of none."""
    if not marks:
        return None
    return sum((Fraction(mark) for mark in marks), Fraction(0)) / len(marks)


def to_places(value: Fraction, places: int) -> Decimal:
    """An exact value as it is printed: rounded once, half away from zero."""
    return ratio(value.numerator, value.denominator, places)


def _weights(weights: Sequence[Exact]) -> list[Fraction]:
    exact = [Fraction(weight) for weight in weights]
    if any(weight < 0 for weight in exact):
        raise ValueError("A weight cannot be below zero.")
    if sum(exact) != TOTAL_WEIGHT:
        raise ValueError(f"The weights sum to {sum(exact)}, not to {TOTAL_WEIGHT}.")
    return exact


def _marks(scores: Mapping[Key, Sequence[Exact]], criteria: int) -> dict[Key, list[Fraction]]:
    exact = {key: [Fraction(mark) for mark in row] for key, row in scores.items()}
    if any(len(row) != criteria for row in exact.values()):
        raise ValueError("Every option needs a mark for every criterion.")
    if any(not LOWEST_SCORE <= mark <= HIGHEST_SCORE for row in exact.values() for mark in row):
        raise ValueError(f"A mark is from {LOWEST_SCORE} to {HIGHEST_SCORE}.")
    return exact
