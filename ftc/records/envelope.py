"""What every list of the API shares: paging, the envelope, exact decimals, refusals in words."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest
from ninja import Field, Schema
from ninja.errors import HttpError
from pydantic import PlainSerializer

LARGEST_PAGE = 200
DATE_WORDS = "a date as year-month-day, such as 2014-03-27"

Item = TypeVar("Item")


class Paging(Schema):
    """Which part of a list to send."""

    page: int = Field(1, ge=1, description="from 1")
    page_size: int = Field(50, ge=1, le=LARGEST_PAGE, description=f"at most {LARGEST_PAGE}")


class AsAt(Schema):
    """The date a record is asked for as at."""

    as_at: date | None = Field(
        None, description=f"{DATE_WORDS}; without one, everything recorded counts"
    )


class ListQuery(Paging, AsAt):
    """Paging and the date, which every list of records takes."""


class Page(Schema, Generic[Item]):
    """A part of a list, and how many there are in all."""

    items: list[Item]
    count: int


def plain(value: Decimal | None) -> str | None:
    """An exact decimal as text without exponent, separators or trailing zeros: "98226400".

    None, which is "not known", stays None.
    """
    if value is None:
        return None
    return "0" if value == 0 else f"{value.normalize():f}"


ExactDecimal = Annotated[Decimal | None, PlainSerializer(plain, return_type=str | None)]


def part_of(rows: "QuerySet[Any] | Sequence[Any]", asked: Paging) -> tuple[list[Any], int]:
    """The rows of the page asked for and the count of all: two queries for a queryset."""
    start = (asked.page - 1) * asked.page_size
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    if start >= count:
        return [], count
    return list(rows[start : start + asked.page_size]), count


def credit_of(record: Any) -> dict[str, str]:
    """The paper and paragraph of a credited row whose ``source`` was selected with it."""
    return {
        "paper": record.source.code if record.source else "",
        "paragraph": record.source_ref,
    }


def word(value: str) -> str:
    """A choice as the API spells it: PREFERRED is "preferred"."""
    return value.lower()


def choice(given: str, choices: type[TextChoices], name: str) -> str:
    """The value of ``choices`` that a filter's word stands for; empty when none was given.

    Raises HttpError 422 with the words there are.
    """
    if given and given.upper() not in choices.values:
        words = ", ".join(word(value) for value in choices.values)
        raise HttpError(422, f"{name}={given} was not understood: it must be one of {words}.")
    return given.upper()


def check_known(given: str, rows: "QuerySet[Any]", name: str, what: str) -> None:
    """Refuse with 422 a filter that names something there is not.

    ``rows`` are those the name would have to be among; nothing is checked without one.
    """
    if given and not rows.exists():
        raise HttpError(422, f"{name}={given} was not understood: there is no such {what}.")


def check_names(request: HttpRequest, *schemas: type[Schema]) -> None:
    """Refuse with 422 a parameter that the list does not take, and one given twice."""
    offered = [
        field.alias or name for schema in schemas for name, field in schema.model_fields.items()
    ]
    for name, values in request.GET.lists():
        if name not in offered:
            raise HttpError(
                422, f"There is no parameter {name!r} here. There are: {', '.join(offered)}."
            )
        if len(values) > 1:
            raise HttpError(422, f"Give {name} once.")
