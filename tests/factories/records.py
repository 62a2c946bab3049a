"""The smallest documents, and a kind of document that any test may draw."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from ftc.organisation.enums import Role
from ftc.records.documents import KindDefinition
from ftc.records.enums import DocumentKind, Unit
from ftc.records.figures import Figure, Line
from ftc.records.models import Document
from tests.factories.organisation import make_user

AS_AT = date(2014, 5, 6)
ASKED_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

_numbers = count(1)


@dataclass(frozen=True)
class PlainReport:
    """A report of a title and one figure."""

    title: str
    as_at: str
    figures: tuple[Figure, ...]


def make_figure(value: str = "1250.50", as_at: date | None = AS_AT) -> Figure:
    """A figure in pounds, read from one record."""
    return Figure(
        key="tests.cost",
        title="Cost",
        params={"phase": "1"},
        as_at=as_at,
        value=Decimal(value),
        unit=Unit.GBP,
        text=f"£{value}",
        note="",
        lineage=[Line("A service", "/reviews/P1-PRO/", Decimal(value), "A paper, paragraph 1")],
        stated=[],
    )


def build_plain_report(*, as_at: date | None, user: Any, **params: str) -> PlainReport:
    return PlainReport(title="A plain report", as_at="6 May 2014", figures=(make_figure(),))


def plain_kind(build: Callable[..., Any] = build_plain_report) -> KindDefinition:
    """The kind of outturn reports, built by ``build`` and printed on an empty sheet."""

    def title(params: Mapping[str, str]) -> str:
        return "A plain report"

    return KindDefinition(
        kind=DocumentKind.OUTTURN_REPORT,
        name="Plain report",
        description="A title.",
        prefix="PLAIN",
        template="documents/base.html",
        body="documents/_outturn_report.html",
        build=build,
        title=title,
    )


def make_document(**fields: Any) -> Document:
    """A queued document asked for by a portfolio officer of its own."""
    number = next(_numbers)
    values = {
        "code": f"PLAIN-2014-05-06-{number}",
        "kind": DocumentKind.OUTTURN_REPORT,
        "title": "A plain report",
        "request_key": f"key-{number}",
        "as_at": AS_AT,
        "requested_at": ASKED_AT,
    } | fields
    if "requested_by" not in values:
        values["requested_by"] = make_user(Role.PORTFOLIO_OFFICE)
    return Document.objects.create(**values)
