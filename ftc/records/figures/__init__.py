"""The figure registry: named, parameterised numbers read from the records as at a date."""

from ftc.records.figures.collect import Figures
from ftc.records.figures.evaluate import (
    Figure,
    Stated,
    comparable_figures,
    evaluate,
    figure_from,
)
from ftc.records.figures.registry import (
    BadParameter,
    Computed,
    FigureDefinition,
    Line,
    Parameter,
    UnknownFigure,
    boolean,
    decimal,
    definition,
    definitions,
    figure,
    financial_year,
    integer,
    one_of,
    text,
)

__all__ = [
    "BadParameter",
    "Computed",
    "Figure",
    "FigureDefinition",
    "Figures",
    "Line",
    "Parameter",
    "Stated",
    "UnknownFigure",
    "boolean",
    "comparable_figures",
    "decimal",
    "definition",
    "definitions",
    "evaluate",
    "figure",
    "figure_from",
    "financial_year",
    "integer",
    "one_of",
    "text",
]
