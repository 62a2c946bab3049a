"""Methodologies as pages show them: versions by phase, one version whole, and what differs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from ftc.programme.models import Phase
from reviews.calculations.methodologies import Shape
from reviews.enums import MethodologyState
from reviews.models import Methodology, Stage
from reviews.policies.methodologies import shapes_of
from reviews.queries.known import reviews_known_on

NOT_STARTED = 0


@dataclass(frozen=True)
class VersionLine:
    """A version in a list; ``reviews`` follow it, ``is_newest`` is the one new reviews follow."""

    version: int
    title: str
    state: MethodologyState
    in_force_on: date | None
    reason: str
    made_by: str
    reviews: int
    is_newest: bool = False

    @property
    def is_draft(self) -> bool:
        return self.state == MethodologyState.DRAFT


@dataclass(frozen=True)
class PhaseVersions:
    """A phase with the versions of its methodology, newest first."""

    number: int
    title: str
    versions: tuple[VersionLine, ...]

    @property
    def draft(self) -> VersionLine | None:
        return next((line for line in self.versions if line.is_draft), None)


@dataclass(frozen=True)
class MethodologyPage:
    """One version with how many reviews stand at each of its stages (0: not started)."""

    shape: Shape
    standing: dict[int, int]
    versions: PhaseVersions

    @property
    def reviews(self) -> int:
        return sum(self.standing.values())

    @property
    def not_started(self) -> int:
        return self.standing.get(NOT_STARTED, 0)

    @property
    def before(self) -> VersionLine | None:
        """The version before this one."""
        return next(
            (line for line in self.versions.versions if line.version < self.shape.version), None
        )

    @property
    def after(self) -> VersionLine | None:
        """The version after this one, which may be a draft."""
        later = [line for line in self.versions.versions if line.version > self.shape.version]
        return later[-1] if later else None

    @property
    def others(self) -> list[VersionLine]:
        return [line for line in self.versions.versions if line.version != self.shape.version]


def phase_versions(*, as_at: date | None) -> list[PhaseVersions]:
    """Every phase with the versions of its methodology in force by ``as_at``, newest first.

    Without a date, drafts too. Four queries.
    """
    return _by_phase(Phase.objects.order_by("number"), as_at)


def _by_phase(phases: Iterable[Phase], as_at: date | None) -> list[PhaseVersions]:
    known = list(phases)
    rows = Methodology.objects.filter(phase__in=known).select_related("made_by")
    if as_at is not None:
        rows = rows.filter(in_force_on__lte=as_at)
    versions = list(rows.order_by("-version"))
    following = _following(as_at)
    newest: dict[int, int] = {}
    for row in versions:
        if row.state == MethodologyState.IN_FORCE:
            newest.setdefault(row.phase_id, row.pk)
    return [
        PhaseVersions(
            phase.number,
            phase.title,
            tuple(
                _line(row, following[row.pk], is_newest=newest.get(phase.pk) == row.pk)
                for row in versions
                if row.phase_id == phase.pk
            ),
        )
        for phase in known
    ]


def _line(row: Methodology, reviews: int, *, is_newest: bool) -> VersionLine:
    return VersionLine(
        version=row.version,
        title=row.title,
        state=MethodologyState(row.state),
        in_force_on=row.in_force_on,
        reason=row.reason,
        made_by=str(row.made_by or ""),
        reviews=reviews,
        is_newest=is_newest,
    )


def _following(as_at: date | None) -> Counter[int]:
    """How many reviews follow each version: that of the stage they are at, else their own."""
    versions = dict(Stage.objects.values_list("pk", "methodology"))
    rows = reviews_known_on(as_at).values_list("stage_then", "methodology")
    return Counter(versions.get(stage, own) for stage, own in rows)


def methodology_of(phase: int, version: int) -> Methodology | None:
    """The version of the phase of this number; None when there is none."""
    return (
        Methodology.objects.filter(phase__number=phase, version=version)
        .select_related("phase")
        .first()
    )


def methodology_page(methodology: Methodology, *, as_at: date | None) -> MethodologyPage:
    """The version, the reviews at each of its stages on ``as_at``, and the versions beside it."""
    return MethodologyPage(
        shape=shapes_of([methodology.pk])[methodology.pk],
        standing=_standing(methodology, as_at),
        versions=_by_phase([methodology.phase], as_at)[0],
    )


def _standing(methodology: Methodology, as_at: date | None) -> dict[int, int]:
    stages = methodology.stages.values("pk")
    rows = reviews_known_on(as_at).filter(
        Q(stage_then__in=stages) | Q(stage_then__isnull=True, methodology=methodology)
    )
    return Counter(stage or NOT_STARTED for stage in rows.values_list("stage_then", flat=True))


def last_edited(methodology: Methodology) -> tuple[str, datetime | None]:
    """Who edited the version last, by name, and when; blank when nobody is on record."""
    tracked: Any = methodology
    event = tracked.events.select_related("pgh_context").order_by("-pgh_id").first()
    if event is None:
        return "", None
    told = event.pgh_context.metadata if event.pgh_context else {}
    return told.get("user_name", ""), event.pgh_created_at
