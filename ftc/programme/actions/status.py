"""Reporting how an activity stands, and keeping what was typed until it is reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ftc.errors import StaleVersion
from ftc.organisation.models import User
from ftc.programme.actions.milestones import date_milestone
from ftc.programme.enums import MilestoneDateKind, Rag
from ftc.programme.errors import ReportIncomplete
from ftc.programme.hints import check_against, hints_of
from ftc.programme.models import Activity, Milestone, StatusDraft, StatusReport
from ftc.programme.permissions import check_may_date, check_may_report_status
from ftc.records import history
from ftc.records.working_date import working_date


@dataclass(frozen=True)
class Forecast:
    """A new forecast of a milestone, made on the version of it that was shown, and why."""

    milestone: Milestone
    expected_version: int
    on: date
    reason: str = ""


@transaction.atomic
def report_status(
    *,
    activity: Activity,
    rag: Rag,
    narrative: str,
    next_steps: str,
    by: User,
    now: datetime,
    effective_on: date | None = None,
    reason: str = "",
    rag_reason: str = "",
    against_hint: str = "",
    forecasts: Sequence[Forecast] = (),
    seen: int | None = None,
) -> StatusReport:
    """Add what the lead says of an activity, with new forecasts of its milestones.

    Writes the forecasts, the report with what the records gave (the hint), and drops the draft of
    ``by``. ``seen`` is the key of the newest report when the form was opened, 0 for none: a newer
    one is shown before this one is saved. ``effective_on`` is the working date unless given; an
    earlier one needs the permission to backdate and a reason. Raises NotPermitted, StaleVersion,
    MilestoneRefused, or ReportIncomplete when a rating lacks what it asks for.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    check_may_report_status(by, activity)
    today = working_date()
    counts_from = effective_on or today
    check_may_date(by, effective_on=counts_from, working_on=today, reason=reason)
    _check_seen(activity, seen)
    if not narrative.strip():
        raise ReportIncomplete("Say in a sentence how it stands.")
    if rag != Rag.GREEN and not next_steps.strip():
        raise ReportIncomplete("Say what is being done about it: it is not on track.")
    with history.recording(action="programme.report_status", by=by, at=now, reason=reason.strip()):
        for forecast in forecasts:
            date_milestone(
                milestone=forecast.milestone,
                expected_version=forecast.expected_version,
                kind=MilestoneDateKind.FORECAST,
                on=forecast.on,
                by=by,
                now=now,
                today=today,
                reason=forecast.reason or reason,
                effective_on=effective_on,
            )
        hint = hints_of([activity.pk], as_at=None, today=counts_from)[activity.pk]
        check_against(hint, rag, against_hint)
        report = StatusReport.objects.create(
            activity=activity,
            rag=rag,
            rag_reason=rag_reason.strip(),
            hint=hint.rag,
            hint_text=hint.text[:1000],
            against_hint=against_hint.strip() if hint.contradicts(rag) else "",
            narrative=narrative.strip(),
            next_steps=next_steps.strip(),
            reported_by=by,
            effective_on=counts_from,
        )
        StatusDraft.objects.filter(activity=activity, user=by).delete()
    return report


@transaction.atomic
def save_status_draft(
    *, activity: Activity, typed: Mapping[str, str], by: User, now: datetime
) -> StatusDraft:
    """Keep what ``by`` has typed of a report so far, in place of what they kept before.

    Raises NotPermitted.
    """
    check_may_report_status(by, activity)
    draft, _ = StatusDraft.objects.update_or_create(
        activity=activity, user=by, defaults={"typed": dict(typed), "saved_at": now}
    )
    return draft


@transaction.atomic
def discard_status_draft(*, activity: Activity, by: User) -> None:
    """Drop what ``by`` had typed. Raises NotPermitted."""
    check_may_report_status(by, activity)
    StatusDraft.objects.filter(activity=activity, user=by).delete()


def _check_seen(activity: Activity, seen: int | None) -> None:
    newest = activity.status_reports.order_by("-pk").values_list("pk", flat=True).first() or 0
    if seen is not None and newest != seen:
        raise StaleVersion(
            "Somebody else reported the status while you were writing. "
            "Read theirs before you report yours."
        )
