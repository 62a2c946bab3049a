"""The figures for other programs: the list of keys, and any figure as at a date."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from ftc.records import figures
from ftc.records.envelope import (
    DATE_WORDS,
    ExactDecimal,
    Page,
    Paging,
    check_names,
    part_of,
)

router = Router(tags=["Figures"])


class FigureQuery(Paging):
    """What narrows the list of figures."""

    app: str = Field("", description="first part of the key: reviews, finance, governance")


class ParameterItem(Schema):
    name: str
    required: bool
    default: str | None
    choices: list[str]
    description: str


class FigureItem(Schema):
    key: str
    title: str
    unit: str
    parameters: list[ParameterItem]


class LineItem(Schema):
    """One record a figure was read from."""

    label: str
    url: str
    value: ExactDecimal
    source: str


class StatedItem(Schema):
    """What a paper printed for the measure; ``difference`` is stated less computed."""

    code: str
    paper: str
    paper_title: str
    paragraph: str
    text: str
    low: ExactDecimal
    high: ExactDecimal
    difference: ExactDecimal
    note: str
    explanation: str


class FigureDetail(Schema):
    """A figure evaluated; ``value`` is an exact decimal as text, null when it is not known."""

    key: str
    title: str
    params: dict[str, str]
    as_at: date | None
    value: ExactDecimal
    unit: str
    text: str
    note: str
    lineage: list[LineItem]
    stated: list[StatedItem]


@router.get("figures", response=Page[FigureItem], summary="The figures there are")
def figure_list(request: HttpRequest, asked: Query[FigureQuery]) -> Any:
    """Every figure with its title, unit and parameters, in order of key."""
    check_names(request, FigureQuery)
    registered = [
        definition
        for definition in figures.definitions()
        if not asked.app or definition.key.startswith(f"{asked.app}.")
    ]
    part, count = part_of(registered, asked)
    return {"items": [_described(definition) for definition in part], "count": count}


@router.get(
    "figures/{key}",
    response=FigureDetail,
    summary="A figure, with its lineage and what papers printed",
    openapi_extra={
        "parameters": [
            {
                "in": "query",
                "name": "as_at",
                "required": False,
                "schema": {"type": "string", "format": "date"},
                "description": f"{DATE_WORDS}; without one, everything recorded counts",
            }
        ]
    },
)
def figure_detail(request: HttpRequest, key: str) -> Any:
    """The figure with the parameters in the address, as at a date. Raises 404 and 422 in words."""
    params = _parameters(request)
    as_at = _as_at(params.pop("as_at", ""))
    try:
        return figures.evaluate(key, params, as_at=as_at, user=request.user)
    except figures.UnknownFigure as unknown:
        raise HttpError(404, str(unknown)) from None


def _parameters(request: HttpRequest) -> dict[str, str]:
    params: dict[str, str] = {}
    for name, values in request.GET.lists():
        if len(values) > 1:
            raise HttpError(422, f"Give {name} once.")
        params[name] = values[0]
    return params


def _as_at(given: str) -> date | None:
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise HttpError(422, f"as_at={given} was not understood: give {DATE_WORDS}.") from None


def _described(definition: figures.FigureDefinition) -> dict[str, Any]:
    return {
        "key": definition.key,
        "title": definition.title,
        "unit": definition.unit,
        "parameters": [
            {
                "name": parameter.name,
                "required": parameter.required,
                "default": None if parameter.default is None else str(parameter.default),
                "choices": list(parameter.choices),
                "description": parameter.description,
            }
            for parameter in definition.parameters
        ],
    }
