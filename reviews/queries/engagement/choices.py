"""What the forms of the register offer: reviews and phases, services, suppliers."""

from typing import Any

from django.db.models import Q, QuerySet

from ftc.organisation.enums import Permission
from ftc.organisation.models import Service, User
from ftc.programme.enums import ActivityKind
from ftc.programme.models import Activity
from reviews.enums import ReviewState
from reviews.models import EngagementResponse, MarketEngagement, Review, Supplier
from reviews.queries.known import covered_on


def activities_offered(user: User) -> "QuerySet[Activity]":
    """The active reviews whose engagement this person keeps, and the phases for who keeps any."""
    reviews = Review.objects.filter(state=ReviewState.ACTIVE)
    if user.may(Permission.REVIEW_EDIT_ANY):
        offered = Q(kind=ActivityKind.PHASE) | Q(pk__in=reviews.values("pk"))
    elif user.may(Permission.REVIEW_EDIT_LED):
        offered = Q(pk__in=reviews.led_by(user).values("pk"))
    else:
        return Activity.objects.none()
    return Activity.objects.filter(offered).order_by("kind", "order", "code")


def services_offered(
    activity_id: int, engagement: MarketEngagement | None = None
) -> "QuerySet[Service]":
    """The services under the review now, or under every review of the phase; kept ones stay."""
    covered = Q(reviewed_in__review=activity_id) | Q(reviewed_in__review__phase=activity_id)
    offered = Q(covered_on(None, "reviewed_in__")) & covered
    if engagement is not None:
        offered |= Q(market_engagements=engagement) | Q(engagement_responses__engagement=engagement)
    return Service.objects.filter(offered).distinct().order_by("name")


def suppliers_offered(engagement: MarketEngagement, user: Any) -> "QuerySet[Supplier]":
    """The suppliers that are not in the engagement, as far as this person may read of it."""
    seen = EngagementResponse.objects.visible_to(user).filter(engagement=engagement)
    return Supplier.objects.exclude(pk__in=seen.values("supplier"))
