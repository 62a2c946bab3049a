"""What a person owns beside the reviews they lead: milestones, cases, scores still to give."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from ftc.organisation.models import User
from ftc.periods import Precision, display_date
from ftc.programme.enums import REACHED, ActivityKind, MilestoneDateKind
from ftc.programme.models import Assignment, MilestoneDate
from ftc.programme.queries import milestone_lines, milestones
from reviews.enums import AppraisalState, SectionState
from reviews.models import Assessor, BusinessCase, BusinessCaseSection
from reviews.queries.rows import review_rows

MOST = 50  # of each kind


@dataclass(frozen=True)
class Work:
    """Something a person is to do, where, and by when as far as it is known."""

    text: str
    of: str
    url: str
    due: str = ""
    is_overdue: bool = False


def reviews_held_by(user: User) -> Any:
    """The rows of reviews that ``user`` leads or owns now."""
    held = Assignment.objects.filter(
        user=user, ended_on__isnull=True, activity__kind=ActivityKind.REVIEW
    )
    return review_rows(as_at=None).filter(pk__in=held.values("activity_id"))


def own_work(user: User, *, today: date) -> list[Work]:
    """Milestones to come, cases not cleared and scores not handed in: three queries and dates.

    At most ``MOST`` of each. ``today`` says what is overdue.
    """
    return [*_scores(user), *_sections(user), *_milestones(user, today)]


def _scores(user: User) -> list[Work]:
    waiting = Assessor.objects.filter(
        user=user, submitted_at__isnull=True, appraisal__state=AppraisalState.SCORING
    ).select_related("appraisal__review")
    return [
        Work(
            f"Score the options: {assessor.appraisal}",
            assessor.appraisal.review.title,
            reverse(
                "reviews:appraisal-scores",
                args=[assessor.appraisal.review.code, assessor.appraisal.number],
            ),
        )
        for assessor in waiting[:MOST]
    ]


def _sections(user: User) -> list[Work]:
    readable = BusinessCase.objects.visible_to(user).filter(pk=OuterRef("case"))
    rows = BusinessCaseSection.objects.filter(
        Exists(readable), owner=user, state__in=(SectionState.DRAFT, SectionState.RETURNED)
    ).select_related("case__review")
    return [
        Work(
            f"{'Write' if row.state == SectionState.DRAFT else 'Mend'} the "
            f"{row.get_kind_display().lower()} of {row.case}",
            row.case.review.title,
            reverse("reviews:business-case-detail", args=[row.case.code]),
        )
        for row in rows[:MOST]
    ]


def _milestones(user: User, today: date) -> list[Work]:
    achieved = MilestoneDate.objects.filter(
        milestone=OuterRef("pk"), kind=MilestoneDateKind.ACHIEVED
    )
    rows = milestones(as_at=None).filter(~Exists(achieved), owner=user)
    rows = rows.filter(Q(reported_status=None) | ~Q(reported_status__in=REACHED))[:MOST]
    work = []
    for line in milestone_lines(rows, None):
        due = line.expected or line.planned
        dated = display_date(due.on, Precision(due.precision), due.printed) if due else ""
        late = bool(due and due.on and due.precision == Precision.DAY and due.on < today)
        url = reverse("programme:status-report-add", args=[line.activity.code])
        work.append(Work(line.milestone.title, line.activity.title, url, dated, late))
    return work
