"""The criteria for leaving a stage of a draft: added, edited, moved up and down, removed."""

from dataclasses import asdict, dataclass
from datetime import datetime

from ftc.errors import StaleVersion
from ftc.organisation.models import User
from ftc.records.models import SourcePaper
from reviews.actions.methodologies.editing import Direction, draft_locked, renumber, swap
from reviews.actions.methodologies.stages import stage_of
from reviews.errors import MethodologyRefused
from reviews.models import Criterion, Methodology, Stage
from reviews.policies.methodologies import check_code_is_free, criterion_codes_before


@dataclass(frozen=True)
class CriterionText:
    """What a criterion asks; what its kind does not need is empty. ``paper`` asks for it."""

    code: str
    title: str
    kind: str
    body_kind: str = ""
    role: str = ""
    evidence_kind: str = ""
    field: str = ""
    milestone_title: str = ""
    only_if_key: bool = False
    guidance: str = ""
    source_ref: str = ""


def add_criterion(
    *,
    methodology: Methodology,
    stage: str,
    expected_edits: int,
    criterion: CriterionText,
    paper: SourcePaper | None,
    by: User,
    now: datetime,
) -> Criterion:
    """Add a criterion after the last one for leaving the stage (its code) of a draft.

    Raises NotPermitted, StaleVersion, or MethodologyRefused for a code that is taken.
    """
    with draft_locked(methodology, expected_edits, by=by, now=now) as draft:
        leaves = stage_of(draft, stage)
        taken = set(leaves.criteria.values_list("code", flat=True))
        check_code_is_free(criterion.code, taken=taken, kept=(), was="", what="criterion")
        return Criterion.objects.create(
            stage=leaves, order=len(taken) + 1, source=paper, **asdict(criterion)
        )


def edit_criterion(
    *,
    methodology: Methodology,
    stage: str,
    code: str,
    expected_edits: int,
    criterion: CriterionText,
    paper: SourcePaper | None,
    by: User,
    now: datetime,
) -> Criterion:
    """Write what a criterion of a draft asks; its code stays once an earlier version has it.

    Raises NotPermitted, StaleVersion, or MethodologyRefused for a code that is taken or kept.
    """
    with draft_locked(methodology, expected_edits, by=by, now=now) as draft:
        leaves = stage_of(draft, stage)
        row = _criterion_of(leaves, code)
        check_code_is_free(
            criterion.code,
            taken=set(leaves.criteria.exclude(pk=row.pk).values_list("code", flat=True)),
            kept=criterion_codes_before(leaves),
            was=row.code,
            what="criterion",
        )
        for name, value in asdict(criterion).items():
            setattr(row, name, value)
        row.source = paper
        row.save(update_fields=[*asdict(criterion), "source"])
    return row


def move_criterion(
    *,
    methodology: Methodology,
    stage: str,
    code: str,
    expected_edits: int,
    direction: Direction,
    by: User,
    now: datetime,
) -> Criterion:
    """Put a criterion one place up or down, which is the order that sign-offs are given in.

    Raises NotPermitted, StaleVersion, or MethodologyRefused where it stands at the end.
    """
    with draft_locked(methodology, expected_edits, by=by, now=now) as draft:
        row = _criterion_of(stage_of(draft, stage), code)
        if not swap(Criterion.objects.filter(stage=row.stage_id), row, direction):
            place = "first" if direction == "up" else "last"
            raise MethodologyRefused(f"“{row.title}” is the {place} criterion already.")
    return row


def remove_criterion(
    *,
    methodology: Methodology,
    stage: str,
    code: str,
    expected_edits: int,
    by: User,
    now: datetime,
) -> None:
    """Take a criterion out of a draft; those after it close up.

    Raises NotPermitted, StaleVersion, or MethodologyRefused when the version is in force.
    """
    with draft_locked(methodology, expected_edits, by=by, now=now) as draft:
        leaves = stage_of(draft, stage)
        _criterion_of(leaves, code).delete()
        renumber(Criterion.objects.filter(stage=leaves))


def _criterion_of(stage: Stage, code: str) -> Criterion:
    row = stage.criteria.filter(code=code).first()
    if row is None:
        raise StaleVersion("Somebody else has taken this criterion out of the draft.")
    return row
