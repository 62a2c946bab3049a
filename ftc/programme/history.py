"""What belongs to an activity's history: milestones with their dates, risks, reports, people."""

from ftc.programme.models import (
    Activity,
    Assignment,
    Benefit,
    Milestone,
    MilestoneDate,
    MilestoneReport,
    Risk,
    StatusReport,
)
from ftc.records.history import DatedRows, Part, register_parts

register_parts(
    Activity,
    parts=(
        Part(Assignment, lambda activity, user: Assignment.objects.filter(activity=activity.pk)),
        Part(Milestone, lambda activity, user: Milestone.objects.filter(activity=activity.pk)),
        Part(Benefit, lambda activity, user: Benefit.objects.filter(activity=activity.pk)),
        Part(Risk, lambda activity, user: Risk.objects.filter(activity=activity.pk)),
        Part(
            StatusReport, lambda activity, user: StatusReport.objects.filter(activity=activity.pk)
        ),
    ),
    rows=(
        DatedRows(
            lambda activity, user: MilestoneDate.objects.filter(
                milestone__activity=activity.pk
            ).select_related("milestone", "source"),
            lambda row: (str(row.milestone), f"{row.get_kind_display().lower()} {row}"),
        ),
        DatedRows(
            lambda activity, user: MilestoneReport.objects.filter(
                milestone__activity=activity.pk
            ).select_related("milestone", "source"),
            lambda row: (str(row.milestone), f"reported {str(row).lower()}"),
        ),
    ),
)
