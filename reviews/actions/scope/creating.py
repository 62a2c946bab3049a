"""Taking a review into the programme."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from ftc.organisation.models import Service, ServiceBudget, User
from ftc.programme import actions as programme
from ftc.programme.enums import ActivityKind, AssignmentRole
from ftc.programme.models import Phase, Portfolio
from ftc.records import history
from reviews import permissions, policies
from reviews.enums import ReviewState
from reviews.models import Methodology, Review, ReviewedService, ReviewStateChange
from reviews.policies import scope as rules

TAKEN_IN = "Taken into the programme."


@transaction.atomic
def create_review(
    *,
    code: str,
    title: str,
    phase: Phase,
    services: Sequence[Service],
    portfolio: Portfolio | None,
    by: User,
    now: datetime,
    today: date,
    description: str = "",
    lead: User | None = None,
    owner: User | None = None,
    effective_on: date | None = None,
    reason: str = "",
) -> Review:
    """Take a review into the programme, under the newest methodology in force for its phase.

    Writes the review, the services it covers with their latest budgets, its first state, and who
    leads and owns it. It is known from ``effective_on``, else from ``today``, the working date;
    an earlier day needs a permission and a reason. Raises NotPermitted, ScopeRefused, DateRefused
    or AssignmentRefused. Source: County Council, 12 December 2013, paragraphs 3.2.2 and 3.2.4.
    """
    opened_on = effective_on or today
    with history.recording(action="reviews.create", by=by, at=now, reason=reason.strip()):
        permissions.check_can_change_scope(by)
        permissions.check_can_backdate(by, effective_on=opened_on, today=today)
        policies.check_effective_on(opened_on, today=today, now=now, reason=reason)
        rules.check_can_be_created(code=code, title=title, services=services)
        review = new_review(
            code=code,
            title=title,
            methodology=rules.methodology_in_force(phase),
            portfolio=portfolio,
            description=description,
            opened_on=opened_on,
            reason=reason.strip() or TAKEN_IN,
            by=by,
        )
        cover(review, services, started_on=opened_on, today=today)
        name_people_of_new(review, lead=lead, owner=owner, by=by, now=now, on=opened_on)
    return review


def new_review(
    *,
    code: str,
    title: str,
    methodology: Methodology,
    portfolio: Portfolio | None,
    description: str,
    opened_on: date,
    reason: str,
    by: User,
) -> Review:
    """A review that covers nothing yet, last in its phase, active from the day it was opened."""
    phase = methodology.phase
    last = Review.objects.filter(phase=phase).aggregate(last=Max("order"))["last"] or 0
    review = Review.objects.create(
        code=code,
        kind=ActivityKind.REVIEW,
        title=title.strip(),
        parent=phase,
        order=last + 1,
        description=description.strip(),
        phase=phase,
        methodology=methodology,
        portfolio=portfolio,
        opened_on=opened_on,
    )
    ReviewStateChange.objects.create(
        review=review, state=ReviewState.ACTIVE, reason=reason, by=by, effective_on=opened_on
    )
    return review


def cover(review: Review, services: Sequence[Service], *, started_on: date, today: date) -> None:
    """Put services under a review in their order, each with its latest budget by ``today``."""
    budgets = {
        budget.service_id: budget
        for budget in ServiceBudget.objects.as_at(today)
        .filter(service__in=services)
        .order_by("service_id", "-effective_on", "-recorded_at", "-pk")
        .distinct("service_id")
    }
    ReviewedService.objects.bulk_create(
        ReviewedService(
            review=review,
            service=service,
            budget=budgets.get(service.pk),
            order=order,
            started_on=started_on,
        )
        for order, service in enumerate(services, start=1)
    )


def name_people_of_new(
    review: Review,
    *,
    lead: User | None,
    owner: User | None,
    by: User,
    now: datetime,
    on: date,
) -> None:
    """Name who leads and who owns a new review from the day it was opened."""
    named = {AssignmentRole.LEAD: lead, AssignmentRole.SENIOR_RESPONSIBLE_OWNER: owner}
    for role, user in named.items():
        if user is not None:
            programme.assign(activity=review, user=user, role=role, by=by, now=now, today=on)
