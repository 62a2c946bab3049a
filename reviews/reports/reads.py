"""What the outturn report reads from the database, as at a date, in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from typing import Any

from django.db.models import Prefetch

from ftc.programme.enums import MilestoneDateKind
from ftc.programme.models import Activity, Milestone, Phase
from ftc.records.models import SourcePaper
from governance.enums import BodyKind
from governance.models import AgendaItem, Body, Constitution, Meeting, Recommendation
from governance.queries import recommendations as readable_recommendations
from reviews.enums import OptionStateKind, ReviewState
from reviews.models import (
    Criterion,
    DeliveryModel,
    EngagementCount,
    Review,
    ReviewStateChange,
    Stage,
)
from reviews.queries import options_of_reviews, reviews_known_on, services_covered


@dataclass(frozen=True)
class PhaseRows:
    """A phase, its reviews in the order of the report, and how its stages are left.

    A review carries ``stage_then`` and ``state_then``; its options ``state`` and ``reason``.
    """

    phase: Phase
    reviews: list[Any]
    deferrals: dict[int, ReviewStateChange]
    stages: list[Stage]
    milestones: list[Milestone]
    engagements: list[EngagementCount]

    @property
    def lettered(self) -> list[Review]:
        """The reviews that have a section of their own: those with a letter, those with options."""
        given = [review for review in self.reviews if review.outturn_letter]
        return given + [
            review
            for review in self.reviews
            if not review.outturn_letter and any(option.state for option in review.options.all())
        ]

    @property
    def letters(self) -> dict[int, str]:
        """The letter of each section, by the key of its review; the free ones in their order."""
        taken = {review.outturn_letter for review in self.lettered}
        free = (letter for letter in ascii_uppercase if letter not in taken)
        return {review.pk: review.outturn_letter or next(free, "") for review in self.lettered}

    @property
    def deferred(self) -> list[Review]:
        return [review for review in self.reviews if review.pk in self.deferrals]

    @property
    def stages_ahead(self) -> list[Stage]:
        """The stages after the one that most of the going reviews have reached or passed."""
        orders = {stage.pk: stage.order for stage in self.stages}
        reached = [
            orders.get(review.stage_then, 0)
            for review in self.reviews
            if review.pk not in self.deferrals
        ]
        return [stage for stage in self.stages if stage.order > max(reached, default=0)]


@dataclass(frozen=True)
class ReportRows:
    """The place of the report on an agenda and what it asks; None where nothing is recorded."""

    item: AgendaItem | None
    recommendations: list[Recommendation]
    background: list[SourcePaper]
    bodies: list[Body]
    meetings: list[Meeting]
    constitution: Constitution | None


def read_phase(number: int, as_at: date | None) -> PhaseRows:
    """The phase as it stood on ``as_at``. Raises Phase.DoesNotExist."""
    phase = Phase.objects.get(number=number)
    options = options_of_reviews(as_at).order_by("order").prefetch_related("variants")
    reviews = list(
        reviews_known_on(as_at)
        .filter(phase=phase)
        .exclude(state_then=ReviewState.MERGED)
        .select_related("methodology")
        .prefetch_related(
            Prefetch(
                "reviewed_services",
                queryset=services_covered(as_at).select_related("service").order_by("order", "pk"),
            ),
            Prefetch("options", queryset=options),
            Prefetch("milestones", queryset=Milestone.objects.with_dates()),
        )
        .order_by("outturn_letter", "order", "code")
    )
    changes = (
        ReviewStateChange.objects.as_at(as_at)
        .filter(review__phase=phase, state=ReviewState.DEFERRED)
        .select_related("source")
        .order_by("effective_on", "pk")
    )
    deferred = {review.pk for review in reviews if review.state_then == ReviewState.DEFERRED}
    return PhaseRows(
        phase=phase,
        reviews=reviews,
        deferrals={c.review_id: c for c in changes if c.review_id in deferred},
        stages=_stages(phase, reviews),
        milestones=list(
            Milestone.objects.filter(activity=phase.activity_ptr).with_dates().order_by("order")
        ),
        engagements=list(
            EngagementCount.objects.as_at(as_at)
            .filter(activity__in=Activity.objects.filter(pk__in=[phase.pk, *_keys(reviews)]))
            .order_by("code")
        ),
    )


def _stages(phase: Phase, reviews: list[Any]) -> list[Stage]:
    """The stages of the version of the methodology that most of the reviews followed then."""
    every = list(
        Stage.objects.filter(methodology__phase=phase)
        .order_by("methodology__version", "order")
        .prefetch_related(Prefetch("criteria", queryset=Criterion.objects.order_by("order")))
    )
    version_of = {stage.pk: stage.methodology_id for stage in every}
    followed = Counter(version_of.get(row.stage_then, row.methodology_id) for row in reviews)
    most = followed.most_common(1)[0][0] if followed else None
    return [stage for stage in every if stage.methodology_id == most]


def read_report(rows: PhaseRows, as_at: date | None, *, user: Any) -> ReportRows:
    """The agenda item whose recommendations are about the reviews of the phase, and its route.

    What ``user`` may not read is left out; without one, all but what is public.
    """
    readable = readable_recommendations(user=user, as_at=None)
    about = readable.filter(activities__in=_keys(rows.lettered))
    first = about.select_related("agenda_item__meeting__body").order_by("order").first()
    item = first.agenda_item if first else None
    recommendations: list[Recommendation] = []
    if first is not None:
        recommendations = list(readable.filter(report_code=first.report_code).order_by("order"))
    papers = SourcePaper.objects.known_by(as_at).filter(kind="report")
    meetings = Meeting.objects.select_related("body").exclude(business="")
    if item is not None:
        papers = papers.filter(body_code=item.meeting.body.code)
        if item.meeting.held_on is not None:
            papers = papers.filter(meeting_on__lt=item.meeting.held_on)
            meetings = meetings.filter(held_on__gt=item.meeting.held_on)
    if as_at is not None:
        meetings = meetings.filter(source__known_on__lte=as_at)
    return ReportRows(
        item=item,
        recommendations=recommendations,
        background=list(papers.order_by("meeting_on", "code")),
        bodies=_route(rows, as_at),
        meetings=list(meetings.order_by("held_on", "code")),
        constitution=Constitution.objects.in_force(as_at),
    )


def preferred_models(rows: PhaseRows) -> list[DeliveryModel]:
    """The delivery models of the preferred options, in their order."""
    preferred = [o.pk for review in rows.reviews for o in review.options.all() if is_preferred(o)]
    return list(
        DeliveryModel.objects.filter(options__in=preferred).distinct().order_by("order", "name")
    )


def is_preferred(option: Any) -> bool:
    """Of an option read with its state."""
    return bool(option.state == OptionStateKind.PREFERRED)


def date_in_words(milestone: Milestone, as_at: date | None) -> str:
    """The date a milestone is forecast for, else its baseline, as exactly as its source gives."""
    for kind in (MilestoneDateKind.FORECAST, MilestoneDateKind.BASELINE):
        row = milestone.date_of(kind, as_at)
        if row is not None:
            return str(row)
    return "not dated"


def _route(rows: PhaseRows, as_at: date | None) -> list[Body]:
    """The bodies whose resolution some stage asks for, in the order the stages ask."""
    asked = [
        criterion.body_kind
        for stage in rows.stages
        for criterion in stage.criteria.all()
        if criterion.body_kind
    ]
    order = {kind: place for place, kind in enumerate(dict.fromkeys(asked))}
    bodies = Body.objects.filter(kind__in=order).exclude(role_in_route="").select_related("source")
    known = [b for b in bodies if as_at is None or b.source is None or b.source.known_on <= as_at]
    return sorted(known, key=lambda body: (order[BodyKind(body.kind)], body.name))


def _keys(reviews: list[Review]) -> list[int]:
    return [review.pk for review in reviews]
