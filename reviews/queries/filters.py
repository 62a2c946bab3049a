"""What the list of reviews is filtered and sorted by, and the choices it offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from ftc.organisation.models import Directorate, DirectorateName, User
from ftc.programme.enums import ActivityKind, AssignmentRole, Rag
from ftc.programme.models import MilestoneDate, Portfolio, StatusReport
from reviews.enums import ReviewState
from reviews.models import (
    DeliveryModel,
    Evidence,
    GatePassage,
    OptionState,
    ReviewedService,
    ReviewStateChange,
    Stage,
)
from reviews.models.reviews import ReviewQuerySet
from reviews.queries.known import preferred_options
from reviews.queries.rows import leads_of_outer_review
from reviews.queries.stages import StagePlace

Choice = tuple[str, str]
WORST_FIRST = (Rag.RED, Rag.AMBER, Rag.GREEN)
SORTS = {
    "code": ("phase_number", "order"),
    "title": ("title",),
    "stage": ("stage_order",),
    "status": ("state_then", "rag_order"),
    "next": ("next_on",),
    "net": ("net_gbp",),
}


@dataclass(frozen=True)
class FilterChoices:
    """The choices of each filter as (value, words), in the order to offer them."""

    phases: list[Choice]
    stages: list[Choice]
    states: list[Choice]
    directorates: list[Choice]
    delivery_models: list[Choice]
    portfolios: list[Choice]
    leads: list[Choice]


def filter_choices(*, stages: Iterable[StagePlace], as_at: date | None) -> FilterChoices:
    """What there is to filter by: one query, beside the stages handed in.

    Directorates carry the name in use on ``as_at``. A stage that several methodologies share by
    code is one choice, named as each of them names it.
    """
    found: dict[str, list[Choice]] = {}
    for kind, _, value, words in _choice_rows(as_at):
        found.setdefault(kind, []).append((value, words))
    places = list(stages)
    titles: dict[str, list[str]] = {}
    for place in places:
        named = titles.setdefault(place.code, [])
        if place.title not in named:
            named.append(place.title)
    return FilterChoices(
        phases=[(str(number), f"Phase {number}") for number in sorted({p.phase for p in places})],
        stages=[(code, " / ".join(named)) for code, named in titles.items()],
        states=list(ReviewState.choices),
        directorates=found.get("directorate", []),
        delivery_models=found.get("delivery_model", []),
        portfolios=found.get("portfolio", []),
        leads=found.get("lead", []),
    )


def covering_directorate(reviews: ReviewQuerySet, code: str) -> ReviewQuerySet:
    """Reviews of at least one service of the directorate."""
    covered = ReviewedService.objects.filter(review=OuterRef("pk"), service__directorate__code=code)
    return reviews.filter(Exists(covered))


def covering_type(reviews: ReviewQuerySet, service_type: str) -> ReviewQuerySet:
    """Reviews of at least one service of this type (a value of ServiceType)."""
    covered = ReviewedService.objects.filter(
        review=OuterRef("pk"), service__service_type=service_type
    )
    return reviews.filter(Exists(covered))


def preferring(reviews: ReviewQuerySet, code: str, as_at: date | None) -> ReviewQuerySet:
    """Reviews with a preferred option of exactly this delivery model on ``as_at``.

    A review with two preferred models is found under each.
    """
    options = preferred_options(as_at).filter(review=OuterRef("pk"), delivery_models__code=code)
    return reviews.filter(Exists(options))


def at_stage(reviews: ReviewQuerySet, code: str) -> ReviewQuerySet:
    """Reviews standing at a stage of this code, whichever methodology they follow."""
    return reviews.filter(stage_then__in=Stage.objects.filter(code=code).values("pk"))


def changed_since(reviews: ReviewQuerySet, since: date, as_at: date | None) -> ReviewQuerySet:
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


def mentioning(reviews: ReviewQuerySet, words: str) -> ReviewQuerySet:
    """Reviews whose code, title or services contain every word."""
    for word in words.split():
        covered = ReviewedService.objects.filter(
            Q(service__name__icontains=word) | Q(service__code__icontains=word),
            review=OuterRef("pk"),
        )
        reviews = reviews.filter(
            Q(code__icontains=word) | Q(title__icontains=word) | Q(Exists(covered))
        )
    return reviews


def led_by(reviews: ReviewQuerySet, username: str, as_at: date | None) -> ReviewQuerySet:
    """Reviews that this user leads on ``as_at``."""
    leads = leads_of_outer_review(as_at).filter(user__username=username)
    return reviews.filter(Exists(leads))


def sorted_by(reviews: ReviewQuerySet, sort: str) -> ReviewQuerySet:
    """Reviews in the order of a column of ``SORTS``, downwards with "-" before it.

    A rating goes from off track to on track. What is not known comes last either way; equal rows
    keep the order of the programme.
    """
    names = SORTS[sort.removeprefix("-")]
    if sort.startswith("-"):
        keys = [F(name).desc(nulls_last=True) for name in names]
    else:
        keys = [F(name).asc(nulls_last=True) for name in names]
    ratings = Case(*(When(rag=rag, then=order) for order, rag in enumerate(WORST_FIRST)))
    return reviews.annotate(rag_order=ratings).order_by(*keys, "phase_number", "order", "code")


def _choice_rows(as_at: date | None) -> QuerySet:
    named = DirectorateName.objects.filter(directorate=OuterRef("pk"))
    latest = named.as_at(as_at).latest_first().values("name")[:1]
    earliest = named.order_by("effective_on", "pk").values("name")[:1]
    directorates = Directorate.objects.filter(services__reviewed_in__isnull=False).distinct()
    leads = User.objects.filter(
        assignments__role=AssignmentRole.LEAD,
        assignments__ended_on__isnull=True,
        assignments__activity__kind=ActivityKind.REVIEW,
    ).distinct()
    return (
        _choices(
            "directorate",
            directorates.annotate(
                words=Coalesce(
                    Subquery(latest), Subquery(earliest), F("code"), output_field=CharField()
                ),
            ),
            value="code",
        )
        .union(
            _choices(
                "delivery_model", DeliveryModel.objects.annotate(words=F("name")), "code", "order"
            ),
            _choices("portfolio", Portfolio.objects.annotate(words=F("name")), "code", "order"),
            _choices("lead", leads.annotate(words=F("name")), "username"),
        )
        .order_by("choice_kind", "position", "words")
    )


def _choices(kind: str, rows: QuerySet, value: str, position: str = "") -> QuerySet:
    """Rows with ``words`` made alike, so that the choices of every filter are one query."""
    return (
        rows.order_by()
        .annotate(
            choice_kind=Value(kind),
            position=F(position) if position else Value(0),
            value=F(value),
        )
        .values_list("choice_kind", "position", "value", "words")
    )
