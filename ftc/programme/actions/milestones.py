"""Adding milestones and recording their dates."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import ProtectedError, prefetch_related_objects

from ftc.organisation.models import User
from ftc.periods import Precision
from ftc.programme import policies
from ftc.programme.enums import MilestoneDateKind
from ftc.programme.errors import MilestoneRefused
from ftc.programme.models import Activity, Milestone, MilestoneDate
from ftc.programme.permissions import check_may_date, check_may_edit_milestones
from ftc.records import history


@transaction.atomic
def create_milestone(
    *, activity: Activity, code: str, title: str, by: User, now: datetime
) -> Milestone:
    """Add a milestone to an activity, after those it has; its dates are recorded apart.

    Raises NotPermitted, or MilestoneRefused for a code that is taken or a missing title.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    check_may_edit_milestones(by, activity)
    policies.check_milestone_named(code=code, title=title)
    with history.recording(action="programme.create_milestone", by=by, at=now):
        last = activity.milestones.order_by("-order").first()
        return Milestone.objects.create(
            activity=activity,
            code=code,
            title=title.strip(),
            order=last.order + 1 if last else 1,
        )


@transaction.atomic
def edit_milestone(
    *, milestone: Milestone, expected_version: int, title: str, by: User, now: datetime
) -> Milestone:
    """Write a milestone's title. Raises NotPermitted, StaleVersion or MilestoneRefused."""
    with history.recording(action="programme.edit_milestone", by=by, at=now):
        locked = _locked(milestone, expected_version, by)
        if not title.strip():
            raise MilestoneRefused("Give the milestone a title.")
        locked.title = title.strip()
        _count_edit(locked, "title")
    return locked


@transaction.atomic
def date_milestone(
    *,
    milestone: Milestone,
    expected_version: int,
    kind: MilestoneDateKind,
    on: date | None,
    by: User,
    now: datetime,
    today: date,
    precision: Precision = Precision.DAY,
    printed: str = "",
    reason: str = "",
    effective_on: date | None = None,
) -> MilestoneDate:
    """Record a baseline, a forecast or the day a milestone was achieved; earlier rows stay.

    Writes a dated row and the milestone's version; one read from a later paper does not stand over
    it. ``printed`` is what a date known less exactly is called. A baseline beside an earlier one
    needs ``reason``. Raises NotPermitted, StaleVersion or MilestoneRefused.
    """
    with history.recording(action="programme.date_milestone", by=by, at=now, reason=reason.strip()):
        locked = _locked(milestone, expected_version, by)
        counts_from = effective_on or today
        check_may_date(by, effective_on=counts_from, working_on=today, reason=reason)
        prefetch_related_objects([locked], "dates")
        policies.check_milestone_date(
            locked, kind=kind, on=on, printed=printed, reason=reason, now=now, today=today
        )
        latest = locked.date_of(kind, None)
        if effective_on is None and latest is not None:
            counts_from = max(counts_from, latest.effective_on)
        row = MilestoneDate.objects.create(
            milestone=locked,
            kind=kind,
            on=on,
            precision=precision,
            printed=printed.strip(),
            reason=reason.strip(),
            recorded_by=by,
            effective_on=counts_from,
        )
        _count_edit(locked)
    return row


@transaction.atomic
def take_back_milestone(
    *,
    milestone: Milestone,
    expected_version: int,
    title: str,
    dates: Collection[int],
    by: User,
    now: datetime,
) -> Milestone:
    """Give a milestone back the title it had and remove ``dates`` (keys) recorded by mistake.

    Raises NotPermitted or StaleVersion. Only for the undoing of one whole act.
    """
    with history.recording(action="programme.take_back_milestone", by=by, at=now):
        locked = _locked(milestone, expected_version, by)
        locked.dates.filter(pk__in=dates, source__isnull=True).delete()
        locked.title = title
        _count_edit(locked, "title")
    return locked


@transaction.atomic
def remove_milestone(
    *, milestone: Milestone, expected_version: int, by: User, now: datetime
) -> None:
    """Remove a milestone added by mistake, with its dates.

    Raises NotPermitted, StaleVersion, or MilestoneRefused when something has been reported of it
    or rests on it.
    """
    with history.recording(action="programme.remove_milestone", by=by, at=now):
        locked = _locked(milestone, expected_version, by)
        if locked.reports.exists():
            raise MilestoneRefused(f"Something has been reported of {locked.code} since.")
        try:
            locked.delete()
        except ProtectedError as refusal:
            raise MilestoneRefused(f"Something else rests on {locked.code} now.") from refusal


def _locked(milestone: Milestone, expected_version: int, by: User) -> Milestone:
    """The milestone, locked after its activity, as everybody does who writes either."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=milestone.activity_id)
    locked: Milestone = Milestone.objects.locked(pk=milestone.pk, expected_version=expected_version)
    check_may_edit_milestones(by, activity)
    return locked


def _count_edit(milestone: Milestone, *fields: str) -> None:
    milestone.version += 1
    milestone.save(update_fields=[*fields, "version"])
