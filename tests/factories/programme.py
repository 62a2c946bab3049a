"""The smallest valid portfolios, programmes, themes, milestones, risks and lessons."""

from datetime import date
from itertools import count

from ftc.periods import Precision
from ftc.programme.enums import ActivityKind, MilestoneDateKind, MilestoneStatus
from ftc.programme.models import (
    Activity,
    Lesson,
    Milestone,
    MilestoneDate,
    MilestoneReport,
    Phase,
    Portfolio,
    PortfolioOwner,
    Programme,
    Risk,
    Theme,
)
from ftc.records.models import SourcePaper

KNOWN_ON = date(2013, 12, 12)

_numbers = count(1)


def make_source(code="", *, known_on=KNOWN_ON, **fields):
    """A paper that could be read from ``known_on``; the same one for the same code."""
    code = code or f"PAPER-{next(_numbers)}"
    paper, _ = SourcePaper.objects.get_or_create(
        code=code,
        defaults={
            "title": f"Paper {code}",
            "body_code": "CC",
            "meeting_on": known_on,
            "kind": "report",
            **fields,
        },
    )
    return paper


def make_activity(kind=ActivityKind.PROJECT, **fields):
    """An activity without a table of its own kind."""
    number = next(_numbers)
    return Activity.objects.create(
        **({"code": f"ACT-{number}", "kind": kind, "title": f"Activity {number}"} | fields)
    )


def make_portfolio(**fields):
    number = next(_numbers)
    return Portfolio.objects.create(
        **({"code": f"CP-{number}", "name": f"Portfolio {number}", "order": number} | fields)
    )


def make_owner(portfolio, post="Corporate Director", **fields):
    return PortfolioOwner.objects.create(
        portfolio=portfolio, post=post, **({"effective_on": KNOWN_ON} | fields)
    )


def make_programme(portfolio=None, **fields):
    """A programme, in the table of December 2013 when it has a portfolio."""
    number = next(_numbers)
    return Programme.objects.create(
        **(
            {
                "code": f"PRG-{number}",
                "kind": ActivityKind.PROGRAMME,
                "title": f"Programme {number}",
                "portfolio": portfolio,
                "in_portfolio_table": portfolio is not None,
            }
            | fields
        )
    )


def make_phase(number=1, **fields):
    return Phase.objects.create(
        **(
            {
                "code": f"PH{number}",
                "kind": ActivityKind.PHASE,
                "title": f"Phase {number}",
                "number": number,
            }
            | fields
        )
    )


def make_theme(**fields):
    number = next(_numbers)
    return Theme.objects.create(
        **({"code": f"T{number}", "kind": ActivityKind.THEME, "title": f"Theme {number}"} | fields)
    )


def make_milestone(activity=None, *, due_on=None, printed="", precision=Precision.DAY, **fields):
    """A milestone; planned for ``due_on`` when that or ``printed`` is given."""
    number = next(_numbers)
    milestone = Milestone.objects.create(
        **(
            {
                "code": f"M{number}",
                "activity": activity or make_theme(),
                "title": f"Milestone {number}",
                "order": number,
            }
            | fields
        )
    )
    if due_on or printed:
        make_milestone_date(milestone, on=due_on, printed=printed, precision=precision)
    return milestone


def make_milestone_date(milestone, kind=MilestoneDateKind.BASELINE, **fields):
    return MilestoneDate.objects.create(
        milestone=milestone,
        kind=kind,
        **({"precision": Precision.DAY, "effective_on": KNOWN_ON} | fields),
    )


def make_milestone_report(milestone, status=MilestoneStatus.ON_TRACK, **fields):
    return MilestoneReport.objects.create(
        milestone=milestone, status=status, **({"effective_on": KNOWN_ON} | fields)
    )


def make_risk(activity=None, **fields):
    number = next(_numbers)
    return Risk.objects.create(
        **(
            {
                "code": f"R{number}",
                "activity": activity or make_theme(),
                "title": f"Risk {number}",
                "description": "It may not come.",
                "source_kind": "report_risk",
            }
            | fields
        )
    )


def make_lesson(activity=None, **fields):
    number = next(_numbers)
    return Lesson.objects.create(
        **(
            {
                "code": f"L{number}",
                "activity": activity or make_theme(),
                "report_title": "Progress to Date",
                "topic": f"Topic {number}",
                "summary": "Settle outcomes first.",
            }
            | fields
        )
    )
