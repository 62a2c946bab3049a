"""Kinds of activity, roles on one, statuses and ratings; imports nothing of ours."""

from django.db.models import TextChoices


class ActivityKind(TextChoices):
    """What an activity is; each kind has its own table that shares the activity's key."""

    PROGRAMME = "PROGRAMME", "Programme"
    PHASE = "PHASE", "Phase"
    THEME = "THEME", "Theme"
    PROJECT = "PROJECT", "Project"
    REVIEW = "REVIEW", "Review"
    COMMISSIONING_CYCLE = "COMMISSIONING_CYCLE", "Commissioning cycle"
    WORKSTREAM = "WORKSTREAM", "Workstream"


class AssignmentRole(TextChoices):
    LEAD = "LEAD", "Lead"
    SENIOR_RESPONSIBLE_OWNER = "SENIOR_RESPONSIBLE_OWNER", "Senior Responsible Owner"


class MilestoneDateKind(TextChoices):
    BASELINE = "BASELINE", "Baseline"
    FORECAST = "FORECAST", "Forecast"
    ACHIEVED = "ACHIEVED", "Achieved"


class MilestoneStatus(TextChoices):
    """What a paper says of a milestone; it does not set the date it was achieved."""

    PLANNED = "PLANNED", "Planned"
    ON_TRACK = "ON_TRACK", "On track"
    IN_PROGRESS = "IN_PROGRESS", "In progress"
    READY = "READY", "Ready"
    PROPOSED = "PROPOSED", "Proposed"
    MET = "MET", "Met"
    MET_WITH_EXCEPTION = "MET_WITH_EXCEPTION", "Met, with an exception"
    PARTLY_MET = "PARTLY_MET", "Partly met"
    DEFERRED = "DEFERRED", "Deferred"
    EXTERNAL_DEPENDENCY = "EXTERNAL_DEPENDENCY", "Waits on others"
    SUPERSEDED = "SUPERSEDED", "Superseded"


# Reported so, a milestone is no longer waited for.
REACHED = (MilestoneStatus.MET, MilestoneStatus.MET_WITH_EXCEPTION, MilestoneStatus.SUPERSEDED)


class Rag(TextChoices):
    GREEN = "GREEN", "On track"
    AMBER = "AMBER", "At risk"
    RED = "RED", "Off track"
