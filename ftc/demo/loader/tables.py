"""Reading the tables, finding their papers, and adding rows that are not there yet."""

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models

from ftc.records.models import SourcePaper

DATA = Path(__file__).resolve().parent.parent / "data"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """The rows of one table, in file order."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def money(text: str) -> Decimal:
    return Decimal(text)


def optional_money(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def optional_date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def optional_int(text: str) -> int | None:
    return int(text) if text else None


class Papers:
    """The register of papers by code."""

    def __init__(self) -> None:
        self._by_code = {paper.code: paper for paper in SourcePaper.objects.all()}

    def __getitem__(self, code: str) -> SourcePaper:
        return self._by_code[code]

    def credit(self, row: Row) -> dict[str, Any]:
        """The credit of a table's row to its paper and paragraph."""
        return {"source": self[row["paper"]], "source_ref": row["source_ref"]}

    def known_on(self, row: Row) -> date:
        """From when the row counts: the publication of its paper, else the paper's meeting."""
        return self[row["paper"]].known_on

    def of_meeting(self, meeting_on: date, otherwise: SourcePaper) -> SourcePaper:
        """The paper that told a meeting on that day; ``otherwise`` when it went to that meeting."""
        if otherwise.meeting_on == meeting_on:
            return otherwise
        return STATUS_PAPERS[meeting_on.isoformat()](self)


STATUS_PAPERS = {
    "2013-12-12": lambda papers: papers["CC-2013-12-12-FTC"],
    "2014-03-27": lambda papers: papers["CC-2014-03-27-FTC"],
    "2014-05-15": lambda papers: papers["CC-2014-05-15-12"],
    "2015-01-20": lambda papers: papers["CSCH-2015-01-20"],
}


def add_missing(
    model: type[models.Model], key: str | tuple[str, ...], wanted: Iterable[models.Model]
) -> dict[Any, Any]:
    """Add the rows whose key is not in the table yet; give every row of the table by key.

    ``key`` names one or more columns (``code``, or ``meeting_id`` and ``number``). Rows that are
    there already are left as they are, with whatever people have changed since.
    """
    columns = (key,) if isinstance(key, str) else key
    there = set(model._default_manager.values_list(*columns))
    missing = []
    for row in wanted:
        identity = tuple(getattr(row, column) for column in columns)
        if identity not in there:
            there.add(identity)
            missing.append(row)
    model._default_manager.bulk_create(missing)
    single = len(columns) == 1
    return {
        getattr(row, columns[0]) if single else tuple(getattr(row, c) for c in columns): row
        for row in model._default_manager.all()
    }


@cache
def yes(text: str) -> bool:
    return text.strip().lower() == "yes"
