"""What the clerk's page needs to record a resolution: reviews to tick, Members, recommendations."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from ftc.organisation.enums import PersonKind
from ftc.organisation.models import Person
from ftc.programme.enums import ActivityKind
from ftc.programme.models import Activity
from ftc.programme.standing import standing_of
from governance.enums import AttendanceStatus
from governance.models import AgendaItem, Meeting, Recommendation


@dataclass(frozen=True)
class Recording:
    """The choices of the form and what is ticked when it opens.

    ``standing`` is, by code, the word for each review that does not go on; ``alike`` are the
    recommendations that ask for the same as the first, which one resolution can answer.
    """

    reviews: QuerySet[Activity]
    standing: dict[str, str]
    named: list[Activity]
    alike: list[Recommendation]
    recommendations: QuerySet[Recommendation]
    members: QuerySet[Person]


def recording(meeting: Meeting, agenda_item: AgendaItem | None, *, as_at: date | None) -> Recording:
    """Choices for one item of a meeting.

    Ticked are the reviews that the item's recommendations name, deferred ones aside.
    """
    reviews = Activity.objects.filter(kind=ActivityKind.REVIEW).order_by("code")
    put = Recommendation.objects.filter(agenda_item=agenda_item).order_by("order", "code")
    if agenda_item is None:
        put = put.none()
    listed = list(reviews)
    words = standing_of(listed, as_at=as_at)
    named_keys = set(
        Activity.objects.filter(recommendations__in=put, kind=ActivityKind.REVIEW).values_list(
            "pk", flat=True
        )
    )
    return Recording(
        reviews=reviews,
        standing={review.code: words[review.pk] for review in listed if review.pk in words},
        named=[r for r in listed if r.pk in named_keys and r.pk not in words],
        alike=_alike(list(put)),
        recommendations=put,
        members=members_of(meeting),
    )


def _alike(put: list[Recommendation]) -> list[Recommendation]:
    return [each for each in put if each.verb == put[0].verb]


def members_of(meeting: Meeting) -> QuerySet[Person]:
    """Who may move and second: Members present where attendance is listed, else those who sit."""
    members = Person.objects.filter(kind=PersonKind.MEMBER).order_by("surname", "forenames", "pk")
    present = meeting.attendances.filter(status=AttendanceStatus.PRESENT)
    if present.exists():
        return members.filter(pk__in=present.values("person_id"))
    seated = meeting.body.memberships.filter(
        Q(started_on__isnull=True) | Q(started_on__lte=meeting.held_on),
        Q(ended_on__isnull=True) | Q(ended_on__gte=meeting.held_on),
    )
    if seated.exists():
        return members.filter(pk__in=seated.values("person_id"))
    return members


def items_to_resolve(meeting: Meeting, user: Any) -> QuerySet[AgendaItem]:
    """The items this person may read, each with what was resolved, for the clerk to choose."""
    return (
        AgendaItem.objects.visible_to(user)
        .filter(meeting=meeting)
        .prefetch_related("resolutions", "recommendations")
        .order_by("number")
    )
