"""Threads that break: what an activity's records lack before its story can be told to the end.

An app registers a reader for each break it knows of; the gate page asks here and need not import
the app.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from ftc.organisation.enums import Permission
from ftc.programme.enums import REACHED, MilestoneDateKind
from ftc.programme.models import Benefit, Milestone, Risk
from ftc.programme.queries import known_by, milestones


@dataclass(frozen=True)
class Break:
    """Something that a record lacks, as a sentence, and the page on which it is supplied.

    Whoever has the ``permission`` may open that page; without one, who keeps the registers of the
    activity.
    """

    activity: int
    what: str
    url: str
    permission: Permission | None = None


Reader = Callable[[Collection[int], date | None], list[Break]]

_READERS: dict[str, Reader] = {}


def finds_breaks(name: str) -> Callable[[Reader], Reader]:
    """Register a reader of one kind of break, called ``name``.

    It takes the keys of activities and the date as at which to answer, and takes one query.
    """

    def register(reader: Reader) -> Reader:
        if name in _READERS:
            raise RuntimeError(f"The break {name} is registered twice.")
        _READERS[name] = reader
        return reader

    return register


def breaks_of(keys: Collection[int], *, as_at: date | None) -> dict[int, list[Break]]:
    """By activity the threads that break, kind by kind; a query for each kind of break."""
    found: dict[int, list[Break]] = {key: [] for key in keys}
    if not found:
        return found
    for reader in _READERS.values():
        for broken in reader(keys, as_at):
            found[broken.activity].append(broken)
    return found


@finds_breaks("risk without owner or cost")
def risks_without_owner_or_cost(keys: Collection[int], as_at: date | None) -> list[Break]:
    """Risks that nobody owns, neither a person here nor one a paper prints, or that cost nobody
    knows what.
    """
    lacking = Q(owner__isnull=True, printed_owner="") | Q(cost_gbp__isnull=True)
    rows = known_by(Risk.objects.filter(lacking, activity__in=keys), as_at).order_by("code")
    return [
        Break(
            risk.activity_id,
            f"Risk {risk.code}, {risk.title}: {_lacks(risk)}.",
            reverse("programme:risk-edit", args=[risk.code]),
        )
        for risk in rows
    ]


def _lacks(risk: Risk) -> str:
    nobody = risk.owner_id is None and not risk.printed_owner
    if nobody and risk.cost_gbp is None:
        return "no owner and no cost"
    return "no owner" if nobody else "no cost"


@finds_breaks("benefit without baseline")
def benefits_without_baseline(keys: Collection[int], as_at: date | None) -> list[Break]:
    """Benefits that nothing can be measured against, or not yet on ``as_at``."""
    lacking = Q(baseline_value__isnull=True)
    if as_at is not None:
        lacking |= Q(baseline_on__gt=as_at)
    return [
        Break(
            benefit.activity_id,
            f"Benefit {benefit.title}: no baseline.",
            reverse("programme:benefit-edit", args=[benefit.code]),
        )
        for benefit in Benefit.objects.filter(lacking, activity__in=keys).order_by("code")
    ]


@finds_breaks("milestone without owner")
def milestones_without_owner(keys: Collection[int], as_at: date | None) -> list[Break]:
    """Milestones still to be reached that nobody owns."""
    rows = milestones(as_at=as_at).filter(activity__in=keys, owner__isnull=True)
    achieved = Q(dates__kind=MilestoneDateKind.ACHIEVED)
    if as_at is not None:
        achieved &= Q(dates__effective_on__lte=as_at)
    rows = rows.exclude(pk__in=Milestone.objects.filter(achieved).values("pk"))
    return [
        Break(
            milestone.activity_id,
            f"Milestone {milestone.title}: no owner.",
            reverse("programme:milestone-owner", args=[milestone.code]),
        )
        for milestone in rows.prefetch_related(None).select_related(None)
        if milestone.reported_status not in REACHED  # type: ignore[attr-defined]
    ]
