"""What the facts allow of methodologies: reading a version whole, editing a draft, moving on."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q

from ftc.organisation.enums import Role
from ftc.organisation.models import RoleAssignment
from ftc.periods import long_date
from governance.enums import BodyKind
from governance.models import Body
from reviews.calculations.methodologies import (
    CriterionShape,
    Landing,
    Shape,
    StageShape,
    landing,
)
from reviews.calculations.methodology_check import DraftCheck, check_draft
from reviews.enums import CriterionKind, MethodologyState, ReviewState
from reviews.errors import DateRefused, MethodologyRefused
from reviews.models import Criterion, GatePassage, Methodology, Review, Stage
from reviews.policies.dates import check_follows

# Those that go on, now or later, may be moved to another version.
MAY_BE_MOVED = (ReviewState.ACTIVE, ReviewState.DEFERRED)


def newest_in_force(phase: int, *, as_at: date | None = None) -> Methodology | None:
    """The version that a new review of the phase (its key) follows; None before there is one.

    On ``as_at`` the newest that was in force by then.
    """
    versions = Methodology.objects.filter(phase=phase, state=MethodologyState.IN_FORCE)
    if as_at is not None:
        versions = versions.filter(in_force_on__lte=as_at)
    return versions.order_by("-version").first()


def shapes_of(keys: Collection[int]) -> dict[int, Shape]:
    """The versions of these keys with their stages and criteria; three queries however many."""
    versions = Methodology.objects.filter(pk__in=keys).select_related("phase", "made_by")
    criteria: dict[int, list[CriterionShape]] = {}
    for row in Criterion.objects.filter(stage__methodology__in=keys).select_related("source"):
        criteria.setdefault(row.stage_id, []).append(_criterion(row))
    stages: dict[int, list[StageShape]] = {}
    for stage in Stage.objects.filter(methodology__in=keys).select_related("source"):
        shape = _stage(stage, criteria.get(stage.pk, []))
        stages.setdefault(stage.methodology_id, []).append(shape)
    return {
        version.pk: Shape(
            key=version.pk,
            phase=version.phase.number,
            phase_title=version.phase.title,
            version=version.version,
            title=version.title,
            state=MethodologyState(version.state),
            edits=version.edits,
            reason=version.reason,
            made_by=str(version.made_by or ""),
            in_force_on=version.in_force_on,
            stages=tuple(stages.get(version.pk, ())),
        )
        for version in versions
    }


def shape_of(methodology: Methodology) -> Shape:
    """The version with its stages and criteria."""
    return shapes_of([methodology.pk])[methodology.pk]


def _criterion(row: Criterion) -> CriterionShape:
    return CriterionShape(
        code=row.code,
        title=row.title,
        kind=CriterionKind(row.kind),
        body_kind=row.body_kind,
        role=row.role,
        evidence_kind=row.evidence_kind,
        field=row.field,
        milestone_title=row.milestone_title,
        only_if_key=row.only_if_key,
        guidance=row.guidance,
        paper=row.source.code if row.source else "",
        paper_title=row.source.title if row.source else "",
        source_ref=row.source_ref,
    )


def _stage(row: Stage, criteria: Sequence[CriterionShape]) -> StageShape:
    return StageShape(
        key=row.pk,
        order=row.order,
        code=row.code,
        title=row.title,
        description=row.description,
        runs_market_engagement=row.runs_market_engagement,
        criteria=tuple(criteria),
        paper=row.source.code if row.source else "",
        paper_title=row.source.title if row.source else "",
        source_ref=row.source_ref,
    )


def version_before(methodology: Methodology) -> Methodology | None:
    """The version of the same phase that this one follows."""
    earlier = Methodology.objects.filter(
        phase=methodology.phase_id, version__lt=methodology.version
    )
    return earlier.order_by("-version").first()


def check_is_draft(methodology: Methodology) -> None:
    """Raises MethodologyRefused for a version in force, which stands as it is."""
    if methodology.state != MethodologyState.DRAFT:
        raise MethodologyRefused(
            f"Version {methodology.version} is in force, so it stands as it is. "
            "Change this methodology to make a further version."
        )


def check_no_draft(phase: int) -> None:
    """Raises MethodologyRefused when the phase has a draft already: there is one at a time."""
    draft = Methodology.objects.filter(phase=phase, state=MethodologyState.DRAFT).first()
    if draft is not None:
        who = draft.made_by or "Somebody"
        raise MethodologyRefused(
            f"{who} has begun version {draft.version} already. "
            "A phase has one draft at a time: go on with that one, or discard it first."
        )


def stage_codes_before(methodology: Methodology) -> set[str]:
    """The codes of stages in earlier versions of the phase: a stage keeps its code with them."""
    earlier = Stage.objects.filter(
        methodology__phase=methodology.phase_id, methodology__version__lt=methodology.version
    )
    return set(earlier.values_list("code", flat=True))


def criterion_codes_before(stage: Stage) -> set[str]:
    """The codes of criteria that the same stage has in earlier versions of the phase."""
    methodology = stage.methodology
    earlier = Criterion.objects.filter(
        stage__code=stage.code,
        stage__methodology__phase=methodology.phase_id,
        stage__methodology__version__lt=methodology.version,
    )
    return set(earlier.values_list("code", flat=True))


def check_code_is_free(
    code: str, *, taken: Collection[str], kept: Collection[str], was: str, what: str
) -> None:
    """Raises MethodologyRefused for a code that is taken, or changed although it must be kept.

    ``taken`` are the codes of the others, ``kept`` those of earlier versions, ``was`` the code
    there is (empty for a new one); ``what`` is "stage" or "criterion".
    """
    if code in taken:
        raise MethodologyRefused(f"Another {what} has the code “{code}”. Choose another one.")
    if was and code != was and was in kept:
        raise MethodologyRefused(
            f"The code “{was}” is that of an earlier version, by which reviews find their "
            f"{what} again. It stays."
        )


def checked(methodology: Methodology) -> DraftCheck:
    """What keeps the draft from going in force, and what is worth a second look."""
    before = version_before(methodology)
    shapes = shapes_of([methodology.pk, *([before.pk] if before else [])])
    return check_draft(
        shapes[methodology.pk],
        before=shapes[before.pk] if before else None,
        body_kinds=_kinds_of_bodies(),
        roles=_roles_held(),
    )


def _kinds_of_bodies() -> set[str]:
    """The kinds that some body has; one executive member's decision counts as the executive's."""
    kinds = set(Body.objects.values_list("kind", flat=True))
    return kinds | ({BodyKind.EXECUTIVE} if BodyKind.EXECUTIVE_INDIVIDUAL in kinds else set())


def _roles_held() -> set[str]:
    held = RoleAssignment.objects.filter(Q(ended_on__isnull=True), user__is_active=True)
    return set(held.values_list("role", flat=True)) & set(Role.values)


def check_can_be_in_force_on(methodology: Methodology, on: date) -> None:
    """Raises DateRefused when the version before it begins later than ``on``."""
    before = version_before(methodology)
    if before and before.in_force_on and on < before.in_force_on:
        raise DateRefused(
            f"Version {before.version} is in force from {long_date(before.in_force_on)}. "
            "The version after it cannot begin earlier."
        )


def check_can_be_followed(methodology: Methodology, on: date) -> None:
    """Raises when reviews cannot be moved to the version with effect from ``on``.

    MethodologyRefused for a draft, DateRefused before it is in force.
    """
    if methodology.in_force_on is None:
        raise MethodologyRefused("A draft is not in force, so no review can follow it yet.")
    if on < methodology.in_force_on:
        raise DateRefused(
            f"Version {methodology.version} is in force from "
            f"{long_date(methodology.in_force_on)}. No review follows it earlier."
        )


def where_it_goes(review: Review, before: Shape, after: Shape) -> Landing:
    """The stages that the review may stand at in ``after``; none, and why, where it stays.

    ``before`` is the version it follows. Source: County Council, 15 May 2014, item 12,
    paragraph 2.5: a gate is passed by what is asked for there.
    """
    if review.state not in MAY_BE_MOVED:
        state = ReviewState(review.state).label.lower()
        return Landing((), f"It is {state}, so it stays with the version it followed.")
    here = next((stage for stage in before.stages if stage.key == review.stage_id), None)
    if here is None:
        return Landing((), "It has not been started, so it follows the newest version in force.")
    return landing(before, here.code, after)


def check_can_be_moved(
    review: Review,
    before: Shape,
    after: Shape,
    *,
    stage: str,
    last: GatePassage | None,
    effective_on: date,
) -> StageShape:
    """The stage that the review is moved to; ``stage`` is the code asked for, or empty.

    Raises MethodologyRefused when it may not go there, DateRefused when it entered the stage it
    is at (``last``) later than ``effective_on``.
    """
    if before.key == after.key:
        raise MethodologyRefused(f"It follows version {after.version} already.")
    if before.phase != after.phase:
        raise MethodologyRefused(f"It is a review of {before.phase_title}.")
    goes = where_it_goes(review, before, after)
    if not goes.choices:
        raise MethodologyRefused(goes.why)
    chosen = next((one for one in goes.choices if one.code == stage), None)
    if stage and chosen is None:
        raise MethodologyRefused("It may not go to that stage: choose one that is offered.")
    check_follows(last, effective_on)
    return chosen or goes.choices[0]
