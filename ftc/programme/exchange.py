"""Rows out as CSV: what a list shows, for a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.http import HttpResponse

from ftc.programme.models import Risk
from ftc.programme.queries import MilestoneLine

# A spreadsheet would run a cell that starts with one of these.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | Decimal | date | None

MILESTONE_HEAD = ["Code", "Activity", "Milestone", "Due", "Printed", "Status", "Reported", "Source"]
RISK_HEAD = ["Code", "Risk", "Activity", "Rating", "Owner", "Control", "In register", "Source"]


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A CSV file to save as ``name``, with a byte order mark so that Excel reads £ and –."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(head)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return response


def milestone_rows(lines: Iterable[MilestoneLine]) -> Iterable[Sequence[Cell]]:
    """One row a milestone, as the list prints it."""
    for line in lines:
        yield [
            line.milestone.code,
            line.activity.title,
            line.milestone.title,
            line.due,
            line.printed,
            line.status,
            line.report.effective_on if line.report else None,
            line.milestone.credit,
        ]


def risk_rows(risks: Iterable[Risk]) -> Iterable[Sequence[Cell]]:
    """One row a risk, as the list prints it."""
    words = {True: "yes", False: "no", None: "not known"}
    for risk in risks:
        yield [
            risk.code,
            risk.title,
            risk.activity.title,
            risk.printed_rating,
            risk.printed_owner,
            risk.control,
            words[risk.in_register],
            risk.credit,
        ]


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    is_run = isinstance(value, str) and text.lstrip(" ").startswith(_FORMULA_STARTS)
    return f"'{text}" if is_run else text
