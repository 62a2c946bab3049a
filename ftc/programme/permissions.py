"""Who may report on an activity, and who may date an act before the working date."""

from datetime import date

from ftc.errors import NotPermitted
from ftc.organisation.enums import Permission
from ftc.organisation.models import User
from ftc.periods import long_date
from ftc.programme.models import Activity


def check_may_report_status(by: User, activity: Activity, *, leads: bool | None = None) -> None:
    """Whoever leads an activity reports on it; the portfolio office reports on any.

    ``leads`` is whether ``by`` leads it, for a page that has read that already.
    """
    if by.may(Permission.REVIEW_EDIT_ANY):
        return
    if leads is None:
        leads = Activity.objects.led_by(by).filter(pk=activity.pk).exists()
    if not (by.may(Permission.REVIEW_EDIT_LED) and leads):
        raise NotPermitted(f"Only whoever leads {activity.title} may report its status.")


def may_report_status(by: User, activity: Activity, *, leads: bool | None = None) -> bool:
    try:
        check_may_report_status(by, activity, leads=leads)
    except NotPermitted:
        return False
    return True


def may_edit_milestones(by: User, activity: Activity, *, leads: bool | None = None) -> bool:
    """Whoever leads an activity edits its milestones, the portfolio office any.

    ``leads`` is whether ``by`` leads it, for a page that has read that already.
    """
    if by.may(Permission.REVIEW_EDIT_ANY):
        return True
    if not by.may(Permission.REVIEW_EDIT_LED):
        return False
    return Activity.objects.led_by(by).filter(pk=activity.pk).exists() if leads is None else leads


def check_may_edit_milestones(by: User, activity: Activity) -> None:
    """Raises NotPermitted when ``by`` may not add or date milestones of the activity."""
    if not may_edit_milestones(by, activity):
        raise NotPermitted(
            f"Only whoever leads {activity.title} and the portfolio office may change its "
            "milestones."
        )


def may_keep_registers(by: User, activity: Activity) -> bool:
    """Whoever leads an activity keeps its risks, benefits and owners, the portfolio office any."""
    return may_edit_milestones(by, activity)


def check_may_keep_registers(by: User, activity: Activity) -> None:
    """Raises NotPermitted when ``by`` may not keep the registers of the activity."""
    if not may_keep_registers(by, activity):
        raise NotPermitted(
            f"Only whoever leads {activity.title} and the portfolio office may change its risks, "
            "benefits and owners."
        )


def may_assign(by: User) -> bool:
    """The portfolio office names who leads and who owns."""
    return by.may(Permission.REVIEW_EDIT_ANY)


def check_may_assign(by: User) -> None:
    """Raises NotPermitted when ``by`` may not name who leads and who owns."""
    if not may_assign(by):
        raise NotPermitted("Only the portfolio office may name the lead and the owner.")


def check_may_date(by: User, *, effective_on: date, working_on: date, reason: str) -> None:
    """An act dated before the working date needs the permission to backdate and a reason."""
    if effective_on >= working_on:
        return
    if not by.may(Permission.BACKDATE):
        raise NotPermitted(
            f"You may not record something dated {long_date(effective_on)}, "
            f"before {long_date(working_on)}."
        )
    if not reason.strip():
        raise NotPermitted(
            f"Give a reason: this is dated {long_date(effective_on)}, "
            f"before {long_date(working_on)}."
        )
