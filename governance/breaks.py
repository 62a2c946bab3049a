"""What threads lack on the side of members: a decision that was taken and is not yet effective."""

from collections.abc import Collection
from datetime import date

from django.db.models import F, Q
from django.urls import reverse

from ftc.organisation.enums import Permission
from ftc.periods import long_date
from ftc.programme.breaks import Break, finds_breaks
from ftc.programme.queries import known_by
from ftc.records.working_date import working_date
from governance.enums import DecisionState
from governance.models import Decision


@finds_breaks("decision not yet effective")
def decisions_not_yet_effective(keys: Collection[int], as_at: date | None) -> list[Break]:
    """Decisions taken by ``as_at`` that are not effective on that day; without one, today."""
    today = as_at or working_date()
    rows = (
        known_by(Decision.objects.filter(activities__in=keys, taken_on__lte=today), as_at)
        .exclude(state=DecisionState.PROPOSED)
        .filter(Q(effective_on__isnull=True) | Q(effective_on__gt=today))
        .annotate(activity=F("activities"))
        .order_by("code", "activity")
    )
    return [
        Break(
            decision.activity,
            f"Decision {decision.number}: taken on {long_date(decision.taken_on)}, not effective "
            f"{f'until {long_date(on)}' if (on := decision.effective_on) else 'yet'}.",
            reverse("governance:decision-detail", args=[decision.code]),
            Permission.REVIEW_READ,
        )
        for decision in rows
        if decision.taken_on
    ]
