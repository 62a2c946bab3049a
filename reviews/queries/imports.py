"""Imports as their pages show them: the list, how far one is, and each row of a preview."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from ftc.organisation.models import Service
from ftc.periods import Precision, display_date
from ftc.programme.enums import AssignmentRole, Rag
from ftc.programme.models import Phase, Portfolio
from ftc.programme.policies import candidates
from reviews.enums import ImportKind, ImportState, OptionStateKind, RowOutcome
from reviews.importing.columns import MILESTONES, OPTIONS, REVIEWS, SheetKind
from reviews.importing.values import PRECISIONS
from reviews.models import DeliveryModel, Import, ImportRow, Review
from reviews.policies.options import next_states

SHEETS: dict[str, SheetKind] = {
    ImportKind.REVIEWS: REVIEWS,
    ImportKind.MILESTONES: MILESTONES,
    ImportKind.OPTIONS: OPTIONS,
}
STATE_COLOURS = {
    ImportState.READING: "blue",
    ImportState.PREVIEWED: "yellow",
    ImportState.SAVING: "blue",
    ImportState.SAVED: "green",
    ImportState.UNDOING: "blue",
    ImportState.UNDONE: "grey",
    ImportState.REFUSED: "red",
    ImportState.DISCARDED: "grey",
}
OUTCOME_COLOURS = {
    RowOutcome.NEW: "green",
    RowOutcome.CHANGED: "blue",
    RowOutcome.UNCHANGED: "grey",
    RowOutcome.WRONG: "red",
}
# What a bulk edit changes, which no sheet has as a column.
BULK_LABELS = {
    "lead": AssignmentRole.LEAD.label,
    "owner": AssignmentRole.SENIOR_RESPONSIBLE_OWNER.label,
    "forecast": "Forecast of the next milestone",
    "rag": "Status",
    "narrative": "How it stands",
    "next_steps": "What is being done about it",
    "against_hint": "Why, though the records speak for worse",
    "reason": "Reason",
}
NOTHING = "nothing"


@dataclass(frozen=True)
class FieldChange:
    """One field of a row: what it holds now and what it would hold, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class PreviewLine:
    """A row of a preview as it is drawn."""

    number: int
    outcome: str
    colour: str
    code: str
    title: str
    url: str
    changes: tuple[FieldChange, ...]
    messages: tuple[str, ...]
    is_new: bool


def all_imports() -> QuerySet[Import]:
    """Every import and bulk edit, newest first, as the portfolio office sees them."""
    rows: QuerySet[Import] = Import.objects.select_related("made_by", "upload")
    return rows


def chosen_reviews(codes: Iterable[str]) -> list[Review]:
    """The reviews of these codes, as many as there are, in the order of the list."""
    return list(
        Review.objects.filter(code__in=set(codes)).order_by("phase__number", "order", "code")
    )


def outcome_counts(held: Import) -> dict[RowOutcome, int]:
    """How many rows have each outcome, every outcome named; one query."""
    counted = dict(held.rows.values_list("outcome").annotate(Count("pk")).order_by())
    return {outcome: counted.get(outcome, 0) for outcome in RowOutcome}


def preview_rows(held: Import, outcome: RowOutcome | None) -> QuerySet[ImportRow]:
    """The rows of an import by their number, of one outcome or of all."""
    rows: QuerySet[ImportRow] = held.rows.order_by("number")
    return rows if outcome is None else rows.filter(outcome=outcome)


def preview_lines(held: Import, rows: Iterable[ImportRow]) -> list[PreviewLine]:
    """The rows in words; asks the database nothing."""
    return [_line(held, row) for row in rows]


def allowed_values(kind: str) -> dict[str, list[str]]:
    """What may be written under the heads of a kind that take only what is known, by head."""
    reviews = list(Review.objects.order_by("code").values_list("code", flat=True))
    if kind == ImportKind.MILESTONES:
        return {"Review": reviews, "Precision": list(PRECISIONS)}
    if kind == ImportKind.OPTIONS:
        return {
            "Review": reviews,
            "Delivery models": [
                model.code for model in DeliveryModel.objects.filter(retired_on__isnull=True)
            ],
            "State": [kind.label for kind in next_states(None)],
        }
    return {
        "Phase": [str(number) for number in Phase.objects.values_list("number", flat=True)],
        "Services": list(Service.objects.order_by("code").values_list("code", flat=True)),
        "Portfolio": list(Portfolio.objects.values_list("code", flat=True)),
        "Lead": _usernames(AssignmentRole.LEAD),
        "Senior Responsible Owner": _usernames(AssignmentRole.SENIOR_RESPONSIBLE_OWNER),
    }


def outcome_in_words(held: Import, outcome: RowOutcome) -> str:
    """The outcome as the page calls it: of a bulk edit nothing is wrong, some is refused."""
    is_refused = outcome == RowOutcome.WRONG and held.kind == ImportKind.BULK_EDIT
    return "Refused" if is_refused else outcome.label


def in_words(key: str, value: Any) -> str:
    """A value of a row as people say it."""
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, dict):
        on = date.fromisoformat(value["on"]) if value["on"] else None
        return display_date(on, Precision(value["precision"]), value["printed"])
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    if key == "state":
        return OptionStateKind(value).label
    return Rag(value).label if key == "rag" else str(value)


def _usernames(role: AssignmentRole) -> list[str]:
    return sorted(candidates(role).values_list("username", flat=True))


def _line(held: Import, row: ImportRow) -> PreviewLine:
    outcome = RowOutcome(row.outcome)
    of_reviews = held.kind in (ImportKind.REVIEWS, ImportKind.BULK_EDIT)
    is_there = row.object_key is not None and held.state != ImportState.UNDONE
    return PreviewLine(
        number=row.number,
        outcome=outcome_in_words(held, outcome),
        colour=OUTCOME_COLOURS[outcome],
        code=row.code,
        title=row.title,
        url=reverse("reviews:review-detail", args=[row.code]) if of_reviews and is_there else "",
        changes=_changes(held.kind, row) if outcome != RowOutcome.WRONG else (),
        messages=tuple(row.messages),
        is_new=outcome == RowOutcome.NEW,
    )


def _changes(kind: str, row: ImportRow) -> tuple[FieldChange, ...]:
    """The fields in the order of the sheet; a new record's have nothing before them."""
    labels = _labels(kind)
    ordered: Sequence[str] = [key for key in labels if key in row.after]
    return tuple(
        FieldChange(labels[key], in_words(key, row.before.get(key)), in_words(key, row.after[key]))
        for key in ordered
    )


def _labels(kind: str) -> dict[str, str]:
    sheet = SHEETS.get(kind)
    return {c.key: c.head for c in sheet.columns} if sheet else BULK_LABELS
