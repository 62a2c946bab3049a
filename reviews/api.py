"""Reviews for other programs: the list with its filters, and a review with options and totals."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from ftc.organisation.enums import Permission
from ftc.organisation.models import Directorate, ServiceBudget
from ftc.programme.models import Phase
from ftc.records.envelope import (
    AsAt,
    ExactDecimal,
    ListQuery,
    Page,
    check_known,
    check_names,
    choice,
    credit_of,
    part_of,
    word,
)
from reviews import queries
from reviews.enums import ReviewState
from reviews.models import DeliveryModel, Option, Review, ReviewedService, Stage
from reviews.models.reviews import ReviewQuerySet
from reviews.queries.business_cases import case_lines

router = Router(tags=["Reviews"])


class ReviewQuery(ListQuery):
    """What narrows the list of reviews."""

    phase: int | None = Field(None, description="number of the phase")
    stage: str = Field("", description="code of the stage the review is at")
    state: str = Field("", description=", ".join(word(value) for value in ReviewState.values))
    directorate: str = Field("", description="code of a directorate with a service under review")
    delivery_model: str = Field("", description="exact code of a preferred option's model")


class StageItem(Schema):
    code: str
    title: str
    order: int


class TotalsItem(Schema):
    """Pounds a year over the services whose budget is known; null when none is."""

    services: int
    services_with_budget: int
    gross_gbp: ExactDecimal
    income_gbp: ExactDecimal
    net_gbp: ExactDecimal


class ReviewItem(Schema):
    """A review in a list; ``stage`` is null before any was recorded."""

    code: str
    title: str
    url: str
    phase: int
    stage: StageItem | None
    state: str
    directorates: list[str]
    services: list[str]
    preferred_delivery_models: list[str]
    totals: TotalsItem


class BudgetItem(Schema):
    """A dated statement of a budget, pounds a year."""

    effective_on: date
    gross_gbp: ExactDecimal
    income_gbp: ExactDecimal
    net_gbp: ExactDecimal
    paper: str
    paragraph: str


class ServiceItem(Schema):
    """A service under review; ``budget`` is null when it is not known."""

    code: str
    name: str
    service_type: str
    directorate: str
    directorate_is_inferred: bool
    budget: BudgetItem | None


class VariantItem(Schema):
    letter: str
    title: str


class OptionItem(Schema):
    """An option and what became of it; variants inside it do not count as options."""

    code: str
    title: str
    state: str
    state_on: date
    reason: str
    delivery_models: list[str]
    variants: list[VariantItem]
    note: str
    paper: str
    paragraph: str


class ReviewDetail(Schema):
    """A review with its services, options and totals."""

    code: str
    title: str
    url: str
    phase: int
    stage: StageItem | None
    state: str
    next_steps: str
    services: list[ServiceItem]
    options: list[OptionItem]
    totals: TotalsItem
    paper: str
    paragraph: str


class CheckItem(Schema):
    """Whether one thing asked of a business case is met by the records."""

    check: str
    is_met: bool


class FiveCaseItem(Schema):
    """One of the five cases: its state, and who owns it where somebody does."""

    case: str
    state: str
    owner: str


class BusinessCaseItem(Schema):
    """A business case with how complete it is."""

    code: str
    title: str
    url: str
    kind: str
    classification: str
    started_on: date
    percent_complete: ExactDecimal
    checks: list[CheckItem]
    cases: list[FiveCaseItem]


@router.get("reviews", response=Page[ReviewItem], summary="Reviews")
def review_list(request: HttpRequest, asked: Query[ReviewQuery]) -> Any:
    """The reviews known on the date, in the order of the programme, with totals of their budgets.

    A review with two preferred delivery models is found under each.
    """
    check_names(request, ReviewQuery)
    _check_may_read(request)
    part, count = part_of(_filtered(asked), asked)
    return {"items": _items(part, as_at=asked.as_at), "count": count}


@router.get("reviews/{code}", response=ReviewDetail, summary="A review")
def review_detail(request: HttpRequest, code: str, asked: Query[AsAt]) -> Any:
    """A review by its code, or by the code of a service that is reviewed in it."""
    check_names(request, AsAt)
    _check_may_read(request)
    found = queries.review_for_code(code, asked.as_at)
    known = queries.reviews_known_on(asked.as_at).select_related("phase", "source")
    review = known.filter(pk=found.pk).first() if found else None
    if review is None:
        on = f" {queries.when(asked.as_at)}" if asked.as_at else ""
        raise HttpError(404, f"There is no review called {code}{on}.")
    covered = list(_covered([review], asked.as_at))
    budgets = queries.budgets_by_service([row.service_id for row in covered], as_at=asked.as_at)
    stages = queries.stage_places()
    return {
        **_heading(review, stages),
        "next_steps": review.next_steps,
        "services": [_service(row, budgets) for row in covered],
        "options": _options(review, as_at=asked.as_at),
        "totals": _totals(covered, budgets),
        **credit_of(review),
    }


@router.get(
    "reviews/{code}/business-cases",
    response=list[BusinessCaseItem],
    summary="Business cases of a review",
)
def business_case_list(request: HttpRequest, code: str, asked: Query[AsAt]) -> Any:
    """The business cases that the caller may read, the last made first, without their words.

    On a past day the five cases are those of the last version kept by then.
    """
    check_names(request, AsAt)
    _check_may_read(request)
    review = queries.review_for_code(code, asked.as_at)
    known = queries.reviews_known_on(asked.as_at)
    if review is None or not known.filter(pk=review.pk).exists():
        raise HttpError(404, f"There is no review called {code}.")
    user: Any = request.user
    return [
        {
            "code": line.case.code,
            "title": line.case.title,
            "url": line.url,
            "kind": word(line.case.kind),
            "classification": word(line.case.classification),
            "started_on": line.case.made_on,
            "percent_complete": line.completeness.percent,
            "checks": [
                {"check": answered.check.code, "is_met": answered.answer.is_met}
                for answered in line.completeness.answers
            ],
            "cases": [
                {"case": word(fact.kind), "state": word(fact.state), "owner": fact.owner}
                for fact in line.sections
            ],
        }
        for line in case_lines(review, as_at=asked.as_at, user=user)
    ]


def _check_may_read(request: HttpRequest) -> None:
    if not request.user.may(Permission.REVIEW_READ):  # type: ignore[union-attr]
        raise HttpError(403, "Your role does not allow you to read reviews.")


def _filtered(asked: ReviewQuery) -> ReviewQuerySet:
    if asked.phase is not None:
        check_known(str(asked.phase), Phase.objects.filter(number=asked.phase), "phase", "phase")
    check_known(asked.stage, Stage.objects.filter(code=asked.stage), "stage", "stage")
    directorates = Directorate.objects.filter(code=asked.directorate)
    check_known(asked.directorate, directorates, "directorate", "directorate")
    models = DeliveryModel.objects.filter(code=asked.delivery_model)
    check_known(asked.delivery_model, models, "delivery_model", "delivery model")
    state = choice(asked.state, ReviewState, "state")
    rows = queries.reviews_known_on(asked.as_at)
    if asked.phase is not None:
        rows = rows.filter(phase__number=asked.phase)
    if asked.stage:
        rows = queries.at_stage(rows, asked.stage)
    if state:
        rows = rows.filter(state_then=state)
    if asked.directorate:
        rows = queries.covering_directorate(rows, asked.directorate, asked.as_at)
    if asked.delivery_model:
        rows = queries.preferring(rows, asked.delivery_model, asked.as_at)
    return rows.select_related("phase").order_by("phase__number", "order", "code")


def _items(reviews: list[Review], *, as_at: date | None) -> list[dict[str, Any]]:
    """The reviews as items: five queries, however many they are."""
    covered = list(_covered(reviews, as_at))
    budgets = queries.budgets_by_service({row.service_id for row in covered}, as_at=as_at)
    stages = queries.stage_places()
    preferred = (
        queries.preferred_options(as_at)
        .filter(review__in=[review.pk for review in reviews])
        .prefetch_related("delivery_models")
        .order_by("order")
    )
    models: dict[int, list[str]] = {}
    for option in preferred:
        codes = models.setdefault(option.review_id, [])
        codes.extend(m.code for m in option.delivery_models.all() if m.code not in codes)
    return [
        {
            **_heading(review, stages),
            "directorates": _directorates(row for row in covered if row.review_id == review.pk),
            "services": [row.service.code for row in covered if row.review_id == review.pk],
            "preferred_delivery_models": models.get(review.pk, []),
            "totals": _totals([row for row in covered if row.review_id == review.pk], budgets),
        }
        for review in reviews
    ]


def _covered(reviews: Iterable[Review], as_at: date | None) -> Iterable[ReviewedService]:
    return (
        queries.services_covered(as_at)
        .filter(review__in=[review.pk for review in reviews])
        .select_related("service__directorate")
        .order_by("order", "pk")
    )


def _heading(review: Any, stages: dict[int, queries.StagePlace]) -> dict[str, Any]:
    stage = stages.get(review.stage_then)
    return {
        "code": review.code,
        "title": review.title,
        "url": review.get_absolute_url(),
        "phase": review.phase.number,
        "stage": stage and {"code": stage.code, "title": stage.title, "order": stage.order},
        "state": word(review.state_then),
    }


def _directorates(covered: Iterable[ReviewedService]) -> list[str]:
    return sorted({row.service.directorate.code for row in covered if row.service.directorate})


def _service(row: ReviewedService, budgets: dict[int, ServiceBudget]) -> dict[str, Any]:
    service, budget = row.service, budgets.get(row.service_id)
    return {
        "code": service.code,
        "name": service.name,
        "service_type": word(service.service_type),
        "directorate": service.directorate.code if service.directorate else "",
        "directorate_is_inferred": service.directorate_is_inferred,
        "budget": budget
        and {
            "effective_on": budget.effective_on,
            "gross_gbp": budget.gross_gbp,
            "income_gbp": budget.income_gbp,
            "net_gbp": budget.net_gbp,
            **credit_of(budget),
        },
    }


def _totals(covered: list[ReviewedService], budgets: dict[int, ServiceBudget]) -> dict[str, Any]:
    known = [budgets[row.service_id] for row in covered if row.service_id in budgets]

    def total(field: str) -> Decimal | None:
        return sum((getattr(b, field) for b in known), Decimal(0)) if known else None

    return {
        "services": len(covered),
        "services_with_budget": len(known),
        "gross_gbp": total("gross_gbp"),
        "income_gbp": total("income_gbp"),
        "net_gbp": total("net_gbp"),
    }


def _options(review: Review, *, as_at: date | None) -> list[dict[str, Any]]:
    """The options known on the date in their order: three queries."""
    every: Any = Option.objects.with_state(as_at)
    options = (
        every.filter(review=review, state__isnull=False)
        .select_related("source")
        .prefetch_related("delivery_models", "variants")
        .order_by("order")
    )
    return [
        {
            "code": option.code,
            "title": option.title,
            "state": word(option.state),
            "state_on": option.state_on,
            "reason": option.reason,
            "delivery_models": [model.code for model in option.delivery_models.all()],
            "variants": [{"letter": v.letter, "title": v.title} for v in option.variants.all()],
            "note": option.note,
            **credit_of(option),
        }
        for option in options
    ]
