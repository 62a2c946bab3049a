"""Mending what a thread lacks: owners of risks and milestones, costs of risks, benefits."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from ftc.organisation.models import User
from ftc.programme import policies
from ftc.programme.models import Activity, Benefit, Milestone, Risk
from ftc.programme.permissions import check_may_keep_registers
from ftc.records import history


@transaction.atomic
def assess_risk(
    *,
    risk: Risk,
    expected_version: int,
    owner: User | None,
    cost_gbp: Decimal | None,
    by: User,
    now: datetime,
) -> Risk:
    """Say who owns a risk and what it would cost in pounds if it happened; None leaves it open.

    Writes the risk and its version. Raises NotPermitted, StaleVersion or RegisterRefused.
    """
    with history.recording(action="programme.assess_risk", by=by, at=now):
        _locked_activity(risk.activity_id, by)
        locked: Risk = Risk.objects.locked(pk=risk.pk, expected_version=expected_version)
        policies.check_can_own(owner, held_by=locked.owner)
        policies.check_cost(cost_gbp)
        locked.owner = owner
        locked.cost_gbp = cost_gbp
        locked.version += 1
        locked.save(update_fields=["owner", "cost_gbp", "version"])
    return locked


@transaction.atomic
def name_milestone_owner(
    *, milestone: Milestone, expected_version: int, owner: User | None, by: User, now: datetime
) -> Milestone:
    """Say who owns a milestone; None leaves it open.

    Writes the milestone and its version. Raises NotPermitted, StaleVersion or RegisterRefused.
    """
    with history.recording(action="programme.name_milestone_owner", by=by, at=now):
        _locked_activity(milestone.activity_id, by)
        locked: Milestone = Milestone.objects.locked(
            pk=milestone.pk, expected_version=expected_version
        )
        policies.check_can_own(owner, held_by=locked.owner)
        locked.owner = owner
        locked.version += 1
        locked.save(update_fields=["owner", "version"])
    return locked


@transaction.atomic
def create_benefit(
    *,
    activity: Activity,
    title: str,
    unit: str,
    baseline_value: Decimal | None,
    baseline_on: date | None,
    target_value: Decimal | None,
    target_on: date | None,
    owner: User | None,
    by: User,
    now: datetime,
) -> Benefit:
    """Add a benefit to an activity, numbered after those it has.

    ``unit`` says in what it is measured. Raises NotPermitted or RegisterRefused.
    """
    with history.recording(action="programme.create_benefit", by=by, at=now):
        locked = _locked_activity(activity.pk, by)
        policies.check_benefit(
            title=title, unit=unit, baseline_value=baseline_value, baseline_on=baseline_on,
            target_value=target_value,
        )  # fmt: skip
        policies.check_can_own(owner)
        number = locked.benefits.count() + 1
        return Benefit.objects.create(
            code=f"{locked.code[:35]}-B{number:02d}",
            activity=locked,
            title=title.strip(),
            unit=unit.strip(),
            baseline_value=baseline_value,
            baseline_on=baseline_on,
            target_value=target_value,
            target_on=target_on,
            owner=owner,
        )


@transaction.atomic
def edit_benefit(
    *,
    benefit: Benefit,
    expected_version: int,
    title: str,
    unit: str,
    baseline_value: Decimal | None,
    baseline_on: date | None,
    target_value: Decimal | None,
    target_on: date | None,
    owner: User | None,
    by: User,
    now: datetime,
) -> Benefit:
    """Write what a benefit is, its baseline, its target and its owner.

    Writes the benefit and its version. Raises NotPermitted, StaleVersion or RegisterRefused.
    """
    with history.recording(action="programme.edit_benefit", by=by, at=now):
        _locked_activity(benefit.activity_id, by)
        locked: Benefit = Benefit.objects.locked(pk=benefit.pk, expected_version=expected_version)
        policies.check_benefit(
            title=title, unit=unit, baseline_value=baseline_value, baseline_on=baseline_on,
            target_value=target_value,
        )  # fmt: skip
        policies.check_can_own(owner, held_by=locked.owner)
        locked.title = title.strip()
        locked.unit = unit.strip()
        locked.baseline_value = baseline_value
        locked.baseline_on = baseline_on
        locked.target_value = target_value
        locked.target_on = target_on
        locked.owner = owner
        locked.version += 1
        locked.save()
    return locked


def _locked_activity(key: int, by: User) -> Activity:
    """The activity, locked first, as by everybody who writes what belongs to it."""
    activity: Activity = Activity.objects.select_for_update(of=("self",)).get(pk=key)
    check_may_keep_registers(by, activity)
    return activity
