"""What the list of reviews is filtered and sorted by, and the choices it offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from ftc.programme.enums import AssignmentRole
from ftc.programme.models import Assignment, MilestoneDate, StatusReport
from reviews.enums import ReviewState
from reviews.models import (
    Evidence,
    GatePassage,
    OptionState,
    ReviewStateChange,
    Stage,
)
from reviews.queries import sql
from reviews.queries.known import preferred_options, services_covered
from reviews.queries.stages import StagePlace

Choice = tuple[str, str]
# Reviews, or their standings: both have the key of a review and how it stood.
Found = TypeVar("Found", bound=QuerySet[Any])


@dataclass(frozen=True)
class FilterChoices:
    """The choices of each filter as (value, words), in the order to offer them."""

    phases: tuple[Choice, ...]
    stages: tuple[Choice, ...]
    states: tuple[Choice, ...]
    directorates: tuple[Choice, ...]
    delivery_models: tuple[Choice, ...]
    portfolios: tuple[Choice, ...]
    leads: tuple[Choice, ...]
    methodologies: tuple[Choice, ...] = ()

    @property
    def has_versions(self) -> bool:
        """Whether some phase has more than one version of its methodology to filter by."""
        return len(self.methodologies) > len(self.phases)


def filter_choices(*, stages: Iterable[StagePlace], as_at: date | None) -> FilterChoices:
    """What there is to filter by: one query, beside the stages handed in.

    Directorates carry the name in use on ``as_at``. A stage that several methodologies share by
    code is one choice, named as each of them names it.
    """
    found = sql.choices(as_at=as_at)
    places = list(stages)
    titles: dict[str, dict[str, None]] = {}
    for place in places:
        titles.setdefault(place.code, {})[place.title] = None
    phases = sorted({place.phase for place in places})
    return FilterChoices(
        phases=tuple((str(number), f"Phase {number}") for number in phases),
        stages=tuple((code, " / ".join(named)) for code, named in titles.items()),
        states=tuple(ReviewState.choices),
        directorates=tuple(found.get("directorate", ())),
        delivery_models=tuple(found.get("delivery_model", ())),
        portfolios=tuple(found.get("portfolio", ())),
        leads=tuple(found.get("lead", ())),
        methodologies=tuple(
            (f"{phase}-{version}", f"Phase {phase}, version {version}")
            for phase, version in sorted({(place.phase, place.version) for place in places})
        ),
    )


def covering_directorate(reviews: Found, code: str, as_at: date | None = None) -> Found:
    """Reviews of at least one service of the directorate on ``as_at``."""
    covered = services_covered(as_at).filter(review=OuterRef("pk"), service__directorate__code=code)
    return reviews.filter(Exists(covered))


def covering_type(reviews: Found, service_type: str, as_at: date | None = None) -> Found:
    """Reviews of at least one service of this type (a value of ServiceType) on ``as_at``."""
    covered = services_covered(as_at).filter(
        review=OuterRef("pk"), service__service_type=service_type
    )
    return reviews.filter(Exists(covered))


def preferring(reviews: Found, code: str, as_at: date | None) -> Found:
    """Reviews with a preferred option of exactly this delivery model on ``as_at``.

    A review with two preferred models is found under each.
    """
    options = preferred_options(as_at).filter(review=OuterRef("pk"), delivery_models__code=code)
    return reviews.filter(Exists(options))


def at_stage(reviews: Found, code: str) -> Found:
    """Reviews standing at a stage of this code, whichever methodology they follow."""
    return reviews.filter(stage_then__in=Stage.objects.filter(code=code).values("pk"))


def following_version(reviews: Found, phase: int, version: int) -> Found:
    """Reviews that follow this version of the methodology of the phase (its number)."""
    stages = Stage.objects.filter(methodology__phase__number=phase, methodology__version=version)
    return reviews.filter(
        Q(stage_then__in=stages.values("pk"))
        | Q(
            stage_then__isnull=True,
            methodology__phase__number=phase,
            methodology__version=version,
        )
    )


def changed_since(reviews: Found, since: date, as_at: date | None) -> Found:
    """Reviews of which something took effect on ``since`` or later, and by ``as_at``.

    Counted are passages, changes of state, of an option or of a milestone's date, status reports,
    and evidence supplied or decided.
    """
    about = {
        GatePassage: "review",
        ReviewStateChange: "review",
        OptionState: "option__review",
        MilestoneDate: "milestone__activity",
        StatusReport: "activity",
    }
    changed = Q()
    for model, path in about.items():
        rows = model.objects.as_at(as_at).filter(
            **{path: OuterRef("pk"), "effective_on__gte": since}
        )
        changed |= Q(Exists(rows))
    until = {"supplied_on__lte": as_at} if as_at else {}
    decided_until = {"decided_on__lte": as_at} if as_at else {}
    evidence = Evidence.objects.filter(
        Q(supplied_on__gte=since, **until) | Q(decided_on__gte=since, **decided_until),
        review=OuterRef("pk"),
    )
    return reviews.filter(changed | Q(Exists(evidence)))


def mentioning(reviews: Found, words: str, as_at: date | None = None) -> Found:
    """Reviews whose code, title or services on ``as_at`` contain every word."""
    for word in words.split():
        covered = services_covered(as_at).filter(
            Q(service__name__icontains=word) | Q(service__code__icontains=word),
            review=OuterRef("pk"),
        )
        reviews = reviews.filter(
            Q(code__icontains=word) | Q(title__icontains=word) | Q(Exists(covered))
        )
    return reviews


def led_by(reviews: Found, username: str, as_at: date | None) -> Found:
    """Reviews that this user leads on ``as_at``."""
    leads = Assignment.objects.filter(
        activity=OuterRef("pk"), role=AssignmentRole.LEAD, user__username=username
    )
    if as_at is None:
        leads = leads.filter(ended_on__isnull=True)
    else:
        leads = leads.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=as_at), started_on__lte=as_at
        )
    return reviews.filter(Exists(leads))
