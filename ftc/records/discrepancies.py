"""Marking a difference between what a paper printed and what the records give as explained."""

from datetime import datetime
from typing import Any

from django.db import transaction

from ftc.errors import NotPermitted
from ftc.records import history
from ftc.records.errors import DiscrepancyRefused
from ftc.records.figures import UnknownFigure, evaluate
from ftc.records.models import StatedFigure

# The value of a permission of ``organisation``, an app that stands to the right.
DISCREPANCY_EXPLAIN = "discrepancy.explain"
LONGEST_EXPLANATION = 500

history.describe_actions(records_explain_discrepancy="explained a printed figure")


def may_explain_discrepancies(user: Any) -> bool:
    return bool(user.is_authenticated and user.may(DISCREPANCY_EXPLAIN))


def check_may_explain_discrepancies(user: Any) -> None:
    """Raises NotPermitted with the sentence for whoever may not."""
    if not may_explain_discrepancies(user):
        raise NotPermitted(
            "Your role does not explain discrepancies. Ask a finance partner or the portfolio "
            "office to."
        )


def check_differs(stated_figure: StatedFigure, *, user: Any) -> None:
    """Raises DiscrepancyRefused when the figure agrees, or the records cannot give it."""
    try:
        figure = evaluate(
            stated_figure.figure_key, stated_figure.params, user=user, stated=[stated_figure]
        )
    except UnknownFigure:
        raise DiscrepancyRefused(
            "Nothing in the records gives this figure, so there is no difference to explain."
        ) from None
    if not figure.discrepancies:
        raise DiscrepancyRefused(
            "This figure agrees with the records, so there is nothing to explain."
        )


@transaction.atomic
def explain_discrepancy(
    *,
    stated_figure: StatedFigure,
    explanation: str,
    expected_version: int,
    by: Any,
    now: datetime,
) -> StatedFigure:
    """Say why a printed figure differs from the records; neither of the two is changed.

    Writes the explanation, by whom and when; a further one replaces it, and history keeps both.
    Raises NotPermitted, DiscrepancyRefused, or StaleVersion when somebody saved after
    ``expected_version`` was read.
    """
    said = explanation.strip()
    with history.recording(action="records.explain_discrepancy", by=by, at=now, reason=said):
        row: StatedFigure = StatedFigure.objects.locked(
            pk=stated_figure.pk, expected_version=expected_version
        )
        check_may_explain_discrepancies(by)
        if not said:
            raise DiscrepancyRefused("Say why the two differ.")
        if len(said) > LONGEST_EXPLANATION:
            raise DiscrepancyRefused(f"Keep it to {LONGEST_EXPLANATION} characters.")
        check_differs(row, user=by)
        row.explanation = said
        row.explained_by = by
        row.explained_at = now
        row.version += 1
        row.save(update_fields=["explanation", "explained_by", "explained_at", "version"])
    return row
