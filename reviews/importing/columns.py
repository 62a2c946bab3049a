"""The columns of each kind of sheet: their heads, what they may hold, and those never taken."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reviews.errors import SheetRefused

ONLY_PASSAGES = (
    "is never imported: a review changes stage and state only by what is recorded at its gates."
)


@dataclass(frozen=True)
class SheetColumn:
    """A column: its head, what it may hold in a sentence, and the example of the template."""

    key: str
    head: str
    help: str
    example: str = ""
    is_required: bool = False
    width: int = 18


@dataclass(frozen=True)
class SheetKind:
    """What one kind of sheet holds; ``refused`` are heads that get a sentence of their own."""

    title: str
    columns: tuple[SheetColumn, ...]
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> dict[str, str]:
        """The key of each column by the key of its head."""
        return {head_key(column.head): column.key for column in self.columns}

    def head_of(self, key: str) -> str:
        return next(column.head for column in self.columns if column.key == key)

    def check_header(self, heads: Sequence[str]) -> list[str]:
        """The key of the column under each head.

        Raises SheetRefused that names every head we do not know, one given twice, one that is
        never imported, and the columns that are missing.
        """
        keys = self.keys
        given = [head_key(head) for head in heads]
        faults = [
            f"“{head.strip()}” {self.refused[key]}"
            for head, key in zip(heads, given, strict=True)
            if key in self.refused
        ]
        unknown = [
            f"“{head.strip()}”" if head.strip() else "an empty head"
            for head, key in zip(heads, given, strict=True)
            if key not in keys and key not in self.refused
        ]
        if unknown:
            faults.append(f"Not known: {', '.join(unknown)}.")
        missing = [
            f"“{column.head}”"
            for column in self.columns
            if column.is_required and head_key(column.head) not in given
        ]
        if missing:
            faults.append(f"Missing: {', '.join(missing)}.")
        twice = sorted({head.strip() for head, key in zip(heads, given, strict=True)
                        if key in keys and given.count(key) > 1})  # fmt: skip
        if twice:
            faults.append(f"Given twice: {', '.join(f'“{head}”' for head in twice)}.")
        if faults:
            raise SheetRefused(
                f"The first row is not the header of {self.title.lower()}. {' '.join(faults)} "
                "The template has the header that is taken."
            )
        return [keys[key] for key in given]


def head_key(head: str) -> str:
    """A head as it is compared: case and spaces do not matter."""
    return re.sub(r"\s+", " ", head).strip().casefold()


_CODE = "Code"
_DATE = (
    "A date: 15/05/2014, 2014-05-15, 15 May 2014, or less exactly May 2014, end of May 2014, "
    "week beginning 12 May 2014, autumn 2014 or 2014"
)
_PRECISION = (
    "Only where the date is not as exact as it is written: day, day inferred, week, month, "
    "month end or year"
)

REVIEWS = SheetKind(
    "Reviews",
    (
        SheetColumn("code", _CODE, "The code of the review, which never changes", "EXAMPLE",
                    is_required=True),
        SheetColumn("title", "Title", "Needed for a new review", "Property", width=34),
        SheetColumn("phase", "Phase", "The number of the phase; needed for a new review and never "
                    "changed", "1", width=8),
        SheetColumn("services", "Services", "Names or codes of services, divided by semicolons; "
                    "only for a new review", "P1-PRO; P1-HR", width=34),
        SheetColumn("portfolio", "Portfolio", "The code or name of a change portfolio; a hyphen "
                    "for none", "CP-BUS"),
        SheetColumn("lead", "Lead", "The user name of the lead; a hyphen for nobody", "officer"),
        SheetColumn("owner", "Senior Responsible Owner", "The user name of the owner; a hyphen for "
                    "nobody", "sro", width=26),
        SheetColumn("next_steps", "Next steps", "In words; a hyphen for none",
                    "Full Business Case in the autumn", width=40),
    ),
    dict.fromkeys(("stage", "state", "status"), ONLY_PASSAGES),
)  # fmt: skip

MILESTONES = SheetKind(
    "Milestones",
    (
        SheetColumn("code", _CODE, "The code of the milestone, which never changes", "EXAMPLE",
                    is_required=True),
        SheetColumn("review", "Review", "The code of its review; needed for a new milestone and "
                    "never changed", "P1-PRO"),
        SheetColumn("title", "Title", "Needed for a new milestone", "Full Business Case", width=34),
        SheetColumn("baseline", "Baseline", _DATE, "30/09/2014", width=22),
        SheetColumn("baseline_precision", "Baseline precision", _PRECISION, "month end"),
        SheetColumn("baseline_reason", "Baseline reason", "Needed where the milestone has another "
                    "baseline already: baselines are never edited, a new one is added", width=26),
        SheetColumn("forecast", "Forecast", _DATE, "end of October 2014", width=22),
        SheetColumn("forecast_precision", "Forecast precision", _PRECISION),
        SheetColumn("achieved", "Achieved", f"{_DATE}; not one in the future", width=22),
        SheetColumn("achieved_precision", "Achieved precision", _PRECISION),
    ),
)  # fmt: skip

OPTIONS = SheetKind(
    "Options",
    (
        SheetColumn("code", _CODE, "The code of the option, which never changes", "EXAMPLE",
                    is_required=True),
        SheetColumn("review", "Review", "The code of its review; needed for a new option and never "
                    "changed", "P1-PRO"),
        SheetColumn("order", "Order", "Its place among the options of the review, from 1; left "
                    "empty, a new option comes last", "1", width=8),
        SheetColumn("title", "Title", "Needed for a new option", "Trading company", width=34),
        SheetColumn("delivery_models", "Delivery models", "Codes or names of delivery models, "
                    "divided by semicolons", "LATCO", width=26),
        SheetColumn("state", "State", "What becomes of it; a state before it is never rewritten",
                    "Preferred", width=26),
        SheetColumn("reason", "Reason", "Needed with a state other than Considered",
                    "It keeps the surplus with the council", width=34),
        SheetColumn("note", "Note", "In words; a hyphen for none", width=34),
    ),
)  # fmt: skip
