"""The tables of the further sections of a review, as at a date: papers, decisions."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from ftc.organisation.models import User
from ftc.periods import long_date
from ftc.programme import queries as programme
from ftc.ui.components import Cell, Column
from governance.enums import DecisionState, RecommendationStatus
from governance.models import AgendaItem, Decision, Recommendation
from governance.queries.agenda import readable_resolutions
from reviews.models import Review
from reviews.queries.page_tables import Table, credits_of

RECOMMENDATION_COLOURS = {"OPEN": "blue", "FOR_CONSIDERATION": "blue", "NOT_AGREED": "red"}


def paper_tables(review: Review, *, as_at: date | None, user: User) -> list[Table]:
    """What papers asked, bodies resolved and members decided, as far as this person may read."""
    return [
        recommendations_table(review, as_at=as_at, user=user),
        resolutions_table(review, as_at=as_at, user=user),
        decisions_table(review, as_at=as_at),
    ]


def resolutions_table(review: Review, *, as_at: date | None, user: User) -> Table:
    """What bodies resolved or advised on the review, oldest first."""
    rows = list(
        readable_resolutions(user, as_at)
        .filter(activities=review.pk)
        .select_related("meeting__body", "source", "agenda_item")
    )
    return Table(
        "resolutions",
        "Resolutions",
        (Column("Meeting"), Column("Outcome"), Column("On what"), Column("In effect from", "date")),
        tuple(
            (
                Cell(str(row.meeting), url=row.meeting.get_absolute_url()),
                Cell(row.get_verb_display(), hint=row.get_kind_display()),
                row.title,
                row.effective_on,
            )
            for row in rows
        ),
        sources=credits_of(rows),
        empty="No body has resolved on this review yet.",
    )


def recommendations_table(review: Review, *, as_at: date | None, user: User) -> Table:
    """What papers ask of bodies about the review, and what became of it."""
    rows = list(
        programme.known_by(Recommendation.objects.filter(activities=review.pk), as_at)
        .with_status(as_at)  # type: ignore[attr-defined]
        .filter(
            Q(agenda_item__isnull=True) | Q(agenda_item__in=AgendaItem.objects.visible_to(user))
        )
        .select_related("body", "source", "agenda_item__meeting__body")
    )
    return Table(
        "recommendations",
        "Recommendations",
        (Column("Recommendation"), Column("To"), Column("What it asks"), Column("Outcome")),
        tuple(
            (
                f"{row.report_title} ({row.number})",
                Cell(
                    str(row.agenda_item.meeting) if row.agenda_item else str(row.body),
                    url=row.agenda_item.meeting.get_absolute_url() if row.agenda_item else "",
                ),
                row.summary,
                Cell(
                    RecommendationStatus(row.status).label,
                    tag_colour=RECOMMENDATION_COLOURS.get(row.status, "green"),
                ),
            )
            for row in rows
        ),
        sources=credits_of(rows),
        empty="No paper makes a recommendation about this review.",
    )


def decisions_table(review: Review, *, as_at: date | None) -> Table:
    """Numbered decisions about the review."""
    rows = list(
        programme.known_by(Decision.objects.filter(activities=review.pk), as_at).select_related(
            "maker", "source"
        )
    )
    return Table(
        "decisions",
        "Decisions",
        (Column("Decision"), Column("Taken by"), Column("State"), Column("Taken on")),
        tuple(
            (
                Cell(str(row), url=reverse("governance:decision-detail", args=[row.code])),
                row.maker_post or str(row.maker),
                DecisionState.PROPOSED.label
                if as_at and row.taken_on and row.taken_on > as_at
                else row.get_state_display(),
                long_date(row.taken_on)
                if row.taken_on and (as_at is None or row.taken_on <= as_at)
                else "not yet",
            )
            for row in rows
        ),
        sources=credits_of(rows),
        empty="No decision is recorded for this review.",
    )
