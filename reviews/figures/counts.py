"""The living figures of reviews: budgets, counts of reviews, services and options, engagement."""

from datetime import date
from decimal import Decimal
from typing import Any

from ftc.organisation.enums import ServiceType
from ftc.organisation.models import ServiceBudget
from ftc.programme.models import Phase
from ftc.records.enums import Unit
from ftc.records.figures import (
    BadParameter,
    Computed,
    Line,
    Parameter,
    boolean,
    figure,
    integer,
    one_of,
    text,
)
from reviews import queries
from reviews.enums import ReviewState
from reviews.models import DeliveryModel, EngagementCount
from reviews.queries import Scope

_SERVICE_TYPES = ("frontline", "corporate")
_STATES = tuple(state.value.lower() for state in ReviewState)
_OPTION_STATES = ("preferred", "not_recommended")

PHASE = Parameter("phase", integer, description="number of a phase, such as 1")
SERVICE_TYPE = Parameter(
    "service_type",
    one_of(*_SERVICE_TYPES),
    choices=_SERVICE_TYPES,
    description="only services of this type",
)
DELIVERY_MODEL = Parameter(
    "delivery_model",
    text,
    description="exact code of a preferred option's delivery model, such as LATCO; "
    "a review that prefers two models counts whole under each",
)
REVIEW = Parameter(
    "review",
    text,
    description="code of a review, or of a service, which leads to its review",
)
EXCLUDE_DEFERRED = Parameter(
    "exclude_deferred",
    boolean,
    default=False,
    choices=("true", "false"),
    description="leave out reviews deferred on the date",
)
STATE = Parameter(
    "state", one_of(*_STATES), choices=_STATES, description="only reviews in this state"
)
OPTION_STATE = Parameter(
    "state",
    one_of(*_OPTION_STATES),
    choices=_OPTION_STATES,
    description="not_recommended includes those not recommended at this stage",
)
OPTION_MODEL = Parameter(
    "delivery_model", text, description="exact code of the option's own delivery model"
)
_SCOPE = (PHASE, SERVICE_TYPE, DELIVERY_MODEL, REVIEW, EXCLUDE_DEFERRED)


@figure(
    "reviews.gross_budget",
    title="Gross budget of the services under review",
    unit=Unit.GBP,
    parameters=_SCOPE,
)
def gross_budget(*, as_at: date | None, user: Any, **params: Any) -> Computed:
    """Pounds a year: the latest gross budget of each service, a service once.

    Source: County Council, 12 December 2013, paragraph 3.2.2.
    """
    return _budget("gross_gbp", as_at=as_at, **params)


@figure(
    "reviews.net_budget",
    title="Net budget of the services under review",
    unit=Unit.GBP,
    parameters=_SCOPE,
)
def net_budget(*, as_at: date | None, user: Any, **params: Any) -> Computed:
    """Pounds a year: the latest net budget of each service, a service once.

    Source: County Council, 12 December 2013, paragraph 3.2.2.
    """
    return _budget("net_gbp", as_at=as_at, **params)


@figure(
    "reviews.income",
    title="Income of the services under review",
    unit=Unit.GBP,
    parameters=_SCOPE,
)
def income(*, as_at: date | None, user: Any, **params: Any) -> Computed:
    """Pounds a year: gross less net of the latest budget of each service, a service once.

    Source: County Council, 12 December 2013, paragraph 3.2.2.
    """
    return _budget("income_gbp", as_at=as_at, **params)


@figure("reviews.count", title="Reviews", unit=Unit.REVIEWS, parameters=(*_SCOPE, STATE))
def review_count(*, as_at: date | None, user: Any, **params: Any) -> Computed:
    """Reviews known on the date: a joint one is one, and those of the first phase always count.

    Source: County Council, 12 December 2013, paragraph 3.2.2, and 27 March 2014, paragraph 5.4.
    """
    selected = queries.selected_reviews(scope_of(**params), as_at=as_at)
    if selected.not_known:
        return Computed(value=None, note=selected.not_known)
    lines = [
        Line(f"{review.title} ({review.code})", review.get_absolute_url(), _ONE, review.credit)
        for review in selected.rows
    ]
    return Computed(value=Decimal(len(lines)), lineage=lines, note=selected.note)


@figure(
    "reviews.service_count",
    title="Services under review",
    unit=Unit.SERVICES,
    parameters=_SCOPE,
)
def service_count(*, as_at: date | None, user: Any, **params: Any) -> Computed:
    """Services under the reviews known on the date, each once.

    Source: County Council, 12 December 2013, paragraph 3.2.2, and 27 March 2014, paragraph 5.4.
    """
    selected = queries.selected_services(scope_of(**params), as_at=as_at)
    if selected.not_known:
        return Computed(value=None, note=selected.not_known)
    lines = [
        Line(row.service.name, row.review.get_absolute_url(), _ONE, row.credit)
        for row in selected.rows
    ]
    return Computed(value=Decimal(len(lines)), lineage=lines, note=selected.note)


@figure(
    "reviews.option_count",
    title="Options of the reviews",
    unit=Unit.OPTIONS,
    parameters=(PHASE, OPTION_STATE, REVIEW, OPTION_MODEL),
)
def option_count(*, as_at: date | None, user: Any, state: str | None, **params: Any) -> Computed:
    """Options as printed, each once with whatever variants it has, in their state on the date.

    Source: County Council, 15 May 2014, item 12, section 3.
    """
    selected = queries.selected_options(scope_of(**params), state or "", as_at=as_at)
    if selected.not_known:
        return Computed(value=None, note=selected.not_known)
    lines = [
        Line(f"{row.code} {row.title}", row.review.get_absolute_url(), _ONE, row.credit)
        for row in selected.rows
    ]
    return Computed(value=Decimal(len(lines)), lineage=lines)


@figure(
    "reviews.engagement_count",
    title="Market engagement",
    unit=Unit.COUNT,
    parameters=(
        Parameter(
            "code",
            text,
            required=True,
            description="code of a count of market engagement, such as ME01",
        ),
    ),
)
def engagement_count(*, as_at: date | None, user: Any, code: str) -> Computed:
    """What one piece of market engagement brought; its note says what is counted.

    Raises BadParameter for an unknown code. Source: County Council, 15 May 2014, item 12,
    paragraphs 2.3, 2.4 and 3.16.
    """
    engagement = EngagementCount.objects.filter(code=code).select_related("source", "activity")
    if not engagement:
        raise BadParameter(f"There is no market engagement called {code!r}.")
    row = engagement[0]
    if as_at is not None and row.effective_on > as_at:
        return Computed(value=None, note=f"It was not known {queries.when(as_at)}.")
    if row.value is None:
        return Computed(value=None, note="Nobody counted it.")
    value = Decimal(row.value)
    line = Line(str(row), row.activity.get_absolute_url(), value, row.credit)
    return Computed(value=value, lineage=[line], note=f"Counted in {row.unit}: {row}.")


_ONE = Decimal(1)


def _budget(amount: str, *, as_at: date | None, **params: Any) -> Computed:
    """The sum of one column of the services' latest budgets; None when none is known."""
    selected = queries.selected_services(scope_of(**params), as_at=as_at)
    if selected.not_known:
        return Computed(value=None, note=selected.not_known)
    if not selected.rows:
        return Computed(value=Decimal(0))
    budgets = queries.budgets_by_service([row.service_id for row in selected.rows], as_at=as_at)
    if not budgets:
        return Computed(value=None, note=f"Their budgets are not known {queries.when(as_at)}.")
    lines = [
        _budget_line(amount, row, budgets[row.service_id])
        for row in selected.rows
        if row.service_id in budgets
    ]
    notes = [selected.note] if selected.note else []
    unknown = len(selected.rows) - len(lines)
    if unknown:
        notes.append(f"No budget is known for {queries.counted(unknown, 'service')}.")
    total = sum((line.value for line in lines if line.value is not None), Decimal(0))
    return Computed(value=total, lineage=lines, note=" ".join(notes))


def _budget_line(amount: str, row: Any, budget: ServiceBudget) -> Line:
    year = f", {budget.year}" if budget.year else ""
    return Line(
        label=f"{row.service.name}{year}",
        url=row.review.get_absolute_url(),
        value=getattr(budget, amount),
        source=budget.credit,
    )


def scope_of(
    *,
    phase: int | None,
    review: str | None,
    delivery_model: str | None,
    service_type: str | None = None,
    exclude_deferred: bool = False,
    state: str | None = None,
) -> Scope:
    """Parameters as a scope; raises BadParameter for a phase, review or model there is not."""
    if phase is not None and not Phase.objects.filter(number=phase).exists():
        raise BadParameter(f"There is no phase {phase}.")
    if delivery_model and not DeliveryModel.objects.filter(code=delivery_model).exists():
        raise BadParameter(f"There is no delivery model {delivery_model!r}.")
    return Scope(
        phase=phase,
        service_type=ServiceType[service_type.upper()] if service_type else "",
        delivery_model=delivery_model or "",
        review=_review_code(review) if review else "",
        exclude_deferred=exclude_deferred,
        state=ReviewState[state.upper()] if state else "",
    )


def _review_code(code: str) -> str:
    review = queries.review_for_code(code)
    if review is None:
        raise BadParameter(f"There is no review or reviewed service called {code!r}.")
    return review.code
