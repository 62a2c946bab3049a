"""A business case as a document: its head, the five cases, what it rests on, and the checks.

Source: HM Treasury, Green Book (five cases); County Council, 15 May 2014, item 12, paragraph 6.1.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from ftc import money
from ftc.periods import long_date
from ftc.records.enums import Classification
from ftc.records.figures import Figure, definition, evaluate
from ftc.records.printed import PrintedTable, TableColumn
from ftc.ui.components import Cell
from ftc.ui.markdown import render_markdown
from reviews.models import BusinessCase
from reviews.queries.business_case_checks import (
    CaseFacts,
    Completeness,
    SectionFact,
    judge,
    read_review,
)
from reviews.queries.business_case_versions import NOW, Edition
from reviews.queries.business_case_versions import edition as read_edition
from reviews.queries.business_cases import (
    benefits_table,
    money_params,
    options_argued_for,
    risks_table,
)
from reviews.queries.page_tables import Table, milestones_table

TOP_LEVEL = 3  # of headings inside a case, which is itself a heading of level 2


@dataclass(frozen=True)
class PrintedCase:
    """One of the five cases as printed."""

    number: int
    title: str
    about: str
    words: SafeString


@dataclass(frozen=True)
class BusinessCaseReport:
    """Everything a printed business case says, and the figures it quotes."""

    title: str
    subtitle: str
    as_at: str
    marking: str
    short_marking: str  # at the foot of every page
    exempt_reason: str
    cases: tuple[PrintedCase, ...]
    tables: tuple[PrintedTable, ...]
    completeness: str
    checks: PrintedTable
    figures: tuple[Figure, ...]


def build_business_case_report(
    as_at: date | None,
    user: Any = None,
    *,
    case: str,
    version: str = "",
    edition: str = "",
) -> BusinessCaseReport:
    """The business case of this code as it stands, or as the version of this number kept it.

    What it rests on is read from the records as at ``as_at``. Without a user it is built for a
    document that is classified as the business case is; a user has to be able to read it.
    ``edition`` tells requests apart and changes nothing. Raises BusinessCase.DoesNotExist.
    """
    rows = BusinessCase.objects.all() if user is None else BusinessCase.objects.visible_to(user)
    found: BusinessCase = rows.select_related("review__phase").get(code=case)
    kept = _edition(found, version)
    records = read_review(found.review, as_at=as_at)
    complete = judge(CaseFacts(found, kept.sections, records))
    figures = tuple(
        figure
        for key, params in money_params(found.review)
        if (figure := evaluate(key, params, as_at=as_at, user=user)).value is not None
    )
    tables = (
        options_argued_for(found, as_at=as_at),
        milestones_table(found.review, as_at=as_at),
        risks_table(found.review, as_at=as_at),
        benefits_table(found.review, as_at=as_at),
    )
    return BusinessCaseReport(
        title=found.title,
        subtitle=f"{found.get_kind_display()} of {found.review.title}, {kept.title}",
        as_at=long_date(as_at) if as_at else "now",
        marking=_marking(found),
        short_marking=found.get_classification_display() if _marking(found) else "",
        exempt_reason=found.exempt_reason,
        cases=tuple(_case(number, fact) for number, fact in enumerate(kept.sections, start=1)),
        tables=tuple(_numbered([_money_table(figures), *map(_printed, tables)])),
        completeness=complete.words,
        checks=_checks_table(complete),
        figures=figures,
    )


def title_of(params: Mapping[str, str]) -> str:
    """What a document of these parameters is called."""
    found = BusinessCase.objects.get(code=params["case"])
    version = params.get("version", "")
    return f"{found.title}, version {version}" if version else found.title


def classification_of(params: Mapping[str, str]) -> dict[str, Any]:
    """A document is classified as its business case is."""
    found = BusinessCase.objects.get(code=params["case"])
    return {
        "classification": found.classification,
        "exempt_paragraph": found.exempt_paragraph,
        "exempt_reason": found.exempt_reason,
    }


def _edition(case: BusinessCase, version: str) -> Edition:
    found = read_edition(case, version or NOW, as_at=None)
    if found is None:
        raise BusinessCase.DoesNotExist(f"{case.code} has no version {version}.")
    return found


def _marking(case: BusinessCase) -> str:
    """Who may read it, as printed on the first page; nothing is said of what is public."""
    if case.classification == Classification.EXEMPT:
        return (
            f"Exempt: not for publication, paragraph {case.exempt_paragraph} of Schedule 12A of "
            "the Local Government Act 1972"
        )
    if case.classification == Classification.PUBLIC:
        return ""
    return f"{case.get_classification_display()}: not for publication"


def _case(number: int, fact: SectionFact) -> PrintedCase:
    return PrintedCase(
        number=number,
        title=fact.kind.label,
        about=f"Owner: {fact.owner or 'nobody'}. {fact.state.label}.",
        words=render_markdown(fact.text or "Nothing is written yet.", top_level=TOP_LEVEL),
    )


def _checks_table(complete: Completeness) -> PrintedTable:
    return PrintedTable(
        caption="What the records answer",
        columns=(TableColumn("Check"), TableColumn("Met?"), TableColumn("What the records say")),
        rows=tuple(
            (
                answered.check.title,
                "Met" if answered.answer.is_met else "Not met",
                answered.answer.sentence,
            )
            for answered in complete.answers
        ),
    )


def _money_table(figures: Sequence[Figure]) -> PrintedTable:
    return PrintedTable(
        caption="Savings and cost to achieve",
        columns=(TableColumn("Measure"), TableColumn("£", is_numeric=True)),
        rows=tuple(
            (
                " ".join([definition(figure.key).title, _of(figure.params)]).strip(),
                money.in_pounds(figure.value),
            )
            for figure in figures
        ),
    )


def _of(params: Mapping[str, str]) -> str:
    kind = params.get("cashability", "").replace("_", " ")
    return f"({kind})" if kind else ""


def _printed(table: Table) -> PrintedTable:
    """A table of a page as it is printed: words only."""
    return PrintedTable(
        caption=table.caption,
        columns=tuple(TableColumn(column.head, column.is_numeric) for column in table.columns),
        rows=tuple(tuple(_words(cell) for cell in row) for row in table.rows),
    )


def _words(cell: Any) -> str:
    value = cell.value if isinstance(cell, Cell) else cell
    if value is None:
        return money.NOT_KNOWN
    if isinstance(value, Decimal):
        return money.in_pounds(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return long_date(value)
    return str(value)


def _numbered(tables: Iterable[PrintedTable]) -> Iterable[PrintedTable]:
    """Those with rows, numbered."""
    with_rows = [table for table in tables if table.rows]
    for number, table in enumerate(with_rows, start=1):
        yield table.numbered(number)
