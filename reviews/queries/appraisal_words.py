"""An appraisal in words: what would change its answer, and how often each option comes first."""

from decimal import Decimal
from fractions import Fraction

from reviews.calculations import appraisal as calculations
from reviews.models import AppraisalCriterion
from reviews.queries.appraisal import SPREAD, Result

Simulation = calculations.Simulation[int]
Switch = calculations.Switch[int]


def leading_in_words(result: Result) -> str:
    """Which option leads, with its score; a chart's title as well."""
    first = [line for line in result.ranked if line.rank == 1]
    if not result.is_scored or not first:
        return "The options are not scored yet."
    score = f"{printed_score(first[0].score)} of 100"
    if len(first) > 1:
        return f"{joined([line.option.title for line in first])} share the first place with {score}"
    return f"{first[0].option.title} leads with {score}"


def what_would_change(result: Result) -> list[str]:
    """A sentence for each criterion, in order: at which weights another option comes to lead."""
    return [
        _switching_in_words(result, criterion, switching)
        for criterion, switching in zip(result.criteria, result.switching, strict=True)
    ]


def simulations_in_words(result: Result) -> list[tuple[str, list[str]]]:
    """What was drawn and how, then a sentence for each option; and the same near the weights."""
    told = []
    if result.any_weights is not None:
        found = result.any_weights
        told.append(
            (
                f"{found.draws:,} sets of weights were drawn, every set as likely as any other "
                f"(a flat Dirichlet distribution), with the seed {found.seed}.",
                _wins_in_words(result, found),
            )
        )
    if result.near_weights is not None:
        found = result.near_weights
        told.append(
            (
                f"{found.draws:,} sets of weights were drawn near those of the appraisal: each "
                f"weight evenly between {SPREAD}% less and {SPREAD}% more, then all scaled to sum "
                f"to 100, with the seed {found.seed}.",
                _wins_in_words(result, found),
            )
        )
    return told


def printed_score(score: Fraction | None) -> str:
    """A score out of 100 to one decimal place: "69.5"."""
    return "not scored" if score is None else f"{calculations.to_places(score, 1)}"


def printed_weight(weight: Fraction | Decimal) -> str:
    """A weight to one decimal place, without one that says nothing: "40", "29.4"."""
    rounded = calculations.to_places(Fraction(weight), 1)
    return f"{rounded.normalize():f}"


def joined(names: list[str]) -> str:
    """ "A, B and C"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def _switching_in_words(
    result: Result, criterion: AppraisalCriterion, switching: calculations.Switching[int]
) -> str:
    own = f"{criterion.title} (weight {printed_weight(switching.weight)})"
    if not switching.can_vary:
        return f"{own}: it holds the whole weight, so there is nothing to weigh it against."
    parts = [
        _switch_in_words(result, switch, switching.weight, way)
        for switch, way in ((switching.below, "below"), (switching.above, "above"))
        if switch is not None
    ]
    if not parts:
        return f"{own}: no weight from 0 to 100 changes the answer."
    return f"{own}: {'; '.join(parts)}."


def _switch_in_words(result: Result, switch: Switch, own: Fraction, way: str) -> str:
    names = joined(result.titles(switch.leading))
    if switch.only_level:
        verb = "draw" if len(switch.leading) > 1 else "draws"
        return f"only at {printed_weight(switch.weight)} {names} {verb} level"
    verb = "lead" if len(switch.leading) > 1 else "leads"
    if switch.weight == own:
        return f"at any weight {way} its own {names} {verb}"
    return f"{way} {printed_weight(switch.weight)} {names} {verb}"


def _wins_in_words(result: Result, found: Simulation) -> list[str]:
    lines = sorted(result.lines, key=lambda line: -found.wins[line.key])
    told = [
        f"{line.option.title}: first in {found.wins[line.key]:,} "
        f"({_percent(found.wins[line.key], found.draws)})"
        for line in lines
    ]
    if found.level:
        told.append(
            f"Several options level: {found.level:,} ({_percent(found.level, found.draws)})"
        )
    return told


def _percent(part: int, whole: int) -> str:
    return f"{calculations.to_places(Fraction(part * 100, whole), 1)}%"
