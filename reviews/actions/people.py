"""Naming who leads a review and who is its Senior Responsible Owner."""

from datetime import date, datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.programme import actions as programme
from ftc.programme.enums import AssignmentRole
from ftc.programme.permissions import check_may_assign
from ftc.records import history
from reviews.models import Review
from reviews.queries.people import people_of


@transaction.atomic
def name_people(
    *,
    review: Review,
    expected_version: int,
    lead: User | None,
    owner: User | None,
    by: User,
    now: datetime,
    today: date,
) -> None:
    """Name the lead and the Senior Responsible Owner of a review; None leaves one not named.

    The two may change places, so whoever leaves a part leaves it before anybody takes one.
    Raises NotPermitted, StaleVersion or AssignmentRefused.
    """
    wanted = {AssignmentRole.LEAD: lead, AssignmentRole.SENIOR_RESPONSIBLE_OWNER: owner}
    with history.recording(action="programme.assign", by=by, at=now):
        locked = Review.objects.locked(pk=review.pk, expected_version=expected_version)
        check_may_assign(by)
        held = people_of(locked)
        changed = {role: user for role, user in wanted.items() if held.get(role) != user}
        for people in (dict.fromkeys(changed), changed):
            for role, user in people.items():
                programme.assign(activity=locked, user=user, role=role, by=by, now=now, today=today)
        if changed:
            Review.objects.count_edit(locked)
