"""The tables of a review's page, as at a date: services, options, milestones, papers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse

from ftc.organisation.models import User
from ftc.periods import long_date
from ftc.programme import queries as programme
from ftc.programme.models import Risk
from ftc.records.models import CreditedModel
from ftc.ui.components import Cell, Column, Link
from governance.enums import DecisionState, RecommendationStatus
from governance.models import AgendaItem, Decision, Recommendation, Resolution
from reviews.enums import OptionStateKind
from reviews.models import MarketEngagement, Option, Review, ReviewedService

Row = list[str | int | Decimal | date | Cell | None]
NOT_RECORDED = "not recorded"
OPTION_COLOURS = {
    OptionStateKind.PREFERRED: "green",
    OptionStateKind.CONSIDERED: "blue",
    OptionStateKind.NOT_RECOMMENDED: "grey",
    OptionStateKind.NOT_RECOMMENDED_AT_THIS_STAGE: "yellow",
}
RECOMMENDATION_COLOURS = {"OPEN": "blue", "FOR_CONSIDERATION": "blue", "NOT_AGREED": "red"}


@dataclass(frozen=True)
class Table:
    """Everything the table component and the line of sources under it take."""

    caption: str
    columns: list[Column]
    rows: list[Row]
    totals: Row | None = None
    sources: list[Link] | None = None
    empty: str = ""


@dataclass(frozen=True)
class ReviewTables:
    """The sections of a review's page under its gate."""

    services: Table
    options: Table
    milestones: Table
    engagement: Table
    risks: list[Risk]
    resolutions: Table
    recommendations: Table
    decisions: Table


def review_tables(
    review: Review, *, as_at: date | None, user: User, may_set_options: bool = False
) -> ReviewTables:
    """The tables of the review as known on ``as_at``, with what this person may read.

    ``may_set_options`` adds a link to each option by which its state is recorded.
    """
    return ReviewTables(
        services=services_table(review, as_at=as_at),
        options=options_table(review, as_at=as_at, may_set=may_set_options),
        milestones=milestones_table(review, as_at=as_at),
        engagement=engagement_table(review, as_at=as_at),
        risks=list(programme.risks(as_at=as_at, activity=review.code)),
        resolutions=resolutions_table(review, as_at=as_at, user=user),
        recommendations=recommendations_table(review, as_at=as_at, user=user),
        decisions=decisions_table(review, as_at=as_at),
    )


def services_table(review: Review, *, as_at: date | None) -> Table:
    """The services with the budget statement each was scoped on, in pounds a year.

    A statement not made by ``as_at`` is not known, and so is a total with one missing.
    """
    covered = (
        ReviewedService.objects.filter(review=review)
        .select_related("service__directorate", "budget__source")
        .prefetch_related("service__directorate__names")
        .order_by("order", "pk")
    )
    rows: list[Row] = []
    known: list[tuple[Decimal, Decimal, Decimal]] = []
    budgets = []
    for line in covered:
        budget = line.budget
        if budget and as_at and budget.effective_on > as_at:
            budget = None
        amounts = (budget.gross_gbp, budget.income_gbp, budget.net_gbp) if budget else None
        if budget and amounts:
            known.append(amounts)
            budgets.append(budget)
        service = line.service
        directorate = service.directorate.name_on(as_at) if service.directorate else "not stated"
        mark = "no paper states it" if service.directorate_is_inferred else ""
        rows.append(
            [
                Cell(service.name, hint=service.code),
                service.get_service_type_display() or "not stated",
                Cell(directorate, hint=mark),
                *(amounts or (None, None, None)),
            ]
        )
    sums: Row = [None, None, None]
    if rows and len(known) == len(rows):
        sums = [sum(column, Decimal(0)) for column in zip(*known, strict=True)]
    return Table(
        "Services and budgets",
        [
            Column("Service"),
            Column("Type"),
            Column("Directorate"),
            Column("Gross", "money", "£ a year"),
            Column("Income", "money", "£ a year"),
            Column("Net", "money", "£ a year"),
        ],
        rows,
        totals=["Total", "", "", *sums] if rows else None,
        sources=credits_of(budgets),
        empty="No service is recorded for this review.",
    )


def options_table(review: Review, *, as_at: date | None, may_set: bool) -> Table:
    """Options in their printed order with state, delivery models, variants and reason."""
    options: Iterable[Option] = (
        Option.objects.filter(review=review)
        .with_state(as_at)
        .select_related("source")
        .prefetch_related("delivery_models", "variants")
        .order_by("order")
    )
    shown = [option for option in options if as_at is None or option.state]  # type: ignore[attr-defined]
    columns = [Column("Option"), Column("State"), Column("Delivery models"), Column("Reason")]
    rows: list[Row] = []
    for option in shown:
        state = OptionStateKind(option.state) if option.state else None  # type: ignore[attr-defined]
        variants = "; ".join(str(variant) for variant in option.variants.all())
        row: Row = [
            Cell(option.title, hint=variants or option.note),
            Cell(
                state.label if state else "No state recorded",
                tag_colour=OPTION_COLOURS[state] if state else "grey",
            ),
            "; ".join(str(model) for model in option.delivery_models.all()),
            option.reason or "not stated",  # type: ignore[attr-defined]
        ]
        if may_set:
            url = reverse("reviews:option-state", args=[review.code, option.code])
            row.append(Cell(f"Change option {option.order}", url=url))
        rows.append(row)
    return Table(
        "Options",
        [*columns, Column("Record")] if may_set else columns,
        rows,
        sources=credits_of(shown),
        empty="No option is recorded for this review.",
    )


def milestones_table(review: Review, *, as_at: date | None) -> Table:
    """Milestones with the dates as exact as printed, and the status last reported."""
    lines = programme.milestone_lines(
        programme.milestones(as_at=as_at, activity=review.code), as_at
    )
    return Table(
        "Milestones",
        [
            Column("Milestone"),
            Column("Baseline"),
            Column("Forecast"),
            Column("Achieved"),
            Column("Reported"),
        ],
        [
            [
                line.milestone.title,
                *(
                    Cell(programme.words_of(dated) if dated else NOT_RECORDED, hint=_printed(dated))
                    for dated in (line.planned, line.expected, line.achieved)
                ),
                Cell(line.status, tag_colour=line.colour),
            ]
            for line in lines
        ],
        sources=credits_of(line.milestone for line in lines),
        empty="No milestone is recorded for this review.",
    )


def engagement_table(review: Review, *, as_at: date | None) -> Table:
    """Counts of market engagement for the review, then for its phase as a whole."""
    rows = list(
        MarketEngagement.objects.as_at(as_at)
        .filter(activity__in=[review.pk, review.phase_id])
        .select_related("activity", "source")
        .order_by("-activity__kind", "code")
    )
    return Table(
        "Market engagement",
        [Column("Kind"), Column("Measure"), Column("Covers"), Column("Count", "number")],
        [
            [
                row.kind[:1].upper() + row.kind[1:],
                row.measure,
                "This review" if row.activity_id == review.pk else f"{row.activity} as a whole",
                row.value,
            ]
            for row in rows
        ],
        sources=credits_of(rows),
        empty="No market engagement is recorded.",
    )


def resolutions_table(review: Review, *, as_at: date | None, user: User) -> Table:
    """What bodies resolved or advised on the review, oldest first."""
    rows = list(
        Resolution.objects.as_at(as_at)
        .filter(activities=review.pk)
        .filter(
            Q(agenda_item__isnull=True) | Q(agenda_item__in=AgendaItem.objects.visible_to(user))
        )
        .select_related("meeting__body", "source", "agenda_item")
    )
    return Table(
        "Resolutions",
        [Column("Meeting"), Column("Outcome"), Column("On what"), Column("In effect from", "date")],
        [
            [
                Cell(str(row.meeting), url=row.meeting.get_absolute_url()),
                Cell(row.get_verb_display(), hint=row.get_kind_display()),
                row.title,
                row.effective_on,
            ]
            for row in rows
        ],
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
        "Recommendations",
        [Column("Recommendation"), Column("To"), Column("What it asks"), Column("Outcome")],
        [
            [
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
            ]
            for row in rows
        ],
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
        "Decisions",
        [Column("Decision"), Column("Taken by"), Column("State"), Column("Taken on")],
        [
            [
                Cell(str(row), url=reverse("governance:decision-detail", args=[row.code])),
                row.maker_post or str(row.maker),
                DecisionState.PROPOSED.label
                if as_at and row.taken_on and row.taken_on > as_at
                else row.get_state_display(),
                long_date(row.taken_on)
                if row.taken_on and (as_at is None or row.taken_on <= as_at)
                else "not yet",
            ]
            for row in rows
        ],
        sources=credits_of(rows),
        empty="No decision is recorded for this review.",
    )


def credits_of(rows: Iterable[CreditedModel]) -> list[Link]:
    """The papers and paragraphs the rows were read from, each once."""
    found: dict[str, str] = {}
    for row in rows:
        if row.source is not None:
            found.setdefault(row.credit, row.source.get_absolute_url())
    return [Link(text, url) for text, url in found.items()]


def _printed(dated: object) -> str:
    """What the paper prints, where our words for the date differ from it."""
    printed = getattr(dated, "printed", "")
    return printed if printed and printed != programme.words_of(dated) else ""  # type: ignore[arg-type]
