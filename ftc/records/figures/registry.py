"""How an app offers a figure: its key, its parameters, its unit and the function that reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ftc.errors import DomainError
from ftc.periods import FinancialYear
from ftc.records.enums import Unit


class UnknownFigure(DomainError):
    """No app offers a figure of this key."""


class BadParameter(DomainError):
    """A parameter is missing, unknown, or not of its form."""


@dataclass(frozen=True)
class Line:
    """One record a figure was read from: its name, address, amount and credit."""

    label: str
    url: str = ""
    value: Decimal | None = None
    source: str = ""


@dataclass(frozen=True)
class Computed:
    """What a figure's function gives: an exact value, or None for "not known"."""

    value: Decimal | None
    lineage: list[Line] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a figure: ``parse`` reads its text and raises ValueError in plain words."""

    name: str
    parse: Callable[[str], Any]
    required: bool = False
    default: Any = None
    compared: bool = True  # False: a printed figure stands beside it whatever this one says
    description: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class FigureDefinition:
    """A registered figure."""

    key: str
    title: str
    unit: Unit
    parameters: tuple[Parameter, ...]
    compute: Callable[..., Computed]

    def read(self, params: Mapping[str, str]) -> dict[str, Any]:
        """Parsed parameters with defaults; raises BadParameter with a sentence."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in params:
            if name not in known:
                offered = ", ".join(known) or "none"
                raise BadParameter(f"{self.key} has no parameter {name!r}. It takes: {offered}.")
        values: dict[str, Any] = {}
        for parameter in self.parameters:
            given = params.get(parameter.name, "")
            if given == "":
                if parameter.required:
                    raise BadParameter(f"{self.key} needs the parameter {parameter.name!r}.")
                values[parameter.name] = parameter.default
                continue
            try:
                values[parameter.name] = parameter.parse(given)
            except ValueError as error:
                raise BadParameter(
                    f"{parameter.name}={given} was not understood: {error}"
                ) from None
        return values

    def comparison_key(self, params: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """What makes two sets of parameters the same measure: set values other than defaults."""
        values = self.read(params)
        return tuple(
            sorted(
                (p.name, str(values[p.name]))
                for p in self.parameters
                if p.compared and values[p.name] != p.default
            )
        )


_DEFINITIONS: dict[str, FigureDefinition] = {}


def figure(
    key: str, *, title: str, unit: Unit, parameters: tuple[Parameter, ...] = ()
) -> Callable[[Callable[..., Computed]], Callable[..., Computed]]:
    """Register a function as the figure ``key``.

    The function takes ``as_at`` and ``user`` and its parameters as keywords, reads rows through
    querysets that answer ``as_at`` and ``visible_to(user)``, and gives a Computed.
    """

    def register(compute: Callable[..., Computed]) -> Callable[..., Computed]:
        if key in _DEFINITIONS:
            raise RuntimeError(f"The figure {key} is registered twice.")
        _DEFINITIONS[key] = FigureDefinition(key, title, unit, parameters, compute)
        return compute

    return register


def definition(key: str) -> FigureDefinition:
    """The registered figure; raises UnknownFigure."""
    try:
        return _DEFINITIONS[key]
    except KeyError:
        raise UnknownFigure(f"There is no figure called {key!r}.") from None


def definitions() -> list[FigureDefinition]:
    """Every registered figure in order of key."""
    return [_DEFINITIONS[key] for key in sorted(_DEFINITIONS)]


def one_of(*choices: str) -> Callable[[str], str]:
    """A parameter that is one of a few words."""

    def parse(given: str) -> str:
        if given not in choices:
            raise ValueError(f"it must be one of {', '.join(choices)}.")
        return given

    return parse


def boolean(given: str) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if given.lower() not in words:
        raise ValueError("it must be true or false.")
    return words[given.lower()]


def integer(given: str) -> int:
    try:
        return int(given)
    except ValueError:
        raise ValueError("it must be a whole number.") from None


def decimal(given: str) -> Decimal:
    try:
        value = Decimal(given)
    except InvalidOperation:
        raise ValueError("it must be a number, such as 17700000.") from None
    if not value.is_finite():
        raise ValueError("it must be a number, such as 17700000.")
    return value


def text(given: str) -> str:
    return given


def financial_year(given: str) -> FinancialYear:
    return FinancialYear.parse(given)


def as_date(given: str) -> date:
    return date.fromisoformat(given)
