"""Everything that is governed, and what is reported of it."""

from ftc.programme.models.activities import (
    PAGES_OF_KINDS,
    Activity,
    ActivityQuerySet,
    Assignment,
    Phase,
    Portfolio,
    PortfolioOwner,
    Programme,
    Project,
    Theme,
)
from ftc.programme.models.milestones import (
    Milestone,
    MilestoneDate,
    MilestoneQuerySet,
    MilestoneReport,
)
from ftc.programme.models.registers import Benefit, Lesson, Risk
from ftc.programme.models.status import StatusDraft, StatusOverride, StatusReport

__all__ = [
    "PAGES_OF_KINDS",
    "Activity",
    "ActivityQuerySet",
    "Assignment",
    "Benefit",
    "Lesson",
    "Milestone",
    "MilestoneDate",
    "MilestoneQuerySet",
    "MilestoneReport",
    "Phase",
    "Portfolio",
    "PortfolioOwner",
    "Programme",
    "Project",
    "Risk",
    "StatusDraft",
    "StatusOverride",
    "StatusReport",
    "Theme",
]
