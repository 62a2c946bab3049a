"""The stages of a draft: added, edited, moved up and down, removed."""

from dataclasses import asdict, dataclass
from datetime import datetime

from ftc.errors import StaleVersion
from ftc.organisation.models import User
from reviews.actions.methodologies.editing import Direction, draft_locked, renumber, swap
from reviews.errors import MethodologyRefused
from reviews.models import Methodology, Stage
from reviews.policies.methodologies import check_code_is_free, stage_codes_before


@dataclass(frozen=True)
class StageText:
    """What is said of a stage; its code is what reviews know it by from version to version."""

    code: str
    title: str
    description: str = ""
    runs_market_engagement: bool = False


def add_stage(
    *, methodology: Methodology, expected_edits: int, stage: StageText, by: User, now: datetime
) -> Stage:
    """Add a stage after the last one of a draft.

    Raises NotPermitted, StaleVersion, or MethodologyRefused for a code that is taken.
    """
    with draft_locked(methodology, expected_edits, by=by, now=now) as draft:
        taken = set(draft.stages.values_list("code", flat=True))
        check_code_is_free(stage.code, taken=taken, kept=(), was="", what="stage")
        return Stage.objects.create(methodology=draft, order=len(taken) + 1, **asdict(stage))


def edit_stage(
    *,
    methodology: Methodology,
    code: str,
    expected_edits: int,
    stage: StageText,
    by: User,
    now: datetime,
) -> Stage:
    """Write what is said of the stage of this code; its code stays once an earlier version has it.

    Raises NotPermitted, StaleVersion, or MethodologyRefused for a code that is taken or kept.
    """
    with draft_locked(methodology, expected_edits, by=by, now=now) as draft:
        row = stage_of(draft, code)
        check_code_is_free(
            stage.code,
            taken=set(draft.stages.exclude(pk=row.pk).values_list("code", flat=True)),
            kept=stage_codes_before(draft),
            was=row.code,
            what="stage",
        )
        for name, value in asdict(stage).items():
            setattr(row, name, value)
        row.save(update_fields=list(asdict(stage)))
    return row


def move_stage(
    *,
    methodology: Methodology,
    code: str,
    expected_edits: int,
    direction: Direction,
    by: User,
    now: datetime,
) -> Stage:
    """Put a stage of a draft one place up or down.

    Raises NotPermitted, StaleVersion, or MethodologyRefused where it stands at the end.
    """
    with draft_locked(methodology, expected_edits, by=by, now=now) as draft:
        row = stage_of(draft, code)
        if not swap(Stage.objects.filter(methodology=draft), row, direction):
            place = "first" if direction == "up" else "last"
            raise MethodologyRefused(f"“{row.title}” is the {place} stage already.")
    return row


def remove_stage(
    *, methodology: Methodology, code: str, expected_edits: int, by: User, now: datetime
) -> None:
    """Take a stage with its criteria out of a draft; those after it close up.

    Raises NotPermitted, StaleVersion, or MethodologyRefused when the version is in force.
    """
    with draft_locked(methodology, expected_edits, by=by, now=now) as draft:
        row = stage_of(draft, code)
        row.criteria.all().delete()
        row.delete()
        renumber(Stage.objects.filter(methodology=draft))


def stage_of(draft: Methodology, code: str) -> Stage:
    """The stage of this code; raises StaleVersion when somebody has taken it out."""
    row = draft.stages.filter(code=code).first()
    if row is None:
        raise StaleVersion("Somebody else has taken this stage out of the draft.")
    return row
