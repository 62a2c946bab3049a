"""Where reviews stand among their stages, and the conditions of gates that are not met."""

from datetime import date
from decimal import Decimal
from typing import Any

from ftc.periods import long_date
from ftc.records.enums import Unit
from ftc.records.figures import BadParameter, Computed, Line, Parameter, boolean, figure, text
from ftc.records.working_date import working_date
from reviews import queries
from reviews.figures.counts import PHASE, REVIEW, STATE, scope_of
from reviews.models import Stage
from reviews.queries.gate_conditions import OPEN, OVERDUE, condition_lines

NOT_STARTED = "not-started"
STAGE = Parameter(
    "stage",
    text,
    required=True,
    description="code of a stage, such as stage-2, in any version; not-started for none yet",
)
LATE = Parameter(
    "overdue",
    boolean,
    default=False,
    choices=("true", "false"),
    description="only those due before the date",
)


@figure(
    "reviews.stage_count",
    title="Reviews by stage",
    unit=Unit.REVIEWS,
    parameters=(STAGE, PHASE, STATE),
)
def stage_count(
    *, as_at: date | None, user: Any, stage: str, phase: int | None, state: str | None
) -> Computed:
    """Reviews that stood at the stage on the date, deferred ones too; a merged one counts where
    it went.

    Source: County Council, 15 May 2014, item 12, paragraphs 1.2 and 2.5.
    """
    keys = set(Stage.objects.filter(code=stage).values_list("pk", flat=True))
    if not keys and stage != NOT_STARTED:
        raise BadParameter(f"There is no stage {stage}.")
    scope = scope_of(phase=phase, review=None, delivery_model=None, state=state)
    selected = queries.selected_reviews(scope, as_at=as_at)
    if selected.not_known:
        return Computed(value=None, note=selected.not_known)
    lines = [
        Line(f"{review.title} ({review.code})", review.get_absolute_url(), Decimal(1))
        for review in selected.rows
        if (review.stage_then is None if stage == NOT_STARTED else review.stage_then in keys)
    ]
    return Computed(value=Decimal(len(lines)), lineage=lines, note=selected.note)


@figure(
    "reviews.conditions_outstanding",
    title="Conditions of gates not met",
    unit=Unit.COUNT,
    parameters=(PHASE, REVIEW, LATE),
)
def conditions_outstanding(
    *, as_at: date | None, user: Any, phase: int | None, review: str | None, overdue: bool
) -> Computed:
    """Conditions set by the date on which gates were passed and not met by it, late or not.

    Source: County Council, 15 May 2014, item 12, paragraph 2.5.
    """
    scope = scope_of(phase=phase, review=review, delivery_model=None, state=None)
    lines = [
        Line(
            f"{line.review.title} ({line.review.code}): {line.condition.title}, "
            f"{line.condition.owner}, due {long_date(line.condition.due_on)}",
            line.url,
            Decimal(1),
        )
        for line in condition_lines(
            as_at=as_at,
            today=working_date(),
            user=user,
            state=OVERDUE if overdue else OPEN,
            phase=str(phase) if phase else "",
        )
        if scope.review in ("", line.review.code)
    ]
    return Computed(value=Decimal(len(lines)), lineage=lines)
